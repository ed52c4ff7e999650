// SPDX-License-Identifier: MIT
//
// What a caller gives is handed on as it was given, through every function that takes a label, arguments of an
// element, or a callable: lvalues are not moved from, rvalues are not copied, and neither loses its const.
// Callables that are called several times are lvalues each time, and those that are called once are what they were.
// None of them is copied or moved.
#include "support/catch.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <heaparray/columns.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/static_array.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

enum class As { nothing, lvalue, const_lvalue, rvalue, const_rvalue };

std::ostream& operator<<(std::ostream& out, As as) {
  constexpr std::array names = {"nothing", "lvalue", "const lvalue", "rvalue", "const rvalue"};
  return out << names[static_cast<std::size_t>(as)];
}

struct Argument {};

/// Knows as what the last argument was given to its constructor. Moves keep it, and are counted; copies are seen.
struct Told {
  As as = As::nothing;
  As second = As::nothing;
  int moves = 0;

  Told() = default;
  Told(Argument&) : as(As::lvalue) {}
  Told(const Argument&) : as(As::const_lvalue) {}
  Told(Argument&&) : as(As::rvalue) {}
  Told(const Argument&&) : as(As::const_rvalue) {}
  template <class First, class Second>
  Told(First&& one, Second&& other)
      : as(Told(std::forward<First>(one)).as), second(Told(std::forward<Second>(other)).as) {}
  Told(Told&& other) noexcept : as(other.as), second(other.second), moves(other.moves + 1) {}
  Told& operator=(Told&&) = default;
  Told(const Told&) = delete;
};

// As Told, for what must be copyable: a copy was made of a const lvalue, a move of an rvalue.
struct Copied {
  As as = As::nothing;

  Copied() = default;
  Copied(Copied&) noexcept : as(As::lvalue) {}
  Copied(const Copied&) noexcept : as(As::const_lvalue) {}
  Copied(Copied&&) noexcept : as(As::rvalue) {}
  Copied& operator=(const Copied&) noexcept {
    as = As::const_lvalue;
    return *this;
  }
  Copied& operator=(Copied&&) noexcept {
    as = As::rvalue;
    return *this;
  }
};

// `make(argument)` must return what an argument of each kind was told.
template <class Make>
void hands_on(std::string_view function, Make make) {
  CAPTURE(function);
  Argument variable;
  const Argument constant;
  CHECK(make(variable) == As::lvalue);
  CHECK(make(constant) == As::const_lvalue);
  CHECK(make(std::move(variable)) == As::rvalue);
  CHECK(make(std::move(constant)) == As::const_rvalue);  // NOLINT(performance-move-const-arg)
}

#define AS_GIVEN(x) std::forward<decltype(x)>(x)

// What can be neither copied nor moved, and says as what it was called.
template <class Result = int>
struct Callable {
  As* as;
  explicit Callable(As& where) : as(&where) {}
  Callable(const Callable&) = delete;
  template <class... Args>
  Result operator()(Args&&...) & {
    *as = As::lvalue;
    return Result();
  }
  template <class... Args>
  Result operator()(Args&&...) const& {
    *as = As::const_lvalue;
    return Result();
  }
  template <class... Args>
  Result operator()(Args&&...) && {
    *as = As::rvalue;
    return Result();
  }
};

using Kinds = std::tuple<test::Fat, test::Thin, test::TpRc, test::TpArc>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("Forwarding: the label, in every factory", "[forwarding]", Kinds) {
  using A = typename TestType::template of<int, Told>;
  const auto init = [](std::size_t i) { return static_cast<int>(i); };
  const std::array three = {1, 2, 3};

  hands_on("with_label, init", [&](auto&& a) { return A::with_label(AS_GIVEN(a), 2, init).label().as; });
  hands_on("try_with_label, init",
           [&](auto&& a) { return A::try_with_label(AS_GIVEN(a), 2, init)->label().as; });
  hands_on("with_label", [](auto&& a) { return A::with_label(AS_GIVEN(a)).label().as; });
  hands_on("try_with_label", [](auto&& a) { return A::try_with_label(AS_GIVEN(a))->label().as; });
  hands_on("with_elements", [](auto&& a) { return A::with_elements(AS_GIVEN(a), 1, 2).label().as; });
  hands_on("try_with_elements", [](auto&& a) { return A::try_with_elements(AS_GIVEN(a), 1, 2)->label().as; });
  hands_on("with_len", [](auto&& a) { return A::with_len(AS_GIVEN(a), 2).label().as; });
  hands_on("try_with_len", [](auto&& a) { return A::try_with_len(AS_GIVEN(a), 2)->label().as; });
  hands_on("with_label_for_overwrite",
           [](auto&& a) { return A::with_label_for_overwrite(AS_GIVEN(a), 2).label().as; });
  hands_on("try_with_label_for_overwrite",
           [](auto&& a) { return A::try_with_label_for_overwrite(AS_GIVEN(a), 2)->label().as; });
  hands_on("filled", [](auto&& a) { return A::filled(AS_GIVEN(a), 2, 7).label().as; });
  hands_on("try_filled", [](auto&& a) { return A::try_filled(AS_GIVEN(a), 2, 7)->label().as; });
  hands_on("from_range", [&](auto&& a) { return A::from_range(AS_GIVEN(a), three).label().as; });
  hands_on("try_from_range", [&](auto&& a) { return A::try_from_range(AS_GIVEN(a), three)->label().as; });
  hands_on("from_range, input", [&](auto&& a) {
    test::InputRange<int, int&&> source({1, 2, 3});
    return A::from_range(AS_GIVEN(a), source).label().as;
  });
  hands_on("try_from_range, input", [&](auto&& a) {
    test::InputRange<int, int&&> source({1, 2, 3});
    return A::try_from_range(AS_GIVEN(a), source)->label().as;
  });
  hands_on("from_range, bounds",
           [&](auto&& a) { return A::from_range(AS_GIVEN(a), three.begin(), three.end()).label().as; });
  hands_on("try_from_range, bounds",
           [&](auto&& a) { return A::try_from_range(AS_GIVEN(a), three.begin(), three.end())->label().as; });
  hands_on("from_range, list", [](auto&& a) { return A::from_range(AS_GIVEN(a), {1, 2}).label().as; });
  hands_on("try_from_range, list",
           [](auto&& a) { return A::try_from_range(AS_GIVEN(a), {1, 2})->label().as; });

  hands_on("label_args", [&](auto&& a) { return A::with_len(label_args(AS_GIVEN(a)), 2).label().as; });
  hands_on("label_args, the second",
           [](auto&& a) { return A::with_len(label_args(Argument(), AS_GIVEN(a)), 2).label().second; });
  hands_on("ArrayBuilder", [](auto&& a) { return ArrayBuilder<A>(AS_GIVEN(a), 2).label().as; });
  hands_on("ArrayBuilder without a length", [](auto&& a) { return ArrayBuilder<A>(AS_GIVEN(a)).label().as; });
  hands_on("ArrayBuilder::try_make",
           [](auto&& a) { return ArrayBuilder<A>::try_make(AS_GIVEN(a), 2)->label().as; });

  SECTION("a label of the type itself is moved to its place once") {
    CHECK(A::with_len(Told(Argument()), 2).label().moves == 1);
    CHECK(A::with_label(Told(Argument()), 2, init).label().moves == 1);
    CHECK(A::filled(Told(Argument()), 2, 7).label().moves == 1);
    CHECK(A::from_range(Told(Argument()), three).label().moves == 1);
    CHECK(A::with_elements(Told(Argument()), 1, 2).label().moves == 1);
    CHECK(A::with_len(label_from([] { return Told(Argument()); }), 2).label().moves == 0);
    CHECK(ArrayBuilder<A>(Told(Argument()), 2).label().moves == 1);
  }
}

TEMPLATE_TEST_CASE("Forwarding: the label, where the type says the length", "[forwarding]",
                   (BasicArray<int, Told, FixedLength<2>>), (BasicRcArray<int, Told, FixedLength<2>>)) {
  using A = TestType;
  const auto init = [](std::size_t i) { return static_cast<int>(i); };
  hands_on("with_label, init", [&](auto&& a) { return A::with_label(AS_GIVEN(a), init).label().as; });
  hands_on("try_with_label, init",
           [&](auto&& a) { return A::try_with_label(AS_GIVEN(a), init)->label().as; });
  hands_on("with_len", [](auto&& a) { return A::with_len(AS_GIVEN(a)).label().as; });
  hands_on("try_with_len", [](auto&& a) { return A::try_with_len(AS_GIVEN(a))->label().as; });
  hands_on("with_label_for_overwrite",
           [](auto&& a) { return A::with_label_for_overwrite(AS_GIVEN(a)).label().as; });
  hands_on("try_with_label_for_overwrite",
           [](auto&& a) { return A::try_with_label_for_overwrite(AS_GIVEN(a))->label().as; });
  hands_on("filled", [](auto&& a) { return A::filled(AS_GIVEN(a), 7).label().as; });
  hands_on("try_filled", [](auto&& a) { return A::try_filled(AS_GIVEN(a), 7)->label().as; });
  hands_on("from_range, array", [](auto&& a) { return A::from_range(AS_GIVEN(a), {1, 2}).label().as; });
  hands_on("try_from_range, array",
           [](auto&& a) { return A::try_from_range(AS_GIVEN(a), {1, 2})->label().as; });
}

TEST_CASE("Forwarding: the label, elsewhere", "[forwarding]") {
  using Text = ThinPtrArray<char, Told>;
  hands_on("from_text", [](auto&& a) { return Text::from_text(AS_GIVEN(a), "text").label().as; });
  hands_on("try_from_text", [](auto&& a) { return Text::try_from_text(AS_GIVEN(a), "text")->label().as; });
  hands_on("concat", [&](auto&& a) { return Text::concat(AS_GIVEN(a), {"a", "b"}).label().as; });
  hands_on("try_concat", [&](auto&& a) { return Text::try_concat(AS_GIVEN(a), {"a", "b"})->label().as; });

  using Weak = test::RcWeak::of<int, Told>;
  const auto init = [](const auto&, std::size_t i) { return static_cast<int>(i); };
  hands_on("make_cyclic", [&](auto&& a) { return make_cyclic<Weak>(AS_GIVEN(a), 2, init).label().as; });

  using Cell = AtomicArcArray<int, Told>;
  const auto number = [](std::size_t i) { return static_cast<int>(i); };
  hands_on("AtomicArcArray::initialize", [&](auto&& a) {
    Cell cell;
    cell.initialize(AS_GIVEN(a), 2, number);
    return cell.load().label().as;
  });
  using Mailbox = AtomicPtrArray<int, Told>;
  hands_on("AtomicPtrArray::initialize", [&](auto&& a) {
    Mailbox mailbox;
    mailbox.initialize(AS_GIVEN(a), 2, number);
    return mailbox.take().label().as;
  });

  const std::allocator<int> allocator;
  using Block = MemBlock<Told, int>;
  hands_on("MemBlock::create", [&](auto&& a) {
    Block block = Block::create(allocator, AS_GIVEN(a), 2, number);
    const As as = block.label().as;
    block.destroy(allocator, 2);
    return as;
  });
  hands_on("MemBlock::create_for_overwrite", [&](auto&& a) {
    Block block = Block::create_for_overwrite(allocator, AS_GIVEN(a), 2);
    const As as = block.label().as;
    block.destroy(allocator, 2);
    return as;
  });

  hands_on("StaticArray", [](auto&& a) { return StaticArray<int, 2, Told>(AS_GIVEN(a), {1, 2}).label().as; });

  using Table = HeapColumns<Columns<int, char>, Told>;
  const std::array three = {1, 2, 3};
  const std::array letters = {'a', 'b', 'c'};
  hands_on("columns: with_label", [&](auto&& a) {
    return Table::with_label(AS_GIVEN(a), 2, number, [](std::size_t) { return 'x'; }).label().as;
  });
  hands_on("columns: try_with_label", [&](auto&& a) {
    return Table::try_with_label(AS_GIVEN(a), 2, number, [](std::size_t) { return 'x'; })->label().as;
  });
  hands_on("columns: with_len", [](auto&& a) { return Table::with_len(AS_GIVEN(a), 2).label().as; });
  hands_on("columns: try_with_len", [](auto&& a) { return Table::try_with_len(AS_GIVEN(a), 2)->label().as; });
  hands_on("columns: with_label_for_overwrite",
           [](auto&& a) { return Table::with_label_for_overwrite(AS_GIVEN(a), 2).label().as; });
  hands_on("columns: try_with_label_for_overwrite",
           [](auto&& a) { return Table::try_with_label_for_overwrite(AS_GIVEN(a), 2)->label().as; });
  hands_on("columns: from_ranges",
           [&](auto&& a) { return Table::from_ranges(AS_GIVEN(a), three, letters).label().as; });
  hands_on("columns: try_from_ranges",
           [&](auto&& a) { return Table::try_from_ranges(AS_GIVEN(a), three, letters)->label().as; });
}

TEMPLATE_LIST_TEST_CASE("Forwarding: elements", "[forwarding]", Kinds) {
  using A = typename TestType::template of<Told, int>;
  hands_on("of", [](auto&& a) { return A::of(Argument(), AS_GIVEN(a))[1].as; });
  hands_on("try_of", [](auto&& a) { return (*A::try_of(Argument(), AS_GIVEN(a)))[1].as; });
  hands_on("with_elements", [](auto&& a) { return A::with_elements(1, AS_GIVEN(a))[0].as; });
  hands_on("try_with_elements", [](auto&& a) { return (*A::try_with_elements(1, AS_GIVEN(a)))[0].as; });
  hands_on("init that returns a reference", [](auto&& a) {
    return A::with_label(1, 1, [&](std::size_t) -> decltype(a) { return AS_GIVEN(a); })[0].as;
  });
  hands_on("init(label, i) that returns a reference", [](auto&& a) {
    return A::with_label(1, 1, [&](int&, std::size_t) -> decltype(a) { return AS_GIVEN(a); })[0].as;
  });
  hands_on("ArrayBuilder::emplace_back", [](auto&& a) {
    ArrayBuilder<A> builder(1, 1);
    return builder.emplace_back(AS_GIVEN(a)).as;
  });
  hands_on("ArrayBuilder::emplace_back that grows", [](auto&& a) {
    ArrayBuilder<A> builder(1, 0);
    return builder.emplace_back(AS_GIVEN(a)).as;
  });
  hands_on("ArrayBuilder::emplace_back, the second", [](auto&& a) {
    ArrayBuilder<A> builder(1, 1);
    return builder.emplace_back(Argument(), AS_GIVEN(a)).second;
  });

  // What a range gives is what an element is made from.
  CHECK(A::from_range(1, test::InputRange<Argument, Argument&&>(std::vector<Argument>(1)))[0].as ==
        As::rvalue);
  CHECK(A::from_range(1, test::InputRange<Argument, Argument&>(std::vector<Argument>(1)))[0].as ==
        As::lvalue);
  CHECK(A::from_range(1, test::ForwardRange<Argument, Argument&&>(std::vector<Argument>(1)))[0].as ==
        As::rvalue);
  CHECK(A::from_range(1, test::ForwardRange<Argument, const Argument&>(std::vector<Argument>(1)))[0].as ==
        As::const_lvalue);
  {
    ArrayBuilder<A> builder(1, 0);
    builder.append_range(test::InputRange<Argument, Argument&&>(std::vector<Argument>(1)));
    builder.append_range(test::ForwardRange<Argument, const Argument&>(std::vector<Argument>(1)));
    CHECK(builder.as_slice()[0].as == As::rvalue);
    CHECK(builder.as_slice()[1].as == As::const_lvalue);
  }

  SECTION("an element of the type itself is moved to its place once, or built there") {
    CHECK(A::of(Told(Argument()))[0].moves == 1);
    CHECK(A::with_label(1, 1, [](std::size_t) { return Told(Argument()); })[0].moves == 0);
    ArrayBuilder<A> builder(1, 2);
    builder.push_back(Told(Argument()));
    CHECK(builder.emplace_back(Argument()).moves == 0);
    const A a = std::move(builder).finish();
    CHECK(a[0].moves == 1);
    CHECK(a[1].moves == 0);
  }
}

TEMPLATE_TEST_CASE("Forwarding: elements that are copied or moved", "[forwarding]", (HeapArray<Copied>),
                   (ThinPtrArray<Copied>), (TpArcArray<Copied>)) {
  using A = TestType;
  Copied variable;
  const Copied constant;
  CHECK(A::filled(label_args(), 1, variable)[0].as == As::const_lvalue);
  CHECK(A::try_filled(label_args(), 1, variable).value()[0].as == As::const_lvalue);

  ArrayBuilder<A> builder(4);  // so that nothing has to move
  builder.push_back(variable);
  CHECK(builder.as_slice()[0].as == As::const_lvalue);
  builder.push_back(constant);
  CHECK(builder.as_slice()[1].as == As::const_lvalue);
  builder.push_back(std::move(variable));
  CHECK(builder.as_slice()[2].as == As::rvalue);
  builder.append(std::span(&constant, 1));
  CHECK(builder.as_slice()[3].as == As::const_lvalue);

  std::vector<Copied> source(1);
  CHECK(A::from_range(source)[0].as == As::const_lvalue);
  CHECK(A::from_range(std::make_move_iterator(source.begin()), std::make_move_iterator(source.end()))[0].as ==
        As::rvalue);
}

TEMPLATE_TEST_CASE("Forwarding: what grows, and what is replaced", "[forwarding]", (HeapArray<Copied>),
                   (GrowingArray<Copied>)) {
  using A = TestType;
  A a(2);
  Copied variable;
  const Copied constant;
  static_cast<void>(a.insert(0, variable));  // takes a value
  CHECK(a[0].as == As::rvalue);
  if constexpr (requires { a.push_back(variable); }) {
    a.reserve(8);
    a.push_back(variable);
    CHECK(a.back().as == As::const_lvalue);
    a.push_back(std::move(variable));
    CHECK(a.back().as == As::rvalue);
    CHECK(a.emplace_back(variable).as == As::lvalue);
    CHECK(a.emplace_back(constant).as == As::const_lvalue);
    CHECK(a.emplace_back(Copied()).as == As::rvalue);
  }
}

TEST_CASE("Forwarding: callables", "[forwarding]") {
  As as = As::nothing;
  const auto was = [&] { return std::exchange(as, As::nothing); };
  const auto called = [&] { return Callable<>(as); };

  SECTION("called for each element: as an lvalue") {
    HeapArray<int>(2, called());
    CHECK(was() == As::lvalue);
    const auto constant = [&]() -> const Callable<> { return Callable<>(as); };
    static_cast<void>(ArcArray<int, int>::with_label(1, 2, called()));
    CHECK(was() == As::lvalue);
    static_cast<void>(ArcArray<int, int>::with_label(1, 2, constant()));
    CHECK(was() == As::const_lvalue);
    static_cast<void>(HeapArray<int, int>::try_with_label(1, 2, called()));
    CHECK(was() == As::lvalue);
    static_cast<void>(HeapArray<int>(2).map(called()));
    CHECK(was() == As::lvalue);
    HeapArray<int> given(2);
    static_cast<void>(given.map(called()));
    CHECK(was() == As::lvalue);
    static_cast<void>(make_cyclic<test::RcWeak::of<int>>(2, called()));
    CHECK(was() == As::lvalue);
    AtomicArcArray<int> cell;
    cell.initialize(label_args(), 2, called());
    CHECK(was() == As::lvalue);
    AtomicPtrArray<int> mailbox;
    mailbox.initialize(label_args(), 2, called());
    CHECK(was() == As::lvalue);
    AtomicArcArray<int> other;
    static_cast<void>(other.update(Callable<TpArcArray<int>>(as)));
    CHECK(was() == As::lvalue);
    static_cast<void>(HeapColumns<Columns<int, int>>::with_label(label_args(), 2, called(), called()));
    CHECK(was() == As::lvalue);
  }
  SECTION("called once: as it was given") {
    AtomicArcArray<int> cell;
    cell.read(called());
    CHECK(was() == As::rvalue);
    Callable<> lvalue(as);
    cell.read(lvalue);
    CHECK(was() == As::lvalue);
    cell.read(std::as_const(lvalue));
    CHECK(was() == As::const_lvalue);
  }
}

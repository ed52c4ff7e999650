// SPDX-License-Identifier: MIT
//
// ArrayBuilder: in the block that the handle will own, growing like std::vector, and gone without a trace when dropped.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <heaparray/array_builder.hpp>
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::ArrayBuilder;
using heaparray::label_args;

namespace {

using Checked = CheckedAllocator<std::byte>;
using TwoHandles = Product<std::tuple<Fat, TpArc>, ElementKinds>;
using TwoMovables = Product<std::tuple<Thin, FpRc>, MovableKinds>;

// Element number i, built in place.
template <class A>
void add(ArrayBuilder<A>& b, std::size_t i) {
  Make<typename A::value_type>::with_args(static_cast<int>(i) + 1, [&](auto&&... args) {
    b.emplace_back(std::forward<decltype(args)>(args)...);
  });
}

template <class A>
ArrayBuilder<A> built(std::size_t n, std::size_t slots, Checked allocator) {
  ArrayBuilder<A> b(label_args(5), slots, allocator);
  for (std::size_t i = 0; i != n; ++i) add(b, i);
  return b;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: with every slot used, one allocation and no move", "", TwoHandles) {
  using A = ArrayOf<TestType, InPlaceLabel, Checked>;
  using T = typename A::value_type;
  Ledger ledger;
  const ObjectScope objects;
  {
    ArrayBuilder<A> b(label_args(5, std::string("5"), std::make_unique<int>(5)), 3, Checked(ledger));
    CHECK((b && b.empty() && b.size() == 0 && b.capacity() == 3));
    CHECK(Make<InPlaceLabel>::equal(b.label(), 5));
    CHECK(b.get_allocator() == Checked(ledger));
    for (std::size_t i = 0; i != 3; ++i) {
      add(b, i);
      CHECK(b.size() == i + 1);
      CHECK(Make<T>::equal(std::as_const(b).as_slice()[i], static_cast<int>(i) + 1));
    }
    const T* const elements = b.as_slice_mut().data();
    const A a = std::move(b).finish();
    CHECK(wrong(a, 5, 3) == "");
    CHECK(a.data() == elements);
    CHECK((!b && b.size() == 0 && b.capacity() == 0 && b.as_slice().empty()));
    CHECK(ledger.allocations() == 1);
    CHECK(objects.copied() + objects.moved() == 0);
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: with fewer, a block of the right size", "", TwoMovables) {
  using A = ArrayOf<TestType, int, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    const A same = ascending<A>(5, 3, Checked(ledger));
    const std::size_t bytes = ledger.live_bytes();
    const A a = built<A>(3, 7, Checked(ledger)).finish();
    CHECK(wrong(a, 5, 3) == "");
    CHECK(ledger.live_bytes() == 2 * bytes);
    CHECK(ledger.live() == 2);
    using T = typename A::value_type;
    CHECK(objects.copied() == (std::is_same_v<T, Throwing> || std::is_same_v<T, EmptyCounted> ? 3 : 0));
  }
  CHECK(objects.live() == 0);
  const A none = built<A>(0, 7, Checked(ledger)).finish();
  CHECK((none && none.empty() && none.label() == 5));
  CHECK(built<A>(0, 0, Checked(ledger)).finish());
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: grows geometrically beyond what was announced", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    ArrayBuilder<A> b = built<A>(100, 0, Checked(ledger));
    CHECK(ledger.allocations() == 7);  // 0, 4, 8, 16, 32, 64, 128
    CHECK(ledger.live() == 1);
    CHECK(b.capacity() == 128);
    CHECK(b.label().value() == 5);
    CHECK(objects.copied() == 0);
    CHECK(wrong(std::move(b).finish(), 5, 100) == "");
  }
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: a new element may be made from what moves when it grows", "",
                        HandleKinds) {
  using A = typename TestType::template of<std::string, std::string, Checked>;
  Ledger ledger;
  ArrayBuilder<A> b(Make<std::string>::value(9), 1, Checked(ledger));
  b.push_back(Make<std::string>::value(1));
  REQUIRE(b.size() == b.capacity());
  b.push_back(b.as_slice()[0]);
  for (int i = 0; i != 20; ++i) {
    if (b.size() == b.capacity()) b.emplace_back(std::as_const(b).label());
    b.push_back(b.as_slice_mut()[0]);
  }
  const A a = std::move(b).finish();
  CHECK(Make<std::string>::equal(a.label(), 9));
  std::size_t labels = 0;
  for (const std::string& element : a) {
    if (Make<std::string>::equal(element, 9)) {
      ++labels;
    } else {
      CHECK(Make<std::string>::equal(element, 1));
    }
  }
  CHECK(labels == 3);
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: dropped half-way, it destroys what was built", "", TwoHandles) {
  using A = ArrayOf<TestType, CountedLabel, Checked>;
  for (std::size_t n = 0; n <= 3; ++n) {
    Ledger ledger;
    const ObjectScope objects;
    const ArrayBuilder<A> b = built<A>(n, 3, Checked(ledger));
    CHECK(ledger.live() == 1);
  }
  Ledger ledger;
  const ObjectScope objects;
  static_cast<void>(
      built<typename TestType::Kind::template of<Counted, CountedLabel, Checked>>(3, 4, Checked(ledger)));
  CHECK(objects.destroy_order() == std::vector<int>{3, 2, 1, 5});
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: a moved-from one is null, and the other has it all", "", HandleKinds) {
  using A = typename TestType::template of<MoveOnly, MoveOnlyLabel, Checked>;
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<ArrayBuilder<A>>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<ArrayBuilder<A>>);
  Ledger ledger;
  ArrayBuilder<A> b = built<A>(2, 3, Checked(ledger));
  ArrayBuilder<A> c = std::move(b);
  CHECK((!b && b.size() == 0 && b.capacity() == 0));
  add(c, 2);
  CHECK(wrong(std::move(c).finish(), 5, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: a throw anywhere leaves it as it was", "", ShapeKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  // Each step of `op(builder)` fails in turn. Returns the number of steps.
  const auto steps = [](std::size_t n, std::size_t slots, auto op) {
    for (int step = 1;; ++step) {
      Ledger ledger;
      const ObjectScope objects;
      ArrayBuilder<A> b = built<A>(n, slots, Checked(ledger));
      const int live = objects.live();
      const Throwing* const elements = b.as_slice().data();
      try {
        const FailAt armed(step);
        op(b);
        return step - 1;
      } catch (const Boom&) {
      } catch (const std::bad_alloc&) {
      }
      CHECK((b.size() == n && b.capacity() == slots && b.as_slice().data() == elements));
      CHECK(objects.live() == live);
      CHECK(ledger.live() == 1);
      CHECK(b.label().value() == 5);
      for (std::size_t i = 0; i != n; ++i) CHECK(b.as_slice()[i].value() == static_cast<int>(i) + 1);
    }
  };
  // In place; and in a block, with a label and three copies in place of moves that could throw.
  CHECK(steps(3, 4, [](auto& b) { b.emplace_back(4); }) == 1);
  CHECK(steps(3, 3, [](auto& b) { b.emplace_back(4); }) == 1 + 1 + 1 + 3);
  CHECK(steps(3, 3, [](auto& b) { b.reserve(10); }) == 1 + 1 + 3);
  const auto reserve = [](auto& b) {
    if (!b.try_reserve(10)) throw std::bad_alloc();
  };
  CHECK(steps(3, 3, reserve) == 1 + 1 + 3);
  CHECK(steps(3, 3, [](auto& b) { static_cast<void>(std::move(b).finish()); }) == 0);
  CHECK(steps(3, 4, [](auto& b) { static_cast<void>(std::move(b).finish()); }) == 1 + 1 + 3);
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: the try_ forms give nothing without memory", "", HandleKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  ledger.fail_on(1);
  CHECK_FALSE(ArrayBuilder<A>::try_make(label_args(5), 3, Checked(ledger)));
  CHECK(ledger.failures() == 1);
  CHECK_FALSE(ArrayBuilder<A>::try_make(A::max_len() + 1, Checked(ledger)));
  CHECK(objects.live() == 0);
  std::optional<ArrayBuilder<A>> made = ArrayBuilder<A>::try_make(label_args(5), 3, Checked(ledger));
  REQUIRE(made);
  ArrayBuilder<A> b = *std::move(made);
  CHECK((b.label().value() == 5 && b.empty() && b.capacity() == 3));
  add(b, 0);
  add(b, 1);
  CHECK_FALSE(b.try_reserve(A::max_len() + 1));
  ledger.fail_on(1);
  CHECK_FALSE(b.try_reserve(10));
  ledger.fail_on(1);
  CHECK_FALSE(std::move(b).try_finish().has_value());
  CHECK(ledger.failures() == 3);
  CHECK((b.size() == 2 && b.capacity() == 3));
  ledger.fail_on(0);
  CHECK(b.try_reserve(10));
  CHECK(b.capacity() == 10);
  CHECK(b.try_reserve(4));
  CHECK(b.capacity() == 10);
  add(b, 2);
  const std::optional<A> a = std::move(b).try_finish();
  REQUIRE(a.has_value());
  CHECK(wrong(*a, 5, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: appends spans and ranges of every kind", "", HandleKinds) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  const std::vector<Counted> more = {4, 5, 6};
  const auto check = [&](auto append, std::size_t slots) {
    ArrayBuilder<A> b = built<A>(3, slots, Checked(ledger));
    append(b);
    CHECK(wrong(std::move(b).finish(), 5, 6) == "");
  };
  for (const std::size_t slots : {std::size_t{3}, std::size_t{4}, std::size_t{6}, std::size_t{20}}) {
    ForwardRange<Counted> forward(more);
    InputRange<int> input({4, 5, 6});
    SizedInputRange<Counted> sized(more);
    check([&](auto& b) { b.append(more); }, slots);
    check([&](auto& b) { b.append_range(more); }, slots);
    check([&](auto& b) { b.append_range(forward); }, slots);
    check([&](auto& b) { b.append_range(input); }, slots);
    check([&](auto& b) { b.append_range(sized); }, slots);
    for (const std::size_t lie : {std::size_t{0}, std::size_t{50}}) {  // only a hint
      SizedInputRange<Counted> liar(more);
      check([&](auto& b) { b.append_range(liar.announce(lie)); }, slots);
    }
  }
  // Room is made once, at least twice as much as there was.
  ArrayBuilder<A> b = built<A>(3, 3, Checked(ledger));
  const int before = ledger.allocations();
  b.append(more);
  b.append({});
  CHECK(ledger.allocations() == before + 1);
  CHECK(b.capacity() == 6);

  using Text = typename TestType::template of<char>;
  ArrayBuilder<Text> text(0);
  text.append(std::span<const char>());
  text.append_range(std::string_view("one, "));
  text.append_range(std::string_view());
  text.append_range(std::string("two"));
  const auto array = std::move(text).finish();
  CHECK(array.as_string_view() == "one, two");
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: what was appended before a throw stays", "", HandleKinds) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  ArrayBuilder<A> b = built<A>(3, 3, Checked(ledger));
  InputRange<Counted> range({4, 5, 6});
  CHECK_THROWS_AS(b.append_range(range.throw_at(2)), Boom);
  CHECK(wrong(std::move(b).finish(), 5, 5) == "");
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: what cannot be moved stays in its block", "", HandleKinds) {
  Ledger ledger;
  const ObjectScope objects;
  const auto check = [&](auto make) {
    auto b = make();
    b.emplace_back(1);
    const std::string fewer = what_of<std::length_error>([&] { return std::move(b).finish(); });
    CHECK(fewer.find("ArrayBuilder: 2 slots cannot become 1") != std::string::npos);
    CHECK_FALSE(std::move(b).try_finish().has_value());
    CHECK_FALSE(b.try_reserve(3));
    b.emplace_back(2);
    const std::string more = what_of<std::length_error>([&] { return &b.emplace_back(3); });
    CHECK(more.find("2 slots cannot become 4") != std::string::npos);
    CHECK(std::move(b).finish().size() == 2);
  };
  using Elements = typename TestType::template of<Immovable, int, Checked>;
  using Labels = typename TestType::template of<Counted, AtomicLabel, Checked>;
  check([&] { return ArrayBuilder<Elements>(5, 2, Checked(ledger)); });
  check([&] { return ArrayBuilder<Labels>(label_args(5), 2, Checked(ledger)); });
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: a length that no block can have", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  CHECK_THROWS_AS(ArrayBuilder<A>(A::max_len() + 1), std::length_error);
  ArrayBuilder<A> b(2);
  CHECK(b.max_len() == A::max_len());
  CHECK_THROWS_AS(b.reserve(A::max_len() + 1), std::length_error);
  b.push_back(1);
  const int one = 1;
  const volatile std::size_t too_many = A::max_len();  // volatile: a compiler that sees so long a copy warns
  CHECK_THROWS_AS(b.append({&one, too_many}), std::length_error);  // not read
  CHECK(b.capacity() == 2);

  using Short = heaparray::BasicArray<char, int, heaparray::LengthInBlock<std::uint8_t>>;
  ArrayBuilder<Short> s(7, 0);
  for (int i = 0; i != 255; ++i) s.push_back('x');
  CHECK(s.capacity() == 255);
  CHECK_THROWS_AS(s.push_back('x'), std::length_error);
  CHECK(std::move(s).finish().size() == 255);
}

TEST_CASE("ArrayBuilder: numbers become the constructor's, without a warning from here") {
  ArrayBuilder<heaparray::HeapArray<std::string>> builder(1);
  builder.emplace_back(3, 'x');
  CHECK(std::move(builder).finish()[0] == "xxx");
}

TEST_CASE("ArrayBuilder: the label may be updated while elements come") {
  ArrayBuilder<heaparray::HeapArray<int, int>> b(0, 1);
  for (int i = 1; i <= 10; ++i) {
    b.push_back(i);
    b.label() += i;
  }
  const auto a = std::move(b).finish();
  CHECK(a.label() == 55);
}

TEST_CASE("ArrayBuilder: throws of the label's constructor and of the allocator leave nothing") {
  using A = heaparray::ArcArray<Throwing, ThrowingLabel, Checked>;
  CHECK(fail_everywhere([] {
          Ledger ledger;
          const ObjectScope objects;
          const ArrayBuilder<A> b(label_args(5), 3, Checked(ledger));
        }) == 2);
}

TEST_CASE("ArrayBuilder: an element whose move throws may be moved from, but nothing is lost track of") {
  struct ThrowingMoveOnly : BasicThrowing<ThrowingMoveOnly> {
    using BasicThrowing::BasicThrowing;
    ThrowingMoveOnly(ThrowingMoveOnly&&) = default;
  };
  using A = heaparray::HeapArray<ThrowingMoveOnly, int, Checked>;
  CHECK(fail_everywhere([] {
          Ledger ledger;
          const ObjectScope objects;
          ArrayBuilder<A> b(5, 0, Checked(ledger));
          for (int i = 1; i <= 5; ++i) b.emplace_back(i);
          const A a = std::move(b).finish();
          CHECK(wrong(a, 5, 5) == "");
        }) == (1 + 2 + 3) + 6 + 6);  // the first block, four elements; the fifth, with a second block; finish
}

TEMPLATE_LIST_TEST_CASE("ArrayBuilder: of a length that type or label says, no more and no less", "",
                        KindsOfThree) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    ArrayBuilder<A> b = built<A>(2, 3, Checked(ledger));
    CHECK_THROWS_AS(std::move(b).finish(), std::length_error);
    add(b, 2);
    CHECK_THROWS_AS(add(b, 3), std::length_error);
    CHECK((b.size() == 3 && b.capacity() == 3));
    CHECK(wrong(std::move(b).finish(), 5, 3) == "");
    CHECK_THROWS_AS(built<A>(0, 2, Checked(ledger)), std::length_error);
  }
  CHECK(objects.live() == 0);
  CHECK(ledger.live() == 0);
}

TEST_CASE("ArrayBuilder: the length that the label says may not be another one at the end") {
  struct Header {
    std::size_t count;
  };
  using A = heaparray::BasicArray<int, Header, heaparray::LengthFromLabel<&Header::count>>;
  ArrayBuilder<A> b(Header{1}, 1);
  b.push_back(1);
  b.label().count = 2;
  CHECK_THROWS_AS(std::move(b).finish(), std::length_error);
  b.label().count = 1;
  CHECK(std::move(b).finish().size() == 1);
}

TEST_CASE("ArrayBuilder: elements are given the allocator of the array, as std::pmr has it") {
  std::pmr::monotonic_buffer_resource arena;
  using A = heaparray::HeapArray<std::pmr::string, int, std::pmr::polymorphic_allocator<std::byte>>;
  ArrayBuilder<A> b(5, 0, &arena);
  b.emplace_back("a string that is too long for its buffer");
  b.push_back(std::pmr::string("one more that is too long for its buffer"));
  for (int i = 0; i != 10; ++i) b.push_back(b.as_slice()[1]);
  const A a = std::move(b).finish();
  for (const std::pmr::string& element : a) CHECK(element.get_allocator().resource() == &arena);
}

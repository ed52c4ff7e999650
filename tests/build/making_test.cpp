// SPDX-License-Identifier: MIT
//
// Every way of making an array. (The matrix of elements and labels: element_kinds_test, label_kinds_test, making_kinds_test.)
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::label_args;

namespace {

using Counting = CountingStateless<std::byte>;
using AllKinds = Concat<HandleKinds, PolicyKinds>;
using AllOfThree = Concat<AllKinds, KindsOfThree>;

struct Parity {
  int even = 0;
  int odd = 0;
};

struct NoDefault {
  int number;
  explicit NoDefault(int n) : number(n) {}
};

struct Filled {  // a trivial type whose default value is not all zero bits: a pointer to member
  int Parity::* member;
  int number;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Making: every way, in one allocation", "", AllOfThree) {
  using A = typename TestType::template of<Counted, CountedLabel, Counting>;
  for (const auto& way : ways_of_making<A>()) {
    CAPTURE(way.name);
    const ObjectScope objects;
    const int allocations = StatelessCounts::allocations;
    const int deallocations = StatelessCounts::deallocations;
    {
      const A a = way.make(Counting());
      CHECK(way.wrong(a) == "");
      CHECK(StatelessCounts::allocations - allocations == way.allocations);
      CHECK(StatelessCounts::deallocations - deallocations == way.allocations - 1);
    }
    CHECK(StatelessCounts::deallocations - deallocations == way.allocations);
    CHECK(objects.live() == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("Making: init is called once for each element, in ascending order", "", AllKinds) {
  using A = typename TestType::template of<int, Parity>;
  std::vector<std::size_t> calls;
  const auto init = [&](std::size_t i) {
    calls.push_back(i);
    return static_cast<int>(i);
  };
  const auto init_with_label = [&](Parity&, std::size_t i) { return init(i); };
  const std::vector<std::size_t> ascending_order = {0, 1, 2, 3};

  SECTION("A(n, init)") { CHECK(A(4, init).size() == 4); }
  SECTION("with_label, init(i)") { CHECK(A::with_label(Parity{}, 4, init).size() == 4); }
  SECTION("with_label, init(label, i)") { CHECK(A::with_label(Parity{}, 4, init_with_label).size() == 4); }
  SECTION("try_with_label, init(i)") { CHECK(A::try_with_label(Parity{}, 4, init)->size() == 4); }
  SECTION("try_with_label, init(label, i)") {
    CHECK(A::try_with_label(Parity{}, 4, init_with_label)->size() == 4);
  }
  CHECK(calls == ascending_order);
}

TEMPLATE_LIST_TEST_CASE("Making: init may update the label", "", HandleKinds) {
  using A = typename TestType::template of<int, Parity>;
  const auto count = [](Parity& seen, std::size_t i) {
    ++(i % 2 == 0 ? seen.even : seen.odd);
    return static_cast<int>(i * i);
  };
  const auto check = [](const A& a) {
    CHECK(a.label().even == 13);
    CHECK(a.label().odd == 22);
    CHECK(a[4] == 16);
  };
  check(A::with_label(Parity{10, 20}, 5, count));
  check(A::with_label({10, 20}, 5, count));  // braces make a Label
  check(A::with_label(label_args(10, 20), 5, count));
  check(*A::try_with_label(Parity{10, 20}, 5, count));
  check(*A::try_with_label({10, 20}, 5, count));
  CHECK(A(5, count).label().odd == 2);
}

TEMPLATE_LIST_TEST_CASE("Making: init is used where it is, and need not be const or copyable", "",
                        HandleKinds) {
  using A = typename TestType::template of<int, int>;
  struct Init {
    std::unique_ptr<int> next = std::make_unique<int>(7);
    int operator()(std::size_t) { return (*next)++; }
  };
  Init init;
  CHECK(A::with_label(0, 2, init)[1] == 8);
  CHECK(A(2, init)[1] == 10);  // the same object, which goes on counting
  CHECK(*init.next == 11);
  CHECK(A(2, Init())[1] == 8);
  CHECK(A::with_label(0, 2, Init())[1] == 8);
}

TEMPLATE_LIST_TEST_CASE("Making: init(label, i) is preferred if both fit, and sees a mutable label", "",
                        HandleKinds) {
  using A = typename TestType::template of<int, int>;
  struct Init {
    int operator()(std::size_t) const { return 1; }
    int operator()(int& label, std::size_t) const { return label += 10; }
  };
  const A a = A::with_label(100, 2, Init());
  CHECK(a[0] == 110);
  CHECK(a[1] == 120);
  CHECK(a.label() == 120);
}

TEMPLATE_LIST_TEST_CASE("Making: init may return what an element is constructed from", "", HandleKinds) {
  using Strings = typename TestType::template of<std::string, std::string>;
  const Strings a = Strings::with_label("label", 2, [](std::size_t) { return "text"; });
  CHECK(a.label() == "label");
  CHECK(a[1] == "text");

  const std::string source = "a string on the heap, which is copied";
  const Strings b(1, [&](std::size_t) -> const std::string& { return source; });
  CHECK(b[0] == source);
  std::string moved = source;
  const Strings c(1, [&](std::size_t) -> std::string&& { return std::move(moved); });
  CHECK(c[0] == source);

  using Longs = typename TestType::template of<long, short>;
  const Longs d = Longs::with_label(7, 1, [](std::size_t i) { return static_cast<int>(i) + 3; });
  CHECK(d[0] == 3);
  CHECK(d.label() == 7);

  using Explicit = typename TestType::template of<NoDefault, NoDefault>;
  const Explicit e = Explicit::with_label(1, 1, [](std::size_t) { return 2; });
  CHECK(e.label().number == 1);
  CHECK(e[0].number == 2);
}

TEMPLATE_LIST_TEST_CASE("Making: a label is moved or copied once, or built where it stays", "", HandleKinds) {
  using A = typename TestType::template of<int, CountedLabel>;
  const ObjectScope objects;
  const auto init = [](std::size_t i) { return static_cast<int>(i); };
  const CountedLabel source(5);
  CHECK(objects.built() == 1);
  SECTION("an lvalue is copied") {
    const A a = A::with_label(source, 1, init);
    CHECK(objects.copied() == 1);
    CHECK(objects.moved() == 0);
  }
  SECTION("an rvalue is moved") {
    const A a = A::with_label(CountedLabel(5), 1, init);
    CHECK(objects.copied() == 0);
    CHECK(objects.moved() == 1);
  }
  SECTION("label_args builds in place") {
    const A a = A::with_label(label_args(5), 1, init);
    CHECK(objects.built() == 2);
    CHECK(objects.made() == 2);
  }
  SECTION("label_args of a label") {
    const A a = A::with_label(label_args(source), 1, init);
    CHECK(objects.copied() == 1);
    CHECK(objects.built() == 2);
  }
  SECTION("label_args that are an lvalue") {
    auto args = label_args(5);
    const A a = A::with_label(args, 1, init);
    CHECK(a.label().value() == 5);
    CHECK(objects.built() == 2);
  }
  SECTION("a default label is built in place") {
    const A a(1, init);
    CHECK(objects.defaulted() == 1);
    CHECK(objects.built() == 2);
  }
}

TEMPLATE_LIST_TEST_CASE("Making: label_args forwards references and rvalues", "", HandleKinds) {
  struct Label {
    int& counter;
    std::unique_ptr<int> owned;
    Label(int& c, std::unique_ptr<int> o) : counter(c), owned(std::move(o)) {}
  };
  using A = typename TestType::template of<char, Label>;
  int counter = 0;
  const A a = A::with_label(label_args(counter, std::make_unique<int>(3)), 2, [](Label& label, std::size_t) {
    ++label.counter;
    return 'x';
  });
  CHECK(counter == 2);
  CHECK(&a.label().counter == &counter);
  CHECK(*a.label().owned == 3);
}

TEMPLATE_LIST_TEST_CASE("Making: elements are built in place, without a copy or move", "", HandleKinds) {
  using A = typename TestType::template of<Counted, CountedLabel>;
  const ObjectScope objects;
  const A a = ascending<A>(5, 4);
  CHECK(objects.built() == 5);
  CHECK(objects.made() == 5);
  const A b = A::with_len(label_args(), 4);
  CHECK(objects.built() == 10);
  CHECK(objects.defaulted() == 5);
}

TEMPLATE_LIST_TEST_CASE("Making: length 0 has a block and a label, and is not null", "", AllKinds) {
  using A = typename TestType::template of<Counted, int, Counting>;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  const auto check = [&](const A& a, int label) {
    CHECK(a);
    CHECK(a.data() != nullptr);
    CHECK(a.empty());
    CHECK(a.begin() == a.end());
    CHECK(a.label() == label);
    CHECK(StatelessCounts::allocations - StatelessCounts::deallocations - live == 1);
  };
  const auto init = [](std::size_t i) { return nth<Counted>(i); };
  check(A(0, init), 0);
  check(A(0), 0);
  check(A::with_label(5, 0, init), 5);
  check(A::try_with_label(5, 0, init).value(), 5);
  check(A::with_len(5, 0), 5);
  check(A::with_label_for_overwrite(5, 0), 5);
  check(A::filled(5, 0, Counted(1)), 5);
  check(A::from_range(std::vector<Counted>()), 0);
  check(A(std::initializer_list<Counted>{}), 0);
  CHECK_FALSE(A{});  // the default constructor, as for all containers
}

TEMPLATE_LIST_TEST_CASE("Making: with_len value-initialises, for_overwrite default-initialises", "",
                        HandleKinds) {
  struct DefaultMember {
    int number = 42;
  };
  using Numbers = typename TestType::template of<int, int>;
  using Pointers = typename TestType::template of<Filled, int>;
  using Members = typename TestType::template of<DefaultMember, int>;
  constexpr std::size_t n = 100;

  const Numbers zeros = Numbers::with_len(5, n);
  CHECK(wrong(zeros, 5, n, 0, 0) == "");
  const Pointers pointers = Pointers::with_len(5, n);
  CHECK((pointers.back().member == nullptr && pointers.back().number == 0));
  CHECK(Members::with_len(5, n).back().number == 42);
  CHECK(Members::with_label_for_overwrite(5, n).back().number == 42);

  const ObjectScope objects;
  using Objects = typename TestType::template of<Counted, int>;
  const Objects a = Objects::with_label_for_overwrite(5, n);
  CHECK(objects.defaulted() == n);
  CHECK(objects.built() == n);

  Numbers overwritten = Numbers::with_label_for_overwrite(5, n);
  for (int& x : writable(overwritten)) x = 3;
  CHECK(wrong(overwritten, 5, n, 3, 0) == "");
}

namespace {

// An allocator that fills memory with a pattern before it hands it out.
template <class T>
struct Painting {
  using value_type = T;
  Painting() = default;
  template <class U>
  Painting(const Painting<U>&) noexcept {}
  T* allocate(std::size_t n) {
    T* memory = std::allocator<T>().allocate(n);
    std::memset(static_cast<void*>(memory), 0xA5, n * sizeof(T));
    return memory;
  }
  void deallocate(T* memory, std::size_t n) noexcept { std::allocator<T>().deallocate(memory, n); }
  bool operator==(const Painting&) const = default;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Making: for_overwrite writes no element of a trivial type, with_len every one", "",
                        HandleKinds) {
  using A = typename TestType::template of<unsigned char, int, Painting<std::byte>>;
  const A raw = A::with_label_for_overwrite(5, 1000);
  CHECK(std::count(raw.begin(), raw.end(), 0xA5) == 1000);
  const A zeros = A::with_len(5, 1000);
  CHECK(std::count(zeros.begin(), zeros.end(), 0) == 1000);
}

TEMPLATE_LIST_TEST_CASE("Making: filled copies the value n times", "", HandleKinds) {
  using A = typename TestType::template of<Counted, int>;
  const ObjectScope objects;
  const Counted value(9);
  const A a = A::filled(5, 4, value);
  CHECK(objects.copied() == 4);
  CHECK(objects.moved() == 0);
  CHECK(wrong(a, 5, 4, 9, 0) == "");

  using Bytes = typename TestType::template of<char, int>;
  CHECK(wrong(Bytes::filled(5, 100, 'x'), 5, 100, 'x', 0) == "");
  CHECK(wrong(Bytes::filled({}, 100, 'x'), 0, 100, 'x', 0) == "");
  CHECK(wrong(Bytes::filled(label_args(7), 100, 'x'), 7, 100, 'x', 0) == "");
}

TEMPLATE_LIST_TEST_CASE("Making: an initializer_list, also implicitly", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  const A a = {3, 4, 5};
  CHECK(wrong_elements(a, 3, 3) == "");
  const A b{6};
  CHECK(wrong_elements(b, 1, 6) == "");
  const A two{2, 7};  // a list, and not two of something, as for std::vector
  CHECK(wrong_elements(two, 2, 2, 5) == "");

  using Strings = typename TestType::template of<std::string>;
  const Strings strings{"one", "two"};
  CHECK(strings[1] == "two");
}

TEMPLATE_LIST_TEST_CASE("Making: from a length only where it is said", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  STATIC_REQUIRE(std::is_constructible_v<A, std::size_t>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::size_t, A>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<int, A>);
  // Without a default label there is no A(n, init).
  using Init = int (*)(std::size_t);
  using NeedsLabel = typename TestType::template of<int, NoDefault>;
  STATIC_REQUIRE(std::is_constructible_v<A, std::size_t, Init>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<NeedsLabel, std::size_t, Init>);
  STATIC_REQUIRE(std::is_nothrow_default_constructible_v<NeedsLabel>);
}

namespace {

struct TakesArray {
  template <class A>
  static constexpr bool from_length_and_init =
      requires(void (*f)(A), int (*init)(std::size_t)) { f({std::size_t{3}, init}); };
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Making: A(n, init) is explicit", "", HandleKinds) {
  CHECK_FALSE(TakesArray::from_length_and_init<typename TestType::template of<int>>);
}

TEMPLATE_LIST_TEST_CASE("Making: functions and members of any kind as init", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  const std::function<int(std::size_t)> function = [](std::size_t i) { return static_cast<int>(i) + 1; };
  CHECK(wrong_elements(A(3, function), 3) == "");
  int (*pointer)(std::size_t) = [](std::size_t i) { return static_cast<int>(i) + 1; };
  CHECK(wrong_elements(A(3, pointer), 3) == "");
}

// ---- too long, out of memory ------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Making: too long is std::length_error before any allocation", "", HandleKinds) {
  using A = typename TestType::template of<int, CountedLabel, Counting>;
  const int allocations = StatelessCounts::allocations;
  const ObjectScope objects;
  const auto init = [](std::size_t) -> int { throw Boom(); };
  constexpr std::size_t huge = std::numeric_limits<std::size_t>::max();
  STATIC_REQUIRE(A::max_len() <= static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(int));
  STATIC_REQUIRE(A::max_len() > static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(int) - 16);
  for (const std::size_t n : {A::max_len() + 1, huge / sizeof(int), huge / sizeof(int) + 1, huge - 7, huge}) {
    CAPTURE(n);
    CHECK_THROWS_AS(A(n, init), std::length_error);
    CHECK_THROWS_AS(A(n), std::length_error);
    CHECK_THROWS_AS(A::with_label(label_args(5), n, init), std::length_error);
    CHECK_THROWS_AS(A::with_len(label_args(5), n), std::length_error);
    CHECK_THROWS_AS(A::with_label_for_overwrite(label_args(5), n), std::length_error);
    CHECK_THROWS_AS(A::filled(label_args(5), n, 1), std::length_error);
    SizedInputRange<int> liar({1, 2, 3});
    liar.announce(n);
    CHECK_THROWS_AS(A::from_range(label_args(5), liar), std::length_error);
    CHECK_FALSE(A::try_with_label(label_args(5), n, init).has_value());
  }
  CHECK(StatelessCounts::allocations == allocations);
  CHECK(objects.built() == 0);
}

TEST_CASE("Making: the length must fit the policy too") {
  using A =
      heaparray::BasicArray<char, int, heaparray::LengthInBlock<std::uint8_t>, heaparray::NoCount, Counting>;
  STATIC_REQUIRE(A::max_len() == 255);
  const int allocations = StatelessCounts::allocations;
  CHECK_THROWS_AS(A::with_len(5, 256), std::length_error);
  CHECK_THROWS_AS(A(std::size_t{1} << 32), std::length_error);
  CHECK_THROWS_AS(A::from_range(std::string(256, 'x')), std::length_error);
  CHECK_FALSE(A::try_with_label(5, 256, [](std::size_t) { return 'x'; }).has_value());
  CHECK(StatelessCounts::allocations == allocations);
  CHECK(A::with_len(5, 255).size() == 255);
  const std::string text = what_of<std::length_error>([] { return A::with_len(5, 256); });
  CHECK(text.find("256") != std::string::npos);
  CHECK(text.find("255") != std::string::npos);
}

TEMPLATE_LIST_TEST_CASE("Making: try_with_label gives nothing without memory, and lets all else out", "",
                        HandleKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, CheckedAllocator<std::byte>>;
  Ledger ledger;
  const CheckedAllocator<std::byte> allocator(ledger);
  const ObjectScope objects;
  const auto init = [](std::size_t i) { return Throwing(static_cast<int>(i) + 1); };

  ledger.fail_on(1);
  CHECK_FALSE(A::try_with_label(label_args(5), 3, init, allocator).has_value());
  CHECK(ledger.failures() == 1);
  CHECK(objects.built() == 0);

  CHECK(wrong(A::try_with_label(label_args(5), 3, init, allocator).value(), 5, 3) == "");

  for (int n = 2; n <= 5; ++n) {  // 1 is the allocation; 2 the label; then the elements
    const FailAt armed(n);
    CHECK_THROWS_AS(A::try_with_label(label_args(5), 3, init, allocator), Boom);
  }
  const auto out_of_memory = [](std::size_t) -> Throwing { throw std::bad_alloc(); };
  CHECK_THROWS_AS(A::try_with_label(label_args(5), 3, out_of_memory, allocator), std::bad_alloc);
  CHECK(ledger.live() == 0);
}

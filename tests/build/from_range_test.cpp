// SPDX-License-Identifier: MIT
//
// from_range: what it takes, in how many allocations, and that it believes nothing a range says.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <forward_list>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <list>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace test;
using heaparray::label_args;

namespace {

// The end of a text: no distance can be taken to it.
struct Zero {
  friend bool operator==(const char* text, Zero) { return *text == '\0'; }
};

// begin() and end() are true, size() is not.
struct WrongSize {
  std::vector<int> values;
  const int* begin() const { return values.data(); }
  const int* end() const { return values.data() + values.size(); }
  std::size_t size() const { return 1000; }
};

// Two iterators. (std::ranges::subrange needs more than Clang 14 can do with libstdc++.)
template <class It, class End = It>
struct Between {
  It first;
  End last;
  It begin() const { return first; }
  End end() const { return last; }
};
template <class It, class End>
Between(It, End) -> Between<It, End>;  // Clang 14 needs it said

// T(1), T(2), T(3), made while it is read: `*it` is a prvalue of a type that need not be movable.
template <class T>
struct OneTwoThree {
  struct Iterator {
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    int number = 1;
    T operator*() const { return T(number); }
    Iterator& operator++() {
      ++number;
      return *this;
    }
    Iterator operator++(int) { return Iterator{number++}; }
    bool operator==(const Iterator&) const = default;
  };
  Iterator begin() const { return {1}; }
  Iterator end() const { return {4}; }
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("from_range: contiguous ranges", "", ShapeKinds) {
  using A = typename TestType::template of<int, int>;
  const std::vector<int> vector = {1, 2, 3};
  std::vector<int> writable_vector = vector;
  const std::array<int, 3> array = {1, 2, 3};
  const int plain[] = {1, 2, 3};
  CHECK(wrong(A::from_range(vector), 0, 3) == "");
  CHECK(wrong(A::from_range(writable_vector), 0, 3) == "");
  CHECK(wrong(A::from_range(std::vector<int>{1, 2, 3}), 0, 3) == "");
  CHECK(wrong(A::from_range(array), 0, 3) == "");
  CHECK(wrong(A::from_range(plain), 0, 3) == "");
  CHECK(wrong(A::from_range(std::span(plain)), 0, 3) == "");
  CHECK(wrong(A::from_range(std::span(writable_vector)), 0, 3) == "");
  CHECK(wrong(A::from_range(std::initializer_list<int>{1, 2, 3}), 0, 3) == "");
  CHECK(wrong(A::from_range(A{1, 2, 3}), 0, 3) == "");
  CHECK(wrong(A::from_range(WrongSize{{1, 2, 3}}), 0, 3) == "");

  using Text = typename TestType::template of<char, int>;
  CHECK(Text::from_range(std::string_view("text")).size() == 4);
  CHECK(Text::from_range(std::span("text")).size() == 5);  // an array, with its zero

  CHECK(wrong(A::from_range(7, vector), 7, 3) == "");
  CHECK(wrong(A::from_range(label_args(7), vector), 7, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("from_range: one allocation for contiguous, sized and forward ranges", "",
                        ShapeKinds) {
  if (!global_new_replaced) return;
  using A = typename TestType::template of<int, int>;
  const auto allocations_for = [](auto&& range) {
    const AllocationScope scope;
    const A a = A::from_range(5, std::forward<decltype(range)>(range));
    keep(a);
    const auto allocations = scope.allocations();
    CHECK(wrong(a, 5, 3) == "");
    return allocations;
  };
  const std::vector<int> values = {1, 2, 3};
  const std::list<int> list = {1, 2, 3};
  const std::forward_list<int> forward_list = {1, 2, 3};
  const std::deque<int> deque = {1, 2, 3};
  ForwardRange<int> forward(values);
  SizedForwardRange<int> sized_forward(values);
  SizedInputRange<int> sized_input(values);
  InputRange<int> input(values);
  CHECK(allocations_for(values) == 1);
  CHECK(allocations_for(list) == 1);
  CHECK(allocations_for(forward_list) == 1);
  CHECK(allocations_for(deque) == 1);
  CHECK(allocations_for(forward) == 1);
  CHECK(allocations_for(sized_forward) == 1);
  CHECK(allocations_for(sized_input) == 1);
  CHECK(allocations_for(OneTwoThree<int>()) == 1);
  CHECK(allocations_for(input) > 1);  // gathered first
  CHECK(forward.begins() == 2);
  CHECK(sized_forward.begins() == 1);
  CHECK(sized_input.begins() == 1);
  CHECK(input.begins() == 1);
  CHECK(sized_input.reads() == 3);
  CHECK(input.reads() == 3);
}

TEMPLATE_LIST_TEST_CASE("from_range: an empty range gives an array that is not null", "", ShapeKinds) {
  using A = typename TestType::template of<std::string, int>;
  const auto check = [](const A& a) {
    CHECK(a);
    CHECK(a.empty());
    CHECK(a.label() == 5);
  };
  ForwardRange<std::string> forward({});
  SizedForwardRange<std::string> sized_forward({});
  InputRange<std::string> input({});
  SizedInputRange<std::string> sized_input({});
  check(A::from_range(5, std::vector<std::string>()));
  check(A::from_range(5, std::span<const std::string>()));
  check(A::from_range(5, std::list<std::string>()));
  check(A::from_range(5, forward));
  check(A::from_range(5, sized_forward));
  check(A::from_range(5, input));
  check(A::from_range(5, sized_input));
}

TEMPLATE_LIST_TEST_CASE("from_range: copies each element once, and leaves the source as it was", "",
                        ShapeKinds) {
  using A = typename TestType::template of<Counted, int>;
  ForwardRange<Counted> forward(three<Counted>());
  SizedInputRange<Counted> sized_input(three<Counted>());
  InputRange<Counted> input(three<Counted>());
  const std::vector<Counted> vector = three<Counted>();
  const auto copies = [](auto&& range) {
    const ObjectScope objects;
    const A a = A::from_range(5, std::forward<decltype(range)>(range));
    CHECK(wrong(a, 5, 3) == "");
    return objects.copied();
  };
  CHECK(copies(vector) == 3);
  CHECK(copies(forward) == 3);
  CHECK(copies(sized_input) == 3);
  CHECK(copies(input) == 3);
  CHECK(copies(three<Counted>()) == 3);  // an rvalue container does not give away its elements
  for (std::size_t i = 0; i != 3; ++i) {
    CHECK(Make<Counted>::equal(vector[i], static_cast<int>(i) + 1));
    CHECK(Make<Counted>::equal(forward.values()[i], static_cast<int>(i) + 1));
    CHECK(Make<Counted>::equal(input.values()[i], static_cast<int>(i) + 1));
  }
}

TEMPLATE_LIST_TEST_CASE("from_range: moves out of ranges of rvalues", "", ShapeKinds) {
  using A = typename TestType::template of<MoveOnly, int>;
  const ObjectScope objects;
  {
    std::vector<MoveOnly> source = three<MoveOnly>();
    const Between moved{std::move_iterator(source.begin()), std::move_iterator(source.end())};
    CHECK(wrong(A::from_range(5, moved), 5, 3) == "");
  }
  InputRange<MoveOnly, MoveOnly&&> input(three<MoveOnly>());
  CHECK(wrong(A::from_range(5, input), 5, 3) == "");
  SizedInputRange<MoveOnly, MoveOnly&&> sized_input(three<MoveOnly>());
  CHECK(wrong(A::from_range(5, sized_input), 5, 3) == "");
  ForwardRange<MoveOnly, MoveOnly&&> forward(three<MoveOnly>());
  CHECK(wrong(A::from_range(5, forward), 5, 3) == "");
  CHECK(wrong(A::from_range(5, OneTwoThree<MoveOnly>()), 5, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("from_range: a range of prvalues builds immovable elements in place", "",
                        ShapeKinds) {
  using A = typename TestType::template of<Immovable, int>;
  const ObjectScope objects;
  const A a = A::from_range(5, OneTwoThree<Immovable>());
  CHECK(wrong(a, 5, 3) == "");
  CHECK(objects.built() == 3);
}

TEMPLATE_LIST_TEST_CASE("from_range: proxies, and elements that convert", "", ShapeKinds) {
  using Bools = typename TestType::template of<bool, int>;
  using Ints = typename TestType::template of<int, int>;
  using Shorts = typename TestType::template of<short, int>;
  using Strings = typename TestType::template of<std::string, int>;

  std::vector<bool> bits = {true, false, true};
  const std::vector<bool> const_bits = bits;
  for (const Bools& a : {Bools::from_range(5, bits), Bools::from_range(5, const_bits),
                         Bools::from_range(5, std::array{true, false, true})}) {
    CHECK(a.size() == 3);
    CHECK((a[0] && !a[1] && a[2]));
  }
  InputRange<bool, bool> input({true, false, true});  // gathered in a vector<bool>
  const Bools gathered = Bools::from_range(5, input);
  CHECK((gathered.size() == 3 && gathered[0] && !gathered[1] && gathered[2]));
  CHECK(wrong(Ints::from_range(5, bits), 5, 3, 1, 0) != "");
  CHECK(Ints::from_range(5, bits)[2] == 1);

  ForwardRange<int, ProxyRef<int>> forward({1, 2, 3});
  InputRange<int, ProxyRef<int>> single({1, 2, 3});
  SizedInputRange<std::string, ProxyRef<std::string>> strings(three<std::string>());
  CHECK(wrong(Ints::from_range(5, forward), 5, 3) == "");
  CHECK(wrong(Ints::from_range(5, single), 5, 3) == "");
  CHECK(wrong(Strings::from_range(5, strings), 5, 3) == "");

  CHECK(wrong(Shorts::from_range(5, std::vector<long>{1, 2, 3}), 5, 3) == "");
  CHECK(wrong(Ints::from_range(5, std::vector<double>{1.5, 2.5, 3.5}), 5, 3) == "");
  CHECK(Strings::from_range(5, std::vector<const char*>{"one", "two"})[1] == "two");
}

TEMPLATE_LIST_TEST_CASE("from_range: sentinels, streams and views", "", ShapeKinds) {
  using Text = typename TestType::template of<char, int>;
  const Text text = Text::from_range(5, Between<const char*, Zero>{"text", Zero()});
  CHECK(std::string_view(text.data(), text.size()) == "text");

#if HEAPARRAY_TEST_HAS_VIEWS
  using Ints = typename TestType::template of<int, int>;
  std::istringstream stream("1 2 3");
  CHECK(wrong(Ints::from_range(5, std::ranges::istream_view<int>(stream)), 5, 3) == "");
  const std::vector<int> source = {1, 2, 3, 4};
  CHECK(wrong(Ints::from_range(5, source | std::views::filter([](int i) { return i < 4; })), 5, 3) == "");
  CHECK(wrong(Ints::from_range(5, source | std::views::take(3)), 5, 3) == "");
  CHECK(wrong(Ints::from_range(5, std::list<int>{3, 2, 1} | std::views::reverse), 5, 3) == "");
#endif
}

// ---- ranges that lie or throw -----------------------------------------------------------------------------

namespace {

// Makes an array from `range`, which announces what it does not have: std::length_error, and nothing is left.
template <class A, class Range>
void check_liar(Range& range, const char* announced, const char* yielded) {
  Ledger ledger;
  const ObjectScope objects;
  const std::string text = what_of<std::length_error>(
      [&] { return A::from_range(label_args(5), range, CheckedAllocator<std::byte>(ledger)); });
  CAPTURE(text);
  CHECK(text.find(announced) != std::string::npos);
  CHECK(text.find(yielded) != std::string::npos);
  CHECK(ledger.allocations() == 1);
  CHECK(ledger.live() == 0);
  CHECK(objects.live() == 0);
  CHECK(objects.built() > 0);  // the label at least
  auto undone = objects.destroy_order();
  CHECK(objects.build_order() == std::vector<int>(undone.rbegin(), undone.rend()));
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("from_range: a range that yields more or fewer than it announced", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedAllocator<std::byte>>;
  for (const std::size_t more : {std::size_t{4}, std::size_t{5}, std::size_t{100}}) {
    SizedInputRange<Counted> input(three<Counted>());
    SizedForwardRange<Counted> forward(three<Counted>());
    check_liar<A>(input.announce(more), std::to_string(more).c_str(), "only 3");
    check_liar<A>(forward.announce(more), std::to_string(more).c_str(), "only 3");
  }
  for (const std::size_t fewer : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    SizedInputRange<Counted> input(three<Counted>());
    SizedForwardRange<Counted> forward(three<Counted>());
    const std::string announced = std::to_string(fewer);
    check_liar<A>(input.announce(fewer), announced.c_str(), ("more than " + announced).c_str());
    check_liar<A>(forward.announce(fewer), announced.c_str(), ("more than " + announced).c_str());
    CHECK(input.reads() == fewer);
  }
  SizedInputRange<Counted> nothing({});
  check_liar<A>(nothing.announce(1), "1", "only 0");
}

TEMPLATE_LIST_TEST_CASE("from_range: a range that throws leaves nothing behind", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedAllocator<std::byte>>;
  Ledger ledger;
  const CheckedAllocator<std::byte> allocator(ledger);
  for (std::size_t k = 0; k != 3; ++k) {
    const auto check = [&](auto& range) {
      const ObjectScope objects;
      CHECK_THROWS_AS(A::from_range(label_args(5), range.throw_at(k), allocator), Boom);
      CHECK(ledger.live() == 0);
      CHECK(objects.live() == 0);
    };
    ForwardRange<Counted> forward(three<Counted>());
    SizedForwardRange<Counted> sized_forward(three<Counted>());
    InputRange<Counted> input(three<Counted>());
    SizedInputRange<Counted> sized_input(three<Counted>());
    check(forward);
    check(sized_forward);
    check(input);
    check(sized_input);
  }
}

using namespace heaparray;

// ---- two iterators, or a pointer and a length ------------------------------------------------------------

TEST_CASE("from_range: from an iterator to another, or so many from a pointer on", "[from_range]") {
  using Plain = HeapArray<int>;
  using Labelled = TpArcArray<int, char>;
  const int numbers[] = {1, 2, 3, 4};
  const std::list<int> linked = {5, 6, 7};
  CHECK(Plain::from_range(numbers, numbers + 3) == Plain{1, 2, 3});
  CHECK(Plain::from_range(numbers + 1, 2) == Plain{2, 3});
  CHECK(Plain::from_range(numbers, 0).empty());
  CHECK(Plain::from_range(linked.begin(), linked.end()) == Plain{5, 6, 7});
  CHECK(*Plain::try_from_range(numbers, 4u) == Plain{1, 2, 3, 4});
  const auto labelled = Labelled::from_range('x', linked.begin(), linked.end());
  CHECK(labelled.label() == 'x');
  CHECK(labelled.size() == 3);
  CHECK(labelled[2] == 7);
  CHECK(Labelled::from_range('y', numbers, 4).size() == 4);
  CHECK(Labelled::try_from_range(label_args('z'), numbers, numbers + 1)->label() == 'z');
  CHECK(HeapArray<double>::from_range(numbers, 2)[1] == 2.0);
  std::istringstream text("8 9");
  CHECK(Plain::from_range(std::istream_iterator<int>(text), std::istream_iterator<int>()) == Plain{8, 9});
  CHECK(Plain::from_range(std::counted_iterator(linked.begin(), 2), std::default_sentinel) == Plain{5, 6});
}

TEST_CASE("from_range: a negative length is too long, and nothing is read", "[from_range]") {
  const int numbers[] = {1};
  CHECK_THROWS_AS(HeapArray<int>::from_range(numbers, -1), std::length_error);
  CHECK_THROWS_AS(HeapArray<double>::from_range(numbers, -1), std::length_error);
  CHECK(!HeapArray<int>::try_from_range(numbers, -1));
  CHECK(!HeapArray<double>::try_from_range(numbers, -1));
}

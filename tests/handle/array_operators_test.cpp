// SPDX-License-Identifier: MIT
//
// Comparison, over all kinds of handles.
#include <heaparray/array_operators.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/rc_array.hpp>

#include "support/catch.hpp"
#include "support/elements.hpp"

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

// CHECK((a == b)), in two parentheses: the test framework would otherwise be instantiated for every pair of
// types.

namespace {

template <class T, class Label = NoLabel>
using AllKinds = std::tuple<HeapArray<T, Label>, ThinPtrArray<T, Label>, FpRcArray<T, Label>,
                            TpRcArray<T, Label>, FpArcArray<T, Label>, TpArcArray<T, Label>>;

// No macro takes a comma.
using AllWithText = AllKinds<int, std::string>;
using AllWithNumber = AllKinds<int, int>;

/// Calls f with an array from `make` of every kind.
template <class T, class Label, class Make, class F>
void for_all_kinds(Make make, F f) {
  const auto call = [&]<class... A>(std::type_identity<std::tuple<A...>>) {
    (f(make(std::type_identity<A>())), ...);
  };
  call(std::type_identity<AllKinds<T, Label>>());
}

/// An array of kind A, of these elements.
template <class T>
auto of(std::initializer_list<T> list) {
  return [list]<class A>(std::type_identity<A>) { return A(list); };
}

/// The same with a label.
template <class Label, class T>
auto labelled(Label label, std::initializer_list<T> list) {
  return [label, list]<class A>(std::type_identity<A>) { return A::from_range(label, list); };
}

template <class A, class B>
using Category = decltype(std::declval<const A&>() <=> std::declval<const B&>());

/// All six operators agree, in both directions.
template <class A, class B>
bool are_equal(const A& a, const B& b) {
  return a == b && b == a && !(a != b) && !(b != a) && !(a < b) && !(a > b) && a <= b && a >= b &&
         (a <=> b) == 0;
}
template <class A, class B>
bool is_less(const A& a, const B& b) {
  return a != b && b != a && !(a == b) && a < b && !(b < a) && a <= b && !(a >= b) && b > a &&
         (a <=> b) < 0 && (b <=> a) > 0;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Has only what old code has.
struct OnlyLess {
  int value;
  friend bool operator<(const OnlyLess& a, const OnlyLess& b) { return a.value / 10 < b.value / 10; }
};

struct OnlyEqual {
  int value;
  friend bool operator==(const OnlyEqual&, const OnlyEqual&) = default;
};

struct Weak {
  int value;
  friend bool operator==(const Weak& a, const Weak& b) { return (a <=> b) == 0; }
  friend std::weak_ordering operator<=>(const Weak& a, const Weak& b) {
    return a.value / 10 <=> b.value / 10;
  }
};

struct Incomparable {};

/// Counts comparisons.
struct Watched {
  int value;
  static inline int compared = 0;
  friend bool operator==(const Watched& a, const Watched& b) {
    ++compared;
    return a.value == b.value;
  }
};

}  // namespace

// ---- equality ---------------------------------------------------------------------------------------------

TEST_CASE("==: arrays of any two kinds are equal if their elements are", "[array_operators]") {
  int pairs = 0;
  for_all_kinds<int, NoLabel>(of({1, 2, 3}), [&](const auto& a) {
    for_all_kinds<int, NoLabel>(of({1, 2, 3}), [&](const auto& b) { CHECK((++pairs, are_equal(a, b))); });
    for_all_kinds<int, NoLabel>(of({1, 2, 4}), [&](const auto& b) { CHECK((++pairs, is_less(a, b))); });
  });
  CHECK(pairs == 2 * 36);
}

TEMPLATE_LIST_TEST_CASE("==: looks at every element and at the length", "[array_operators]", AllKinds<int>) {
  const TestType a{1, 2, 3, 4};
  const TestType same{1, 2, 3, 4};
  CHECK((a == same));
  CHECK((a == a));
  CHECK((a != TestType{0, 2, 3, 4}));
  CHECK((a != TestType{1, 2, 0, 4}));
  CHECK((a != TestType{1, 2, 3, 0}));
  CHECK((a != TestType{1, 2, 3}));
  CHECK((TestType{1, 2, 3} != a));
  CHECK((a != TestType{1, 2, 3, 4, 5}));
}

TEMPLATE_LIST_TEST_CASE("==: null equals null and nothing else", "[array_operators]", AllKinds<int>) {
  const TestType null;
  const TestType empty(0);
  const TestType one{0};
  REQUIRE_FALSE(static_cast<bool>(null));
  REQUIRE(static_cast<bool>(empty));
  CHECK((null == TestType()));
  CHECK((empty == TestType(0)));
  CHECK((null != empty));
  CHECK((empty != null));
  CHECK((null != one));
  CHECK((empty != one));
  CHECK((null == HeapArray<int>()));
  CHECK((null != HeapArray<int>(0)));
  CHECK((empty == TpArcArray<int>(0)));
  CHECK((empty != TpArcArray<int>()));
}

TEMPLATE_LIST_TEST_CASE("==: null with a label equals null, and asks for no label", "[array_operators]",
                        AllWithText) {
  const TestType null;
  const TestType empty = TestType::with_len("", 0);
  CHECK((null == TestType()));
  CHECK((null != empty));
  CHECK((empty != null));
  CHECK((null <=> empty) == std::strong_ordering::less);
  CHECK((empty <=> null) == std::strong_ordering::greater);
  CHECK((null <=> null) == std::strong_ordering::equal);
}

TEST_CASE("==: labels are compared too", "[array_operators]") {
  const auto a = RcArray<int, char>::from_range('a', std::vector<int>{1, 2});
  for_all_kinds<int, char>(labelled('a', {1, 2}), [&](const auto& b) { CHECK(are_equal(a, b)); });
  for_all_kinds<int, char>(labelled('b', {1, 2}), [&](const auto& b) { CHECK(is_less(a, b)); });
}

TEMPLATE_LIST_TEST_CASE("==: an array with a NaN differs from itself", "[array_operators]",
                        AllKinds<double>) {
  const TestType a{1.0, not_a_number};
  const TestType copy = a;  // for shared handles, the same block
  CHECK_FALSE((a == a));
  CHECK_FALSE((a == copy));
  CHECK((a != copy));
  CHECK((a <=> copy) == std::partial_ordering::unordered);
  CHECK_FALSE((a < copy));
  CHECK_FALSE((a >= copy));
  const TestType zero{0.0};
  const TestType negative_zero{-0.0};
  CHECK((zero == negative_zero));  // not compared as bytes
}

TEST_CASE("==: a NaN as the label", "[array_operators]") {
  const auto a = ArcArray<int, double>::with_len(not_a_number, 2);
  const auto copy = a;
  CHECK((a != copy));
  CHECK((a <=> copy) == std::partial_ordering::unordered);
}

TEST_CASE("==: different lengths are told apart without a look at an element", "[array_operators]") {
  const HeapArray<Watched> a(1000, [](std::size_t) { return Watched{1}; });
  const HeapArray<Watched> b(1001, [](std::size_t) { return Watched{1}; });
  Watched::compared = 0;
  CHECK((a != b));
  CHECK(Watched::compared == 0);
  CHECK((a == a));
  CHECK(Watched::compared == 1000);
}

TEST_CASE("==: elements of different types, where they can be compared", "[array_operators]") {
  CHECK((HeapArray<std::string>{"a", "b"} == RcArray<std::string_view>{"a", "b"}));
  CHECK((RcArray<std::string_view>{"a", "c"} != HeapArray<std::string>{"a", "b"}));
  CHECK((HeapArray<std::string>{"a", "b"} <=> RcArray<std::string_view>{"a", "c"}) ==
        std::strong_ordering::less);
  CHECK((HeapArray<int>{1, 2} == HeapArray<long>{1, 2}));
  CHECK((HeapArray<float>{0.5F} == HeapArray<double>{0.5}));
}

TEST_CASE("==: elements that have nothing else", "[array_operators]") {
  CHECK((HeapArray<OnlyEqual>{OnlyEqual{1}} == RcArray<OnlyEqual>{OnlyEqual{1}}));
  CHECK((HeapArray<OnlyEqual>{OnlyEqual{1}} != RcArray<OnlyEqual>{OnlyEqual{2}}));
  STATIC_REQUIRE_FALSE(std::three_way_comparable<HeapArray<OnlyEqual>>);
}

// ---- order ------------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("<=>: lexicographic, a common prefix is less", "[array_operators]", AllKinds<int>) {
  // ascending
  const std::vector<TestType> sorted = [] {
    std::vector<TestType> v;
    v.push_back(TestType());
    v.push_back(TestType(0));
    v.push_back(TestType{-1});
    v.push_back(TestType{-1, 5});
    v.push_back(TestType{0});
    v.push_back(TestType{0, 0});
    v.push_back(TestType{0, 0, 0});
    v.push_back(TestType{0, 1});
    v.push_back(TestType{1});
    return v;
  }();
  for (std::size_t i = 0; i != sorted.size(); ++i) {
    for (std::size_t j = 0; j != sorted.size(); ++j) {
      CAPTURE(i, j);
      CHECK((sorted[i] <=> sorted[j]) == (i <=> j));
      CHECK((sorted[i] == sorted[j]) == (i == j));
      CHECK((sorted[i] < sorted[j]) == (i < j));
      CHECK((sorted[i] > sorted[j]) == (i > j));
      CHECK((sorted[i] <= sorted[j]) == (i <= j));
      CHECK((sorted[i] >= sorted[j]) == (i >= j));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("<=>: the label first, then the elements", "[array_operators]", AllWithNumber) {
  const auto a = TestType::from_range(1, std::vector<int>{9, 9, 9});
  const auto b = TestType::from_range(2, std::vector<int>{0});
  const auto c = TestType::from_range(2, std::vector<int>{1});
  CHECK((a < b));
  CHECK((b < c));
  CHECK((a < c));
  CHECK((b <=> TestType::from_range(2, std::vector<int>{0})) == std::strong_ordering::equal);
  CHECK((TestType() < a));
  CHECK((TestType() < TestType::with_len(std::numeric_limits<int>::min(), 0)));
}

namespace {

/// The order that a loop over the elements finds.
template <class T>
auto order_by_loop(const std::vector<T>& x, const std::vector<T>& y) {
  for (std::size_t i = 0; i != x.size() && i != y.size(); ++i)
    if (x[i] != y[i]) return x[i] < y[i] ? std::strong_ordering::less : std::strong_ordering::greater;
  return x.size() <=> y.size();
}

}  // namespace

TEMPLATE_TEST_CASE("<=>: numbers and bytes, wherever they differ first", "[array_operators]", std::byte,
                   unsigned char, signed char, char, char8_t, bool, std::uint16_t, std::int16_t, wchar_t, int,
                   std::uint32_t, std::int64_t, std::uint64_t, float, double) {
  using T = TestType;
  const auto check = [](const std::vector<T>& x, const std::vector<T>& y) {
    const auto a = HeapArray<T>::from_range(x);
    const auto b = TpArcArray<T>::from_range(y);
    const auto expected = order_by_loop(x, y);
    CHECK(((a <=> b) == expected));
    CHECK(((b <=> a) == order_by_loop(y, x)));
    CHECK((a == b) == (expected == 0));
    CHECK((a < b) == (expected < 0));
    if constexpr (!std::is_same_v<T, bool>) CHECK(((a <=> y) == expected));
  };
  const auto value = [](int i) {
    if constexpr (std::is_same_v<T, bool>)
      return i != 0;
    else
      return static_cast<T>(i);
  };
  for (const std::size_t n : {0u, 1u, 2u, 3u, 4u, 7u, 8u, 9u, 15u, 16u, 17u, 31u, 32u, 33u, 40u}) {
    CAPTURE(n);
    const std::vector<T> x(n, value(1));
    check(x, x);
    for (std::size_t i = 0; i != n; ++i) {
      // 128 and 255 are below 0 as a signed byte; 256 and -1 have other bytes in front than behind.
      for (const int other : {0, 2, 127, 128, 255, 256, -1}) {
        std::vector<T> y = x;
        y[i] = value(other);
        check(x, y);
        if (i + 1 != n) y[n - 1] = value(0);  // what comes after the first difference changes nothing
        check(x, y);
      }
      check(x, std::vector<T>(i, value(1)));  // a prefix
    }
    CHECK((HeapArray<T>() < HeapArray<T>::from_range(x)));  // null
    if constexpr (!std::is_same_v<T, bool>) CHECK((HeapArray<T>() < x));
  }
  CHECK(((HeapArray<T>() <=> HeapArray<T>()) == 0));
}

TEST_CASE("<=>: as strong as the weaker of label and elements", "[array_operators]") {
  using std::is_same_v, std::partial_ordering, std::strong_ordering, std::weak_ordering;
  STATIC_REQUIRE(is_same_v<Category<HeapArray<int>, HeapArray<int>>, strong_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<int>, TpArcArray<int>>, strong_ordering>);
  STATIC_REQUIRE(
      is_same_v<Category<HeapArray<std::string, int>, RcArray<std::string, int>>, strong_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<Weak>, HeapArray<Weak>>, weak_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<int, Weak>, HeapArray<int, Weak>>, weak_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<OnlyLess>, HeapArray<OnlyLess>>, weak_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<double>, HeapArray<double>>, partial_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<int, double>, HeapArray<int, double>>, partial_ordering>);
  STATIC_REQUIRE(is_same_v<Category<HeapArray<double, Weak>, HeapArray<double, Weak>>, partial_ordering>);
  STATIC_REQUIRE(
      is_same_v<Category<HeapArray<HeapArray<double>>, HeapArray<HeapArray<double>>>, partial_ordering>);
}

TEST_CASE("<=>: a NaN after the first difference changes nothing", "[array_operators]") {
  CHECK((HeapArray<double>{1, not_a_number} < HeapArray<double>{2, not_a_number}));
  CHECK((HeapArray<double>{not_a_number, 1} <=> HeapArray<double>{not_a_number, 2}) ==
        std::partial_ordering::unordered);
  CHECK((HeapArray<double>{1} <=> HeapArray<double>{1, not_a_number}) == std::partial_ordering::less);
}

TEST_CASE("<=>: elements that have only operator<", "[array_operators]") {
  const HeapArray<OnlyLess> a{OnlyLess{10}, OnlyLess{20}};
  const RcArray<OnlyLess> same{OnlyLess{11}, OnlyLess{22}};
  const HeapArray<OnlyLess> less{OnlyLess{10}, OnlyLess{12}};
  CHECK((a <=> same) == std::weak_ordering::equivalent);
  CHECK((less < a));
  CHECK((a > less));
  CHECK((a <= same));
  CHECK((a >= same));
}

TEST_CASE("<=>: equivalent elements are passed over", "[array_operators]") {
  CHECK((HeapArray<Weak>{Weak{11}, Weak{20}} < HeapArray<Weak>{Weak{12}, Weak{30}}));
  CHECK((HeapArray<Weak>{Weak{11}} == HeapArray<Weak>{Weak{12}}));
}

TEST_CASE("<=>: not there for elements or labels that have no order", "[array_operators]") {
  STATIC_REQUIRE_FALSE(std::three_way_comparable<HeapArray<Incomparable>>);
  STATIC_REQUIRE_FALSE(std::three_way_comparable<HeapArray<int, Incomparable>>);
  STATIC_REQUIRE(std::three_way_comparable<HeapArray<int>>);
  STATIC_REQUIRE(std::totally_ordered<HeapArray<int, std::string>>);
  STATIC_REQUIRE(std::totally_ordered_with<HeapArray<int, std::string>, HeapArray<int, std::string>>);
}

TEST_CASE("comparison: arrays are compared with arrays and sequences, and nothing else",
          "[array_operators]") {
  const auto comparable = []<class A, class B>(const A&, const B&) {
    return requires(const A& a, const B& b) { a == b; };
  };
  CHECK(comparable(HeapArray<int>(), RcArray<int>()));
  CHECK(comparable(HeapArray<int>(), std::vector<int>()));
  CHECK_FALSE(comparable(HeapArray<int>(), std::set<int>()));
  CHECK_FALSE(comparable(HeapArray<int>(), 1));
  CHECK(comparable(HeapArray<int>(), nullptr));
}

TEST_CASE("comparison: nested arrays", "[array_operators]") {
  using Inner = RcArray<int, char>;
  using Outer = HeapArray<Inner>;
  const Inner one = Inner::with_len('a', 1);
  const Inner two = Inner::with_len('a', 2);
  CHECK((Outer{one, two} == Outer{one.clone(), two.clone()}));
  CHECK((Outer{one, one} < Outer{one, two}));
  CHECK((Outer{Inner(), two} < Outer{one}));
}

TEST_CASE("comparison: arrays sort, and may be keys of a map", "[array_operators]") {
  std::map<RcArray<int>, std::string> names;
  names[{2}] = "two";
  names[{1, 5}] = "one five";
  names[{}] = "null";
  std::string order;
  for (const auto& [key, name] : names) order += name + " ";
  CHECK(order == "null one five two ");
  const std::set<HeapArray<OnlyLess>> set = [] {
    std::set<HeapArray<OnlyLess>> s;
    for (const int i : {31, 12, 35, 21}) s.insert(HeapArray<OnlyLess>{OnlyLess{i}});
    return s;
  }();
  CHECK(set.size() == 3);
}

// ---- types that contain arrays of themselves --------------------------------------------------------------

namespace {

struct Node {
  int value = 0;
  HeapArray<Node> kids;
  bool operator==(const Node&) const = default;
};

struct SharedNode {
  int value = 0;
  TpArcArray<SharedNode, std::string> kids;
  friend bool operator==(const SharedNode&, const SharedNode&) = default;
};

struct OrderedNode {
  int value = 0;
  HeapArray<OrderedNode> kids;
  bool operator==(const OrderedNode& other) const { return (*this <=> other) == 0; }
  std::strong_ordering operator<=>(const OrderedNode& other) const {
    if (const auto order = value <=> other.value; order != 0) return order;
    return kids <=> other.kids;
  }
};

template <class N>
N leaf(int value) {
  return N{value, {}};
}
template <class N, class... Kids>
N tree(int value, Kids... kids) {
  if constexpr (std::is_same_v<N, SharedNode>) {
    return N{value, decltype(N::kids)::from_range("kids", std::vector<N>{kids...})};
  } else {
    return N{value, {kids...}};
  }
}

}  // namespace

TEMPLATE_TEST_CASE("a recursive type: compares by default", "[array_operators]", Node, SharedNode,
                   OrderedNode) {
  using N = TestType;
  const N a = tree<N>(1, leaf<N>(2), tree<N>(3, leaf<N>(4)));
  const N same = tree<N>(1, leaf<N>(2), tree<N>(3, leaf<N>(4)));
  const N other = tree<N>(1, leaf<N>(2), tree<N>(3, leaf<N>(5)));
  CHECK((a == same));
  CHECK((a != other));
  CHECK((a != leaf<N>(1)));
  CHECK((a.kids == same.kids));
}

TEST_CASE("a recursive type: has an order", "[array_operators]") {
  using N = OrderedNode;
  CHECK((leaf<N>(1) < tree<N>(1, leaf<N>(0))));
  CHECK((tree<N>(1, leaf<N>(0)) < tree<N>(1, leaf<N>(0), leaf<N>(0))));
  CHECK((tree<N>(1, leaf<N>(1)) > tree<N>(1, leaf<N>(0), leaf<N>(0))));
}

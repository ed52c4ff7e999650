// SPDX-License-Identifier: MIT
//
// The rows of a table: references that write through, a random-access range, and the algorithms that sort it.
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"

#include <heaparray/columns.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using heaparray::ArcColumns;
using heaparray::Arrays;
using heaparray::Columns;
using heaparray::HeapColumns;
using heaparray::label_args;
using heaparray::Row;

namespace {

using Table = HeapColumns<Columns<int, std::string, double>>;
using SharedTable = ArcColumns<Columns<int, std::string, double>>;
using Moved = HeapColumns<Columns<int, std::unique_ptr<int>>>;

using Value = std::tuple<int, std::string, double>;
static_assert(std::ranges::random_access_range<Table> && std::ranges::sized_range<Table> &&
              std::ranges::common_range<Table>);
static_assert(std::ranges::random_access_range<const Table> && std::ranges::random_access_range<SharedTable>);
static_assert(std::is_same_v<std::ranges::range_value_t<Table>, Value>);
static_assert(std::is_same_v<std::ranges::range_reference_t<Table>, Row<int&, std::string&, double&>>);
static_assert(std::is_same_v<std::ranges::range_reference_t<const Table>,
                             Row<const int&, const std::string&, const double&>>);
static_assert(
    std::is_same_v<std::ranges::range_reference_t<SharedTable>, std::ranges::range_reference_t<const Table>>);
static_assert(
    std::is_same_v<std::ranges::range_rvalue_reference_t<Table>, Row<int&&, std::string&&, double&&>>);
static_assert(std::sortable<std::ranges::iterator_t<Table>> && std::sortable<std::ranges::iterator_t<Moved>>);
static_assert(!std::sortable<std::ranges::iterator_t<const Table>> &&
              !std::sortable<std::ranges::iterator_t<SharedTable>>);
static_assert(std::convertible_to<std::ranges::iterator_t<Table>, std::ranges::iterator_t<const Table>>);
static_assert(!std::convertible_to<std::ranges::iterator_t<const Table>, std::ranges::iterator_t<Table>>);
static_assert(!std::is_assignable_v<std::ranges::range_reference_t<SharedTable>, Value>);
// Arrays of several lengths have no rows.
static_assert(!std::ranges::range<HeapColumns<Arrays<int, char>>>);

// A permutation of 0 to n - 1.
std::size_t scrambled(std::size_t i, std::size_t n) { return i * 7 % n; }

Table make_table(std::size_t n) {
  return Table(
      n, [n](std::size_t i) { return static_cast<int>(scrambled(i, n)); },
      [n](std::size_t i) { return std::string(20, 'x') + std::to_string(scrambled(i, n)); },
      [n](std::size_t i) { return -static_cast<double>(scrambled(i, n)); });
}
bool is_sorted_table(const Table& t) {
  for (std::size_t i = 0; i != t.size(); ++i)
    if (t[i] != Value(static_cast<int>(i), std::string(20, 'x') + std::to_string(i), -static_cast<double>(i)))
      return false;
  return true;
}

}  // namespace

TEST_CASE("Rows: a row is a tuple of references that write through") {
  Table t = make_table(3);
  t[1] = Value(9, "nine", 0.9);
  CHECK(t.column<1>()[1] == "nine");
  auto [number, name, real] = t[1];
  number = 8;
  name += "!";
  CHECK(t.column<0>()[1] == 8);
  CHECK(std::get<1>(t[1]) == "nine!");
  CHECK(std::get<2>(t[1]) == 0.9);
  const auto row = t[0];  // the reference is const, the elements are not
  row = t[1];
  // In parentheses: rows are tuples, and libstdc++ 14 with Clang 19 in C++23 tries to compare a tuple with Catch2's own types.
  CHECK((t[0] == t[1]));
  CHECK(t.column<1>()[1] == "nine!");  // copied, not moved
  Value kept = t[0];
  std::get<0>(kept) = 1;
  CHECK(t.column<0>()[0] == 8);
  CHECK((t[0] > kept));
  CHECK(std::apply([](int a, const std::string& b, double c) { return a == 8 && b == "nine!" && c > 0; },
                   Value(t[0])));
  for (auto&& [a, b, c] : t) a = static_cast<int>(b.size()) + static_cast<int>(c);
  CHECK(t.column<0>()[0] == 5);

  auto first = t.front(), last = t.back();
  const Value before_first = first, before_last = last;
  using std::swap;
  swap(first, last);  // the elements, not the references
  CHECK((t.front() == before_last));
  CHECK((t.back() == before_first));
  swap(t[0], t[2]);
  CHECK((t.front() == before_first));
  CHECK((t.unchecked(2) == before_last));
  CHECK((t.at(1) == std::as_const(t).at(1)));
  CHECK_THROWS_AS(t.at(3), std::out_of_range);
  CHECK_THROWS_AS(std::as_const(t).at(3), std::out_of_range);
  CHECK((std::as_const(t).front() == t.unchecked(0)));
  CHECK((std::as_const(t).unchecked(2) == std::as_const(t).back()));
}

TEST_CASE("Rows: an index out of range is reported") {
  const Table t = make_table(2);
  const test::Death death = test::run_to_report([&] { static_cast<void>(t[2]); });
  if (death.supported) {
    CHECK(death.aborted());
    CHECK(death.says("index 2 is out of range for an array of size 2"));
  }
  const test::Death of_null = test::run_to_report([] {
    Table null;
    static_cast<void>(null[0]);
  });
  if (of_null.supported) CHECK(of_null.says("index 0 is out of range for an array of size 0"));
  const test::Death empty = test::run_to_report([] { static_cast<void>(Table().front()); });
  if (empty.supported) CHECK(empty.says("front() of an empty array"));
  const test::Death label = test::run_to_report([] { static_cast<void>(Table().label()); });
  if (label.supported) CHECK(label.says("label() of a null handle"));
}

TEST_CASE("Rows: the iterator is that of a random-access range") {
  Table t = make_table(5);
  auto it = t.begin();
  const Table& read = t;
  CHECK(read.begin() == std::ranges::iterator_t<const Table>(it));
  CHECK(t.end() - it == 5);
  CHECK((*(it + 2) == t[2]));
  CHECK((it[3] == t[3]));
  CHECK((*(2 + it) == t[2]));
  it += 4;
  CHECK((*it == t.back()));
  CHECK((*--it == t[3]));
  CHECK((*it-- == t[3]));
  CHECK((*it++ == t[2]));
  CHECK(it > t.begin());
  CHECK((*(it - 3) == t[0]));
  it -= 3;
  CHECK(it == t.begin());
  CHECK(std::ranges::distance(t) == 5);
  CHECK(std::ranges::iterator_t<Table>() == std::ranges::iterator_t<Table>());
}

TEST_CASE("Rows: std::ranges::sort and std::sort sort all columns") {
  for (const std::size_t n : {0u, 1u, 2u, 3u, 16u, 17u, 100u, 1000u}) {
    if (n % 7 == 0 && n != 0) continue;
    Table t = make_table(n);
    std::ranges::sort(t);
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::ranges::sort(t, {}, [](const auto& row) { return std::get<0>(row); });
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::ranges::sort(t, [](const auto& a, const auto& b) { return std::get<2>(a) > std::get<2>(b); });
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::sort(t.begin(), t.end());
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::sort(t.begin(), t.end(),
              [](const auto& a, const auto& b) { return std::get<2>(a) > std::get<2>(b); });
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::ranges::stable_sort(t);
    CHECK(is_sorted_table(t));
    t = make_table(n);
    std::ranges::make_heap(t);
    std::ranges::sort_heap(t);
    CHECK(is_sorted_table(t));
  }
}

namespace {

// The std::ranges::sort of older libstdc++ calls std::sort, which copies what `*it` is: that is a Row here.
#if defined(_LIBCPP_VERSION) || (defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE >= 16)
template <class T, class By>
void sort_moving(T& t, By by) {
  std::ranges::sort(t, {}, by);
}
#else
template <class T, class By>
void sort_moving(T& t, By by) {
  for (auto last = t.end(); last != t.begin(); --last) {
    auto largest = std::ranges::max_element(t.begin(), last, {}, by);
    if (largest == last - 1) continue;
    auto kept = static_cast<std::ranges::range_value_t<T>>(std::ranges::iter_move(largest));
    *largest = std::ranges::iter_move(last - 1);
    *(last - 1) = std::move(kept);
  }
}
#endif

}  // namespace

TEST_CASE("Rows: sorting moves elements that cannot be copied, and loses none") {
  const test::ObjectScope objects;
  {
    using T = HeapColumns<Columns<int, test::MoveOnly>>;
    T t(
        200, [](std::size_t i) { return static_cast<int>(i * 7 % 200); },
        [](std::size_t i) { return test::MoveOnly(static_cast<int>(i * 7 % 200)); });
    sort_moving(t, [](const auto& row) { return std::get<0>(row); });
    for (std::size_t i = 0; i != 200; ++i) CHECK(t.column<1>()[i].value() == static_cast<int>(i));
    std::ranges::reverse(t);
    CHECK(std::get<1>(t[0]).value() == 199);
    CHECK(objects.live() == 200);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("Rows: other algorithms") {
  Table t = make_table(10);
  CHECK(std::ranges::find(t, 4, [](const auto& row) { return std::get<0>(row); }) - t.begin() ==
        std::ranges::find(t.column<0>(), 4) - t.column<0>().begin());
  CHECK((std::ranges::max(t) == Value(9, std::string(20, 'x') + "9", -9.0)));
  std::vector<Value> copies(10);
  std::ranges::copy(t, copies.begin());
  CHECK(std::ranges::equal(t, copies));
  std::ranges::copy(copies.rbegin(), copies.rend(), t.begin());
  CHECK((t.front() == copies.back()));
  CHECK(std::find(copies.begin(), copies.end(), t[0]) == copies.end() - 1);
  std::ranges::fill(t, Value(1, "a", 2));
  CHECK(std::ranges::count(t, Value(1, "a", 2)) == 10);
  int sum = 0;
  for (auto it = t.begin() + 3; it != t.end() - 3; ++it) sum += std::get<0>(*it);
  CHECK(sum == 4);
  CHECK(std::unique(t.begin(), t.end()) - t.begin() == 1);
}

TEST_CASE("Rows: of a shared table they are read, and make_mut() writes") {
  const SharedTable a(
      2, [](std::size_t i) { return static_cast<int>(2 - i); }, [](std::size_t) { return "x"; },
      [](std::size_t) { return 1.5; });
  SharedTable b = a;
  std::ranges::sort(b.make_mut());
  CHECK((b[0] == Value(1, "x", 1.5)));
  CHECK((a[0] == Value(2, "x", 1.5)));
  int sum = 0;
  for (const auto& [number, text, real] : a) sum += number;
  CHECK(sum == 3);
}

TEST_CASE("Rows: a table of one column, of bools, of empty classes") {
  HeapColumns<Columns<int>> one(3, [](std::size_t i) { return 3 - static_cast<int>(i); });
  std::ranges::sort(one);
  CHECK(std::get<0>(one[0]) == 1);
  HeapColumns<Columns<bool, test::Empty>> two(
      4, [](std::size_t i) { return i % 2 == 0; }, [](std::size_t) { return test::Empty(); });
  std::ranges::sort(two);
  CHECK_FALSE(two.column<0>()[1]);
  CHECK(two.column<0>()[2]);
  bool& flag = two.column<0>()[0];  // a bool, not a bit
  flag = true;
  CHECK(std::get<0>(two[0]));
}

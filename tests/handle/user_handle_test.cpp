// SPDX-License-Identifier: MIT
//
// A handle that a user writes on MemBlock (user_handle.hpp) gets comparison, hash and text from the generic code.
#include <heaparray/concepts.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/global_new.hpp"
#include "support/user_handle.hpp"

#include <compare>
#include <cstddef>
#include <functional>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace {

using zoo::Row;

constexpr auto squares = [](std::size_t i) { return static_cast<int>(i * i); };

template <class A>
std::string text_of(const A& array) {
  std::ostringstream out;
  out << array;
  return out.str();
}

using Ours = std::tuple<heaparray::HeapArray<int, char>, heaparray::ThinPtrArray<int, char>,
                        heaparray::FpRcArray<int, char>, heaparray::TpRcArray<int, char>,
                        heaparray::FpArcArray<int, char>, heaparray::TpArcArray<int, char>>;

}  // namespace

template <class T, class Label>
inline constexpr std::string_view heaparray::array_name<zoo::Row<T, Label>> = "Row";

TEST_CASE("a user's handle: models what it has the expressions of", "[user_handle]") {
  using A = Row<int, char>;
  STATIC_REQUIRE(heaparray::Container<A>);
  STATIC_REQUIRE(heaparray::MakeArray<A>);
  STATIC_REQUIRE(heaparray::ReadableArray<A>);
  STATIC_REQUIRE(heaparray::LabelledArray<A>);
  STATIC_REQUIRE(heaparray::LabelledArrayMut<A>);
  STATIC_REQUIRE(heaparray::DefaultLabelledArray<A>);
  STATIC_REQUIRE(heaparray::SliceArray<A>);
  STATIC_REQUIRE(heaparray::SliceArrayMut<A>);
  STATIC_REQUIRE(heaparray::BaseArrayRef<A>);
  STATIC_REQUIRE(heaparray::UnsafeArrayRef<A>);
  STATIC_REQUIRE(heaparray::LabelledArray<Row<int>>);
  STATIC_REQUIRE_FALSE(heaparray::CopyMap<A>);
  STATIC_REQUIRE_FALSE(heaparray::ArrayRef<A>);
  STATIC_REQUIRE_FALSE(heaparray::LabelledArrayRefMut<A>);
  STATIC_REQUIRE_FALSE(heaparray::SliceArrayRef<A>);
  STATIC_REQUIRE_FALSE(heaparray::AtomicArrayRef<A>);
}

TEST_CASE("a user's handle: makes, moves and destroys what it owns, in one allocation", "[user_handle]") {
  const test::ObjectScope objects;
  const test::AllocationScope memory;
  {
    auto row = Row<test::Counted, test::CountedLabel>::with_label(
        9, 3, [](std::size_t i) { return static_cast<int>(i); });
    test::keep(row);
    const auto allocations = memory.allocations();
    if (test::global_new_replaced) CHECK(allocations == 1);
    Row<test::Counted, test::CountedLabel> other = std::move(row);
    CHECK_FALSE(static_cast<bool>(row));
    CHECK(other.label().value() == 9);
    CHECK(other.unchecked(2).value() == 2);
    row = std::move(other);
    CHECK(row.size() == 3);
    CHECK(objects.built() == 4);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("a user's handle: may be filled while its label is updated", "[user_handle]") {
  const auto row = Row<int, int>::with_label(0, 4, [](int& sum, std::size_t i) {
    sum += static_cast<int>(i);
    return sum;
  });
  CHECK(row.label() == 6);
  CHECK(row.unchecked(3) == 6);
}

TEMPLATE_LIST_TEST_CASE("a user's handle: is compared with our handles of every kind", "[user_handle]",
                        Ours) {
  const auto row = Row<int, char>::with_label('b', 3, squares);
  const auto same = TestType::with_label('b', 3, squares);
  const auto less = TestType::with_label('a', 3, squares);
  const auto longer = TestType::with_label('b', 4, squares);

  CHECK(row == same);
  CHECK(same == row);
  CHECK_FALSE(row != same);
  CHECK(row != less);
  CHECK(row != longer);
  CHECK((row <=> same) == std::strong_ordering::equal);
  CHECK((row <=> less) == std::strong_ordering::greater);
  CHECK((less <=> row) == std::strong_ordering::less);
  CHECK(row < longer);
  CHECK(longer >= row);
  CHECK(TestType() < row);
  CHECK(TestType() == Row<int, char>());
  CHECK(Row<int, char>() != same);
}

TEST_CASE("a user's handle: is compared with itself and others of its kind", "[user_handle]") {
  const auto a = Row<int>(3, squares);
  const auto b = Row<int>(4, squares);
  CHECK(a == a);
  CHECK(a != b);
  CHECK(a < b);
  CHECK(std::is_same_v<decltype(a <=> b), std::strong_ordering>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Row<double>>() <=> std::declval<Row<double>>()),
                                std::partial_ordering>);
}

TEMPLATE_LIST_TEST_CASE("a user's handle: has the hash of our handles", "[user_handle]", Ours) {
  const auto row = Row<int, char>::with_label('b', 3, squares);
  const auto same = TestType::with_label('b', 3, squares);
  CHECK(std::hash<Row<int, char>>()(row) == std::hash<TestType>()(same));
  CHECK(std::hash<Row<int, char>>()(Row<int, char>()) == std::hash<TestType>()(TestType()));
  CHECK(std::hash<Row<int, char>>()(row) != std::hash<TestType>()(TestType::with_label('c', 3, squares)));
}

TEST_CASE("a user's handle: may be a key", "[user_handle]") {
  std::unordered_set<Row<int>> rows;
  for (std::size_t n = 0; n != 20; ++n) {
    CHECK(rows.insert(Row<int>(n, squares)).second);
    CHECK_FALSE(rows.insert(Row<int>(n, squares)).second);
  }
  CHECK(rows.contains(Row<int>(7, squares)));
  CHECK_FALSE(rows.contains(Row<int>()));
}

TEST_CASE("a user's handle: is printed, by a name of its own", "[user_handle]") {
  CHECK(text_of(Row<int, int>::with_label(17, 3, squares)) ==
        "Row { label: 17, len: 3, elements: [0, 1, 4] }");
  CHECK(text_of(Row<int>(2, squares)) == "Row { len: 2, elements: [0, 1] }");
  CHECK(text_of(Row<int>()) == "null");
  std::ostringstream out;
  out << heaparray::shortened(Row<int>(3, squares), 1);
  CHECK(out.str() == "Row { len: 3, elements: [0, ...] }");
}

namespace zoo {

/// The least that is readable, never null, with nothing of ours as a base or an argument.
class Fixed : public heaparray::ArrayOperators {
 public:
  using value_type = int;
  using label_type = std::string;
  std::size_t size() const { return 3; }
  bool empty() const { return false; }
  std::string label() const { return "fixed"; }  // by value
  std::span<const int> as_slice() const { return values_; }

 private:
  int values_[3] = {1, 2, 3};
};

}  // namespace zoo

TEST_CASE("a user's readable array: needs no block, no null and no label in memory", "[user_handle]") {
  STATIC_REQUIRE(heaparray::ReadableArray<zoo::Fixed>);
  const zoo::Fixed fixed;
  const auto ours =
      heaparray::HeapArray<int, std::string>::from_range(std::string("fixed"), fixed.as_slice());
  CHECK(fixed == ours);
  CHECK(ours == fixed);
  CHECK((ours <=> fixed) == std::strong_ordering::equal);
  CHECK(heaparray::ArrayHash<zoo::Fixed>()(fixed) ==
        std::hash<heaparray::HeapArray<int, std::string>>()(ours));
  CHECK(text_of(fixed) == "Array { label: \"fixed\", len: 3, elements: [1, 2, 3] }");
  CHECK(heaparray::convert_to<heaparray::HeapArray<int, std::string>>(fixed) == fixed);
  CHECK(heaparray::convert_to<std::vector<int>>(fixed) == std::vector{1, 2, 3});
}

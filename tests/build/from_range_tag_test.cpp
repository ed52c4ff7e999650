// SPDX-License-Identifier: MIT
// flags: -std=c++2b
//
// C++23's from_range constructors, and std::ranges::to.
#include "support/allocators.hpp"
#include "support/catch.hpp"

#include <heaparray/heaparray.hpp>

#if !HEAPARRAY_HAS_FROM_RANGE

TEST_CASE("from_range: this standard library has no tag for it") { SUCCEED(); }

#else

#include <algorithm>
#include <forward_list>
#include <list>
#include <memory>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;

namespace {

template <class T>
using Fixed = heaparray::FixedArray<T, 3>;

TEMPLATE_TEST_CASE("from_range: the tag, for every kind of handle", "", heaparray::HeapArray<int>,
                   heaparray::ThinPtrArray<int>, Fixed<int>, (heaparray::AlignedArray<int, 64>),
                   heaparray::RcArray<int>, heaparray::TpRcArray<int>, heaparray::ArcArray<int>,
                   heaparray::TpArcArray<int>, heaparray::CompactRcArray<int>,
                   heaparray::CompactArcArray<int>, (heaparray::HeapArray<int, char>),
                   (heaparray::ArcArray<int, std::string>), heaparray::ArcArray<int>::owner_type) {
  using A = TestType;
  const std::vector<int> three = {1, 2, 3};
  const auto is_right = [](const A& a) { return a && std::ranges::equal(a, std::vector{1, 2, 3}); };

  CHECK(is_right(A(std::from_range, three)));
  const A converted = {std::from_range, std::list{1, 2, 3}};
  CHECK(is_right(converted));
  std::istringstream words("1 2 3");
  CHECK(is_right(A(std::from_range, std::views::istream<int>(words), typename A::allocator_type())));

  CHECK(is_right(std::ranges::to<A>(three)));
  CHECK(is_right(std::forward_list{1, 2, 3} | std::ranges::to<A>()));
  CHECK(is_right(std::views::iota(1, 4) | std::views::transform([](int i) { return i + 0L; }) |
                 std::ranges::to<A>()));
  CHECK(is_right(std::ranges::to<A>(three, typename A::allocator_type())));

  static_assert(std::is_constructible_v<A, std::from_range_t, std::vector<long>>);
  static_assert(!std::is_constructible_v<A, std::from_range_t, std::vector<std::string>>);
  static_assert(!std::is_constructible_v<A, std::from_range_t, int>);
}

TEST_CASE("from_range: the tag takes an allocator, and fixed lengths must fit") {
  using Allocator = CheckedAllocator<int>;
  using A = heaparray::HeapArray<int, heaparray::NoLabel, Allocator>;
  Ledger ledger;
  const Allocator mine(ledger);
  const A a(std::from_range, std::vector{4, 5}, mine);
  CHECK((a.get_allocator() == mine && a.size() == 2 && a[1] == 5));
  const A b = std::ranges::to<A>(std::list{4, 5}, mine);
  CHECK((b.get_allocator() == mine && b == a));

  CHECK_THROWS_AS(Fixed<int>(std::from_range, std::vector{1, 2}), std::length_error);
}

TEST_CASE("from_range: ranges of ranges, and elements that can only be moved") {
  using Rows = heaparray::HeapArray<heaparray::ArcArray<int>>;
  const auto rows = std::vector<std::vector<int>>{{1}, {2, 3}} | std::ranges::to<Rows>();
  CHECK((rows.size() == 2 && rows[1].size() == 2 && rows[1][1] == 3));

  std::vector<std::unique_ptr<int>> owners;
  owners.push_back(std::make_unique<int>(9));
  const heaparray::HeapArray<std::unique_ptr<int>> taken(std::from_range,
                                                         std::move(owners) | std::views::as_rvalue);
  CHECK((taken.size() == 1 && *taken[0] == 9));
}

}  // namespace

#endif

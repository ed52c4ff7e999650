// SPDX-License-Identifier: MIT
//
// into_iter: the elements of an array, moved out one by one.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace test;

namespace {

using Checked = CheckedAllocator<std::byte>;
using SomeElements =
    Product<std::tuple<Fat, TpArc32, ArcWeak>, std::tuple<int, Empty, Counted, OverAligned64, std::string>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("into_iter: gives every element once, in order", "", SomeElements) {
  using A = ArrayOf<TestType, CountedLabel, CountingStateless<std::byte>>;
  using T = typename A::value_type;
  const ObjectScope objects;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  {
    A a = ascending<A>(5, 4);
    auto rest = std::move(a).into_iter();
    CHECK_FALSE(a);
    int i = 0;
    for (T&& x : rest) {
      CHECK(rest.size() == static_cast<std::size_t>(4 - i));
      const T taken = std::move(x);
      CHECK(Make<T>::equal(taken, ++i));
    }
    CHECK(i == 4);
    CHECK(rest.empty());
    CHECK(rest.begin() == rest.end());
    CHECK(StatelessCounts::allocations - StatelessCounts::deallocations - live == 1);  // until it is dropped
  }
  CHECK(StatelessCounts::allocations - StatelessCounts::deallocations - live == 0);
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("into_iter: dropped half-way, it destroys the rest, and each once", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  for (int taken = 0; taken <= 4; ++taken) {
    const ObjectScope objects;
    {
      std::vector<Counted> out;
      auto rest = ascending<A>(5, 4, Checked(ledger)).into_iter();
      auto it = rest.begin();
      for (int i = 0; i != taken; ++i, ++it) out.push_back(*it);
      CHECK(rest.size() == static_cast<std::size_t>(4 - taken));
      for (int i = 0; i != taken; ++i) CHECK(out[static_cast<std::size_t>(i)].value() == i + 1);
    }
    CHECK(objects.live() == 0);
    CHECK(objects.copied() == 0);
    CHECK(ledger.live() == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("into_iter: range-for over a temporary", "", ShapeKinds) {
  using A = typename TestType::template of<std::string, int>;
  std::vector<std::string> out;
  for (std::string&& x : ascending<A>(5, 3).into_iter()) out.push_back(std::move(x));
  REQUIRE(out.size() == 3);
  for (std::size_t i = 0; i != 3; ++i) CHECK(out[i] == nth<std::string>(i));
}

TEMPLATE_LIST_TEST_CASE("into_iter: move-only elements", "", ShapeKinds) {
  using A = typename TestType::template of<MoveOnly, MoveOnlyLabel>;
  const ObjectScope objects;
  const auto check = [](auto&& range) {
    int i = 0;
    for (MoveOnly&& x : range) {
      const MoveOnly taken = std::move(x);
      CHECK(taken.value() == ++i);
    }
    CHECK(i == 3);
  };
  A a = ascending<A>(5, 3);
  if constexpr (TestType::is_shared) {
    // Not by into_iter of the shared handle, which would have to copy if the block were shared.
    check(std::move(a).to_owned().value().into_iter());
  } else {
    check(std::move(a).into_iter());
  }
}

TEMPLATE_LIST_TEST_CASE("into_iter: an input range, which ends where it has been read to", "", ShapeKinds) {
  using A = typename TestType::template of<std::string, int>;
  using Range = decltype(std::declval<A>().into_iter());
  STATIC_REQUIRE(std::ranges::input_range<Range>);
  STATIC_REQUIRE(std::ranges::sized_range<Range>);
  STATIC_REQUIRE_FALSE(std::ranges::forward_range<Range>);
  STATIC_REQUIRE(std::same_as<std::ranges::range_reference_t<Range>, std::string&&>);
  STATIC_REQUIRE(std::same_as<std::ranges::range_value_t<Range>, std::string>);
  STATIC_REQUIRE(std::movable<Range>);
  STATIC_REQUIRE_FALSE(std::copy_constructible<Range>);

  auto range = ascending<A>(5, 3).into_iter();
  auto it = range.begin();
  it++;
  CHECK(range.size() == 2);
  CHECK(*range.begin() == nth<std::string>(1));  // the same position
  auto moved = std::move(range);
  CHECK(moved.size() == 2);
  CHECK(range.empty());
  CHECK(range.begin() == range.end());
  auto other = ascending<A>(6, 1).into_iter();
  other = std::move(moved);
  CHECK(other.size() == 2);
  CHECK(moved.empty());
  auto& self = other;
  other = std::move(self);
  CHECK(other.size() == 2);
  CHECK(*other.begin() == nth<std::string>(1));

  // A vector takes them by moving.
  const A b = A::from_range(ascending<A>(5, 3).into_iter());
  CHECK(wrong(b, 0, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("into_iter: a shared array gives copies, and the other owner keeps its elements", "",
                        SharedKinds) {
  using A = typename TestType::template of<Counted, int>;
  const ObjectScope objects;
  A a = ascending<A>(5, 3);
  A b = a;
  {
    int i = 0;
    for (Counted&& x : std::move(a).into_iter()) {
      const Counted taken = std::move(x);
      CHECK(taken.value() == ++i);
    }
    CHECK(objects.copied() == 3);
  }
  CHECK_FALSE(a);
  CHECK(b.is_unique());
  CHECK(wrong(b, 5, 3) == "");
  const Counted* const first = b.data();
  auto rest = std::move(b).into_iter();  // now it is the only owner
  Counted&& next = *rest.begin();
  CHECK(&next == first);
  CHECK(objects.copied() == 3);
}

TEMPLATE_LIST_TEST_CASE("into_iter: of a null handle and of length 0", "", ShapeKinds) {
  using A = typename TestType::template of<std::string, int>;
  for ([[maybe_unused]] auto&& x : A().into_iter()) CHECK(false);
  for ([[maybe_unused]] auto&& x : A(0).into_iter()) CHECK(false);
  CHECK(A(0).into_iter().size() == 0);
}

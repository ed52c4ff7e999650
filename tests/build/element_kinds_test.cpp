// SPDX-License-Identifier: MIT
//
// Every handle × every kind of element: made, read, moved and dropped.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

using namespace test;

namespace {

using Counting = CountingStateless<std::byte>;
using EveryElement = Product<ShapeKinds, ElementKinds>;
// An empty label lies where element 0 does, unless both are of one type.
using EmptyLabels = Product<ShapeKinds, std::tuple<int, Empty, EmptyCounted>>;

template <class A>
void check_kind(std::size_t n) {
  const ObjectScope objects;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  const auto blocks = [live] { return StatelessCounts::allocations - StatelessCounts::deallocations - live; };
  {
    A a = ascending<A>(5, n);
    CHECK(blocks() == 1);
    CHECK(wrong(a, 5, n) == "");
    CHECK(reinterpret_cast<std::uintptr_t>(a.data()) % alignof(typename A::value_type) == 0);
    const int objects_of_one = objects.live();

    A b = std::move(a);
    CHECK_FALSE(a);
    CHECK(wrong(b, 5, n) == "");
    swap(a, b);
    CHECK(wrong(a, 5, n) == "");
    b = ascending<A>(6, n + 1);
    CHECK(blocks() == 2);
    b = std::move(a);
    CHECK(blocks() == 1);
    CHECK(objects.live() == objects_of_one);
    CHECK(wrong(b, 5, n) == "");

    // Through the address alone.
    A c = from_raw<A>(std::move(b).into_raw(), n);
    CHECK(wrong(c, 5, n) == "");
    const A zeros(n);
    CHECK(wrong(zeros, 0, n, 0, 0) == "");
  }
  CHECK(blocks() == 0);
  CHECK(objects.live() == 0);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Elements: every handle with every kind", "", EveryElement) {
  check_kind<ArrayOf<TestType, int, Counting>>(3);
}

TEMPLATE_LIST_TEST_CASE("Elements: with an empty label of another and of the same type", "", EmptyLabels) {
  check_kind<ArrayOf<TestType, EmptyCounted, Counting>>(3);
  check_kind<ArrayOf<TestType, Empty, Counting>>(3);
}

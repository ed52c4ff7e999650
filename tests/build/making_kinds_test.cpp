// SPDX-License-Identifier: MIT
//
// Every way of making × every kind of element, for a fat unique and a thin shared handle, which have little in
// common but the functions that make. (Every way × every handle: making_test.)
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <tuple>

using namespace test;

namespace {

using Counting = CountingStateless<std::byte>;
using TwoHandles = Product<std::tuple<Fat, TpArc>, ElementKinds>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("Making: every way, every kind of element", "", TwoHandles) {
  using A = ArrayOf<TestType, int, Counting>;
  for (const auto& way : ways_of_making<A>()) {
    CAPTURE(way.name);
    const ObjectScope objects;
    const int allocations = StatelessCounts::allocations;
    const int deallocations = StatelessCounts::deallocations;
    {
      const A a = way.make(Counting());
      CHECK(way.wrong(a) == "");
      CHECK(StatelessCounts::allocations - allocations == way.allocations);
    }
    CHECK(StatelessCounts::deallocations - deallocations == way.allocations);
    CHECK(objects.live() == 0);
  }
}

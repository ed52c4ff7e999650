// SPDX-License-Identifier: MIT
//
// What Catch2 prints of arrays. The other frameworks are in the folder frameworks/.
#include "frameworks/cases.hpp"

#include "support/catch.hpp"

TEST_CASE("Catch2: arrays are printed", "[ostream]") {
  CHECK(frameworks::check([](const auto& x) { return Catch::Detail::stringify(x); }, "hey") == 0);
}

TEST_CASE("Catch2: arrays are compared", "[ostream]") {
  const heaparray::ArcArray<int> a{1, 2};
  CHECK(a == heaparray::HeapArray<int>{1, 2});
  CHECK(a != nullptr);
}

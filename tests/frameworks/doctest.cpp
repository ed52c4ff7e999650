// SPDX-License-Identifier: MIT
// needs: <doctest/doctest.h>
// package: doctest-dev
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "frameworks/cases.hpp"

#include <doctest/doctest.h>

TEST_CASE("arrays are printed") {
  CHECK(frameworks::check([](const auto& x) { return std::string(doctest::toString(x).c_str()); }, "hey") ==
        0);
}

TEST_CASE("arrays are compared") {
  const heaparray::ArcArray<int> a{1, 2};
  CHECK(a == heaparray::HeapArray<int>{1, 2});
  CHECK(a != nullptr);
}

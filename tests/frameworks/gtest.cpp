// SPDX-License-Identifier: MIT
// needs: <gtest/gtest.h>
// link: -lgtest
// package: libgtest-dev
#include "frameworks/cases.hpp"

#include <gtest/gtest.h>

TEST(Arrays, ArePrinted) {
  EXPECT_EQ(frameworks::check([](const auto& x) { return testing::PrintToString(x); }, "\"hey\""), 0);
}

TEST(Arrays, AreCompared) {
  const heaparray::ArcArray<int> a{1, 2};
  EXPECT_EQ(a, (heaparray::HeapArray<int>{1, 2}));
  EXPECT_NE(a, nullptr);
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

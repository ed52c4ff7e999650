// SPDX-License-Identifier: MIT
//
// The element type, deduced through an alias: HeapArray a{1, 2, 3}. GCC 12 deduces from lists only, and Clang
// from 19 on.
#include "support/catch.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

using heaparray::ArcArray;
using heaparray::BasicArray;
using heaparray::CompactArcArray;
using heaparray::HeapArray;
using heaparray::ThinPtrArray;
using heaparray::TpArcArray;
using heaparray::TpRcArray;
using heaparray::UniqueArc;

#if defined(__clang__) ? __clang_major__ >= 19 : defined(__GNUC__)

TEST_CASE("Deduction: a list in braces gives its element type, through every alias") {
  HeapArray a{1, 2, 3};
  ThinPtrArray b{1.5, 2.5};
  ArcArray c{1, 2};
  TpRcArray d{std::string("a"), std::string("b")};
  CompactArcArray e{1u, 2u};
  UniqueArc f{'a', 'b'};
  BasicArray g{3, 7};
  STATIC_REQUIRE(std::is_same_v<decltype(a), HeapArray<int>>);
  STATIC_REQUIRE(std::is_same_v<decltype(b), ThinPtrArray<double>>);
  STATIC_REQUIRE(std::is_same_v<decltype(c), ArcArray<int>>);
  STATIC_REQUIRE(std::is_same_v<decltype(d), TpRcArray<std::string>>);
  STATIC_REQUIRE(std::is_same_v<decltype(e), CompactArcArray<unsigned>>);
  STATIC_REQUIRE(std::is_same_v<decltype(f), UniqueArc<char>>);
  STATIC_REQUIRE(std::is_same_v<decltype(g), HeapArray<int>>);
  CHECK(a == HeapArray<int>{1, 2, 3});
  CHECK(d[1] == "b");
  CHECK(g.size() == 2);
}

#if defined(__clang__) || __GNUC__ >= 13
TEST_CASE("Deduction: a length and a function give what the function returns") {
  HeapArray a(4, [](std::size_t i) { return static_cast<double>(i) / 2; });
  TpArcArray b(4, [](std::size_t i) { return static_cast<int>(i); });
  STATIC_REQUIRE(std::is_same_v<decltype(a), HeapArray<double>>);
  STATIC_REQUIRE(std::is_same_v<decltype(b), TpArcArray<int>>);
  CHECK(a[3] == 1.5);
  CHECK(b[3] == 3);
}

TEST_CASE("Deduction: a length and a value give the type of the value") {
  HeapArray a(5, 7);
  ArcArray b(5, 'x');
  STATIC_REQUIRE(std::is_same_v<decltype(a), HeapArray<int>>);
  STATIC_REQUIRE(std::is_same_v<decltype(b), ArcArray<char>>);
  CHECK(a == HeapArray<int>{7, 7, 7, 7, 7});
  CHECK(b == "xxxxx");
}
#endif

#endif

// SPDX-License-Identifier: MIT
//
// What is given away must be taken.
//
// flags: -Werror=unused-result
// expect: (ignoring return value|nodiscard)
#include <heaparray/heaparray.hpp>
#include <utility>

#ifdef HEAPARRAY_EXPECT_OK
void f(heaparray::ArcArray<int>& a) { auto owner = std::move(a).make_owned(); }
#else
void f(heaparray::ArcArray<int>& a) { std::move(a).make_owned(); }
#endif

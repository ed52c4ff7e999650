// SPDX-License-Identifier: MIT
//
// An array and a vector are compared element by element.
//
// expect: compared with a sequence element by element, and these have no operator==
#include <heaparray/heaparray.hpp>
#include <vector>

#ifdef HEAPARRAY_EXPECT_OK
using T = long;
#else
struct T {};
#endif

bool same(const heaparray::HeapArray<int>& a, const std::vector<T>& v) { return v == a; }

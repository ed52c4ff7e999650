// SPDX-License-Identifier: MIT
//
// `init` takes an index, or a label and an index.
//
// expect: init must be callable as init\(label, i\) or init\(i\).*std::size_t
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int> a(3, [](std::size_t) { return 1; });
#else
heaparray::HeapArray<int> a(3, [] { return 1; });
#endif

// SPDX-License-Identifier: MIT
//
// A block without a count cannot be shared: convert_to, which moves the elements to another one, is named.
//
// expect: deleted function
// expect: convert_to<Target>
#include <heaparray/convert.hpp>

#include <utility>

heaparray::HeapArray<int> heap{1, 2, 3};
#ifdef HEAPARRAY_EXPECT_OK
heaparray::ArcArray<int> a = heaparray::convert_to<heaparray::ArcArray<int>>(std::move(heap));
#else
heaparray::ArcArray<int> a = std::move(heap);
#endif

// SPDX-License-Identifier: MIT
//
// Elements cannot be references.
//
// expect: elements must be of an object type that is not an array, const or volatile. For references use pointers or
// lines: 39
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<int*> a;
#else
heaparray::HeapArray<int&> a;
#endif

// SPDX-License-Identifier: MIT
//
// Elements that cannot be copied are given away.
//
// expect: convert_to: the elements of the target cannot be made from those of the source.*std::move\(array\)
#include <heaparray/heaparray.hpp>
#include <memory>
#include <utility>

heaparray::HeapArray<std::unique_ptr<int>> a(3);
#ifdef HEAPARRAY_EXPECT_OK
auto b = heaparray::convert_to<heaparray::ThinPtrArray<std::unique_ptr<int>>>(std::move(a));
#else
auto b = heaparray::convert_to<heaparray::ThinPtrArray<std::unique_ptr<int>>>(a);
#endif

// SPDX-License-Identifier: MIT
//
// A view does not keep an array alive.
//
// expect: convert_to: a view of this array would point into what is about to be destroyed
#include <heaparray/heaparray.hpp>
#include <string_view>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<char> a = {'x'};
auto text = heaparray::convert_to<std::string_view>(a);
#else
auto text = heaparray::convert_to<std::string_view>(heaparray::HeapArray<char>{'x'});
#endif

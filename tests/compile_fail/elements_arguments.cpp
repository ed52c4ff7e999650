// SPDX-License-Identifier: MIT
//
// Each argument makes an element.
//
// expect: make one element of each argument
#include <heaparray/heaparray.hpp>

#include <string>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::HeapArray<std::string>::of("a", "b");
#else
auto a = heaparray::HeapArray<std::string>::of("a", &std::string::npos);
#endif

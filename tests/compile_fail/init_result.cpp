// SPDX-License-Identifier: MIT
//
// `init` returns an element, or what one can be made from.
//
// expect: must return the element or what one can be constructed from
#include <heaparray/heaparray.hpp>
#include <string>

#ifdef HEAPARRAY_EXPECT_OK
heaparray::HeapArray<std::string> a(3, [](std::size_t) { return "text"; });
#else
heaparray::HeapArray<std::string> a(3, [](std::size_t) { return 1.5; });
#endif

// SPDX-License-Identifier: MIT
//
// A label is built from what its constructor takes.
//
// expect: the label cannot be built from what was given for it
#include <heaparray/heaparray.hpp>
#include <string>

#ifdef HEAPARRAY_EXPECT_OK
auto a = heaparray::RcArray<int, std::string>::with_len("label", 3);
#else
auto a = heaparray::RcArray<int, std::string>::with_len(1.5, 3);
#endif

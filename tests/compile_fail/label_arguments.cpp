// SPDX-License-Identifier: MIT
//
// A label is built from what its constructor takes.
//
// expect: the label cannot be built from what was given for it. Pass a value that the label's type can be constructed from, or label_args
#include <heaparray/heaparray.hpp>
#include <string>

#ifdef HEAPARRAY_EXPECT_OK
auto a =
    heaparray::HeapArray<int, std::string>::with_len(heaparray::label_args(3u, static_cast<char>(65)), 3);
#else
auto a = heaparray::HeapArray<int, std::string>::with_len(heaparray::label_args(3u, nullptr, 1.5), 3);
#endif

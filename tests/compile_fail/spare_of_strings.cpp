// SPDX-License-Identifier: MIT
//
// Only trivial elements can be received into memory in which nothing has been built.
//
// expect: gives out elements that nobody has constructed
#include <heaparray/array_builder.hpp>
#include <heaparray/heaparray.hpp>

#include <string>

#ifdef HEAPARRAY_EXPECT_OK
using T = char;
#else
using T = std::string;
#endif
auto room(heaparray::ArrayBuilder<heaparray::HeapArray<T>>& b) { return b.spare().size(); }

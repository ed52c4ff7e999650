// SPDX-License-Identifier: MIT
//
// A terminator is written once, and an array that grows would grow over it.
//
// expect: Terminated<Length> writes what is behind the last element once
#include <heaparray/growing_array.hpp>

#ifdef HEAPARRAY_EXPECT_OK
using Length = heaparray::LengthAndCapacity<>;
#else
using Length = heaparray::Terminated<heaparray::LengthAndCapacity<>>;
#endif

auto make() { return heaparray::BasicArray<char, heaparray::NoLabel, Length>::with_len(3); }

// SPDX-License-Identifier: MIT
//
// Padding has no value that could be sent.
//
// expect: between this label and the elements is padding
#include <heaparray/heaparray.hpp>

#include <cstdint>

#ifdef HEAPARRAY_EXPECT_OK
using Label = std::uint64_t;
#else
using Label = std::uint32_t;
#endif
auto send(const heaparray::HeapArray<double, Label>& a) { return a.as_bytes().size(); }

// SPDX-License-Identifier: MIT
//
// The weak handles have a header of their own.
//
// expect: weak handles need #include <heaparray/weak_array.hpp>
#include <heaparray/rc_array.hpp>

#ifdef HEAPARRAY_EXPECT_OK
#include <heaparray/weak_array.hpp>
#endif

struct Count : heaparray::AtomicCount<> {};
using A = heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInBlock<>,
#ifdef HEAPARRAY_EXPECT_OK
                                  heaparray::AtomicCountWithWeak<>
#else
                                  Count
#endif
                                  >;

auto weak(const A& a) { return a.downgrade(); }

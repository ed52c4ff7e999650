// SPDX-License-Identifier: MIT
//
// Nobody would destroy a terminator.
//
// expect: T must be nothrow default constructible and trivially destructible
#include <heaparray/heaparray.hpp>
#include <string>

#ifdef HEAPARRAY_EXPECT_OK
using T = const char*;
#else
using T = std::string;
#endif

heaparray::BasicArray<T, heaparray::NoLabel, heaparray::Terminated<>> a(3);

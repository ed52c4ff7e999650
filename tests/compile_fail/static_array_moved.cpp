// SPDX-License-Identifier: MIT
//
// A static array stays where it is: its handles point to it.
//
// expect: deleted
#include <heaparray/heaparray.hpp>
#include <utility>

constinit heaparray::StaticArray<int, 2> numbers{{1, 2}};
#ifdef HEAPARRAY_EXPECT_OK
auto copy = numbers.share();
#else
auto copy = std::move(numbers);
#endif

// SPDX-License-Identifier: MIT
//
// A static array is never destroyed, and neither is what is in it.
//
// expect: elements and label must be trivially destructible. For texts use std::string_view
#include <heaparray/heaparray.hpp>
#include <string>
#include <string_view>

#ifdef HEAPARRAY_EXPECT_OK
using Text = std::string_view;
#else
using Text = std::string;
#endif
heaparray::StaticArray<Text, 2> texts{{"one", "two"}};

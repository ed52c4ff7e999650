// SPDX-License-Identifier: MIT
//
// So is a view of text.
//
// expect: (use of|call to) deleted
// expect: the array dies here: name it first
#include <heaparray/heaparray.hpp>

#include <string_view>

heaparray::HeapArray<char> make();
#ifdef HEAPARRAY_EXPECT_OK
const auto array = make();
std::string_view text = array.as_string_view();
#else
std::string_view text = make().as_string_view();
#endif

// SPDX-License-Identifier: MIT
//
// An array of characters that keeps no NUL does not go to C.
//
// expect: c_str
#include <heaparray/heaparray.hpp>

#ifdef HEAPARRAY_EXPECT_OK
using Text = heaparray::ArcText<>;
#else
using Text = heaparray::ArcArray<char>;
#endif

const char* name(const Text& text) { return text.c_str(); }

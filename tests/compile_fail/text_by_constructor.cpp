// SPDX-License-Identifier: MIT
//
// An array of characters is made of a text by from_text.
//
// expect: makes an array of its characters
// lines: 39
#include <heaparray/text.hpp>

#ifdef HEAPARRAY_EXPECT_OK
const auto text = heaparray::ArcText<>::from_text("abc");
#else
const heaparray::ArcText<> text("abc");
#endif

// SPDX-License-Identifier: MIT
//
// A table that is not transparent needs an array to look for, which a text is not.
//
// expect: makes an array of its characters
// lines: 39
#include <heaparray/text.hpp>

#include <string>
#include <unordered_set>

#ifdef HEAPARRAY_EXPECT_OK
using Words = std::unordered_set<heaparray::ArcText<>, heaparray::TextHash, heaparray::TextEqual>;
#else
using Words = std::unordered_set<heaparray::ArcText<>>;
#endif

bool has(const Words& words, const std::string& word) { return words.find(word) != words.end(); }

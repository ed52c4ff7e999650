// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

#include <cstddef>

std::size_t length_in_other_file(const heaparray::ArcArray<int, char>& array);

std::size_t length_in_other_file(const heaparray::ArcArray<int, char>& array) { return array.size(); }

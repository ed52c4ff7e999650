// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

inline heaparray::ArcArray<int> make_array() { return {1, 2, 3}; }

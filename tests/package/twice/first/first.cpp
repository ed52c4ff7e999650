// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

heaparray::RcArray<int> made_by_first();

heaparray::RcArray<int> made_by_first() { return {1, 2, 3}; }

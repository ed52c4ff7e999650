// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

int last_seen_by_second(const heaparray::RcArray<int>& array);

int last_seen_by_second(const heaparray::RcArray<int>& array) { return array.back(); }

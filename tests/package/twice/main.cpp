// SPDX-License-Identifier: MIT
#include <heaparray/heaparray.hpp>

heaparray::RcArray<int> made_by_first();
int last_seen_by_second(const heaparray::RcArray<int>& array);

int main() { return last_seen_by_second(made_by_first()) == 3 ? 0 : 1; }

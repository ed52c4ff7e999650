// SPDX-License-Identifier: MIT
//
// The mode is in the names of all symbols, so that code of different modes cannot meet in one function.
//
// flags: -DHEAPARRAY_HARDENING=2
// asm: use[^\n]*9heaparray[0-9]+v[0-9]+_[0-9]+_[0-9]+d10BasicArray
// asm-not: 9heaparray[0-9]+Basic
#include <heaparray/heaparray.hpp>

int use(const heaparray::HeapArray<int>& a);
int use(const heaparray::HeapArray<int>& a) { return a[0] + a.at(1); }

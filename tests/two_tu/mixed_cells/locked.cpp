// SPDX-License-Identifier: MIT
//
// The half of main.cpp with a lock bit.
//
// flags: -DHEAPARRAY_LOCK_FREE_CELLS=0
#include <heaparray/heaparray.hpp>

#include <typeinfo>

bool is_lock_free_there() {
  const heaparray::AtomicArcArray<int> cell;
  return cell.is_lock_free();
}

const std::type_info& cell_there() { return typeid(heaparray::AtomicArcArray<int>); }

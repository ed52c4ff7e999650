// SPDX-License-Identifier: MIT
//
// Why the cells have a lock bit under a leak checker: it does not find the address in a word that also counts.
//
// flags: -DHEAPARRAY_LOCK_FREE_CELLS=1
// expect: LeakSanitizer: detected memory leaks
#include <heaparray/heaparray.hpp>

#include "leaks/immortal.hpp"

static_assert(heaparray::AtomicArcArray<int>::is_always_lock_free);
constinit Immortal<heaparray::AtomicArcArray<int>> cell;

[[gnu::noinline]] void fill() {
  cell->store({1, 2, 3});
  static_cast<void>(cell->load());
}

int main() {
  fill();
  scrub_stack();
}

// SPDX-License-Identifier: MIT
//
// What only a cell or a handle in static storage points to is not lost, and not reported: also not when it was loaded
// from, or has no elements.
#include <heaparray/heaparray.hpp>

#include "leaks/immortal.hpp"

constinit Immortal<heaparray::AtomicArcArray<int>> fresh_cell, read_cell, much_read_cell, empty_cell;
constinit Immortal<heaparray::AtomicPtrArray<int>> owning_cell, empty_owning_cell;
Immortal<heaparray::HeapArray<int>> fat, empty_fat;
Immortal<heaparray::HeapArray<int, long>> empty_fat_with_label;
Immortal<heaparray::ThinPtrArray<int>> thin, empty_thin;
Immortal<heaparray::ArcArray<int>> fat_arc, empty_fat_arc;
Immortal<heaparray::TpRcArray<char, char>> thin_rc, empty_thin_rc;

[[gnu::noinline]] void fill() {
  fresh_cell->store({1, 2, 3});
  read_cell->store({1, 2, 3});
  static_cast<void>(read_cell->load());
  much_read_cell->store({1, 2, 3});
  for (int i = 0; i != 100'000; ++i) static_cast<void>(much_read_cell->load());
  empty_cell->store(heaparray::TpArcArray<int>(0));
  owning_cell->store({1, 2, 3});
  empty_owning_cell->store(heaparray::ThinPtrArray<int>(0));
  fat.object = {1, 2, 3};
  empty_fat.object = heaparray::HeapArray<int>(0);
  empty_fat_with_label.object = heaparray::HeapArray<int, long>(0);
  thin.object = {1, 2, 3};
  empty_thin.object = heaparray::ThinPtrArray<int>(0);
  fat_arc.object = {1, 2, 3};
  empty_fat_arc.object = heaparray::ArcArray<int>(0);
  thin_rc.object = {'a', 'b'};
  empty_thin_rc.object = heaparray::TpRcArray<char, char>(0);
}

int main() {
  fill();
  scrub_stack();
}

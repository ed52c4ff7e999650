// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Code with lock-free cells and code whose cells have a lock bit in one program: they are different types, so each
// keeps to its own protocol, and neither can be handed a cell of the other.
//
// flags: -DHEAPARRAY_LOCK_FREE_CELLS=1
#include <heaparray/heaparray.hpp>

#include <typeinfo>

#include "support/plain.hpp"

using Cell = heaparray::AtomicArcArray<int>;

bool is_lock_free_there();
const std::type_info& cell_there();

int main() {
  const Cell cell;
  REQUIRE(cell.is_lock_free());
  REQUIRE(!is_lock_free_there());
  REQUIRE(typeid(Cell) != cell_there());
}

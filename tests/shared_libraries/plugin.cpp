// SPDX-License-Identifier: MIT
//
// What reload.cpp loads and unloads: it borrows from a cell of a type of its own, while the block is taken
// out.
#include "library.hpp"

namespace {

struct Own {
  int value;
  std::atomic<int>* alive;

  Own(int v, std::atomic<int>& a) : value(v), alive(&a) { ++*alive; }
  Own(const Own&) = delete;
  Own& operator=(const Own&) = delete;
  ~Own() { --*alive; }
};

}  // namespace

/// Whether a guard kept its block alive, and let go of it.
MODULE_EXPORT bool use_plugin() {
  using Array = heaparray::TpArcArray<Own>;
  std::atomic<int> alive = 0;
  heaparray::AtomicArcArray<Own> cell(Array(1, [&](std::size_t) { return Own(7, alive); }));
  bool right = true;
  {
    const auto guard = cell.borrow();
    cell.store(Array());
    right = alive == 1 && guard[0].value == 7;
  }
  return right && alive == 0;
}

// SPDX-License-Identifier: MIT
//
// The protocol of borrowed reads alone, with one thread: what a slot does when what it lets go of is destroyed, and that
// borrows. What several threads see is in borrowed_test.cpp, borrow_stress_test.cpp and relacy/.

#include <heaparray/detail/barriers.hpp>
#include <heaparray/detail/hazard_slots.hpp>

#include <atomic>
#include <cstdint>
#include <functional>

#include "support/catch.hpp"

namespace {

using Slot = heaparray::detail::HazardSlot<std::atomic, heaparray::detail::Barriers>;

struct Block {
  std::uint32_t count = 1;
  std::function<void()> when_destroyed = [] {};
};

struct Blocks {
  using pointer = Block*;
  static std::uint64_t to_bits(Block* block) { return reinterpret_cast<std::uintptr_t>(block); }
  static void add(Block* block, std::uint32_t n) { block->count += n; }
  static void drop(Block* block, std::uint32_t n) {
    block->count -= n;
    if (block->count == 0) block->when_destroyed();
  }
};

/// A cell for one reader, that a writer may empty while it is being looked at.
struct Cell {
  using pointer = Block*;

  Block* held = nullptr;
  bool is_marked_ = true;
  mutable std::function<void()> before_next_look = [] {};
  mutable int looks = 0;

  std::uint64_t look() const {
    if (looks++ == 1) before_next_look();
    return Blocks::to_bits(held) | (is_marked_ ? 1 : 0);
  }
  bool mark(Block* block) const {
    if (looks == 1) before_next_look();
    return held == block;
  }
  // SAFETY: the reverse of look().
  static Block* block(std::uint64_t seen) {
    return reinterpret_cast<Block*>(static_cast<std::uintptr_t>(seen & ~std::uint64_t{1}));
  }
  static bool is_marked(std::uint64_t seen) { return (seen & 1) != 0; }
  static bool same(std::uint64_t a, std::uint64_t b) { return a == b; }
};

}  // namespace

TEST_CASE("HazardSlot: a guard that is made and kept while another block is destroyed keeps its slot") {
  for (const bool marked : {true, false}) {
    heaparray::detail::Barriers::prepare();
    Slot slot(true);
    Block first, second, third;
    Cell cell{&first, marked};
    Cell other{&second, true};
    // A writer takes the first block out, when the slot holds it already, and pays; then it drops its own count.
    cell.before_next_look = [&] {
      cell.held = &third;
      CHECK(slot.pay<Blocks>(&first));
      Blocks::drop(&first, 1);
    };
    bool kept = false;
    first.when_destroyed = [&] { kept = slot.is_free() && slot.try_borrow(other) == &second; };

    Block* borrowed = nullptr;
    CHECK_FALSE(slot.borrow(cell, borrowed));
    CHECK(borrowed == nullptr);
    CHECK(kept);
    // Whoever takes the second block out finds it in use.
    CHECK(slot.pay<Blocks>(&second));
    Blocks::drop(&second, 1);
    CHECK(second.count == 1);
    slot.release();
    CHECK(second.count == 0);
    CHECK(third.count == 1);
  }
}

TEST_CASE("HazardSlot: borrows what is there after the writer was faster, and null as null") {
  heaparray::detail::Barriers::prepare();
  Slot slot(true);
  Block first, second;
  Cell cell{&first, false};
  cell.before_next_look = [&] { cell.held = &second; };
  Block* borrowed = nullptr;
  CHECK(slot.borrow(cell, borrowed));
  CHECK(borrowed == &second);
  CHECK_FALSE(slot.is_free());
  slot.release();
  cell.held = nullptr;
  CHECK(slot.borrow(cell, borrowed));
  CHECK(borrowed == nullptr);
  CHECK(slot.is_free());
}

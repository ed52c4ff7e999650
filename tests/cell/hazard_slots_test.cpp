// SPDX-License-Identifier: MIT
//
// The protocol of borrowed reads alone, with one thread: what a slot does when what it lets go of is destroyed, and that
// borrows. What several threads see is in borrowed_test.cpp, borrow_stress_test.cpp and relacy/.

#include <heaparray/detail/cell/barriers.hpp>
#include <heaparray/detail/cell/hazard_slot.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "support/catch.hpp"

namespace {

using Slot = heaparray::detail::HazardSlot<std::atomic, heaparray::detail::Barriers>;

struct Block {
  std::uint32_t count = 1;
  std::function<void()> when_destroyed = [] {};
  std::function<void()> when_counted = [] {};  // once
};

struct Blocks {
  using pointer = Block*;
  static std::uint64_t to_bits(Block* block) { return reinterpret_cast<std::uintptr_t>(block); }
  // SAFETY: the reverse of to_bits().
  static Block* from_bits(std::uint64_t bits) {
    return reinterpret_cast<Block*>(static_cast<std::uintptr_t>(bits));
  }
  static void add(Block* block, std::uint32_t n) {
    block->count += n;
    std::exchange(block->when_counted, [] {})();
  }
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
  static void* name(std::uint64_t seen) { return block(seen); }
  static bool is_marked(std::uint64_t seen) { return (seen & 1) != 0; }
  static bool same(std::uint64_t a, std::uint64_t b) { return a == b; }
};

/// Barriers during which other threads do what the test says.
struct Scripted {
  static inline std::function<void()> at_heavy = [] {};  // once

  static void light() {}
  static void heavy() {
    std::exchange(at_heavy, [] {})();
  }
};
using ScriptedSlot = heaparray::detail::HazardSlot<std::atomic, Scripted>;

/// A slot whose reader has let go of `block` just before a writer, who saw it there, left a debt.
void leave_debt(ScriptedSlot& slot, Block& block) {
  const Cell cell{&block, true};
  REQUIRE(slot.try_borrow(cell) == &block);
  block.when_counted = [&] { slot.release(); };
  REQUIRE(slot.pay<Blocks>(&block));
  REQUIRE(slot.is_free());
  REQUIRE(block.count == 2);
}

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

TEST_CASE(
    "HazardSlot: a debt that is taken back while the block is borrowed anew is left for the new guard") {
  ScriptedSlot slot(true);
  Block block;
  const Cell cell{&block, true};
  leave_debt(slot, block);
  Scripted::at_heavy = [&] { CHECK(slot.try_borrow(cell) == &block); };
  slot.take_back(&block);
  CHECK(block.count == 2);
  slot.release();
  CHECK(block.count == 1);
}

TEST_CASE("HazardSlot: a debt that another writer has paid meanwhile is dropped") {
  ScriptedSlot slot(true);
  Block block;
  const Cell cell{&block, true};
  leave_debt(slot, block);
  Scripted::at_heavy = [&] {
    CHECK(slot.try_borrow(cell) == &block);
    CHECK(slot.pay<Blocks>(&block));
    CHECK(block.count == 3);
  };
  slot.take_back(&block);
  CHECK(block.count == 2);
  slot.release();
  CHECK(block.count == 1);
}

TEST_CASE("HazardSlot: a debt that cannot be put back for one of another block settles that one first") {
  // Whether the reader then goes over to the other block, which the taken debt is needed for.
  for (const bool changes : {false, true}) {
    ScriptedSlot slot(true);
    Block block, other;
    const Cell cell{&block, true}, other_cell{&other, true};
    leave_debt(slot, block);
    Scripted::at_heavy = [&] {
      leave_debt(slot, other);
      CHECK(slot.try_borrow(cell) == &block);
      Scripted::at_heavy = [&] {
        if (!changes) return;
        slot.release();
        CHECK(slot.try_borrow(other_cell) == &other);
      };
    };
    slot.take_back(&block);
    CHECK(block.count == (changes ? 1u : 2u));
    CHECK(other.count == (changes ? 2u : 1u));
    slot.release();
    CHECK(block.count == 1);
    CHECK(other.count == 1);
  }
}

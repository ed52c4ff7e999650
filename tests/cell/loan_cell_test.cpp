// SPDX-License-Identifier: MIT
//
// labels: processor
//
// The counting protocols of AtomicArcArray alone, with one thread: what the count says, and what ends the program. What
// several threads see is in atomic_arc_array_test.cpp, linearizability_test.cpp and relacy/.

#include <heaparray/detail/cell/loan_cell.hpp>
#include <heaparray/detail/cell/lock_cell.hpp>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>

#include "support/catch.hpp"
#include "support/death.hpp"

namespace {

struct Block {
  std::uint32_t count = 1;
  bool beyond_48_bits = false;
};

/// Called while a reader counts a block up: for what other threads may do at that moment.
void (*while_adding)() = nullptr;

struct Blocks {
  using pointer = Block*;
  static constexpr std::uint64_t too_high = std::uint64_t{1} << 48;

  static std::uint64_t to_bits(Block* block) {
    const std::uint64_t bits = reinterpret_cast<std::uintptr_t>(block);
    return block != nullptr && block->beyond_48_bits ? bits | too_high : bits;
  }
  // SAFETY: the reverse of to_bits.
  static Block* from_bits(std::uint64_t bits) {
    return reinterpret_cast<Block*>(static_cast<std::uintptr_t>(bits & (too_high - 1)));
  }
  static void add(Block* block, std::uint32_t n) {
    block->count += n;
    if (while_adding != nullptr) while_adding();
  }
  static void drop(Block* block, std::uint32_t n) { block->count -= n; }
  static void protect(Block*) {}
};

using Cell = heaparray::detail::LoanCell<std::atomic, Blocks, 4>;
constexpr auto order = std::memory_order_seq_cst;

// What the program that dies looks at then.
Block good, high = {1, true};
Cell cell;

void (*abort_of_the_harness)(int) = SIG_DFL;

void say_what_is_left(int signal) {
  if (cell.peek(order) == &good) std::fputs("the cell is as it was, ", stderr);
  if (good.count == 4 && high.count == 1) std::fputs("the counts too\n", stderr);
  if (abort_of_the_harness != SIG_DFL) abort_of_the_harness(signal);
}

template <class F>
test::Death put_too_high(F put) {
  return test::run_to_death([&] {
    cell.store(&good, order);
    abort_of_the_harness = std::signal(SIGABRT, say_what_is_left);
    put();
  });
}

}  // namespace

TEST_CASE("LoanCell: the cell owns what it has not lent of the bias") {
  Block block;
  Cell local(&block);
  CHECK(block.count == 4);
  CHECK(local.load(order) == &block);  // one of the four
  CHECK(block.count == 4);
  CHECK(local.load(order) == &block);  // half is lent: two more
  CHECK(block.count == 6);
  CHECK(local.exchange(nullptr, order) == &block);
  CHECK(block.count == 3);  // of the two loads, and of the exchange
  CHECK(local.load(order) == nullptr);

  block.count = 1;
  CHECK(local.compare_exchange(nullptr, &block, order, order));
  CHECK(block.count == 4);
  CHECK_FALSE(local.compare_exchange(nullptr, &block, order, order));
  CHECK(block.count == 4);
  local.store(nullptr, order);
  CHECK(block.count == 0);
}

TEST_CASE("LoanCell: an address with more than 48 bits is refused before anything has changed", "[death]") {
  for (const test::Death& death :
       {put_too_high([] { cell.store(&high, order); }), put_too_high([] { cell.exchange(&high, order); }),
        put_too_high([] { cell.compare_exchange(&good, &high, order, order); }),
        put_too_high([] { Cell another(&high); })}) {
    if (!death.supported) return;
    CHECK(death.aborted());
    CHECK(
        death.says("heaparray: the address of a block has more than 48 bits: compile with "
                   "HEAPARRAY_LOCK_FREE_CELLS=0\n"));
    CHECK(death.says("the cell is as it was, the counts too\n"));
  }
}

TEST_CASE("LoanCell: a load tops up also while others are about to") {
  static Block block;
  static Cell local(&block);
  static int more = 1;
  while_adding = [] {
    if (more-- > 0) static_cast<void>(local.load(order));
  };
  static_cast<void>(local.load(order));
  static_cast<void>(local.load(order));  // and in the middle of it, another
  while_adding = nullptr;
  static_cast<void>(local.exchange(nullptr, order));
  CHECK(block.count == 4);  // of three loads, and of the exchange
}

TEST_CASE("LoanCell: more threads in load() than the bias allows end the program", "[death]") {
  const test::Death death = test::run_to_death([] {
    static Block block;
    static Cell local(&block);
    while_adding = [] { static_cast<void>(local.load(order)); };
    for (;;) static_cast<void>(local.load(order));
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.says("heaparray: too many threads are in load() of one atomic cell at the same time\n"));
}

TEST_CASE("LockCell: an address with more than 48 bits is refused by the first borrow, and not before",
          "[death]") {
  const test::Death death = test::run_to_death([] {
    using Locked = heaparray::detail::LockCell<std::atomic, Blocks>;
    static Locked locked;
    locked.store(&high, order);
    if (locked.load(order) != &high || high.count != 2) return;
    std::fputs("held and loaded\n", stderr);
    locked.mark(&high);
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(
      death.says("held and loaded\nheaparray: the address of a block has more than 48 bits: compile with "
                 "HEAPARRAY_BORROW_SLOTS=0\n"));
}

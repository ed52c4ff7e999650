// SPDX-License-Identifier: MIT
//
// The list of all slots, with one thread that plays all of them: what writers look at, and where they find
// their debts. What several threads see is in borrow_threads_test.cpp and relacy/.

#include <heaparray/detail/cell/hazard_list.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <vector>

#include "support/catch.hpp"

namespace {

/// std::atomic that counts how often it is loaded.
inline std::size_t loads = 0;
template <class T>
struct CountingAtomic : std::atomic<T> {
  using std::atomic<T>::atomic;
  T load(std::memory_order order) const noexcept {
    ++loads;
    return std::atomic<T>::load(order);
  }
};

struct NoBarriers {
  static void light() {}
  static void heavy() {}
};

using List = heaparray::detail::HazardList<CountingAtomic, NoBarriers>;

struct Block {
  int count = 1;
};
struct Blocks {
  using pointer = Block*;
  static std::uint64_t to_bits(Block* block) { return reinterpret_cast<std::uintptr_t>(block); }
  // SAFETY: the reverse of to_bits().
  static Block* from_bits(std::uint64_t bits) {
    return reinterpret_cast<Block*>(static_cast<std::uintptr_t>(bits));
  }
  static void add(Block* block, std::uint32_t n) { block->count += static_cast<int>(n); }
  static void drop(Block* block, std::uint32_t n) { block->count -= static_cast<int>(n); }
};

/// A cell that holds a block for ever.
struct Cell {
  using pointer = Block*;
  Block* held;
  std::uint64_t look() const { return Blocks::to_bits(held); }
  bool mark(Block*) const { return true; }
  // SAFETY: the reverse of look().
  static Block* block(std::uint64_t seen) {
    return reinterpret_cast<Block*>(static_cast<std::uintptr_t>(seen));
  }
  static void* name(std::uint64_t seen) { return block(seen); }
  static bool is_marked(std::uint64_t) { return true; }
  static bool same(std::uint64_t a, std::uint64_t b) { return a == b; }
};

struct Memory {
  std::vector<std::unique_ptr<List::Node>> nodes;
  std::vector<std::unique_ptr<List::Shelf>> shelves;
  std::size_t nodes_left = 100'000, shelves_left = 100'000;

  List::Node* make_node() {
    if (nodes_left-- == 0) return ++nodes_left, nullptr;
    return nodes.emplace_back(std::make_unique<List::Node>(true)).get();
  }
  List::Shelf* make_shelf() {
    if (shelves_left-- == 0) return ++shelves_left, nullptr;
    return shelves.emplace_back(std::make_unique<List::Shelf>()).get();
  }
  void drop_shelf(List::Shelf*) {}
};

std::size_t loads_of_a_writer(List& list) {
  Block block;
  loads = 0;
  list.protect<Blocks>(&block);
  CHECK(block.count == 1);
  return loads;
}

}  // namespace

TEST_CASE("HazardList: threads that have ended cost a writer nothing") {
  List list;
  Memory memory;
  std::vector<List::Node*> threads;
  const std::size_t nobody = loads_of_a_writer(list);
  for (int i = 0; i != 1000; ++i) threads.push_back(list.enter(memory));
  CHECK(std::set<List::Node*>(threads.begin(), threads.end()).size() == 1000);
  CHECK(loads_of_a_writer(list) >= 1000 * 7);
  for (List::Node* node : threads) node->leave();
  CHECK(loads_of_a_writer(list) <=
        nobody + 2 * 1000 / 32);  // for 32 or 64 of them one load, and one to get there
  // One that comes again takes over what is there.
  for (int i = 0; i != 1000; ++i) list.enter(memory);
  CHECK(memory.nodes.size() == 1000);
}

TEST_CASE("HazardList: a node with a guard in use stays, and is looked at") {
  List list;
  Memory memory;
  Block block;
  const Cell cell{&block};
  List::Node* const node = list.enter(memory);
  auto& slot = node->first_slot();
  REQUIRE(slot.try_borrow(cell) == &block);
  node->leave();
  CHECK(list.enter(memory) != node);
  list.protect<Blocks>(&block);
  CHECK(block.count == 2);
  slot.release();
  CHECK(block.count == 1);
}

TEST_CASE("HazardList: a writer finds more debts than it can remember") {
  for (const std::size_t readers : {1u, 31u, 32u, 33u, 200u}) {
    List list;
    Memory memory;
    Block block;
    const Cell cell{&block};
    std::vector<List::Node*> threads;
    for (std::size_t i = 0; i != readers; ++i) {
      threads.push_back(list.enter(memory));
      REQUIRE(threads.back()->first_slot().try_borrow(cell) == &block);
    }
    list.protect<Blocks>(&block);
    CHECK(block.count == 1 + static_cast<int>(readers));
    for (List::Node* node : threads) {
      node->first_slot().release();
      node->leave();
    }
    CHECK(block.count == 1);
  }
}

namespace {

/// The reader lets go, and its thread ends, when the writer has seen it and is about to count for it.
struct LeavingBlocks : Blocks {
  static inline std::vector<List::Node*> leaving;
  static void add(Block* block, std::uint32_t n) {
    Blocks::add(block, n);
    if (leaving.empty()) return;
    List::Node* const node = leaving.front();
    leaving.erase(leaving.begin());
    node->first_slot().release();
    node->leave();
  }
};

}  // namespace

TEST_CASE("HazardList: a debt that comes when the thread has left is taken back") {
  for (const std::size_t readers : {1u, 5u, 40u}) {  // 40: more than a writer remembers
    List list;
    Memory memory;
    Block block;
    const Cell cell{&block};
    for (std::size_t i = 0; i != readers; ++i) {
      List::Node* const node = list.enter(memory);
      REQUIRE(node->first_slot().try_borrow(cell) == &block);
      LeavingBlocks::leaving.push_back(node);
    }
    list.protect<LeavingBlocks>(&block);
    CHECK(LeavingBlocks::leaving.empty());
    CHECK(block.count == 1);
  }
}

TEST_CASE("HazardList: no node where there is no memory, and the place stays free") {
  List list;
  Memory memory;
  memory.nodes_left = 0;
  CHECK(list.enter(memory) == nullptr);
  memory.nodes_left = 1000;
  memory.shelves_left = 0;
  std::size_t n = 0;
  while (list.enter(memory) != nullptr) ++n;
  CHECK(n == std::numeric_limits<std::size_t>::digits);
  memory.shelves_left = 1;
  CHECK(list.enter(memory) != nullptr);
}

// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// borrow() under load: several cells, nested guards, blocks that are borrowed while they go from cell to cell, threads
// that come and go, and allocators that make a use after free show. HEAPARRAY_TEST_EFFORT=100 makes it a long soak.

#include <heaparray/heaparray.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/recycling.hpp"

namespace {

using heaparray::AtomicCount;
using heaparray::detail::LockBitCell;
using heaparray::detail::LockFreeCell;
using test::Quarantine;
using test::Reuse;

template <class Protocol, class Count, class Recycler>
struct Setup {
  using Allocator = test::RecyclingAllocator<std::byte, Recycler>;
  using Handle =
      heaparray::BasicRcArray<std::uint32_t, std::uint32_t, heaparray::LengthInBlock<>, Count, Allocator>;
  using Cell = heaparray::BasicAtomicArcArray<Handle, Protocol>;
  using Guard = heaparray::Borrowed<Handle>;
};

using Setups = std::tuple<Setup<LockFreeCell, AtomicCount<>, Reuse>,                    //
                          Setup<LockFreeCell, AtomicCount<std::uint32_t>, Quarantine>,  //
                          Setup<test::SmallBiasCell<40>, test::StumblingCount, Reuse>,  //
                          Setup<LockBitCell, AtomicCount<>, Reuse>,                     //
                          Setup<LockBitCell, test::StumblingCount, Quarantine>>;

constexpr std::size_t size = 6;

template <class Handle>
Handle make(std::uint32_t seed) {
  return Handle::with_label(seed, size,
                            [&](std::size_t i) { return seed * 31 + static_cast<std::uint32_t>(i); });
}

template <class Array>
bool intact(const Array& array) {
  if (!array) return true;
  for (std::size_t i = 0; i != size; ++i)
    if (array[i] != array.label() * 31 + static_cast<std::uint32_t>(i)) return false;
  return true;
}

/// What one thread does to the cells; the number of arrays that it found broken.
template <class Setup>
int play(std::array<typename Setup::Cell, 3>& cells, std::uint32_t rounds, test::Dice dice) {
  using Handle = typename Setup::Handle;
  std::array<typename Setup::Guard, 9> guards;  // more than there are slots
  Handle handle;
  int broken = 0;
  for (std::uint32_t i = 0; i != rounds; ++i) {
    auto& cell = cells[dice.roll(3)];
    auto& guard = guards[dice.roll(dice.roll(2) == 0 ? 1 : 9)];
    switch (dice.roll(16)) {
      case 0:
        cell.store(make<Handle>(i));
        break;
      case 1:
        handle =
            cell.exchange(std::move(handle));  // a block that others may be reading goes on to another cell
        break;
      case 2:
        cell.store(cells[dice.roll(3)].borrow().retain());  // one block in two cells
        break;
      case 3:
        handle = guard.retain();
        break;
      case 4:
        cell.update([&](const Handle& now) { return now ? make<Handle>(now.label() + 1) : make<Handle>(i); });
        break;
      case 5:
        handle = cell.load();
        static_cast<void>(cell.compare_exchange_strong(handle, make<Handle>(i)));
        break;
      case 6:
        // Whoever finds itself alone writes: nobody else may be reading.
        if (auto* const alone = handle.to_mut()) {
          for (std::uint32_t& element : *alone) element += 31;
          ++alone->label();
        }
        break;
      case 7:
        for (auto& each : guards) each.reset();
        break;
      default:
        guard = cell.borrow();
        break;
    }
    if (!intact(guard) || !intact(handle)) ++broken;
  }
  for (const auto& guard : guards)
    if (!intact(guard)) ++broken;
  return broken;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("borrow: no torn, lost or dead block under load", "", Setups) {
  using Handle = typename TestType::Handle;
  std::atomic<int> broken = 0;
  {
    std::array<typename TestType::Cell, 3> cells;
    // Threads end and others take over their slots, while the rest goes on.
    constexpr unsigned generations = 4;
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t != 6; ++t)
      threads.emplace_back([&, t] {
        for (unsigned generation = 0; generation != generations; ++generation)
          std::thread([&] {
            broken += play<TestType>(cells, test::effort(10'000), test::Dice(t * generations + generation));
          }).join();
      });
    for (std::thread& thread : threads) thread.join();
    const Handle last = cells[0].exchange(Handle());
    cells[1].store(Handle());
    cells[2].store(Handle());
    CHECK((!last || last.is_unique()));
  }
  CHECK(broken == 0);
  CHECK(TestType::Allocator::live() == 0);
}

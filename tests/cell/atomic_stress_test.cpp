// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// AtomicArcArray under load: more threads than cores, a pattern in every block that is checked whenever one is seen, and
// allocators that make use after free show. HEAPARRAY_TEST_EFFORT=100 makes it a long soak.

#include <heaparray/heaparray.hpp>

#include <algorithm>
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
};

using Setups = std::tuple<Setup<LockFreeCell, AtomicCount<>, Reuse>,                         //
                          Setup<LockFreeCell, AtomicCount<std::uint32_t>, Quarantine>,       //
                          Setup<test::SmallBiasCell<40>, AtomicCount<>, Reuse>,              //
                          Setup<test::SmallBiasCell<40>, test::StumblingCount, Quarantine>,  //
                          Setup<LockBitCell, AtomicCount<>, Reuse>,                          //
                          Setup<LockBitCell, test::StumblingCount, Quarantine>>;

unsigned thread_count() { return std::clamp(std::thread::hardware_concurrency() + 2, 6u, 16u); }

constexpr std::size_t size = 6;

template <class Handle>
Handle make(std::uint32_t seed) {
  return Handle::with_label(seed, size,
                            [&](std::size_t i) { return seed * 31 + static_cast<std::uint32_t>(i); });
}

template <class Handle>
bool intact(const Handle& handle) {
  if (!handle) return true;
  for (std::size_t i = 0; i != size; ++i)
    if (handle[i] != handle.label() * 31 + static_cast<std::uint32_t>(i)) return false;
  return true;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: no torn, lost or dead block under load", "", Setups) {
  using Handle = typename TestType::Handle;
  const std::uint32_t rounds = test::effort(60'000);
  std::atomic<int> broken = 0;
  {
    std::array<typename TestType::Cell, 2> cells;
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t != thread_count(); ++t) {
      threads.emplace_back([&, t] {
        test::Dice dice(t);
        std::array<Handle, 4> kept;  // some handles live for longer
        for (std::uint32_t i = 0; i != rounds; ++i) {
          auto& cell = cells[i % 2];
          Handle seen;
          const bool calm = i / 256 % 2 == 1 && dice.roll(64) != 0;  // a block stays for a while
          switch (calm ? 9 : dice.roll(10)) {
            case 0:
              cell.store(make<Handle>(i));
              break;
            case 1:
              seen = cell.exchange(make<Handle>(i));
              break;
            case 2:
              seen = cell.update([&](const Handle& now) {
                if (!intact(now)) ++broken;
                return i % 3 == 0 ? now : make<Handle>(i);
              });
              break;
            case 3:
              seen = cell.load();
              static_cast<void>(cell.compare_exchange_strong(seen, cells[1].load()));
              break;
            case 4:
              seen = kept[dice.roll(4)];
              static_cast<void>(cell.compare_exchange_weak(seen, kept[dice.roll(4)]));
              break;
            default:
              seen = cell.load();
              break;
          }
          if (!intact(seen)) ++broken;
          if (i % 8 == 0) kept[dice.roll(4)] = std::move(seen);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    // The same block in both cells, and out of both again.
    cells[0].store(cells[1].load());
    const Handle last = cells[0].exchange(Handle());
    cells[1].store(Handle());
    CHECK((!last || last.is_unique()));
  }
  CHECK(broken == 0);
  CHECK(TestType::Allocator::live() == 0);
}

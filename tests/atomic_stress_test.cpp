// SPDX-License-Identifier: MIT
//
// labels: threads
//
// AtomicArcArray under load: more threads than cores, blocks that are reused at once, a pattern in every block.

#include <heaparray/heaparray.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <vector>

#include "support/catch.hpp"

namespace {

// Gives back the block that was freed last, so that an address comes back as soon as it can.
template <class T>
struct ReusingAllocator {
  using value_type = T;

  ReusingAllocator() = default;
  template <class U>
  ReusingAllocator(const ReusingAllocator<U>&) noexcept {}

  T* allocate(std::size_t n) {
    const std::lock_guard lock(mutex);
    ++live;
    if (!freed.empty()) {
      void* const memory = freed.back();
      freed.pop_back();
      return static_cast<T*>(memory);
    }
    return static_cast<T*>(::operator new(n * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t) noexcept {
    const std::lock_guard lock(mutex);
    --live;
    freed.push_back(memory);
  }
  friend bool operator==(const ReusingAllocator&, const ReusingAllocator&) = default;

  static inline std::mutex mutex;
  static inline std::vector<void*> freed;  // all of one size
  static inline long live = 0;
};

using Handle = heaparray::TpArcArray<std::uint32_t, std::uint32_t, ReusingAllocator<std::byte>>;
using Cells = std::tuple<heaparray::BasicAtomicArcArray<Handle, heaparray::detail::LockFreeCell>,
                         heaparray::BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>>;

constexpr std::size_t size = 6;

Handle make(std::uint32_t seed) {
  return Handle::with_label(seed, size,
                            [&](std::size_t i) { return seed * 31 + static_cast<std::uint32_t>(i); });
}

bool intact(const Handle& handle) {
  if (!handle) return true;
  for (std::size_t i = 0; i != size; ++i)
    if (handle[i] != handle.label() * 31 + static_cast<std::uint32_t>(i)) return false;
  return true;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: no torn, lost or dead block under load", "", Cells) {
  constexpr std::uint32_t rounds = 20000;
  std::atomic<int> broken = 0;
  {
    std::array<TestType, 2> cells;
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t != 6; ++t) {
      threads.emplace_back([&, t] {
        for (std::uint32_t i = 0; i != rounds; ++i) {
          auto& cell = cells[i % 2];
          Handle seen;
          switch ((t + i / 7) % 6) {
            case 0:
              cell.store(make(i));
              break;
            case 1:
              seen = cell.exchange(make(i));
              break;
            case 2:
              seen = cell.update([&](const Handle& now) { return intact(now) ? make(i) : Handle(); });
              break;
            case 3:
              seen = cell.load();
              static_cast<void>(cell.compare_exchange_strong(seen, cells[1].load()));
              break;
            default:
              seen = cell.load();
              break;
          }
          if (!intact(seen)) ++broken;
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
  using Unit = heaparray::detail::UnitAllocator<ReusingAllocator<std::byte>, alignof(std::size_t)>;
  CHECK(Unit::live == 0);
  for (void* memory : Unit::freed) ::operator delete(memory);
  Unit::freed.clear();
}

// SPDX-License-Identifier: MIT
//
// The cell with the lock bit, when the thread that has the lock is stopped: the others sleep, so that it can
// go on.

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif
#if defined(__unix__) || defined(__APPLE__)
#include <time.h>
#endif

#include "support/catch.hpp"

namespace {

using std::chrono::milliseconds;

/// What the thread that counts, and has the lock meanwhile, does then.
void (*while_locked)() = nullptr;
std::atomic<bool> is_locked = false;

class SlowCount {
 public:
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = heaparray::AtomicCount<>::max_owners;

  void increment(std::size_t n = 1) noexcept {
    count_.increment(n);
    if (!is_locked.exchange(true) && while_locked != nullptr) while_locked();
  }
  bool decrement(std::size_t n = 1) noexcept { return count_.decrement(n); }
  bool is_unique() const noexcept { return count_.is_unique(); }
  std::size_t use_count() const noexcept { return count_.use_count(); }

 private:
  heaparray::AtomicCount<> count_;
};

using Handle = heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInBlock<>, SlowCount>;
using Cell = heaparray::BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>;

#if defined(__unix__) || defined(__APPLE__)
milliseconds processor_time() {
  timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return milliseconds(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}
#endif

}  // namespace

#if defined(__unix__) || defined(__APPLE__)
TEST_CASE("LockCell: who waits for a thread that is stopped sleeps") {
  Cell cell(Handle{1, 2});
  is_locked = false;
  while_locked = [] { std::this_thread::sleep_for(milliseconds(600)); };
  std::thread owner([&] { static_cast<void>(cell.load()); });
  while (!is_locked) std::this_thread::yield();
  const milliseconds before = processor_time();
  CHECK(cell.load()[1] == 2);
  CHECK(processor_time() - before < milliseconds(60));
  owner.join();
  while_locked = nullptr;
}
#endif

#if defined(__linux__)
TEST_CASE("LockCell: a thread of real-time priority lets the one go on that has the lock") {
  // On one processor; skipped where that, or the priority, is not allowed.
  Cell cell(Handle{1, 2});
  is_locked = false;
  while_locked = [] {
    const milliseconds begin = processor_time();
    while (processor_time() - begin < milliseconds(30)) {
    }
  };
  bool allowed = true;
  milliseconds took(0);
  std::thread([&] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
    allowed = ::pthread_setaffinity_np(::pthread_self(), sizeof one, &one) == 0;
    std::thread owner([&] { static_cast<void>(cell.load()); });  // on the same processor
    while (!is_locked) std::this_thread::sleep_for(milliseconds(1));
    sched_param priority = {};
    priority.sched_priority = 1;
    allowed = allowed && ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &priority) == 0;
    if (allowed) {
      const auto begin = std::chrono::steady_clock::now();
      static_cast<void>(cell.load());
      took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
    }
    owner.join();
  }).join();
  while_locked = nullptr;
  if (allowed) CHECK(took < milliseconds(500));
}
#endif

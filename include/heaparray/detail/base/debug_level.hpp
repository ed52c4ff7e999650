// SPDX-License-Identifier: MIT
//
// detail/base/debug_level.hpp: what HEAPARRAY_HARDENING=2 adds: the canary of a block, and who counts its
// owners at the moment.
//
//    [allocator][count][length][thread|kind][Label] T T T T ...
//                              |<- Canary ->|
//
// The canary is the last part in front of the label, so that blocks without a label have it at the same
// distance from the elements, whatever else is in front. `kind` is a number for what the block is: the sizes
// and places of its parts. It is the same for all compilers of a platform, so names of types are not in it.
// `thread` is the thread that counted owners last, of blocks whose owners may be counted by one thread at a
// time; its lowest bit says that it is counting now.
//
// Owners of such a block may go from thread to thread, one by one or all together, and threads may count
// them under a lock. All of this is right, so another thread alone proves nothing. What is reported is that
// two threads count at the same time. To see more of that, a thread that counts after another one takes its
// time. (Kernels look for data races in this way.)
//
// Without the debug level, this header is empty.
#ifndef HEAPARRAY_DETAIL_BASE_DEBUG_LEVEL_HPP
#define HEAPARRAY_DETAIL_BASE_DEBUG_LEVEL_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include "../../config.hpp"
#include "fail.hpp"
#include "hidden.hpp"

#if HEAPARRAY_HARDENING >= 2

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// A number for the calling thread: the address of its errno, which is one for all modules of a program and
/// needs no thread-local storage of our own. It is even. Where threads share errno, and on Windows, where a
/// module may have one of its own, it is the same for all threads, and nothing is reported. A later thread
/// may have the number of one that has ended.
[[nodiscard]] HEAPARRAY_OUT_OF_LINE inline std::uintptr_t this_thread() noexcept {
#if defined(_WIN32)
  return 2;
#else
  auto thread = reinterpret_cast<std::uintptr_t>(&errno);
  // Compilers may keep the address of errno while a coroutine moves to another thread. Not what comes from
  // here.
  __asm__ __volatile__("" : "+r"(thread));
  return thread;
#endif
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_kind(const char* what, std::size_t found,
                                                            std::size_t expected, bool is_dead) {
  char text[message_size];
  std::snprintf(text, sizeof text, "%s %s: its canary is %zx, expected %zx", what,
                is_dead ? "a block that was destroyed" : "what is no block of this type of array", found,
                expected);
  violated(Caller{}, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_counting(std::uintptr_t found, std::uintptr_t here) {
  char text[message_size];
  std::snprintf(text, sizeof text,
                "two threads, %zx and %zx, count the owners of a block at the same time, and its count is "
                "not atomic",
                to_integer<std::size_t>(found), to_integer<std::size_t>(here));
  violated(Caller{}, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_guard(std::uintptr_t borrowed, std::uintptr_t here) {
  char text[message_size];
  std::snprintf(text, sizeof text,
                "a guard that thread %zx borrowed is released by thread %zx: pass it on by retain()",
                to_integer<std::size_t>(borrowed), to_integer<std::size_t>(here));
  violated(Caller{}, text);
}

/// The part of a block. \see above
class Canary {
 public:
  /// In a block that is alive, and that no thread has counted yet.
  constexpr explicit Canary(std::size_t kind) noexcept : thread_(0), kind_(kind) {}

  /// A number for these numbers. Another one for others, except by accident; never that of a dead block.
  template <std::size_t N>
  HEAPARRAY_WRAPS static constexpr std::size_t kind_of(const std::size_t (&numbers)[N]) noexcept {
    std::uint64_t kind = 14695981039346656037U;  // FNV-1a
    for (const std::size_t number : numbers) kind = (kind ^ number) * 1099511628211U;
    return to_integer<std::size_t>(kind ^ (kind >> 32)) | 1;
  }

  /// Reports if at `place`, where a block of the right kind has its canary, is another one, or none. `what`
  /// is what is done with the block.
  static void expect(const void* place, std::size_t kind, const char* what) {
    const std::size_t found = kind_at(place);
    if (found != kind) [[unlikely]]
      violated_kind(what, found, kind, found == dead);
  }

  /// The block is about to be freed.
  void die() noexcept {
    // Volatile: a compiler would leave out what is written to memory before it is freed.
    *const_cast<volatile std::size_t*>(&kind_) = dead;
  }

  /// The calling thread begins to count. `may_wait`: if another one counted before, slowly.
  void begin_counting(std::uintptr_t here, bool may_wait) noexcept {
    // relaxed, here and below: only the order of the values of this one object matters. If one thread's
    // counting happens before another's, so does its end_counting(), whose value this exchange then finds,
    // or a later one. So whoever finds a thread that is counting is not synchronised with it.
    const std::uintptr_t found = thread_.exchange(here | counting, std::memory_order_relaxed);
    if (is_other(found, here)) [[unlikely]]
      violated_counting(found & ~counting, here);
    if (may_wait && found != 0 && (found & ~counting) != here) [[unlikely]]
      for (int i = 0; i != 1000; ++i) static_cast<void>(thread_.load(std::memory_order_relaxed));
  }
  /// And ends. In between, a signal handler of the thread may have counted, too.
  void end_counting(std::uintptr_t here) noexcept { thread_.store(here, std::memory_order_relaxed); }
  /// The calling thread reads the count, as other threads may at the same time.
  void expect_no_counting() const {
    const std::uintptr_t found = thread_.load(std::memory_order_relaxed);
    if ((found & counting) == 0) [[likely]]
      return;
    if (const std::uintptr_t here = this_thread(); is_other(found, here)) [[unlikely]]
      violated_counting(found & ~counting, here);
  }

 private:
  static constexpr std::uintptr_t counting = 1;
  static constexpr std::size_t dead =
      to_integer<std::size_t>(std::uint64_t{0xDEADB10CDEADB10CU}) & ~std::size_t{1};

  static bool is_other(std::uintptr_t found, std::uintptr_t here) noexcept {
    return (found & counting) != 0 && found != (here | counting);
  }

  // SAFETY: only bytes are read, and in front of elements there is something, even if it is another block's.
  // If the memory was freed, or nothing is there, the contract was broken before, and the read may end the
  // program, which is what this is for. Not aligned: what is there may be no block.
  static std::size_t kind_at(const void* place) noexcept {
    std::size_t kind = 0;
    std::memcpy(&kind, static_cast<const char*>(place) + sizeof(std::uintptr_t), sizeof kind);
    return kind;
  }

  std::atomic<std::uintptr_t> thread_;
  std::size_t kind_;
};
static_assert(sizeof(Canary) == sizeof(std::uintptr_t) + sizeof(std::size_t) &&
              sizeof(std::atomic<std::uintptr_t>) == sizeof(std::uintptr_t));

/// While this is alive, the calling thread counts.
class CountingHere {
 public:
  CountingHere(Canary& canary, bool is_shared) noexcept : canary_(canary), here_(this_thread()) {
    canary_.begin_counting(here_, is_shared);
  }
  CountingHere(const CountingHere&) = delete;
  CountingHere& operator=(const CountingHere&) = delete;
  ~CountingHere() { canary_.end_counting(here_); }

 private:
  Canary& canary_;
  std::uintptr_t here_;
};

/// A count that one thread may use at a time, as a RefCounter. `Counter` is one, or a reference to one.
template <class Counter>
struct WatchedCount {
  Counter counter;
  Canary& canary;

  void increment() noexcept {
    const CountingHere here(canary, !counter.is_unique());
    counter.increment();
  }
  bool decrement() noexcept {
    const CountingHere here(canary, !counter.is_unique());
    return counter.decrement();
  }
  bool is_unique() const noexcept {
    canary.expect_no_counting();
    return counter.is_unique();
  }
  auto use_count() const noexcept {
    canary.expect_no_counting();
    return counter.use_count();
  }

  // With weak handles
  bool upgrade() noexcept {
    const CountingHere here(canary, true);
    return counter.upgrade();
  }
  void increment_weak() noexcept {
    const CountingHere here(canary, true);
    counter.increment_weak();
  }
  bool decrement_weak() noexcept {
    const CountingHere here(canary, true);
    return counter.decrement_weak();
  }
  bool has_weak() const noexcept { return counter.has_weak(); }
  auto weak_count() const noexcept {
    canary.expect_no_counting();
    return counter.weak_count();
  }
  void withdraw() noexcept { counter.withdraw(); }
  void publish() noexcept { counter.publish(); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif

#endif  // HEAPARRAY_DETAIL_BASE_DEBUG_LEVEL_HPP

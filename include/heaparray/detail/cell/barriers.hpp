// SPDX-License-Identifier: MIT
//
// detail/cell/barriers.hpp: a pair of barriers of which one side costs nothing.
//
//     thread 1:  x = 1;  light();  read y         at least one of the two
//     thread 2:  y = 1;  heavy();  read x         reads the 1 of the other
//
// light() only keeps the compiler from moving accesses across it, and heavy() makes every core that runs a
// thread of this process execute a full barrier.
//
//   Linux     membarrier(PRIVATE_EXPEDITED). Where the kernel does not have it, refuses it, or a sandbox
//             pretends, which is found out at run time, before the first light(), both are full fences
//   Windows   FlushProcessWriteBuffers
//   others    both are full fences
//   with ThreadSanitizer, which does not understand fences: both are a read-modify-write of one and the same
//   variable.
//             One of the two comes first, and the other synchronises with it
#ifndef HEAPARRAY_DETAIL_CELL_BARRIERS_HPP
#define HEAPARRAY_DETAIL_CELL_BARRIERS_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>

#include "../../config.hpp"
#include "../base/fail.hpp"

#if defined(__SANITIZE_THREAD__)
#define HEAPARRAY_TSAN_BARRIERS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HEAPARRAY_TSAN_BARRIERS 1
#endif
#endif

#if defined(__linux__) && !defined(HEAPARRAY_TSAN_BARRIERS) && __has_include(<linux/membarrier.h>)
#define HEAPARRAY_MEMBARRIER 1
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(_WIN32) && !defined(HEAPARRAY_TSAN_BARRIERS)
extern "C" __declspec(dllimport) void __stdcall FlushProcessWriteBuffers();
#endif

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The barriers of this process.
class Barriers {
 public:
  /// To be called by each thread before its first light(), and before any other thread can depend on that.
  static void prepare() noexcept {
#if defined(HEAPARRAY_MEMBARRIER)
    // relaxed, here and in light(): every thread that asks finds what it, or a faster one, has decided, and
    // nothing else is read because of it. The decision is made once, since the two halves of a pair must
    // agree.
    if (mode_.load(std::memory_order_relaxed) != undecided) return;
    const int decision = offered() && command(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0 &&
                                 command(MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0
                             ? asymmetric
                             : fences;
    int expected = undecided;
    mode_.compare_exchange_strong(expected, decision, std::memory_order_relaxed);
#endif
  }

  /// The half that is free. \pre this thread has called prepare()
  static void light() noexcept {
#if defined(HEAPARRAY_MEMBARRIER)
    if (mode_.load(std::memory_order_relaxed) == asymmetric) [[likely]]
      std::atomic_signal_fence(std::memory_order_seq_cst);
    else
      std::atomic_thread_fence(std::memory_order_seq_cst);
#elif defined(HEAPARRAY_TSAN_BARRIERS)
    meeting_.fetch_add(1, std::memory_order_acq_rel);
#elif defined(_WIN32)
    std::atomic_signal_fence(std::memory_order_seq_cst);
#else
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
  }

  /// The half that pays for both. \pre the prepare() of the thread that this one is to be ordered with
  /// happened before
  static void heavy() noexcept {
#if defined(HEAPARRAY_MEMBARRIER)
    if (mode_.load(std::memory_order_relaxed) != asymmetric) {
      std::atomic_thread_fence(std::memory_order_seq_cst);
    } else if (command(MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0) [[unlikely]] {
      // Not registered: the child of a fork, on some kernels.
      if (command(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) != 0 ||
          command(MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0)
        violated(
            Caller{},
            "the kernel refuses membarrier(), which it allowed before: call borrow() only after a system "
            "call filter is in force, or compile with HEAPARRAY_BORROW_SLOTS=0");
    }
#elif defined(HEAPARRAY_TSAN_BARRIERS)
    meeting_.fetch_add(1, std::memory_order_acq_rel);
#elif defined(_WIN32)
    ::FlushProcessWriteBuffers();
#else
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
  }

 private:
#if defined(HEAPARRAY_MEMBARRIER)
  enum Mode : int { undecided, asymmetric, fences };

  static long command(int what) noexcept { return ::syscall(SYS_membarrier, what, 0, 0); }

  /// Whether the kernel says that it has what is needed. A sandbox may answer every call with success and do
  /// nothing: its answer to this question is then that there is nothing. So is a command accepted that does
  /// not exist.
  static bool offered() noexcept {
    constexpr long needed = MEMBARRIER_CMD_PRIVATE_EXPEDITED | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
    const long commands = command(MEMBARRIER_CMD_QUERY);
    constexpr int no_command = 1 << 30;
    return commands > 0 && (commands & needed) == needed && command(no_command) == -1;
  }

  HEAPARRAY_SHARED static inline constinit std::atomic<int> mode_ = undecided;
#elif defined(HEAPARRAY_TSAN_BARRIERS)
  HEAPARRAY_SHARED static inline constinit std::atomic<unsigned> meeting_ = 0;
#endif
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#undef HEAPARRAY_MEMBARRIER
#undef HEAPARRAY_TSAN_BARRIERS

#endif  // HEAPARRAY_DETAIL_CELL_BARRIERS_HPP

// SPDX-License-Identifier: MIT
//
// relacy_atomic.hpp: RelacyAtomic<T>, what std::atomic<T> is to the library, run by the model checker relacy.
//
// Include this before any header of the library: relacy means to be included first, and by programs that are
// written for it. Its macros for `new`, `free`, `memory_order_relaxed` and so on are removed again, except
// for that of `sched_yield()`, which is how a waiting LockCell lets the other threads of a model run.
#ifndef HEAPARRAY_TESTS_RELACY_RELACY_ATOMIC_HPP
#define HEAPARRAY_TESTS_RELACY_RELACY_ATOMIC_HPP

// What the library includes, before the macros of relacy.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>

#include <sched.h>

#include <relacy/relacy.hpp>

#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst
#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef assert
#undef errno
#undef HANDLE
#undef futex
#ifndef sched_yield
#error "relacy is expected to replace sched_yield()"
#endif

// The library keeps it as it was. Any variable will do.
inline int errno = 0;

// A broken contract is a failure that relacy reports with the execution that leads to it.
namespace heaparray {
struct Violation;
}
[[noreturn]] void relacy_violation(const heaparray::Violation& violation);
#define HEAPARRAY_VIOLATION_HANDLER relacy_violation
#include <heaparray/config.hpp>

// It does not come back: relacy leaves the threads of a failed execution where they are.
inline void relacy_violation(const heaparray::Violation& violation) {
  rl::ctx().fail_test(
      violation.message, rl::test_result_user_assert_failed,
      rl::debug_info("violated", violation.file != nullptr ? violation.file : "", violation.line));
  std::abort();
}

namespace relacy_model {

/// The place of a call, for the history that relacy prints.
inline rl::debug_info here(const char* function = __builtin_FUNCTION(), const char* file = __builtin_FILE(),
                           unsigned line = __builtin_LINE()) {
  return rl::debug_info(function, file, line);
}

constexpr rl::memory_order order(std::memory_order o) {
  switch (o) {
    case std::memory_order_relaxed:
      return rl::mo_relaxed;
    case std::memory_order_consume:
      return rl::mo_consume;
    case std::memory_order_acquire:
      return rl::mo_acquire;
    case std::memory_order_release:
      return rl::mo_release;
    case std::memory_order_acq_rel:
      return rl::mo_acq_rel;
    default:
      return rl::mo_seq_cst;
  }
}

/// Threads in one model, at most.
inline constexpr unsigned max_threads = 4;

/// The members of std::atomic that the library uses, on a relacy atomic. Where relacy is kinder than the
/// standard, this is not:
///   - a compare_exchange that fails may have read an old value (in random search, where relacy gives those
///     out);
///   - a notification synchronises nothing, and wakes no thread that the standard does not promise to wake.
template <class T>
class RelacyAtomic {
 public:
  // In a template, `constexpr` is ignored where it cannot be.
  constexpr explicit RelacyAtomic(T value) noexcept { initialize(value); }
  RelacyAtomic(const RelacyAtomic&) = delete;
  RelacyAtomic& operator=(const RelacyAtomic&) = delete;

  T load(std::memory_order o, rl::debug_info where = here()) const noexcept {
    return atomic_.load(order(o), where);
  }

  void store(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    atomic_.store(value, order(o), where);
    written();
  }
  T exchange(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    const T old = atomic_.exchange(value, order(o), where);
    written();
    return old;
  }
  T fetch_add(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    const T old = atomic_.fetch_add(value, order(o), where);
    written();
    return old;
  }
  T fetch_sub(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    const T old = atomic_.fetch_sub(value, order(o), where);
    written();
    return old;
  }
  T fetch_or(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    const T old = atomic_.fetch_or(value, order(o), where);
    written();
    return old;
  }

  T fetch_and(T value, std::memory_order o, rl::debug_info where = here()) noexcept {
    const T old = atomic_.fetch_and(value, order(o), where);
    written();
    return old;
  }

  bool compare_exchange_weak(T& expected, T desired, std::memory_order success, std::memory_order failure,
                             rl::debug_info where = here()) noexcept {
    return compare_exchange(rl::bool_t<true>(), expected, desired, success, failure, where);
  }
  bool compare_exchange_strong(T& expected, T desired, std::memory_order success, std::memory_order failure,
                               rl::debug_info where = here()) noexcept {
    return compare_exchange(rl::bool_t<false>(), expected, desired, success, failure, where);
  }

  /// \see [atomics.wait]
  void wait(T old, std::memory_order o, rl::debug_info where = here()) const noexcept {
    while (atomic_.load(order(o), where) == old) {
      // Looking once more and going to sleep is one step, as it is in a futex.
      if (atomic_.debug_value() != old) {
        rl::yield(1, where);  // what was loaded was old: it is not for ever
        continue;
      }
      Waiter& waiter = waiters_[waiter_count_++];
      waiter = Waiter();
      waiter.thread = rl::ctx().current_thread();
      rl::ctx().park_current_thread(false, false, false, where);
    }
  }
  void notify_one(rl::debug_info where = here()) noexcept { notify(1, where); }
  void notify_all(rl::debug_info where = here()) noexcept { notify(max_threads, where); }

 private:
  // Nobody else can see it yet: no other thread is tried in between.
  void initialize(T value) noexcept {
    rl::context& c = rl::ctx();
    const rl::preemption_disabler alone(c);
    atomic_.store(value, rl::mo_relaxed, here());
  }

  /// A thread that is asleep in wait(), and the first write of each thread since it looked at the value.
  struct Waiter {
    rl::thread_id_t thread = -1;
    std::array<rl::timestamp_t, max_threads> first_write = {};
  };

  template <bool Weak>
  bool compare_exchange(rl::bool_t<Weak> weak, T& expected, T desired, std::memory_order success,
                        std::memory_order failure, rl::debug_info where) noexcept {
    if (rl::ctx().is_random_sched() && rl::rand(4) == 0) {
      const T seen = atomic_.load(order(failure), where);
      if (seen != expected) {
        expected = seen;
        return false;
      }
    }
    if (failure == std::memory_order_seq_cst) success = failure;  // relacy wants it so; the standard does not
    if (!atomic_.compare_exchange(weak, expected, desired, order(success), order(failure), where))
      return false;
    written();
    return true;
  }

  /// Notes a write of this thread for those that are asleep.
  void written() noexcept {
    const rl::thread_info_base& self = *rl::ctx().threadx_;
    for (unsigned i = 0; i != waiter_count_; ++i) {
      rl::timestamp_t& first = waiters_[i].first_write[static_cast<unsigned>(self.index_)];
      if (first == 0) first = self.own_acq_rel_order_;
    }
  }

  /// Whether a notification by this thread must find the waiter: a write that follows what the waiter has
  /// seen happens before the notification.
  static bool eligible(const Waiter& waiter) noexcept {
    const rl::thread_info_base& self = *rl::ctx().threadx_;
    for (unsigned t = 0; t != unsigned(rl::ctx().get_thread_count()); ++t)
      if (waiter.first_write[t] != 0 && self.acq_rel_order_[t] >= waiter.first_write[t]) return true;
    return false;
  }

  void notify(unsigned count, rl::debug_info where) noexcept {
    rl::ctx().sched();
    for (; count != 0; --count) {
      std::array<unsigned, max_threads> found;
      unsigned n = 0;
      for (unsigned i = 0; i != waiter_count_; ++i)
        if (eligible(waiters_[i])) found[n++] = i;
      if (n == 0) return;
      const unsigned chosen = found[n == 1 ? 0 : rl::rand(n)];
      const rl::thread_id_t thread = waiters_[chosen].thread;
      waiters_[chosen] = waiters_[--waiter_count_];
      rl::ctx().unpark_thread(thread, false, where);
    }
  }

  rl::atomic<T> atomic_;
  mutable std::array<Waiter, max_threads> waiters_;
  mutable unsigned waiter_count_ = 0;
};

/// Barriers, both of them full fences.
struct RelacyBarriers {
  static void light(rl::debug_info where = here()) noexcept {
    rl::atomic_thread_fence(rl::mo_seq_cst, where);
  }
  static void heavy(rl::debug_info where = here()) noexcept {
    rl::atomic_thread_fence(rl::mo_seq_cst, where);
  }
};

/// Barriers of which one half is nothing: heavy() has every thread execute a fence, each at a moment of its
/// own and in any order, which is what a kernel does that interrupts them.
struct OneSidedBarriers {
  static void light() noexcept {}
  static void heavy(rl::debug_info where = here()) noexcept {
    rl::atomic_thread_fence(rl::mo_seq_cst, where);
    switch (rl::ctx().get_thread_count()) {
      case 2:
        fence_others<2>();
        break;
      case 3:
        fence_others<3>();
        break;
      default:
        fence_others<4>();
    }
    rl::atomic_thread_fence(rl::mo_seq_cst, where);
  }

 private:
  template <rl::thread_id_t Threads>
  static void fence_others() noexcept {
    rl::context& c = rl::ctx();
    // relacy has them in an array.
    using Info = rl::aligned<rl::thread_info<Threads>>;
    auto* const self = static_cast<Info*>(static_cast<rl::thread_info<Threads>*>(c.threadx_));
    Info* const threads = self - self->index_;
    std::array<Info*, Threads> others = {};
    unsigned n = 0;
    for (rl::thread_id_t t = 0; t != Threads; ++t)
      if (t != self->index_) others[n++] = &threads[t];
    for (; n != 0; --n) {
      c.sched();  // others go on meanwhile
      std::swap(others[n == 1 ? 0 : rl::rand(n)], others[n - 1]);
      others[n - 1]->atomic_thread_fence_seq_cst(c.seq_cst_fence_order_);
    }
  }
};

}  // namespace relacy_model

#endif  // HEAPARRAY_TESTS_RELACY_RELACY_ATOMIC_HPP

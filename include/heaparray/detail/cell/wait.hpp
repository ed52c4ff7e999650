// SPDX-License-Identifier: MIT
//
// detail/cell/wait.hpp: how a thread waits for another one, also where std::atomic has no wait().
#ifndef HEAPARRAY_DETAIL_CELL_WAIT_HPP
#define HEAPARRAY_DETAIL_CELL_WAIT_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>  // which has __cpp_lib_atomic_wait

#if defined(__unix__) || defined(__APPLE__)
#include <cerrno>

#include <sched.h>  // instead of <thread>, which is heavy
#include <time.h>
#else
#include <chrono>
#include <thread>
#endif

#include "../../config.hpp"
#include "../base/hidden.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Lets the thread run that the caller waits for. `looks` is how often the calling thread has looked in vain:
/// at first it lets threads run that are as important as itself, then it sleeps, so that a less important one
/// can go on.
HEAPARRAY_COLD inline void back_off(unsigned looks) noexcept {
  constexpr unsigned yields = 16;
  const unsigned doubled = looks < yields ? 0 : (looks - yields < 4 ? looks - yields : 4);
  const unsigned microseconds = 50u << doubled;  // 50 to 800
#if defined(__unix__) || defined(__APPLE__)
  if (looks < yields) {
    ::sched_yield();
    return;
  }
  const int error = errno;
  const timespec time = {0, static_cast<long>(microseconds) * 1000};
  ::nanosleep(&time, nullptr);
  errno = error;  // a signal may have ended it
#else
  if (looks < yields)
    std::this_thread::yield();
  else
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
#endif
}

/// Returns some time after `word` is not `old`, or earlier: the caller looks again. `looks` as for back_off().
template <class Word, class Value>
void wait_on(const Word& word, Value old, std::memory_order order, unsigned looks) noexcept {
#ifdef __cpp_lib_atomic_wait
  static_cast<void>(looks);
  word.wait(old, order);
#else  // a C library without threads, or an Apple system before 11
  static_cast<void>(word), static_cast<void>(old), static_cast<void>(order);
  back_off(looks);
#endif
}

/// Wakes all who are in wait_on().
template <class Word>
void wake_all(Word& word) noexcept {
#ifdef __cpp_lib_atomic_wait
  word.notify_all();
#else
  static_cast<void>(word);  // they look by themselves
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_WAIT_HPP

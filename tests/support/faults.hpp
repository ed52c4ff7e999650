// SPDX-License-Identifier: MIT
//
// faults.hpp: make the nth step of an operation fail, and then every n in turn.
//
// Steps are: each construction, copy, move and assignment of a test::Throwing, each allocation by a
// test::CheckedAllocator, and each call of fault_point() from a test (in its `init`, for example). All of
// them count down the same number, so that fail_everywhere() visits every place where an operation may fail.
#ifndef HEAPARRAY_TESTS_SUPPORT_FAULTS_HPP
#define HEAPARRAY_TESTS_SUPPORT_FAULTS_HPP

#include "problems.hpp"

#include <exception>
#include <new>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define HEAPARRAY_TEST_THROW(exception) throw exception
#else
#define HEAPARRAY_TEST_THROW(exception) ::std::abort()
#endif

namespace test {

/// What fault_point() throws. No library code knows this type.
struct Boom : std::exception {
  const char* what() const noexcept override { return "test::Boom"; }
};

namespace detail {

// Per thread, so that which step fails does not depend on what other threads do.
inline thread_local constinit int steps_to_fault = 0;  // 0: not armed

}  // namespace detail

/// Arms the nth step from here (1 is the next) on this thread; disarms at the end of its scope.
/// Only one step fails: what cleans up afterwards is not disturbed.
class FailAt {
 public:
  explicit FailAt(int n) : before_(detail::steps_to_fault) { detail::steps_to_fault = n; }
  FailAt(const FailAt&) = delete;
  FailAt& operator=(const FailAt&) = delete;
  ~FailAt() { detail::steps_to_fault = before_; }

  bool fired() const { return detail::steps_to_fault == 0; }

 private:
  int before_;
};

/// Counts one step; true if it is the one that must fail.
inline bool fault_due() noexcept { return detail::steps_to_fault > 0 && --detail::steps_to_fault == 0; }

/// Counts one step, and throws Boom if it is the one that must fail.
inline void fault_point() {
  if (fault_due()) {
    HEAPARRAY_TEST_THROW(Boom{});
  }
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Runs `f()` with step 1 failing, then step 2, and so on until it runs without a failure.
/// Swallows the Boom or std::bad_alloc of the step that failed, nothing else.
/// Returns how many steps there were: compare it with what you expect, 0 means that nothing was tested.
/// Open the ObjectScope, AllocationScope or Ledger that checks for leaks inside `f`.
template <class F>
int fail_everywhere(F f, int limit = 10000) {
  for (int n = 1; n <= limit; ++n) {
    const FailAt armed(n);
    try {
      f();
    } catch (const Boom&) {
      if (!armed.fired()) throw;
    } catch (const std::bad_alloc&) {
      if (!armed.fired()) throw;
    }
    if (!armed.fired()) {
      return n - 1;
    }
  }
  report_problem("fail_everywhere: still failing after %d steps", limit);
  return limit;
}
#endif

}  // namespace test

#endif

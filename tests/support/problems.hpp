// SPDX-License-Identifier: MIT
//
// problems.hpp: how the test helpers say that something is wrong.
//
// A problem (double destruction, a leak, a wrong size on deallocation, ...) ends the program: a test cannot
// forget to look. Tests of the helpers themselves open a ProblemCapture, which collects problems instead.
#ifndef HEAPARRAY_TESTS_SUPPORT_PROBLEMS_HPP
#define HEAPARRAY_TESTS_SUPPORT_PROBLEMS_HPP

#include <algorithm>
#include <atomic>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

#if defined(__MINGW_PRINTF_FORMAT)  // there, `printf` is Microsoft's, which has no %zu
#define HEAPARRAY_TEST_PRINTF __attribute__((format(__MINGW_PRINTF_FORMAT, 1, 2)))
#elif defined(__GNUC__)
#define HEAPARRAY_TEST_PRINTF __attribute__((format(printf, 1, 2)))
#else
#define HEAPARRAY_TEST_PRINTF
#endif

namespace test {

namespace detail {

// Not std::mutex, of which mingw's has no constexpr constructor: problems are also reported before main.
class Lock {
 public:
  void lock() noexcept {
    while (flag_.test_and_set(std::memory_order_acquire)) {  // acquire: sees what the one before has written
    }
  }
  void unlock() noexcept { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

// A fixed buffer: problems are also reported from inside operator delete, where nothing may be allocated.
struct ProblemLog {
  Lock mutex;
  int captures = 0;
  int count = 0;
  std::size_t used = 0;
  char text[4096] = {};
};

inline constinit ProblemLog problem_log{};

}  // namespace detail

/// Reports a problem, printf-style: ends the program, unless a ProblemCapture is open.
HEAPARRAY_TEST_PRINTF inline void report_problem(const char* format, ...) {
  char line[512] = {};
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);

  detail::ProblemLog& log = detail::problem_log;
  const std::lock_guard lock(log.mutex);
  if (log.captures == 0) {
    std::fprintf(stderr, "test support: %s\n", line);
    std::fflush(stderr);
    std::abort();
  }
  ++log.count;
  const std::size_t room = sizeof log.text - log.used - 2;  // keeps a newline and the final zero
  const std::size_t length = std::min(std::strlen(line), room);
  std::memcpy(log.text + log.used, line, length);
  log.used += length;
  if (length < room) {
    log.text[log.used++] = '\n';
  }
}

/// While one lives, problems are collected, from all threads, instead of ending the program.
class ProblemCapture {
 public:
  ProblemCapture() {
    detail::ProblemLog& log = detail::problem_log;
    const std::lock_guard lock(log.mutex);
    if (log.captures++ == 0) {
      log.count = 0;
      log.used = 0;
    }
    count_before_ = log.count;
    used_before_ = log.used;
  }
  ProblemCapture(const ProblemCapture&) = delete;
  ProblemCapture& operator=(const ProblemCapture&) = delete;
  ~ProblemCapture() {
    const std::lock_guard lock(detail::problem_log.mutex);
    --detail::problem_log.captures;
  }

  /// Problems reported since this capture was opened.
  int count() const {
    const std::lock_guard lock(detail::problem_log.mutex);
    return detail::problem_log.count - count_before_;
  }

  /// Their messages, one a line.
  std::string text() const {
    const std::lock_guard lock(detail::problem_log.mutex);
    return {detail::problem_log.text + used_before_, detail::problem_log.used - used_before_};
  }

  bool says(std::string_view words) const { return text().find(words) != std::string::npos; }

 private:
  int count_before_ = 0;
  std::size_t used_before_ = 0;
};

}  // namespace test

#endif

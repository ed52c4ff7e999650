// SPDX-License-Identifier: MIT
//
// death.hpp: run code that ends the program, in a child process, and look at how it ended.
//
//   const test::Death death = test::run_to_death([] { broken(); });
//   if (death.supported) {
//     CHECK(death.aborted());
//     CHECK(death.says("index 7"));
//   }
//
// No assertion macros inside the callable: the child has the test framework's state, but nobody reads it.
// Under ThreadSanitizer, call it while the program has one thread: the child cannot start threads.
#ifndef HEAPARRAY_TESTS_SUPPORT_DEATH_HPP
#define HEAPARRAY_TESTS_SUPPORT_DEATH_HPP

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#define HEAPARRAY_TEST_HAS_FORK 1
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#else
#define HEAPARRAY_TEST_HAS_FORK 0
#endif

#ifdef HEAPARRAY_COVERAGE
extern "C" void __gcov_dump(void);
extern "C" void __gcov_reset(void);
#endif

namespace test {

struct Death {
  bool supported = true;  // false: nothing was run, skip the test
  int signal = 0;         // that ended the child, or 0
  int exit_code = -1;     // with which it ended by itself, or -1
  std::string err;        // what it wrote to stderr

  static constexpr int exit_code_of_exception = 99;

  bool aborted() const { return signal == SIGABRT; }
  bool survived() const { return signal == 0 && exit_code == 0; }  // the callable returned
  bool threw() const { return signal == 0 && exit_code == exit_code_of_exception; }
  bool says(std::string_view words) const { return err.find(words) != std::string::npos; }
};

#if HEAPARRAY_TEST_HAS_FORK

namespace detail {

// A child ends without exit(), which would run what the parent registered: so it saves its coverage itself.
inline void save_coverage() {
#ifdef HEAPARRAY_COVERAGE
  __gcov_dump();
#endif
}

inline void save_coverage_and_abort(int) {
  save_coverage();
  std::signal(SIGABRT, SIG_DFL);
  std::raise(SIGABRT);
}

template <class F>
[[noreturn]] void run_as_child(F& f, int err) {
#ifdef HEAPARRAY_COVERAGE
  __gcov_reset();  // the parent counts what it did before
#endif
  ::dup2(err, STDERR_FILENO);
  ::close(err);
  // The test framework's handlers would report a failure of the parent.
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTERM, SIGINT}) {
    std::signal(number, SIG_DFL);
  }
#ifdef HEAPARRAY_COVERAGE
  std::signal(SIGABRT, save_coverage_and_abort);
#endif
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::alarm(60);  // a child that hangs must not hang the tests

  int exit_code = 0;
#if defined(__cpp_exceptions)
  try {
    f();
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "uncaught exception: %s\n", exception.what());
    exit_code = Death::exit_code_of_exception;
  } catch (...) {
    std::fputs("uncaught exception of another type\n", stderr);
    exit_code = Death::exit_code_of_exception;
  }
#else
  f();
#endif
  std::fflush(stderr);
  save_coverage();
  ::_exit(exit_code);
}

}  // namespace detail

/// Runs `f()` in a child process. Its stderr is captured; what it does to memory is lost.
template <class F>
Death run_to_death(F&& f) {
  const auto must = [](bool success, const char* call) {
    if (!success) {
      std::perror(call);
      std::abort();
    }
  };
  int ends[2] = {-1, -1};
  must(::pipe(ends) == 0, "pipe");
  std::fflush(nullptr);  // or the child has a copy of what is in the buffers
  const pid_t child = ::fork();
  must(child >= 0, "fork");
  if (child == 0) {
    ::close(ends[0]);
    detail::run_as_child(f, ends[1]);
  }
  ::close(ends[1]);

  Death death;
  char buffer[4096];
  for (;;) {
    const auto n = ::read(ends[0], buffer, sizeof buffer);
    if (n > 0) {
      death.err.append(buffer, static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      break;
    }
  }
  ::close(ends[0]);
  // What an emulator of another processor adds to an abort.
  constexpr std::string_view of_the_emulator = "qemu: uncaught target signal 6 (Aborted) - core dumped\n";
  if (death.err.ends_with(of_the_emulator)) death.err.resize(death.err.size() - of_the_emulator.size());

  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    must(errno == EINTR, "waitpid");
  }
  if (WIFSIGNALED(status)) {
    death.signal = WTERMSIG(status);
  } else {
    death.exit_code = WEXITSTATUS(status);
  }
  return death;
}

#else

template <class F>
Death run_to_death(F&&) {
  Death death;
  death.supported = false;
  return death;
}

#endif

/// The same for what only hardening reports. Without it nothing is run, because the behaviour is undefined.
template <class F>
Death run_to_report([[maybe_unused]] F&& f) {
#if defined(HEAPARRAY_HARDENING) && HEAPARRAY_HARDENING == 0
  Death death;
  death.supported = false;
  return death;
#else
  return run_to_death(f);
#endif
}

}  // namespace test

#endif

// SPDX-License-Identifier: MIT
//
// labels: processor
//
// borrow() where the kernel refuses membarrier(), so that both barriers are full fences: the load of
// borrow_stress_test.cpp again. And what happens when it refuses what it allowed before. The kernel is a
// function here.

// What the library includes, and what uses syscall() for other things, before syscall() is ours.
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

// ThreadSanitizer has barriers of its own.
#if defined(__linux__) && __has_include(<linux/membarrier.h>) && !defined(__SANITIZE_THREAD__)
#if !defined(__has_feature)
#define HEAPARRAY_TEST_MEMBARRIER 1
#elif !__has_feature(thread_sanitizer)
#define HEAPARRAY_TEST_MEMBARRIER 1
#endif
#endif

#if HEAPARRAY_TEST_MEMBARRIER

#include <cerrno>

#include <linux/filter.h>
#include <linux/membarrier.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/death.hpp"

namespace {

// Of membarrier(), by this process.
std::atomic<int> asked = 0, allowed = 0;
std::atomic<int> refusing = 1 << 30;   // so many times from now on
std::atomic<bool> pretending = false;  // that all goes well, and doing nothing
std::atomic<long> pretended = 0;       // what it says then
std::atomic<int> barriers = 0;         // that were asked for

}  // namespace

static long kernel(long number, int command, int flags, int cpu) noexcept {
  ++asked;
  if (command == MEMBARRIER_CMD_PRIVATE_EXPEDITED) ++barriers;
  if (pretending) return pretended;
  if (refusing > 0) {
    --refusing;
    errno = EPERM;
    return -1;
  }
  const long result = ::syscall(number, command, flags, cpu);
  if (result >= 0) ++allowed;
  return result;
}

#define syscall kernel
#include <heaparray/heaparray.hpp>
#undef syscall

namespace {

using Arc = heaparray::TpArcArray<int>;

bool kernel_can_be_asked() {
  // Once a process knows which barriers to use, it stays with them.
  return asked == 0 && HEAPARRAY_BORROW_SLOTS &&
         ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0 &&
         ::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

/// In a new process: borrows with membarrier(), which is then refused `times` times, while the block is taken
/// out.
test::Death refused_later(int times) {
  return test::run_to_death([times] {
    refusing = 0;
    heaparray::AtomicArcArray<int> cell{{1, 2}};
    const auto guard = cell.borrow();
    refusing = times;
    cell.store(Arc());
    if (guard[1] != 2 || allowed == 0) std::_Exit(1);
  });
}

}  // namespace

TEST_CASE("borrow: a kernel that refuses membarrier() is asked once, and fences are used") {
  if (!kernel_can_be_asked()) return;
  const test::Death death = test::run_to_death([] {
    heaparray::AtomicArcArray<int> cell{{1, 2}};
    for (int round = 0; round != 3; ++round) {
      const auto guard = cell.borrow();
      const Arc out = cell.exchange({3, 4});
      // The guard has a slot, for which the writer paid.
      if (out.use_count() != 2 || guard[0] != out[0]) std::_Exit(1);
    }
    if (asked != 1 || allowed != 0) std::_Exit(2);
  });
  if (death.supported) CHECK(death.survived());
}

TEST_CASE("borrow: a process that the kernel has forgotten registers again", "[death]") {
  if (!kernel_can_be_asked()) return;
  const test::Death death = refused_later(1);
  if (death.supported) CHECK(death.survived());
}

TEST_CASE("borrow: a kernel that refuses membarrier() after a borrow ends the program", "[death]") {
  if (!kernel_can_be_asked()) return;
  const test::Death death = refused_later(2);
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.says("heaparray: the kernel refuses membarrier(), which it allowed before"));
}

namespace {

/// In a new process: borrows, while the block is taken out; exits with 1 if the guard was not paid for, with
/// 2 if the kernel was asked for barriers.
void borrow_with_fences() {
  heaparray::AtomicArcArray<int> cell{{1, 2}};
  for (int round = 0; round != 3; ++round) {
    const auto guard = cell.borrow();
    const Arc out = cell.exchange({3, 4});
    if (out.use_count() != 2 || guard[0] != out[0]) std::_Exit(1);
  }
  if (barriers != 0) std::_Exit(2);
}

}  // namespace

TEST_CASE("borrow: a sandbox that pretends to have membarrier() is seen through") {
  if (!kernel_can_be_asked()) return;
  constexpr long all = 0x7fff;
  for (const long answer : {0L, all}) {  // the same to every question
    const test::Death death = test::run_to_death([answer] {
      refusing = 0;
      pretended = answer;
      pretending = true;
      borrow_with_fences();
    });
    if (death.supported) CHECK(death.survived());
  }
}

TEST_CASE("borrow: a system call filter that answers membarrier() with success is seen through") {
  if (!kernel_can_be_asked()) return;
  const test::Death death = test::run_to_death([] {
    refusing = 0;
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),  // the number of the call
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_membarrier, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),  // 0: success
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
      return;                                                          // no filters here
    if (::syscall(SYS_membarrier, 1 << 30, 0, 0) != 0) std::_Exit(3);  // it is in force
    borrow_with_fences();
  });
  if (death.supported) CHECK(death.survived());
}
#endif

#include "borrow_stress_test.cpp"

#if HEAPARRAY_TEST_MEMBARRIER
TEST_CASE("borrow: all that was done with fences") {
  heaparray::AtomicArcArray<int> cell{{1, 2}};
  static_cast<void>(cell.borrow());
  CHECK(asked >= HEAPARRAY_BORROW_SLOTS);
  CHECK(allowed == 0);
}
#endif

// SPDX-License-Identifier: MIT
//
// labels: processor
//
// borrow() where threads and processes begin and end: threads by the thousand, thread_local objects that borrow while
// they are destroyed, static objects that do, and a fork.

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"
#include "support/worker.hpp"

using heaparray::AtomicArcArray;
using heaparray::Borrowed;
using heaparray::TpArcArray;
using test::Counted;

namespace {

using Handle = TpArcArray<Counted>;
using Guard = Borrowed<Handle>;

Handle make(int value) {
  return Handle(1, [&](std::size_t) { return Counted(value); });
}

/// Borrows when it is destroyed, and while it lives if it is told to.
struct Borrower {
  const AtomicArcArray<Counted>* cell = nullptr;
  std::atomic<int>* seen = nullptr;
  Guard kept;

  ~Borrower() {
    if (cell == nullptr) return;
    const Guard guard = cell->borrow();
    if (guard && guard[0].value() == 1) seen->fetch_add(1);
    if (kept && kept[0].value() == 1) seen->fetch_add(1);
  }
};

// Static objects are destroyed after the thread_local ones of the main thread, in the reverse order of their making.
AtomicArcArray<int> cell_at_exit(TpArcArray<int>{1});
struct AtExit {
  ~AtExit() {
    {
      const auto guard = cell_at_exit.borrow();
      cell_at_exit.store({2});
      if (!guard || guard[0] != 1) fail("the guard of a static object");
    }
    if (cell_at_exit.borrow()[0] != 2) fail("the next guard");
  }
  [[noreturn]] static void fail(const char* what) {
    std::fprintf(stderr, "at exit: %s does not read what it should\n", what);
    std::_Exit(1);
  }
} at_exit;

}  // namespace

TEST_CASE("borrow: works in static objects that die at exit") {
  // Marks the cell, and makes the slots of this thread, so that they are gone then. \see AtExit
  CHECK(cell_at_exit.borrow()[0] == 1);
}

TEST_CASE("borrow: threads that come and go use the slots of those that went") {
  test::ObjectScope objects;
  AtomicArcArray<Counted> cell(make(1));
  std::atomic<int> seen = 0;
  const auto n = static_cast<int>(test::effort(2000));
  for (int i = 0; i != n; i += 4) {
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t)
      threads.emplace_back([&, t] {
        const Guard guard = cell.borrow();
        const Guard nested = cell.borrow();
        if (guard[0].value() == 1 && nested[0].value() == 1) ++seen;
        if (t == 0) cell.store(make(1));
      });
    for (std::thread& thread : threads) thread.join();
  }
  CHECK(seen == (n + 3) / 4 * 4);
  CHECK(objects.live() == 1);
}

TEST_CASE("borrow: works in the destructors of thread_local objects") {
  test::ObjectScope objects;
  AtomicArcArray<Counted> cell(make(1));
  std::atomic<int> seen = 0;

  SECTION("made after the first borrow of their thread, and so destroyed before its slots are given back") {
    std::thread([&] {
      static_cast<void>(cell.borrow());
      static thread_local Borrower borrower;
      borrower.cell = &cell;
      borrower.seen = &seen;
      borrower.kept = cell.borrow();
    }).join();
    CHECK(seen == 2);
  }
  SECTION("made before, with a guard that outlives them") {
    std::thread([&] {
      static thread_local Borrower borrower;
      borrower.cell = &cell;
      borrower.seen = &seen;
      borrower.kept = cell.borrow();
    }).join();
    CHECK(seen == 2);
  }
  SECTION("made before, and what they read is taken out meanwhile") {
    test::Worker writer;
    std::thread([&] {
      static thread_local Borrower borrower;
      borrower.cell = &cell;
      borrower.seen = &seen;
      borrower.kept = cell.borrow();
      writer.run([&] { cell.store(make(2)); });
      CHECK(objects.live() == 2);
    }).join();
    CHECK(seen == 1);  // the one that was kept
  }
  CHECK(objects.live() == 1);
}

// ThreadSanitizer does not follow into the child.
#if defined(__unix__) || defined(__APPLE__)
#define HEAPARRAY_TEST_FORK 1
#endif
#if defined(__SANITIZE_THREAD__)
#undef HEAPARRAY_TEST_FORK
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#undef HEAPARRAY_TEST_FORK
#endif
#endif

#ifdef HEAPARRAY_TEST_FORK
TEST_CASE(
    "borrow: in the child of a fork, blocks that other threads were reading stay, and the rest goes on") {
  test::ObjectScope objects;
  AtomicArcArray<Counted> cell(make(1));
  test::Worker reader;
  Guard guard;
  reader.run([&] { guard = cell.borrow(); });
  static_cast<void>(cell.borrow());  // this thread has slots too

  std::fflush(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child != -1);
  if (child == 0) {
    // The reader is not there, but its slot still holds the block.
    int wrong = 0;
    {
      const Guard mine = cell.borrow();
      cell.store(make(2));
      if (mine[0].value() != 1) wrong |= 1;
    }
    if (objects.live() != 2) wrong |= 2;  // the block of the reader that is gone, and the new one
    {
      const Guard mine = cell.borrow();
      cell.store(make(3));
      if (mine[0].value() != 2) wrong |= 4;
    }
    if (objects.live() != 2) wrong |= 8;  // what nobody reads is destroyed
    if (cell.borrow()[0].value() != 3) wrong |= 16;
    std::_Exit(wrong);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);

  CHECK(guard[0].value() == 1);  // nothing happened here
  reader.run([&] { guard.reset(); });
  cell.store(Handle());
  CHECK(objects.live() == 0);
}
#endif

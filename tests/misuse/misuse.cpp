// SPDX-License-Identifier: MIT
//
// labels: threads
// flags: -O0
//
// What a user may do wrong, and what then happens: each thing in a process of its own. The program prints a table, and
// fails where something else happens than is written here.
//
//   report      hardening ends the program, with these words
//   exception   is thrown, with these words
//   address     AddressSanitizer or UndefinedBehaviorSanitizer ends the program, with these words; without them, the
//               behaviour is undefined
//   thread      ThreadSanitizer reports it; without it, the behaviour is undefined
//   silent      nothing finds it: the reason is there
//
// It is compiled twice: as it is, and at the debug level (HEAPARRAY_HARDENING=2), at which some of it has a report of
// its own. The table has both, and each program tries its own.
//
// Not optimised: GCC would foresee some of it, and warn.
//
// What does not compile is in compile_fail/, and parts that do not go together and therefore do not link in two_tu/.
#include <heaparray/columns.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/static_array.hpp>
#include <heaparray/weak_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/death.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define TESTS_ADDRESS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TESTS_ADDRESS 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define TESTS_THREAD 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TESTS_THREAD 1
#endif
#endif
#ifndef TESTS_ADDRESS
#define TESTS_ADDRESS 0
#endif
#ifndef TESTS_THREAD
#define TESTS_THREAD 0
#endif

using namespace heaparray;

namespace {

enum class Finds { report, exception, address, thread, silent };
constexpr const char* names[] = {"report", "exception", "address", "thread", "silent"};

struct Misuse {
  const char* what;
  Finds finds;
  const char* words;
  void (*run)();
  const char* debug_words = nullptr;  // of the report at the debug level, if that finds it otherwise
};

// Neither elided nor foreseen.
volatile std::size_t three = 3;
volatile int sink = 0;
template <class T>
void look(const T& value) {
  sink = static_cast<int>(value);
}

using Shared = TpArcArray<int, int>;
using Small = BasicRcArray<int, NoLabel, LengthInBlock<>, LocalCount<std::uint8_t>>;
using SmallWeak = BasicRcArray<int, NoLabel, LengthInBlock<>, LocalCountWithWeak<std::uint8_t>>;
struct Message {
  std::uint32_t length;
};
using ByLabel = BasicArray<char, Message, LengthFromLabel<&Message::length>>;
using Table = HeapColumns<Columns<int, double>, int>;

// Where a report needs that two threads meet, which two programs on one processor seldom do.
constexpr int times = HEAPARRAY_HARDENING >= 2 ? 10'000'000 : 1000;

int number(std::size_t i) { return static_cast<int>(i); }
Shared shared() { return Shared::with_label(7, 3, number); }

const Misuse misuses[] = {
    // Indices and parts
    {"`a[3]` of three elements", Finds::report, "index 3 is out of range for an array of size 3",
     [] { look(HeapArray<int>(3)[three]); }},
    {"`a[i]` for `i = -1`", Finds::report, "is out of range for an array of size 3",
     [] { look(HeapArray<int>(3)[three - 4]); }},
    {"`a[0]` of a null handle", Finds::report, "index 0 is out of range for an array of size 0",
     [] { look(ThinPtrArray<int>()[three - 3]); }},
    {"`a[0]` after `std::move(a)`", Finds::report, "index 0 is out of range for an array of size 0",
     [] {
       HeapArray<int> a(3);
       const HeapArray<int> b = std::move(a);
       look(a[0]);  // NOLINT(bugprone-use-after-move)
     }},
    {"`a.at(3)` of three elements", Finds::exception, "at(3) is out of range for an array of size 3",
     [] { look(HeapArray<int>(3).at(three)); }},
    {"`front()` of an empty array", Finds::report, "front() of an empty array",
     [] { look(HeapArray<int>(three - 3).front()); }},
    {"`back()` of a null handle", Finds::report, "back() of an empty array",
     [] { look(ArcArray<int>().back()); }},
    {"`slice(2, 4)` of three elements", Finds::report, "slice [2, 4) is out of range for an array of size 3",
     [] {
       const HeapArray<int> a(3);
       look(a.slice(2, three + 1).size());
     }},
    {"`slice(2, 1)`", Finds::report, "slice [2, 1) is out of range for an array of size 3",
     [] {
       const HeapArray<int> a(3);
       look(a.slice(three - 1, 1).size());
     }},
    {"a part of a `SharedSlice` beyond its end", Finds::report,
     "slice [0, 3) is out of range for an array of size 2",
     [] { look(SharedSlice<ArcArray<int>>(ArcArray<int>(3), 0, 2).share_slice(0, three).size()); }},
    {"`get<I>()` of a null handle", Finds::report, "get<I>() of a null handle",
     [] { look(get<1>(FixedArray<int, 2>())); }},
    {"`static[3]` of three elements", Finds::report, "index 3 is out of range for an array of size 3",
     [] {
       static StaticArray<int, 3> numbers({1, 2, 3});
       look(numbers[three]);
     }},
    {"row 3 of three rows", Finds::report, "index 3 is out of range for an array of size 3",
     [] { look(std::get<0>(std::as_const(*new Table(Table::with_len(1, 3)))[three])); }},
    {"`column<0>()[3]` of three rows, a span", Finds::silent,
     "std::span checks only with the assertions of the standard library on", nullptr},
    {"`data()[3]` of three elements", Finds::address, "heap-buffer-overflow",
     [] { look(HeapArray<int>(3).data()[three]); }},

    // Null handles
    {"`label()` of a null handle", Finds::report, "label() of a null handle",
     [] { look(HeapArray<int, int>().label()); }},
    {"`label()` of a null shared handle", Finds::report, "label() of a null handle",
     [] { look(Shared().label()); }},
    {"`label()` of null columns", Finds::report, "label() of a null handle", [] { look(Table().label()); }},
    {"`as_bytes()` of a null handle", Finds::report, "as_bytes() of a null handle",
     [] {
       const ByLabel null;
       look(null.as_bytes().size());
     }},
    {"`update_label()` of a null handle", Finds::report, "update_label() of a null handle",
     [] { ByLabel().update_label([](Message&) {}); }},
    {"`retain(nullptr)`", Finds::report, "retain() of a null handle", [] { Shared::retain(nullptr); }},
    {"`release(nullptr)`", Finds::report, "release() of a null handle",
     [] { look(Shared::release(nullptr)); }},
    {"the label of a guard on null", Finds::report, "label() of a null handle",
     [] { look(AtomicArcArray<int, int>().borrow().label()); }},

    // Lengths
    {"`HeapArray<int>(n)` for `n = -1`", Finds::exception, "is more than max_len(), which is",
     [] { look(HeapArray<int>(three - 4).size()); }},
    {"a label that says 4 for an array of three", Finds::exception,
     "length 3 does not fit: the label of the array says 4",
     [] { look(ByLabel::with_len(Message{4}, three).size()); }},
    {"a change of the label that changes the length", Finds::exception,
     "length 3 does not fit: the label of the array says 4",
     [] { ByLabel::with_len(Message{3}).update_label([](Message& m) { ++m.length; }); }},
    {"three elements for an array of type `FixedArray<int, 2>`", Finds::exception,
     "length 3 is more than max_len(), which is 2",
     [] {
       const std::vector<int> v(3);
       look(FixedArray<int, 2>::from_range(v).size());
     }},

    // Arrays that grow, and builders
    {"`pop_back()` of an empty array", Finds::report, "pop_back() of an empty array",
     [] { GrowingArray<int>().pop_back(); }},
    {"`erase_at(2)` of two elements", Finds::report, "slice [2, 3) is out of range for an array of size 2",
     [] { GrowingArray<int>(2).erase_at(three - 1); }},
    {"`commit(4)` where there is room for three", Finds::report,
     "slice [0, 4) is out of range for an array of size 3",
     [] { ArrayBuilder<HeapArray<int>>(3).commit(three + 1); }},
    {"`push_back()` after `finish()`", Finds::report, "push_back() of a null handle",
     [] {
       ArrayBuilder<HeapArray<int>> builder(three);
       const auto a = std::move(builder).finish();
       builder.push_back(1);  // NOLINT(bugprone-use-after-move)
     }},
    {"a slot of a builder in which nothing is built", Finds::address, "use-after-poison",
     [] {
       ArrayBuilder<HeapArray<int>> builder(three);
       builder.push_back(1);
       look(builder.as_slice().data()[1]);
     }},
    {"an element that is not yet built, while its array is made", Finds::address, "use-after-poison",
     [] {
       int* first = nullptr;
       const auto a = TpArcArray<int, int>::with_label(7, three, [&](int& label, std::size_t i) {
         if (i == 0) first = const_cast<int*>(TpArcArray<int, int>::block_type::from_label(label).elements());
         look(first[three - 1]);
         return 1;
       });
     }},
    {"`data()[size()]` of an array that grows", Finds::address, "use-after-poison",
     [] {
       GrowingArray<int> a(three);
       a.reserve(100);
       look(a.data()[three]);
     }},
    {"an element after `pop_back()`", Finds::address, "use-after-poison",
     [] {
       GrowingArray<int> a(three);
       const int& last = a.back();
       a.pop_back();
       look(last);
     }},
    {"a pointer to an element that is used after `reserve()`", Finds::address, "heap-use-after-free",
     [] {
       GrowingArray<int> a(3);
       const int* const first = a.data();
       a.reserve(1000);
       look(*first);
     }},

    // Owners
    {"256 owners of an 8-bit count", Finds::report, "too many owners",
     [] {
       const Small a(1);
       const std::vector<Small> owners(256, a);
     }},
    {"256 weak handles of an 8-bit count", Finds::report, "too many",
     [] {
       const SmallWeak a(1);
       const std::vector<WeakArray<SmallWeak>> owners(256, WeakArray<SmallWeak>(a));
     }},
    {"a span that outlives its array", Finds::address, "heap-use-after-free",
     [] {
       std::span<const int> span;
       {
         const HeapArray<int> a(3);
         span = a.as_slice();
       }
       look(span[1]);
     }},
    {"a reference into a shared array, after the last owner", Finds::address, "heap-use-after-free",
     [] {
       Shared a = shared();
       const int& label = a.label();
       a.reset();
       look(label);
     }},
    {"`release()` once too often", Finds::address, "heap-use-after-free",
     [] {
       const int* const data = std::move(*new Shared(shared())).into_raw();
       look(Shared::release(data));
       look(Shared::release(data));
     },
     "counting the owners of"},
    {"`from_raw()` twice", Finds::address, "heap-use-after-free",
     [] {
       auto* const data = shared().into_raw();
       const Shared a = Shared::from_raw(data);
       const Shared b = Shared::from_raw(data);
     },
     "counting the owners of"},
    {"`from_raw()` twice, of one owner", Finds::address, "heap-use-after-free",
     [] {
       int* const data = ThinPtrArray<int>(3).into_raw();
       const ThinPtrArray<int> a = ThinPtrArray<int>::from_raw(data);
       const ThinPtrArray<int> b = ThinPtrArray<int>::from_raw(data);
     },
     "the destruction of"},
    {"`from_raw()` of memory that is not ours", Finds::address, "Sanitizer",
     [] {
       std::vector<int> v(3);
       const Shared a = Shared::from_raw(v.data());
     },
     "a handle to what is no block of this type of array"},
    {"`from_raw()` as another kind", Finds::address, "Sanitizer",
     [] {
       auto* const data = HeapArray<int>(3).into_raw();
       const Shared a = Shared::from_raw(data);
     },
     "a handle to what is no block of this type of array"},
    {"`from_label()` of a label that is a copy", Finds::address, "Sanitizer",
     [] {
       const Shared a = shared();
       const int copy = a.label();
       const Shared b = Shared::from_label(copy);
     },
     "a handle to what is no block of this type of array"},

    // Threads
    {"an Rc handle copied by two threads", Finds::thread, "data race",
     [] {
       const TpRcArray<int> a(3);
       std::thread other([&] {
         for (int i = 0; i != times; ++i) const TpRcArray<int> b = a;
       });
       for (int i = 0; i != times; ++i) const TpRcArray<int> b = a;
       other.join();
     },
     "count the owners of a block at the same time"},
    {"a guard that another thread destroys", Finds::silent, "the debug level finds it",
     [] {
       AtomicArcArray<int, int> cell(shared());
       auto guard = cell.borrow();
       std::thread([moved = std::move(guard)] { look(moved.label()); }).join();
     },
     "borrowed is released by thread"},
    {"a handle stored by one thread and copied by another", Finds::thread, "data race",
     [] {
       TpArcArray<int> a(3);
       std::atomic<bool> stored = false;  // relaxed: it synchronises nothing
       std::thread other([&] {
         for (int i = 0; i != 1000; ++i) {
           a = TpArcArray<int>(3);
           stored.store(true, std::memory_order_relaxed);
         }
       });
       while (!stored.load(std::memory_order_relaxed)) std::this_thread::yield();
       for (int i = 0; i != 1000; ++i) const TpArcArray<int> b = a;
       other.join();
     }},
    {"an element written while another thread reads it", Finds::thread, "data race",
     [] {
       HeapArray<int> a(3);
       std::thread other([&] { a[0] = 1; });
       look(a[0]);
       other.join();
     }},
    {"elements of `for_overwrite()` that are read", Finds::silent, "valgrind and MemorySanitizer find it",
     nullptr},
    {"`into_raw()` without a `from_raw()`", Finds::silent, "LeakSanitizer finds it at the end of the program",
     nullptr},
};

constexpr bool is_debug_level = HEAPARRAY_HARDENING >= 2;

// What finds it in this program.
Finds finds(const Misuse& misuse) {
  return is_debug_level && misuse.debug_words != nullptr ? Finds::report : misuse.finds;
}

bool can_find(const Misuse& misuse) {
  switch (finds(misuse)) {
    case Finds::address:
      return TESTS_ADDRESS;
    case Finds::thread:
      return TESTS_THREAD;
    case Finds::silent:
      return false;
    case Finds::report:
      return HEAPARRAY_HARDENING != 0;
    default:
      return true;
  }
}

bool is_found(const Misuse& misuse, const test::Death& death) {
  switch (finds(misuse)) {
    case Finds::report:
      // What is wrong for a sanitizer may come before what is wrong for us.
      return (death.aborted() && death.says("heaparray: ") &&
              death.says(misuse.debug_words != nullptr && is_debug_level ? misuse.debug_words
                                                                         : misuse.words)) ||
             ((TESTS_ADDRESS || TESTS_THREAD) && misuse.finds != Finds::report && death.says("Sanitizer"));
    case Finds::exception:
      return death.threw() && death.says("heaparray: ") && death.says(misuse.words);
    case Finds::address:
      return !death.survived() && death.says("Sanitizer") && death.says(misuse.words);
    case Finds::thread:
      return death.says("ThreadSanitizer") && death.says(misuse.words);
    case Finds::silent:
      return true;
  }
  return false;
}

}  // namespace

int main() {
  int failed = 0;
  int number_of[5] = {};
  int at_debug_level = 0;
  std::printf("| misuse | found by | words | at the debug level |\n|---|---|---|---|\n");
  for (const Misuse& misuse : misuses) {
    ++number_of[static_cast<int>(misuse.finds)];
    at_debug_level += misuse.debug_words != nullptr;
    const char* const mark = misuse.finds == Finds::silent ? "" : "`";
    const char* const debug_mark = misuse.debug_words == nullptr ? "" : "`";
    std::printf("| %s | %s | %s%s%s | %s%s%s |\n", misuse.what, names[static_cast<int>(misuse.finds)], mark,
                misuse.words, mark, debug_mark, misuse.debug_words == nullptr ? "" : misuse.debug_words,
                debug_mark);
    if (!can_find(misuse)) continue;
    test::Death death = test::run_to_death([&] { misuse.run(); });
    // Whether threads meet, and whether both stacks can still be told, is left to chance.
    for (int more = misuse.finds == Finds::thread ? 9 : 0; more != 0 && !is_found(misuse, death); --more)
      death = test::run_to_death([&] { misuse.run(); });
    if (death.supported && !is_found(misuse, death)) {
      std::printf("NOT FOUND: %s: signal %d, exit code %d, stderr:\n%.600s\n", misuse.what, death.signal,
                  death.exit_code, death.err.c_str());
      ++failed;
    }
  }
  std::printf("\n");
  for (int i = 0; i != 5; ++i) std::printf("%s %d, ", names[i], number_of[i]);
  std::printf("reports of the debug level %d\n", at_debug_level);
  return failed == 0 ? 0 : 1;
}

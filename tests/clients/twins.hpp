// SPDX-License-Identifier: MIT
//
// twins.hpp: runs a client of the library next to its twin by hand. Each operation is a function of the round that returns
// a number; both sides must return the same. With an argument, under callgrind, each side is counted by itself.
#ifndef HEAPARRAY_TESTS_CLIENTS_TWINS_HPP
#define HEAPARRAY_TESTS_CLIENTS_TWINS_HPP

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

#if HEAPARRAY_TEST_CALLGRIND
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(label)
#endif

namespace twins {

inline std::size_t bytes_asked_for = 0;

/// Counts what both sides ask for.
inline void* counted_new(std::size_t bytes) {
  bytes_asked_for += bytes;
  if (void* const memory = std::malloc(bytes)) return memory;
  std::abort();
}

struct Operation {
  const char* name;
  std::size_t (*by_hand)(std::size_t round);
  std::size_t (*ours)(std::size_t round);
};

inline std::size_t nothing(std::size_t) { return 0; }

constexpr std::size_t short_run = 64, long_run = 64 + 512;

struct Run {
  std::size_t result, bytes;
};

inline Run run(const char* name, const char* side, std::size_t rounds,
               std::size_t (*operation)(std::size_t)) {
  asm volatile("" : "+r"(operation) : : "memory");  // a call, whatever the compiler knows
  char label[64];
  std::snprintf(label, sizeof label, "%s %s %zu", name, side, rounds);
  const std::size_t before = bytes_asked_for;
  std::size_t result = 0;
  CALLGRIND_ZERO_STATS;
  for (std::size_t i = 0; i != rounds; ++i) result = 31 * result + operation(i);
  CALLGRIND_DUMP_STATS_AT(label);
  return Run{result, bytes_asked_for - before};
}

/// What both sides may ask for: the same, or ours no more; then it is printed.
enum class Bytes { same, no_more };

/// The exit code.
template <std::size_t N>
int compare(const Operation (&operations)[N], Bytes bytes = Bytes::same) {
  for (const std::size_t rounds : {short_run, long_run}) {
    run("nothing", "hand", rounds, nothing);
    run("nothing", "ours", rounds, nothing);
  }
  for (const Operation& o : operations)
    for (const std::size_t rounds : {short_run, long_run}) {
      const Run hand = run(o.name, "hand", rounds, o.by_hand), ours = run(o.name, "ours", rounds, o.ours);
      if (bytes == Bytes::no_more)
        std::printf("%s: %.1f bytes a round before, %.1f after\n", o.name,
                    static_cast<double>(hand.bytes) / static_cast<double>(rounds),
                    static_cast<double>(ours.bytes) / static_cast<double>(rounds));
      if (ours.result != hand.result || ours.bytes > hand.bytes ||
          (bytes == Bytes::same && ours.bytes != hand.bytes)) {
        std::fprintf(stderr, "%s: by hand %zu and %zu bytes, ours %zu and %zu bytes\n", o.name, hand.result,
                     hand.bytes, ours.result, ours.bytes);
        return EXIT_FAILURE;
      }
    }
  return EXIT_SUCCESS;
}

}  // namespace twins

// NOLINTBEGIN(misc-definitions-in-headers): one program includes this once
void* operator new(std::size_t bytes) { return twins::counted_new(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND(misc-definitions-in-headers)

#endif

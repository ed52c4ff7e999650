// SPDX-License-Identifier: MIT
//
// harness.hpp: runs operations on two sides, for callgrind to count. Each is a function of its own, called through a
// pointer, so that a count is of its instructions and of what it calls. Run without valgrind, a program checks only that
// both sides compute the same.
#ifndef HEAPARRAY_TESTS_PARITY_HARNESS_HPP
#define HEAPARRAY_TESTS_PARITY_HARNESS_HPP

#include <valgrind/callgrind.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace parity {

/// The compiler does not know what reads and writes what `p` points to.
template <class T>
void escape(T* p) {
  asm volatile("" : : "r"(p) : "memory");
}

template <class Input>
struct Operation {
  const char* name;
  std::size_t (*by_hand)(Input&);
  std::size_t (*ours)(Input&);
};

template <class Input>
std::size_t nothing(Input&) {
  return 0;
}

template <class Input>
void count(const char* name, const char* side, int rounds, std::size_t (*operation)(Input&), Input& in) {
  escape(&operation);  // a call, whatever the compiler knows
  char label[64];
  std::snprintf(label, sizeof label, "%s %s %d", name, side, rounds);
  std::size_t sum = 0;
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i != rounds; ++i) sum += operation(in);
  CALLGRIND_DUMP_STATS_AT(label);
  escape(&sum);
}

/// Two numbers of rounds, so that what is done once can be subtracted.
template <class Input>
void run(const Operation<Input>& o, Input& in) {
  const std::size_t expected = o.by_hand(in), result = o.ours(in);
  if (result != expected) {
    std::fprintf(stderr, "%s: by hand %zu, ours %zu\n", o.name, expected, result);
    std::exit(EXIT_FAILURE);
  }
  for (const int rounds : {16, 116}) {
    count(o.name, "hand", rounds, o.by_hand, in);
    count(o.name, "ours", rounds, o.ours, in);
  }
}

template <class Input, std::size_t N>
int run_all(const Operation<Input> (&operations)[N], Input& in) {
  run(Operation<Input>{"nothing", nothing<Input>, nothing<Input>}, in);
  for (const Operation<Input>& o : operations) run(o, in);
  return EXIT_SUCCESS;
}

}  // namespace parity

#endif  // HEAPARRAY_TESTS_PARITY_HARNESS_HPP

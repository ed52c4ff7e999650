// SPDX-License-Identifier: MIT
//
// input.hpp: what a fuzz target reads: numbers from bytes. When they are used up, each number is 0.
#ifndef HEAPARRAY_TESTS_FUZZ_INPUT_HPP
#define HEAPARRAY_TESTS_FUZZ_INPUT_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}

  bool empty() const { return next_ == end_; }
  std::uint8_t byte() { return empty() ? std::uint8_t{0} : *next_++; }
  /// A number from 0 to n - 1, for n up to 256.
  std::size_t below(std::size_t n) { return byte() % n; }
  bool coin() { return (byte() & 1) != 0; }

 private:
  const std::uint8_t* next_;
  const std::uint8_t* end_;
};

/// Ends the program with the place if `ok` is false: what a fuzzer takes for a finding.
inline void check(bool ok, const char* what, unsigned line = __builtin_LINE(),
                  const char* file = __builtin_FILE()) {
  if (ok) return;
  std::fprintf(stderr, "%s:%u: the library and the model differ: %s\n", file, line, what);
  std::abort();
}

}  // namespace fuzz

/// Each target defines it, as libFuzzer wants it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

#endif  // HEAPARRAY_TESTS_FUZZ_INPUT_HPP

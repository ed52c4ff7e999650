// SPDX-License-Identifier: MIT
//
// counted.hpp: stands for operations.hpp where callgrind counts the instructions of an operation and of its twin. The test
// parity_everyday compares them.
#ifndef HEAPARRAY_BENCH_COUNTED_HPP
#define HEAPARRAY_BENCH_COUNTED_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "../../tests/parity/harness.hpp"
#include "contenders.hpp"

void add_operations();

namespace benchmark {

inline void ClobberMemory() { asm volatile("" : : : "memory"); }
template <class T>
void DoNotOptimize(const T& value) {
  asm volatile("" : : "r"(value) : "memory");
}
template <class T>
void DoNotOptimize(T& value) {
  asm volatile("" : "+r"(value) : : "memory");
}

}  // namespace benchmark

namespace bench {

template <template <class> class Operation, class Ours, class Twin>
void add(const std::string& name, List<Ours, Twin>, std::initializer_list<std::int64_t> sizes) {
  const auto n = static_cast<std::size_t>(*sizes.begin());
  Operation<Ours> ours(n);
  Operation<Twin> twin(n);
  for (const int rounds : {16, 116}) {
    const auto step = [](auto& operation) -> std::size_t {
      operation.step();
      return 0;
    };
    parity::count<Operation<Twin>>(name.c_str(), "hand", rounds, step, twin);
    parity::count<Operation<Ours>>(name.c_str(), "ours", rounds, step, ours);
  }
  if (ours.result() != twin.result()) {
    std::fprintf(stderr, "%s: not the same work\n", name.c_str());
    std::exit(EXIT_FAILURE);
  }
}

}  // namespace bench

int main() {
  int in = 0;
  parity::run(parity::Operation<int>{"nothing", parity::nothing<int>, parity::nothing<int>}, in);
  add_operations();
}

#endif  // HEAPARRAY_BENCH_COUNTED_HPP

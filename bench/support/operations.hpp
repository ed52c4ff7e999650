// SPDX-License-Identifier: MIT
//
// operations.hpp: benchmarks of one operation for many contenders, and the proof that all do the same work.
//
// An operation is a class template over the contender:
//
//   explicit Operation(std::size_t n)    prepares
//   void step()                          what is timed
//   std::uint64_t result()               a number made of all that step() has made or read: the same for all
//
// Before anything is timed, each operation that is about to be runs once for each contender, and the results are compared.
#ifndef HEAPARRAY_BENCH_OPERATIONS_HPP
#define HEAPARRAY_BENCH_OPERATIONS_HPP

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "contenders.hpp"

namespace bench {

/// Remembers the first result of an operation, and ends the program if another one differs.
void expect_same(const std::string& operation, std::size_t n, const char* contender, std::uint64_t result);

/// To be run before anything is timed, if one of the benchmarks of `operation` and `n` is selected.
void add_check(void (*check)(const std::string&, std::size_t), const std::string& operation, std::size_t n,
               const std::string& benchmark);

template <class Operation, class Contender>
void check(const std::string& operation, std::size_t n) {
  Operation o(n);
  o.step();
  expect_same(operation, n, Contender::name, o.result());
}

template <class Operation>
void run(benchmark::State& state) {
  Operation o(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) o.step();
}

/// `BM_<operation>_<contender>/<n>` for all of them.
template <template <class> class Operation, class... Contenders>
void add(const std::string& operation, List<Contenders...>, std::initializer_list<std::int64_t> sizes) {
  (
      [&] {
        const std::string name = "BM_" + operation + "_" + Contenders::name;
        auto* const b = benchmark::RegisterBenchmark(name.c_str(), [](benchmark::State& state) {
          run<Operation<Contenders>>(state);
          state.SetLabel(Contenders::kind);
        });
        for (const std::int64_t n : sizes) {
          b->Arg(n);
          add_check(check<Operation<Contenders>, Contenders>, operation, static_cast<std::size_t>(n),
                    name + "/" + std::to_string(n));
        }
      }(),
      ...);
}

}  // namespace bench

/// Each program defines it: adds its operations.
void add_operations();

#endif  // HEAPARRAY_BENCH_OPERATIONS_HPP

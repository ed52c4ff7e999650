// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "operations.hpp"

namespace bench {
namespace {

struct Check {
  void (*run)(const std::string&, std::size_t);
  std::string operation;
  std::size_t n;
  std::string benchmark;
};
std::vector<Check>& checks() {
  static std::vector<Check> all;
  return all;
}

struct First {
  const char* contender;
  std::uint64_t result;
};

}  // namespace

void add_check(void (*check)(const std::string&, std::size_t), const std::string& operation, std::size_t n,
               const std::string& benchmark) {
  checks().push_back({check, operation, n, benchmark});
}

/// Compares all contenders wherever one of them is about to run; returns the number of comparisons.
std::size_t check_all(const std::string& filter) {
  std::set<std::pair<std::string, std::size_t>> wanted;
  const bool all_but = filter.starts_with('-');
  const std::regex pattern(filter.empty() || filter == "all" ? "." : filter.substr(all_but ? 1 : 0),
                           std::regex::extended);
  for (const Check& c : checks())
    if (std::regex_search(c.benchmark, pattern) != all_but) wanted.insert({c.operation, c.n});
  std::size_t done = 0;
  for (const Check& c : checks()) {
    if (!wanted.contains({c.operation, c.n})) continue;
    c.run(c.operation, c.n);
    ++done;
  }
  return done;
}

void expect_same(const std::string& operation, std::size_t n, const char* contender, std::uint64_t result) {
  static std::map<std::pair<std::string, std::size_t>, First> seen;
  const First first = seen.try_emplace({operation, n}, First{contender, result}).first->second;
  if (result == first.result) return;
  std::fprintf(stderr, "%s/%zu: not the same work: %s has %llu, %s has %llu\n", operation.c_str(), n,
               first.contender, static_cast<unsigned long long>(first.result), contender,
               static_cast<unsigned long long>(result));
  std::exit(EXIT_FAILURE);
}

}  // namespace bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  add_operations();
  const std::size_t checks = bench::check_all(benchmark::GetBenchmarkFilter());
  std::fprintf(stderr, "all contenders do the same work, by %zu checks\n", checks);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}

// SPDX-License-Identifier: MIT
//
// Four threads put messages on a stack and take them off, without a lock: see support/lock_free_stack.hpp.
#include "support/lock_free_stack.hpp"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

int main() {
  constexpr std::uint64_t threads = 4, each = 20'000;
  example::LockFreeStack stack;
  std::atomic<std::uint64_t> taken{0}, sum{0}, torn{0};
  const auto take = [&] {
    const example::Message message = stack.pop();
    if (!message) return false;
    taken.fetch_add(1);
    sum.fetch_add(message.label().kind);
    if (message.as_string_view() != "message " + std::to_string(message.label().kind)) torn.fetch_add(1);
    return true;
  };
  std::vector<std::thread> workers;
  for (std::uint64_t t = 0; t != threads; ++t)
    workers.emplace_back([&, t] {
      for (std::uint64_t i = t; i < threads * each; i += threads) {
        stack.push(i, "message " + std::to_string(i));
        if (i % 3 != 0) take();
      }
    });
  for (std::thread& worker : workers) worker.join();
  const std::uint64_t by_threads = taken.load();
  while (take()) {
  }
  const std::uint64_t all = threads * each;
  std::cout << all << " messages pushed by " << threads << " threads, " << by_threads << " taken by them, "
            << all - by_threads << " afterwards, " << torn.load() << " torn\n";
  return taken == all && sum == all * (all - 1) / 2 && torn == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

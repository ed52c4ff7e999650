// SPDX-License-Identifier: MIT
//
// linearizability.hpp: record what threads did to one object, and ask whether some order of it makes sense.
//
//   test::Team team(3);
//   const auto history = test::record(team, 8, [&](unsigned thread) { return do_something(thread); });
//   CHECK(test::linearizable(history, initial_state, [](State state, const Operation& operation) {
//     return ...;   // std::optional<State>: the next state, or nothing if this result is impossible here
//   }));
//
// The search is that of Wing and Gong ("Testing and verifying concurrent objects", 1993), which tries as the next
// operation each that no other one must precede, and remembers, after Lowe, where it has been.
#ifndef HEAPARRAY_TESTS_SUPPORT_LINEARIZABILITY_HPP
#define HEAPARRAY_TESTS_SUPPORT_LINEARIZABILITY_HPP

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "problems.hpp"

namespace test {

/// An operation of a history, with its result, and the moments before and after it.
template <class Operation>
struct Call {
  Operation operation;
  std::uint64_t begin, end;
};

/// Whether the calls can be put in an order in which none comes before one that ended before it began, and each has
/// the result that `apply` says it has. At most 64 calls.
template <class Operation, class State, class Apply>
bool linearizable(const std::vector<Call<Operation>>& calls, State initial, Apply&& apply) {
  if (calls.size() > 64) report_problem("a history of %zu calls is too long", calls.size());
  std::set<std::pair<std::uint64_t, State>> seen;  // calls that were put in order, and where they led to
  const auto search = [&](const auto& self, std::uint64_t done, State state) -> bool {
    const auto is_done = [done](std::size_t i) { return (done >> i & 1) != 0; };
    std::uint64_t first_end = std::numeric_limits<std::uint64_t>::max();
    bool all = true;
    for (std::size_t i = 0; i != calls.size(); ++i) {
      if (is_done(i)) continue;
      all = false;
      first_end = std::min(first_end, calls[i].end);
    }
    if (all) return true;
    if (!seen.emplace(done, state).second) return false;
    for (std::size_t i = 0; i != calls.size(); ++i) {
      if (is_done(i) || calls[i].begin > first_end) continue;
      const std::optional<State> next = apply(state, calls[i].operation);
      if (next && self(self, done | std::uint64_t{1} << i, *next)) return true;
    }
    return false;
  };
  return search(search, 0, initial);
}

/// Whether any two calls were under way at the same time: otherwise a history says little.
template <class Operation>
bool overlaps(const std::vector<Call<Operation>>& calls) {
  for (const auto& a : calls)
    for (const auto& b : calls)
      if (a.begin < b.begin && b.begin < a.end) return true;
  return false;
}

/// Threads that do things at the same time, again and again.
class Team {
 public:
  explicit Team(unsigned size)
      : begin_(static_cast<std::ptrdiff_t>(size) + 1), end_(static_cast<std::ptrdiff_t>(size) + 1) {
    for (unsigned i = 0; i != size; ++i) {
      threads_.emplace_back([this, i] {
        for (;;) {
          begin_.arrive_and_wait();
          if (!task_) return;
          task_(i);
          end_.arrive_and_wait();
        }
      });
    }
  }
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team() {
    task_ = nullptr;
    begin_.arrive_and_wait();
    for (std::thread& thread : threads_) thread.join();
  }

  unsigned size() const { return static_cast<unsigned>(threads_.size()); }

  /// Returns when every thread has returned from `task(its number)`.
  void run(std::function<void(unsigned)> task) {
    task_ = std::move(task);
    begin_.arrive_and_wait();
    end_.arrive_and_wait();
  }

 private:
  std::barrier<> begin_, end_;
  std::function<void(unsigned)> task_;  // written between the barriers
  std::vector<std::thread> threads_;
};

/// What the threads of a team did, each calling `operate(its number)` so many times.
template <class Operate>
auto record(Team& team, std::size_t calls_per_thread, Operate&& operate) {
  using Operation = std::invoke_result_t<Operate&, unsigned>;
  std::vector<std::vector<Call<Operation>>> of_threads(team.size());
  std::atomic<std::uint64_t> clock = 0;
  std::atomic<unsigned> ready = 0;
  // acq_rel: an operation comes after what it saw the beginning and the end of, and stays between its own two ticks.
  const auto tick = [&clock] { return clock.fetch_add(1, std::memory_order_acq_rel); };
  team.run([&](unsigned thread) {
    std::vector<Call<Operation>>& mine = of_threads[thread];
    mine.reserve(calls_per_thread);
    // The team does not wake up as one, and the calls are short.
    ready.fetch_add(1, std::memory_order_relaxed);
    while (ready.load(std::memory_order_relaxed) != team.size()) std::this_thread::yield();
    for (std::size_t i = 0; i != calls_per_thread; ++i) {
      const std::uint64_t begin = tick();
      Operation operation = operate(thread);
      mine.push_back({std::move(operation), begin, tick()});
    }
  });
  std::vector<Call<Operation>> history;
  for (const auto& calls : of_threads) history.insert(history.end(), calls.begin(), calls.end());
  return history;
}

}  // namespace test

#endif

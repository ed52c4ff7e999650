// SPDX-License-Identifier: MIT
//
// labels: threads
//
// Fuzz target: two threads, each with a sequence of operations on a cell. What they see is what they could
// have seen of a handle behind a lock: there is an order of the operations in which each has the result that it
// has had. The sequences run on a cell with each protocol, and on a handle behind a lock.
#include <heaparray/heaparray.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <heaparray/cell_reader.hpp>

#include "../support/cells.hpp"
#include "../support/linearizability.hpp"
#include "../support/objects.hpp"
#include "input.hpp"
#include "model.hpp"

namespace {

namespace ha = heaparray;

constexpr std::size_t calls = 10;  // of each thread

enum class Kind : std::uint8_t {
  load,
  store,
  exchange,
  replace,
  update,
  borrow,
  read,
  initialize,
  keep,
  let_go
};
constexpr std::size_t kinds = 10;

struct Step {
  Kind kind;
  std::memory_order order;
  int put;  // the number of the array that it puts in; 0 for null
  bool yield;
};
using Program = std::array<std::vector<Step>, 2>;

/// What a step has done: the numbers of the arrays that it found, expected and put in.
struct Result {
  bool puts = false;
  int put = 0;
  int got = -1;       // -1: it does not tell
  int expected = -1;  // -1: any
};

std::optional<int> apply(int state, const Result& result) {
  if (result.got >= 0 && result.got != state) return std::nullopt;
  if (result.expected >= 0 && result.puts != (state == result.expected)) return std::nullopt;
  return result.puts ? result.put : state;
}

using Array = ha::TpArcArray<test::Counted, int>;

Array make(int number) {
  if (number == 0) return Array();
  return Array::with_label(number, 3, [&](std::size_t) { return test::Counted(number); });
}
template <class A>
int number_of(const A& array) {
  if (!array) return 0;
  for (const test::Counted& x : array) fuzz::check(x.value() == array.label(), "an array of two");
  return array.label();
}

/// What a cell has to be like.
class Locked {
 public:
  using handle_type = Array;
  using value_type = Array;

  Array load(std::memory_order = std::memory_order_seq_cst) const {
    const std::lock_guard lock(mutex_);
    return array_;
  }
  Array exchange(Array desired, std::memory_order = std::memory_order_seq_cst) {
    const std::lock_guard lock(mutex_);
    return std::exchange(array_, std::move(desired));
  }
  void store(Array desired, std::memory_order order) {
    static_cast<void>(exchange(std::move(desired), order));
  }
  bool compare_exchange_strong(Array& expected, Array desired, std::memory_order) {
    const std::lock_guard lock(mutex_);
    const bool same = array_.ref_eq(expected);
    if (same)
      array_.swap(desired);
    else
      expected = array_;
    return same;
  }
  template <class F>
  Array update(F f, std::memory_order) {
    const std::lock_guard lock(mutex_);
    return std::exchange(array_, f(std::as_const(array_)));
  }
  template <class F>
  bool initialize(int label, std::size_t n, F f) {
    const std::lock_guard lock(mutex_);
    if (array_) return false;
    array_ = Array::with_label(label, n, f);
    return true;
  }
  Array borrow() const { return load(); }
  const test::Counted* peek(std::memory_order) const {
    const std::lock_guard lock(mutex_);
    return array_.data();
  }

 private:
  mutable std::mutex mutex_;
  Array array_;
};

/// A thread, and what it holds.
template <class Cell>
class Worker {
 public:
  Worker(Cell& cell, const std::vector<Step>& steps) : cell_(cell), steps_(steps), reader_(cell) {}

  Result next() {
    const Step& step = steps_[next_++];
    if (step.yield) std::this_thread::yield();
    const auto checked = [](Result result, const Array& held) {
      static_cast<void>(number_of(held));
      return result;
    };
    switch (step.kind) {
      case Kind::load:
        held_ = cell_.load(step.order);
        return {false, 0, number_of(held_)};
      case Kind::store:
        cell_.store(make(step.put), step.order);
        return checked({true, step.put}, held_);
      case Kind::exchange:
        held_ = cell_.exchange(make(step.put), step.order);
        return {true, step.put, number_of(held_)};
      case Kind::replace: {
        const int expected = number_of(held_);
        const bool done = cell_.compare_exchange_strong(held_, make(step.put), step.order);
        return {done, step.put, number_of(held_), expected};
      }
      case Kind::update:
        held_ = cell_.update(
            [&](const Array& now) { return static_cast<void>(number_of(now)), make(step.put); }, step.order);
        return {true, step.put, number_of(held_)};
      case Kind::borrow: {
        const auto guard = cell_.borrow();
        const int number = number_of(guard);
        if (step.yield) std::this_thread::yield();
        static_cast<void>(number_of(guard));
        return {false, 0, number};
      }
      case Kind::read:
        return {false, 0, number_of(reader_.get())};
      case Kind::initialize: {
        if (step.put == 0) return {};
        const bool done =
            cell_.initialize(int{step.put}, 3, [&](std::size_t) { return test::Counted(step.put); });
        return {done, step.put, done ? 0 : -1, 0};
      }
      case Kind::keep: {
        kept_ = cell_.borrow();
        return {false, 0, number_of(kept_)};
      }
      default:
        static_cast<void>(number_of(kept_));
        kept_ = decltype(kept_)();
        held_ = nullptr;
        return {};
    }
  }
  /// Guards are given up by their thread.
  void end() { kept_ = decltype(kept_)(); }

 private:
  Cell& cell_;
  const std::vector<Step>& steps_;
  std::size_t next_ = 0;
  Array held_;
  ha::CellReader<Cell> reader_;
  decltype(std::declval<Cell&>().borrow()) kept_;
};

template <class Cell>
void run(test::Team& team, const Program& program) {
  const test::ObjectScope objects;
  {
    Cell cell;
    std::array<Worker<Cell>, 2> workers{Worker<Cell>(cell, program[0]), Worker<Cell>(cell, program[1])};
    const auto history =
        test::record(team, program[0].size(), [&](unsigned thread) { return workers[thread].next(); });
    team.run([&](unsigned thread) { workers[thread].end(); });
    fuzz::check(test::linearizable(history, 0, apply), "no order of the operations has these results");
  }
  fuzz::check(objects.live() == 0, "an array outlives all its owners");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static test::Team team(2);
  constexpr std::array orders = {std::memory_order_seq_cst, std::memory_order_acq_rel,
                                 std::memory_order_relaxed};
  fuzz::Input input(data, size);
  const std::size_t protocol = input.below(4);
  Program program;
  int last = 0;
  while (!input.empty() && program[1].size() != calls)
    for (std::vector<Step>& steps : program) {
      const std::uint8_t what = input.byte(), how = input.byte();
      steps.push_back(
          {static_cast<Kind>(what % kinds), orders[how % 3], how % 8 == 7 ? 0 : ++last, what >= 128});
    }
  switch (protocol) {
    case 0:
      run<ha::BasicAtomicArcArray<Array, ha::detail::LockFreeCell>>(team, program);
      break;
    case 1:
      run<ha::BasicAtomicArcArray<Array, test::SmallBiasCell<8>>>(team, program);
      break;
    case 2:
      run<ha::BasicAtomicArcArray<Array, ha::detail::LockBitCell>>(team, program);
      break;
    default:
      run<Locked>(team, program);
  }
  return 0;
}

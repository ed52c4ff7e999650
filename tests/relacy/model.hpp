// SPDX-License-Identifier: MIT
//
// model.hpp: what the programs have in common: the library's own handles and cells on RelacyAtomic, blocks that tell
// when they are read or destroyed too early, and the search.
//
// Everything from the cell's word up to BasicAtomicArcArray and BasicRcArray is the library's source; only
// std::atomic, the memory and the payload are ours.
#ifndef HEAPARRAY_TESTS_RELACY_MODEL_HPP
#define HEAPARRAY_TESTS_RELACY_MODEL_HPP

#include "relacy_atomic.hpp"

#include <heaparray/atomic_array.hpp>
#include <heaparray/cell_reader.hpp>
#include <heaparray/detail/base/atomic_counter.hpp>
#include <heaparray/detail/cell/loan_cell.hpp>
#include <heaparray/detail/cell/lock_cell.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/rc_array.hpp>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

namespace relacy_model {

/// Memory for the blocks of one execution. It stays readable when a block is freed, so that a use after that is
/// found by relacy, not by a crash.
class Memory {
 public:
  static constexpr std::size_t block_size = 2048;

  /// `reuse`: the block that was freed last is the next one, so that addresses come back as soon as they can.
  explicit Memory(bool reuse) : reuse_(reuse) {}

  void* allocate(std::size_t size) {
    RL_ASSERT(size <= block_size);
    if (reuse_)
      for (unsigned i = blocks; i-- != 0;)
        if (state_[i] == freed) return take(i);
    for (unsigned i = 0; i != blocks; ++i)
      if (state_[i] == fresh) return take(i);
    rl::ctx().fail_test("the model has too few blocks", rl::test_result_inconsistent_test_suite, here());
    return nullptr;
  }

  void deallocate(void* p) {
    const std::size_t i = static_cast<std::size_t>(static_cast<std::byte*>(p) - memory()) / block_size;
    if (i >= blocks || state_[i] != used)
      rl::ctx().fail_test("a block is freed twice", rl::test_result_double_free, here());
    state_[i] = freed;
    --in_use_;
  }

  unsigned in_use() const { return in_use_; }

 private:
  static constexpr unsigned blocks = 12;
  enum State { fresh, used, freed };

  // One for all executions, since they come one after the other.
  static std::byte* memory() {
    alignas(64) static std::byte bytes[blocks * block_size];
    return bytes;
  }

  void* take(unsigned i) {
    state_[i] = used;
    ++in_use_;
    return memory() + i * block_size;
  }

  bool reuse_;
  std::array<State, blocks> state_ = {};
  unsigned in_use_ = 0;
};

inline Memory* memory = nullptr;  // of the execution that runs

/// The allocator of the handles.
template <class T>
struct ModelAllocator {
  using value_type = T;
  ModelAllocator() = default;
  template <class U>
  ModelAllocator(const ModelAllocator<U>&) noexcept {}
  T* allocate(std::size_t n) { return static_cast<T*>(memory->allocate(n * sizeof(T))); }
  void deallocate(T* p, std::size_t) noexcept { memory->deallocate(p); }
  friend bool operator==(const ModelAllocator&, const ModelAllocator&) { return true; }
};

/// An element. relacy reports a data race for each pair of accesses, one of them a write, of which neither happens
/// before the other; building it and destroying it are writes.
class Payload {
 public:
  explicit Payload(int value) : value_(value) {}
  Payload(const Payload& other) : value_(other.read()) {}
  ~Payload() { value_(here()).store(0); }
  int read(rl::debug_info where = here()) const { return value_(where).load(); }
  void write(int value, rl::debug_info where = here()) { value_(where).store(value); }

 private:
  rl::var<int> value_;
};

/// AtomicCount, on RelacyAtomic.
class ModelCount {
 public:
  using N = std::uint32_t;
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = std::size_t{UINT32_MAX} / 2 + 1;
  ModelCount() noexcept = default;
  void increment(N n = 1) noexcept { counter_.increment(n); }
  void increment(std::size_t n) noexcept { counter_.increment(static_cast<N>(n)); }
  bool decrement(N n = 1) noexcept { return counter_.decrement(n); }
  bool decrement(std::size_t n) noexcept { return counter_.decrement(static_cast<N>(n)); }
  bool is_unique() const noexcept { return counter_.is_unique(); }
  std::size_t use_count() const noexcept { return counter_.use_count(); }

 private:
  heaparray::detail::AtomicCounter<RelacyAtomic<N>, N> counter_;
};

using Handle = heaparray::BasicRcArray<Payload, heaparray::NoLabel, heaparray::LengthInBlock<>, ModelCount,
                                       ModelAllocator<std::byte>>;

inline Handle make(int value) {
  return Handle(1, [&](std::size_t) { return Payload(value); });
}
inline int read(const Handle& handle, rl::debug_info where = here()) {
  if (!handle) rl::ctx().fail_test("a null handle", rl::test_result_user_assert_failed, where);
  return handle[0].read(where);
}

/// The protocols. The bound on the readers that are inside load() at the same time is half the bias.
template <std::uint32_t Bias>
struct LoansWithBias {
  template <class H>
  using type = heaparray::detail::LoanCell<RelacyAtomic, heaparray::detail::CountedBlock<H>, Bias>;
};
using Loans = LoansWithBias<4>;
struct Lock {
  template <class H>
  using type = heaparray::detail::LockCell<RelacyAtomic, heaparray::detail::CountedBlock<H>>;
};

template <class Protocol>
using Cell = heaparray::BasicAtomicArcArray<Handle, Protocol>;

/// The weakest order that a user can ask for.
inline constexpr std::memory_order weakest = std::memory_order_relaxed;

/// The base of every program: it is made before each execution and destroyed after it, when no block may be left.
/// Members of a program come after it, and are destroyed before that is checked.
template <class Program, int Threads, bool Reuse = false>
struct Model : rl::test_suite<Program, Threads> {
  static_assert(Threads <= int(max_threads));
  static constexpr rl::thread_id_t threads = Threads;
  Memory blocks{Reuse};

  Model() { memory = &blocks; }
  ~Model() { RL_ASSERT(blocks.in_use() == 0); }
};

// How the executions of a program are chosen.

/// All of them, where a load may give an old value: that before the last.
struct Full {
  template <rl::thread_id_t N>
  using scheduler = rl::full_search_scheduler<N>;
  static constexpr rl::scheduler_type_e type = rl::sched_full;
  unsigned limit = 0;
};
/// As Full, but only those in which threads are interrupted `limit` times, besides where they end or wait.
struct Bound {
  template <rl::thread_id_t N>
  using scheduler = rl::context_bound_scheduler<N>;
  static constexpr rl::scheduler_type_e type = rl::sched_bound;
  unsigned limit;
};
/// `limit` executions by chance, where a load may give older values, and a compare_exchange may fail on one.
struct Random {
  template <rl::thread_id_t N>
  using scheduler = rl::random_scheduler<N>;
  static constexpr rl::scheduler_type_e type = rl::sched_random;
  unsigned limit;
};

/// Runs a program: no failure may be found, or with `must_fail` one must.
template <class Program, class Search>
bool run(const char* name, Search search, bool must_fail) {
  const auto once = [](rl::test_params& params, bool again) {
    rl::ostringstream state;
    const rl::test_result_e result =
        rl::run_test<Program, typename Search::template scheduler<Program::threads>>(params, state, again);
    params.initial_state = state.str();
    return result;
  };
  std::ostream nowhere(nullptr);
  rl::test_params params;
  params.search_type = Search::type;
  params.iteration_count = params.context_bound = search.limit;
  rl::iteration_t first = 0;
  if constexpr (Search::type == rl::sched_random) {
    // In each round of a long run other executions: they are chosen by their number.
    if (const char* const round = std::getenv("HEAPARRAY_TEST_ROUND"))
      first = search.limit * std::stoull(round);
    params.initial_state = std::to_string(first).c_str();
    params.iteration_count += first;
  }
  params.progress_stream = &nowhere;

  const unsigned begin = get_tick_count();
  const rl::test_result_e result = once(params, false);
  std::printf("%-48s %s", name, rl::format(Search::type));
  if (Search::type != rl::sched_full) std::printf(" %u", search.limit);
  std::printf(": %llu executions, %u ms: %s\n",
              static_cast<unsigned long long>(params.stop_iteration - first), get_tick_count() - begin,
              rl::test_result_str(result));
  std::fflush(stdout);
  if (result != rl::test_result_success) {  // the same execution again, with its history
    params.collect_history = true;
    rl::ostringstream history;  // its memory is not that of the model
    params.output_stream = &history;
    once(params, true);
    std::cout << history.str() << std::flush;
  }
  if (result == rl::test_result_inconsistent_test_suite) return false;  // the program is wrong
  return (result != rl::test_result_success) == must_fail;
}

}  // namespace relacy_model

/// Of such a line, `ok &= HEAPARRAY_MODEL(Program, Full{});`, the lists of programs are made.
#define HEAPARRAY_MODEL(program, search) relacy_model::run<program>(#program, search, false)

#endif  // HEAPARRAY_TESTS_RELACY_MODEL_HPP

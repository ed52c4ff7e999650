// SPDX-License-Identifier: MIT
//
// One atomic cell that holds a shared array, read and written by 1 to 8 threads at once. Time per operation is that of the
// wall clock divided by the operations of all threads.
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include <heaparray/cell_reader.hpp>

#include "support/operations.hpp"

#ifdef HEAPARRAY_BENCH_BOOST
#include <boost/smart_ptr/atomic_shared_ptr.hpp>
#endif

namespace {

using namespace bench;

constexpr std::size_t length = 16;

/// `first` and the numbers after it.
template <class Handle>
Handle numbers(int first);
template <>
heaparray::TpArcArray<int> numbers(int first) {
  return heaparray::TpArcArray<int>(length, [=](std::size_t i) { return first + static_cast<int>(i); });
}
template <>
std::shared_ptr<int[]> numbers(int first) {
  auto p = std::make_shared<int[]>(length);
  for (std::size_t i = 0; i != length; ++i) p[static_cast<std::ptrdiff_t>(i)] = first + static_cast<int>(i);
  return p;
}

// Contenders

struct Counted : Named<"AtomicArcArray", "cell"> {
  using handle = heaparray::TpArcArray<int>;
  heaparray::AtomicArcArray<int> cell{numbers<handle>(1)};

  handle load() const { return cell.load(); }
  static const int* data(const handle& h) { return h.data(); }
  void store(const handle& h) { cell.store(h); }
  bool compare_exchange(handle& expected, const handle& desired) {
    return cell.compare_exchange_strong(expected, desired);
  }
};

/// Reads without a count, where the library has that.
template <class Cell>
concept Borrows = requires(const Cell& cell) { cell.borrow(); };

template <class Cell>
struct BorrowedFrom : Named<"AtomicArcArray_borrow", "cell"> {
  using handle = typename Cell::handle_type;
  Cell cell{numbers<handle>(1)};

  auto load() const { return cell.borrow(); }
  static const int* data(const auto& guard) { return guard.data(); }
  void store(const handle& h) { cell.store(h); }
};

/// Each thread keeps what it saw last.
struct ReadAgain : Counted {
  static constexpr const char* name = "AtomicArcArray_reader";
  auto reader() const { return heaparray::CellReader(cell); }
};

struct WithSharedPtr {
  using handle = std::shared_ptr<int[]>;
  static const int* data(const handle& h) { return h.get(); }
};

#ifdef __cpp_lib_atomic_shared_ptr
struct StdAtomic : Named<"atomic_shared_ptr", "cell">, WithSharedPtr {
  std::atomic<handle> cell{numbers<handle>(1)};

  handle load() const { return cell.load(); }
  void store(const handle& h) { cell.store(h); }
  bool compare_exchange(handle& expected, const handle& desired) {
    return cell.compare_exchange_strong(expected, desired);
  }
};
#endif

#ifdef HEAPARRAY_BENCH_BOOST
template <>
boost::shared_ptr<int[]> numbers(int first) {
  auto p = boost::make_shared<int[]>(length);
  for (std::size_t i = 0; i != length; ++i) p[static_cast<std::ptrdiff_t>(i)] = first + static_cast<int>(i);
  return p;
}
struct BoostAtomic : Named<"boost_atomic_shared_ptr", "cell"> {
  using handle = boost::shared_ptr<int[]>;
  boost::atomic_shared_ptr<int[]> cell{numbers<handle>(1)};

  handle load() const { return cell.load(); }
  static const int* data(const handle& h) { return h.get(); }
  void store(const handle& h) { cell.store(h); }
  bool compare_exchange(handle& expected, const handle& desired) {
    return cell.compare_exchange_strong(expected, desired);
  }
};
#endif

template <class Mutex, class ReadLock, Text Name>
struct Locked : Named<Name, "cell">, WithSharedPtr {
  mutable Mutex mutex;
  handle value = numbers<handle>(1);

  handle load() const {
    const ReadLock lock(mutex);
    return value;
  }
  void store(handle h) {
    const std::unique_lock lock(mutex);
    value.swap(h);  // the old one is dropped after the lock is
  }
  bool compare_exchange(handle& expected, const handle& desired) {
    handle old;
    const std::unique_lock lock(mutex);
    old = value;
    const bool same = old == expected;
    if (same)
      value = desired;
    else
      expected.swap(old);
    return same;
  }
};
using WithMutex = Locked<std::mutex, std::unique_lock<std::mutex>, "mutex_shared_ptr">;
using WithSharedMutex =
    Locked<std::shared_mutex, std::shared_lock<std::shared_mutex>, "shared_mutex_shared_ptr">;

// Operations: step() is what each thread does, with what begin() gave to it

template <class C>
std::uint64_t sum_of_ends(const typename C::handle& h) {
  const int* const p = C::data(h);
  return number(p[0]) + number(p[length - 1]);
}
template <class C>
std::uint64_t read(const C& c) {
  const auto h = c.load();
  const int* const p = C::data(h);
  return number(p[0]) + number(p[length - 1]);
}

template <class C>
struct Load {
  C cell;
  auto begin() const {
    if constexpr (requires { cell.reader(); })
      return cell.reader();
    else
      return &cell;
  }
  void step(const C* c) { benchmark::DoNotOptimize(read(*c)); }
  void step(auto& reader) { benchmark::DoNotOptimize(sum_of_ends<C>(reader.get())); }
  std::uint64_t result() {
    auto mine = begin();
    if constexpr (requires { mine.get(); })
      return sum_of_ends<C>(mine.get());
    else
      return read(cell);
  }
};

/// The same while another thread publishes a new array every millisecond.
template <class C>
struct LoadBesideWriter : Load<C> {
  static constexpr bool has_writer = true;
  void write(int i) { this->cell.store(numbers<typename C::handle>(i)); }
};

template <class C>
struct Store {
  C cell;
  const typename C::handle values[2] = {numbers<typename C::handle>(1), numbers<typename C::handle>(100)};

  static std::uint64_t begin() { return 0; }
  void step(std::uint64_t& round) { cell.store(values[++round % 2]); }
  std::uint64_t result() {
    std::uint64_t round = 0, total = 0;
    for (int i = 0; i != 3; ++i) {
      step(round);
      total = total * 31 + read(cell);
    }
    return total;
  }
};

/// One attempt, which succeeds whenever no other thread is in between.
template <class C>
struct CompareExchange : Store<C> {
  void step(std::uint64_t& round) {
    typename C::handle expected = this->values[round % 2];
    if (this->cell.compare_exchange(expected, this->values[(round + 1) % 2]))
      ++round;
    else
      round = C::data(expected) == C::data(this->values[0]) ? 0 : 1;
  }
  std::uint64_t result() {
    this->cell.store(this->values[0]);
    std::uint64_t round = 1;  // wrong: the first attempt fails
    for (int i = 0; i != 4; ++i) step(round);
    return read(this->cell) * 31 + round;
  }
};

template <class Operation>
void run_threads(benchmark::State& state, Operation& o) {
  std::thread writer;
  std::atomic<bool> stop{false};
  if constexpr (requires { Operation::has_writer; }) {
    if (state.thread_index() == 0) {
      writer = std::thread([&] {
        for (int i = 1; !stop.load(std::memory_order_relaxed); ++i) {  // relaxed: it says nothing else
          o.write(i);
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
      });
    }
  }
  auto mine = o.begin();
  for (auto _ : state) o.step(mine);
  stop.store(true, std::memory_order_relaxed);
  if (writer.joinable()) writer.join();
}

template <template <class> class Operation, class... Contenders>
void add_threads(const std::string& operation, List<Contenders...>) {
  (
      [&] {
        const std::string name = "BM_" + operation + "_" + Contenders::name;
        benchmark::RegisterBenchmark(
            name.c_str(),
            [o = std::make_shared<Operation<Contenders>>()](benchmark::State& state) {
              run_threads(state, *o);
              state.SetLabel(Contenders::kind);
            })
            ->ThreadRange(1, 8)
            ->UseRealTime();
        const auto check = [](const std::string& what, std::size_t n) {
          expect_same(what, n, Contenders::name, Operation<Contenders>().result());
        };
        for (const std::size_t threads : {1u, 2u, 4u, 8u})
          add_check(check, operation, threads, name + "/real_time/threads:" + std::to_string(threads));
      }(),
      ...);
}

}  // namespace

void add_operations() {
  // A program that has never started a thread has no use for a cell; libstdc++ counts without atomic operations there.
  std::thread([] {}).join();
  using Writers = Joined<List<Counted>,
#ifdef __cpp_lib_atomic_shared_ptr
                         List<StdAtomic>,
#endif
#ifdef HEAPARRAY_BENCH_BOOST
                         List<BoostAtomic>,
#endif
                         List<WithMutex, WithSharedMutex>>;
  using Readers =
      Joined<If<Borrows<heaparray::AtomicArcArray<int>>, BorrowedFrom<heaparray::AtomicArcArray<int>>>,
             List<ReadAgain>, Writers>;
  add_threads<Load>("load", Readers());
  add_threads<LoadBesideWriter>("load_beside_writer", Readers());
  add_threads<Store>("store", Writers());
  add_threads<CompareExchange>("compare_exchange", Writers());
}

// SPDX-License-Identifier: MIT
//
// Sharing arrays: copying and dropping handles, and moving a million of them. Compiled twice: the operations of the second
// program end in `_threads` and run after a second thread has been started. libstdc++ counts without atomic operations
// before that.
#include <algorithm>

#include "support/operations.hpp"

#ifdef HEAPARRAY_BENCH_THREADS
#include <thread>
#endif

namespace {

using namespace bench;

template <class C>
struct CopyDrop {
  typename C::handle h;

  explicit CopyDrop(std::size_t n) : h(C::generates({}, n, element<int>)) {}
  void step() {
    typename C::handle copy = h;
    benchmark::DoNotOptimize(C::data(copy));
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const {
    const typename C::handle copy = h;
    // A copy that shares the elements.
    return sum<C>(copy) + (C::data(copy) == C::data(h) ? 1u : 0u);
  }
};

template <class C>
struct CopyOnWrite {
  typename C::handle h, written;

  explicit CopyOnWrite(std::size_t n) : h(C::generates({}, n, element<int>)) {}
  void step() {
    typename C::handle copy = h;
    C::write_alone(copy, 7);
    benchmark::DoNotOptimize(C::data(copy));
    benchmark::ClobberMemory();
    written = std::move(copy);
  }
  std::uint64_t result() const { return sum<C>(h) * 31 + sum<C>(written); }
};

#ifdef HEAPARRAY_BENCH_THREADS

/// The elements are read while another thread copies handles of the same array.
template <class C>
struct ReadBesideCopies {
  typename C::handle h;
  std::uint64_t total = 0;
  std::atomic<bool> stop{false};
  std::thread copies{[this] {
    while (!stop.load(std::memory_order_relaxed)) {  // relaxed: it says nothing else
      const typename C::handle copy = h;
      benchmark::DoNotOptimize(C::data(copy));
      benchmark::ClobberMemory();
    }
  }};

  explicit ReadBesideCopies(std::size_t n) : h(C::generates({}, n, element<int>)) {}
  ReadBesideCopies(const ReadBesideCopies&) = delete;
  ~ReadBesideCopies() {
    stop.store(true, std::memory_order_relaxed);
    copies.join();
  }
  void step() {
    benchmark::ClobberMemory();
    total = sum<C>(h);
    benchmark::DoNotOptimize(total);
  }
  std::uint64_t result() const { return total; }
};

#else

template <class C>
std::vector<typename C::handle> many(std::size_t n) {
  std::vector<typename C::handle> handles;
  handles.reserve(n);
  for (std::size_t i = 0; i != n; ++i)
    handles.push_back(C::generates({}, 4, [i](std::size_t j) { return static_cast<int>(i + j); }));
  return handles;
}

constexpr std::uint64_t scrambled(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  return x ^ (x >> 27);
}

/// Handles of n arrays are sorted by a number that is made of element 0, in an order that is new in each round.
template <class C>
struct Sort {
  std::vector<typename C::handle> handles;
  std::uint64_t round = 0;

  explicit Sort(std::size_t n) : handles(many<C>(n)) {}
  void step() {
    ++round;
    const auto rank = [salt = scrambled(round)](const typename C::handle& h) {
      return scrambled(salt + number(C::data(h)[0]));
    };
    std::sort(handles.begin(), handles.end(),
              [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  }
  std::uint64_t result() const {
    std::uint64_t total = 0;
    for (const auto& h : handles) total = total * 31 + sum<C>(h);
    return total;
  }
};

/// Handles are moved into a vector that grows.
template <class C>
struct Grow {
  std::vector<typename C::handle> handles;

  explicit Grow(std::size_t n) : handles(many<C>(n)) {}
  void step() {
    std::vector<typename C::handle> grown;
    for (auto& h : handles) grown.push_back(std::move(h));
    handles.swap(grown);
    benchmark::DoNotOptimize(handles.data());
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const {
    std::uint64_t total = 0;
    for (const auto& h : handles) total = total * 31 + sum<C>(h);
    return total;
  }
};

#endif

template <class T>
using Countable = Joined<SharedContenders<T>, LocalContenders<T>>;

template <class... C>
auto writable(List<C...>) {
  return Joined<If<requires(typename C::handle& h) { C::write_alone(h, 0); }, C>...>();
}

}  // namespace

#ifdef HEAPARRAY_BENCH_THREADS
void add_operations() {
  std::thread([] {}).join();
  add<CopyDrop>("copy_drop_threads", Countable<int>(), {8});
  add<CopyOnWrite>("copy_on_write_threads", writable(Countable<int>()), {16, 256});
  add<ReadBesideCopies>("read_beside_copies_threads", Joined<SharedContenders<int>, OurIsolated<int>>(),
                        {8, 256});
}
#else
void add_operations() {
  add<CopyDrop>("copy_drop", Countable<int>(), {8});
  add<CopyOnWrite>("copy_on_write", writable(Countable<int>()), {16, 256});
  add<Sort>("sort_handles", AllContenders<int>(), {1 << 16, 1 << 20});
  add<Grow>("grow_vector", AllContenders<int>(), {1 << 16, 1 << 20});
}
#endif

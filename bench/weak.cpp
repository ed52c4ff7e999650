// SPDX-License-Identifier: MIT
//
// Weak handles to arrays of n ints: made, upgraded, and an array that is made with one and dropped. The operations that
// end in `_threads` run beside a second thread that upgrades weak handles of the same array all the time.
#include <heaparray/weak_array.hpp>

#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>

#include "support/operations.hpp"

#if __has_include(<boost/smart_ptr/make_shared.hpp>)
#define HEAPARRAY_BENCH_BOOST_WEAK 1
#include <boost/smart_ptr/make_shared.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>
#endif

namespace {

using namespace bench;

struct Ours : Named<"arc_with_weak", "shared"> {
  using handle = heaparray::ArcArrayWithWeak<int>;
  using weak = heaparray::WeakArray<handle>;
  static handle make(std::size_t n) { return handle::filled(n, 3); }
  static weak downgrade(const handle& h) { return h.downgrade(); }
  static handle upgrade(const weak& w) { return w.upgrade(); }
  static int* first(const handle& h) { return const_cast<int*>(h.data()); }
};

struct Standard : Named<"weak_ptr", "shared"> {
  using handle = std::shared_ptr<int[]>;
  using weak = std::weak_ptr<int[]>;
  static handle make(std::size_t n) { return std::make_shared<int[]>(n, 3); }
  static weak downgrade(const handle& h) { return h; }
  static handle upgrade(const weak& w) { return w.lock(); }
  static int* first(const handle& h) { return h.get(); }
};

#ifdef HEAPARRAY_BENCH_BOOST_WEAK
struct Boost : Named<"boost_weak_ptr", "shared"> {
  using handle = boost::shared_ptr<int[]>;
  using weak = boost::weak_ptr<int[]>;
  static handle make(std::size_t n) { return boost::make_shared<int[]>(n, 3); }
  static weak downgrade(const handle& h) { return h; }
  static handle upgrade(const weak& w) { return w.lock(); }
  static int* first(const handle& h) { return h.get(); }
};
using WeakContenders = List<Ours, Standard, Boost>;
#else
using WeakContenders = List<Ours, Standard>;
#endif

template <class C>
struct Downgrade {
  typename C::handle h;
  std::uint64_t alive = 0;

  explicit Downgrade(std::size_t n) : h(C::make(n)) {}
  void step() {
    const typename C::weak weak = C::downgrade(h);
    benchmark::DoNotOptimize(&weak);
    benchmark::ClobberMemory();
    alive += weak.expired() ? 0u : 1u;
  }
  std::uint64_t result() const { return alive; }
};

template <class C>
struct Upgrade {
  typename C::handle h;
  typename C::weak weak;
  std::uint64_t total = 0;

  explicit Upgrade(std::size_t n) : h(C::make(n)), weak(C::downgrade(h)) {}
  void step() {
    benchmark::ClobberMemory();
    const typename C::handle got = C::upgrade(weak);
    total += static_cast<std::uint64_t>(*C::first(got));
  }
  std::uint64_t result() const { return total; }
};

template <class C>
struct UpgradeExpired {
  typename C::weak weak;
  std::uint64_t nothing = 0;

  explicit UpgradeExpired(std::size_t n) : weak(C::downgrade(C::make(n))) {}
  void step() {
    benchmark::ClobberMemory();
    nothing += C::upgrade(weak) ? 0u : 1u;
  }
  std::uint64_t result() const { return nothing; }
};

template <class C>
struct MakeDrop {
  std::size_t n;
  std::uint64_t expired = 0;

  explicit MakeDrop(std::size_t size) : n(size) {}
  void step() {
    typename C::handle h = C::make(n);
    const typename C::weak weak = C::downgrade(h);
    benchmark::DoNotOptimize(C::first(h));
    benchmark::ClobberMemory();
    h = typename C::handle();
    expired += weak.expired() ? 1u : 0u;
  }
  std::uint64_t result() const { return expired; }
};

template <class C>
struct UpgradeBesideUpgrades : Upgrade<C> {
  std::atomic<bool> stop{false};
  std::thread other{[this, weak = this->weak] {
    std::uint64_t seen = 0;
    while (!stop.load(std::memory_order_relaxed))  // relaxed: it says nothing else
      seen += static_cast<std::uint64_t>(*C::first(C::upgrade(weak)));
    benchmark::DoNotOptimize(seen);
  }};

  explicit UpgradeBesideUpgrades(std::size_t n) : Upgrade<C>(n) {}
  UpgradeBesideUpgrades(const UpgradeBesideUpgrades&) = delete;
  ~UpgradeBesideUpgrades() {
    stop.store(true, std::memory_order_relaxed);
    other.join();
  }
};

}  // namespace

void add_operations() {
  std::thread([] {}).join();  // libstdc++ counts without atomic operations before
  add<Downgrade>("weak_downgrade", WeakContenders(), {100});
  add<Upgrade>("weak_upgrade", WeakContenders(), {100});
  add<UpgradeExpired>("weak_upgrade_expired", WeakContenders(), {100});
  add<MakeDrop>("weak_make_drop", WeakContenders(), {100});
  add<UpgradeBesideUpgrades>("weak_upgrade_threads", WeakContenders(), {100});
}

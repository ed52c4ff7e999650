// SPDX-License-Identifier: MIT
//
// weak_programs.hpp: what is model checked of weak handles. \see programs.hpp
#ifndef HEAPARRAY_TESTS_RELACY_WEAK_PROGRAMS_HPP
#define HEAPARRAY_TESTS_RELACY_WEAK_PROGRAMS_HPP

#include "model.hpp"

#include <heaparray/weak_array.hpp>

namespace relacy_model {

/// AtomicCountWithWeak, on RelacyAtomic.
class ModelWeakCount {
 public:
  using N = std::uint32_t;
  static constexpr bool thread_safe = true;
  static constexpr bool counts_weak = true;
  static constexpr std::size_t max_owners = std::size_t{UINT32_MAX} / 2 + 1;
  ModelWeakCount() noexcept = default;
  void increment(N n = 1) noexcept { counter_.increment(n); }
  void increment(std::size_t n) noexcept { counter_.increment(static_cast<N>(n)); }
  bool decrement(N n = 1) noexcept { return counter_.decrement(n); }
  bool decrement(std::size_t n) noexcept { return counter_.decrement(static_cast<N>(n)); }
  bool is_unique() const noexcept { return counter_.is_unique(); }
  std::size_t use_count() const noexcept { return counter_.use_count(); }
  bool upgrade() noexcept { return counter_.upgrade(); }
  void increment_weak() noexcept { counter_.increment_weak(); }
  bool decrement_weak() noexcept { return counter_.decrement_weak(); }
  bool has_weak() const noexcept { return counter_.has_weak(); }
  void withdraw() noexcept { counter_.withdraw(); }
  void publish() noexcept { counter_.publish(); }

 private:
  heaparray::detail::AtomicWeakCounter<RelacyAtomic<std::uint64_t>, std::uint64_t, N> counter_;
};

using Known = heaparray::BasicRcArray<Payload, heaparray::NoLabel, heaparray::LengthInBlock<>, ModelWeakCount,
                                      ModelAllocator<std::byte>>;
using Weak = heaparray::WeakArray<Known>;

inline Known make_known(int value) {
  return Known(1, [&](std::size_t) { return Payload(value); });
}

struct UpgradeAgainstLastDrop : Model<UpgradeAgainstLastDrop, 2> {
  Known a = make_known(1);
  Weak weak{a};

  void thread(unsigned t) {
    if (t == 0) {
      const Known got = weak.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
    } else {
      a.reset();
    }
  }
  void after() { RL_ASSERT(weak.expired()); }
};

/// The memory goes with the last of all.
struct WeakDropsAgainstLastDrop : Model<WeakDropsAgainstLastDrop, 3> {
  Known a = make_known(1);
  std::array<Weak, 2> weak = {Weak(a), Weak(a)};

  void thread(unsigned t) {
    if (t < 2)
      weak[t].reset();
    else
      a.reset();
  }
  void after() { RL_ASSERT(blocks.in_use() == 0); }
};

/// Each of two upgrades, and an owner, may be the last.
struct UpgradesAgainstLastDrop : Model<UpgradesAgainstLastDrop, 3> {
  Known a = make_known(1);
  std::array<Weak, 2> weak = {Weak(a), Weak(a)};

  void thread(unsigned t) {
    if (t < 2) {
      const Weak mine = std::move(weak[t]);
      const Known got = mine.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
    } else {
      a.reset();
    }
  }
};

struct UpgradeAgainstMakeMut : Model<UpgradeAgainstMakeMut, 2> {
  Known a = make_known(1);
  Weak weak{a};

  void thread(unsigned t) {
    if (t == 0) {
      const Known got = weak.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
      weak.reset();
    } else {
      a.make_mut()[0].write(2);
      RL_ASSERT(a[0].read() == 2);
    }
  }
};

/// An owner that has seen itself alone is alone: the weak handle is gone, and what it had upgraded to.
struct UpgradeAgainstUniqueWrite : Model<UpgradeAgainstUniqueWrite, 2> {
  Known a = make_known(1);
  Weak weak{a};

  void thread(unsigned t) {
    if (t == 0) {
      const Weak mine = std::move(weak);
      const Known got = mine.upgrade();
      RL_ASSERT(got && got[0].read() == 1);
    } else if (Known::owner_type* const owner = a.to_mut()) {
      (*owner)[0].write(2);
    }
  }
};

struct UpgradeAgainstIntoInner : Model<UpgradeAgainstIntoInner, 2> {
  Known a = make_known(1);
  Weak weak{a};
  std::array<bool, 2> inner = {};

  void thread(unsigned t) {
    if (t == 0) {
      const Weak mine = std::move(weak);
      Known got = mine.upgrade();
      if (!got) return;
      RL_ASSERT(got[0].read() == 1);
      auto owner = std::move(got).into_inner();
      inner[0] = owner.has_value();
      if (owner) (*owner)[0].write(3);
    } else {
      auto owner = std::move(a).into_inner();
      inner[1] = owner.has_value();
      if (owner) (*owner)[0].write(2);
    }
  }
  void after() { RL_ASSERT(inner[0] != inner[1]); }
};

/// A weak handle that is made while the other owner goes.
struct DowngradeAgainstDrop : Model<DowngradeAgainstDrop, 2> {
  std::array<Known, 2> a = {make_known(1), Known()};

  void before() { a[1] = a[0]; }
  void thread(unsigned t) {
    if (t == 0) {
      const Weak weak(a[0]);
      a[0].reset();
      const Known got = weak.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
    } else {
      a[1].reset();
    }
  }
};

/// One thread is given a weak handle while the array is built, and sees all of it or nothing.
struct UpgradeAgainstPublication : Model<UpgradeAgainstPublication, 2> {
  Weak weak;
  RelacyAtomic<int> given{0};
  Known a;

  void thread(unsigned t) {
    if (t == 0) {
      a = heaparray::make_cyclic<Known>(1, [&](const Weak& self, std::size_t) {
        weak = self;
        given.store(1, std::memory_order_release);
        return Payload(1);
      });
    } else if (given.load(std::memory_order_acquire) == 1) {
      const Known got = weak.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
    }
  }
};

template <class Protocol>
struct UpgradeAgainstCell : Model<UpgradeAgainstCell<Protocol>, 2> {
  heaparray::BasicAtomicArcArray<Known, Protocol> cell{make_known(1)};
  Weak weak{cell.load(weakest)};

  void thread(unsigned t) {
    if (t == 0) {
      const Known got = weak.upgrade();
      if (got) RL_ASSERT(got[0].read() == 1);
    } else {
      cell.store(make_known(2), weakest);
    }
  }
  void after() { RL_ASSERT(weak.expired()); }
};

}  // namespace relacy_model

#endif  // HEAPARRAY_TESTS_RELACY_WEAK_PROGRAMS_HPP

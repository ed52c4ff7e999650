// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// What threads see of an atomic cell is what they would see if its operations were done one after the other: random
// histories of three threads are recorded and such an order is looked for. And the search finds none where there is
// none: in histories that are wrong, and in those of cells that are.

#include <heaparray/heaparray.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/linearizability.hpp"
#include "support/recycling.hpp"

namespace {

// What is in a cell, as a number that no two arrays of a history share; 0 for null.
using Id = std::uintptr_t;

enum class Kind { load, store, exchange, strong, weak };

struct Operation {
  Kind kind;
  Id put = 0;
  Id expected = 0;
  bool success = true;
  std::optional<Id> got = {};  // what was there, if the operation tells
};

/// The meaning of the operations, one after the other.
std::optional<Id> apply(Id state, const Operation& operation) {
  const bool same = state == operation.expected;
  bool possible = !operation.got || *operation.got == state;
  if (operation.kind == Kind::strong) possible = possible && operation.success == same;
  if (operation.kind == Kind::weak) possible = possible && (!operation.success || same);
  if (!possible) return std::nullopt;
  const bool puts = operation.kind != Kind::load && operation.success;
  return puts ? operation.put : state;
}

using History = std::vector<test::Call<Operation>>;

bool makes_sense(const History& history) { return test::linearizable(history, Id{0}, apply); }

constexpr std::array orders = {std::memory_order_seq_cst, std::memory_order_acq_rel,
                               std::memory_order_relaxed};

// ---- Two kinds of cells, each for one history -------------------------------------------------------------

using Arc = heaparray::BasicRcArray<Id, Id, heaparray::LengthInBlock<>, test::StumblingCount,
                                    test::RecyclingAllocator<std::byte, test::Reuse>>;

/// `Cell` is a cell of Arcs. A block is known by its label, since its address comes back.
template <class Cell>
class ArcSubject {
 public:
  explicit ArcSubject(unsigned threads, std::uint32_t seed) {
    for (unsigned t = 0; t != threads; ++t) mine_.emplace_back(test::Dice(seed * 8 + t), Arc());
  }

  Operation operator()(unsigned thread) {
    test::Dice& dice = mine_[thread].first;
    Arc& held = mine_[thread].second;
    const auto order = orders[dice.roll(3)];
    test::stumble();
    switch (dice.roll(10)) {
      case 0: {
        Arc next = make(dice);
        const Id put = id(next);
        cell_.store(std::move(next), order);
        return {Kind::store, put};
      }
      case 1: {
        Arc next = make(dice);
        const Id put = id(next);
        held = cell_.exchange(std::move(next), order);
        return {Kind::exchange, put, 0, true, id(held)};
      }
      case 2: {
        Id put = 0;
        held = cell_.update(
            [&](const Arc&) {
              Arc next = make(dice);
              put = id(next);
              return next;
            },
            order);
        return {Kind::exchange, put, 0, true, id(held)};
      }
      case 3:
      case 4: {
        Arc next = make(dice);
        const Id put = id(next), expected = id(held);
        const bool success = cell_.compare_exchange_strong(held, std::move(next), order);
        return {Kind::strong, put, expected, success, id(held)};
      }
      case 5: {
        Arc next = make(dice);
        const Id put = id(next), expected = id(held);
        const bool success = cell_.compare_exchange_weak(held, std::move(next), order);
        return {Kind::weak, put, expected, success, id(held)};
      }
      default:
        held = cell_.load(order);
        return {Kind::load, 0, 0, true, id(held)};
    }
  }

 private:
  Arc make(test::Dice& dice) {
    if (dice.roll(8) == 0) return Arc();
    const Id number = last_.fetch_add(1, std::memory_order_relaxed) + 1;
    return Arc::with_label(number, 2, [&](std::size_t) { return number; });
  }
  static Id id(const Arc& arc) {
    if (!arc) return 0;
    if (arc[0] != arc.label() || arc[1] != arc.label()) std::abort();  // torn
    return arc.label();
  }

  std::vector<std::pair<test::Dice, Arc>> mine_;  // of each thread
  std::atomic<Id> last_ = 0;
  Cell cell_;
};

using PtrCell = heaparray::AtomicPtrArray<Id, Id, test::RecyclingAllocator<std::byte, test::Quarantine>>;

/// An array is known by its address, which the allocator gives out once in a history.
class PtrSubject {
 public:
  explicit PtrSubject(unsigned threads, std::uint32_t seed) {
    for (unsigned t = 0; t != threads; ++t) mine_.emplace_back(test::Dice(seed * 8 + t), nullptr);
  }

  Operation operator()(unsigned thread) {
    test::Dice& dice = mine_[thread].first;
    const Id*& seen = mine_[thread].second;
    const auto order = orders[dice.roll(3)];
    PtrCell::handle_type array;
    if (dice.roll(8) != 0) array = PtrCell::handle_type::with_label(1, 1, [](std::size_t) { return 2; });
    const Id put = id(array.data());
    test::stumble();
    switch (dice.roll(7)) {
      case 0:
        cell_.store(std::move(array), order);
        return {Kind::store, put};
      case 1: {
        const auto out = cell_.exchange(std::move(array), order);
        return {Kind::exchange, put, 0, true, id(out.data())};
      }
      case 2: {
        const auto out = cell_.take(order);
        return {Kind::exchange, 0, 0, true, id(out.data())};
      }
      case 3:
      case 4: {
        const Id expected = id(seen);
        const bool success = cell_.compare_exchange_strong(seen, array, order);
        if (!success && id(array.data()) != put) std::abort();  // the caller keeps it
        return {Kind::strong, put, expected, success,
                success ? std::optional(id(array.data())) : std::nullopt};
      }
      case 5: {
        const Id expected = id(seen);
        const bool success = cell_.compare_exchange_weak(seen, array, order);
        if (!success && id(array.data()) != put) std::abort();
        return {Kind::weak, put, expected, success, success ? std::optional(id(array.data())) : std::nullopt};
      }
      default:
        seen = cell_.peek(std::memory_order_acquire);
        return {Kind::load, 0, 0, true, id(seen)};
    }
  }

 private:
  static Id id(const Id* address) { return reinterpret_cast<Id>(address); }

  std::vector<std::pair<test::Dice, const Id*>> mine_;  // of each thread
  PtrCell cell_;
};

struct Tried {
  std::uint32_t histories = 0, overlapping = 0, nonsense = 0;
};

/// Records histories, at most `n`, until one makes no sense.
template <class Subject>
Tried try_histories(std::uint32_t n) {
  constexpr unsigned threads = 3;
  test::Team team(threads);
  Tried tried;
  while (tried.histories != n && tried.nonsense == 0) {
    Subject subject(threads, tried.histories);
    const History history = test::record(team, 12, subject);
    ++tried.histories;
    if (test::overlaps(history)) ++tried.overlapping;
    if (!makes_sense(history)) ++tried.nonsense;
  }
  return tried;
}

// ---- Cells that are wrong ---------------------------------------------------------------------------------

using GoodCell = heaparray::BasicAtomicArcArray<Arc, heaparray::detail::LockBitCell>;

struct ExchangesInTwoSteps : GoodCell {
  Arc exchange(Arc desired, std::memory_order order) {
    Arc old = load(order);
    test::stumble();
    store(std::move(desired), order);
    return old;
  }
};

struct ComparesAndThenStores : GoodCell {
  bool compare_exchange_strong(Arc& expected, Arc desired, std::memory_order order) {
    Arc current = load();
    const bool same = current.ref_eq(expected);
    test::stumble();
    if (same) store(std::move(desired), order);
    expected = std::move(current);
    return same;
  }
};

struct ForgetsToTellWhatIsThere : GoodCell {
  bool compare_exchange_strong(Arc& expected, Arc desired, std::memory_order order) {
    Arc ignored = expected;
    return GoodCell::compare_exchange_strong(ignored, std::move(desired), order);
  }
};

struct UpdatesWithoutLooking : GoodCell {
  template <class F>
  Arc update(F&& f, std::memory_order order) {
    Arc current = load(order);
    test::stumble();
    store(f(std::as_const(current)), order);
    return current;
  }
};

/// Each thread may be told what was there before the last store.
class LoadsTheOneBefore : public GoodCell {
 public:
  void store(Arc desired, std::memory_order order) {
    const std::lock_guard lock(mutex_);
    before_ = exchange(std::move(desired), order);
    ++stores_;
  }
  Arc load(std::memory_order order) {
    const std::lock_guard lock(mutex_);
    return stores_ % 4 == 3 ? before_ : GoodCell::load(order);
  }

 private:
  std::mutex mutex_;
  Arc before_;
  int stores_ = 0;
};

using GoodSubjects =
    std::tuple<ArcSubject<heaparray::BasicAtomicArcArray<Arc, heaparray::detail::LockFreeCell>>,
               ArcSubject<heaparray::BasicAtomicArcArray<Arc, test::SmallBiasCell<8>>>, ArcSubject<GoodCell>,
               PtrSubject>;
using BadSubjects = std::tuple<ArcSubject<ExchangesInTwoSteps>, ArcSubject<ComparesAndThenStores>,
                               ArcSubject<ForgetsToTellWhatIsThere>, ArcSubject<UpdatesWithoutLooking>,
                               ArcSubject<LoadsTheOneBefore>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("linearizability: what threads see of a cell has an order", "", GoodSubjects) {
  const std::uint32_t n = test::effort(2000);
  const Tried tried = try_histories<TestType>(n);
  CHECK(tried.nonsense == 0);
  CHECK(tried.histories == n);
  CHECK(tried.overlapping > n / 20);  // or there was not much to see
}

TEMPLATE_LIST_TEST_CASE("linearizability: a wrong cell is found out", "", BadSubjects) {
  const Tried tried = try_histories<TestType>(10'000);
  CHECK(tried.nonsense == 1);
}

TEST_CASE("linearizability: histories that make sense, and histories that do not") {
  const auto store = [](Id put, std::uint64_t begin, std::uint64_t end) {
    return test::Call<Operation>{{Kind::store, put}, begin, end};
  };
  const auto load = [](Id got, std::uint64_t begin, std::uint64_t end) {
    return test::Call<Operation>{{Kind::load, 0, 0, true, got}, begin, end};
  };
  const auto exchange = [](Id put, Id got, std::uint64_t begin, std::uint64_t end) {
    return test::Call<Operation>{{Kind::exchange, put, 0, true, got}, begin, end};
  };
  const auto compare = [](Kind kind, Id expected, Id put, bool success, Id got, std::uint64_t begin,
                          std::uint64_t end) {
    return test::Call<Operation>{{kind, put, expected, success, got}, begin, end};
  };

  CHECK(makes_sense({}));
  CHECK(makes_sense({load(0, 0, 1), store(1, 2, 3), load(1, 4, 5)}));
  CHECK_FALSE(makes_sense({store(1, 0, 1), load(0, 2, 3)}));  // stale
  CHECK_FALSE(makes_sense({load(1, 0, 1), store(1, 2, 3)}));  // of the future
  CHECK(makes_sense({store(1, 0, 3), load(0, 1, 2)}));        // at the same time: either
  CHECK(makes_sense({store(1, 0, 3), load(1, 1, 2)}));
  CHECK_FALSE(makes_sense({store(1, 0, 3), load(2, 1, 2)}));
  CHECK_FALSE(makes_sense({store(1, 0, 9), load(1, 1, 2), load(0, 3, 4)}));  // there, and gone again
  CHECK(makes_sense({store(1, 0, 9), load(0, 1, 2), load(1, 3, 4)}));
  // Two readers see two writers in different orders.
  CHECK_FALSE(makes_sense(
      {store(1, 0, 9), store(2, 0, 9), load(1, 1, 2), load(2, 3, 4), load(2, 1, 2), load(1, 3, 4)}));

  CHECK(makes_sense({exchange(1, 2, 0, 3), exchange(2, 0, 1, 4)}));
  CHECK_FALSE(makes_sense({exchange(1, 0, 0, 3), exchange(2, 0, 1, 4)}));  // both took out the same

  for (const Kind kind : {Kind::strong, Kind::weak}) {
    CHECK(makes_sense({compare(kind, 0, 1, true, 0, 0, 3), compare(kind, 0, 2, false, 1, 1, 4)}));
    CHECK_FALSE(makes_sense({compare(kind, 0, 1, true, 0, 0, 3), compare(kind, 0, 2, true, 0, 1, 4)}));
    CHECK_FALSE(makes_sense({compare(kind, 7, 1, false, 3, 0, 1)}));  // told what was never there
  }
  CHECK(makes_sense({compare(Kind::weak, 0, 1, false, 0, 0, 1)}));
  CHECK_FALSE(makes_sense({compare(Kind::strong, 0, 1, false, 0, 0, 1)}));

  // Many orders, none of them right: found out in no time.
  History many;
  for (Id i = 1; i <= 12; ++i) many.push_back(store(i, 0, 100));
  CHECK(makes_sense(many));
  many.push_back(load(13, 50, 60));
  CHECK_FALSE(makes_sense(many));
}

TEST_CASE("linearizability: overlaps are seen") {
  const auto at = [](std::uint64_t begin, std::uint64_t end) { return test::Call<int>{0, begin, end}; };
  CHECK_FALSE(test::overlaps(std::vector{at(0, 1), at(2, 3), at(4, 5)}));
  CHECK(test::overlaps(std::vector{at(0, 1), at(2, 5), at(3, 4)}));
  CHECK(test::overlaps(std::vector{at(2, 5), at(0, 3)}));
}

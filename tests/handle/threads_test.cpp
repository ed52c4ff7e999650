// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Arc handles on several threads, for ThreadSanitizer too: nothing here may order threads that the handles
// themselves are to order. So counts are relaxed, threads start through a relaxed gate, and elements are plain.
#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

using heaparray::NoLabel;

// An element that any owner may write, and that does nothing to be safe: a race on it is a race that TSan sees.
struct Slot {
  std::size_t value = 0;
};

// Where the elements of a block leave their values when they are destroyed. Plain, like them: it is written by the
// one thread that destroys, and read after that was joined.
struct Tally {
  std::size_t sum = 0;
  std::size_t destroyed = 0;
};

struct Cell : Slot {
  Tally* tally = nullptr;

  explicit Cell(Tally& t) : tally(&t) {}
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;
  ~Cell() {
    tally->sum += value;
    ++tally->destroyed;
  }
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Slot> = true;
template <>
inline constexpr bool heaparray::enable_shared_mutation<Cell> = true;

namespace {

struct FpArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::FpArcArray<T, Label>;
};
struct TpArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::TpArcArray<T, Label>;
};
struct SmallTpArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::BasicRcArray<T, Label, heaparray::LengthInBlock<std::uint32_t>,
                                        heaparray::AtomicCount<std::uint32_t>>;
};
using Kinds = std::tuple<FpArc, TpArc, SmallTpArc>;

// As many as there are cores at least, so that they run at the same time; and many more, so that they do not.
std::size_t few_threads() { return std::max(2u, std::min(4u, std::thread::hardware_concurrency())); }
std::size_t many_threads() {
  return std::max(9u, std::min(33u, 4 * std::thread::hardware_concurrency() + 1));
}

// Lets all threads go at once. Relaxed: it must not make what came before it visible to anybody.
class Gate {
 public:
  explicit Gate(std::size_t threads) : awaited_(threads) {}
  void pass() {
    awaited_.fetch_sub(1, std::memory_order_relaxed);
    while (awaited_.load(std::memory_order_relaxed) != 0) std::this_thread::yield();
  }

 private:
  std::atomic<std::size_t> awaited_;
};

// `f(i)` on thread i of n, all at once; returns when all are done.
template <class F>
void on_threads(std::size_t n, F f) {
  Gate gate(n);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i != n; ++i) {
    threads.emplace_back([&, i] {
      gate.pass();
      f(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// ---- one destruction, which sees all ------------------------------------------------------------------------

// Each thread owns every block through handles of its own, writes its element in one after the other and drops
// the handle at once. Whoever is last destroys the block, and reads all elements.
template <class A>
void write_and_drop(std::size_t threads, std::size_t rounds) {
  std::vector<Tally> tallies(rounds);
  std::vector<std::vector<A>> handles(threads);
  for (Tally& tally : tallies) {
    A a(threads, [&](std::size_t) { return Cell(tally); });
    for (std::size_t i = 1; i != threads; ++i) handles[i].push_back(a);
    handles[0].push_back(std::move(a));  // nobody here is left to come last
  }
  on_threads(threads, [&](std::size_t i) {
    for (A& handle : handles[i]) {
      handle[i].value = i + 1;
      handle = A();
    }
  });
  const std::size_t expected = threads * (threads + 1) / 2;
  CHECK(std::all_of(tallies.begin(), tallies.end(),
                    [&](const Tally& tally) { return tally.sum == expected && tally.destroyed == threads; }));
}

TEMPLATE_LIST_TEST_CASE("Arc handles: the last drop destroys once and sees what all threads wrote",
                        "[threads]", Kinds) {
  using A = typename TestType::template Array<Cell>;
  write_and_drop<A>(few_threads(), 3000);
  write_and_drop<A>(many_threads(), 300);
}

// The same with copies made and dropped all the time, from handles that several threads copy at once.
template <class A>
void copy_and_drop(std::size_t threads, int copies) {
  Tally tally;
  {
    A first(threads, [&](std::size_t) { return Cell(tally); });
    std::vector<A> handles(threads, first);
    const A shared = std::move(first);
    on_threads(threads, [&](std::size_t i) {
      A mine = std::move(handles[i]);
      for (int k = 0; k != copies; ++k) {
        A copy = k % 2 == 0 ? mine : shared;
        A another = copy;
        mine = std::move(another);
        if (mine.size() == threads) ++mine[i].value;
        copy = A();
        A raw = mine;
        swap(raw, mine);
      }
    });
    CHECK(shared.use_count() == 1);
    CHECK(shared.is_unique());
    CHECK(tally.destroyed == 0);
  }
  CHECK(tally.destroyed == threads);
  CHECK(tally.sum == threads * static_cast<std::size_t>(copies));
}

TEMPLATE_LIST_TEST_CASE("Arc handles: copies and drops from several threads leave the count exact",
                        "[threads]", Kinds) {
  using A = typename TestType::template Array<Cell>;
  copy_and_drop<A>(few_threads(), 20000);
  copy_and_drop<A>(many_threads(), 1000);
}

// ---- writing after the others are gone ------------------------------------------------------------------------

// One thread writes elements and drops its handle; another waits until `try_write(handle)` succeeds, which writes
// where the first did.
template <class A, class TryWrite>
void write_after_drop(int rounds, TryWrite try_write) {
  for (int round = 0; round != rounds; ++round) {
    A waits(2);
    A leaves = waits;
    on_threads(2, [&](std::size_t i) {
      if (i == 0) {
        leaves[0].value = 7;
        leaves[1].value = 8;
        leaves = A();
      } else {
        while (!try_write(waits)) std::this_thread::yield();
      }
    });
    REQUIRE(waits.is_unique());
    REQUIRE(waits[0].value == 9);
    REQUIRE(waits[1].value == 8);
  }
}

TEMPLATE_LIST_TEST_CASE("Arc handles: mutable access comes when another thread's owner is gone", "[threads]",
                        Kinds) {
  using A = typename TestType::template Array<Slot, Slot>;
  constexpr int rounds = 100;
  const auto write = [](Slot* slot) {
    if (slot != nullptr) slot->value += 2;
    return slot != nullptr;
  };
  write_after_drop<A>(rounds, [&](A& a) { return a.is_unique() && write(&a[0]); });
  write_after_drop<A>(rounds, [&](A& a) { return write(a.get_mut(0)); });
  write_after_drop<A>(rounds, [&](A& a) {
    const auto slice = a.as_slice_mut();
    return slice.has_value() && write(slice->data());
  });
  write_after_drop<A>(rounds, [&](A& a) {
    auto* const owner = a.to_mut();
    return owner != nullptr && write(&owner->front());
  });
  write_after_drop<A>(rounds, [&](A& a) { return a.insert(0, Slot{9}).has_value(); });
  write_after_drop<A>(rounds, [&](A& a) {
    auto owner = std::move(a).to_owned();
    if (!owner.has_value()) return false;
    write(owner->data());
    a = std::move(*owner);
    return true;
  });
  write_after_drop<A>(rounds, [&](A& a) { return a.label_mut() != nullptr && write(&a[0]); });
}

// ---- copy on write -------------------------------------------------------------------------------------------

template <class A>
void make_mut_on_each(std::size_t threads, int rounds) {
  for (int round = 0; round != rounds; ++round) {
    std::vector<A> handles;
    {
      A first = A::with_label(1, 8, [](std::size_t i) { return static_cast<int>(i); });
      handles.assign(threads - 1, first);
      handles.push_back(std::move(first));
    }
    on_threads(threads, [&](std::size_t i) {
      auto& owner = handles[i].make_mut();
      for (int& element : owner) element += 100 * static_cast<int>(i + 1);
      owner.label() = static_cast<int>(i);
    });
    std::set<const int*> blocks;
    for (std::size_t i = 0; i != threads; ++i) {
      const A& a = handles[i];
      blocks.insert(a.data());
      REQUIRE(a.is_unique());
      REQUIRE(a.label() == static_cast<int>(i));
      for (std::size_t k = 0; k != 8; ++k) REQUIRE(a[k] == static_cast<int>(k + 100 * (i + 1)));
    }
    REQUIRE(blocks.size() == threads);
  }
}

TEMPLATE_LIST_TEST_CASE("make_mut: every thread gets a block of its own to write", "[threads]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  make_mut_on_each<A>(few_threads(), 300);
  make_mut_on_each<A>(many_threads(), 30);
}

TEMPLATE_LIST_TEST_CASE("to_owned: of all threads that ask before they drop, at most one is given the block",
                        "[threads]", Kinds) {
  using A = typename TestType::template Array<Cell>;
  const std::size_t threads = few_threads();
  for (int round = 0; round != 300; ++round) {
    Tally tally;
    std::atomic<std::size_t> given{0};
    std::vector<A> handles;
    {
      A first(threads, [&](std::size_t) { return Cell(tally); });
      handles.assign(threads - 1, first);
      handles.push_back(std::move(first));
    }
    on_threads(threads, [&](std::size_t i) {
      handles[i][i].value = 1;
      if (auto owner = std::move(handles[i]).to_owned()) {
        given.fetch_add(1, std::memory_order_relaxed);
        for (Cell& cell : *owner) cell.value *= 10;  // written by the others before
      }
      handles[i] = A();
    });
    REQUIRE(given <= 1);
    REQUIRE(tally.destroyed == threads);
    REQUIRE(tally.sum == (given == 1 ? 10 : 1) * threads);
  }
}

// ---- elements and labels that synchronise themselves -------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Arc handles: threads update atomic elements and labels", "[threads]", Kinds) {
  using A = typename TestType::template Array<std::atomic<int>, std::atomic<std::int64_t>>;
  const std::size_t threads = many_threads();
  constexpr int updates = 2000;
  const A a = A::with_len(heaparray::label_args(0), 16);
  std::vector<A> handles(threads, a);
  on_threads(threads, [&](std::size_t i) {
    const A mine = std::move(handles[i]);
    for (int k = 0; k != updates; ++k) {
      mine[(i + static_cast<std::size_t>(k)) % mine.size()].fetch_add(1, std::memory_order_relaxed);
      mine.label().fetch_add(k, std::memory_order_relaxed);
    }
  });
  int sum = 0;
  for (const std::atomic<int>& element : a) sum += element;
  CHECK(sum == updates * static_cast<int>(threads));
  CHECK(a.label() == static_cast<std::int64_t>(threads) * updates * (updates - 1) / 2);
  CHECK(a.is_unique());
}

struct Account {
  std::mutex mutex;
  std::int64_t balance = 0;
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Account> = true;

namespace {

TEMPLATE_LIST_TEST_CASE("Arc handles: threads share labels and elements with a mutex in them", "[threads]",
                        Kinds) {
  using A = typename TestType::template Array<Account, Account>;
  const std::size_t threads = few_threads();
  constexpr int transfers = 1000;
  const A a = A::with_len(heaparray::label_args(), 4);
  on_threads(threads, [&](std::size_t i) {
    const A mine = a;
    for (int k = 0; k != transfers; ++k) {
      Account& to = mine[(i + static_cast<std::size_t>(k)) % 4];
      const std::scoped_lock lock(mine.label().mutex, to.mutex);
      --mine.label().balance;
      ++to.balance;
    }
  });
  std::int64_t sum = 0;
  for (const Account& account : a) sum += account.balance;
  CHECK(sum == static_cast<std::int64_t>(threads) * transfers);
  CHECK(a.label().balance == -sum);
}

// ---- Rc handles, where the program itself orders the threads ---------------------------------------------------

TEMPLATE_TEST_CASE("Rc handles: all owners may move to another thread and back", "[threads]", FpArc, TpArc) {
  using A = std::conditional_t<std::is_same_v<TestType, FpArc>, heaparray::FpRcArray<int>,
                               heaparray::TpRcArray<int>>;
  A a = {1, 2, 3};
  A b = a;
  std::thread([&] {
    const A c = a;
    b = A();
    CHECK(a.use_count() == 2);
  }).join();
  CHECK(a.is_unique());
  *a.get_mut(0) = 5;
  CHECK(a[0] == 5);
}

}  // namespace

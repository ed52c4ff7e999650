// SPDX-License-Identifier: MIT
//
// labels: threads
//
// At the debug level, what is right is not reported: blocks that go through raw pointers, change their type in place, or are
// passed between threads. What is wrong, and its report, is in misuse/, whose program is compiled at this level too.
#include <heaparray/columns.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/static_array.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/plain.hpp"

static_assert(HEAPARRAY_HARDENING == 2);

using namespace heaparray;

namespace {

// A chain that is destroyed in a loop: a block that waits has a link where its count was.
struct Node;

}  // namespace

template <>
inline constexpr bool heaparray::enable_iterative_drop<Node> = true;

namespace {

using Link = TpRcArray<Node>;
struct Node {
  Link next;
};

// What is added to a block, and to a guard; nothing to a handle.
constexpr std::size_t word = sizeof(void*);
static_assert(HeapArray<int>::elements_offset == 2 * word && RcArray<int>::elements_offset == 3 * word &&
              TpArcArray<int>::elements_offset == 4 * word);
static_assert(sizeof(HeapArray<int>) == 2 * word && sizeof(TpArcArray<int>) == word);
static_assert(sizeof(Borrowed<TpArcArray<int>>) == 3 * word);
// Bytes that are sent or stored are as ever: nothing is between label and elements.
static_assert(TpArcArray<int, int>::elements_offset == 4 * word + sizeof(int));

int squares(std::size_t i) { return static_cast<int>(i * i); }

template <class A>
A round_trip(A a) {
  if constexpr (A::length_policy::in_handle) {
    const std::size_t n = a.size();
    return A::from_raw(std::move(a).into_raw(), n);
  } else {
    return A::from_raw(std::move(a).into_raw());
  }
}

template <class... As>
void raw_pointers() {
  const auto one = []<class A>(const A&) {
    A a = round_trip(A::with_label(5, 3, squares));
    REQUIRE(a.label() == 5 && a[2] == 4);
    REQUIRE(round_trip(A()).data() == nullptr);
    A copy = a.clone();
    copy = a;
    REQUIRE(copy == a);
    auto mapped = std::move(copy).map([](int x) noexcept { return static_cast<float>(x); });
    REQUIRE(mapped[2] == 4);
    auto texts = mapped.map([](float x) { return std::to_string(static_cast<int>(x)); });
    REQUIRE(texts[2] == "4");
  };
  (one(As()), ...);
}

struct Counted {
  std::uint32_t refs, length;
};
using ByLabel = BasicRcArray<int, Counted, LengthFromLabel<&Counted::length>, CountFromLabel<&Counted::refs>>;

void kinds() {
  raw_pointers<HeapArray<int, int>, ThinPtrArray<int, int>, RcArray<int, int>, TpRcArray<int, int>,
               ArcArray<int, int>, TpArcArray<int, int>, RcArrayWithWeak<int, int>,
               ArcArrayWithWeak<int, int>>();
  ByLabel by_label = ByLabel::with_label(Counted{0, 3}, squares);
  const ByLabel other = round_trip(by_label);
  REQUIRE(other.use_count() == 2);
  REQUIRE(ByLabel::retain_label(other.label()).use_count() == 3);
  REQUIRE(round_trip(ArcText<>::from_text("text")).size() == 4);

  // Without moving the block: unique to shared and back, Rc to Arc.
  auto owner = RcArray<int>(3, squares).make_owned();
  const int* const data = owner.data();
  auto arc = convert_to<ArcArray<int>>(std::move(owner).share());
  REQUIRE(arc.data() == data);
  const auto again = arc;
  arc = nullptr;
  REQUIRE(convert_to<RcArray<int>>(ArcArray<int>(again)).size() == 3);

  GrowingArray<std::string> growing;
  for (int i = 0; i != 100; ++i) growing.push_back(std::to_string(i));
  growing.erase_at(10, 90);
  growing = round_trip(std::move(growing));
  growing.shrink_to_fit();
  REQUIRE(growing.size() == 20 && growing.back() == "99");

  static constinit StaticArray<int, 3, int> table(7, {1, 2, 3});
  const TpArcArray<int, int> shared = table.share();
  REQUIRE(round_trip(shared).label() == 7);
  REQUIRE(TpArcArray<int, int>::retain_raw(shared.data()).use_count() == 3);

  using Table = RcColumns<Columns<int, std::string>, int>;
  Table columns = Table::with_len(5, 2);
  const Table raw = Table::from_raw(Table(columns).into_raw());
  columns.make_mut().column<1>()[0] = "one";
  REQUIRE(raw.use_count() == 1 && columns.column<1>()[0] == "one");
}

void deep() {
  Link chain;
  for (int i = 0; i != 1000; ++i) chain = Link::of(Node{std::move(chain)});
}

void weak() {
  using A = RcArrayWithWeak<int>;
  A a(3);
  const WeakArray<A> w = a.downgrade();
  REQUIRE(w.upgrade().use_count() == 2);
  a = nullptr;
  REQUIRE(w.expired() && w.upgrade() == nullptr);
}

// Owners of a plain count on several threads, and never two threads at a time.
void passed_on() {
  std::vector<TpRcArray<int>> owners(100, TpRcArray<int>(3));
  for (int i = 0; i != 10; ++i)  // all together
    std::thread([&] {
      owners.push_back(owners.front());
      owners.erase(owners.begin(), owners.begin() + 2);
    }).join();
  REQUIRE(owners.front().use_count() == 90);

  std::mutex mutex;  // under a lock
  std::vector<std::thread> threads;
  for (int t = 0; t != 3; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i != 1000; ++i) {
        const std::lock_guard lock(mutex);
        const TpRcArray<int> mine = owners.front();
        if (!mine.is_unique()) owners.push_back(mine);
      }
    });
  for (std::thread& thread : threads) thread.join();
  REQUIRE(owners.front().use_count() == 3090);

  const TpRcArray<int> const_handle(3);  // read, and not copied
  threads.clear();
  std::atomic<int> unique = 0;
  for (int t = 0; t != 3; ++t)
    threads.emplace_back([&] { unique += const_handle.is_unique() && const_handle[0] == 0; });
  for (std::thread& thread : threads) thread.join();
  REQUIRE(unique == 3);
}

// Guards are moved on their thread; what is empty may be destroyed anywhere.
void guards() {
  AtomicArcArray<int> cell(TpArcArray<int>(3));
  std::vector<std::thread> threads;
  for (int t = 0; t != 3; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i != 1000; ++i) {
        auto guard = cell.borrow();
        auto other = cell.borrow();
        auto moved = std::move(guard);
        guard = std::move(other);
        moved.swap(guard);
        if (i % 100 == 0) cell.store(TpArcArray<int>(guard.size()));
      }
    });
  for (std::thread& thread : threads) thread.join();
  auto guard = cell.borrow();
  const TpArcArray<int> kept = guard.retain();
  auto moved = std::move(guard);
  std::thread([empty = std::move(guard), kept] { REQUIRE(empty.size() == 0 && kept.size() == 3); }).join();
  moved.reset();
}

}  // namespace

int main() {
  kinds();
  deep();
  weak();
  passed_on();
  guards();
}

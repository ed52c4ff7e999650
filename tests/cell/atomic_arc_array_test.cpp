// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// AtomicArcArray: the interface and meaning of std::atomic<std::shared_ptr>, for both counting protocols.

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/objects.hpp"

using heaparray::BasicAtomicArcArray;
using heaparray::TpArcArray;
using test::Counted;

namespace {

using Handle = TpArcArray<Counted, int>;
// Eight bytes in front of the elements, and those need not be aligned.
using SmallHandle = heaparray::BasicRcArray<char, char, heaparray::LengthInBlock<std::uint8_t>,
                                            heaparray::AtomicCount<std::uint32_t>>;
using Cells = std::tuple<BasicAtomicArcArray<Handle, heaparray::detail::LockFreeCell>,
                         BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>>;

Handle make(int label, std::size_t n = 3) {
  return Handle::with_label(label, n, [&](std::size_t i) { return Counted(label + static_cast<int>(i)); });
}

constinit heaparray::AtomicArcArray<int> static_cell;  // no constructor runs for it

}  // namespace

TEST_CASE("AtomicArcArray: is one word and says whether it is lock-free") {
  using Cell = heaparray::AtomicArcArray<int>;
  STATIC_REQUIRE(sizeof(Cell) == sizeof(std::uint64_t));
  STATIC_REQUIRE(heaparray::AtomicArrayRef<Cell>);
  STATIC_REQUIRE(Cell::is_always_lock_free == (HEAPARRAY_LOCK_FREE_CELLS == 1));
  STATIC_REQUIRE(!BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>::is_always_lock_free);
  STATIC_REQUIRE(!std::is_copy_constructible_v<Cell> && !std::is_copy_assignable_v<Cell>);
  STATIC_REQUIRE(std::is_same_v<Cell::value_type, TpArcArray<int>>);
  CHECK(Cell().is_lock_free() == Cell::is_always_lock_free);
  CHECK_FALSE(static_cell.load());
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: load, store and exchange share and hand over", "", Cells) {
  test::ObjectScope objects;
  TestType cell;
  CHECK_FALSE(cell.load());
  CHECK_FALSE(cell.exchange(Handle()));

  Handle a = make(1);
  cell.store(a);
  const Handle loaded = cell.load();
  CHECK(loaded.ref_eq(a));
  const Handle converted = cell;
  CHECK(converted.ref_eq(a));

  cell = make(2);
  CHECK(cell.load().label() == 2);
  CHECK(objects.live() == 6);  // a is still alive in three handles
  Handle out = cell.exchange(a);
  CHECK(out.label() == 2);
  CHECK(out.is_unique());
  CHECK(out.use_count() == 1);
  out = Handle();
  CHECK(objects.live() == 3);
  cell.store(Handle());
  CHECK_FALSE(cell.load());
  CHECK(a.use_count() == 3);

  TestType from_handle(std::move(a));
  CHECK(from_handle.load().ref_eq(loaded));
  TestType null(nullptr);
  CHECK_FALSE(null.load());
}

TEST_CASE("AtomicArcArray: nullptr is null, and the elements in braces are elements, also a single 0") {
  heaparray::AtomicArcArray<int> cell{{0}};
  CHECK(cell.load().size() == 1);
  cell = {0};
  CHECK(cell.load().size() == 1);
  cell = {4, 5};
  CHECK(cell.load()[1] == 5);
  cell = nullptr;
  CHECK_FALSE(cell.load());
  // And a number is no cell.
  STATIC_REQUIRE(std::is_nothrow_constructible_v<heaparray::AtomicArcArray<int>, std::nullptr_t>);
  STATIC_REQUIRE(!std::is_constructible_v<heaparray::AtomicArcArray<int>, int>);
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: a block in a cell is never unique, and is again when it is out", "",
                        Cells) {
  test::ObjectScope objects;
  TestType cell;
  Handle a = make(1);
  cell.store(a);
  CHECK_FALSE(a.is_unique());
  CHECK(a.use_count() >= 2);
  CHECK(a.get_mut(0) == nullptr);
  CHECK(a.label_mut() == nullptr);
  CHECK(a.to_mut() == nullptr);
  CHECK_FALSE(a.as_slice_mut());
  CHECK_FALSE(std::move(a).to_owned());
  Handle b = a;
  b.make_mut()[0] = Counted(77);  // copies
  CHECK(a[0].value() == 1);

  // Also when much of what the cell counts in advance has been lent, and repaid.
  std::vector<Handle> many;
  for (int i = 0; i < 1000; ++i) many.push_back(cell.load());
  a = Handle();
  CHECK_FALSE(many[0].is_unique());
  many.resize(1);
  CHECK_FALSE(many[0].is_unique());
  const Handle out = cell.exchange(Handle());
  CHECK(out.use_count() == 2);
  many.clear();
  CHECK(out.is_unique());
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: more loads than are counted in advance", "", Cells) {
  test::ObjectScope objects;
  constexpr std::size_t loads = 200'000;
  {
    TestType cell(make(1));
    std::vector<Handle> handles;
    for (std::size_t i = 0; i < loads; ++i) handles.push_back(cell.load());
    for (std::size_t i = 0; i < loads; ++i) static_cast<void>(cell.load());  // loans of which nothing is kept
    const Handle out = cell.exchange(Handle());
    CHECK(out.use_count() == loads + 1);
    for (std::size_t i = 0; i < loads; ++i) static_cast<void>(cell.load());  // loans of null
    CHECK(out.use_count() == loads + 1);
    Handle expected;
    CHECK(cell.compare_exchange_strong(expected, out));
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: compare_exchange compares blocks, not values", "", Cells) {
  test::ObjectScope objects;
  TestType cell;
  Handle expected;
  Handle a = make(1);
  CHECK(cell.compare_exchange_strong(expected, a));
  CHECK_FALSE(expected);
  CHECK(cell.load().ref_eq(a));

  expected = a.clone();  // equal, but another block
  CHECK_FALSE(cell.compare_exchange_strong(expected, make(2)));
  CHECK(expected.ref_eq(a));
  CHECK(
      cell.compare_exchange_strong(expected, make(3), std::memory_order_release, std::memory_order_relaxed));
  CHECK(expected.ref_eq(a));
  CHECK(a.use_count() == 2);
  CHECK_FALSE(cell.compare_exchange_weak(expected, Handle()));
  CHECK(expected.label() == 3);
  int tries = 0;
  while (!cell.compare_exchange_weak(expected, Handle())) REQUIRE(++tries < 1000);
  CHECK_FALSE(cell.load());
  CHECK(expected.is_unique());

  // The same block again: true, and counted once.
  cell.store(a);
  expected = a;
  CHECK(cell.compare_exchange_strong(expected, a));
  cell.store(Handle());
  expected = Handle();
  CHECK(a.is_unique());
}

TEMPLATE_LIST_TEST_CASE(
    "AtomicArcArray: compare_exchange of a handle with a name makes the cell one more owner", "", Cells) {
  test::ObjectScope objects;
  TestType cell;
  Handle expected, other = make(1);
  const Handle desired = make(2);
  CHECK(cell.compare_exchange_strong(expected, other));
  CHECK_FALSE(cell.compare_exchange_strong(expected, desired));
  CHECK(expected.ref_eq(other));
  CHECK(desired.is_unique());
  CHECK(cell.compare_exchange_strong(expected, desired));
  CHECK_FALSE(desired.is_unique());
  CHECK(cell.load().ref_eq(desired));
  expected = nullptr;
  CHECK(other.is_unique());
  CHECK_FALSE(cell.compare_exchange_weak(expected, desired));
  CHECK(expected.ref_eq(desired));
  expected = nullptr;
  cell.store(nullptr);
  CHECK(desired.is_unique());
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: exchange_into gives what was there to a handle", "", Cells) {
  test::ObjectScope objects;
  TestType cell;
  Handle link, first = make(1), second = make(2);
  cell.exchange_into(link, Handle(first));
  CHECK_FALSE(link);
  cell.exchange_into(link, Handle(second));
  CHECK(link.ref_eq(first));
  first = nullptr;
  CHECK(link.is_unique());
  link = nullptr;
  cell.exchange_into(link, nullptr);
  CHECK(link.ref_eq(second));
  CHECK_FALSE(cell.load());
  second = nullptr;
  CHECK(link.is_unique());
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: exchange_into of a block that is lent or borrowed", "", Cells) {
  test::ObjectScope objects;
  TestType cell(make(1));
  Handle link;
  {
    const Handle lent = cell.load();
    const auto borrowed = cell.borrow();
    cell.exchange_into(link, make(2));
    CHECK(link.ref_eq(lent));
    link = nullptr;
    CHECK(borrowed.label() == 1);
  }
  CHECK(cell.load().label() == 2);
  CHECK(objects.live() == 3);
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: update replaces, and leaves all as it was when the function throws",
                        "", Cells) {
  test::ObjectScope objects;
  TestType cell(make(1));
  const Handle old = cell.update([](const Handle& now) {
    Handle next = now.clone();
    *next.label_mut() += 10;
    return next;
  });
  CHECK(old.label() == 1);
  CHECK(old.is_unique());
  CHECK(cell.load().label() == 11);
  CHECK_THROWS_AS(cell.update([](const Handle&) -> Handle { throw test::Boom(); }), test::Boom);
  CHECK(cell.load().label() == 11);
  static_cast<void>(cell.update([](const Handle& now) { return now; }));  // the same handle
  CHECK(cell.load().label() == 11);
  static_cast<void>(cell.update([](const Handle&) { return Handle(); }));
  CHECK_FALSE(cell.load());
  CHECK_FALSE(cell.update([](const Handle& now) { return now ? now : make(5); }));
  CHECK(cell.load().label() == 5);
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: initialize makes an array only if there is none", "", Cells) {
  test::ObjectScope objects;
  TestType cell;
  CHECK(cell.initialize(5, 2, [](std::size_t) { return Counted(5); }));
  int calls = 0;
  CHECK_FALSE(cell.initialize(6, 2, [&](std::size_t) { return Counted(++calls); }));
  CHECK(calls == 0);
  CHECK(cell.load().label() == 5);
}

TEMPLATE_LIST_TEST_CASE("AtomicArcArray: wait returns when another block is there", "", Cells) {
  test::ObjectScope objects;
  TestType cell(make(1));
  const Handle first = cell.load();
  cell.wait(Handle());  // it holds something else already
  std::atomic<int> woken = 0;
  std::vector<std::thread> waiters;
  for (int i = 0; i < 3; ++i) {
    waiters.emplace_back([&] {
      const Handle old = first;
      cell.wait(old);
      if (cell.load().label() == 2) ++woken;
    });
  }
  for (int i = 0; i < 100; ++i) static_cast<void>(cell.load());  // loans alone wake nobody for good
  CHECK(woken == 0);
  cell.store(make(2));
  cell.notify_all();
  for (std::thread& waiter : waiters) waiter.join();
  CHECK(woken == 3);

  std::thread last([&, old = cell.load()] { cell.wait(old); });
  cell.store(Handle());
  cell.notify_one();
  last.join();
}

TEST_CASE("AtomicArcArray: cells in a shared array are written to by every owner") {
  const heaparray::ArcArray<heaparray::AtomicArcArray<int>> slots(4);
  const auto other = slots;
  slots[1].store({1, 2, 3});
  CHECK(other[1].load()[2] == 3);
  const heaparray::ArcArray<char, heaparray::AtomicPtrArray<int>> labelled(4);
  labelled.label().store({1, 2});
  CHECK_FALSE(labelled.label().is_null());
}

struct AtomicNode;
template <>
inline constexpr bool heaparray::enable_shared_mutation<AtomicNode> = true;
struct AtomicNode {
  heaparray::AtomicArcArray<AtomicNode> children;
  heaparray::AtomicPtrArray<AtomicNode> next;
};

TEST_CASE("AtomicArcArray: an element may hold cells of its own type") {
  AtomicNode root;
  root.children.store(TpArcArray<AtomicNode>(3));
  root.children.load()[2].children.store(TpArcArray<AtomicNode>(2));
  CHECK(root.children.load()[2].children.load().size() == 2);
  CHECK_FALSE(root.children.load()[0].children.load());
}

TEST_CASE("AtomicArcArray: works for small counts and one-byte elements") {
  const auto check = [](auto& cell) {
    cell.store(SmallHandle::with_label('x', 3, [](std::size_t i) { return static_cast<char>('a' + i); }));
    const SmallHandle h = cell.load();
    CHECK(h.label() == 'x');
    CHECK(h[2] == 'c');
    SmallHandle expected = h;
    CHECK(cell.compare_exchange_strong(expected, SmallHandle()));
  };
  BasicAtomicArcArray<SmallHandle, heaparray::detail::LockFreeCell> free;
  BasicAtomicArcArray<SmallHandle, heaparray::detail::LockBitCell> locked;
  check(free);
  check(locked);
}

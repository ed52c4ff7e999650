// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// AtomicArcArray::borrow(): what a guard reads, how long it keeps it, and what its owners see meanwhile. On one thread,
// and scripted on several; under load in borrow_stress_test.cpp; every interleaving in relacy/.

#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>

#include <algorithm>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"
#include "support/worker.hpp"

using heaparray::BasicAtomicArcArray;
using heaparray::Borrowed;
using heaparray::TpArcArray;
using test::Counted;

namespace {

using Handle = TpArcArray<Counted, int>;
using Guard = Borrowed<Handle>;
using Cells = std::tuple<BasicAtomicArcArray<Handle, heaparray::detail::LockFreeCell>,
                         BasicAtomicArcArray<Handle, heaparray::detail::LockBitCell>>;

constexpr int len = 3;
constexpr std::size_t slots = HEAPARRAY_BORROW_SLOTS ? 7 : 0;

Handle make(int label) {
  return Handle::with_label(label, len, [&](std::size_t i) { return Counted(label + static_cast<int>(i)); });
}

}  // namespace

TEST_CASE("Borrowed: two words, moves, is not copied, and reads like a const handle") {
  STATIC_REQUIRE(sizeof(Guard) == 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Guard> && std::is_nothrow_move_assignable_v<Guard>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<Guard> && !std::is_copy_assignable_v<Guard>);
  STATIC_REQUIRE(std::is_nothrow_default_constructible_v<Guard>);
  STATIC_REQUIRE(heaparray::Container<Guard> && heaparray::ReadableArray<Guard>);
  STATIC_REQUIRE(heaparray::SliceArray<Guard> && !heaparray::SliceArrayMut<Guard>);
  STATIC_REQUIRE(!heaparray::ArrayRef<Guard> && !heaparray::CopyMap<Guard>);
  STATIC_REQUIRE(std::ranges::contiguous_range<Guard> && std::ranges::sized_range<Guard> &&
                 std::ranges::common_range<Guard>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Guard&>()[0]), const Counted&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Guard&>().label()), const int&>);
  // What synchronises itself is mutable, as through a shared handle.
  using Atomics = Borrowed<TpArcArray<std::atomic<int>, std::atomic<long>>>;
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const Atomics&>()[0]), std::atomic<int>&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const Atomics&>().label()), std::atomic<long>&>);
}

TEMPLATE_LIST_TEST_CASE("Borrowed: reads what the cell holds", "", Cells) {
  test::ObjectScope objects;
  const TestType cell(make(5));
  for (int round = 0; round != 3; ++round) {  // the first marks the cell
    const Guard guard = cell.borrow();
    REQUIRE(guard);
    CHECK(guard.size() == len);
    CHECK_FALSE(guard.empty());
    CHECK(guard.label() == 5);
    CHECK(guard[1].value() == 6);
    CHECK(guard.at(2).value() == 7);
    CHECK(guard.unchecked(0).value() == 5);
    CHECK(guard.front().value() == 5);
    CHECK(guard.back().value() == 7);
    CHECK(guard.get(len) == nullptr);
    CHECK(guard.get(2) == guard.data() + 2);
    CHECK(guard.as_slice().size() == len);
    CHECK(guard.slice(1, 3).front().value() == 6);
    CHECK(std::ranges::equal(guard, std::vector<Counted>{5, 6, 7}));
    CHECK(guard.rbegin()->value() == 7);
    CHECK(guard.ref_eq(cell.load()));
    CHECK(guard == make(5));
    CHECK(guard < make(6));
    CHECK(guard == cell.borrow());
  }
  CHECK(cell.read([](const Guard& guard) { return guard.label() + guard[2].value(); }) == 12);
  CHECK(std::is_void_v<decltype(cell.read([](const Guard&) {}))>);
}

TEST_CASE("Borrowed: is printed and hashed like a handle") {
  const heaparray::AtomicArcArray<int, int> cell(TpArcArray<int, int>::from_range(17, std::vector{1, 2, 3}));
  std::ostringstream text;
  text << cell.borrow() << ' ' << Borrowed<TpArcArray<int, int>>();
  CHECK(text.str() == "Borrowed { label: 17, len: 3, elements: [1, 2, 3] } null");
  CHECK(std::hash<Borrowed<TpArcArray<int, int>>>()(cell.borrow()) ==
        std::hash<TpArcArray<int, int>>()(cell.load()));
}

TEMPLATE_LIST_TEST_CASE("Borrowed: null for null", "", Cells) {
  const TestType cell;
  const Guard guard = cell.borrow();
  CHECK_FALSE(guard);
  CHECK(guard.size() == 0);
  CHECK(guard.data() == nullptr);
  CHECK(guard.begin() == guard.end());
  CHECK(guard.as_slice().empty());
  CHECK_FALSE(guard.retain());
  CHECK(guard.ref_eq(Handle()));
  CHECK(guard == Guard());
  CHECK(cell.read([](const Guard& g) { return !g; }));
}

TEMPLATE_LIST_TEST_CASE("Borrowed: moves, is reset and swapped", "", Cells) {
  test::ObjectScope objects;
  TestType one(make(1));
  TestType two(make(2));
  Guard a = one.borrow();
  Guard b = std::move(a);
  CHECK_FALSE(a);
  CHECK(b.label() == 1);
  a = two.borrow();
  swap(a, b);
  CHECK(a.label() == 1);
  CHECK(b.label() == 2);
  Guard& self = a;
  a = std::move(self);
  CHECK(a.label() == 1);
  one.store(Handle());
  two.store(Handle());
  CHECK(objects.live() == 2 * len);
  a = std::move(b);  // lets go of the first
  CHECK(objects.live() == len);
  CHECK(a.label() == 2);
  a.reset();
  CHECK(objects.live() == 0);
  a.reset();
}

TEMPLATE_LIST_TEST_CASE("Borrowed: a block lives until its last owner, guard or cell lets go", "", Cells) {
  test::ObjectScope objects;
  std::optional<TestType> cell(std::in_place, make(1));
  Guard first = cell->borrow();
  Guard second = cell->borrow();
  CHECK(objects.live() == len);

  SECTION("a store") {
    cell->store(make(2));
    CHECK(objects.live() == 2 * len);
    first.reset();
    CHECK(objects.live() == 2 * len);
    CHECK(second.label() == 1);
    second.reset();
    CHECK(objects.live() == len);
  }
  SECTION("an exchange, whose result becomes unique then") {
    Handle out = cell->exchange(Handle());
    CHECK_FALSE(out.is_unique());
    CHECK(out.get_mut(0) == nullptr);
    second.reset();
    CHECK_FALSE(out.is_unique());
    first.reset();
    CHECK(out.is_unique());
    CHECK(out.use_count() == 1);
    CHECK(out.get_mut(0) != nullptr);
    out = Handle();
    CHECK(objects.live() == 0);
  }
  SECTION("an exchange, whose result goes first") {
    static_cast<void>(cell->exchange(Handle()));
    CHECK(objects.live() == len);
    CHECK(first == second);
    first.reset();
    CHECK(objects.live() == len);
    second.reset();
    CHECK(objects.live() == 0);
  }
  SECTION("a compare_exchange") {
    Handle expected = first.retain();
    CHECK(cell->compare_exchange_strong(expected, make(3)));
    first.reset();
    second.reset();
    CHECK(expected.is_unique());
    expected = Handle();
    CHECK(objects.live() == len);
  }
  SECTION("an update") {
    cell->update([](const Handle& now) { return make(now.label() + 1); });
    CHECK(objects.live() == 2 * len);
    CHECK(cell->borrow().label() == 2);
    first.reset();
    second.reset();
    CHECK(objects.live() == len);
  }
  SECTION("the end of the cell") {
    cell.reset();
    CHECK(objects.live() == len);
    CHECK(first.label() == 1);
    first.reset();
    CHECK(second.label() == 1);
    second.reset();
    CHECK(objects.live() == 0);
  }
  SECTION("a return into the cell, and out again") {
    Handle out = cell->exchange(Handle());
    cell->store(out);
    Guard third = cell->borrow();
    CHECK(third.ref_eq(out));
    cell->store(Handle());
    first.reset();
    second.reset();
    CHECK_FALSE(out.is_unique());
    third.reset();
    CHECK(out.is_unique());
  }
  SECTION("two cells") {
    TestType other(cell->load());
    Guard third = other.borrow();
    cell->store(Handle());
    other.store(Handle());
    first.reset();
    second.reset();
    CHECK(objects.live() == len);
    CHECK(third.label() == 1);
    third.reset();
    CHECK(objects.live() == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("Borrowed: retain makes an owner", "", Cells) {
  test::ObjectScope objects;
  TestType cell(make(1));
  Handle kept;
  {
    const Guard guard = cell.borrow();
    kept = guard.retain();
    CHECK(kept.ref_eq(guard.retain()));
    CHECK(guard.label() == 1);
  }
  cell.store(Handle());
  CHECK(kept.is_unique());
  CHECK(kept.label() == 1);
}

TEMPLATE_LIST_TEST_CASE("Borrowed: more guards than slots count, in any order, and nobody notices", "",
                        Cells) {
  test::ObjectScope objects;
  const std::size_t n = slots + 4;
  for (std::size_t step : {std::size_t{1}, std::size_t{3}, n - 1}) {
    TestType cell(make(1));
    std::vector<Guard> guards(n);
    for (Guard& guard : guards) guard = cell.borrow();
    const Handle out = cell.exchange(make(2));
    CHECK(out.use_count() == n + 1);  // the guards with slots were paid for, the others count anyway
    std::size_t left = n;
    for (std::size_t i = 0, k = 0; i != n; ++i, k = (k + step) % n) {
      while (!guards[k]) k = (k + 1) % n;
      CHECK(guards[k].label() == 1);
      guards[k].reset();
      CHECK(out.use_count() == 1 + --left);
    }
    CHECK(out.is_unique());
    // All slots are free again.
    for (Guard& guard : guards) guard = cell.borrow();
    CHECK(guards.back().label() == 2);
  }
}

TEMPLATE_LIST_TEST_CASE("Borrowed: guards of several types share the slots of a thread", "", Cells) {
  test::ObjectScope objects;
  using Other = TpArcArray<std::unique_ptr<Counted>>;
  TestType cell(make(1));
  heaparray::AtomicArcArray<std::unique_ptr<Counted>> other(
      Other(2, [](std::size_t i) { return std::make_unique<Counted>(static_cast<int>(i)); }));
  // A slot serves one type after the other, and a debt of the one is settled by a guard of the other at the latest.
  for (int round = 0; round != 4; ++round) {
    Guard guard = cell.borrow();
    Borrowed<Other> second = other.borrow();
    cell.store(make(round));
    other.store(Other(1, [](std::size_t) { return std::make_unique<Counted>(9); }));
    CHECK(guard.size() == len);
    CHECK(*second[0] == Counted(round == 0 ? 0 : 9));
    if (round % 2 == 0) guard.reset();
  }
  CHECK(objects.live() == len + 1);
}

TEMPLATE_LIST_TEST_CASE("Borrowed: the destructor of an element may borrow, and write to cells", "", Cells) {
  static TestType cell;
  struct Chain {
    int left;
    ~Chain() {
      const Guard guard = cell.borrow();
      if (guard) cell.store(make(guard.label() + 1));
    }
  };
  test::ObjectScope objects;
  cell.store(make(0));
  using ChainHandle = TpArcArray<Chain>;
  heaparray::AtomicArcArray<Chain> chain(ChainHandle(3, [](std::size_t) { return Chain{1}; }));
  {
    const Borrowed<ChainHandle> guard = chain.borrow();
    chain.store(ChainHandle());
    CHECK(cell.borrow().label() == 0);
  }
  CHECK(cell.borrow().label() == 3);
  cell.store(Handle());
}

TEMPLATE_LIST_TEST_CASE("Borrowed: prompt, step by step on three threads", "", Cells) {
  test::ObjectScope objects;
  TestType cell(make(1));
  TestType other;
  test::Worker reader;
  test::Worker second_reader;
  test::Worker writer;
  Guard guard;
  Guard second;
  Handle out;

  reader.run([&] { guard = cell.borrow(); });
  CHECK(objects.live() == len);
  writer.run([&] { cell.store(make(2)); });
  CHECK(objects.live() == 2 * len);  // the guard's and the cell's
  reader.run([&] { guard.reset(); });
  CHECK(objects.live() == len);

  reader.run([&] { guard = cell.borrow(); });
  second_reader.run([&] { second = cell.borrow(); });
  writer.run([&] { out = cell.exchange(make(3)); });
  CHECK_FALSE(out.is_unique());
  reader.run([&] { guard = cell.borrow(); });  // lets go of 2, and reads 3
  CHECK_FALSE(out.is_unique());
  second_reader.run([&] { second.reset(); });
  CHECK(out.is_unique());
  CHECK(objects.live() == 2 * len);
  writer.run([&] { out = Handle(); });
  CHECK(objects.live() == len);

  // The block of a guard goes to another cell and back.
  writer.run([&] { other.store(cell.exchange(Handle())); });
  second_reader.run([&] { second = other.borrow(); });
  reader.run([&] { guard.reset(); });
  CHECK(objects.live() == len);
  writer.run([&] { cell.store(other.exchange(Handle())); });
  writer.run([&] { cell.store(Handle()); });
  CHECK(objects.live() == len);
  CHECK(second.label() == 3);
  second_reader.run([&] { second.reset(); });
  CHECK(objects.live() == 0);
}

// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// Weak handles: what they see, what they keep, and what they change for owners.
#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/weak_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

namespace {

using heaparray::ArcArrayWithWeak;
using heaparray::AtomicCountWithWeak;
using heaparray::LengthInBlock;
using heaparray::LengthInHandle;
using heaparray::LocalCountWithWeak;
using heaparray::make_cyclic;
using heaparray::NoLabel;
using heaparray::RcArrayWithWeak;
using heaparray::WeakArray;

struct ThinRc : test::SharedKind<LengthInBlock<std::uint32_t>, LocalCountWithWeak<>> {};
struct ThinArc : test::SharedKind<LengthInBlock<std::uint32_t>, AtomicCountWithWeak<>> {};
struct FatRc : test::SharedKind<LengthInHandle, LocalCountWithWeak<std::size_t>> {};
struct FatArc : test::SharedKind<LengthInHandle, AtomicCountWithWeak<>> {};
struct SmallRc : test::SharedKind<LengthInBlock<std::uint8_t>, LocalCountWithWeak<std::uint8_t>> {};
struct SmallArc : test::SharedKind<LengthInBlock<std::uint16_t>, AtomicCountWithWeak<std::uint16_t>> {};
struct Fixed : test::SharedKind<heaparray::FixedLength<3>, AtomicCountWithWeak<>> {};

using Kinds = std::tuple<ThinRc, FatArc, SmallRc, SmallArc, Fixed>;
using Cases = test::Spread<Kinds, test::ElementKinds>;
using LabelCases = test::Spread<std::tuple<ThinRc, ThinArc, FatArc>, test::LabelKinds>;

template <class A>
A make_three() {
  return test::ascending<A>(3);
}

TEMPLATE_LIST_TEST_CASE("WeakArray: upgrades while there is an owner, and keeps only memory", "[weak]",
                        Cases) {
  test::ObjectScope objects;
  test::Ledger ledger;
  using Allocator = test::CheckedAllocator<std::byte>;
  using A = test::ArrayOf<TestType, NoLabel, Allocator>;
  WeakArray<A> weak;
  CHECK(weak.expired());
  CHECK_FALSE(weak);
  CHECK_FALSE(weak.upgrade());
  {
    A a(3, [](std::size_t i) { return test::nth<typename A::value_type>(i); }, Allocator(ledger));
    CHECK(a.is_unique());
    weak = a.downgrade();
    CHECK(weak);
    CHECK_FALSE(a.is_unique());
    CHECK(a.to_mut() == nullptr);
    CHECK(weak.use_count() == 1);
    CHECK(weak.weak_count() == 1);
    CHECK(weak.ref_eq(a));
    const A b = weak.upgrade();
    CHECK(b.ref_eq(a));
    CHECK(b.size() == 3);
    CHECK(weak.use_count() == 2);
  }
  CHECK(weak.expired());
  CHECK_FALSE(weak.upgrade());
  CHECK(weak.weak_count() == 0);
  CHECK(weak);
  CHECK(ledger.live() == 1);
  WeakArray<A> copy = weak;
  CHECK(copy == weak);
  weak = nullptr;
  CHECK(ledger.live() == 1);
  CHECK_FALSE(copy.upgrade());
  copy.reset();
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("WeakArray: the last owner destroys elements and label, last to first", "[weak]",
                        Kinds) {
  test::ObjectScope objects;
  using A = typename TestType::template of<test::Counted, test::CountedLabel>;
  A a = A::with_label(7, 3, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const WeakArray<A> weak(a);
  const A b = a;
  a.reset();
  CHECK(objects.live() == 4);
  A c = std::move(const_cast<A&>(b));
  c.reset();
  CHECK(objects.live() == 0);
  CHECK(weak.expired());
}

TEMPLATE_LIST_TEST_CASE("WeakArray: labels of all kinds", "[weak]", LabelCases) {
  test::ObjectScope objects;
  using Label = typename TestType::Element;
  using A = typename TestType::Kind::template of<test::Counted, Label>;
  std::optional<WeakArray<A>> weak;
  {
    const A a = test::ascending<A>(1, 2);
    weak.emplace(a);
    CHECK(weak->upgrade().ref_eq(a));
  }
  CHECK(objects.live() == 0);
  CHECK(weak->expired());
}

TEMPLATE_LIST_TEST_CASE("WeakArray: copies, moves, swaps and comparison", "[weak]", Kinds) {
  using A = typename TestType::template of<int>;
  using W = WeakArray<A>;
  static_assert(std::is_nothrow_copy_constructible_v<W> && std::is_nothrow_move_constructible_v<W> &&
                std::is_nothrow_copy_assignable_v<W> && std::is_nothrow_move_assignable_v<W>);
  static_assert(sizeof(W) == sizeof(A));
  const A a = make_three<A>();
  const A b = make_three<A>();
  W wa(a);
  W wb(b);
  CHECK(wa != wb);
  CHECK((wa < wb) != (wb < wa));
  CHECK(wa == a.downgrade());
  CHECK(std::hash<W>()(wa) == std::hash<W>()(a.downgrade()));
  W moved = std::move(wa);
  CHECK_FALSE(wa);  // NOLINT(bugprone-use-after-move): null, as documented
  CHECK(wa == W());
  CHECK(moved.ref_eq(a));
  CHECK(moved.weak_count() == 1);
  swap(moved, wb);
  CHECK(moved.ref_eq(b));
  moved = wb;
  CHECK(moved.ref_eq(a));
  CHECK(moved.weak_count() == 2);
  const W& itself = moved;
  moved = itself;
  CHECK(moved.weak_count() == 2);
  moved = std::move(wb);
  CHECK(moved.weak_count() == 1);
  moved = nullptr;
  CHECK(a.is_unique());
  std::unordered_set<W> set;
  set.insert(W(a));
  set.insert(W(a));
  set.insert(W(b));
  CHECK(set.size() == 2);
  CHECK(W(A()) == W(nullptr));
}

TEMPLATE_LIST_TEST_CASE("WeakArray: make_mut copies while there is a weak handle", "[weak]", Kinds) {
  using A = typename TestType::template of<int, int>;
  A a = make_three<A>();
  const WeakArray<A> weak(a);
  const int* const before = a.data();
  a.make_mut()[0] = 9;
  CHECK(a.data() != before);
  CHECK(a[0] == 9);
  CHECK(a.is_unique());
  CHECK(weak.expired());  // the last owner of the old block has left it
  const int* const alone = a.data();
  a.make_mut()[0] = 8;
  CHECK(a.data() == alone);
}

TEMPLATE_LIST_TEST_CASE("WeakArray: owners that are given away are not seen by weak handles", "[weak]",
                        Kinds) {
  test::ObjectScope objects;
  using A = typename TestType::template of<test::MoveOnly, test::MoveOnlyLabel>;
  const auto make = [] {
    return A::with_label(heaparray::label_args(5), 3,
                         [](std::size_t i) { return test::MoveOnly(static_cast<int>(i)); });
  };
  {
    A a = make();
    const WeakArray<A> weak(a);
    CHECK_FALSE(std::move(a).to_owned().has_value());
    CHECK(a);  // NOLINT(bugprone-use-after-move): unchanged, as documented
    A b = a;
    CHECK_FALSE(std::move(a).into_inner().has_value());
    auto inner = std::move(b).into_inner();
    REQUIRE(inner.has_value());
    CHECK(weak.expired());
    CHECK(inner->size() == 3);
    CHECK(inner->label().value() == 5);
    CHECK((*inner)[2].value() == 2);
    CHECK(objects.live() == 4);
    const A again = *std::move(inner);
    CHECK(weak.expired());
    CHECK(again.is_unique());
  }
  {
    A a = make();
    const auto* const data = a.data();
    {
      const WeakArray<A> weak(a);
    }
    auto inner = std::move(a).into_inner();
    REQUIRE(inner.has_value());
    CHECK(inner->data() == data);  // no weak handle: the same block
    CHECK(A(*std::move(inner)).use_count() == 1);
  }
}

TEST_CASE("WeakArray: into_inner that fails loses the elements, and nothing else", "[weak]") {
  using A = ArcArrayWithWeak<test::Throwing, test::ThrowingLabel>;
  const int steps = test::fail_everywhere([] {
    test::ObjectScope objects;
    A a = A::with_label(1, 2, [](std::size_t i) { return test::Throwing(static_cast<int>(i)); });
    const WeakArray<A> weak(a);
    struct Expired {
      const WeakArray<A>& weak;
      ~Expired() { CHECK(weak.expired()); }
    };
    const Expired expired{weak};
    static_cast<void>(std::move(a).into_inner());
  });
  CHECK(steps > 4);
}

TEST_CASE("WeakArray: conversion to another count goes to another block", "[weak]") {
  using Rc = RcArrayWithWeak<int>;
  using Arc = ArcArrayWithWeak<int>;
  Rc rc = {1, 2, 3};
  const WeakArray<Rc> weak(rc);
  const Arc arc = heaparray::convert_to<Arc>(std::move(rc));
  CHECK(arc == Arc{1, 2, 3});
  CHECK(weak.expired());
  Arc alone = {4, 5};
  const int* const data = alone.data();
  const auto back = heaparray::convert_to<heaparray::CompactArcArray<int>>(std::move(alone));
  CHECK(back[1] == 5);
  CHECK((back.data() == data) == (heaparray::CompactArcArray<int>::elements_offset == Arc::elements_offset));
}

TEST_CASE("WeakArray: 16 bytes in front at most, with counts and a length of 32 bits", "[weak]") {
  STATIC_REQUIRE(RcArrayWithWeak<char>::elements_offset == 12);
  STATIC_REQUIRE(ArcArrayWithWeak<char>::elements_offset == 12);
  STATIC_REQUIRE(ArcArrayWithWeak<int>::elements_offset == 12);
  STATIC_REQUIRE(ArcArrayWithWeak<std::uint64_t>::elements_offset <= 16);
  STATIC_REQUIRE(sizeof(WeakArray<ArcArrayWithWeak<int>>) == sizeof(void*));
}

TEST_CASE("WeakArray: too many owners or weak handles end the program", "[weak]") {
  using A = heaparray::BasicRcArray<int, NoLabel, LengthInBlock<>, AtomicCountWithWeak<std::uint8_t>>;
  using R = heaparray::BasicRcArray<int, NoLabel, LengthInBlock<>, LocalCountWithWeak<std::uint8_t>>;
  const auto check = [](auto tag, bool weak, bool upgrades) {
    using H = typename decltype(tag)::type;
    const test::Death death = test::run_to_death([&] {
      const H a = {1};
      const WeakArray<H> w(a);
      std::vector<H> owners;
      std::vector<WeakArray<H>> weaks;
      for (int i = 0; i != 300; ++i) {
        if (weak)
          weaks.push_back(w);
        else if (upgrades)
          owners.push_back(w.upgrade());
        else
          owners.push_back(a);
      }
    });
    if (!death.supported) return;
    CHECK(death.aborted());
    CHECK(death.says("too many owners"));
  };
  for (const bool weak : {true, false}) {
    check(std::type_identity<A>(), weak, false);
    check(std::type_identity<R>(), weak, false);
  }
  check(std::type_identity<A>(), false, true);
  check(std::type_identity<R>(), false, true);
}

// ---- make_cyclic ----------------------------------------------------------------------------------------

template <class Kind>
struct Member;
template <class Kind>
struct Title;
template <class Kind>
using Club = typename Kind::template of<Member<Kind>, Title<Kind>>;
template <class Kind>
struct Title {
  WeakArray<Club<Kind>> self;
  test::Counted counted;
};
template <class Kind>
struct Member {
  WeakArray<Club<Kind>> club;
  test::Throwing counted;
};

using CyclicKinds = std::tuple<ThinArc, FatRc, SmallArc, Fixed>;

TEMPLATE_LIST_TEST_CASE("make_cyclic: label and elements know the array", "[weak]", CyclicKinds) {
  test::ObjectScope objects;
  using A = Club<TestType>;
  WeakArray<A> outside;
  {
    const A a = make_cyclic<A>(
        [](const WeakArray<A>& self) {
          CHECK_FALSE(self.upgrade());
          CHECK(self.expired());
          return Title<TestType>{self, test::Counted(1)};
        },
        3,
        [&](const WeakArray<A>& self, std::size_t i) {
          CHECK_FALSE(self.upgrade());
          outside = self;
          return Member<TestType>{self, test::Throwing(static_cast<int>(i))};
        });
    CHECK(a.size() == 3);
    CHECK(a.use_count() == 1);
    CHECK_FALSE(a.is_unique());
    CHECK(a.label().self.upgrade().ref_eq(a));
    for (std::size_t i = 0; i != a.size(); ++i) {
      CHECK(a[i].club.upgrade().ref_eq(a));
      CHECK(a[i].counted.value() == static_cast<int>(i));
    }
    CHECK(outside.weak_count() == 5);
    CHECK(outside.upgrade().ref_eq(a));
  }
  CHECK(objects.live() == 0);
  CHECK(outside.expired());
}

TEMPLATE_LIST_TEST_CASE("make_cyclic: a failure at any step leaves expired weak handles", "[weak]",
                        CyclicKinds) {
  using A = Club<TestType>;
  const int steps = test::fail_everywhere([] {
    test::ObjectScope objects;
    WeakArray<A> outside;
    struct Check {
      WeakArray<A>& outside;
      ~Check() { CHECK(outside.expired()); }
    };
    const Check check{outside};
    const A a = make_cyclic<A>(
        [&](const WeakArray<A>& self) {
          outside = self;
          test::fault_point();
          return Title<TestType>{self, test::Counted(1)};
        },
        3,
        [&](const WeakArray<A>& self, std::size_t i) {
          return Member<TestType>{self, test::Throwing(static_cast<int>(i))};
        });
    CHECK(outside.upgrade().ref_eq(a));
  });
  CHECK(steps >= 4);
}

TEST_CASE("make_cyclic: labels as with_label takes them, and no label", "[weak]") {
  using A = ArcArrayWithWeak<int, std::string>;
  const A a = make_cyclic<A>("title", 2, [](std::size_t i) { return static_cast<int>(i); });
  CHECK(a.label() == "title");
  CHECK(a[1] == 1);
  CHECK(a.is_unique());
  const A b = make_cyclic<A>(heaparray::label_args(3u, 'x'), 0, [](std::size_t) { return 0; });
  CHECK(b.label() == "xxx");
  const A c = make_cyclic<A>(1, [](const WeakArray<A>&, std::size_t) { return 4; });
  CHECK(c.label().empty());
  CHECK(c[0] == 4);
  using Plain = RcArrayWithWeak<int, test::EmptyCounted>;
  const Plain d = make_cyclic<Plain>(2, [](const WeakArray<Plain>& self, std::size_t i) {
    return self.expired() ? static_cast<int>(i) : -1;
  });
  CHECK(d == make_cyclic<Plain>(2, [](std::size_t i) { return static_cast<int>(i); }));
  using Three = Fixed::of<int>;
  CHECK_THROWS_AS(make_cyclic<Three>(2, [](std::size_t) { return 0; }), std::length_error);
  CHECK_THROWS_AS(make_cyclic<A>(SIZE_MAX, [](std::size_t) { return 0; }), std::length_error);
}

TEST_CASE("make_cyclic: a failed allocation, and an allocator that is kept", "[weak]") {
  test::Ledger ledger;
  using A = heaparray::BasicRcArray<int, int, LengthInBlock<>, AtomicCountWithWeak<>,
                                    test::CheckedAllocator<std::byte>>;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  WeakArray<A> weak;
  {
    const A a = make_cyclic<A>(
        1, 2,
        [&](const WeakArray<A>& self, std::size_t) {
          weak = self;
          return 1;
        },
        allocator);
    CHECK(a.get_allocator() == allocator);
  }
  CHECK(ledger.live() == 1);
  weak.reset();
  CHECK(ledger.live() == 0);
  ledger.fail_on(1);
  CHECK_THROWS_AS(make_cyclic<A>(1, 2, [](std::size_t) { return 1; }, allocator), std::bad_alloc);
}

TEST_CASE("WeakArray: text keeps its NUL, an arena frees nothing", "[weak]") {
  using Text = heaparray::BasicRcArray<char, int, heaparray::Terminated<LengthInBlock<std::uint32_t>>,
                                       AtomicCountWithWeak<>>;
  WeakArray<Text> weak;
  {
    const Text text = Text::from_range(1, std::string("abc"));
    weak = text.downgrade();
    CHECK(weak.upgrade().data()[3] == '\0');
  }
  CHECK(weak.expired());
  std::pmr::monotonic_buffer_resource arena;
  using InArena = heaparray::BasicRcArray<std::string, NoLabel, LengthInBlock<>, LocalCountWithWeak<>,
                                          heaparray::pmr::ArenaAllocator<>>;
  WeakArray<InArena> in_arena;
  {
    const InArena a = InArena::with_label(
        heaparray::label_args(), 2, [](std::size_t) { return std::string(99, 'x'); }, &arena);
    in_arena = a.downgrade();
    CHECK(in_arena.upgrade()[1].size() == 99);
  }
  CHECK(in_arena.expired());
}

// ---- deep structures ------------------------------------------------------------------------------------

struct Link;
using List = ArcArrayWithWeak<char, Link>;

}  // namespace

template <>
inline constexpr bool heaparray::enable_iterative_drop<Link> = true;

namespace {

struct Link {
  List next;
  WeakArray<List> back;
};

TEST_CASE("WeakArray: a long list with weak handles back is dropped in a loop", "[weak]") {
  constexpr int length = 200000;
  List list;
  std::vector<WeakArray<List>> kept;
  for (int i = 0; i != length; ++i) {
    List next = List::with_label(heaparray::label_args(std::move(list), WeakArray<List>()));
    if (i % 1000 == 0) kept.push_back(next.downgrade());
    list = std::move(next);
  }
  CHECK(kept.front().upgrade());
  list.reset();
  for (const auto& weak : kept) CHECK(weak.expired());
}

TEST_CASE("WeakArray: conversion to a count without weak handles, of arrays dropped in a loop", "[weak]") {
  // The counts have one size. But only one of the two blocks keeps the count while it waits.
  using Weak = heaparray::BasicRcArray<Link, NoLabel, LengthInBlock<>, AtomicCountWithWeak<>>;
  using Plain =
      heaparray::BasicRcArray<Link, NoLabel, LengthInBlock<>, heaparray::AtomicCount<std::uint64_t>>;
  STATIC_REQUIRE(!heaparray::same_block_layout<Weak, Plain>);
  Plain plain = heaparray::convert_to<Plain>(Weak(3));
  CHECK(plain.size() == 3);
  CHECK(heaparray::convert_to<Weak>(std::move(plain)).size() == 3);
}

// ---- threads --------------------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("WeakArray: upgrades against the last drop", "[weak]", ArcArrayWithWeak<std::string>,
                   (heaparray::BasicRcArray<std::string, NoLabel, LengthInHandle, AtomicCountWithWeak<>>)) {
  using A = TestType;
  const std::uint32_t rounds = test::effort(3000);
  std::uint32_t upgraded = 0;
  bool right = true;
  for (std::uint32_t round = 0; round != rounds; ++round) {
    A a = A::filled(2, std::string(40, 'x'));
    std::atomic<bool> go = false;
    std::atomic<std::uint32_t> seen = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t != 2; ++t)
      threads.emplace_back([&, weak = a.downgrade()] {
        while (!go.load(std::memory_order_relaxed)) {
        }
        const A got = weak.upgrade();
        if (!got) return;
        seen.fetch_add(1, std::memory_order_relaxed);
        if (got[1] != std::string(40, 'x')) seen.store(1000, std::memory_order_relaxed);
      });
    go.store(true, std::memory_order_relaxed);
    a.reset();
    for (std::thread& thread : threads) thread.join();
    right = right && seen.load() <= 2;
    upgraded += seen.load();
  }
  CHECK(right);
  INFO(upgraded << " of " << 2 * rounds << " upgrades got an owner");
  SUCCEED();
}

/// Written without atomics by a thread that sees that it is alone.
struct Plain {
  int number = 0;
};

TEST_CASE("WeakArray: an owner that sees itself alone may write", "[weak]") {
  using A = ArcArrayWithWeak<Plain>;
  const std::uint32_t rounds = test::effort(2000);
  for (std::uint32_t round = 0; round != rounds; ++round) {
    A a(1);
    int read = 0;
    std::thread reader([&read, weak = a.downgrade()]() mutable {
      if (const A got = weak.upgrade()) read = got[0].number;
      weak.reset();
    });
    while (!a.is_unique()) std::this_thread::yield();
    a.to_mut()->data()[0].number = 1;
    reader.join();
    CHECK((read == 0));
  }
}

TEST_CASE("WeakArray: cells of arrays with weak handles", "[weak]") {
  using A = ArcArrayWithWeak<int>;
  heaparray::BasicAtomicArcArray<A> cell(A{1, 2, 3});
  const WeakArray<A> weak = cell.load().downgrade();
  CHECK(weak.upgrade()[2] == 3);
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::thread reader([&] {
    while (!stop.load(std::memory_order_relaxed)) {
      const A a = cell.load();
      const WeakArray<A> w(a);
      const A again = w.upgrade();
      if (!again || again.size() != 3) wrong.fetch_add(1, std::memory_order_relaxed);
      if (const A old = weak.upgrade(); old && old[0] != 1) wrong.fetch_add(1, std::memory_order_relaxed);
    }
  });
  for (std::uint32_t i = 0; i != test::effort(3000); ++i) cell.store(A{static_cast<int>(i), 2, 3});
  stop.store(true, std::memory_order_relaxed);
  reader.join();
  CHECK(wrong.load() == 0);
  CHECK(weak.expired());
}

}  // namespace

// SPDX-License-Identifier: MIT
//
// Allocators: stateless, stateful, polymorphic; unequal ones in copies, moves and swaps; which one a block is from.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace test;
using heaparray::label_args;

namespace {

using ShapesOfThree = Concat<ShapeKinds, KindsOfThree>;
using Unique = Concat<UniqueKinds, std::tuple<TpArcOwner>>;
using Polymorphic = std::pmr::polymorphic_allocator<std::byte>;
using AlignedElements = Product<HandleKinds, std::tuple<char, OverAligned64, OverAligned4096>>;

template <class Policy>
using Checked = CheckedAllocator<std::byte, Policy>;
using CheckedNone = Checked<PropagateNone>;

// A handle made with an allocator object that is gone.
template <class A>
A from_a_dead_allocator(Ledger& ledger) {
  auto allocator = std::make_unique<CheckedNone>(ledger);
  A a = ascending<A>(5, 3, *allocator);
  allocator.reset();
  return a;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Allocators: a stateful one makes no handle bigger", "", ShapesOfThree) {
  STATIC_REQUIRE(
      std::is_same_v<typename TestType::template of<int, int, Polymorphic>::allocator_type, Polymorphic>);
  constexpr std::size_t words = TestType::is_fat ? 2 : 1;
  STATIC_REQUIRE(sizeof(typename TestType::template of<int>) == words * sizeof(void*));
  STATIC_REQUIRE(sizeof(typename TestType::template of<int, int, Polymorphic>) == words * sizeof(void*));
  STATIC_REQUIRE(sizeof(typename TestType::template of<int, int, CheckedNone>) == words * sizeof(void*));
}

TEMPLATE_LIST_TEST_CASE("Allocators: every way of making takes a stateful one, last", "", ShapesOfThree) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger;
  for (const auto& way : ways_of_making<A>()) {
    CAPTURE(way.name);
    const int before = ledger.allocations();
    {
      const A a = way.make(CheckedNone(ledger));
      CHECK(way.wrong(a) == "");
      CHECK(ledger.allocations() - before == way.allocations);
      CHECK(a.get_allocator() == CheckedNone(ledger));
      CHECK(ledger.live() == 1);
    }
    CHECK(ledger.live() == 0);  // with the right size and alignment, or the ledger ends the program
  }
}

TEMPLATE_LIST_TEST_CASE("Allocators: sizes and alignments of over-aligned and one-byte elements", "",
                        AlignedElements) {
  using A = ArrayOf<TestType, int, CheckedNone>;
  using T = typename A::value_type;
  Ledger ledger;
  for (std::size_t n = 0; n != 20; ++n) {
    const A a = ascending<A>(5, n, CheckedNone(ledger));
    CHECK(wrong(a, 5, n) == "");
    CHECK(ledger.last_alignment() >= alignof(T));
    CHECK(ledger.last_alignment() >= alignof(std::size_t));
    CHECK(ledger.last_bytes() >= n * sizeof(T) + sizeof(int));
    CHECK(ledger.last_bytes() % ledger.last_alignment() == 0);
    // No more than the prefix and the padding in front of and behind the elements.
    CHECK(ledger.last_bytes() <= n * sizeof(T) + 2 * ledger.last_alignment() + 32);
  }
}

TEMPLATE_LIST_TEST_CASE("Allocators: a handle outlives the allocator that it was made with", "",
                        ShapesOfThree) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger;
  {
    A a = from_a_dead_allocator<A>(ledger);
    A b = std::move(a);
    const A c = b.clone();
    CHECK(wrong(c, 5, 3) == "");
    CHECK(ledger.live() == 2);
    CHECK(b.get_allocator().ledger().live() == 2);
    static_cast<void>(std::move(b).into_iter());
    CHECK(ledger.live() == 1);
    const A d = from_raw<A>(from_a_dead_allocator<A>(ledger).into_raw(), 3);
    CHECK(ledger.live() == 2);
  }
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Allocators: std::pmr, from a resource", "", HandleKinds) {
  using A = typename TestType::template of<std::string, int, Polymorphic>;
  Ledger ledger;
  Ledger default_ledger;
  CheckedResource resource(ledger);
  CheckedResource default_resource(default_ledger);
  std::pmr::memory_resource* const before = std::pmr::set_default_resource(&default_resource);
  {
    const auto init = [](std::size_t i) { return nth<std::string>(i); };
    const A a(3, init, &resource);
    const A b = A::with_label(5, 3, init, &resource);
    const A c = A::from_range(5, a, &resource);
    const A d = A::filled(5, 3, "x", &resource);
    const A e = A::with_len(5, 3, &resource);
    const A f = A::try_with_label(5, 3, init, &resource).value();
    const A g({"one", "two"}, &resource);
    const A h(3, &resource);
    const A i = A::with_label_for_overwrite(5, 3, &resource);
    const A j = A::from_range(a, &resource);
    CHECK(ledger.live() == 10);
    CHECK(default_ledger.allocations() == 0);
    CHECK(a.get_allocator().resource() == &resource);
    CHECK(wrong(b, 5, 3) == "");
    CHECK(wrong(c, 5, 3) == "");
    CHECK(g[1] == "two");
    CHECK(h.size() == 3);

    const A standard(3, init);
    CHECK(default_ledger.live() == 1);
    const A copy = a.clone();  // like all std::pmr containers: a copy is from the default resource
    CHECK(default_ledger.live() == 2);
    CHECK(copy.get_allocator().resource() == &default_resource);
    CHECK(A().get_allocator().resource() == &default_resource);
  }
  std::pmr::set_default_resource(before);
  CHECK(ledger.live() == 0);
  CHECK(default_ledger.live() == 0);
}

TEST_CASE("Allocators: a fat and a thin array in a buffer on the stack") {
  alignas(64) std::byte buffer[1024];
  std::pmr::monotonic_buffer_resource resource(buffer, sizeof buffer, std::pmr::null_memory_resource());
  const heaparray::HeapArray<int, int, Polymorphic> a(
      10, [](std::size_t i) { return static_cast<int>(i); }, &resource);
  const auto* const first = reinterpret_cast<const std::byte*>(a.data());
  CHECK((first >= buffer && first < buffer + sizeof buffer));
  using Thin8 = heaparray::ThinPtrArray<int, int, Polymorphic>;
  CHECK_THROWS_AS(Thin8(1000, &resource), std::bad_alloc);
  CHECK_FALSE(Thin8::try_with_label(1, 1000, [](std::size_t) { return 0; }, &resource).has_value());
}

TEMPLATE_LIST_TEST_CASE("Allocators: get_allocator of a null handle is a default one", "", HandleKinds) {
  using A = typename TestType::template of<int, int, CountingStateless<std::byte>>;
  STATIC_REQUIRE(std::is_same_v<decltype(A().get_allocator()), CountingStateless<std::byte>>);
  CHECK(A().get_allocator() == CountingStateless<std::byte>());
  CHECK(A(3).get_allocator() == CountingStateless<std::byte>());
}

TEMPLATE_LIST_TEST_CASE("Allocators: the nth allocation fails", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger;
  const ObjectScope objects;
  for (int n = 1; n <= 4; ++n) {
    ledger.fail_on(n);
    A arrays[3];
    const auto make_three = [&] {
      for (A& a : arrays) a = ascending<A>(5, 3, CheckedNone(ledger));
    };
    if (n <= 3) {
      CHECK_THROWS_AS(make_three(), std::bad_alloc);
    } else {
      make_three();
    }
    CHECK(ledger.live() == n - 1);
    CHECK(objects.live() == 4 * (n - 1));
    ledger.fail_on(0);
  }
  const A a = ascending<A>(5, 3, CheckedNone(ledger));
  ledger.fail_on(1);
  CHECK_THROWS_AS(a.clone(), std::bad_alloc);
  CHECK(wrong(a, 5, 3) == "");
}

// ---- unequal allocators -----------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE(
    "Allocators: moves and swaps of unequal ones move blocks, and each is freed where it is from", "",
    ShapesOfThree) {
  const auto check = [](auto policy) {
    using A = typename TestType::template of<Counted, CountedLabel, Checked<decltype(policy)>>;
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<A>);
    STATIC_REQUIRE(std::is_nothrow_swappable_v<A>);
    Ledger ledger_a;
    Ledger ledger_b;
    A a = ascending<A>(5, 3, Checked<decltype(policy)>(ledger_a));
    A b = ascending<A>(6, 3, Checked<decltype(policy)>(ledger_b));
    const Counted* const data_a = a.data();
    swap(a, b);
    CHECK(b.data() == data_a);
    CHECK(wrong(a, 6, 3) == "");
    CHECK(&a.get_allocator().ledger() == &ledger_b);
    CHECK(&b.get_allocator().ledger() == &ledger_a);
    a = std::move(b);
    CHECK(a.data() == data_a);
    CHECK(&a.get_allocator().ledger() == &ledger_a);
    CHECK(ledger_b.live() == 0);
    CHECK(ledger_a.allocations() == 1);
    CHECK(ledger_b.allocations() == 1);
    a = A();
    CHECK(ledger_a.live() == 0);
  };
  check(PropagateNone());
  check(PropagateAll());
}

TEMPLATE_LIST_TEST_CASE("Allocators: a copy asks select_on_container_copy_construction", "", ShapesOfThree) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger;
  Ledger for_copies;
  ledger.set_for_copies(for_copies);
  const A a = ascending<A>(5, 3, CheckedNone(ledger));
  const A b = a.clone();
  CHECK(&b.get_allocator().ledger() == &for_copies);
  CHECK(for_copies.live() == 1);
  if constexpr (!TestType::is_shared) {
    const A c = a;
    CHECK(&c.get_allocator().ledger() == &for_copies);
    A null;
    null = a;
    CHECK(&null.get_allocator().ledger() == &for_copies);
    Ledger third;
    const A d(a, CheckedNone(third));
    CHECK(wrong(d, 5, 3) == "");
    CHECK(third.live() == 1);
    CHECK(&d.get_allocator().ledger() == &third);
    CHECK_FALSE(A(A(), CheckedNone(third)));
  } else {
    A c = a;
    CHECK(&c.get_allocator().ledger() == &ledger);  // the same block
    c.make_mut()[0] = Counted(9);
    CHECK(&c.get_allocator().ledger() == &for_copies);
  }
}

TEMPLATE_LIST_TEST_CASE("Allocators: copy assignment between unequal ones, without propagation", "", Unique) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger_a;
  Ledger ledger_b;
  A a = ascending<A>(5, 3, CheckedNone(ledger_a));
  const A b = ascending<A>(6, 3, CheckedNone(ledger_b));
  const Counted* const data = a.data();
  a = b;
  CHECK(a.data() == data);  // the same length: the block stays
  CHECK(wrong(a, 6, 3) == "");
  const A longer = ascending<A>(7, 4, CheckedNone(ledger_b));
  a = longer;
  CHECK(wrong(a, 7, 4) == "");
  CHECK(&a.get_allocator().ledger() == &ledger_a);
  CHECK(ledger_a.allocations() == 2);
  CHECK(ledger_a.live() == 1);
  CHECK(ledger_b.live() == 2);
}

TEMPLATE_LIST_TEST_CASE("Allocators: copy assignment between unequal ones, with propagation", "", Unique) {
  using Allocator = Checked<PropagateCopy>;
  using A = typename TestType::template of<Counted, CountedLabel, Allocator>;
  Ledger ledger_a;
  Ledger ledger_b;
  A a = ascending<A>(5, 3, Allocator(ledger_a));
  const A b = ascending<A>(6, 3, Allocator(ledger_b));
  a = b;  // the same length, but the memory must be from the allocator of b
  CHECK(wrong(a, 6, 3) == "");
  CHECK(&a.get_allocator().ledger() == &ledger_b);
  CHECK(ledger_a.live() == 0);
  CHECK(ledger_b.live() == 2);
  const Counted* const data = a.data();
  const A c = ascending<A>(7, 3, Allocator(ledger_b));
  a = c;  // equal allocators: the block stays
  CHECK(a.data() == data);
  CHECK(wrong(a, 7, 3) == "");
  A null;
  ledger_b.set_for_copies(ledger_a);
  null = c;
  CHECK(&null.get_allocator().ledger() == &ledger_b);  // propagated, not selected
}

TEMPLATE_LIST_TEST_CASE("Allocators: unique and shared handles hand a block of a stateful one back and forth",
                        "", SharedKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, CheckedNone>;
  Ledger ledger;
  A a = from_a_dead_allocator<A>(ledger);
  typename A::owner_type owner = std::move(a).make_owned();
  CHECK(&owner.get_allocator().ledger() == &ledger);
  A b = std::move(owner).share();
  const A c = b;
  typename A::owner_type copied = std::move(b).make_owned();
  CHECK(ledger.live() == 2);
  CHECK(&copied.get_allocator().ledger() == &ledger);
  CHECK(wrong(c, 5, 3) == "");
}

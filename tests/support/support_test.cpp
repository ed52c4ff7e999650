// SPDX-License-Identifier: MIT
//
// The helpers in support/ find what they promise to find. Each error is made on purpose.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/global_new.hpp"
#include "support/ranges.hpp"
#include "support/recycling.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;

namespace {

// Room for objects that are built and destroyed by hand, wrongly.
template <class T>
struct Storage {
  alignas(T) unsigned char bytes[2 * sizeof(T)] = {};
  T* at(std::size_t i) { return reinterpret_cast<T*>(bytes) + i; }
};

// Calls that the compiler cannot see through, so that it does not warn of what is wrong on purpose.
template <class F>
F opaque(F f) {
  F volatile copy = f;
  return copy;
}

}  // namespace

// ---- problems and faults --------------------------------------------------------------------------------

TEST_CASE("report_problem: ends the program unless it is captured", "[support]") {
  const Death death = run_to_death([] { report_problem("number %d", 7); });
  if (death.supported) {
    CHECK(death.aborted());
    CHECK(death.says("test support: number 7"));
  }

  ProblemCapture outer;
  report_problem("first");
  {
    ProblemCapture inner;
    CHECK(inner.count() == 0);
    report_problem("second");
    CHECK(inner.text() == "second\n");
  }
  CHECK(outer.count() == 2);
  CHECK(outer.text() == "first\nsecond\n");
}

TEST_CASE("ProblemCapture: more text than it can hold is cut", "[support]") {
  ProblemCapture capture;
  for (int i = 0; i < 100; ++i) {
    report_problem("%s", std::string(300, 'x').c_str());
  }
  CHECK(capture.count() == 100);
  CHECK(capture.text().size() < 4096);
}

TEST_CASE("FailAt: the nth step fails, and only that one", "[support]") {
  fault_point();
  FailAt armed(3);
  fault_point();
  fault_point();
  CHECK_FALSE(armed.fired());
  CHECK_THROWS_AS(fault_point(), Boom);
  CHECK(armed.fired());
  CHECK_NOTHROW(fault_point());
}

TEST_CASE("FailAt: belongs to its thread", "[support]") {
  FailAt armed(1);
  std::thread([] { fault_point(); }).join();
  CHECK_FALSE(armed.fired());
}

TEST_CASE("fail_everywhere: visits every step once", "[support]") {
  int runs = 0;
  int completed = 0;
  const int steps = fail_everywhere([&] {
    ++runs;
    fault_point();
    Throwing a(1);
    Throwing b(a);
    b = a;
    ++completed;
  });
  CHECK(steps == 4);
  CHECK(runs == 5);
  CHECK(completed == 1);

  CHECK(fail_everywhere([] {}) == 0);
  CHECK_THROWS_AS(fail_everywhere([] { throw std::runtime_error("mine"); }), std::runtime_error);
  CHECK_THROWS_AS(fail_everywhere([] { throw Boom(); }), Boom);

  ProblemCapture capture;
  CHECK(fail_everywhere(
            [] {
              try {
                fault_point();
              } catch (const Boom&) {
              }
              fault_point();
            },
            1) == 1);
  CHECK(capture.says("still failing after 1 steps"));
}

// ---- tracked objects ------------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("Tracked: wrong lifetimes are found", "[support]", Counted, Throwing, MoveOnly, Immovable,
                   OverAligned64, OverAligned4096, EmptyCounted, CountedLabel, ThrowingLabel,
                   OverAlignedLabel) {
  Storage<TestType> storage;
  ObjectScope scope;
  ProblemCapture capture;

  SECTION("right") {
    std::construct_at(storage.at(0), 1);
    std::construct_at(storage.at(1));
    CHECK(scope.live() == 2);
    std::destroy_at(storage.at(1));
    std::destroy_at(storage.at(0));
    CHECK(scope.live() == 0);
    CHECK(capture.count() == 0);
  }
  SECTION("destroyed twice") {
    std::construct_at(storage.at(0), 1);
    std::destroy_at(storage.at(0));
    CHECK(capture.count() == 0);
    std::destroy_at(storage.at(0));
    CHECK(capture.says("built never, or destroyed twice"));
  }
  SECTION("never built") {
    std::destroy_at(storage.at(1));
    CHECK(capture.says("built never, or destroyed twice"));
  }
  SECTION("built twice") {
    std::construct_at(storage.at(0), 1);
    std::construct_at(storage.at(0), 2);
    CHECK(capture.says("on top of a live one"));
    std::destroy_at(storage.at(0));
  }
  SECTION("leaked") {
    {
      ObjectScope inner;
      std::construct_at(storage.at(0), 1);
    }
    CHECK(capture.says("1 more tracked objects alive"));
    std::destroy_at(storage.at(0));
  }
  SECTION("one destroyed too many in a scope") {
    std::construct_at(storage.at(0), 1);
    {
      ObjectScope inner;
      std::destroy_at(storage.at(0));
    }
    CHECK(capture.says("-1 more tracked objects alive"));
  }
}

TEMPLATE_TEST_CASE("Tracked: use of what is dead is found", "[support]", Counted, Throwing, OverAligned64) {
  Storage<TestType> storage;
  ProblemCapture capture;
  TestType good(1);

  SECTION("read") {
    CHECK_NOTHROW(storage.at(0)->value());
    CHECK(capture.says("read, but none is alive"));
  }
  SECTION("copied") {
    TestType copy(*storage.at(0));
    CHECK(capture.says("copied from, but none is alive"));
  }
  SECTION("moved") {
    TestType copy(std::move(*storage.at(0)));
    CHECK(capture.says("moved from, but none is alive"));
  }
  SECTION("assigned to by copy") {
    *storage.at(0) = good;
    CHECK(capture.says("assigned to, but none is alive"));
  }
  SECTION("assigned to by move") {
    *storage.at(0) = std::move(good);
    CHECK(capture.says("assigned to, but none is alive"));
  }
  SECTION("copied as bytes, as if it were trivial") {
    std::copy_n(reinterpret_cast<unsigned char*>(&good), sizeof good, storage.bytes);
    std::destroy_at(storage.at(0));
    CHECK(capture.says("built never"));
  }
}

TEMPLATE_TEST_CASE("Tracked: use of what was moved from is found", "[support]", Counted, Throwing, MoveOnly) {
  ProblemCapture capture;
  TestType source(5);
  TestType target(std::move(source));
  CHECK(target.value() == 5);
  CHECK(capture.count() == 0);

  SECTION("read") {
    CHECK(source.value() == -1);
    CHECK(capture.says("read after it was moved from"));
  }
  SECTION("moved again") {
    TestType again(std::move(source));
    CHECK(capture.says("moved from after it was moved from"));
  }
  SECTION("compared") {
    CHECK_FALSE(source == target);
    CHECK(capture.says("after it was moved from"));
  }
  SECTION("assigned to first") {
    source = std::move(target);
    CHECK(source.value() == 5);
    CHECK(capture.count() == 0);
  }
  SECTION("swapped") {
    TestType other(6);
    std::swap(target, other);
    CHECK(target.value() == 6);
    CHECK(other.value() == 5);
    CHECK(capture.count() == 0);
  }
}

TEST_CASE("Tracked: self-assignment keeps the value", "[support]") {
  Counted x(3);
  Counted& same = x;
  x = same;
  x = std::move(same);
  CHECK(x.value() == 3);
}

TEMPLATE_TEST_CASE("Tracked: a misaligned object is found", "[support]", OverAligned64, OverAligned4096,
                   OverAlignedLabel) {
  // The object is not touched through a misaligned pointer: the check is called as its constructor calls it.
  ProblemCapture capture;
  Storage<TestType> storage;
  auto& objects = detail::Register::get();
  void* off = storage.bytes + alignof(TestType) / 2;
  objects.built(What::made, 1, off, &detail::type_tag<TestType>, alignof(TestType));
  CHECK(capture.says("not aligned"));
  objects.destroyed(1, off, &detail::type_tag<TestType>);
  CHECK(capture.count() == 1);
}

TEST_CASE("Tracked: each class passes its own alignment to the check", "[support]") {
  const auto misaligned = [](auto tag) {
    using T = typename decltype(tag)::type;
    return run_to_death([] {
      Storage<T> storage;
      ::new (static_cast<void*>(opaque(storage.bytes + alignof(T) / 2))) T(1);
    });
  };
  const std::vector<Death> deaths = {misaligned(std::type_identity<OverAligned64>()),
                                     misaligned(std::type_identity<OverAligned4096>()),
                                     misaligned(std::type_identity<OverAlignedLabel>())};
  for (const Death& death : deaths) {
    if (death.supported) {
      CHECK_FALSE(death.survived());
      CHECK((death.says("not aligned") || death.says("misaligned address")));  // ours, or that of UBSan
    }
  }
}

TEST_CASE("ObjectScope: counts and orders what happened", "[support]") {
  ObjectScope scope;
  std::vector<const void*> inside;
  {
    Counted a(10);
    Counted b;
    Counted copy(a);
    b = copy;
    Counted moved(std::move(a));
    CHECK(scope.live() == 4);
  }
  CHECK(scope.defaulted() == 1);
  CHECK(scope.made() == 1);
  CHECK(scope.copied() == 1);
  CHECK(scope.moved() == 1);
  CHECK(scope.assigned() == 1);
  CHECK(scope.built() == 4);
  CHECK(scope.destroyed() == 4);
  CHECK(scope.live() == 0);
  CHECK(scope.build_order() == std::vector{10, 0, 10, 10});
  CHECK(scope.destroy_order() == std::vector{10, 10, 10, -1});
  CHECK(scope.events().size() == 9);
}

TEST_CASE("ObjectScope: order within an address range leaves temporaries out", "[support]") {
  ObjectScope scope;
  Storage<Counted> storage;
  {
    const Counted temporary(7);
    std::construct_at(storage.at(1), temporary);
    std::construct_at(storage.at(0), 8);
    std::destroy_at(storage.at(1));
    std::destroy_at(storage.at(0));
  }
  CHECK(scope.build_order(storage.at(0), storage.at(2)) == std::vector{7, 8});
  CHECK(scope.build_order(storage.at(0), storage.at(1)) == std::vector{8});
  CHECK(scope.destroy_order(storage.at(0), storage.at(2)) == std::vector{7, 8});
  CHECK(scope.destroy_order() == std::vector{7, 8, 7});
}

TEST_CASE("ObjectScope: an inner scope sees only what is new", "[support]") {
  ObjectScope outer;
  const Counted a(1);
  {
    ObjectScope inner;
    const Counted b(2);
    CHECK(inner.build_order() == std::vector{2});
    CHECK(inner.live() == 1);
  }
  CHECK(outer.build_order() == std::vector{1, 2});
}

TEST_CASE("ObjectScope: sees all threads", "[support]") {
  ObjectScope scope;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int k = 0; k < 100; ++k) {
        Counted a(i);
        Counted b(a);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(scope.built() == 800);
  CHECK(scope.live() == 0);
}

TEST_CASE("Tracked: its books are not counted as allocations", "[support]") {
  AllocationScope allocations;
  {
    ObjectScope scope;
    for (int i = 0; i < 100; ++i) {
      const Counted a(i);
      const Counted b(a);
    }
  }
  CHECK(allocations.allocations() == 0);
}

TEMPLATE_TEST_CASE("Throwing: every operation is a step, and fails without effect", "[support]", Throwing,
                   ThrowingLabel) {
  ObjectScope scope;
  TestType a(1);
  TestType b(2);
  const auto fails = [](auto f) {
    const FailAt armed(1);
    CHECK_THROWS_AS(f(), Boom);
    CHECK(armed.fired());
  };
  fails([] { TestType x; });
  fails([] { TestType x(1); });
  fails([&] { TestType x(a); });
  fails([&] { TestType x(std::move(a)); });
  fails([&] { a = b; });
  fails([&] { a = std::move(b); });
  CHECK(a.value() == 1);
  CHECK(b.value() == 2);
  CHECK(scope.live() == 2);
  CHECK(scope.built() == 2);
}

// ---- kinds ----------------------------------------------------------------------------------------------

namespace {

template <class T, class U>
constexpr bool contains = false;
template <class... Ts, class U>
constexpr bool contains<std::tuple<Ts...>, U> = (std::same_as<Ts, U> || ...);

template <class T>
struct Holder {
  T x;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Make: an element kind is made, told apart and is what its list says", "[support]",
                        ElementKinds) {
  using T = TestType;
  const ObjectScope scope;
  const Holder<T> five{Make<T>::value(5)};
  const Holder<T> zero{};
  CHECK(Make<T>::equal(five.x, 5));
  CHECK(Make<T>::equal(five.x, 6) != Make<T>::distinct);
  CHECK(Make<T>::equal(zero.x, 0));
  CHECK((five.x == zero.x) != Make<T>::distinct);
  CHECK(five.x == five.x);
  CHECK(((five.x <=> zero.x) == 0) != Make<T>::distinct);

  STATIC_REQUIRE(std::is_nothrow_destructible_v<T>);
  STATIC_REQUIRE(std::is_default_constructible_v<T>);
  STATIC_REQUIRE(std::is_trivial_v<T> == contains<TrivialKinds, T>);
  STATIC_REQUIRE(std::is_copy_constructible_v<T> == contains<CopyableKinds, T>);
  STATIC_REQUIRE(std::is_copy_assignable_v<T> == contains<CopyableKinds, T>);
  STATIC_REQUIRE(std::is_move_constructible_v<T> == contains<MovableKinds, T>);
  STATIC_REQUIRE(std::is_move_assignable_v<T> == contains<MovableKinds, T>);
  if constexpr (!std::is_same_v<T, Throwing> && !std::is_same_v<T, EmptyCounted> &&
                contains<MovableKinds, T>) {
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<T>);
  }
}

TEMPLATE_LIST_TEST_CASE("Make: a label kind is made, in place too, and told apart", "[support]", LabelKinds) {
  using L = TestType;
  const ObjectScope scope;
  const Holder<L> five{Make<L>::value(5)};
  const Holder<L> zero{};
  CHECK(Make<L>::equal(five.x, 5));
  CHECK(Make<L>::equal(five.x, 6) != Make<L>::distinct);
  CHECK(Make<L>::equal(zero.x, 0));

  std::optional<L> in_place;
  Make<L>::with_args(
      6, [&](auto&&... arguments) { in_place.emplace(std::forward<decltype(arguments)>(arguments)...); });
  CHECK(Make<L>::equal(*in_place, 6));
  STATIC_REQUIRE(std::is_nothrow_destructible_v<L>);
  STATIC_REQUIRE(std::is_copy_constructible_v<L> == contains<CopyableLabelKinds, L>);
}

TEST_CASE("Kinds: sizes and alignments", "[support]") {
  STATIC_REQUIRE(std::is_empty_v<Empty>);
  STATIC_REQUIRE(std::is_empty_v<EmptyCounted>);
  STATIC_REQUIRE(std::is_empty_v<EmptyLabel>);
  STATIC_REQUIRE(!std::is_trivially_destructible_v<EmptyCounted>);
  STATIC_REQUIRE(sizeof(Big) == 77);
  STATIC_REQUIRE(alignof(Big) == 1);
  STATIC_REQUIRE(alignof(OverAligned64) == 64);
  STATIC_REQUIRE(alignof(OverAligned4096) == 4096);
  STATIC_REQUIRE(alignof(OverAlignedLabel) == 128);
  STATIC_REQUIRE(!std::is_nothrow_move_constructible_v<Throwing>);
  STATIC_REQUIRE(!std::is_move_constructible_v<Immovable>);
  STATIC_REQUIRE(!std::is_move_constructible_v<InPlaceLabel>);
  STATIC_REQUIRE(!std::is_move_constructible_v<AtomicLabel>);
  STATIC_REQUIRE(!std::is_convertible_v<int, Immovable>);
}

TEST_CASE("Kinds: have a hash and a text", "[support]") {
  CHECK(std::hash<Counted>()(Counted(4)) == std::hash<int>()(4));
  CHECK(std::hash<AtomicLabel>()(AtomicLabel(4)) == std::hash<int>()(4));
  CHECK(Catch::Detail::stringify(MoveOnly(4)) == "4");
  CHECK_FALSE(HasValue<Empty>);
  CHECK_FALSE(HasValue<std::optional<int>>);  // has value(), but is not ours
}

TEST_CASE("Make: a Big that lost a byte is not equal", "[support]") {
  for (std::size_t i = 0; i < sizeof(Big); ++i) {
    Big big = Make<Big>::value(3);
    big.bytes[i] = static_cast<unsigned char>(big.bytes[i] + 1);
    CHECK_FALSE(Make<Big>::equal(big, 3));
  }
}

TEST_CASE("Make: an InPlaceLabel with one wrong argument is not equal", "[support]") {
  CHECK_FALSE(Make<InPlaceLabel>::equal(InPlaceLabel(4, "5", std::make_unique<int>(5)), 5));
  CHECK_FALSE(Make<InPlaceLabel>::equal(InPlaceLabel(5, "4", std::make_unique<int>(5)), 5));
  CHECK_FALSE(Make<InPlaceLabel>::equal(InPlaceLabel(5, "5", std::make_unique<int>(4)), 5));
  CHECK_FALSE(Make<InPlaceLabel>::equal(InPlaceLabel(5, "5", nullptr), 5));
}

// ---- allocators -----------------------------------------------------------------------------------------

TEST_CASE("CheckedAllocator: right use is counted, and no problem", "[support]") {
  ProblemCapture capture;
  Ledger ledger;
  CheckedAllocator<int> allocator(ledger);
  {
    std::vector<int, CheckedAllocator<int>> numbers({1, 2, 3}, allocator);
    CHECK(ledger.allocations() == 1);
    CHECK(ledger.last_bytes() == 3 * sizeof(int));
    CHECK(ledger.last_alignment() == alignof(int));
    CHECK(ledger.live() == 1);
    CHECK(ledger.live_bytes() == 3 * sizeof(int));
    std::vector<OverAligned4096, CheckedAllocator<OverAligned4096>> aligned(2, allocator);
    CHECK(ledger.last_alignment() == 4096);
  }
  CHECK(ledger.deallocations() == 2);
  CHECK(ledger.live_bytes() == 0);
  CHECK(ledger.check());
  CHECK(capture.count() == 0);
}

TEST_CASE("CheckedAllocator: wrong use is found", "[support]") {
  ProblemCapture capture;
  Ledger ledger;
  CheckedAllocator<int> allocator(ledger);
  int* memory = allocator.allocate(4);

  SECTION("size") {
    allocator.deallocate(memory, 5);
    CHECK(capture.says("deallocated as 20 bytes aligned to 4, but allocated as 16 bytes aligned to 4"));
  }
  SECTION("alignment") {
    CheckedAllocator<char> other(allocator);
    other.deallocate(reinterpret_cast<char*>(memory), 4 * sizeof(int));
    CHECK(capture.says("deallocated as 16 bytes aligned to 1, but allocated as 16 bytes aligned to 4"));
  }
  SECTION("another ledger") {
    Ledger stranger;
    CheckedAllocator<int>(stranger).deallocate(memory, 4);
    CHECK(capture.says("not allocated from this ledger"));
    allocator.deallocate(memory, 4);
  }
  SECTION("another address") {
    allocator.deallocate(memory + 1, 3);
    CHECK(capture.says("not allocated from this ledger"));
    allocator.deallocate(memory, 4);
  }
  SECTION("twice") {
    allocator.deallocate(memory, 4);
    CHECK(capture.count() == 0);
    allocator.deallocate(memory, 4);
    CHECK(capture.says("or freed before"));
  }
  SECTION("a size that wraps") {
    int* wrapped = allocator.allocate(opaque(SIZE_MAX / 2));
    CHECK(capture.says("wraps"));
    allocator.deallocate(wrapped, 0);
    allocator.deallocate(memory, 4);
  }
  SECTION("a size beyond PTRDIFF_MAX") {
    ledger.fail_on(1);
    CHECK_THROWS_AS(std::ignore = allocator.allocate(opaque(SIZE_MAX / 6)), std::bad_alloc);
    CHECK(capture.says("more than PTRDIFF_MAX"));
    allocator.deallocate(memory, 4);
  }
  CHECK(capture.count() == 1);
  CHECK(ledger.live() == 0);
}

TEST_CASE("Ledger: a leak is found, by check() and at its end", "[support]") {
  ProblemCapture capture;
  {
    Ledger ledger;
    CheckedAllocator<int> allocator(ledger);
    std::ignore = allocator.allocate(2);
    CHECK_FALSE(ledger.check());
    CHECK(capture.says("leak: "));
    CHECK(capture.says("8 bytes aligned to 4"));
  }
  CHECK(capture.count() == 2);
}

TEST_CASE("CheckedAllocator: fails on the nth allocation", "[support]") {
  Ledger ledger;
  CheckedAllocator<int> allocator(ledger);
  const auto once = [&] { allocator.deallocate(allocator.allocate(1), 1); };
  ledger.fail_on(2);
  CHECK_NOTHROW(once());
  CHECK_THROWS_AS(once(), std::bad_alloc);
  CHECK_NOTHROW(once());
  CHECK(ledger.allocations() == 2);
  CHECK(ledger.failures() == 1);

  CHECK(fail_everywhere([&] {
          once();
          once();
        }) == 2);
  CHECK(ledger.failures() == 3);
}

TEST_CASE("CheckedAllocator: equality, conversion and propagation", "[support]") {
  using None = CheckedAllocator<int>;
  using All = CheckedAllocator<int, PropagateAll>;
  using Traits = std::allocator_traits<All>;
  Ledger a;
  Ledger b;
  CHECK(None(a) == None(a));
  CHECK(None(a) != None(b));
  CHECK(None(CheckedAllocator<char>(a)) == CheckedAllocator<char>(a));
  STATIC_REQUIRE(!std::is_default_constructible_v<None>);
  STATIC_REQUIRE(!std::allocator_traits<None>::propagate_on_container_swap::value);
  STATIC_REQUIRE(Traits::propagate_on_container_copy_assignment::value);
  STATIC_REQUIRE(Traits::propagate_on_container_move_assignment::value);
  STATIC_REQUIRE(Traits::propagate_on_container_swap::value);
  STATIC_REQUIRE(!Traits::is_always_equal::value);
  STATIC_REQUIRE(std::is_same_v<Traits::rebind_alloc<char>, CheckedAllocator<char, PropagateAll>>);

  CHECK(&Traits::select_on_container_copy_construction(All(a)).ledger() == &a);
  a.set_for_copies(b);
  CHECK(&Traits::select_on_container_copy_construction(All(a)).ledger() == &b);

  std::vector<int, All> x({1}, All(a));
  std::vector<int, All> y({2}, All(b));
  x = y;
  CHECK(&x.get_allocator().ledger() == &b);
  std::vector<int, None> u({1}, None(a));
  std::vector<int, None> v({2}, None(b));
  u = v;
  CHECK(&u.get_allocator().ledger() == &a);
}

TEST_CASE("CheckedResource: serves std::pmr and checks it", "[support]") {
  ProblemCapture capture;
  Ledger ledger;
  CheckedResource resource(ledger);
  {
    std::pmr::vector<int> numbers({1, 2, 3}, &resource);
    CHECK(ledger.live() == 1);
  }
  CHECK(ledger.live() == 0);
  CHECK(capture.count() == 0);
  void* memory = resource.allocate(8, 8);
  resource.deallocate(memory, 8, 4);
  CHECK(capture.count() == 1);
}

TEST_CASE("CountingStateless: is empty, always equal, and counts", "[support]") {
  STATIC_REQUIRE(std::is_empty_v<CountingStateless<int>>);
  STATIC_REQUIRE(std::allocator_traits<CountingStateless<int>>::is_always_equal::value);
  const int allocations = StatelessCounts::allocations;
  const int deallocations = StatelessCounts::deallocations;
  const auto live_bytes = StatelessCounts::live_bytes.load();
  {
    std::vector<int, CountingStateless<int>> numbers(3);
    CHECK(StatelessCounts::allocations - allocations == 1);
    CHECK(StatelessCounts::live_bytes - live_bytes == 12);
  }
  CHECK(StatelessCounts::deallocations - deallocations == 1);
  CHECK(StatelessCounts::live_bytes == live_bytes);
}

TEST_CASE("FancyAllocator: a working allocator whose pointer is a class", "[support]") {
  using Traits = std::allocator_traits<FancyAllocator<int>>;
  STATIC_REQUIRE(std::is_same_v<Traits::pointer, FancyPtr<int>>);
  STATIC_REQUIRE(std::is_same_v<Traits::void_pointer, FancyPtr<void>>);
  STATIC_REQUIRE(std::is_same_v<Traits::rebind_traits<char>::pointer, FancyPtr<char>>);
  std::vector<int, FancyAllocator<int>> numbers;
  numbers.push_back(1);
  numbers.push_back(2);
  CHECK(numbers[0] + numbers[1] == 3);
}

// ---- global new -----------------------------------------------------------------------------------------

#if HEAPARRAY_TEST_HAS_GLOBAL_NEW

TEST_CASE("AllocationScope: counts new and delete", "[support]") {
  AllocationScope scope;
  auto* number = new int(1);
  const AllocationInfo seen = last_allocation();
  const AllocationCounts during = scope.counts();
  const AllocationInfo info = allocation_info(number);
  delete opaque(number);
  const AllocationCounts after = scope.counts();

  CHECK(during.allocations == 1);
  CHECK(during.live() == 1);
  CHECK(during.bytes_allocated == sizeof(int));
  CHECK(seen == AllocationInfo{sizeof(int), 0});
  CHECK(info == seen);
  CHECK(after.allocations == 1);
  CHECK(after.deallocations == 1);
  CHECK(after.live_bytes() == 0);
}

TEST_CASE("Global new: every form gives aligned memory that its delete takes back", "[support]") {
  ProblemCapture capture;
  AllocationScope scope;
  int aligned = 0;
  const auto check = [&](void* memory, std::size_t alignment) {
    aligned += reinterpret_cast<std::uintptr_t>(memory) % alignment == 0 ? 1 : 0;
    static_cast<char*>(memory)[0] = 1;
    return memory;
  };
  for (std::size_t size : {std::size_t(1), std::size_t(24), std::size_t(5000)}) {
    ::operator delete(check(::operator new(size), 16));
    ::operator delete[](check(::operator new[](size), 16));
    ::operator delete(check(::operator new(size, std::nothrow), 16), std::nothrow);
    ::operator delete[](check(::operator new[](size, std::nothrow), 16), std::nothrow);
    for (std::size_t n :
         {std::size_t(1), std::size_t(8), std::size_t(32), std::size_t(64), std::size_t(4096)}) {
      const std::align_val_t a{n};
      ::operator delete(check(::operator new(size, a), n), a);
      ::operator delete[](check(::operator new[](size, a), n), a);
      ::operator delete(check(::operator new(size, a, std::nothrow), n), a, std::nothrow);
      ::operator delete[](check(::operator new[](size, a, std::nothrow), n), a, std::nothrow);
    }
#ifdef __cpp_sized_deallocation
    ::operator delete(check(::operator new(size), 16), size);
    ::operator delete[](check(::operator new[](size), 16), size);
    ::operator delete(check(::operator new(size, std::align_val_t(64)), 64), size, std::align_val_t(64));
    ::operator delete[](check(::operator new[](size, std::align_val_t(64)), 64), size, std::align_val_t(64));
#endif
  }
  ::operator delete(opaque(static_cast<void*>(nullptr)));
  const AllocationCounts counts = scope.counts();
  CHECK(counts.allocations == aligned);
  CHECK(counts.live() == 0);
  CHECK(counts.live_bytes() == 0);
  CHECK(capture.count() == 0);
}

TEST_CASE("Global new: a wrong delete is found", "[support]") {
  using Delete = void (*)(void*);
  using DeleteAligned = void (*)(void*, std::align_val_t);
  ProblemCapture capture;

  SECTION("array form") {
    void* memory = ::operator new(8);
    opaque(static_cast<Delete>(&::operator delete[]))(memory);
    CHECK(capture.says("array form and single form mixed"));
  }
  SECTION("alignment given, but none was asked for") {
    void* memory = ::operator new(8);
    opaque(static_cast<DeleteAligned>(&::operator delete))(memory, std::align_val_t(32));
    CHECK(capture.says("alignment 32, but allocated with 0"));
  }
  SECTION("no alignment given, but one was asked for") {
    void* memory = ::operator new(8, std::align_val_t(64));
    opaque(static_cast<Delete>(&::operator delete))(memory);
    CHECK(capture.says("alignment 0, but allocated with 64"));
  }
#ifdef __cpp_sized_deallocation
  SECTION("size") {
    using DeleteSized = void (*)(void*, std::size_t);
    void* memory = ::operator new(8);
    opaque(static_cast<DeleteSized>(&::operator delete))(memory, 9);
    CHECK(capture.says("9 bytes, but allocated as 8"));
  }
#endif
  CHECK(capture.count() == 1);
}

TEST_CASE("Global new: a second delete, and a write in front of a block, end the program", "[support]") {
  const Death twice = run_to_death([] {
    using Delete = void (*)(void*);
    void* memory = ::operator new(8);
    opaque(static_cast<Delete>(&::operator delete))(memory);
    opaque(static_cast<Delete>(&::operator delete))(memory);
  });
  const Death under = run_to_death([] {
    auto* memory = static_cast<unsigned char*>(::operator new(8));
    unsigned char* volatile front = memory;
    front[-1] = 1;
    ::operator delete(memory);
  });
  if (twice.supported) {
    CHECK(twice.says("freed before"));
    CHECK((under.says("written over just in front") || under.says("AddressSanitizer")));
    CHECK_FALSE(under.survived());
  }
}

TEST_CASE("FailNew: the nth new of this thread fails", "[support]") {
  int* first = nullptr;
  int* second = nullptr;
  bool threw = false;
  bool fired_early = true;
  bool fired = false;
  void* nothrow = nullptr;
  // Made beforehand: a std::thread allocates, how often is its library's affair.
  std::atomic<bool> go = false;
  std::thread other([&go] {
    while (!go.load()) std::this_thread::yield();
    delete opaque(new int(0));
  });
  {
    FailNew armed(2);
    go = true;
    other.join();               // its new is not counted here
    delete opaque(new int(0));  // the first
    try {
      first = opaque(new int(1));
    } catch (const std::bad_alloc&) {
      threw = true;
    }
    fired = armed.fired();
    second = opaque(new int(2));
  }
  {
    FailNew armed(1);
    fired_early = armed.fired();
    nothrow = opaque(::operator new(8, std::nothrow));
  }
  CHECK(threw);
  CHECK(first == nullptr);
  CHECK(fired);
  CHECK(second != nullptr);
  CHECK_FALSE(fired_early);
  CHECK(nothrow == nullptr);
  delete second;
}

TEST_CASE("Global new: may be used by several threads", "[support]") {
  AllocationScope scope;
  {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([] {
        for (int k = 0; k < 200; ++k) {
          delete opaque(new int(k));  // opaque, or the compiler may leave the pair out
        }
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
  }
  const AllocationCounts counts = scope.counts();
  CHECK(counts.allocations >= 800);
  CHECK(counts.live() == 0);
}

#endif

// ---- recycling allocators ---------------------------------------------------------------------------------

TEST_CASE("RecyclingAllocator: Reuse gives back what was freed last", "[support]") {
  RecyclingAllocator<int, Reuse> allocator;
  int* const first = allocator.allocate(4);
  int* const second = allocator.allocate(4);
  CHECK(allocator.live() == 2);
  allocator.deallocate(first, 4);
  allocator.deallocate(second, 4);
  CHECK(allocator.live() == 0);
  int* const larger = allocator.allocate(5);
  CHECK(larger != second);
  CHECK(allocator.allocate(4) == second);
  CHECK(allocator.allocate(4) == first);
  CHECK(RecyclingAllocator<char, Reuse>::live() == 3);  // whatever the type
  allocator.deallocate(larger, 5);
  allocator.deallocate(second, 4);
  allocator.deallocate(first, 4);
}

TEST_CASE("RecyclingAllocator: Quarantine finds who writes to what was freed", "[support]") {
  Quarantine quarantine;
  const auto free_many = [&] {
    for (std::size_t i = 0; i != Quarantine::length; ++i) quarantine.deallocate(quarantine.allocate(16), 16);
  };
  auto* const memory = static_cast<unsigned char*>(quarantine.allocate(16));
  quarantine.deallocate(memory, 16);
  CHECK(memory[15] == Quarantine::pattern);  // still ours
  memory[7] = 1;
  ProblemCapture problems;
  for (std::size_t i = 1; i != Quarantine::length; ++i) quarantine.deallocate(quarantine.allocate(16), 16);
  CHECK(problems.count() == 0);
  free_many();
  CHECK(problems.count() == 1);
  CHECK(problems.says("byte 7 of 16 was written to after it was freed"));
  free_many();
  CHECK(problems.count() == 1);
}

// ---- ranges ---------------------------------------------------------------------------------------------

TEST_CASE("Ranges: model exactly what they are named for", "[support]") {
  namespace r = std::ranges;
  STATIC_REQUIRE(r::forward_range<ForwardRange<int>>);
  STATIC_REQUIRE(!r::bidirectional_range<ForwardRange<int>>);
  STATIC_REQUIRE(!r::sized_range<ForwardRange<int>>);
  STATIC_REQUIRE(r::forward_range<SizedForwardRange<int>>);
  STATIC_REQUIRE(r::sized_range<SizedForwardRange<int>>);
  STATIC_REQUIRE(r::input_range<InputRange<int>>);
  STATIC_REQUIRE(!r::forward_range<InputRange<int>>);
  STATIC_REQUIRE(!r::sized_range<InputRange<int>>);
  STATIC_REQUIRE(!std::copyable<r::iterator_t<InputRange<int>>>);
  STATIC_REQUIRE(!r::common_range<InputRange<int>>);
  STATIC_REQUIRE(r::sized_range<SizedInputRange<int>>);
  STATIC_REQUIRE(!r::forward_range<SizedInputRange<int>>);
  STATIC_REQUIRE(r::input_range<InputRange<MoveOnly, MoveOnly&&>>);
  STATIC_REQUIRE(r::input_range<InputRange<std::string, std::string>>);
  STATIC_REQUIRE(r::input_range<InputRange<std::string, ProxyRef<std::string>>>);
  STATIC_REQUIRE(r::forward_range<ForwardRange<Counted, ProxyRef<Counted>>>);
  STATIC_REQUIRE(r::output_range<ForwardRange<int, int&>, int>);
  STATIC_REQUIRE(std::is_same_v<r::range_reference_t<ForwardRange<int, ProxyRef<int>>>, ProxyRef<int>>);
}

TEMPLATE_TEST_CASE("Ranges: yield their values in order", "[support]", ForwardRange<int>, InputRange<int>,
                   SizedForwardRange<int>, SizedInputRange<int>, (InputRange<int, int>),
                   (ForwardRange<int, ProxyRef<int>>), (SizedInputRange<int, int&&>)) {
  ProblemCapture capture;
  TestType range({1, 2, 3});
  std::vector<int> seen;
  for (int x : range) {
    seen.push_back(x);
  }
  CHECK(seen == std::vector{1, 2, 3});
  CHECK(range.reads() == 3);
  CHECK(range.begins() == 1);
  CHECK(capture.count() == 0);
}

TEST_CASE("Ranges: move-only elements can be moved out", "[support]") {
  std::vector<MoveOnly> values;
  values.emplace_back(4);
  InputRange<MoveOnly, MoveOnly&&> range(std::move(values));
  const MoveOnly out(*range.begin());
  CHECK(out.value() == 4);
}

TEST_CASE("ForwardRange: may be read again", "[support]") {
  ProblemCapture capture;
  ForwardRange<int> range({1, 2, 3});
  CHECK(std::ranges::distance(range) == 3);
  CHECK(std::ranges::distance(range) == 3);
  CHECK(range.begins() == 2);
  const auto first = range.begin();
  auto second = first;
  CHECK(*second++ == 1);
  CHECK(second != first);
  CHECK(*second == 2);
  CHECK(capture.count() == 0);
}

TEST_CASE("InputRange: a second pass is found", "[support]") {
  ProblemCapture capture;
  InputRange<int> range({1, 2, 3});
  CHECK(std::ranges::distance(range) == 3);
  CHECK(capture.count() == 0);
  CHECK(std::ranges::distance(range) == 3);
  CHECK(capture.says("begin() for the second time"));
}

TEST_CASE("SizedInputRange: can lie, and finds a reader that believes it", "[support]") {
  ProblemCapture capture;
  SizedInputRange<int> range({1, 2});
  CHECK(range.size() == 2);
  range.announce(3);
  CHECK(std::ranges::size(range) == 3);
  auto it = range.begin();
  for (std::size_t i = 0; i < 2; ++i, ++it) {
    CHECK(*it == static_cast<int>(i) + 1);
  }
  CHECK(capture.count() == 0);
  CHECK(*it == 1);
  CHECK(capture.says("read of element 2 of a range of 2"));
  ++it;
  CHECK(capture.says("step past the end of a range of 2"));
}

TEST_CASE("Ranges: throw at the element asked for", "[support]") {
  InputRange<int> range({1, 2, 3});
  range.throw_at(2);
  std::vector<int> seen;
  CHECK_THROWS_AS(std::ranges::copy(range, std::back_inserter(seen)), Boom);
  CHECK(seen == std::vector{1, 2});
}

// ---- death ----------------------------------------------------------------------------------------------

TEST_CASE("run_to_death: tells how the child ended", "[support]") {
  int touched = 0;
  const Death lives = run_to_death([&] { touched = 1; });
  if (!lives.supported) {
    return;
  }
  CHECK(lives.survived());
  CHECK_FALSE(lives.aborted());
  CHECK(lives.err.empty());
  CHECK(touched == 0);

  const Death aborts = run_to_death([] {
    std::fputs("last words\n", stderr);
    std::abort();
  });
  CHECK(aborts.aborted());
  CHECK_FALSE(aborts.survived());
  CHECK(aborts.says("last words"));
  CHECK_FALSE(aborts.says("first words"));

  const Death exits = run_to_death([] { std::_Exit(3); });
  CHECK(exits.exit_code == 3);
  CHECK(exits.signal == 0);
  CHECK_FALSE(exits.survived());

  const Death throws = run_to_death([] { throw std::runtime_error("thrown words"); });
  CHECK(throws.threw());
  CHECK(throws.says("thrown words"));

  const Death terminates = run_to_death([] { std::terminate(); });
  CHECK(terminates.aborted());
}

TEST_CASE("run_to_death: reads more than a pipe holds", "[support]") {
  const Death death = run_to_death([] { std::fputs(std::string(300000, 'x').c_str(), stderr); });
  if (death.supported) {
    CHECK(death.err.size() == 300000);
  }
}

// SPDX-License-Identifier: MIT
//
// With the global operator new replaced: one allocation for each array, freed in the form, with the size and the
// alignment that it was allocated with (support/global_new.cpp ends the program if not).
#include "support/global_new.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace test;
using heaparray::label_args;

namespace {

using AllKinds = Concat<HandleKinds, PolicyKinds>;
using AllOfThree = Concat<AllKinds, KindsOfThree>;
// Types that allocate nothing themselves.
using Elements =
    Spread<HandleKinds, std::tuple<char, int, Empty, Counted, OverAligned64, OverAligned4096, Big>>;
using Labels = Product<HandleKinds, std::tuple<char, EmptyLabel, CountedLabel, OverAlignedLabel>>;

struct Made {
  AllocationCounts making;
  AllocationCounts dropping;
  AllocationInfo block;
};

// Assertions allocate, so all is counted first.
template <class F>
Made counts_of(F make) {
  Made made;
  const AllocationScope making;
  auto a = std::make_optional(make());
  keep(a);
  made.making = making.counts();
  made.block = last_allocation();
  const AllocationScope dropping;
  a.reset();
  made.dropping = dropping.counts();
  return made;
}

void check_one_block(const Made& made) {
  CHECK(made.making.allocations == 1);
  CHECK(made.making.deallocations == 0);
  CHECK(made.dropping.allocations == 0);
  CHECK(made.dropping.deallocations == 1);
  CHECK(made.dropping.bytes_freed == made.making.bytes_allocated);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Global new: one allocation, given back as it was taken", "", Elements) {
  if (!global_new_replaced) return;
  using A = ArrayOf<TestType, int>;
  using T = typename A::value_type;
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{7}}) {
    const Made made = counts_of([n] { return ascending<A>(5, n); });
    check_one_block(made);
    CHECK(made.block.size >= n * sizeof(T) + sizeof(int));
    // An alignment is named just if the default is not enough.
    CHECK(made.block.alignment == (alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__ ? alignof(T) : 0));
  }
}

TEMPLATE_LIST_TEST_CASE("Global new: labels of every alignment", "", Labels) {
  if (!global_new_replaced) return;
  using A = LabelledBy<TestType, char>;
  using Label = typename A::label_type;
  const Made made = counts_of([] { return ascending<A>(5, 7); });
  check_one_block(made);
  CHECK(made.block.alignment == (alignof(Label) > __STDCPP_DEFAULT_NEW_ALIGNMENT__ ? alignof(Label) : 0));
}

TEMPLATE_LIST_TEST_CASE("Global new: nothing but the block is allocated, for every way of making", "",
                        AllOfThree) {
  if (!global_new_replaced) return;
  using A = typename TestType::template of<int, int>;
  const int source[] = {1, 2, 3};
  const auto init = [](std::size_t i) { return static_cast<int>(i); };
  check_one_block(counts_of([&] { return A(3, init); }));
  check_one_block(counts_of([&] { return A(3); }));
  check_one_block(counts_of([&] { return A{1, 2, 3}; }));
  check_one_block(counts_of([&] { return A::with_label(5, 3, init); }));
  check_one_block(counts_of([&] { return A::with_label(label_args(5), 3, init); }));
  check_one_block(counts_of([&] { return A::try_with_label(5, 3, init); }));
  check_one_block(counts_of([&] { return A::with_len(5, 3); }));
  check_one_block(counts_of([&] { return A::with_label_for_overwrite(5, 3); }));
  check_one_block(counts_of([&] { return A::filled(5, 3, 1); }));
  check_one_block(counts_of([&] { return A::from_range(source); }));
  const A a = ascending<A>(5, 3);
  check_one_block(counts_of([&] { return a.clone(); }));
}

TEMPLATE_LIST_TEST_CASE("Global new: null handles, moves, swaps and shares allocate nothing", "", AllKinds) {
  if (!global_new_replaced) return;
  using A = typename TestType::template of<int, int>;
  A a = ascending<A>(5, 3);
  A b = ascending<A>(6, 4);
  const AllocationScope scope;
  const A null;
  A c = std::move(a);
  swap(b, c);
  c = std::move(b);
  auto rest = std::move(c).into_iter();
  const A d = null;
  if constexpr (TestType::is_shared) {
    A e = A(1);  // the only allocation, freed below
    keep(e);
    const A f = e;
    e = f;
    A g = e;
    e = A();
    g = A();
    static_cast<void>(f.use_count());
    CHECK(scope.allocations() == 1);
  } else {
    CHECK(scope.allocations() == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("Global new: without memory, std::bad_alloc or nothing, and no leak", "",
                        HandleKinds) {
  if (!global_new_replaced) return;
  const auto check = [](auto type, int steps) {
    using A = typename TestType::template of<typename decltype(type)::type, ThrowingLabel>;
    using T = typename A::value_type;
    const auto init = [](std::size_t i) {
      fault_point();
      return nth<T>(i);
    };
    // The block: by throwing and by nothrow new. FailNew checks that it was asked for at all.
    bool threw = false;
    bool fired = false;
    std::optional<A> nothing;
    const AllocationScope scope;
    try {
      const FailNew fail(1);
      const A a = A::with_label(label_args(5), 3, init);
      keep(a);
    } catch (const std::bad_alloc&) {
      threw = true;
    }
    {
      const FailNew fail(1);
      nothing = A::try_with_label(label_args(5), 3, init);
      fired = fail.fired();
    }
    AllocationCounts counts = scope.counts();
    CHECK(threw);
    CHECK(fired);
    CHECK_FALSE(nothing.has_value());
    CHECK(counts == AllocationCounts());

    // A throw of anything else gives the memory back, in the form in which it was taken.
    const AllocationScope rest;
    int made = 0;
    const int failures = fail_everywhere([&] {
      const auto a = A::try_with_label(label_args(5), 3, init);
      keep(a);
      made += a.has_value() ? 1 : 0;
    });
    counts = rest.counts();
    CHECK(made == 1);
    CHECK(failures == steps);
    CHECK(counts.live() == 0);
    CHECK(counts.live_bytes() == 0);
  };
  check(std::type_identity<int>(), 1 + 3);
  check(std::type_identity<Counted>(), 1 + 3);
  check(std::type_identity<Throwing>(), 1 + 3 + 3);
  check(std::type_identity<OverAligned64>(), 1 + 3);
  check(std::type_identity<OverAligned4096>(), 1 + 3);
}

TEMPLATE_LIST_TEST_CASE("Global new: try_with_label makes a block that is freed like any other", "",
                        Elements) {
  if (!global_new_replaced) return;
  using A = ArrayOf<TestType, int>;
  const Made made = counts_of([] {
    return A::try_with_label(5, 3, [](std::size_t i) { return nth<typename A::value_type>(i); }).value();
  });
  check_one_block(made);
}

// SPDX-License-Identifier: MIT
//
// A throw at every step in turn, from init, the label, an element, the range and the allocator: nothing leaks,
// nothing is destroyed twice (support/objects.hpp ends the program), what was built is destroyed newest first, and
// what was there before is as documented.
//
// The numbers of steps are part of the tests: a step is an allocation, a constructor, an assignment of a Throwing
// or a call of fault_point().
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::label_args;

namespace {

using Checked = CheckedAllocator<std::byte>;
using AllKinds = Concat<HandleKinds, PolicyKinds>;
using AllOfThree = Concat<AllKinds, KindsOfThree>;

constexpr std::size_t n = 3;
constexpr int block = 1;     // steps: the allocation
constexpr int label = 1;     // the label built in place
constexpr int elements = 3;  // the elements
constexpr int copy = block + label + elements;

// An init whose calls are steps too.
Throwing init(std::size_t i) {
  fault_point();
  return Throwing(static_cast<int>(i) + 1);
}
constexpr int inits = 3;

bool newest_first(const ObjectScope& objects) {
  const std::vector<int> undone = objects.destroy_order();
  return objects.build_order() == std::vector<int>(undone.rbegin(), undone.rend());
}

// Each step of `op(allocator)`, which builds objects in one block only, fails. Returns the number of steps.
template <class Op>
int undone_everywhere(Op op) {
  return fail_everywhere([&] {
    Ledger ledger;
    const ObjectScope objects;
    try {
      op(Checked(ledger));
    } catch (...) {
      CHECK(ledger.live() == 0);
      CHECK(objects.live() == 0);
      CHECK(newest_first(objects));
      throw;
    }
  });
}

// Each step of `op(a, allocator)` fails, and `check(a)` holds after each failure. `make(allocator)` is not disturbed.
template <class Make, class Op, class Check>
int checked_everywhere(Make make, Op op, Check check) {
  int steps = 0;
  for (bool failed = true; failed; ++steps) {
    Ledger ledger;
    const ObjectScope objects;
    auto a = make(Checked(ledger));
    const int live_blocks = ledger.live();
    const int live_objects = objects.live();
    try {
      const FailAt armed(steps + 1);
      failed = false;
      op(a, Checked(ledger));
    } catch (const Boom&) {
      failed = true;
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    if (failed) {
      CAPTURE(steps);
      CHECK(ledger.live() == live_blocks);
      CHECK(objects.live() == live_objects);
      check(a);
    }
  }
  return steps - 1;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Exceptions: every way of making takes back what it built", "", AllOfThree) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  CHECK(undone_everywhere([](Checked a) { A(n, init, a); }) == block + label + inits + elements);
  CHECK(undone_everywhere([](Checked a) { A(n, a); }) == block + label + elements);
  if constexpr (!is_of_three<A>) CHECK(undone_everywhere([](Checked a) { A(0, a); }) == block + label);
  CHECK(undone_everywhere([](Checked a) { static_cast<void>(A::with_label(label_args(5), n, init, a)); }) ==
        block + label + inits + elements);
  const auto init_with_label = [](ThrowingLabel& l, std::size_t i) {
    l = ThrowingLabel(6);  // two steps
    return init(i);
  };
  CHECK(fail_everywhere([&] {  // not by undone_everywhere: it builds temporaries
          Ledger ledger;
          const ObjectScope objects;
          static_cast<void>(A::with_label(label_args(5), n, init_with_label, Checked(ledger)));
        }) == block + label + 3 * inits + elements);
  CHECK(undone_everywhere([](Checked a) { static_cast<void>(A::with_len(label_args(5), n, a)); }) ==
        block + label + elements);
  CHECK(undone_everywhere([](Checked a) {
          static_cast<void>(A::with_label_for_overwrite(label_args(5), n, a));
        }) == block + label + elements);

  const ThrowingLabel a_label(5);
  const Throwing value(7);
  const std::vector<Throwing> source(n, value);
  CHECK(undone_everywhere([&](Checked a) { static_cast<void>(A::filled(a_label, n, value, a)); }) == copy);
  CHECK(undone_everywhere([&](Checked a) { static_cast<void>(A::from_range(a_label, source, a)); }) == copy);
}

TEMPLATE_LIST_TEST_CASE(
    "Exceptions: try_with_label gives nothing for the allocation, and throws for the rest", "", HandleKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  int nothing = 0;
  CHECK(undone_everywhere([&](Checked a) {
          const bool made = A::try_with_label(label_args(5), n, init, a).has_value();
          nothing += made ? 0 : 1;
        }) == block + label + inits + elements);
  CHECK(nothing == block);
}

TEMPLATE_LIST_TEST_CASE("Exceptions: from ranges of every kind", "", HandleKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  const auto steps = [&](auto tag) {
    return fail_everywhere([&] {
      Ledger ledger;
      using Range = typename decltype(tag)::type;
      Range range({1, 2, 3});
      const ObjectScope objects;
      const A a = A::from_range(label_args(5), range, Checked(ledger));
      CHECK(wrong(a, 5, n) == "");
    });
  };
  CHECK(steps(std::type_identity<ForwardRange<int>>()) == copy);
  CHECK(steps(std::type_identity<SizedForwardRange<int>>()) == copy);
  CHECK(steps(std::type_identity<SizedInputRange<int>>()) == copy);
  // Gathered first: a block and the elements.
  CHECK(steps(std::type_identity<InputRange<int>>()) == block + elements + copy);
  // With the elements that are copied when what they are gathered in grows, from 4 slots to 8.
  CHECK(fail_everywhere([&] {
          Ledger ledger;
          InputRange<int> range({1, 2, 3, 4, 5});
          const ObjectScope objects;
          const A a = A::from_range(label_args(5), range, Checked(ledger));
          CHECK(wrong(a, 5, 5) == "");
        }) == 2 * block + 5 + 4 + block + label + 5);
}

TEMPLATE_LIST_TEST_CASE("Exceptions: a deep copy takes back what it built and leaves its source", "",
                        AllOfThree) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  Ledger ledger;
  const A source = ascending<A>(5, n, Checked(ledger));
  const auto steps = [&](auto op) {
    return fail_everywhere([&] {
      const ObjectScope objects;
      const int live = ledger.live();
      try {
        op();
      } catch (...) {
        CHECK(ledger.live() == live);
        CHECK(newest_first(objects));
        CHECK(wrong(source, 5, n) == "");
        throw;
      }
    });
  };
  CHECK(steps([&] { static_cast<void>(source.clone()); }) == copy);
  if constexpr (!TestType::is_shared) {
    CHECK(steps([&] { A{source}; }) == copy);
    CHECK(steps([&] { A(source, Checked(ledger)); }) == copy);
  } else {
    CHECK(steps([&] { A{source}; }) == 0);
  }
  CHECK(wrong(source, 5, n) == "");
}

TEMPLATE_LIST_TEST_CASE("Exceptions: assignment into a new block leaves the target as it was", "",
                        UniqueKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  Ledger ledger;
  const A source = ascending<A>(6, n, Checked(ledger));
  for (const std::size_t length : {std::size_t{0}, std::size_t{2}, std::size_t{4}}) {
    const int steps = checked_everywhere([&](Checked a) { return ascending<A>(5, length, a); },
                                         [&](A& a, Checked) { a = source; },
                                         [&](const A& a) { CHECK(wrong(a, 5, length) == ""); });
    CHECK(steps == copy);
  }
  CHECK(checked_everywhere([](Checked) { return A(); }, [&](A& a, Checked) { a = source; },
                           [](const A& a) { CHECK_FALSE(a); }) == copy);
  CHECK(wrong(source, 6, n) == "");
}

TEMPLATE_LIST_TEST_CASE("Exceptions: assignment in place stops where it threw", "", UniqueKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  Ledger ledger;
  const A source = A::with_label(
      label_args(6), n, [](std::size_t i) { return Throwing(static_cast<int>(i) + 11); }, Checked(ledger));
  int failed_at = 0;
  const int steps =
      checked_everywhere([](Checked a) { return ascending<A>(5, n, a); }, [&](A& a, Checked) { a = source; },
                         [&](const A& a) {
                           // Steps done: the label, then elements from the first.
                           REQUIRE(a.size() == n);
                           CHECK(a.label().value() == (failed_at > 0 ? 6 : 5));
                           for (int i = 0; i != 3; ++i) {
                             CHECK(a[i].value() == i + (i + 1 < failed_at ? 11 : 1));
                           }
                           ++failed_at;
                         });
  CHECK(steps == 4);
  CHECK(failed_at == 4);
}

TEMPLATE_LIST_TEST_CASE("Exceptions: a throw from insert loses at most one value", "", AllOfThree) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  const int steps = checked_everywhere([](Checked a) { return ascending<A>(5, n, a); },
                                       [](A& a, Checked) {
                                         const std::optional<Throwing> old = a.insert(1, Throwing(50));
                                         REQUIRE(old.has_value());
                                         CHECK(old->value() == 2);
                                         CHECK(a[1].value() == 50);
                                       },
                                       [](const A& a) {
                                         REQUIRE(a.size() == n);
                                         CHECK(a.label().value() == 5);
                                         CHECK(a[0].value() == 1);  // element 1 may have been moved from
                                         CHECK(a[2].value() == 3);
                                       });
  CHECK(steps >= 3);  // the argument, the old value's way out, the new one's way in
}

TEMPLATE_LIST_TEST_CASE("Exceptions: make_mut, make_owned and into_iter of a shared block", "", SharedKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  struct Two {
    A a;
    A b;
  };
  const auto make = [](Checked allocator) {
    A a = ascending<A>(5, n, allocator);
    return Two{a, a};
  };
  const auto unchanged = [](const Two& two) {
    CHECK(two.a.ref_eq(two.b));
    CHECK(two.a.use_count() == 2);
    CHECK(wrong(two.a, 5, n) == "");
  };
  // An assertion would swallow what it is about: so it stands behind what may throw.
  const auto steps_of_shared = [&](auto op) {
    return checked_everywhere(
        make,
        [&](Two& two, Checked) {
          const std::size_t size = op(two.a);
          CHECK(size == n);
        },
        unchanged);
  };
  CHECK(steps_of_shared([](A& a) { return a.make_mut().size(); }) == copy);
  CHECK(steps_of_shared([](A& a) { return std::move(a).make_owned().size(); }) == copy);
  CHECK(steps_of_shared([](A& a) { return std::move(a).into_iter().size(); }) == copy);
  CHECK(steps_of_shared([](A& a) { return a.clone().size(); }) == copy);

  // Nothing is copied, so nothing can fail, for an only owner.
  const auto steps_of_unique = [&](auto op) {
    return checked_everywhere([](Checked allocator) { return ascending<A>(5, n, allocator); },
                              [&](A& a, Checked) { static_cast<void>(op(a)); }, [](const A&) {});
  };
  CHECK(steps_of_unique([](A& a) { return a.make_mut().size(); }) == 0);
  CHECK(steps_of_unique([](A& a) { return std::move(a).make_owned().size(); }) == 0);
  CHECK(steps_of_unique([](A& a) { return std::move(a).into_iter().size(); }) == 0);
  CHECK(steps_of_unique([](A& a) { return std::move(a).to_owned()->size(); }) == 0);
}

TEMPLATE_LIST_TEST_CASE("Exceptions: a label that throws, whatever the elements", "", HandleKinds) {
  using A = typename TestType::template of<int, ThrowingLabel, Checked>;
  const ThrowingLabel a_label(5);
  CHECK(undone_everywhere([&](Checked a) { static_cast<void>(A::filled(a_label, n, 1, a)); }) ==
        block + label);
  CHECK(undone_everywhere([&](Checked a) { static_cast<void>(A::with_len(label_args(5), n, a)); }) ==
        block + label);
  CHECK(undone_everywhere([&](Checked a) { A(n, a); }) == block + label);
  // An empty label too.
  struct EmptyThrowing {
    EmptyThrowing() { fault_point(); }
  };
  using E = typename TestType::template of<Counted, EmptyThrowing, Checked>;
  CHECK(undone_everywhere([&](Checked a) { E(n, a); }) == block + label);
}

// SPDX-License-Identifier: MIT
//
// The try_ forms of the factories: nothing for too long and for no memory, at every allocation; all else as without.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace test;
using heaparray::label_args;

namespace {

using Checked = CheckedAllocator<std::byte>;

// `op(allocator)` returns an optional array. Each of its allocations fails in turn, and then it gives nothing and leaves
// nothing. Returns the number of allocations.
template <class Op>
int nothing_without_memory(Op op) {
  for (int n = 1;; ++n) {
    Ledger ledger;
    ledger.fail_on(n);
    const ObjectScope objects;
    const bool made = op(Checked(ledger)).has_value();
    CHECK(ledger.live() == 0);
    CHECK(objects.live() == 0);
    CHECK(made == (ledger.failures() == 0));
    if (made) return n - 1;
  }
}

std::vector<int> numbers(int n) {
  std::vector<int> result;
  for (int i = 1; i <= n; ++i) result.push_back(i);
  return result;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("try_: nothing without memory, for every form", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  const Counted value(3);
  const std::vector<Counted> source = {1, 2, 3};
  CHECK(nothing_without_memory([](Checked a) { return A::try_with_len(label_args(5), 3, a); }) == 1);
  CHECK(nothing_without_memory(
            [](Checked a) { return A::try_with_label_for_overwrite(label_args(5), 3, a); }) == 1);
  CHECK(nothing_without_memory([&](Checked a) { return A::try_filled(label_args(5), 3, value, a); }) == 1);
  CHECK(nothing_without_memory([&](Checked a) { return A::try_from_range(source, a); }) == 1);
  CHECK(nothing_without_memory([&](Checked a) { return A::try_from_range(5, source, a); }) == 1);
  CHECK(nothing_without_memory([&](Checked a) { return A::try_from_range(5, {value, value}, a); }) == 1);
  CHECK(nothing_without_memory([](Checked a) {
          ForwardRange<int> range({1, 2, 3});
          return A::try_from_range(5, range, a);
        }) == 1);
  // What is gathered first has 4, 8 and 16 slots.
  CHECK(nothing_without_memory([](Checked a) {
          InputRange<int> range(numbers(9));
          return A::try_from_range(5, range, a);
        }) == 4);
}

TEMPLATE_LIST_TEST_CASE("try_: nothing for too long, before any allocation", "", ShapeKinds) {
  using A = typename TestType::template of<int, CountedLabel, Checked>;
  Ledger ledger;
  const Checked a(ledger);
  const ObjectScope objects;
  for (const std::size_t n : {A::max_len() + 1, std::numeric_limits<std::size_t>::max()}) {
    CHECK_FALSE(A::try_with_len(label_args(5), n, a).has_value());
    CHECK_FALSE(A::try_with_label_for_overwrite(label_args(5), n, a).has_value());
    CHECK_FALSE(A::try_filled(label_args(5), n, 1, a).has_value());
    SizedInputRange<int> range({1, 2, 3});
    CHECK_FALSE(A::try_from_range(label_args(5), range.announce(n), a).has_value());
  }
  CHECK(ledger.allocations() == 0);
  CHECK(objects.built() == 0);
}

TEST_CASE("from_range: a range of unknown length may be as long as the policy allows, and no longer") {
  using A =
      heaparray::BasicArray<int, int, heaparray::LengthInBlock<std::uint8_t>, heaparray::NoCount, Checked>;
  Ledger ledger;
  const Checked a(ledger);
  for (const int n : {255, 256}) {
    InputRange<int> one(numbers(n));
    InputRange<int> other(numbers(n));
    const auto made = A::try_from_range(5, one, a);
    CHECK(made.has_value() == (n == 255));
    if (made) {
      CHECK(wrong(*made, 5, 255) == "");
    }
    const std::string text = what_of<std::length_error>([&] { return A::from_range(5, other, a); });
    CHECK(text == (n == 255 ? "" : "heaparray: length 256 is more than max_len(), which is 255"));
    CHECK(other.reads() == 255);
  }
}

TEMPLATE_LIST_TEST_CASE("try_: values are as without", "", HandleKinds) {
  using A = typename TestType::template of<int, int>;
  CHECK(wrong(A::try_with_len(5, 3).value(), 5, 3, 0, 0) == "");
  CHECK(wrong(A::try_filled(5, 3, 7).value(), 5, 3, 7, 0) == "");
  CHECK(wrong(A::try_from_range(5, {1, 2, 3}).value(), 5, 3) == "");
  CHECK(wrong(A::try_from_range(numbers(3)).value(), 0, 3) == "");
  CHECK(A::try_with_label_for_overwrite(5, 3)->size() == 3);
  CHECK(A::try_with_len(5, 0).value());
}

TEMPLATE_LIST_TEST_CASE("try_: lets out what label, elements and ranges throw", "", HandleKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  const Throwing value(3);
  int made = 0;
  const auto steps = [&](auto op) {
    return fail_everywhere([&] {
      Ledger ledger;
      const ObjectScope objects;
      made += op(Checked(ledger)).has_value() ? 1 : 0;
    });
  };
  // A block, a label and three elements; made once at the end, and nothing for the block.
  CHECK(steps([](Checked a) { return A::try_with_len(label_args(5), 3, a); }) == 5);
  CHECK(steps([](Checked a) { return A::try_with_label_for_overwrite(label_args(5), 3, a); }) == 5);
  CHECK(steps([&](Checked a) { return A::try_filled(label_args(5), 3, value, a); }) == 5);
  CHECK(made == 3);
  CHECK(steps([](Checked a) {
          InputRange<int> range({1, 2, 3});
          return A::try_from_range(label_args(5), range, a);
        }) == 1 + 3 + 5);

  Ledger ledger;
  SizedInputRange<int> liar({1, 2, 3});
  CHECK_THROWS_AS(A::try_from_range(label_args(5), liar.announce(4), Checked(ledger)), std::length_error);
  InputRange<int> thrower({1, 2, 3});
  CHECK_THROWS_AS(A::try_from_range(label_args(5), thrower.throw_at(2), Checked(ledger)), Boom);
}

TEMPLATE_LIST_TEST_CASE("from_range: what is gathered goes to a label that cannot be moved", "",
                        HandleKinds) {
  using A = typename TestType::template of<OverAligned64, InPlaceLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    InputRange<int> range(numbers(5));
    const A a =
        A::from_range(label_args(5, std::string("5"), std::make_unique<int>(5)), range, Checked(ledger));
    CHECK(wrong(a, 5, 5) == "");
    CHECK(ledger.live() == 1);
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("try_clone: a deep copy, or nothing", "", ShapeKinds) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  Ledger ledger;
  const A source = ascending<A>(5, 3, Checked(ledger));
  const int live = ledger.live();
  int nothing = 0;
  CHECK(fail_everywhere([&] {
          const ObjectScope objects;
          const std::optional<A> copy = source.try_clone();
          if (!copy) {
            ++nothing;
            CHECK(ledger.live() == live);
            CHECK(objects.built() == 0);
            return;
          }
          CHECK(wrong(*copy, 5, 3) == "");
          CHECK(copy->data() != source.data());
        }) == 5);
  CHECK(nothing == 1);
  CHECK(ledger.live() == live);
  CHECK(wrong(source, 5, 3) == "");

  using B = typename TestType::template of<int, int>;
  const std::optional<B> null = B().try_clone();
  REQUIRE(null.has_value());
  CHECK_FALSE(*null);
}

TEMPLATE_LIST_TEST_CASE("try_: where the length is implied, it may be left out", "", KindsOfThree) {
  using A = typename TestType::template of<Counted, int, Checked>;
  const Counted value(3);
  CHECK(nothing_without_memory([](Checked a) { return A::try_with_len(5, a); }) == 1);
  CHECK(nothing_without_memory([](Checked a) { return A::try_with_label_for_overwrite(5, a); }) == 1);
  CHECK(nothing_without_memory([&](Checked a) { return A::try_filled(5, value, a); }) == 1);
  Ledger ledger;
  CHECK(wrong(A::try_filled(5, value, Checked(ledger)).value(), 5, 3, 3, 0) == "");
  CHECK(wrong(A::try_with_len(5, Checked(ledger)).value(), 5, 3, 0, 0) == "");
  InputRange<int> range({1, 2, 3});
  CHECK(wrong(A::try_from_range(5, range, Checked(ledger)).value(), 5, 3) == "");
}

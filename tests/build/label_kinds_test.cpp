// SPDX-License-Identifier: MIT
//
// Every handle × every kind of label, made in place and from a value.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace test;

namespace {

using Counting = CountingStateless<std::byte>;
using EveryLabel = Product<ShapeKinds, Concat<LabelKinds, std::tuple<heaparray::NoLabel>>>;

}  // namespace

// Elements of one byte: a label that overlaps them, or writes past its end, shows.
TEMPLATE_LIST_TEST_CASE("Labels: every handle with every kind", "", EveryLabel) {
  using A = LabelledBy<TestType, char, Counting>;
  using Label = typename A::label_type;
  constexpr std::size_t n = 9;
  const ObjectScope objects;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  {
    A a = ascending<A>(5, n);
    CHECK(wrong(a, 5, n) == "");
    CHECK(reinterpret_cast<std::uintptr_t>(&a.label()) % alignof(Label) == 0);
    CHECK(StatelessCounts::allocations - StatelessCounts::deallocations - live == 1);

    const A zeros(n);
    CHECK(wrong(zeros, 0, n, 0, 0) == "");
    CHECK(wrong(A(n, [](std::size_t i) { return nth<char>(i); }), 0, n) == "");
    CHECK(wrong(Make<Label>::with_args(6,
                                       [](auto&&... args) {
                                         return A::with_len(
                                             heaparray::label_args(std::forward<decltype(args)>(args)...), n);
                                       }),
                6, n, 0, 0) == "");
    if constexpr (std::is_move_constructible_v<Label>) {
      const A b = A::with_label(Make<Label>::value(7), n, [](std::size_t i) { return nth<char>(i); });
      CHECK(wrong(b, 7, n) == "");
    }
    if constexpr (std::is_copy_constructible_v<Label>) {
      const Label label = Make<Label>::value(8);
      const A b = A::filled(label, n, 'x');
      CHECK(wrong(b, 8, n, 'x', 0) == "");
      const A c = b.clone();
      CHECK(wrong(c, 8, n, 'x', 0) == "");
      CHECK(c.data() != b.data());
      a = ascending<A>(9, n);
      a = c;  // same length: assigned in place by a unique handle
      CHECK(wrong(a, 8, n, 'x', 0) == "");
    }
    a = A();
  }
  CHECK(StatelessCounts::allocations - StatelessCounts::deallocations - live == 0);
  CHECK(objects.live() == 0);
}

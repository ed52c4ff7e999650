// SPDX-License-Identifier: MIT
//
// What only unique handles do: writing, deep copies, assignment that keeps the block, giving the block away.
// (Making: making_test. Reading and null handles: reading_test. Allocators: allocator_test.)
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heap_array.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;

namespace {

using Counting = CountingStateless<std::byte>;
using Unique = Concat<UniqueKinds, std::tuple<TpArcOwner, Thin16>>;
using CopyableElements = Spread<Unique, CopyableKinds>;

// A type whose copies can be built but not assigned.
struct NoAssign {
  const int number;
};

int allocations() { return StatelessCounts::allocations; }

}  // namespace

TEMPLATE_LIST_TEST_CASE("Unique arrays: writing through every member", "", Unique) {
  using A = typename TestType::template of<std::string, int>;
  A a(5);
  a[0] = "index";
  a.at(1) = "at";
  a.unchecked(2) = "unchecked";
  *a.get_mut(3) = "get_mut";
  a.back() = "back";
  CHECK(std::vector<std::string>(a.begin(), a.end()) ==
        std::vector<std::string>{"index", "at", "unchecked", "get_mut", "back"});
  a.front() = "front";
  a.data()[1] = "data";
  *(a.begin() + 2) = "begin";
  *(a.end() - 2) = "end";
  *a.rbegin() = "rbegin";
  a.label() = 7;
  CHECK(std::vector<std::string>(a.begin(), a.end()) ==
        std::vector<std::string>{"front", "data", "begin", "end", "rbegin"});
  CHECK(a.label() == 7);
  *(a.rend() - 1) = "rend";
  a.as_slice_mut()[1] = "slice";
  CHECK(a[0] == "rend");
  CHECK(a[1] == "slice");
  CHECK(a.as_slice_mut().size() == 5);
  CHECK(a.get_mut(5) == nullptr);
  CHECK(a.get_mut(std::numeric_limits<std::size_t>::max()) == nullptr);
  for (std::string& x : a) x = "all";
  CHECK(std::all_of(a.cbegin(), a.cend(), [](const std::string& x) { return x == "all"; }));
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: insert replaces and returns the old element", "", Unique) {
  using A = typename TestType::template of<MoveOnly, int>;
  const ObjectScope objects;
  A a = ascending<A>(5, 3);
  const std::optional<MoveOnly> old = a.insert(1, MoveOnly(50));
  REQUIRE(old.has_value());
  CHECK(old->value() == 2);
  CHECK(a[0].value() == 1);
  CHECK(a[1].value() == 50);
  CHECK(a[2].value() == 3);
  CHECK_FALSE(a.insert(3, MoveOnly(60)).has_value());
  CHECK_FALSE(a.insert(std::numeric_limits<std::size_t>::max(), MoveOnly(60)).has_value());
  CHECK_FALSE(A().insert(0, MoveOnly(60)).has_value());
  CHECK(a[2].value() == 3);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: insert of an element of the same array", "", Unique) {
  using A = typename TestType::template of<Counted, int>;
  A a = ascending<A>(5, 3);
  CHECK(a.insert(0, a[0])->value() == 1);
  CHECK(a.insert(0, a[2])->value() == 1);
  CHECK(a[0].value() == 3);
  CHECK(a[2].value() == 3);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: a copy is deep, of every kind of element", "", CopyableElements) {
  using A = ArrayOf<TestType, CountedLabel, Counting>;
  using T = typename A::value_type;
  const ObjectScope objects;
  const A a = ascending<A>(5, 3);
  const int before = allocations();
  A b = a;
  const A c = a.clone();
  CHECK(allocations() - before == 2);
  CHECK(wrong(b, 5, 3) == "");
  CHECK(wrong(c, 5, 3) == "");
  CHECK(b.data() != a.data());
  CHECK(c.data() != a.data());
  b[0] = nth<T>(40);
  b.label() = CountedLabel(6);
  CHECK(wrong(a, 5, 3) == "");  // nothing is shared
  CHECK(wrong(c, 5, 3) == "");

  // Assignment: the block is kept for the same length, whatever the elements.
  const T* const data = b.data();
  b = a;
  CHECK(b.data() == data);
  CHECK(allocations() - before == 2);
  CHECK(wrong(b, 5, 3) == "");
  const A longer = ascending<A>(7, 4);
  b = longer;
  CHECK(allocations() - before == 4);
  CHECK(wrong(b, 7, 4) == "");
  CHECK(wrong(longer, 7, 4) == "");
  b = A();
  CHECK_FALSE(b);
  b = a;
  CHECK(wrong(b, 5, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: assignment assigns elements in place, ascending after the label", "",
                        Unique) {
  using A = typename TestType::template of<Counted, CountedLabel, Counting>;
  A a = ascending<A>(5, 3);
  const A b = A::with_label(heaparray::label_args(6), 3, [](std::size_t i) { return nth<Counted>(i + 10); });
  const ObjectScope objects;
  a = b;
  CHECK(wrong(a, 6, 3, 11) == "");
  CHECK(objects.built() == 0);
  CHECK(objects.destroyed() == 0);
  std::vector<int> order;
  for (const Event& event : objects.events()) {
    CHECK(event.what == What::copy_assigned);
    order.push_back(event.value);
  }
  CHECK(order == std::vector<int>{6, 11, 12, 13});
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: what cannot be assigned is copied into a new block", "", Unique) {
  using A = typename TestType::template of<NoAssign, int>;
  const auto init = [](std::size_t i) { return NoAssign{static_cast<int>(i)}; };
  const A a = A::with_label(5, 3, init);
  A b = A::with_label(6, 3, [](std::size_t) { return NoAssign{9}; });
  b = a;
  CHECK(b.data() != a.data());
  CHECK(b[2].number == 2);
  CHECK(b.label() == 5);
  using Labelled = typename TestType::template of<int, NoAssign>;
  const Labelled c = Labelled::with_label(NoAssign{5}, 3, [](std::size_t) { return 1; });
  Labelled d = Labelled::with_label(NoAssign{6}, 3, [](std::size_t) { return 2; });
  d = c;
  CHECK(d.label().number == 5);
  CHECK(d[2] == 1);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: assignment to and from null, length 0, and itself", "", Unique) {
  using A = typename TestType::template of<Counted, CountedLabel, Counting>;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  {
    const ObjectScope objects;
    A a = ascending<A>(5, 3);
    const Counted* const data = a.data();
    A& self = a;
    const int before = objects.built() + objects.assigned();
    a = self;
    CHECK(a.data() == data);
    a = std::move(self);
    CHECK(a.data() == data);
    a.swap(self);
    CHECK(a.data() == data);
    CHECK(wrong(a, 5, 3) == "");
    CHECK(objects.built() + objects.assigned() == before);

    const A null;
    const A zero = ascending<A>(6, 0);
    A b = zero;
    CHECK(wrong(b, 6, 0) == "");
    b = a;
    CHECK(wrong(b, 5, 3) == "");
    b = zero;
    CHECK(wrong(b, 6, 0) == "");
    b = null;
    CHECK_FALSE(b);
    b = null;
    CHECK_FALSE(b);
    b = zero;
    CHECK(wrong(b, 6, 0) == "");
    const Counted* const kept = b.data();
    const A zero_too = ascending<A>(8, 0);
    b = zero_too;  // the same length, 0: only the label is assigned
    CHECK(b.data() == kept);
    CHECK(wrong(b, 8, 0) == "");
  }
  CHECK(StatelessCounts::allocations - StatelessCounts::deallocations == live);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: moves and swaps keep the block and touch no element", "", Unique) {
  using A = typename TestType::template of<Counted, CountedLabel, Counting>;
  const ObjectScope objects;
  A a = ascending<A>(5, 3);
  A b = ascending<A>(6, 4);
  const Counted* const data_a = a.data();
  const Counted* const data_b = b.data();
  const std::size_t events = objects.events().size();
  swap(a, b);
  CHECK(a.data() == data_b);
  CHECK(b.data() == data_a);
  CHECK(wrong(a, 6, 4) == "");
  CHECK(wrong(b, 5, 3) == "");
  std::swap(a, b);
  a.swap(b);
  a.swap(b);
  A c = std::move(a);
  CHECK(c.data() == data_a);
  CHECK_FALSE(a);
  a = std::move(c);
  CHECK(a.data() == data_a);
  CHECK_FALSE(c);
  CHECK(objects.events().size() == events);
  b = std::move(a);  // destroys what b had
  CHECK(b.data() == data_a);
  CHECK(objects.destroy_order() == std::vector<int>{4, 3, 2, 1, 6});
  A null;
  swap(b, null);
  CHECK_FALSE(b);
  CHECK(null.data() == data_a);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: into_raw and from_raw", "", Unique) {
  using A = typename TestType::template of<Counted, CountedLabel, Counting>;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  const ObjectScope objects;
  {
    A a = ascending<A>(5, 3);
    const Counted* const data = a.data();
    Counted* const raw = std::move(a).into_raw();
    CHECK(raw == data);
    CHECK_FALSE(a);
    CHECK(a.size() == 0);
    CHECK(objects.destroyed() == 0);
    const A b = from_raw<A>(raw, 3);
    CHECK(b.data() == data);
    CHECK(wrong(b, 5, 3) == "");

    Counted* const empty = ascending<A>(6, 0).into_raw();
    CHECK(empty != nullptr);
    CHECK(wrong(from_raw<A>(empty, 0), 6, 0) == "");
    CHECK(A().into_raw() == nullptr);
    CHECK_FALSE(from_raw<A>(nullptr, 0));
  }
  CHECK(StatelessCounts::allocations - StatelessCounts::deallocations == live);
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: elements that cannot be moved, moved as a block", "", Unique) {
  using A = typename TestType::template of<Immovable, InPlaceLabel>;
  const ObjectScope objects;
  A a = ascending<A>(5, 3);
  std::vector<A> arrays;
  arrays.push_back(std::move(a));
  for (int i = 0; i != 9; ++i) arrays.push_back(ascending<A>(i, 2));
  CHECK(wrong(arrays.front(), 5, 3) == "");
  CHECK(wrong(arrays.back(), 8, 2) == "");
  using Atomics = typename TestType::template of<std::atomic<int>, AtomicLabel>;
  Atomics b(3, [](std::size_t i) { return std::atomic<int>(static_cast<int>(i)); });
  b[1].fetch_add(5);
  b.label().number.store(7);
  Atomics c = std::move(b);
  CHECK(c[1].load() == 6);
  CHECK(c.label().value() == 7);
}

namespace {

template <class Kind>
struct Node {
  std::string name;
  typename Kind::template of<Node> children;  // of a type that is not complete yet
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Unique arrays: of a type that holds arrays of itself", "", UniqueKinds) {
  using N = Node<TestType>;
  using A = typename TestType::template of<N>;
  N root{"root", A(2)};
  root.children[0] = N{"left", A(1)};
  root.children[0].children[0].name = "leaf";
  const N copy = root;
  CHECK(copy.children[0].children[0].name == "leaf");
  root = N(root.children[0]);
  CHECK(root.children[0].name == "leaf");
  CHECK(copy.children.size() == 2);
  root.children = A(std::move(root.children[0].children));
  CHECK_FALSE(root.children);
}

TEMPLATE_LIST_TEST_CASE("Unique arrays: move assignment from an array inside of the target", "",
                        UniqueKinds) {
  using N = Node<TestType>;
  using A = typename TestType::template of<N>;
  A a(1);
  a[0].children = A(2);
  a[0].children[1].name = "kept";
  a = std::move(a[0].children);
  REQUIRE(a.size() == 2);
  CHECK(a[1].name == "kept");

  A b(1);
  b[0].children = A(2);
  b[0].children[1].name = "copied";
  b = b[0].children;  // another length: a new block, made before the old one goes
  REQUIRE(b.size() == 2);
  CHECK(b[1].name == "copied");
}

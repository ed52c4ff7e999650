// SPDX-License-Identifier: MIT
//
// What shared handles do that unique ones do not: share, ask whether they are alone, copy on write.
#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/global_new.hpp"
#include "support/objects.hpp"

namespace {

using heaparray::AtomicCount;
using heaparray::BasicRcArray;
using heaparray::LengthInBlock;
using heaparray::LengthInHandle;
using heaparray::LocalCount;
using heaparray::NoLabel;

struct FpRc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::FpRcArray<T, Label>;
};
struct TpRc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::TpRcArray<T, Label>;
};
struct FpArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::FpArcArray<T, Label>;
};
struct TpArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::TpArcArray<T, Label>;
};
struct CompactRc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::CompactRcArray<T, Label>;
};
struct CompactArc {
  template <class T, class Label = NoLabel>
  using Array = heaparray::CompactArcArray<T, Label>;
};
struct Isolated {
  template <class T, class Label = NoLabel>
  using Array = heaparray::BasicRcArray<T, Label, heaparray::LengthInHandle, heaparray::IsolatedCount<>>;
};
using Kinds = std::tuple<FpRc, TpRc, FpArc, TpArc, CompactRc, CompactArc, Isolated>;

int squares(std::size_t i) { return static_cast<int>(i * i); }

template <class A>
std::vector<int> values(const A& array) {
  std::vector<int> result;
  for (const auto& element : array) {
    if constexpr (std::is_same_v<typename A::value_type, int>) {
      result.push_back(element);
    } else {
      result.push_back(element.value());
    }
  }
  return result;
}

using Ints = std::vector<int>;

template <class A>
A from_raw(typename A::value_type* data, std::size_t n) {
  if constexpr (A::length_policy::in_handle) {
    return A::from_raw(data, n);
  } else {
    static_cast<void>(n);
    return A::from_raw(data);
  }
}

template <class A>
A retain_raw(typename A::value_type* data, std::size_t n) {
  if constexpr (A::length_policy::in_handle) {
    return A::retain_raw(data, n);
  } else {
    static_cast<void>(n);
    return A::retain_raw(data);
  }
}

// For assignments to oneself, which compilers warn about where they see them.
template <class T>
T& same(T& object) {
  return object;
}

// Everything that a handle without a block answers.
template <class A>
void check_is_null(A& a) {
  const A& c = a;
  CHECK_FALSE(static_cast<bool>(c));
  CHECK(c.size() == 0);
  CHECK(c.empty());
  CHECK(c.data() == nullptr);
  CHECK(c.begin() == c.end());
  CHECK(c.cbegin() == c.cend());
  CHECK(c.rbegin() == c.rend());
  CHECK(c.crbegin() == c.crend());
  CHECK(c.get(0) == nullptr);
  CHECK(c.as_slice().empty());
  CHECK(c.slice(0, 0).empty());
  CHECK(c.get_allocator() == typename A::allocator_type());
  CHECK(c.use_count() == 0);
  CHECK_FALSE(c.is_unique());
  CHECK(c.ref_eq(A()));
  CHECK(c == A());
  CHECK(std::is_eq(c <=> A()));
  CHECK(std::hash<A>()(c) == std::hash<A>()(A()));
  CHECK_FALSE(static_cast<bool>(c.clone()));
  CHECK_THROWS_AS(c.at(0), std::out_of_range);

  CHECK(a.get_mut(0) == nullptr);
  CHECK(a.label_mut() == nullptr);
  CHECK(a.as_slice_mut() == std::nullopt);
  CHECK(a.insert(0, typename A::value_type()) == std::nullopt);
  CHECK(a.to_mut() == nullptr);
  CHECK_FALSE(static_cast<bool>(a.make_mut()));
  CHECK(std::move(a).to_owned() == std::nullopt);
  CHECK_FALSE(static_cast<bool>(std::move(a).make_owned()));
  CHECK(std::move(a).into_iter().empty());
  CHECK(std::move(a).into_raw() == nullptr);

  A copy = c;
  CHECK_FALSE(static_cast<bool>(copy));
  A moved = std::move(copy);
  CHECK_FALSE(static_cast<bool>(moved));
  moved = a;
  moved = std::move(a);
  swap(moved, a);
  CHECK_FALSE(static_cast<bool>(moved));
  CHECK_FALSE(static_cast<bool>(a));
}

// ---- sharing ------------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Shared handles: a copy shares the block", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  const A a = A::with_label(17, 4, squares);
  const test::AllocationScope allocations;
  const A b = a;
  const std::int64_t allocated = allocations.allocations();
  CHECK(allocated == 0);
  CHECK(b.data() == a.data());
  CHECK(&b.label() == &a.label());
  CHECK(b.size() == 4);
  CHECK(values(b) == Ints{0, 1, 4, 9});
  CHECK(a.ref_eq(b));
  CHECK(a.use_count() == 2);
  CHECK(b.use_count() == 2);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: use_count and is_unique follow every owner", "[rc]", Kinds) {
  using A = typename TestType::template Array<int>;
  A a = {1, 2, 3};
  CHECK(a.use_count() == 1);
  CHECK(a.is_unique());
  {
    const A b = a;
    CHECK(a.use_count() == 2);
    CHECK_FALSE(a.is_unique());
    CHECK_FALSE(b.is_unique());
    A c = b;
    CHECK(a.use_count() == 3);
    const A d = std::move(c);
    CHECK(a.use_count() == 3);
    c = d;
    CHECK(a.use_count() == 4);
    c = A();
    CHECK(a.use_count() == 3);
    c = a;
    c = A{4, 5};
    CHECK(a.use_count() == 3);
    CHECK(c.use_count() == 1);
  }
  CHECK(a.use_count() == 1);
  CHECK(a.is_unique());
  a = A();
  CHECK(a.use_count() == 0);
  CHECK_FALSE(a.is_unique());
}

TEMPLATE_LIST_TEST_CASE("Shared handles: ref_eq compares blocks, not values", "[rc]", Kinds) {
  using A = typename TestType::template Array<int>;
  const A a = {1, 2, 3};
  const A same_block = a;
  const A same_values = {1, 2, 3};
  CHECK(a.ref_eq(a));
  CHECK(a.ref_eq(same_block));
  CHECK_FALSE(a.ref_eq(same_values));
  CHECK(a == same_values);
  CHECK_FALSE(a.ref_eq(A()));
  CHECK(A().ref_eq(A()));
  // An array without elements has a block.
  CHECK_FALSE(A(0).ref_eq(A()));
  CHECK_FALSE(A(0).ref_eq(A(0)));
}

TEMPLATE_LIST_TEST_CASE("Shared handles: the last owner destroys elements last to first, then the label",
                        "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, test::CountedLabel>;
  const test::ObjectScope objects;
  std::optional<A> a =
      A::with_label(100, 3, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  std::optional<A> b = a;
  std::optional<A> c = b;
  a.reset();
  CHECK(objects.destroyed() == 0);
  c.reset();
  CHECK(objects.destroyed() == 0);
  CHECK(values(*b) == Ints{0, 1, 2});
  b.reset();
  CHECK(objects.build_order() == Ints{100, 0, 1, 2});
  CHECK(objects.destroy_order() == Ints{2, 1, 0, 100});
}

TEMPLATE_LIST_TEST_CASE("Shared handles: assignment drops one share of the old block", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted>;
  const test::ObjectScope objects;
  A a(2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  A b(3, [](std::size_t i) { return test::Counted(10 + static_cast<int>(i)); });
  const A old_b = b;
  b = a;
  CHECK(old_b.is_unique());
  CHECK(objects.destroyed() == 0);
  A c(1, [](std::size_t) { return test::Counted(20); });
  c = a;
  CHECK(objects.destroy_order() == Ints{20});
  c = A(1, [](std::size_t) { return test::Counted(30); });
  c = std::move(b);
  CHECK(objects.destroy_order() == Ints{20, 30});
  CHECK_FALSE(static_cast<bool>(b));
  CHECK(a.use_count() == 2);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: assignment to oneself or to a shared copy changes nothing", "[rc]",
                        Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  A a = A::with_label(5, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const auto* const block = a.data();
  const auto check = [&](const A& array, std::size_t owners) {
    CHECK(array.data() == block);
    CHECK(array.size() == 2);
    CHECK(array.label() == 5);
    CHECK(array.use_count() == owners);
    CHECK(objects.built() == 2);
    CHECK(objects.destroyed() == 0);
  };
  a = same(a);
  check(a, 1);
  a = std::move(same(a));
  check(a, 1);
  a.swap(same(a));
  check(a, 1);
  A b = a;
  a = same(a);
  a = std::move(same(a));
  check(a, 2);
  b = a;
  check(a, 2);
  a = b;
  check(b, 2);
  swap(a, b);
  check(a, 2);
  b = std::move(a);
  check(b, 1);
  CHECK_FALSE(static_cast<bool>(a));
  a = b;
  a = std::move(b);
  check(a, 1);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: swap exchanges blocks of any length, and null", "[rc]", Kinds) {
  using A = typename TestType::template Array<int>;
  A a = {1, 2, 3};
  A b = {4};
  const A a2 = a;
  swap(a, b);
  CHECK(values(a) == Ints{4});
  CHECK(b.ref_eq(a2));
  CHECK(b.size() == 3);
  A null;
  a.swap(null);
  CHECK_FALSE(static_cast<bool>(a));
  CHECK(values(null) == Ints{4});
}

TEMPLATE_LIST_TEST_CASE("Shared handles: clone is a deep copy", "[rc]", Kinds) {
  using A = typename TestType::template Array<std::string, int>;
  const A a = A::with_label(3, 2, [](std::size_t i) { return std::string(i + 1, 'x'); });
  const A shared = a;
  A b = a.clone();
  CHECK(b == a);
  CHECK_FALSE(b.ref_eq(a));
  CHECK(b.is_unique());
  CHECK(a.use_count() == 2);
  *b.get_mut(0) = "changed";
  *b.label_mut() = 4;
  CHECK(a[0] == "x");
  CHECK(a.label() == 3);
}

// ---- null ---------------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Shared handles: a null handle answers every member", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  A a;
  check_is_null(a);
  CHECK(A() < A::with_len(0, 0));
  CHECK(A() != A::with_len(0, 0));
  A b = from_raw<A>(nullptr, 7);
  check_is_null(b);
  A c = retain_raw<A>(nullptr, 7);
  check_is_null(c);
  A d = typename A::owner_type();
  check_is_null(d);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: whatever gives its share away is null afterwards", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  const auto make = [] { return A::with_label(1, 3, squares); };
  A a = make();
  const A by_move = std::move(a);
  check_is_null(a);
  a = by_move;
  A by_assignment = make();
  by_assignment = std::move(a);
  check_is_null(a);
  CHECK(by_move.use_count() == 2);

  a = make();
  CHECK(std::move(a).to_owned().has_value());
  check_is_null(a);
  a = make();
  CHECK(std::move(a).make_owned().size() == 3);
  check_is_null(a);
  a = by_move;
  CHECK(std::move(a).make_owned().size() == 3);
  check_is_null(a);
  a = make();
  CHECK(std::move(a).into_iter().size() == 3);
  check_is_null(a);
  a = by_move;
  CHECK(std::move(a).into_iter().size() == 3);
  check_is_null(a);
  a = make();
  const A back = from_raw<A>(std::move(a).into_raw(), 3);
  check_is_null(a);
  CHECK(values(back) == Ints{0, 1, 4});

  typename A::owner_type owner = A::owner_type::with_label(1, 3, squares);
  const A shared = std::move(owner).share();
  CHECK_FALSE(static_cast<bool>(owner));
  CHECK(owner.size() == 0);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: an array of length 0 has a block, a label and owners", "[rc]",
                        Kinds) {
  using A = typename TestType::template Array<int, int>;
  A a = A::with_label(9, 0, squares);
  CHECK(static_cast<bool>(a));
  CHECK(a.empty());
  CHECK(a.data() != nullptr);
  CHECK(a.label() == 9);
  CHECK(a.is_unique());
  CHECK(a.as_slice_mut().has_value());
  CHECK(a.get_mut(0) == nullptr);
  const A b = a;
  CHECK(a.use_count() == 2);
  CHECK(a.make_mut().empty());  // copied first: a block of its own, and nothing in it
  CHECK_FALSE(a.ref_eq(b));
  CHECK(a.label() == 9);
}

// ---- writing by an only owner ---------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Shared handles: an only owner writes", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  A a = A::with_label(1, 3, squares);
  REQUIRE(a.get_mut(2) == a.data() + 2);
  *a.get_mut(2) = 40;
  CHECK(a.get_mut(3) == nullptr);
  REQUIRE(a.label_mut() == &a.label());
  *a.label_mut() = 2;
  CHECK(a.insert(1, 10) == 1);
  CHECK(a.insert(3, 10) == std::nullopt);
  REQUIRE(a.as_slice_mut().has_value());
  CHECK(a.as_slice_mut()->size() == 3);
  (*a.as_slice_mut())[0] = 7;
  CHECK(values(a) == Ints{7, 10, 40});
  CHECK(a.label() == 2);

  typename A::owner_type* const owner = a.to_mut();
  REQUIRE(owner != nullptr);
  (*owner)[0] = 8;
  owner->label() = 3;
  owner->back() = 41;
  std::sort(owner->begin(), owner->end(), std::greater<>());
  CHECK(values(a) == Ints{41, 10, 8});
  CHECK(a.label() == 3);
  CHECK(a.use_count() == 1);
}

TEMPLATE_LIST_TEST_CASE("Shared handles: no mutable access while another owner exists", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  A a = A::with_label(1, 3, squares);
  const auto check_refused = [&] {
    CHECK(a.get_mut(0) == nullptr);
    CHECK(a.get_mut(9) == nullptr);
    CHECK(a.label_mut() == nullptr);
    CHECK(a.as_slice_mut() == std::nullopt);
    CHECK(a.insert(0, 99) == std::nullopt);
    CHECK(a.to_mut() == nullptr);
    CHECK(std::move(a).to_owned() == std::nullopt);
    CHECK(values(a) == Ints{0, 1, 4});
    CHECK(a.label() == 1);
  };
  const auto check_granted = [&] {
    CHECK(a.get_mut(0) != nullptr);
    CHECK(a.label_mut() != nullptr);
    CHECK(a.as_slice_mut().has_value());
    CHECK(a.insert(0, 0) == 0);
    CHECK(a.to_mut() != nullptr);
  };
  check_granted();
  {
    const A b = a;
    check_refused();
    {
      const A c = b;
      check_refused();
    }
    check_refused();
  }
  check_granted();

  int* const raw = A(a).into_raw();  // an owner that nobody can see
  check_refused();
  from_raw<A>(raw, 3) = A();
  check_granted();

  A other = a;
  std::thread([gone = std::move(other)] { CHECK(gone.size() == 3); }).join();
  check_granted();
}

TEMPLATE_LIST_TEST_CASE("Shared handles: insert moves the values", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::MoveOnly>;
  const test::ObjectScope objects;
  A a(2, [](std::size_t i) { return test::MoveOnly(static_cast<int>(i)); });
  {
    const std::optional<test::MoveOnly> old = a.insert(1, test::MoveOnly(5));
    REQUIRE(old.has_value());
    CHECK(old->value() == 1);
  }
  CHECK(values(a) == Ints{0, 5});
  const A b = a;
  CHECK(a.insert(1, test::MoveOnly(6)) == std::nullopt);
  CHECK(values(b) == Ints{0, 5});
}

// ---- copy on write -------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("make_mut: an only owner keeps its block", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  A a = A::with_label(1, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const auto* const block = a.data();
  typename A::owner_type& owner = a.make_mut();
  owner[0] = 5;
  owner.label() = 2;
  CHECK(a.data() == block);
  CHECK(objects.copied() == 0);
  CHECK(values(a) == Ints{5, 1});
  CHECK(a.label() == 2);
}

TEMPLATE_LIST_TEST_CASE("make_mut: a shared block is copied first, once", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, test::CountedLabel>;
  const test::ObjectScope objects;
  A a = A::with_label(100, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const A b = a;
  const A c = a;
  a.make_mut()[0] = 5;
  a.make_mut().label() = 101;
  CHECK(objects.copied() == 3);  // a label and two elements
  CHECK(values(a) == Ints{5, 1});
  CHECK(a.label().value() == 101);
  CHECK(values(b) == Ints{0, 1});
  CHECK(b.label().value() == 100);
  CHECK(a.is_unique());
  CHECK(b.use_count() == 2);
  CHECK(b.ref_eq(c));
}

TEMPLATE_LIST_TEST_CASE("make_mut: the owner may be replaced, moved out or swapped through the reference",
                        "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  using Owner = typename A::owner_type;
  A a = A::with_label(1, 3, squares);
  const A shared = a;

  a.make_mut() = Owner::with_label(2, 5, squares);  // another length
  CHECK(a.size() == 5);
  CHECK(a.label() == 2);
  CHECK(a.is_unique());
  CHECK(shared.is_unique());

  const Owner same_length = Owner::with_label(3, 5, [](std::size_t) { return 7; });
  a.make_mut() = same_length;  // a copy in place
  CHECK(a.label() == 3);
  CHECK(values(a) == Ints{7, 7, 7, 7, 7});
  const A b = a;
  CHECK(a.use_count() == 2);

  const Owner moved = std::move(a.make_mut());
  CHECK(moved.size() == 5);
  check_is_null(a);
  CHECK(b.is_unique());

  a.make_mut() = Owner::with_label(4, 2, squares);  // a null handle gets a block
  CHECK(a.label() == 4);
  CHECK(a.use_count() == 1);
  A c = A::with_label(5, 1, squares);
  const A c2 = c;
  swap(a.make_mut(), c.make_mut());
  CHECK(a.label() == 5);
  CHECK(a.size() == 1);
  CHECK(c.label() == 4);
  CHECK(c2.is_unique());
  a.make_mut() = Owner();
  check_is_null(a);

  A d = std::move(c.make_mut()).share();
  check_is_null(c);
  CHECK(d.label() == 4);
  CHECK(d.is_unique());
  *d.to_mut() = Owner::with_label(6, 6, squares);
  CHECK(d.size() == 6);
  const A d2 = d;
  d.make_mut() = std::move(same(d.make_mut()));
  CHECK(d.label() == 6);
  CHECK(d == d2);
}

TEMPLATE_LIST_TEST_CASE("make_mut, make_owned, clone: where a copy throws, nothing changes", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Throwing, test::ThrowingLabel>;
  const test::ObjectScope objects;
  A a = A::with_label(100, 2, [](std::size_t i) { return test::Throwing(static_cast<int>(i)); });
  const A b = a;
  const auto check_unchanged = [&] {
    CHECK(a.ref_eq(b));
    CHECK(a.use_count() == 2);
    CHECK(values(a) == Ints{0, 1});
    CHECK(objects.live() == 3);
  };
  for (int step = 1; step <= 3; ++step) {
    const test::FailAt armed(step);
    CHECK_THROWS_AS(a.make_mut(), test::Boom);
    check_unchanged();
  }
  for (int step = 1; step <= 3; ++step) {
    const test::FailAt armed(step);
    CHECK_THROWS_AS(std::move(a).make_owned(), test::Boom);
    check_unchanged();
  }
  for (int step = 1; step <= 3; ++step) {
    const test::FailAt armed(step);
    CHECK_THROWS_AS(a.clone(), test::Boom);
    check_unchanged();
  }
  static_cast<void>(a.make_mut());
  CHECK(a.is_unique());
}

// ---- unique and shared -----------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("to_owned: gives the block to a unique handle if there is one owner", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  A a = A::with_label(1, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const auto* const block = a.data();
  {
    const A b = a;
    CHECK_FALSE(std::move(a).to_owned().has_value());
    CHECK(a.data() == block);
    CHECK(a.use_count() == 2);
  }
  std::optional<typename A::owner_type> owner = std::move(a).to_owned();
  REQUIRE(owner.has_value());
  CHECK_FALSE(static_cast<bool>(a));
  CHECK(owner->data() == block);
  (*owner)[0] = 5;
  owner->label() = 2;
  A c = std::move(*owner).share();
  CHECK(c.data() == block);
  CHECK(c.is_unique());
  CHECK(values(c) == Ints{5, 1});
  CHECK(objects.copied() + objects.moved() == 0);
}

TEMPLATE_LIST_TEST_CASE("make_owned: takes the block, or copies a shared one", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  A a = A::with_label(1, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const auto* const block = a.data();
  typename A::owner_type owner = std::move(a).make_owned();
  CHECK(owner.data() == block);
  CHECK(objects.copied() == 0);
  a = std::move(owner);
  const A b = a;
  const typename A::owner_type copy = std::move(a).make_owned();
  CHECK(objects.copied() == 2);
  CHECK(copy.data() != block);
  CHECK(values(copy) == Ints{0, 1});
  CHECK(copy.label() == 1);
  CHECK_FALSE(static_cast<bool>(a));
  CHECK(b.is_unique());
  CHECK(b.data() == block);
}

TEMPLATE_LIST_TEST_CASE("share: a unique handle becomes a shared one without a copy", "[rc]", Kinds) {
  using A = typename TestType::template Array<int, int>;
  using Owner = typename A::owner_type;
  Owner owner = Owner::with_label(1, 3, squares);
  const int* const block = owner.data();
  const test::AllocationScope allocations;
  const A a = std::move(owner).share();
  const std::int64_t allocated = allocations.allocations();
  CHECK(allocated == 0);
  CHECK(a.data() == block);
  CHECK(a.size() == 3);
  CHECK(a.label() == 1);
  CHECK(a.use_count() == 1);

  const auto count_owners = [](A array) { return array.use_count(); };
  CHECK(count_owners(Owner::with_label(1, 3, squares)) == 1);  // said by conversion
  A b;
  b = Owner::with_label(2, 1, squares);
  CHECK(b.label() == 2);
  static_assert(!std::is_convertible_v<Owner&, A> && !std::is_convertible_v<const Owner&, A>);
}

TEMPLATE_LIST_TEST_CASE("into_iter: an only owner moves its elements out, others copy", "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted>;
  const test::ObjectScope objects;
  A a(3, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  A b = a;
  Ints seen;
  for (test::Counted&& element : std::move(a).into_iter()) seen.push_back(element.value());
  CHECK(seen == Ints{0, 1, 2});
  CHECK(objects.copied() == 3);
  CHECK(values(b) == Ints{0, 1, 2});
  CHECK(b.is_unique());
  for (test::Counted&& element : std::move(b).into_iter()) {
    const test::Counted taken = std::move(element);
    seen.push_back(taken.value());
  }
  CHECK(seen == Ints{0, 1, 2, 0, 1, 2});
  CHECK(objects.copied() == 3);
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Raw pointers: into_raw gives a share up, from_raw takes it, retain_raw adds one",
                        "[rc]", Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  A a = A::with_label(1, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const A b = a;
  test::Counted* const raw = std::move(a).into_raw();
  CHECK(raw == b.data());
  CHECK(b.use_count() == 2);
  {
    const A c = retain_raw<A>(raw, 2);
    CHECK(c.ref_eq(b));
    CHECK(c.size() == 2);
    CHECK(c.label() == 1);
    CHECK(b.use_count() == 3);
  }
  CHECK(b.use_count() == 2);
  {
    const A d = from_raw<A>(raw, 2);
    CHECK(d.ref_eq(b));
    CHECK(d.size() == 2);
    CHECK(b.use_count() == 2);
  }
  CHECK(b.use_count() == 1);
  CHECK(objects.destroyed() == 0);
}

// ---- elements and labels that synchronise themselves -------------------------------------------------------------

struct Gauge {  // a type of a user's own
  mutable std::atomic<int> number{0};
  int plain = 0;
  void set(int n) { number = n; }
};

struct LockedLabel {
  std::mutex mutex;
  int guarded = 0;
};

struct PlainLock {  // locks like a mutex, but can be moved: a guard
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Gauge> = true;
template <>
inline constexpr bool heaparray::enable_shared_mutation<LockedLabel> = true;

namespace {

static_assert(heaparray::enable_shared_mutation<std::atomic<int>>);
static_assert(heaparray::enable_shared_mutation<std::mutex>);
static_assert(heaparray::enable_shared_mutation<std::recursive_timed_mutex>);
static_assert(!heaparray::enable_shared_mutation<int>);
static_assert(!heaparray::enable_shared_mutation<std::string>);
static_assert(!heaparray::enable_shared_mutation<std::unique_lock<std::mutex>>);
static_assert(!heaparray::enable_shared_mutation<PlainLock>);

template <class A, class Shown>
constexpr bool shows_elements_as =
    std::is_same_v<decltype(std::declval<A&>()[0]), Shown&> &&
    std::is_same_v<decltype(std::declval<const A&>()[0]), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().at(0)), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().unchecked(0)), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().front()), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().back()), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().data()), Shown*> &&
    std::is_same_v<decltype(std::declval<A&>().get(0)), Shown*> &&
    std::is_same_v<decltype(std::declval<A&>().begin()), Shown*> &&
    std::is_same_v<decltype(std::declval<A&>().end()), Shown*> &&
    std::is_same_v<decltype(*std::declval<A&>().rbegin()), Shown&> &&
    std::is_same_v<decltype(std::declval<A&>().as_slice()), std::span<Shown>> &&
    std::is_same_v<decltype(std::declval<A&>().slice(0, 0)), std::span<Shown>> &&
    std::is_same_v<decltype(*std::declval<A&>().cbegin()), const typename A::value_type&>;

TEMPLATE_LIST_TEST_CASE("Shared handles: only what synchronises itself is shown as mutable", "[rc]", Kinds) {
  using Plain = typename TestType::template Array<int, int>;
  static_assert(shows_elements_as<Plain, const int>);
  static_assert(std::is_same_v<decltype(std::declval<Plain&>().label()), const int&>);
  using Atomics = typename TestType::template Array<std::atomic<int>, std::atomic<int>>;
  static_assert(shows_elements_as<Atomics, std::atomic<int>>);
  static_assert(std::is_same_v<decltype(std::declval<const Atomics&>().label()), std::atomic<int>&>);
  using Users = typename TestType::template Array<Gauge, LockedLabel>;
  static_assert(shows_elements_as<Users, Gauge>);
  static_assert(std::is_same_v<decltype(std::declval<const Users&>().label()), LockedLabel&>);

  const Atomics a = Atomics::with_label(heaparray::label_args(1), 2,
                                        [](std::size_t i) { return std::atomic<int>(static_cast<int>(i)); });
  const Atomics b = a;
  a[1].fetch_add(5);
  a.label() = 9;
  CHECK(b[1] == 6);
  CHECK(b.label() == 9);

  const Users c = Users::with_len(heaparray::label_args(), 2);
  const Users d = c;
  c[0].set(3);
  CHECK(d[0].number == 3);
  const std::lock_guard lock(c.label().mutex);
  c.label().guarded = 4;
  CHECK(d.label().guarded == 4);

  const typename TestType::template Array<std::mutex> mutexes(2);
  const auto same_mutexes = mutexes;
  const std::lock_guard first(mutexes[0]);
  CHECK(same_mutexes[1].try_lock());
  mutexes[1].unlock();
}

// ---- counts -----------------------------------------------------------------------------------------------------

// Makes owners until the program ends.
template <class A>
void share_without_end() {
  const A a = {1, 2, 3};
  std::vector<A> owners;
  for (int i = 1; i <= 300; ++i) {
    std::fprintf(stderr, "%d owners\n", i);
    owners.push_back(a);
  }
}

template <class A>
void check_overflow(const std::string& last_owners, const std::string& one_more) {
  const test::Death death = test::run_to_death([] { share_without_end<A>(); });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.says("\n" + last_owners + " owners\nheaparray: too many owners"));
  CHECK(death.says("can have at most " + last_owners + "\n"));
  CHECK_FALSE(death.says("\n" + one_more + " owners"));
}

TEST_CASE("LocalCount: the program ends before 8 bits wrap", "[rc][death]") {
  check_overflow<BasicRcArray<int, NoLabel, LengthInHandle, LocalCount<std::uint8_t>>>("255", "256");
  check_overflow<BasicRcArray<int, NoLabel, LengthInBlock<>, LocalCount<std::uint8_t>>>("255", "256");
}

TEST_CASE("AtomicCount: the program ends when 8 bits are half used", "[rc][death]") {
  check_overflow<BasicRcArray<int, NoLabel, LengthInHandle, AtomicCount<std::uint8_t>>>("128", "129");
  check_overflow<BasicRcArray<int, NoLabel, LengthInBlock<std::uint8_t>, AtomicCount<std::uint8_t>>>("128",
                                                                                                     "129");
}

TEST_CASE("retain_raw: the program ends before the count wraps", "[rc][death]") {
  using A = BasicRcArray<int, NoLabel, LengthInBlock<>, LocalCount<std::uint8_t>>;
  const test::Death death = test::run_to_death([] {
    int* const raw = A{1, 2, 3}.into_raw();
    for (int i = 0; i < 300; ++i) std::ignore = A::retain_raw(raw).into_raw();
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.says("too many owners"));
}

TEMPLATE_TEST_CASE("Counts of 8 bits: as many owners as there can be, and all drop", "[rc]",
                   LocalCount<std::uint8_t>, AtomicCount<std::uint8_t>) {
  using A = BasicRcArray<test::Counted, NoLabel, LengthInHandle, TestType>;
  constexpr std::size_t most = TestType::thread_safe ? 128 : 255;
  const test::ObjectScope objects;
  {
    const A a(2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
    std::vector<A> owners(most - 1, a);
    CHECK(a.use_count() == most);
    CHECK_FALSE(a.is_unique());
    owners.clear();
    CHECK(a.is_unique());
  }
  CHECK(objects.destroyed() == 2);
}

// A policy of a user's own: what BasicRcArray asks of it, and how often.
struct SpyCount {
  static constexpr bool thread_safe = false;
  static inline int increments = 0;
  static inline int decrements = 0;
  int n = 1;

  void increment() noexcept { ++n, ++increments; }
  bool decrement() noexcept { return ++decrements, --n == 0; }
  bool is_unique() const noexcept { return n == 1; }
  std::size_t use_count() const noexcept { return static_cast<std::size_t>(n); }
};
static_assert(heaparray::RefCounter<SpyCount>);

TEMPLATE_TEST_CASE("Shared handles: one count per copy, none per move, for a user's own counter", "[rc]",
                   LengthInHandle, LengthInBlock<>) {
  using A = BasicRcArray<test::Counted, int, TestType, SpyCount>;
  const test::ObjectScope objects;
  SpyCount::increments = SpyCount::decrements = 0;
  {
    A a = A::with_label(1, 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
    A b = std::move(a);
    a = std::move(b);
    swap(a, b);
    CHECK(b.use_count() == 1);
    b = std::move(b).make_owned().share();
    CHECK(SpyCount::increments == 0);
    CHECK(SpyCount::decrements == 0);
    A c = b;
    CHECK(SpyCount::increments == 1);
    CHECK(c.use_count() == 2);
    c.make_mut()[0] = 3;
    CHECK(SpyCount::increments == 1);
    CHECK(SpyCount::decrements == 1);
  }
  CHECK(SpyCount::decrements == 3);
  CHECK(objects.live() == 0);
}

// ---- in containers and in themselves ---------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Shared handles: sorting a vector of them moves handles, not elements", "[rc]",
                        Kinds) {
  using A = typename TestType::template Array<test::Counted, int>;
  const test::ObjectScope objects;
  std::vector<A> arrays;
  for (int i = 0; i < 100; ++i) {
    arrays.push_back(A::with_label(i * 37 % 100, 2,
                                   [=](std::size_t k) { return test::Counted(i + static_cast<int>(k)); }));
  }
  const std::vector<A> shared = arrays;
  const test::AllocationScope allocations;
  std::sort(arrays.begin(), arrays.end());
  const std::int64_t allocated = allocations.allocations();
  CHECK(allocated == 0);
  CHECK(objects.built() == 200);
  for (int i = 0; i < 100; ++i) {
    const auto at = static_cast<std::size_t>(i);
    CHECK(arrays[at].label() == i);
    CHECK(arrays[at].use_count() == 2);
    CHECK(shared[at].use_count() == 2);
  }
  std::reverse(arrays.begin(), arrays.end());
  arrays.erase(arrays.begin(), arrays.begin() + 50);
  CHECK(std::count_if(shared.begin(), shared.end(), [](const A& a) { return a.is_unique(); }) == 50);
}

template <class Kind>
struct Node {
  typename Kind::template Array<Node> kids;
  int number = 0;

  friend bool operator==(const Node&, const Node&) = default;
};

template <class Kind>
Node<Kind> tree(int depth) {
  Node<Kind> node;
  node.number = depth;
  if (depth > 0) {
    node.kids =
        typename Kind::template Array<Node<Kind>>(2, [&](std::size_t) { return tree<Kind>(depth - 1); });
  }
  return node;
}

template <class Kind>
int count_nodes(const Node<Kind>& node) {
  int n = 1;
  for (const Node<Kind>& kid : node.kids) n += count_nodes(kid);
  return n;
}

TEMPLATE_LIST_TEST_CASE("Shared handles: a type may hold an array of itself", "[rc]", Kinds) {
  Node<TestType> root = tree<TestType>(6);
  CHECK(count_nodes(root) == 127);
  Node<TestType> copy = root;  // the same tree
  CHECK(copy.kids.ref_eq(root.kids));
  CHECK(copy == root);
  copy.kids.make_mut()[0].kids.make_mut()[1].number = 1000;  // copies on the path, shares the rest
  CHECK_FALSE(copy == root);
  CHECK(copy.kids[1].kids.ref_eq(root.kids[1].kids));
  CHECK(root.kids[0].kids[1].number == 4);

  // From a part of itself, which then must outlive the whole.
  root.kids = root.kids[0].kids;
  CHECK(count_nodes(root) == 63);
  root.kids = std::move(root.kids.make_mut()[1].kids);
  CHECK(count_nodes(root) == 31);
  CHECK(count_nodes(copy) == 127);
}

// ---- what the types promise --------------------------------------------------------------------------------------

template <class A>
constexpr bool promises =
    std::is_nothrow_default_constructible_v<A> && std::is_nothrow_copy_constructible_v<A> &&
    std::is_nothrow_move_constructible_v<A> && std::is_nothrow_copy_assignable_v<A> &&
    std::is_nothrow_move_assignable_v<A> && std::is_nothrow_swappable_v<A> &&
    std::is_nothrow_destructible_v<A> && !std::is_trivially_copyable_v<A> && heaparray::ArrayRef<A> &&
    heaparray::UnsafeArrayRef<A> && heaparray::SliceArrayRef<A> && !heaparray::SliceArrayMut<A> &&
    heaparray::LabelledArrayRefMut<A> && !heaparray::LabelledArrayMut<A> && heaparray::CopyMap<A>;

TEMPLATE_LIST_TEST_CASE("Shared handles: special members do not throw, elements cannot be written", "[rc]",
                        Kinds) {
  using A = typename TestType::template Array<int, int>;
  static_assert(promises<A>);
  static_assert(promises<typename TestType::template Array<std::string, std::string>>);
  using Owner = typename A::owner_type;
  static_assert(std::is_nothrow_convertible_v<Owner&&, A>);
  static_assert(noexcept(std::declval<A&&>().to_owned()) && noexcept(std::declval<Owner&&>().share()));
  static_assert(!std::is_assignable_v<decltype(std::declval<A&>()[0]), int>);
  static_assert(!std::is_assignable_v<decltype(std::declval<A&>().label()), int>);
  static_assert(!std::is_assignable_v<decltype(*std::declval<A&>().begin()), int>);
  static_assert(std::contiguous_iterator<typename A::iterator>);
  SUCCEED();
}

TEST_CASE("label_mut: finds the label also where it has an operator&", "[rc]") {
  struct Odd {
    int n = 0;
    std::nullptr_t operator&() const { return nullptr; }
  };
  using A = heaparray::RcArray<int, Odd>;
  A a = A::with_len(heaparray::label_args(), 1);
  Odd* const label = a.label_mut();
  REQUIRE(label != nullptr);
  label->n = 1;
  CHECK(a.label().n == 1);
}

}  // namespace

// SPDX-License-Identifier: MIT
//
// FixedLength: arrays whose type knows their length. (Every way of making them: making_test, order_test, ...)
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace heaparray;

namespace {

using Triple = FixedArray<int, 3>;
using SharedTriple = BasicRcArray<int, NoLabel, FixedLength<3>, LocalCount<>>;
using Triples = std::tuple<Triple, SharedTriple>;

constexpr auto iota = [](std::size_t i) { return static_cast<int>(i); };

using Checked = test::CheckedAllocator<std::byte>;

}  // namespace

TEST_CASE("FixedLength: a policy that keeps nothing", "[length]") {
  STATIC_REQUIRE(LengthPolicy<FixedLength<3>>);
  STATIC_REQUIRE(LengthPolicy<FixedLength<0>, std::string>);
  STATIC_REQUIRE(FixedLength<3>::extent == 3);
  STATIC_REQUIRE(std::is_empty_v<FixedLength<3>::handle_part>);
  STATIC_REQUIRE(std::is_empty_v<FixedLength<3>::block_part>);
  STATIC_REQUIRE(sizeof(Triple) == sizeof(int*));
  STATIC_REQUIRE(sizeof(SharedTriple) == sizeof(int*));
  STATIC_REQUIRE(Triple::max_len() == 3);
}

TEST_CASE("FixedLength: a unique block without a label is the elements and nothing else", "[length]") {
  STATIC_REQUIRE(FixedArray<int, 3>::max_len_for(12) == 3);
  STATIC_REQUIRE(FixedArray<int, 3>::max_len_for(11) == 2);
  STATIC_REQUIRE(FixedArray<std::uint64_t, 1000>::max_len_for(4096) == 512);
  test::Ledger ledger;
  using Stateful = FixedArray<std::uint64_t, 3, std::uint64_t, Checked>;
  const Stateful labelled = Stateful::with_len(7u, Checked(ledger));
  CHECK(ledger.last_bytes() == sizeof(Checked) + 8 + 24);
  // An array of arrays: handles at the front of the block, though the policies are the same.
  using Nested = FixedArray<FixedArray<int, 2>, 2>;
  STATIC_REQUIRE(Nested::max_len_for(2 * sizeof(void*)) == 2);
  const Nested nested([](std::size_t) { return FixedArray<int, 2>(iota); });
  CHECK(nested[1][1] == 1);
}

TEMPLATE_LIST_TEST_CASE("FixedLength: the length may be left out, and a wrong one is std::length_error",
                        "[length]", Triples) {
  using A = TestType;
  CHECK(A(iota)[2] == 2);
  CHECK(A(3, iota)[2] == 2);
  CHECK(A(3)[2] == 0);
  CHECK(A{4, 5, 6}[2] == 6);
  CHECK(A::with_label({}, iota)[2] == 2);
  CHECK(A::with_label({}, 3, iota)[2] == 2);
  CHECK(A::with_len({})[2] == 0);
  CHECK(A::with_label_for_overwrite({}).size() == 3);
  CHECK(A::filled({}, 7)[2] == 7);
  CHECK(A::filled({}, 3, 7)[2] == 7);
  CHECK(A::from_range(std::array{1, 2, 3})[2] == 3);
  CHECK(A::try_with_label({}, iota).value()[2] == 2);
  CHECK(A::try_with_label({}, 3, iota).value()[2] == 2);

  for (const std::size_t n : {std::size_t{0}, std::size_t{2}, std::size_t{4}, SIZE_MAX}) {
    CAPTURE(n);
    CHECK_THROWS_AS(A(n), std::length_error);
    CHECK_THROWS_AS(A(n, iota), std::length_error);
    CHECK_THROWS_AS(A::with_label({}, n, iota), std::length_error);
    CHECK_THROWS_AS(A::filled({}, n, 7), std::length_error);
  }
  CHECK_THROWS_AS(A::from_range(std::array{1, 2, 3, 4}), std::length_error);
  CHECK_THROWS_AS(A::try_with_label({}, 2, iota), std::length_error);
  CHECK_FALSE(A::try_with_label({}, 4, iota).has_value());  // longer than max_len()
  CHECK(test::what_of<std::length_error>([] { return A(2); }) ==
        "heaparray: length 2 does not fit: the type of the array says 3");
}

TEST_CASE("FixedLength: a wrong length is found before any allocation", "[length]") {
  test::Ledger ledger;
  const Checked allocator(ledger);
  using A = BasicRcArray<int, int, FixedLength<3>, AtomicCount<>, Checked>;
  CHECK_THROWS_AS(A(2, iota, allocator), std::length_error);
  CHECK_THROWS_AS(A::from_range(std::array{1, 2, 3, 4}, allocator), std::length_error);
  CHECK(ledger.allocations() == 0);
  const A a(iota, allocator);
  CHECK(A::with_label(7, iota, allocator).label() == 7);
  CHECK(A::with_len(7, allocator).get_allocator() == allocator);
  CHECK(A::filled(7, 5, allocator)[1] == 5);
  CHECK(ledger.allocations() == 4);
}

TEST_CASE("FixedLength: what is an init, and what is not", "[length]") {
  STATIC_REQUIRE(std::is_constructible_v<Triple, decltype(iota)>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Triple, std::string>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<HeapArray<int>, decltype(iota)>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<RcArray<int>, decltype(iota)>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<decltype(iota), Triple>);  // explicit
  // An init with a label; one that is no lambda; immovable elements.
  using Labelled = FixedArray<int, 3, int>;
  const Labelled counted([](int& label, std::size_t i) {
    label += 10;
    return static_cast<int>(i);
  });
  CHECK(counted.label() == 30);
  const FixedArray<test::Immovable, 2> built(
      [](std::size_t i) { return test::Immovable(static_cast<int>(i)); });
  CHECK(built[1].value() == 1);
  // Elements that could be made from what an init is: parentheses mean an init, braces mean elements.
  const auto f = [](std::size_t) { return nullptr; };
  struct Any {
    Any(decltype(f)) {}
    Any(std::nullptr_t) {}
  };
  CHECK(FixedArray<Any, 2>(f).size() == 2);
  CHECK(FixedArray<Any, 2>{f}.size() == 2);  // braces around one argument are no list
}

TEST_CASE("FixedLength: a unique array is no init, and is not copied into a shared one", "[length]") {
  using Owner = SharedTriple::owner_type;
  STATIC_REQUIRE(std::is_constructible_v<SharedTriple, Owner>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<SharedTriple, const Owner&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<SharedTriple, Owner&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<RcArray<int>, const RcArray<int>::owner_type&>);
}

TEST_CASE("FixedLength: length 0 has a block and is not null", "[length]") {
  using None = FixedArray<int, 0, int>;
  const None a = None::with_len(7);
  CHECK(a);
  CHECK(a.empty());
  CHECK(a.label() == 7);
  CHECK(a.as_slice().empty());
  STATIC_REQUIRE(std::tuple_size_v<None> == 0);
}

TEMPLATE_LIST_TEST_CASE("FixedLength: a null and a moved-from handle have size 0", "[length]", Triples) {
  TestType null;
  TestType a(iota);
  const TestType b = std::move(a);
  CHECK(b.size() == 3);
  for (TestType* const n : {&null, &a}) {
    CHECK_FALSE(*n);
    CHECK(n->size() == 0);
    CHECK(n->empty());
    CHECK(n->begin() == n->end());
    CHECK(n->get(0) == nullptr);
    CHECK(*n == TestType());
    CHECK(*n < b);
    CHECK(std::hash<TestType>()(*n) == std::hash<TestType>()(TestType()));
    CHECK_FALSE(n->clone());
    CHECK_FALSE(n->insert(0, 1).has_value());
    CHECK_THROWS_AS(n->at(0), std::out_of_range);
    std::ostringstream text;
    text << *n;
    CHECK(text.str() == "null");
  }
  TestType c(iota);
  c = null;
  CHECK_FALSE(c);
  c = b;
  CHECK(c.size() == 3);
}

TEST_CASE("FixedLength: as_slice() has the length in its type", "[length]") {
  Triple a(iota);
  STATIC_REQUIRE(std::is_same_v<decltype(std::as_const(a).as_slice()), std::span<const int, 3>>);
  STATIC_REQUIRE(std::is_same_v<decltype(a.as_slice()), std::span<const int, 3>>);
  STATIC_REQUIRE(std::is_same_v<decltype(a.as_slice_mut()), std::span<int, 3>>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<SharedTriple&>().as_slice_mut()),
                                std::optional<std::span<int, 3>>>);
  STATIC_REQUIRE(SliceArray<Triple> && SliceArrayMut<Triple> && !SliceArrayRef<Triple>);
  STATIC_REQUIRE(SliceArray<SharedTriple> && SliceArrayRef<SharedTriple> && !SliceArrayMut<SharedTriple>);
  STATIC_REQUIRE(LabelledArrayMut<Triple> && CopyMap<Triple> && MakeArray<Triple> && UnsafeArrayRef<Triple>);
  STATIC_REQUIRE(DefaultLabelledArray<SharedTriple> && ArrayRef<SharedTriple>);
  a.as_slice_mut()[1] = 9;
  CHECK(a.as_slice()[1] == 9);
  CHECK(a.as_slice().data() == a.data());
  CHECK(a.slice(1, 3).size() == 2);
  SharedTriple shared(iota);
  CHECK(shared.as_slice_mut().has_value());
  const SharedTriple other = shared;
  CHECK_FALSE(shared.as_slice_mut().has_value());
  SharedTriple null;
  CHECK_FALSE(null.as_slice_mut().has_value());
}

TEST_CASE("FixedLength: a static slice of a null handle is a broken contract", "[length]") {
  const auto says = [](const char* words, auto broken) {
    const test::Death death = test::run_to_death(broken);
    if (!death.supported) return;
    CHECK(death.aborted());
    CHECK(death.says(words));
  };
  says(": as_slice() of a null handle", [] {
    const Triple a;
    static_cast<void>(a.as_slice());
  });
  says(": as_slice_mut() of a null handle", [] {
    Triple a;
    static_cast<void>(a.as_slice_mut());
  });
  says("fixed_length_test.cpp", [] { static_cast<void>(get<1>(SharedTriple())); });
  says(": get<I>() of a null handle", [] { static_cast<void>(get<1>(SharedTriple())); });
}

TEST_CASE("FixedLength: elements are bound to names", "[length]") {
  STATIC_REQUIRE(std::tuple_size_v<Triple> == 3);
  STATIC_REQUIRE(std::tuple_size_v<const SharedTriple> == 3);
  STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<2, Triple>, int>);
  STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<2, const Triple>, const int>);
  STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<2, SharedTriple>, const int>);

  Triple a{1, 2, 3};
  auto& [x, y, z] = a;
  STATIC_REQUIRE(std::is_same_v<decltype(x), int>);
  y = 20;
  CHECK(a[1] == 20);
  CHECK(&z == &a[2]);
  const auto& [cx, cy, cz] = a;
  STATIC_REQUIRE(std::is_same_v<decltype(cx), const int>);
  CHECK(cx + cy + cz == 24);
  auto [mx, my, mz] = a.clone();  // owns the clone
  mx = 9;
  CHECK(mx + my + mz == 32);
  CHECK(a[0] == 1);

  const SharedTriple shared{4, 5, 6};
  const auto& [sx, sy, sz] = shared;
  CHECK(&sx == shared.data());
  CHECK(sy + sz == 11);
  auto [tx, ty, tz] = SharedTriple{7, 8, 9};
  STATIC_REQUIRE(std::is_same_v<decltype(tx), const int>);
  CHECK(tx + ty + tz == 24);

  STATIC_REQUIRE(std::is_same_v<decltype(get<0>(a)), int&>);
  STATIC_REQUIRE(std::is_same_v<decltype(get<0>(std::as_const(a))), const int&>);
  STATIC_REQUIRE(std::is_same_v<decltype(get<0>(std::move(a))), int&&>);
  FixedArray<std::string, 2> strings{"a string that is long enough", "b"};
  const std::string moved = get<0>(std::move(strings));
  CHECK(moved == "a string that is long enough");
  CHECK(strings[0].empty());
}

TEST_CASE("FixedLength: compares, hashes and prints like any other array", "[length]") {
  const Triple a{1, 2, 3};
  const HeapArray<int> b{1, 2, 3};
  CHECK(a == b);
  CHECK(std::hash<Triple>()(a) == std::hash<HeapArray<int>>()(b));
  CHECK(a < HeapArray<int>{1, 2, 3, 0});
  std::ostringstream text;
  text << a;
  CHECK(text.str() == "FixedArray { len: 3, elements: [1, 2, 3] }");
}

TEST_CASE("FixedLength: assigned in place, shared and taken back", "[length]") {
  using Arc = BasicRcArray<std::string, std::string, FixedLength<2>, AtomicCount<std::uint32_t>>;
  using Owner = Arc::owner_type;
  Owner a = Owner::with_label("first", [](std::size_t i) { return std::to_string(i); });
  const Owner b = Owner::with_label("second", [](std::size_t) { return "x"; });
  const std::string* const data = a.data();
  a = b;
  CHECK(a.data() == data);
  CHECK(a == b);
  a.label() = "a label of a fixed array is as mutable as any";
  Arc shared = std::move(a).share();
  Arc copy = shared;
  copy.make_mut()[0] = "y";
  CHECK(shared[0] == "x");
  CHECK(copy[0] == "y");
  std::string* const raw = std::move(shared).into_raw();
  CHECK(Arc::from_raw(raw)[1] == "x");
  std::string all;
  for (std::string&& s : std::move(copy).into_iter()) all += s;
  CHECK(all == "yx");
}

// SPDX-License-Identifier: MIT
//
// Every observer, of arrays, of null handles and of moved-from ones, and what each gives through a const and a
// mutable handle.
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;

namespace {

using AllKinds = Concat<HandleKinds, PolicyKinds>;
constexpr std::size_t huge = std::numeric_limits<std::size_t>::max();

struct Synchronised {  // of a user, who opts in
  int number = 0;
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Synchronised> = true;

TEMPLATE_LIST_TEST_CASE("Reading: every observer agrees", "", AllKinds) {
  using A = typename TestType::template of<std::string, int>;
  constexpr std::size_t n = 5;
  A mutable_array = ascending<A>(7, n);
  const auto check = [&](auto& a) {
    using T = std::string;
    CHECK(a);
    CHECK(a.size() == n);
    CHECK_FALSE(a.empty());
    CHECK(a.label() == 7);
    CHECK(&a.front() == a.data());
    CHECK(&a.back() == a.data() + n - 1);
    CHECK(a.begin() == a.data());
    CHECK(a.end() == a.data() + n);
    CHECK(a.cbegin() == a.data());
    CHECK(a.cend() == a.data() + n);
    CHECK(a.as_slice().data() == a.data());
    CHECK(a.as_slice().size() == n);
    std::size_t i = 0;
    for (const T& x : a) {
      CHECK(Make<T>::equal(x, static_cast<int>(i) + 1));
      CHECK(&x == &a[i]);
      CHECK(&x == &a.at(i));
      CHECK(&x == &a.unchecked(i));
      CHECK(&x == a.get(i));
      CHECK(&x == &*(a.rbegin() + static_cast<std::ptrdiff_t>(n - 1 - i)));
      CHECK(&x == &*(a.crbegin() + static_cast<std::ptrdiff_t>(n - 1 - i)));
      ++i;
    }
    CHECK(i == n);
    CHECK(a.rend() - a.rbegin() == n);
    CHECK(a.crend() - a.crbegin() == n);
    CHECK(a.get(n) == nullptr);
    CHECK(a.get(huge) == nullptr);
  };
  check(mutable_array);
  check(std::as_const(mutable_array));
}

TEMPLATE_LIST_TEST_CASE("Reading: at() beyond the end throws, and names index and size", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  A a = ascending<A>(5);
  CHECK(a.at(4) == 5);
  CHECK_THROWS_AS(a.at(5), std::out_of_range);
  CHECK_THROWS_AS(std::as_const(a).at(5), std::out_of_range);
  CHECK_THROWS_AS(a.at(huge), std::out_of_range);
  CHECK_THROWS_AS(A().at(0), std::out_of_range);
  CHECK_THROWS_AS(A(0).at(0), std::out_of_range);
  const std::string text = what_of<std::out_of_range>([&] { return a.at(17); });
  CAPTURE(text);
  CHECK(text.find("17") != std::string::npos);
  CHECK(text.find("size 5") != std::string::npos);
  CHECK(what_of<std::out_of_range>([] { return A().at(3); }).find("size 0") != std::string::npos);
}

TEMPLATE_LIST_TEST_CASE("Reading: any integer is an index, and what converts to one", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  enum Column { first, second };
  const A a = ascending<A>(3);
  const int i = 1;
  const short s = 1;
  const std::ptrdiff_t d = 1;
  const std::integral_constant<std::size_t, 1> constant;
  CHECK(a[0] == 1);
  CHECK(a[i] == 2);
  CHECK(a[s] == 2);
  CHECK(a[d] == 2);
  CHECK(a[1u] == 2);
  CHECK(a[constant] == 2);
  CHECK(a[second] == 2);
}

TEMPLATE_LIST_TEST_CASE("Reading: slices", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  A a = ascending<A>(5);
  const auto check = [](const auto& slice, std::vector<int> expected) {
    CHECK(std::equal(slice.begin(), slice.end(), expected.begin(), expected.end()));
  };
  check(a.slice(0, 5), {1, 2, 3, 4, 5});
  check(a.slice(1, 3), {2, 3});
  check(a.slice(4, 5), {5});
  check(a.slice(5, 5), {});
  check(a.slice(0, 0), {});
  check(std::as_const(a).slice(1, 3), {2, 3});
  CHECK(a.slice(2, 2).data() == a.data() + 2);
  const A null;
  CHECK(null.slice(0, 0).empty());
}

TEMPLATE_LIST_TEST_CASE("Reading: a null and a moved-from handle, in every member", "", AllKinds) {
  using A = typename TestType::template of<std::string, std::string>;
  const auto check = [&](auto& a) {
    CHECK_FALSE(a);
    CHECK(a.size() == 0);
    CHECK(a.empty());
    CHECK(a.data() == nullptr);
    CHECK(a.begin() == nullptr);
    CHECK(a.begin() == a.end());
    CHECK(a.cbegin() == a.cend());
    CHECK(a.rbegin() == a.rend());
    CHECK(a.crbegin() == a.crend());
    CHECK(a.get(0) == nullptr);
    CHECK(a.as_slice().data() == nullptr);
    CHECK(a.as_slice().empty());
    CHECK(a.slice(0, 0).empty());
    CHECK(a.get_allocator() == std::allocator<std::byte>());
    CHECK(bool(a == A()));
    CHECK(bool((a <=> A()) == 0));
    CHECK(bool(a < A(0)));
    CHECK(std::hash<A>()(a) == std::hash<A>()(A()));
    CHECK_THROWS_AS(a.at(0), std::out_of_range);
    CHECK_FALSE(a.clone());
    CHECK_FALSE(A(a));
    for ([[maybe_unused]] const auto& x : a) CHECK(false);
    if constexpr (is_shared_handle<A>) {
      CHECK(a.use_count() == 0);
      CHECK_FALSE(a.is_unique());
      CHECK(a.ref_eq(A()));
      CHECK_FALSE(a.ref_eq(A(0)));
    }
  };
  const auto check_mutable = [&](A& a) {
    check(a);
    check(std::as_const(a));
    CHECK(a.get_mut(0) == nullptr);
    CHECK_FALSE(a.insert(0, "x").has_value());
    A other;
    a.swap(other);
    swap(a, other);
    a = other;
    A& self = a;
    a = self;
    a = std::move(self);
    a = std::move(other);
    CHECK(std::move(a).into_iter().empty());
    CHECK(std::move(a).into_raw() == nullptr);
    CHECK_FALSE(from_raw<A>(nullptr, 7));
    CHECK(from_raw<A>(nullptr, 7).size() == 0);
    if constexpr (is_shared_handle<A>) {
      CHECK_FALSE(a.as_slice_mut().has_value());
      CHECK(a.label_mut() == nullptr);
      CHECK(a.to_mut() == nullptr);
      CHECK_FALSE(a.make_mut());
      CHECK_FALSE(std::move(a).to_owned().has_value());
      CHECK_FALSE(std::move(a).make_owned());
      if constexpr (TestType::is_fat) {
        CHECK(A::retain_raw(nullptr, 7).size() == 0);
      } else {
        CHECK_FALSE(A::retain_raw(nullptr));
      }
    } else {
      CHECK(a.as_slice_mut().empty());
      if constexpr (!std::is_same_v<typename A::count_policy, heaparray::NoCount>) {
        CHECK_FALSE(std::move(a).share());
      }
    }
    check(a);
    a = ascending<A>(1, 2);  // and it can be used again
    CHECK(wrong(a, 1, 2) == "");
  };

  SECTION("default") {
    A a;
    check_mutable(a);
  }
  SECTION("moved into another") {
    A a = ascending<A>(1, 3);
    const A b = std::move(a);
    CHECK(wrong(b, 1, 3) == "");
    check_mutable(a);
  }
  SECTION("move-assigned to another") {
    A a = ascending<A>(1, 3);
    A b = ascending<A>(2, 4);
    b = std::move(a);
    CHECK(wrong(b, 1, 3) == "");
    check_mutable(a);
  }
  SECTION("given away as an iterator") {
    A a = ascending<A>(1, 3);
    CHECK(std::move(a).into_iter().size() == 3);
    check_mutable(a);
  }
  SECTION("given away as a pointer") {
    A a = ascending<A>(1, 3);
    const A b = from_raw<A>(std::move(a).into_raw(), 3);
    CHECK(wrong(b, 1, 3) == "");
    check_mutable(a);
  }
  if constexpr (TestType::is_shared) {
    SECTION("given away by to_owned") {
      A a = ascending<A>(1, 3);
      CHECK(std::move(a).to_owned()->size() == 3);
      check_mutable(a);
    }
    SECTION("given away by make_owned") {
      A a = ascending<A>(1, 3);
      const A b = a;
      CHECK(std::move(a).make_owned().size() == 3);
      check_mutable(a);
    }
  }
}

TEMPLATE_LIST_TEST_CASE("Reading: handles are contiguous, sized, common ranges", "", HandleKinds) {
  using A = typename TestType::template of<int>;
  STATIC_REQUIRE(std::ranges::contiguous_range<A>);
  STATIC_REQUIRE(std::ranges::contiguous_range<const A>);
  STATIC_REQUIRE(std::ranges::sized_range<const A>);
  STATIC_REQUIRE(std::ranges::common_range<const A>);
  STATIC_REQUIRE_FALSE(std::ranges::view<A>);
  STATIC_REQUIRE_FALSE(std::ranges::borrowed_range<A>);
  STATIC_REQUIRE(std::is_convertible_v<const A&, std::span<const int>>);
  STATIC_REQUIRE(std::is_convertible_v<A&, std::span<int>> == !TestType::is_shared);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const A&, std::span<int>>);
  STATIC_REQUIRE(std::contiguous_iterator<typename A::iterator>);
  STATIC_REQUIRE(std::regular<A>);

  const A a = ascending<A>(4);
  CHECK(std::accumulate(a.begin(), a.end(), 0) == 10);
  CHECK(std::ranges::data(a) == a.data());
  CHECK(std::ranges::size(a) == 4);
  CHECK(std::ranges::find(a, 3) == a.begin() + 2);
  CHECK(std::vector<int>(a.rbegin(), a.rend()) == std::vector<int>{4, 3, 2, 1});
#if HEAPARRAY_TEST_HAS_VIEWS
  int sum = 0;
  for (const int x : a | std::views::drop(2)) sum += x;
  CHECK(sum == 7);
#endif
}

// ---- what is const ----------------------------------------------------------------------------------------

namespace {

// What members give: through `Handle` (A& or const A&), elements look like E and the label like L.
template <class Handle, class E, class L>
constexpr bool shows() {
  using A = std::remove_cvref_t<Handle>;
  return std::same_as<decltype(std::declval<Handle>().data()), E*> &&
         std::same_as<decltype(std::declval<Handle>()[0]), E&> &&
         std::same_as<decltype(std::declval<Handle>().at(0)), E&> &&
         std::same_as<decltype(std::declval<Handle>().unchecked(0)), E&> &&
         std::same_as<decltype(std::declval<Handle>().front()), E&> &&
         std::same_as<decltype(std::declval<Handle>().back()), E&> &&
         std::same_as<decltype(std::declval<Handle>().begin()), E*> &&
         std::same_as<decltype(std::declval<Handle>().end()), E*> &&
         std::same_as<decltype(std::declval<Handle>().rbegin()), std::reverse_iterator<E*>> &&
         std::same_as<decltype(std::declval<Handle>().rend()), std::reverse_iterator<E*>> &&
         std::same_as<decltype(std::declval<Handle>().label()), L&> &&
         std::same_as<decltype(std::declval<Handle>().cbegin()), const typename A::value_type*> &&
         std::same_as<decltype(std::declval<Handle>().cend()), const typename A::value_type*>;
}

// What only says that it reads: get, as_slice, slice.
template <class Handle, class E>
constexpr bool reads() {
  return std::same_as<decltype(std::declval<Handle>().get(0)), E*> &&
         std::same_as<decltype(std::declval<Handle>().as_slice()), std::span<E>> &&
         std::same_as<decltype(std::declval<Handle>().slice(0, 0)), std::span<E>>;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Reading: a unique handle is deeply const", "", UniqueKinds) {
  using A = typename TestType::template of<int, std::string>;
  STATIC_REQUIRE(shows<A&, int, std::string>());
  STATIC_REQUIRE(shows<const A&, const int, const std::string>());
  STATIC_REQUIRE(reads<A&, const int>());
  STATIC_REQUIRE(reads<const A&, const int>());
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().get_mut(0)), int*>);
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().as_slice_mut()), std::span<int>>);
  // Also of elements that synchronise themselves: there is one owner, who can be const.
  using Atomics = typename TestType::template of<std::atomic<int>, std::mutex>;
  STATIC_REQUIRE(shows<const Atomics&, const std::atomic<int>, const std::mutex>());
  STATIC_REQUIRE(shows<Atomics&, std::atomic<int>, std::mutex>());
}

TEMPLATE_LIST_TEST_CASE("Reading: a shared handle reads as const", "", SharedKinds) {
  using A = typename TestType::template of<int, std::string>;
  STATIC_REQUIRE(shows<A&, const int, const std::string>());
  STATIC_REQUIRE(shows<const A&, const int, const std::string>());
  STATIC_REQUIRE(reads<A&, const int>());
  STATIC_REQUIRE(reads<const A&, const int>());
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().get_mut(0)), int*>);
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().label_mut()), std::string*>);
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().as_slice_mut()), std::optional<std::span<int>>>);
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().to_mut()), typename A::owner_type*>);
  STATIC_REQUIRE(std::same_as<decltype(std::declval<A&>().make_mut()), typename A::owner_type&>);
}

TEMPLATE_LIST_TEST_CASE("Reading: what synchronises itself is mutable through a shared handle", "",
                        SharedKinds) {
  using Atomics = typename TestType::template of<std::atomic<int>, std::mutex>;
  STATIC_REQUIRE(shows<const Atomics&, std::atomic<int>, std::mutex>());
  STATIC_REQUIRE(reads<const Atomics&, std::atomic<int>>());
  using OfUser = typename TestType::template of<Synchronised, Synchronised>;
  STATIC_REQUIRE(shows<const OfUser&, Synchronised, Synchronised>());
  using Mixed = typename TestType::template of<std::atomic<int>, std::string>;
  STATIC_REQUIRE(shows<const Mixed&, std::atomic<int>, const std::string>());
  using MixedToo = typename TestType::template of<int, std::atomic<int>>;
  STATIC_REQUIRE(shows<const MixedToo&, const int, std::atomic<int>>());
  // Not what only looks like a mutex: these cannot be shared by several threads.
  using Locks = typename TestType::template of<std::unique_lock<std::mutex>>;
  STATIC_REQUIRE(std::same_as<decltype(std::declval<Locks&>()[0]), const std::unique_lock<std::mutex>&>);

  const MixedToo a = MixedToo::with_label(heaparray::label_args(5), 1, [](std::size_t) { return 0; });
  const MixedToo b = a;
  a.label().fetch_add(1);
  CHECK(b.label().load() == 6);
  const Atomics c(2);
  const Atomics d = c;
  c[1].store(7);
  d.label().lock();
  CHECK_FALSE(c.label().try_lock());
  d.label().unlock();
  CHECK(d[1].load() == 7);
}

TEMPLATE_LIST_TEST_CASE("Reading: observers that cannot fail are noexcept", "", HandleKinds) {
  using A = typename TestType::template of<std::string, std::string>;
  STATIC_REQUIRE(noexcept(std::declval<const A&>().size()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().empty()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().data()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().begin()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().end()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().rbegin()));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().get(0)));
  STATIC_REQUIRE(noexcept(std::declval<const A&>().as_slice()));
  STATIC_REQUIRE(noexcept(static_cast<bool>(std::declval<const A&>())));
  STATIC_REQUIRE(std::is_nothrow_default_constructible_v<A>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<A>);
  STATIC_REQUIRE(std::is_nothrow_move_assignable_v<A>);
  STATIC_REQUIRE(std::is_nothrow_swappable_v<A>);
  STATIC_REQUIRE(std::is_nothrow_destructible_v<A>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<A> == TestType::is_shared);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<A, bool>);
}

// SPDX-License-Identifier: MIT
//
// handles.hpp: the kinds of handles that typed tests run over, and what they hold.
//
//   TEMPLATE_LIST_TEST_CASE("...", "", test::HandleKinds) { using A = typename TestType::template of<int>; ... }
//   using Cases = test::Product<test::HandleKinds, test::ElementKinds>;   // Catch2 wants a name
//   TEMPLATE_LIST_TEST_CASE("...", "", Cases) { using A = test::ArrayOf<TestType>; ... }
//
// A new kind (a policy, another handle) is a struct here and an entry in one of the lists.
#ifndef HEAPARRAY_TESTS_SUPPORT_HANDLES_HPP
#define HEAPARRAY_TESTS_SUPPORT_HANDLES_HPP

#include "elements.hpp"

#include <heaparray/heap_array.hpp>
#include <heaparray/rc_array.hpp>
#include <heaparray/weak_array.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

// Clang before 16 cannot compile the views of libstdc++: tests of them are for the others.
#if defined(__clang__) && defined(__GLIBCXX__) && __clang_major__ < 16
#define HEAPARRAY_TEST_HAS_VIEWS 0
#else
#define HEAPARRAY_TEST_HAS_VIEWS 1
#endif

namespace test {

// ---- kinds ----------------------------------------------------------------------------------------------

using DefaultAllocator = std::allocator<std::byte>;

template <class Length, class Count>
struct UniqueKind {
  static constexpr bool is_shared = false;
  static constexpr bool is_fat = Length::in_handle;
  template <class T, class Label = heaparray::NoLabel, class Allocator = DefaultAllocator>
  using of = heaparray::BasicArray<T, Label, Length, Count, Allocator>;
};

template <class Length, class Count>
struct SharedKind {
  static constexpr bool is_shared = true;
  static constexpr bool is_fat = Length::in_handle;
  template <class T, class Label = heaparray::NoLabel, class Allocator = DefaultAllocator>
  using of = heaparray::BasicRcArray<T, Label, Length, Count, Allocator>;
};

// Structs, not aliases, so that they are short in the names of tests.
struct Fat : UniqueKind<heaparray::LengthInHandle, heaparray::NoCount> {};
struct Thin : UniqueKind<heaparray::LengthInBlock<>, heaparray::NoCount> {};
struct FpRc : SharedKind<heaparray::LengthInHandle, heaparray::LocalCount<>> {};
struct TpRc : SharedKind<heaparray::LengthInBlock<>, heaparray::LocalCount<>> {};
struct FpArc : SharedKind<heaparray::LengthInHandle, heaparray::AtomicCount<>> {};
struct TpArc : SharedKind<heaparray::LengthInBlock<>, heaparray::AtomicCount<>> {};

/// Unique, but with a count in its block: the owner_type of an Arc handle.
struct TpArcOwner : UniqueKind<heaparray::LengthInBlock<>, heaparray::AtomicCount<>> {};

/// Small lengths and counts.
struct Thin16 : UniqueKind<heaparray::LengthInBlock<std::uint16_t>, heaparray::NoCount> {};
struct TpRc32 : SharedKind<heaparray::LengthInBlock<std::uint32_t>, heaparray::LocalCount<std::uint32_t>> {};
struct TpArc32 : SharedKind<heaparray::LengthInBlock<std::uint32_t>, heaparray::AtomicCount<std::uint32_t>> {
};

/// A count with a cache line of its own.
struct Isolated : SharedKind<heaparray::LengthInBlock<>, heaparray::IsolatedCount<>> {};

/// Counts with weak handles.
struct RcWeak
    : SharedKind<heaparray::LengthInBlock<std::uint32_t>, heaparray::LocalCountWithWeak<std::uint32_t>> {};
struct ArcWeak
    : SharedKind<heaparray::LengthInBlock<std::uint32_t>, heaparray::AtomicCountWithWeak<std::uint32_t>> {};

/// Arrays of three elements, since their type or their label says so.
struct Fixed3 : UniqueKind<heaparray::FixedLength<3>, heaparray::NoCount> {};
struct FixedArc3 : SharedKind<heaparray::FixedLength<3>, heaparray::AtomicCount<std::uint32_t>> {};
struct ThreeSaid {
  template <class Label>
  constexpr std::size_t operator()(const Label&) const {
    return 3;
  }
};
struct Said3 : UniqueKind<heaparray::LengthFromLabel<ThreeSaid{}>, heaparray::NoCount> {};

/// The named handles: each class with each place of the length, and each count once. FpRc and TpArc are the same code with the
/// other count; rc_array_test has all.
using UniqueKinds = std::tuple<Fat, Thin>;
using SharedKinds = std::tuple<TpRc, FpArc>;
using HandleKinds = std::tuple<Fat, Thin, TpRc, FpArc>;

/// What else is made of the policies: for the tests that are about making and dropping, not about every type.
using PolicyKinds = std::tuple<TpArcOwner, Thin16, TpArc32, Isolated, ArcWeak>;
/// Of these, one for each shape of what stands in front of the elements: for the tests that are about every type.
using PrefixKinds = std::tuple<Thin16, TpArc32, Isolated, ArcWeak>;

/// What is made of policies that know the length: for tests that need no other length than three.
using KindsOfThree = std::tuple<Fixed3, FixedArc3, Said3>;
template <class A>
inline constexpr bool is_of_three =
    std::is_same_v<typename A::length_policy, heaparray::FixedLength<3>> ||
    std::is_same_v<typename A::length_policy, heaparray::LengthFromLabel<ThreeSaid{}>>;

// ---- handles × elements -----------------------------------------------------------------------------------

/// One case of a Product.
template <class Handle, class T>
struct Case {
  using Kind = Handle;
  using Element = T;
};

namespace detail {

template <class... Lists>
struct concat;
template <class... Ts>
struct concat<std::tuple<Ts...>> {
  using type = std::tuple<Ts...>;
};
template <class... Ts, class... Us, class... More>
struct concat<std::tuple<Ts...>, std::tuple<Us...>, More...> : concat<std::tuple<Ts..., Us...>, More...> {};

template <class Handle, class List>
struct row;
template <class Handle, class... Ts>
struct row<Handle, std::tuple<Ts...>> {
  using type = std::tuple<Case<Handle, Ts>...>;
};

template <class Handles, class List>
struct product;
template <class... Handles, class List>
struct product<std::tuple<Handles...>, List> : concat<typename row<Handles, List>::type...> {};

template <class Handles, class List, class = std::make_index_sequence<std::tuple_size_v<List>>>
struct spread;
template <class Handles, class List, std::size_t... i>
struct spread<Handles, List, std::index_sequence<i...>> {
  static constexpr std::size_t kinds = std::tuple_size_v<Handles>;
  template <std::size_t handle, std::size_t element>
  using at = Case<std::tuple_element_t<handle % kinds, Handles>, std::tuple_element_t<element, List>>;
  using type = std::tuple<at<i, i>..., at<i + (kinds + 1) / 2, i>...>;
};

}  // namespace detail

/// Every handle with every type of `List`.
template <class Handles, class List>
using Product = typename detail::product<Handles, List>::type;

/// Every type of `List` with two handles, and every handle with some types: for tests of what handle and type do each alone.
/// element_kinds_test and label_kinds_test have all pairs. At least two handles, and not more than types.
template <class Handles, class List>
using Spread = typename detail::spread<Handles, List>::type;

/// Two lists as one.
template <class... Lists>
using Concat = typename detail::concat<Lists...>::type;

/// Each policy of length and of count once, and every shape in front of the elements: for tests of what is written once for
/// all kinds, of which another kind is another instance and no other code.
using ShapeKinds = Concat<HandleKinds, PrefixKinds>;

/// The array of a Case whose type is that of the elements, or of the label.
template <class C, class Label = heaparray::NoLabel, class Allocator = DefaultAllocator>
using ArrayOf = typename C::Kind::template of<typename C::Element, Label, Allocator>;
template <class C, class T, class Allocator = DefaultAllocator>
using LabelledBy = typename C::Kind::template of<T, typename C::Element, Allocator>;

// ---- what they hold ---------------------------------------------------------------------------------------

template <class A>
inline constexpr bool is_shared_handle = requires(const A& a) { a.use_count(); };

/// Element number i of the arrays below: never equal to a value-initialised one, if that can be told.
template <class T>
T nth(std::size_t i) {
  return Make<T>::value(static_cast<int>(i) + 1);
}

/// An array of nth(0), nth(1), ...
template <class A>
A ascending(std::size_t n) {
  return A(n, [](std::size_t i) { return nth<typename A::value_type>(i); });
}

/// The same with the label made from `label`, built in place, and `allocator`.
template <class A>
A ascending(int label, std::size_t n,
            const typename A::allocator_type& allocator = typename A::allocator_type()) {
  return Make<typename A::label_type>::with_args(label, [&](auto&&... args) {
    return A::with_label(
        heaparray::label_args(std::forward<decltype(args)>(args)...), n,
        [](std::size_t i) { return nth<typename A::value_type>(i); }, allocator);
  });
}

/// Empty if `a` holds elements made from `first`, `first + step`, ...; else a text that says what is wrong.
template <class A>
std::string wrong_elements(const A& a, std::size_t n, int first = 1, int step = 1) {
  if (!a) return "it is null";
  if (a.size() != n) return "its size is " + std::to_string(a.size());
  for (std::size_t i = 0; i != n; ++i) {
    const int expected = first + static_cast<int>(i) * step;
    if (!Make<typename A::value_type>::equal(a.data()[i], expected)) {
      return "element " + std::to_string(i) + " is not made from " + std::to_string(expected);
    }
  }
  return "";
}

/// The same for the label too.
template <class A>
std::string wrong(const A& a, int label, std::size_t n, int first = 1, int step = 1) {
  std::string text = wrong_elements(a, n, first, step);
  if (text.empty() && !Make<typename A::label_type>::equal(a.label(), label)) {
    text = "its label is not made from " + std::to_string(label);
  }
  return text;
}

/// The elements of `a`, which nobody else owns, to write to.
template <class A>
std::span<typename A::value_type> writable(A& a) {
  if constexpr (is_shared_handle<A>) {
    return a.as_slice_mut().value();
  } else {
    return a.as_slice_mut();
  }
}

/// The text of the Exception that `f()` throws; empty if it throws none.
template <class Exception, class F>
std::string what_of(F f) {
  try {
    static_cast<void>(f());
  } catch (const Exception& exception) {
    return exception.what();
  }
  return "";
}

/// Takes back what into_raw gave up, whether the handle is fat or thin.
template <class A>
A from_raw(typename A::value_type* data, std::size_t n) {
  if constexpr (A::length_policy::in_handle) {
    return A::from_raw(data, n);
  } else {
    return A::from_raw(data);
  }
}

}  // namespace test

#endif

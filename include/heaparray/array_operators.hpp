// SPDX-License-Identifier: MIT
//
// array_operators.hpp: comparison and hashing for every readable array, whatever its kind.
//
// Two arrays are compared label first, then element by element. A null handle equals only a null handle and
// is less than every other handle. Addresses of blocks are not compared: an array that holds a NaN differs
// from itself.
//
// For an array type of your own, outside this namespace:
//
//   class MyArray : public heaparray::ArrayOperators { ... };                          // ==, <=>, <<
//   template <> struct std::hash<MyArray> : heaparray::ArrayHash<MyArray> {};          // std::hash
#ifndef HEAPARRAY_ARRAY_OPERATORS_HPP
#define HEAPARRAY_ARRAY_OPERATORS_HPP

#include <compare>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>  // and std::hash
#include <type_traits>
#include <utility>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/hidden.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// An empty base class. For classes derived from it, argument-dependent lookup finds the operators of this
/// namespace.
struct ArrayOperators {};

namespace detail {

template <ReadableArray A>
constexpr bool is_null(const A& a) {
  if constexpr (requires { static_cast<bool>(a); })
    return !static_cast<bool>(a);
  else
    return false;
}

template <ReadableArray A>
constexpr std::span<const typename A::value_type> elements_of(const A& a) {
  return a.as_slice();
}

template <class A, class B>
concept HasThreeWay = requires(const A& a, const B& b) { a <=> b; };
// Not for numbers: `<` between a signed and an unsigned number is not an ordering.
template <class A, class B>
concept HasLess = !(std::is_arithmetic_v<A> && std::is_arithmetic_v<B>) && requires(const A& a, const B& b) {
  { a < b } -> std::convertible_to<bool>;
  { b < a } -> std::convertible_to<bool>;
};

/// `a <=> b`, also for types that only have `<`. \see [expos.only.entity]/2, synth-three-way
template <class A, class B>
  requires HasThreeWay<A, B> || HasLess<A, B>
constexpr auto three_way(const A& a, const B& b) {
  if constexpr (HasThreeWay<A, B>) {
    return a <=> b;
  } else {
    if (a < b) return std::weak_ordering::less;
    if (b < a) return std::weak_ordering::greater;
    return std::weak_ordering::equivalent;
  }
}

template <class A, class B>
using ThreeWay = decltype(detail::three_way(std::declval<const A&>(), std::declval<const B&>()));

template <class T>
concept Hashable = requires(const T& t) {
  { std::hash<T>()(t) } -> std::convertible_to<std::size_t>;
};

/// Whether two values of type `T` are equal exactly if their bytes are equal.
template <class T>
inline constexpr bool equal_as_bytes = std::is_integral_v<T> || std::is_same_v<T, std::byte>;

template <class T>
std::string_view bytes_of(std::span<const T> elements) noexcept {
  // SAFETY: any object may be read as chars.
  return std::string_view(reinterpret_cast<const char*>(elements.data()), elements.size_bytes());
}

// Does what std::equal does. <algorithm> is a large header.
template <class T, class U>
constexpr bool equal(std::span<const T> x, std::span<const U> y) {
  if (x.size() != y.size()) return false;
  if constexpr (std::is_same_v<T, U> && equal_as_bytes<T>)
    if (!std::is_constant_evaluated()) return bytes_of(x) == bytes_of(y);
  for (std::size_t i = 0; i != x.size(); ++i)
    if (!(x[i] == y[i])) return false;
  return true;
}

HEAPARRAY_WRAPS constexpr std::size_t hash_combine(std::size_t seed, std::size_t hash) noexcept {
  seed = (seed ^ hash) * detail::to_integer<std::size_t>(0x9E3779B97F4A7C15u);  // 2^64 / the golden ratio
  return seed ^ (seed >> (sizeof(seed) * 4));
}

}  // namespace detail

/// Whether labels and elements are equal. A null handle equals only a null handle.
/// \pre the label types and the element types can be compared with `==`
/// \complexity O(1) if the lengths differ, otherwise O(n)
template <ReadableArray A, ReadableArray B>
[[nodiscard]] constexpr bool operator==(const A& a, const B& b) {
  // Not a constraint, because an element type that contains arrays of itself is incomplete when a constraint
  // is checked.
  static_assert(
      requires(const typename A::value_type& x, const typename B::value_type& y) {
        { x == y } -> std::convertible_to<bool>;
      }, "heaparray: arrays are compared element by element, and these elements have no operator==.");
  static_assert(
      requires(const typename A::label_type& x, const typename B::label_type& y) {
        { x == y } -> std::convertible_to<bool>;
      },
      "heaparray: arrays are compared label first, and these labels have no operator==. Give the label type "
      "one, or "
      "compare as_slice().");
  if (detail::is_null(a) || detail::is_null(b)) return detail::is_null(a) && detail::is_null(b);
  const auto x = detail::elements_of(a);
  const auto y = detail::elements_of(b);
  if (x.size() != y.size()) return false;
  const typename A::label_type& label_a = a.label();
  const typename B::label_type& label_b = b.label();
  return label_a == label_b && detail::equal(x, y);
}

/// Compares labels first, then elements lexicographically. A null handle is less than every other handle.
/// \complexity O(min(a.size(), b.size()))
template <ReadableArray A, ReadableArray B>
[[nodiscard]] constexpr auto operator<=>(const A& a, const B& b)
    -> std::common_comparison_category_t<detail::ThreeWay<typename A::label_type, typename B::label_type>,
                                         detail::ThreeWay<typename A::value_type, typename B::value_type>> {
  if (detail::is_null(a) || detail::is_null(b)) return !detail::is_null(a) <=> !detail::is_null(b);
  const typename A::label_type& label_a = a.label();
  const typename B::label_type& label_b = b.label();
  if (const auto order = detail::three_way(label_a, label_b); std::is_neq(order)) return order;
  const auto x = detail::elements_of(a);
  const auto y = detail::elements_of(b);
  for (std::size_t i = 0, n = x.size() < y.size() ? x.size() : y.size(); i != n; ++i)
    if (const auto order = detail::three_way(x[i], y[i]); std::is_neq(order)) return order;
  return x.size() <=> y.size();
}

/// A hash of the label and the elements. Equal arrays have equal hashes, even if they are of different kinds.
/// Integers, and other elements that are equal exactly if their bytes are, are hashed as one string of bytes.
/// \complexity O(n)
template <class A>
struct ArrayHash {
  [[nodiscard]] std::size_t operator()(const A& a) const {
    static_assert(ReadableArray<A>,
                  "heaparray: ArrayHash<A> needs an A that models heaparray::ReadableArray.");
    using T = typename A::value_type;
    using Label = typename A::label_type;
    if (detail::is_null(a)) return 0;
    const auto elements = detail::elements_of(a);
    std::size_t hash = elements.size();
    if constexpr (!std::is_same_v<Label, NoLabel>) {
      const Label& label = a.label();
      hash = detail::hash_combine(hash, std::hash<Label>()(label));
    }
    if constexpr (detail::equal_as_bytes<T>) {
      hash = detail::hash_combine(hash, std::hash<std::string_view>()(detail::bytes_of(elements)));
    } else {
      for (const T& element : elements) hash = detail::hash_combine(hash, std::hash<T>()(element));
    }
    return hash;
  }
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ARRAY_OPERATORS_HPP

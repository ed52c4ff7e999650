// SPDX-License-Identifier: MIT
//
// array_operators.hpp: comparison and hashing for every readable array, whatever its kind.
//
// Two arrays are compared label first, then element by element. A null handle equals only a null handle and
// is less than every other handle. Addresses decide nothing that can be observed: an array that holds a NaN
// differs from itself.
//
// An array is compared with a sequence, which has no label, by its elements only:
//
//   array == std::span(p, n)      // or a std::vector, a std::array, a container with data() and size()
//   chars == "a literal"          // or a std::string_view, a std::string, a const char*
//
// A null handle equals no sequence, not even an empty one, and is less than every sequence. Characters are
// compared with a string or a string_view in the order of the string_view, in which a char is an unsigned
// byte. Arrays that keep a NUL (ArcText, RcText) always are in this order. All other arrays of char are in
// the order of char, as std::vector<char>.
//
// For an array type of your own, outside this namespace:
//
//   class MyArray : public heaparray::ArrayOperators { ... };                          // ==, <=>, <<
//   template <> struct std::hash<MyArray> : heaparray::ArrayHash<MyArray> {};          // std::hash
#ifndef HEAPARRAY_ARRAY_OPERATORS_HPP
#define HEAPARRAY_ARRAY_OPERATORS_HPP

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <iosfwd>
#include <span>
#include <string_view>  // and std::hash
#include <type_traits>
#include <utility>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/character.hpp"  // IWYU pragma: export
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

/// Whether an array of characters is compared and printed as text: it keeps a NUL. So is a part of it, and
/// what borrows it.
template <ReadableArray A>
constexpr bool is_text() noexcept {
  if constexpr (requires { typename A::length_policy; })
    return IsCharacter<typename A::value_type>::value && KeepsTerminator<typename A::length_policy>;
  else if constexpr (requires { requires ReadableArray<typename A::handle_type>; })
    return detail::is_text<typename A::handle_type>();
  else
    return false;
}

template <class R>
inline constexpr bool is_sequence = false;
template <class T, std::size_t Extent>
inline constexpr bool is_sequence<std::span<T, Extent>> = true;
template <class T, std::size_t N>
inline constexpr bool is_sequence<std::array<T, N>> = true;

// A string in the order of a user's own has traits to say so, and is not compared with.
template <class R>
concept ElementContainer = requires(const R& r) {
  typename R::allocator_type;
  { r.data() } -> std::same_as<const typename R::value_type*>;
  { r.size() } -> std::convertible_to<std::size_t>;
} && !requires { typename R::traits_type; };

/// What an array of elements `T` is compared with by its elements alone.
template <class R, class T>
concept Sequence = (!ReadableArray<R>) &&
                   (is_sequence<R> || ElementContainer<R> || (IsCharacter<T>::value && StandardText<R, T>));

/// The elements of a sequence. Those of a literal end before its NUL, or where it has none, where it ends.
template <class T, Sequence<T> R>
constexpr auto sequence_of(const R& r) {
  if constexpr (std::is_array_v<R>) {
    const std::size_t n = std::basic_string_view<T>(r, std::extent_v<R>).find(T());
    return std::span<const T>(r, n < std::extent_v<R> ? n : std::extent_v<R>);
  } else if constexpr (StandardText<R, T>) {
    const std::basic_string_view<T> text(r);
    return std::span<const T>(text.data(), text.size());
  } else {
    return std::span<const typename R::value_type>(r.data(), r.size());
  }
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

template <class A, class B>
concept Ordered = requires { typename ThreeWay<A, B>; };

template <class T>
concept Hashable = requires(const T& t) {
  { std::hash<T>()(t) } -> std::convertible_to<std::size_t>;
};

template <class T, class R>
using SequenceElement =
    std::remove_const_t<typename decltype(detail::sequence_of<T>(std::declval<const R&>()))::element_type>;

/// Any array.
struct AnyArray {
  template <ReadableArray A>
  AnyArray(const A&) noexcept {}
};

/// What an array is compared with in vain.
struct Unlike {
  template <class B>
    requires(!ReadableArray<B>)
  Unlike(const B&) = delete;  // heaparray: compare elements, or by std::ranges::equal
};

/// What an array has no order with.
struct Unordered {
  template <class B>
    requires(!ReadableArray<B>)
  Unordered(const B&) = delete;  // heaparray: no order: elements and labels need an operator<=> or <
};
/// The same for two arrays.
struct UnorderedArray {
  template <ReadableArray B>
  UnorderedArray(const B&) = delete;  // heaparray: no order: elements and labels need an operator<=> or <
};

/// What a stream does not print.
struct NeedsOstream {
  template <ReadableArray A>
  NeedsOstream(const A&) = delete;  // heaparray: include ostream.hpp
};

/// Whether every value of type `T` equals itself, as far as the type shows it.
template <class T>
inline constexpr bool equals_itself = std::is_integral_v<T> || std::is_enum_v<T> || std::is_pointer_v<T>;

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
  if constexpr (std::is_same_v<T, U> && equals_itself<T>)
    if (x.data() == y.data()) return true;
  if constexpr (std::is_same_v<T, U> && equal_as_bytes<T>)
    if (!std::is_constant_evaluated()) return bytes_of(x) == bytes_of(y);
  for (std::size_t i = 0; i != x.size(); ++i)
    if (!(x[i] == y[i])) return false;
  return true;
}

/// Whether the values of type `T` are in the order of their bytes. So are those of `char` where it is
/// unsigned.
template <class T>
inline constexpr bool ordered_as_bytes =
    equal_as_bytes<T> && sizeof(T) == 1 && !(std::is_integral_v<T> && std::is_signed_v<T>);

/// The length of a beginning of `x` and `y`, each of at least `n` elements, that is found equal at once: as
/// many elements as fit in 16 bytes are compared with one instruction or two.
template <class T, class U>
constexpr std::size_t skip_equal([[maybe_unused]] const T* x, [[maybe_unused]] const U* y,
                                 [[maybe_unused]] std::size_t n) {
  std::size_t i = 0;
  if constexpr (std::is_same_v<T, U> && equal_as_bytes<T> && sizeof(T) < 16)
    if (constexpr std::size_t step = 16 / sizeof(T); !std::is_constant_evaluated())
      while (n - i >= step && std::memcmp(x + i, y + i, 16) == 0) i += step;
  return i;
}

/// Lexicographically; as texts if `AsText`.
template <bool AsText, class T, class U>
constexpr auto compare(std::span<const T> x, std::span<const U> y)
    -> std::common_comparison_category_t<ThreeWay<T, U>> {
  const std::size_t n = x.size() < y.size() ? x.size() : y.size();
  if constexpr (AsText && std::is_same_v<T, U>)
    if (std::is_constant_evaluated())
      return std::basic_string_view<T>(x.data(), x.size()) <=> std::basic_string_view<T>(y.data(), y.size());
  if constexpr (std::is_same_v<T, U> && (ordered_as_bytes<T> || (AsText && std::is_same_v<T, char>))) {
    if (!std::is_constant_evaluated()) {
      if (const int order = n != 0 ? std::memcmp(x.data(), y.data(), n) : 0; order != 0) return order <=> 0;
      return x.size() <=> y.size();
    }
  }
  for (std::size_t i = detail::skip_equal(x.data(), y.data(), n); i != n; ++i) {
    if constexpr (std::is_arithmetic_v<T> && std::is_same_v<T, U>)
      if (x[i] == y[i]) continue;  // one comparison, where <=> may be two or three
    if (const auto order = detail::three_way(x[i], y[i]); std::is_neq(order)) return order;
  }
  return x.size() <=> y.size();
}

HEAPARRAY_WRAPS constexpr std::size_t hash_combine(std::size_t seed, std::size_t hash) noexcept {
  seed = (seed ^ hash) * detail::to_integer<std::size_t>(0x9E3779B97F4A7C15u);  // 2^64 / the golden ratio
  return seed ^ (seed >> (sizeof(seed) * 4));
}

}  // namespace detail

/// Whether labels and elements are equal. A null handle equals only a null handle.
/// \pre the label types and the element types can be compared with `==`
/// \throws what comparing labels and elements throws. Strong guarantee
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
      "heaparray: arrays are compared label first, and these labels have no operator==. "
      "Give the label type one, or compare as_slice().");
  if (detail::is_null(a) || detail::is_null(b)) return detail::is_null(a) && detail::is_null(b);
  const auto x = detail::elements_of(a);
  const auto y = detail::elements_of(b);
  if (x.size() != y.size()) return false;
  const typename A::label_type& label_a = a.label();
  const typename B::label_type& label_b = b.label();
  return label_a == label_b && detail::equal(x, y);
}

/// Compares labels first, then elements lexicographically. A null handle is less than every other handle.
/// \throws what comparing labels and elements throws. Strong guarantee
/// \complexity O(min(a.size(), b.size()))
template <ReadableArray A, ReadableArray B>
[[nodiscard]] constexpr auto operator<=>(const A& a, const B& b)
    -> std::common_comparison_category_t<detail::ThreeWay<typename A::label_type, typename B::label_type>,
                                         detail::ThreeWay<typename A::value_type, typename B::value_type>> {
  if (detail::is_null(a) || detail::is_null(b)) return !detail::is_null(a) <=> !detail::is_null(b);
  const typename A::label_type& label_a = a.label();
  const typename B::label_type& label_b = b.label();
  if (const auto order = detail::three_way(label_a, label_b); std::is_neq(order)) return order;
  constexpr bool as_text = detail::is_text<A>() || detail::is_text<B>();
  return detail::compare<as_text>(detail::elements_of(a), detail::elements_of(b));
}

/// Whether the array has the elements of the sequence `r`. The label is not compared. A null handle equals no
/// sequence.
/// \pre the element types can be compared with `==`
/// \complexity O(1) if the lengths differ, otherwise O(n)
template <ReadableArray A, detail::Sequence<typename A::value_type> R>
[[nodiscard]] constexpr bool operator==(const A& a, const R& r) {
  using T = typename A::value_type;
  static_assert(
      requires(const T& x, const detail::SequenceElement<T, R>& y) {
        { x == y } -> std::convertible_to<bool>;
      }, "heaparray: an array is compared with a sequence element by element, and these have no operator==.");
  return !detail::is_null(a) && detail::equal(detail::elements_of(a), detail::sequence_of<T>(r));
}

/// The elements of the array and of the sequence `r`, lexicographically. The label is not compared. A null
/// handle is less than every sequence.
/// \complexity O(min(a.size(), r.size()))
template <ReadableArray A, detail::Sequence<typename A::value_type> R>
[[nodiscard]] constexpr auto operator<=>(const A& a, const R& r) -> std::common_comparison_category_t<
    detail::ThreeWay<typename A::value_type, detail::SequenceElement<typename A::value_type, R>>> {
  using T = typename A::value_type;
  if (detail::is_null(a)) return std::strong_ordering::less;
  constexpr bool as_text = detail::is_text<A>() || detail::StandardText<R, T>;
  return detail::compare<as_text>(detail::elements_of(a), detail::sequence_of<T>(r));
}

// Refused, with a sentence. Any other operator is a better match: each of these takes both sides by a
// conversion, and is a template, although there is nothing to deduce.

/// Refused: numbers, pointers, and types that have not the elements of an array side by side.
template <class = void>
bool operator==(detail::AnyArray, detail::Unlike);

/// Refused: sequences and others whose elements have no order.
template <class = void>
std::partial_ordering operator<=>(detail::AnyArray, detail::Unordered);
/// Refused. For two arrays, not by `<=>`, which would be rewritten: both directions would be equally good.
template <class = void>
bool operator<(detail::AnyArray, detail::UnorderedArray);
/// Refused.
template <class = void>
bool operator>(detail::AnyArray, detail::UnorderedArray);
/// Refused.
template <class = void>
bool operator<=(detail::AnyArray, detail::UnorderedArray);
/// Refused.
template <class = void>
bool operator>=(detail::AnyArray, detail::UnorderedArray);

/// Writes the characters of an array that keeps a NUL (ArcText, RcText), as those of its `std::string_view`.
/// A null handle writes none. Other arrays are written by ostream.hpp.
/// \throws what the stream throws. Basic guarantee: a part may have been written
template <ReadableArray A>
  requires(detail::is_text<A>() && std::is_same_v<typename A::value_type, char>)
std::ostream& operator<<(std::ostream& os, const A& a) {
  const std::basic_string_view<typename A::value_type> text = a;
  return os << text;
}

/// Refused until ostream.hpp is included.
template <class C, class Traits>
void operator<<(std::basic_ostream<C, Traits>&, detail::NeedsOstream);

/// A hash of the label and the elements. Equal arrays have equal hashes, even if they are of different kinds.
/// Characters without a label have the hash of their `std::basic_string_view`.
/// Integers, and other elements that are equal exactly if their bytes are, are hashed as one string of bytes.
/// \complexity O(n)
template <class A>
struct ArrayHash {
  /// \throws what the hashes of label and elements throw. Strong guarantee
  [[nodiscard]] std::size_t operator()(const A& a) const {
    static_assert(ReadableArray<A>,
                  "heaparray: ArrayHash<A> needs an A that models heaparray::ReadableArray.");
    using T = typename A::value_type;
    using Label = typename A::label_type;
    if (detail::is_null(a)) return 0;
    const auto elements = detail::elements_of(a);
    if constexpr (detail::IsCharacter<T>::value && std::is_same_v<Label, NoLabel>) {
      using Text = std::basic_string_view<T>;
      return std::hash<Text>()(Text(elements.data(), elements.size()));
    }
    std::size_t hash = elements.size();
    if constexpr (!std::is_same_v<Label, NoLabel>) {
      const Label& label = a.label();
      hash = detail::hash_combine(hash, std::hash<Label>()(label));
    }
    if constexpr (detail::equal_as_bytes<T>) {
      hash = detail::hash_combine(hash, std::hash<std::string_view>()(detail::bytes_of(elements)));
    } else {
      for (std::size_t i = 0; i != elements.size(); ++i)
        hash = detail::hash_combine(hash, std::hash<T>()(elements[i]));
    }
    return hash;
  }
};

/// The hash of `std::hash`, by the name that `boost::hash` calls. (`absl::Hash` and others call `std::hash`.)
/// \throws as ArrayHash. Strong guarantee
template <ReadableArray A>
  requires std::is_default_constructible_v<std::hash<A>>
[[nodiscard]] std::size_t hash_value(const A& a) {
  return std::hash<A>()(a);
}

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ARRAY_OPERATORS_HPP

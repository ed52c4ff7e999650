// SPDX-License-Identifier: MIT
//
// detail/base/character.hpp: which elements are characters, and which arrays of them are compared as text.
#ifndef HEAPARRAY_DETAIL_BASE_CHARACTER_HPP
#define HEAPARRAY_DETAIL_BASE_CHARACTER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Whether a `std::basic_string_view` of it makes sense without further ado.
template <class T>
struct IsCharacter : std::bool_constant<std::is_same_v<T, char> || std::is_same_v<T, wchar_t> ||
                                        std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>> {};
#if defined(__cpp_char8_t)  // -fno-char8_t takes it away
template <>
struct IsCharacter<char8_t> : std::true_type {};
#endif

/// A text of the standard library: a string, a view, a pointer to a text that ends in NUL, or a literal.
template <class R, class C>
concept StandardText = (std::is_pointer_v<std::decay_t<R>> &&
                        std::is_same_v<std::remove_const_t<std::remove_pointer_t<std::decay_t<R>>>, C>) ||
                       requires {
                         requires std::same_as<typename R::traits_type, std::char_traits<C>>;
                         requires std::convertible_to<const R&, std::basic_string_view<C>>;
                       };

/// A literal, or what cannot be told from one by its type.
template <class R, class C>
inline constexpr bool is_literal = false;
template <class C, std::size_t N>
inline constexpr bool is_literal<const C[N], C> = IsCharacter<C>::value;

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_CHARACTER_HPP

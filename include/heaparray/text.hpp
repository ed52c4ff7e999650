// SPDX-License-Identifier: MIT
//
// text.hpp (opt-in): ArcText and RcText, shared, immutable strings with something in front of them, and
// tables of them.
//
//      a handle is this pointer
//      |
//      [count][length][Label] c h a r s \0        one block; the NUL is not counted by size()
//
// What most people intern: names, words, paths. Copies share the block, and a handle is one word; a text
// knows its length, goes to functions of C, and may have a label in front of it. It converts to
// std::string_view, and is compared with all texts of the standard library and ordered as they are. The count
// and the length have 32 bits.
//
//   using heaparray::ArcText;
//   const ArcText<> path = ArcText<>::concat(folder, '/', name);      // one allocation
//   std::FILE* const file = std::fopen(path.c_str(), "r");
//   const auto id = ArcText<int>::from_text(17, "name");              // with a label
//   assert(id == "name" && id.label() == 17);
//
//   std::unordered_set<ArcText<>, heaparray::TextHash, heaparray::TextEqual> names;
//   auto it = names.find("name");                                     // no handle is made
//   if (it == names.end()) it = names.insert(ArcText<>::from_text("name")).first;
#ifndef HEAPARRAY_TEXT_HPP
#define HEAPARRAY_TEXT_HPP

#include <cstddef>
#include <string_view>  // and std::hash

#include "array_operators.hpp"
#include "config.hpp"
#include "detail/base/character.hpp"  // IWYU pragma: export
#include "fwd.hpp"                    // IWYU pragma: export
#include "label.hpp"                  // IWYU pragma: export
#include "length.hpp"                 // IWYU pragma: export
#include "rc_array.hpp"               // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

template <class C>
struct TextHashOf {
  static_assert(IsCharacter<C>::value);
  /// The hash of `text`, which is that of an array with this text and no label.
  [[nodiscard]] std::size_t operator()(std::basic_string_view<C> text) const noexcept {
    return std::hash<std::basic_string_view<C>>()(text);
  }
};

template <class C>
struct TextEqualOf {
  static_assert(IsCharacter<C>::value);
  /// Whether the texts are equal.
  [[nodiscard]] constexpr bool operator()(std::basic_string_view<C> a,
                                          std::basic_string_view<C> b) const noexcept {
    return a == b;
  }
};

}  // namespace detail

/// The hash of a text, of any kind: an array of characters, a string, a view, a literal, a `const char*`.
/// Labels do not count, and a null handle is an empty text. For tables that are searched by one kind and hold
/// another: with TextEqual, no handle is made to look for a text.
struct TextHash : detail::TextHashOf<char>,
                  detail::TextHashOf<wchar_t>,
#if defined(__cpp_char8_t)
                  detail::TextHashOf<char8_t>,
#endif
                  detail::TextHashOf<char16_t>,
                  detail::TextHashOf<char32_t> {
  using is_transparent = void;  ///< containers look texts up without making one

  using detail::TextHashOf<char>::operator();
  using detail::TextHashOf<wchar_t>::operator();
#if defined(__cpp_char8_t)
  using detail::TextHashOf<char8_t>::operator();
#endif
  using detail::TextHashOf<char16_t>::operator();
  using detail::TextHashOf<char32_t>::operator();
};

/// Whether two texts have the same characters. What is a text, and what counts: \see TextHash
struct TextEqual : detail::TextEqualOf<char>,
                   detail::TextEqualOf<wchar_t>,
#if defined(__cpp_char8_t)
                   detail::TextEqualOf<char8_t>,
#endif
                   detail::TextEqualOf<char16_t>,
                   detail::TextEqualOf<char32_t> {
  using is_transparent = void;  ///< containers look texts up without making one

  using detail::TextEqualOf<char>::operator();
  using detail::TextEqualOf<wchar_t>::operator();
#if defined(__cpp_char8_t)
  using detail::TextEqualOf<char8_t>::operator();
#endif
  using detail::TextEqualOf<char16_t>::operator();
  using detail::TextEqualOf<char32_t>::operator();
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_TEXT_HPP

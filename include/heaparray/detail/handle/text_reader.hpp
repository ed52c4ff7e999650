// SPDX-License-Identifier: MIT
//
// detail/handle/text_reader.hpp: what arrays of characters can do besides: they are read as text.
#ifndef HEAPARRAY_DETAIL_HANDLE_TEXT_READER_HPP
#define HEAPARRAY_DETAIL_HANDLE_TEXT_READER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <string_view>
#include <type_traits>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../fwd.hpp"
#include "../base/character.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Whether the array that `Derived` reads ends where the array of its block does, which keeps a terminator
/// there. Not a slice.
template <class Derived>
inline constexpr bool reads_terminator =
    requires { requires KeepsTerminator<typename Derived::length_policy>; };
template <class Handle, class Registry>
inline constexpr bool reads_terminator<Borrowed<Handle, Registry>> = reads_terminator<Handle>;

/// Nothing, if the elements of `Derived` are no characters.
template <class Derived, class C, bool = IsCharacter<C>::value>
class TextReader {};

// A base class of its own: the conversion of an array of other elements would name a `std::basic_string_view`
// that must not be instantiated.
template <class Derived, class C>
class TextReader<Derived, C, true> {
 public:
  /// All elements as a text; the empty text for a null handle. \post good as long as the array
  HEAPARRAY_STEP_OVER operator std::basic_string_view<C>() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return std::basic_string_view<C>(self().data(), self().size());
  }

  /// The text for a function of C: the elements, and a NUL behind the last one. Never null: a null handle
  /// gives the empty text. For arrays that keep a NUL, such as ArcText. A text with a NUL in it ends there
  /// for C.
  /// \post good as long as the array
  [[nodiscard]] HEAPARRAY_STEP_OVER const C* c_str() const noexcept HEAPARRAY_LIFETIME_BOUND
    requires reads_terminator<Derived>
  {
    return self().data() != nullptr ? self().data() : &empty_text;
  }

 protected:
  TextReader() = default;  // only as a base class

 private:
  static constexpr C empty_text{};

  HEAPARRAY_STEP_OVER const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_TEXT_READER_HPP

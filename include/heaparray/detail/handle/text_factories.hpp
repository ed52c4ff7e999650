// SPDX-License-Identifier: MIT
//
// detail/handle/text_factories.hpp: the ways of making an array of characters from text, written once for
// every handle.
#ifndef HEAPARRAY_DETAIL_HANDLE_TEXT_FACTORIES_HPP
#define HEAPARRAY_DETAIL_HANDLE_TEXT_FACTORIES_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/character.hpp"
#include "../base/fail.hpp"
#include "handle_traits.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// What a text is put together from: a text, or one character.
template <class Part, class C>
concept TextPart = std::same_as<Part, C> || std::convertible_to<const Part&, std::basic_string_view<C>>;

/// Nothing, if the elements are no characters.
template <class Derived, class Block, class C = typename Block::value_type, bool = IsCharacter<C>::value>
class TextFactories {};

/// The ways of making an array of characters from text. \complexity and \threads as detail::ArrayFactories
/// \throws as detail::ArrayFactories. Strong guarantee
template <class Derived, class Block, class C>
class TextFactories<Derived, Block, C, true> {
  using Label = typename Block::label_type;
  using Allocator = typename Block::allocator_type;
  using Text = std::basic_string_view<C>;
  using Texts = std::initializer_list<Text>;
  using Maybe = std::optional<Derived>;

 public:
  /// The characters of `text`, with a default label. Of a literal, without the NUL at its end.
  [[nodiscard]] static Derived from_text(Text text, const Allocator& allocator = Allocator()) {
    return Derived::from_range(text, allocator);
  }
  /// As `from_text`, or an empty optional if it is too long or there is no memory.
  [[nodiscard]] static Maybe try_from_text(Text text, const Allocator& allocator = Allocator()) {
    return Derived::try_from_range(text, allocator);
  }

  /// The characters of `text`. `label` is a value, `label_args(...)` or `label_from(make)`.
  template <class L = Label>
  [[nodiscard]] static Derived from_text(L&& label, Text text, const Allocator& allocator = Allocator()) {
    return Derived::from_range(std::forward<L>(label), text, allocator);
  }
  /// As `from_text`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_from_text(L&& label, Text text, const Allocator& allocator = Allocator()) {
    return Derived::try_from_range(std::forward<L>(label), text, allocator);
  }

  /// The parts one after the other, in one allocation: `concat(folder, "/", name, ".txt")`. A part is a
  /// character, or anything that converts to a `std::basic_string_view`, such as an array of characters. With
  /// a default label.
  template <TextPart<C>... Parts>
  [[nodiscard]] static Derived concat(const Parts&... parts) {
    return join<Derived>(label_args(), {as_text(parts)...}, Allocator());
  }
  /// As `concat`, or an empty optional if it is too long or there is no memory.
  template <TextPart<C>... Parts>
  [[nodiscard]] static Maybe try_concat(const Parts&... parts) {
    return join<Maybe>(label_args(), {as_text(parts)...}, Allocator());
  }
  /// The same with a label that is built from `label_args(...)` or `label_from(make)`.
  template <class Recipe, TextPart<C>... Parts>
    requires is_label_recipe<std::remove_cvref_t<Recipe>>
  [[nodiscard]] static Derived concat(Recipe&& label, const Parts&... parts) {
    return join<Derived>(std::forward<Recipe>(label), {as_text(parts)...}, Allocator());
  }
  /// As `concat`, or an empty optional if it is too long or there is no memory.
  template <class Recipe, TextPart<C>... Parts>
    requires is_label_recipe<std::remove_cvref_t<Recipe>>
  [[nodiscard]] static Maybe try_concat(Recipe&& label, const Parts&... parts) {
    return join<Maybe>(std::forward<Recipe>(label), {as_text(parts)...}, Allocator());
  }
  /// The same, of parts in braces: `concat({a, b, c}, allocator)`.
  [[nodiscard]] static Derived concat(Texts parts, const Allocator& allocator = Allocator()) {
    return join<Derived>(label_args(), parts, allocator);
  }
  /// As `concat`, or an empty optional if it is too long or there is no memory.
  [[nodiscard]] static Maybe try_concat(Texts parts, const Allocator& allocator = Allocator()) {
    return join<Maybe>(label_args(), parts, allocator);
  }
  /// The texts, one behind the other, in one array with a label.
  template <class L = Label>
  [[nodiscard]] static Derived concat(L&& label, Texts parts, const Allocator& allocator = Allocator()) {
    return join<Derived>(std::forward<L>(label), parts, allocator);
  }
  /// As `concat`, or an empty optional if it is too long or there is no memory.
  template <class L = Label>
  [[nodiscard]] static Maybe try_concat(L&& label, Texts parts, const Allocator& allocator = Allocator()) {
    return join<Maybe>(std::forward<L>(label), parts, allocator);
  }

 protected:
  TextFactories() = default;  // only as a base class

 private:
  template <class Part>
  static Text as_text(const Part& part) noexcept(noexcept(static_cast<Text>(part))) {
    return static_cast<Text>(part);
  }
  static Text as_text(const C& character) noexcept { return Text(&character, 1); }

  template <class Result, class L>
  static Result join(L&& label, Texts parts, const Allocator& allocator) {
    using Failure = std::conditional_t<std::is_same_v<Result, Derived>, OrThrow, OrNull>;
    std::size_t n = 0;  // as the parts may be the same text many times, more than there is memory
    for (const Text& part : parts) n = part.size() > SIZE_MAX - n ? SIZE_MAX : n + part.size();
    const Block made = Block::template make<Failure>(allocator, n, std::forward<L>(label), [&](auto& block) {
      for (const Text& part : parts)
        if (!part.empty()) block.append(part.data(), part.size());
    });
    if constexpr (std::is_same_v<Result, Maybe>)
      if (!made) [[unlikely]]
        return std::nullopt;
    return detail::adopt<Derived>(made, n);
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_TEXT_FACTORIES_HPP

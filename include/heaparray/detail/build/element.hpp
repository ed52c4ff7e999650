// SPDX-License-Identifier: MIT
//
// detail/build/element.hpp: building one element or label in place, and destroying it.
#ifndef HEAPARRAY_DETAIL_BUILD_ELEMENT_HPP
#define HEAPARRAY_DETAIL_BUILD_ELEMENT_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "uses_allocator.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The message for elements without a default constructor.
template <class T>
struct HasDefault : std::is_default_constructible<T> {
  static_assert(
      std::is_default_constructible_v<T>,
      "heaparray: these elements have no default constructor. Say what each of them is built from: with "
      "A(n, init), with_label(label, n, init), filled(label, n, value) or from_range(range).");
};

/// Whether an element can be built from a `Result`: it is a `T`, possibly an immovable one, or a `T` can be
/// constructed from it.
template <class Result, class T>
concept MakesElement = std::is_same_v<Result, T> || std::is_constructible_v<T, Result>;

template <class Init, class Label>
concept TakesLabel = std::is_invocable_v<Init&, Label&, std::size_t>;

/// Whether elements can be built from `init(label, i)` or, if `init` does not accept that, from `init(i)`.
template <class Init, class T, class Label>
concept ElementInit =
    (TakesLabel<Init, Label> && MakesElement<std::invoke_result_t<Init&, Label&, std::size_t>, T>) ||
    (!TakesLabel<Init, Label> && std::is_invocable_v<Init&, std::size_t> &&
     MakesElement<std::invoke_result_t<Init&, std::size_t>, T>);

/// The element type of an array that is made by `A(n, init)`: what `init(i)` returns, or the type of a value.
template <class Init>
struct MadeBy {
  using type = Init;
};
template <class Init>
  requires std::is_invocable_v<Init&, std::size_t>
struct MadeBy<Init> {
  using type = std::remove_cvref_t<std::invoke_result_t<Init&, std::size_t>>;
};

/// Whether a `U` in a list in braces may become an element. A floating-point number may not become an
/// integer.
template <class U, class T>
concept ListedAs = std::is_convertible_v<U, T> &&
                   !(std::is_floating_point_v<std::remove_cvref_t<U>> && std::is_integral_v<T>);

/// The message for an element that cannot be built.
template <class Result, class T>
struct BuildsElement : std::true_type {
  static_assert(
      MakesElement<Result, T>,
      "heaparray: an element cannot be constructed from what is given for it. Elements that cannot be "
      "copied can be moved out of a range with std::make_move_iterator, or made in place by init.");
};

/// The element that `make()` returns, or that is constructed from what it returns. It gets the allocator if
/// it uses one, unless `make()` returns an immovable element.
template <class T, class Allocator, class Make>
constexpr T make_element([[maybe_unused]] const Allocator& allocator, Make&& make) {
  using Result = std::invoke_result_t<Make&>;
  static_assert(BuildsElement<Result, T>::value);
  if constexpr (GivenAllocator<T, Allocator> &&
                !(std::is_same_v<Result, T> && !std::is_move_constructible_v<T>))
    return detail::make_given<T>(allocator, make());
  else if constexpr (std::is_same_v<Result, T>)
    return make();
  else
    return static_cast<T>(make());
}

/// Whether building and destroying a label does nothing. Such a label is never written.
template <class Label>
inline constexpr bool has_no_state =
    std::is_empty_v<Label> && std::is_trivially_default_constructible_v<Label> &&
    std::is_trivially_copyable_v<Label>;

// An aggregate may get fewer values than it has members. The other members are value-initialised.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

/// A label made from `args`, and from the allocator if it uses one.
template <class Label, class Allocator, class... Args>
constexpr Label make_label([[maybe_unused]] const Allocator& allocator, Args&&... args) {
  if constexpr (GivenAllocator<Label, Allocator>) {
    return detail::make_given<Label>(allocator, std::forward<Args>(args)...);
  } else {
    static_assert(BuildsLabel<Label, Args...>::value);
    if constexpr (!label_from_value<Label, Args...>)
      return Label{std::forward<Args>(args)...};
    else if constexpr (sizeof...(Args) == 1)
      return (static_cast<Label>(std::forward<Args>(args)), ...);
    else
      return detail::construct<Label>(std::forward<Args>(args)...);
  }
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/// A label made from what the user passed as the label: a value, `label_args(...)` or `label_from(make)`.
template <class Label, class Allocator, class Source>
constexpr Label make_label_from(const Allocator& allocator, Source&& source) {
  if constexpr (is_label_args<std::remove_cvref_t<Source>>)
    return std::apply(
        [&](auto&&... args) -> Label {
          return detail::make_label<Label>(allocator, std::forward<decltype(args)>(args)...);
        },
        std::move(source.args));  // of an lvalue too: its rvalues are there to be moved from
  else if constexpr (!is_label_from<std::remove_cvref_t<Source>>)
    return detail::make_label<Label>(allocator, std::forward<Source>(source));
  else if constexpr (std::is_same_v<decltype(source.make()), std::remove_const_t<Label>>)
    return source.make();  // this is the label: there is no move
  else
    return detail::make_label<Label>(std::allocator<std::byte>(), source.make());
}

// As the traits of the standard library, which makes thirty classes for each type that is asked about.
template <class T>
concept NothrowDestructible = requires(T& object) {
  { object.~T() } noexcept;
};
template <class T>
#if defined(__GNUC__) && !defined(__clang__)
concept TriviallyDestructible = __has_trivial_destructor(T);
#else
concept TriviallyDestructible = __is_trivially_destructible(T);
#endif

/// Destroys `n` elements, the last one first.
template <class T>
void destroy_elements(T* elements, std::size_t n) noexcept {
  static_assert(
      NothrowDestructible<T>,
      "heaparray: the destructors of elements must be noexcept: a throw while a block is destroyed would "
      "leak the rest of it.");
  if constexpr (!TriviallyDestructible<T>)
    for (T* last = elements + n; last != elements;) std::destroy_at(--last);
}

/// Destroys the label of `block`.
template <class Block>
HEAPARRAY_STEP_OVER void destroy_label(Block block) noexcept {
  using Label = typename Block::label_type;
  static_assert(NothrowDestructible<Label>,
                "heaparray: the destructor of a label must be noexcept: a throw while a block is destroyed "
                "would leak its memory.");
  if constexpr (!TriviallyDestructible<Label>) std::destroy_at(std::addressof(block.label()));
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_ELEMENT_HPP

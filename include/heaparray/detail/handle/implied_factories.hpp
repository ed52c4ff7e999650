// SPDX-License-Identifier: MIT
//
// detail/handle/implied_factories.hpp: the ways of making an array whose length need not be said.
#ifndef HEAPARRAY_DETAIL_HANDLE_IMPLIED_FACTORIES_HPP
#define HEAPARRAY_DETAIL_HANDLE_IMPLIED_FACTORIES_HPP

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The functions of ArrayFactories without their `n`, for policies that know it: from the type (FixedLength), or from the
/// label (LengthFromLabel), which is then moved into the block if it was not given as a label, but as something that one
/// is made from.
template <class Derived, class T, class Label, class Length, class Allocator>
class ImpliedFactories {
 public:
  /// The sentence for a label or a length that was forgotten.
  template <class L = Label, class Init>
    requires(!ImpliesLength<Length, Label> && !std::is_convertible_v<Init, std::size_t>)
  static Derived with_label(L&&, Init&&) {
    static_assert(
        ImpliesLength<Length, Label>,
        "heaparray: with_label(label, n, init) takes three things: a label, the number of elements, and a "
        "function that makes each of them. Without a label, write A(n, init).");
    return Derived();
  }

  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static Derived with_label(L&& label, Init&& init, const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::with_label(std::forward<decltype(made)>(made), n, std::forward<Init>(init), allocator);
    });
  }

  template <class L = Label, class Init>
    requires ImpliesLength<Length, Label> && (!std::is_convertible_v<Init, std::size_t>)
  [[nodiscard]] static std::optional<Derived> try_with_label(L&& label, Init&& init,
                                                             const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::try_with_label(std::forward<decltype(made)>(made), n, std::forward<Init>(init),
                                     allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_len(L&& label, const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::with_len(std::forward<decltype(made)>(made), n, allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived with_label_for_overwrite(L&& label, const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::with_label_for_overwrite(std::forward<decltype(made)>(made), n, allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static Derived filled(L&& label, const T& value, const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::filled(std::forward<decltype(made)>(made), n, value, allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static std::optional<Derived> try_with_len(L&& label,
                                                           const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::try_with_len(std::forward<decltype(made)>(made), n, allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static std::optional<Derived> try_with_label_for_overwrite(
      L&& label, const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::try_with_label_for_overwrite(std::forward<decltype(made)>(made), n, allocator);
    });
  }

  template <class L = Label>
    requires ImpliesLength<Length, Label>
  [[nodiscard]] static std::optional<Derived> try_filled(L&& label, const T& value,
                                                         const Allocator& allocator = Allocator()) {
    return with_length_of(std::forward<L>(label), [&](auto&& made, std::size_t n) {
      return Derived::try_filled(std::forward<decltype(made)>(made), n, value, allocator);
    });
  }

 private:
  template <class L, class Make>
  static auto with_length_of(L&& label, Make&& make) {
    if constexpr (FixesLength<Length>) {
      return make(std::forward<L>(label), std::size_t{Length::extent});
    } else if constexpr (std::is_same_v<std::remove_cvref_t<L>, Label>) {
      const std::size_t n = Length::length_of(label);
      return make(std::forward<L>(label), n);
    } else {
      static_assert(
          std::is_move_constructible_v<Label>,
          "heaparray: the length is read from the label before there is a block for it, and this label "
          "cannot be moved there afterwards. Give the length: with_label(label_args(...), n, init).");
      Label made = detail::make_label<Label>(std::forward<L>(label));
      const std::size_t n = Length::length_of(std::as_const(made));
      return make(std::move(made), n);
    }
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_IMPLIED_FACTORIES_HPP

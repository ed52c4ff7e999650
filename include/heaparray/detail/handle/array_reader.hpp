// SPDX-License-Identifier: MIT
//
// detail/handle/array_reader.hpp: reading through a const handle, written once for every handle.
#ifndef HEAPARRAY_DETAIL_HANDLE_ARRAY_READER_HPP
#define HEAPARRAY_DETAIL_HANDLE_ARRAY_READER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>
#include <type_traits>

#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/character.hpp"
#include "../base/fail.hpp"
#include "text_reader.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The reading members of `Derived`, which has `data()` and `size()`, both `const`. `T` is the element type
/// as a const handle exposes it, which is usually const. `Extent` is the size of every handle that is not
/// null, if the type fixes it.
template <class Derived, class T, std::size_t Extent = std::dynamic_extent>
class ArrayReader : public TextReader<Derived, std::remove_const_t<T>> {
  static_assert(ValidElement<std::remove_const_t<T>>::value);

 public:
  /// Whether there are no elements. A null handle is empty.
  [[nodiscard]] HEAPARRAY_INLINE bool empty() const noexcept { return self().size() == 0; }

  /// Whether there is a block. A handle of length 0 has a block; a null handle has none.
  HEAPARRAY_INLINE explicit operator bool() const noexcept { return self().data() != nullptr; }

  /// The first element; equal to `end()` if there is none.
  HEAPARRAY_INLINE T* begin() const noexcept { return self().data(); }
  /// One past the last element.
  HEAPARRAY_INLINE T* end() const noexcept { return self().data() + self().size(); }
  /// As `begin()`, to const.
  const T* cbegin() const noexcept { return begin(); }
  /// As `end()`, to const.
  const T* cend() const noexcept { return end(); }
  /// The last element, for reading backwards.
  std::reverse_iterator<T*> rbegin() const noexcept { return std::reverse_iterator<T*>(end()); }
  /// One before the first element.
  std::reverse_iterator<T*> rend() const noexcept { return std::reverse_iterator<T*>(begin()); }
  /// As `rbegin()`, to const.
  std::reverse_iterator<const T*> crbegin() const noexcept { return rbegin(); }
  /// As `rend()`, to const.
  std::reverse_iterator<const T*> crend() const noexcept { return rend(); }

  /// Element `i`.
  /// \pre `i < size()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& operator[](const Index& i) const HEAPARRAY_LIFETIME_BOUND {
    expect_in_range(i);
    return static_cast<const Derived&>(*this).data()[i.value];
  }

  /// Element `i`.
  /// \throws std::out_of_range, with the index and the size in its text, if `i >= size()`. Strong guarantee
  [[nodiscard]] T& at(std::size_t i) const HEAPARRAY_LIFETIME_BOUND {
    if (i >= self().size()) [[unlikely]]
      raise_out_of_range(i, self().size());
    return self().data()[i];
  }

  /// Element `i`. \pre `i < size()`; never checked
  [[nodiscard]] HEAPARRAY_INLINE T& unchecked(std::size_t i) const HEAPARRAY_LIFETIME_BOUND {
    return self().data()[i];
  }

  /// The first element. \pre `!empty()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& front(Caller caller = Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    expect_elements(self().size(), "front()", caller);
    return *self().data();
  }

  /// The last element. \pre `!empty()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& back(Caller caller = Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    expect_elements(self().size(), "back()", caller);
    return self().data()[self().size() - 1];
  }

  /// The address of element `i`; null if `i >= size()`.
  [[nodiscard]] HEAPARRAY_INLINE T* get(std::size_t i) const noexcept HEAPARRAY_LIFETIME_BOUND {
    return i < self().size() ? self().data() + i : nullptr;
  }

  // Views. A view of an array that is destroyed at the end of the full-expression is refused: give the array
  // a name first.

  /// All elements; empty for a null handle.
  [[nodiscard]] std::span<T> as_slice() const& noexcept HEAPARRAY_LIFETIME_BOUND
    requires(Extent == std::dynamic_extent)
  {
    return std::span<T>(self().data(), self().size());
  }
  /// All elements, as a span of static extent.
  /// \pre not null, because such a span cannot be empty; checked by hardening
  [[nodiscard]] std::span<T, Extent> as_slice(Caller caller = Caller::here()) const& HEAPARRAY_LIFETIME_BOUND
    requires(Extent != std::dynamic_extent)
  {
    expect_block(self().data(), "as_slice()", caller);
    return std::span<T, Extent>(self().data(), Extent);
  }
  void as_slice() const&& = delete;  // heaparray: the array dies here: name it first

  /// All elements as text, for arrays of characters. \post the result is valid as long as the array
  [[nodiscard]] auto as_string_view() const& noexcept HEAPARRAY_LIFETIME_BOUND
    requires IsCharacter<std::remove_const_t<T>>::value
  {
    return std::basic_string_view<std::remove_const_t<T>>(self().data(), self().size());
  }
  void as_string_view() const&& = delete;  // heaparray: the array dies here: name it first

  /// Elements `first` to `last - 1`.
  /// \pre `first <= last && last <= size()`; checked by hardening
  [[nodiscard]] std::span<T> slice(std::size_t first, std::size_t last,
                                   Caller caller = Caller::here()) const& HEAPARRAY_LIFETIME_BOUND {
    expect_slice(first, last, self().size(), caller);
    return std::span<T>(self().data() + first, last - first);
  }
  void slice(std::size_t,
             std::size_t) const&& = delete;  // heaparray: the array dies here: name it first

  /// The first `n` elements. \pre `n <= size()`; checked by hardening
  [[nodiscard]] std::span<T> first(std::size_t n,
                                   Caller caller = Caller::here()) const& HEAPARRAY_LIFETIME_BOUND {
    return slice(0, n, caller);
  }
  void first(std::size_t) const&& = delete;  // heaparray: the array dies here: name it first

  /// The last `n` elements. \pre `n <= size()`; checked by hardening
  [[nodiscard]] std::span<T> last(std::size_t n,
                                  Caller caller = Caller::here()) const& HEAPARRAY_LIFETIME_BOUND {
    const std::size_t size = self().size();
    return n <= size ? slice(size - n, size, caller) : slice(0, n, caller);  // the latter reports `n`
  }
  void last(std::size_t) const&& = delete;  // heaparray: the array dies here: name it first

  /// `count` elements from element `offset` on; by default all that follow, as in `std::span::subspan`.
  /// \pre `offset <= size()`, and `count <= size() - offset` if it is given; checked by hardening
  [[nodiscard]] std::span<T> subspan(std::size_t offset, std::size_t count = std::dynamic_extent,
                                     Caller caller = Caller::here()) const& HEAPARRAY_LIFETIME_BOUND {
    const std::size_t size = self().size();
    if (count == std::dynamic_extent) return slice(offset, size, caller);
    const std::size_t rest = std::dynamic_extent - offset;  // more than that cannot be added
    return slice(offset, offset + (count < rest ? count : rest), caller);
  }
  void subspan(std::size_t,
               std::size_t = 0) const&& = delete;  // heaparray: the array dies here: name it first

  /// Whether the handle is null.
  friend constexpr bool operator==(const Derived& a, std::nullptr_t) noexcept { return a.data() == nullptr; }

 protected:
  ArrayReader() = default;  // only as a base class

  HEAPARRAY_STEP_OVER void expect_in_range([[maybe_unused]] const Index& i) const {
#if HEAPARRAY_HARDENING
    const Derived& a = static_cast<const Derived&>(*this);
#if defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)
    // A null thin handle is tested first. If both violations shared one report, GCC would copy the size for
    // the message in every iteration of a loop.
    if constexpr (sizeof(Derived) == sizeof(T*))
      if (a.data() == nullptr) [[unlikely]]
        violated_index(Caller{i.caller.file, i.caller.line}, i.value, 0);
#endif
    // In parts, as all checks: \see detail/base/fail.hpp
    if (i.value >= a.size()) [[unlikely]]
      violated_index(Caller{i.caller.file, i.caller.line}, i.value, a.size());
#endif
  }

 private:
  HEAPARRAY_STEP_OVER const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_READER_HPP

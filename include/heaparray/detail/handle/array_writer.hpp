// SPDX-License-Identifier: MIT
//
// detail/handle/array_writer.hpp: writing through a non-const handle, for handles that own a block alone.
#ifndef HEAPARRAY_DETAIL_HANDLE_ARRAY_WRITER_HPP
#define HEAPARRAY_DETAIL_HANDLE_ARRAY_WRITER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../base/fail.hpp"
#include "array_reader.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The reading members of `Derived`, and the same members for a non-const `Derived`. `Derived` has both forms
/// of `data()`.
template <class Derived, class T, std::size_t Extent = std::dynamic_extent>
class ArrayWriter : public ArrayReader<Derived, const T, Extent> {
  using Reader = ArrayReader<Derived, const T, Extent>;

 public:
  using Reader::at;
  using Reader::back;
  using Reader::begin;
  using Reader::end;
  using Reader::first;
  using Reader::front;
  using Reader::last;
  using Reader::operator[];
  using Reader::rbegin;
  using Reader::rend;
  using Reader::subspan;
  using Reader::unchecked;

  /// The first element, to write to.
  HEAPARRAY_INLINE T* begin() noexcept { return self().data(); }
  /// One past the last element.
  HEAPARRAY_INLINE T* end() noexcept { return self().data() + self().size(); }
  /// The last element, for going backwards.
  std::reverse_iterator<T*> rbegin() noexcept { return std::reverse_iterator<T*>(end()); }
  /// One before the first element.
  std::reverse_iterator<T*> rend() noexcept { return std::reverse_iterator<T*>(begin()); }

  /// Element `i`, to write to.
  /// \pre `i < size()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& operator[](const Index& i) HEAPARRAY_LIFETIME_BOUND {
    Reader::expect_in_range(i);
    return static_cast<Derived&>(*this).data()[i.value];
  }
  /// Element `i`, to write to.
  /// \throws std::out_of_range, with the index and the size in its text, if `i >= size()`. Strong guarantee
  [[nodiscard]] T& at(std::size_t i) HEAPARRAY_LIFETIME_BOUND { return mutably(Reader::at(i)); }
  /// Element `i`, to write to. \pre `i < size()`; never checked
  [[nodiscard]] HEAPARRAY_INLINE T& unchecked(std::size_t i) HEAPARRAY_LIFETIME_BOUND {
    return self().data()[i];
  }
  /// The first element, to write to. \pre `!empty()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& front(Caller caller = Caller::here()) HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::front(caller));
  }
  /// The last element, to write to. \pre `!empty()`; checked by hardening
  [[nodiscard]] HEAPARRAY_INLINE T& back(Caller caller = Caller::here()) HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::back(caller));
  }

  /// The address of element `i`, for writing. Null if `i >= size()`.
  [[nodiscard]] HEAPARRAY_INLINE T* get_mut(std::size_t i) noexcept HEAPARRAY_LIFETIME_BOUND {
    return i < self().size() ? self().data() + i : nullptr;
  }

  /// All elements, for writing. Empty for a null handle.
  [[nodiscard]] std::span<T> as_slice_mut() & noexcept HEAPARRAY_LIFETIME_BOUND
    requires(Extent == std::dynamic_extent)
  {
    return std::span<T>(self().data(), self().size());
  }
  /// The same, as a span of static extent. \pre not null; checked by hardening
  [[nodiscard]] std::span<T, Extent> as_slice_mut(Caller caller = Caller::here()) & HEAPARRAY_LIFETIME_BOUND
        requires(Extent != std::dynamic_extent)
  {
    expect_block(self().data(), "as_slice_mut()", caller);
    return std::span<T, Extent>(self().data(), Extent);
  }

  /// Elements `first` to `last - 1`, for writing.
  /// \pre `first <= last && last <= size()`; checked by hardening
  [[nodiscard]] std::span<T> slice_mut(std::size_t first, std::size_t last, Caller caller = Caller::here()) &
      HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::slice(first, last, caller));
  }
  /// The first `n` elements, to write to. \pre `n <= size()`; checked by hardening
  [[nodiscard]] std::span<T> first(std::size_t n, Caller caller = Caller::here()) & HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::first(n, caller));
  }
  /// The last `n` elements, to write to. \pre `n <= size()`; checked by hardening
  [[nodiscard]] std::span<T> last(std::size_t n, Caller caller = Caller::here()) & HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::last(n, caller));
  }
  /// `count` elements from `offset` on, to write to; all that follow if `count` is left out.
  /// \pre they are elements of this array; checked by hardening
  [[nodiscard]] std::span<T> subspan(std::size_t offset, std::size_t count = std::dynamic_extent,
                                     Caller caller = Caller::here()) &
      HEAPARRAY_LIFETIME_BOUND {
    return mutably(Reader::subspan(offset, count, caller));
  }

  /// Assigns copies of `source` to all elements, in ascending order.
  /// \pre `source.size() == size()`; checked by hardening
  /// \throws what a copy assignment throws. Basic guarantee: the elements before it have their new values
  void copy_from(std::span<const T> source, Caller caller = Caller::here()) {
    static_assert(std::is_copy_assignable_v<T>,
                  "heaparray: copy_from(span) assigns copies, and these elements cannot be assigned.");
    expect_size(source.size(), self().size(), "copy_from()", caller);
    T* const elements = self().data();
    const T* const values = source.data();
    for (std::size_t i = 0, n = source.size(); i != n; ++i) elements[i] = values[i];
  }

  /// Replaces element `i` by `value` and returns the old value. Changes nothing and returns an empty optional
  /// if `i >= size()`.
  /// \throws what moving or assigning an element throws. Basic guarantee: element `i` may have been moved
  ///         from
  std::optional<T> insert(std::size_t i, T value) {
    if (i >= self().size()) return std::nullopt;
    T& element = self().data()[i];
    std::optional<T> old(std::move(element));
    element = std::move(value);
    return old;
  }

 protected:
  ArrayWriter() = default;  // only as a base class

 private:
  // SAFETY: only non-const members call this, with an element of this array's block, and no such element is
  // const.
  HEAPARRAY_STEP_OVER static T& mutably(const T& element) noexcept { return const_cast<T&>(element); }
  static std::span<T> mutably(std::span<const T> elements) noexcept {
    return std::span<T>(const_cast<T*>(elements.data()), elements.size());
  }

  HEAPARRAY_STEP_OVER Derived& self() noexcept { return static_cast<Derived&>(*this); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_WRITER_HPP

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
  using Reader::front;
  using Reader::operator[];
  using Reader::rbegin;
  using Reader::rend;
  using Reader::unchecked;

  HEAPARRAY_STEP_OVER T* begin() noexcept { return self().data(); }
  HEAPARRAY_STEP_OVER T* end() noexcept { return self().data() + self().size(); }
  std::reverse_iterator<T*> rbegin() noexcept { return std::reverse_iterator<T*>(end()); }
  std::reverse_iterator<T*> rend() noexcept { return std::reverse_iterator<T*>(begin()); }

  [[nodiscard]] HEAPARRAY_STEP_OVER T& operator[](const Index& i) {
    Reader::expect_in_range(i);
    return self().data()[i.value];
  }
  [[nodiscard]] T& at(std::size_t i) { return mutably(Reader::at(i)); }
  [[nodiscard]] HEAPARRAY_STEP_OVER T& unchecked(std::size_t i) { return self().data()[i]; }
  [[nodiscard]] HEAPARRAY_STEP_OVER T& front(Caller caller = Caller::here()) {
    return mutably(Reader::front(caller));
  }
  [[nodiscard]] HEAPARRAY_STEP_OVER T& back(Caller caller = Caller::here()) {
    return mutably(Reader::back(caller));
  }

  /// The address of element `i`, for writing. Null if `i >= size()`.
  [[nodiscard]] HEAPARRAY_STEP_OVER T* get_mut(std::size_t i) noexcept {
    return i < self().size() ? self().data() + i : nullptr;
  }

  /// All elements, for writing. Empty for a null handle.
  [[nodiscard]] std::span<T> as_slice_mut() noexcept
    requires(Extent == std::dynamic_extent)
  {
    return std::span<T>(self().data(), self().size());
  }
  /// The same, as a span of static extent. \pre not null; checked by hardening
  [[nodiscard]] std::span<T, Extent> as_slice_mut(Caller caller = Caller::here())
    requires(Extent != std::dynamic_extent)
  {
    expect_block(self().data(), "as_slice_mut()", caller);
    return std::span<T, Extent>(self().data(), Extent);
  }

  /// Replaces element `i` by `value` and returns the old value. Changes nothing and returns an empty optional
  /// if `i >= size()`.
  /// \throws what moving or assigning an element throws; element `i` may then have been moved from
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

  HEAPARRAY_STEP_OVER Derived& self() noexcept { return static_cast<Derived&>(*this); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_WRITER_HPP

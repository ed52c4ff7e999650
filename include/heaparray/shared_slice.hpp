// SPDX-License-Identifier: MIT
//
// shared_slice.hpp: SharedSlice<Handle>, a part of a shared array that keeps the array alive.
//
//    [ handle | data | size ]
//        |        |
//        |        +-------+
//        v                v
//        T T T T T T T T  T T T  T T T      the block: label and all elements stay in reach
//
// A SharedSlice reads like a `std::span` and is also an owner: it may be stored, returned, or sent to another
// thread. Making, slicing and splitting allocate nothing.
//
//   heaparray::TpArcArray<char, Url> page = ...;
//   heaparray::SharedSlice body(page, 120, page.size());     // one more owner of the same block
//   auto [first, rest] = body.split_at(80);
//   assert(first.label() == page.label());
#ifndef HEAPARRAY_SHARED_SLICE_HPP
#define HEAPARRAY_SHARED_SLICE_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>  // and std::hash
#include <type_traits>
#include <utility>

#include "alloc_utils.hpp"
#include "array_operators.hpp"  // IWYU pragma: export
#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/fail.hpp"            // IWYU pragma: export
#include "detail/handle/array_reader.hpp"  // IWYU pragma: export
#include "detail/handle/array_types.hpp"   // IWYU pragma: export
#include "fwd.hpp"                         // IWYU pragma: export
#include "label.hpp"                       // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

// The allocator of the handle, which a handle of a user's own need not name.
template <class Handle>
typename Handle::allocator_type allocator_of(int);
template <class>
std::allocator<std::byte> allocator_of(...);

}  // namespace detail

/// Elements `first` to `last - 1` of the array of a shared handle. A slice is one more owner of the array. It
/// reads like the handle: as const, except for elements and labels that synchronise themselves. Comparison,
/// hashing and printing use the label of the whole array and the elements of the slice. A slice is null when
/// it is default-constructed, moved from, or made from a null handle.
///
/// Three words with a thin handle, four with a fat one.
/// \threads as for the handle
template <class Handle>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES SharedSlice
    : public detail::ArrayTypesOf<SharedSlice<Handle>, Handle>,
      public detail::ArrayReader<SharedSlice<Handle>, detail::Shared<typename Handle::value_type>> {
  static_assert(
      ArrayRef<Handle>,
      "heaparray: SharedSlice<Handle> needs a shared handle, such as RcArray or ArcArray, whose copies "
      "keep the block alive. For part of a unique array, use its slice(first, last), or share() it.");

  using Raw = typename Handle::pointer;

 public:
  using handle_type = Handle;
  using size_type = std::size_t;

  // Making

  /// A null slice.
  SharedSlice() noexcept = default;

  /// The whole array.
  explicit SharedSlice(Handle handle) noexcept
      : handle_(std::move(handle)), data_(handle_.data()), size_(handle_.size()) {}

  /// Elements `first` to `last - 1`. \pre `first <= last && last <= handle.size()`; checked by hardening
  SharedSlice(Handle handle, size_type first, size_type last, detail::Caller caller = detail::Caller::here())
      : SharedSlice(SharedSlice(std::move(handle)).share_slice(first, last, caller)) {}

  /// Adds one owner to the array.
  SharedSlice(const SharedSlice&) noexcept = default;

  /// Takes over the share of `other`, which is null afterwards.
  SharedSlice(SharedSlice&& other) noexcept
      : handle_(std::move(other.handle_)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}

  /// Drops the share, and becomes the same slice as `other`.
  SharedSlice& operator=(const SharedSlice& other) noexcept {
    SharedSlice(other).swap(*this);
    return *this;
  }
  /// Drops the share, and takes over that of `other`, which is null afterwards.
  SharedSlice& operator=(SharedSlice&& other) noexcept {
    SharedSlice(std::move(other)).swap(*this);
    return *this;
  }

  /// Removes one owner.
  ~SharedSlice() = default;

  // Reading

  /// The number of elements of this slice.
  [[nodiscard]] size_type size() const noexcept { return size_; }

  /// The first element of this slice. Null only for a null slice.
  [[nodiscard]] typename Handle::pointer data() const noexcept HEAPARRAY_LIFETIME_BOUND { return data_; }

  /// The label of the array. \pre not null; checked by hardening
  [[nodiscard]] detail::Shared<typename Handle::label_type>& label(
      detail::Caller caller = detail::Caller::here()) const HEAPARRAY_LIFETIME_BOUND {
    return handle_.label(caller);
  }

  /// The number of owners of the array, at some moment; 0 for a null slice.
  [[nodiscard]] size_type use_count() const noexcept { return handle_.use_count(); }

  /// The whole array.
  [[nodiscard]] const Handle& handle() const& noexcept HEAPARRAY_LIFETIME_BOUND { return handle_; }

  /// The handle of the whole array, taken out of this slice without adding an owner. This slice is null
  /// afterwards.
  [[nodiscard]] Handle into_handle() && noexcept {
    data_ = nullptr;
    size_ = 0;
    return std::move(handle_);
  }

  // Cutting

  /// Elements `first` to `last - 1` of this slice, as one more owner.
  /// \pre `first <= last && last <= size()`; checked by hardening
  [[nodiscard]] SharedSlice share_slice(size_type first, size_type last,
                                        detail::Caller caller = detail::Caller::here()) const& {
    return SharedSlice(*this).cut(first, last, caller);
  }
  /// The same without adding an owner. This slice is null afterwards.
  [[nodiscard]] SharedSlice share_slice(size_type first, size_type last,
                                        detail::Caller caller = detail::Caller::here()) && {
    return cut(first, last, caller);
  }

  /// Elements 0 to `i - 1`, and the remaining elements. \pre `i <= size()`; checked by hardening
  [[nodiscard]] std::pair<SharedSlice, SharedSlice> split_at(
      size_type i, detail::Caller caller = detail::Caller::here()) const& {
    return SharedSlice(*this).split(i, caller);
  }
  /// The same, with one owner fewer. This slice is null afterwards.
  [[nodiscard]] std::pair<SharedSlice, SharedSlice> split_at(
      size_type i, detail::Caller caller = detail::Caller::here()) && {
    return split(i, caller);
  }

  /// If `other` is a slice of the same array and is adjacent to this slice, this slice becomes the union of
  /// both, and `other` becomes null. Otherwise returns false, and nothing has changed.
  [[nodiscard]] bool try_unsplit(SharedSlice& other) noexcept {
    if (!handle_.ref_eq(other.handle_) || this == std::addressof(other)) return false;
    if (static_cast<Raw>(data_) + size_ != static_cast<Raw>(other.data_)) {
      if (static_cast<Raw>(other.data_) + other.size_ != static_cast<Raw>(data_)) return false;
      data_ = other.data_;
    }
    size_ += other.size_;
    other = SharedSlice();
    return true;
  }
  /// The same for an rvalue.
  [[nodiscard]] bool try_unsplit(SharedSlice&& other) noexcept { return try_unsplit(other); }

  /// Exchanges the slices.
  void swap(SharedSlice& other) noexcept {
    handle_.swap(other.handle_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  /// As the member.
  friend void swap(SharedSlice& a, SharedSlice& b) noexcept { a.swap(b); }

 private:
  SharedSlice cut(size_type first, size_type last, detail::Caller caller) {
    detail::expect_slice(first, last, size_, caller);
    SharedSlice result(std::move(*this));
    result.data_ = static_cast<Raw>(result.data_) + first;
    result.size_ = last - first;
    return result;
  }

  std::pair<SharedSlice, SharedSlice> split(size_type i, detail::Caller caller) {
    const size_type n = size_;
    SharedSlice front = share_slice(0, i, caller);
    return {std::move(front), cut(i, n, caller)};
  }

  Handle handle_ = Handle();
  detail::HeldPointer<decltype(detail::allocator_of<Handle>(0)), std::remove_pointer_t<Raw>> data_ = nullptr;
  size_type size_ = 0;
};

HEAPARRAY_NAMESPACE_END

/// Enabled if the label and the elements have a hash.
template <class Handle>
  requires heaparray::detail::Hashable<typename Handle::value_type> &&
           (std::is_same_v<typename Handle::label_type, heaparray::NoLabel> ||
            heaparray::detail::Hashable<typename Handle::label_type>)
struct std::hash<heaparray::SharedSlice<Handle>> : heaparray::ArrayHash<heaparray::SharedSlice<Handle>> {};

#endif  // HEAPARRAY_SHARED_SLICE_HPP

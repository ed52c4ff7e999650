// SPDX-License-Identifier: MIT
//
// static_array.hpp: StaticArray, a shared array in static storage, which exists before the program starts.
//
//    in static storage, constant-initialised:
//
//    [count][length][Label][padding] T T T ... T        laid out like the block of a TpArcArray<T, Label>
//
// Its handles are TpArcArrays, so a table that is known at compile time and a table that is read from a file
// have the same type. A StaticArray holds the first count itself: no handle is ever the last one, and nothing
// is ever freed.
//
//   constinit heaparray::StaticArray<std::string_view, 2> defaults{{"localhost", "8080"}};
//
//   heaparray::TpArcArray<std::string_view> settings = defaults.share();   // no allocation, no copy
#ifndef HEAPARRAY_STATIC_ARRAY_HPP
#define HEAPARRAY_STATIC_ARRAY_HPP

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include "alloc_utils.hpp"
#include "array_operators.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "detail/base/debug_level.hpp"     // IWYU pragma: export
#include "detail/handle/array_reader.hpp"  // IWYU pragma: export
#include "detail/handle/array_types.hpp"   // IWYU pragma: export
#include "fwd.hpp"                         // IWYU pragma: export
#include "label.hpp"                       // IWYU pragma: export
#include "rc_array.hpp"

HEAPARRAY_NAMESPACE_BEGIN

namespace detail {

/// The block of a TpArcArray as a struct. It has the layout that is computed for a block on the heap.
template <class T, std::size_t N, class Label, bool = std::is_empty_v<Label>>
struct StaticBlock {
  AtomicCount<> count;
  LengthInBlock<>::block_part length;
#if HEAPARRAY_HARDENING >= 2
  Canary canary{TpArcArray<T, Label>::block_type::kind()};
#endif
  Label label_;
  T elements[N];

  template <class L, class U, std::size_t... Is>
  constexpr StaticBlock(L&& source, U (&from)[N], std::index_sequence<Is...>)
      : count(),
        length(N),
        label_(detail::make_label_from<Label>(std::allocator<std::byte>(), std::forward<L>(source))),
        elements{static_cast<T>(std::move(from[Is]))...} {}

  constexpr Label& label() noexcept { return label_; }
};
// An empty label is a base class, at the address of the block.
template <class T, std::size_t N, class Label>
struct StaticBlock<T, N, Label, true> : Label {
  AtomicCount<> count;
  LengthInBlock<>::block_part length;
#if HEAPARRAY_HARDENING >= 2
  Canary canary{TpArcArray<T, Label>::block_type::kind()};
#endif
  T elements[N];

  template <class L, class U, std::size_t... Is>
  constexpr StaticBlock(L&& source, U (&from)[N], std::index_sequence<Is...>)
      : Label(detail::make_label_from<Label>(std::allocator<std::byte>(), std::forward<L>(source))),
        count(),
        length(N),
        elements{static_cast<T>(std::move(from[Is]))...} {}

  constexpr Label& label() noexcept { return *this; }
};

}  // namespace detail

/// `N` elements and a label in static storage, with handles of type `TpArcArray<T, Label>`. The handles are
/// never unique: get_mut() and similar members return nothing, make_mut() and make_owned() copy. A
/// StaticArray itself reads like a handle.
///
/// \pre static storage, because it must outlive every handle. Declare it `constinit`, so that it can be used
///      before any constructor has run. It is never destroyed, so it can be used until the program has ended
/// \threads as its handles: all member functions may be called at the same time
template <class T, std::size_t N, class Label>
class HEAPARRAY_EMPTY_BASES StaticArray
    : public detail::ArrayTypesOf<StaticArray<T, N, Label>, TpArcArray<T, Label>>,
      public detail::ArrayReader<StaticArray<T, N, Label>, detail::Shared<T>> {
  static_assert(N != 0,
                "heaparray: a StaticArray has at least one element; an array of none needs no storage.");
  static_assert(
      std::is_trivially_destructible_v<T> && std::is_trivially_destructible_v<Label>,
      "heaparray: a StaticArray is usable until the program has ended, so nothing may be left to destroy: "
      "elements and label must be trivially destructible. For texts use std::string_view or const char*.");

 public:
  using handle_type = TpArcArray<T, Label>;
  using size_type = std::size_t;

  /// A label from a value, `label_args(...)` or `label_from(make)`, and elements that are constructed from
  /// those of `elements`.
  /// \throws what constructing the label and the elements throws. Strong guarantee, except that what was
  ///         given as an rvalue may have been moved from
  template <class L = Label, class U = T>
  constexpr StaticArray(L&& label, U (&&elements)[N])
      : StaticArray(std::forward<L>(label), elements, std::make_index_sequence<N>()) {}

  /// The same with a default label.
  template <class U = T>
  constexpr explicit StaticArray(U (&&elements)[N])
      : StaticArray(label_args(), elements, std::make_index_sequence<N>()) {}

  StaticArray(const StaticArray&) = delete;
  StaticArray& operator=(const StaticArray&) = delete;

  /// A handle, which is one more owner. \threads relaxed: see AtomicCount::increment
  [[nodiscard("this owner is gone at once")]] handle_type share() const noexcept {
    return handle_type::retain_raw(elements());
  }
  /// As `share()`.
  operator handle_type() const noexcept { return share(); }

  // Reading

  /// The number of elements.
  [[nodiscard]] static constexpr size_type size() noexcept { return N; }
  /// The address of the first element.
  [[nodiscard]] detail::Shared<T>* data() const noexcept HEAPARRAY_LIFETIME_BOUND {
    return storage_.elements;
  }
  /// The label.
  [[nodiscard]] detail::Shared<Label>& label() const noexcept { return storage_.label(); }

  /// The number of handles, at some moment.
  [[nodiscard]] size_type share_count() const noexcept { return storage_.count.use_count() - 1; }

 private:
  using Block = typename handle_type::block_type;
  using Storage = detail::StaticBlock<T, N, Label>;
  static_assert(alignof(Storage) == Block::alignment &&
                sizeof(Storage) == round_up(Block::memory_layout(N).size, alignof(Storage)));

  template <class L, class U>
  constexpr StaticArray(L&& label, U (&elements)[N], std::make_index_sequence<N> indices)
      : storage_(std::forward<L>(label), elements, indices) {}

  // SAFETY: the elements are elements_offset bytes after the start of the storage, as in a block on the heap
  // (asserted above). The address is computed from the start, not taken from the member, because handles will
  // compute the addresses of the parts before the elements from it.
  T* elements() const noexcept {
    void* const place = reinterpret_cast<std::byte*>(std::addressof(storage_)) + Block::elements_offset;
    return static_cast<T*>(place);
  }

  // Mutable, so that a const StaticArray can be counted. No handle is unique, so none can write to the
  // elements.
  mutable Storage storage_;
};

template <class Label, class T, std::size_t N>
StaticArray(Label, T (&&)[N]) -> StaticArray<T, N, Label>;
template <class T, std::size_t N>
StaticArray(T (&&)[N]) -> StaticArray<T, N>;

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_STATIC_ARRAY_HPP

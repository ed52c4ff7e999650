// SPDX-License-Identifier: MIT
//
// growing_array.hpp (opt-in): arrays that grow. A length policy that keeps the length and the capacity in the
// block, the handles that use it, and their members push_back, resize, insert_at and so on.
//
//    GrowingArray<T, Label>, one word:   [ data ]
//                                           |
//              [length|capacity][Label] T T T _ _ _ _
//
// What a std::vector with a header in the same block would be. A copy of a GrowingArcArray shares the block,
// and `make_mut()` gives the array with all its members, copied first if it is shared.
//
//   auto message = heaparray::GrowingArray<char, Header>::with_label(Header{7});
//   message.append(chunk);
//   message.label().length = message.size();
#ifndef HEAPARRAY_GROWING_ARRAY_HPP
#define HEAPARRAY_GROWING_ARRAY_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "detail/base/fail.hpp"              // IWYU pragma: export
#include "detail/base/hidden.hpp"            // IWYU pragma: export
#include "detail/base/leak_check.hpp"        // IWYU pragma: export
#include "detail/block/growth.hpp"           // IWYU pragma: export
#include "detail/build/fill_from_range.hpp"  // IWYU pragma: export
#include "detail/handle/handle_traits.hpp"   // IWYU pragma: export
#include "fwd.hpp"                           // IWYU pragma: export
#include "heap_array.hpp"                    // IWYU pragma: export
#include "label.hpp"                         // IWYU pragma: export
#include "length.hpp"                        // IWYU pragma: export
#include "rc_array.hpp"                      // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// The length and the capacity are in the block, as unsigned integers of type `Len`. Unique handles with this
/// policy can change their length: they have the members under that heading in BasicArray.
template <class Len>
struct LengthAndCapacity {
  static_assert(std::unsigned_integral<Len> && !std::same_as<Len, bool>,
                "heaparray: LengthAndCapacity<Len> needs an unsigned integer type, such as std::uint32_t.");

  using handle_part = detail::NoLengthPart<LengthAndCapacity, true>;
  struct block_part {
    Len len;       ///< the number of elements
    Len capacity;  ///< the number of elements for which there is memory

    constexpr explicit block_part(std::size_t n) noexcept
        : len(static_cast<Len>(n)), capacity(static_cast<Len>(n)) {}
  };
  /// The largest length that `Len` can count.
  static constexpr std::size_t max_len =
      sizeof(Len) < sizeof(std::size_t) ? (std::numeric_limits<Len>::max)() : SIZE_MAX;
  static constexpr bool in_handle = false;
  static constexpr bool keeps_capacity = true;  ///< the length may be less than what was allocated

  /// The length. \see LengthPolicy
  template <class Label>
  HEAPARRAY_STEP_OVER static constexpr std::size_t get(const block_part& b, const Label&) noexcept {
    return static_cast<std::size_t>(b.len);
  }
};

namespace detail {

/// The block of an array, to be built on. At the end of its scope, the array has the elements that it had or,
/// after keep(), those that were added, too. Until then it reads as before, in whichever block it is.
template <class Array>
class Resumed {
  using T = typename Array::value_type;
  using Label = typename Array::label_type;
  using Block = typename Array::block_type;
  using Unfinished = typename Block::Unfinished;

 public:
  /// A null array is given a block of `first_capacity` slots, with a default label. Without keep(), it is null
  /// again afterwards.
  Resumed(Array& array, std::size_t first_capacity)
      : is_first_(!array), block(resume(array, first_capacity)), array_(array), kept_(block.built()) {
    give_back();
  }
  Resumed(const Resumed&) = delete;
  Resumed& operator=(const Resumed&) = delete;
  ~Resumed() {
    if (is_first_) {
      static_cast<void>(std::move(array_).into_raw());
      return;  // the block is given up
    }
    detail::destroy_elements(block.elements() + kept_, block.built() - kept_);
    if constexpr (Block::closes_slots) detail::close_slots(block.elements() + kept_, block.built() - kept_);
    give_back();
    static_cast<void>(block.finish());
  }

  /// What was added stays.
  void keep() noexcept {
    kept_ = block.built();
    is_first_ = false;
  }

  /// The capacity for `n` more elements.
  std::size_t len_for(std::size_t n) const {
    constexpr std::size_t max_len = Block::max_len();
    if (n > max_len - block.built()) [[unlikely]]
      detail::raise_too_long(n > SIZE_MAX - block.built() ? SIZE_MAX : block.built() + n, max_len);
    return detail::grown_len(block.len(), block.built() + n, max_len);
  }
  void make_room(std::size_t n) {
    if (n > block.len() - block.built()) relocate(len_for(n));
  }
  /// Moves what was built to a block of `n` slots. \see relocated
  template <class... Make>
  void relocate(std::size_t n, Make&... make) {
    static_assert(std::is_move_constructible_v<T>,
                  "heaparray: an array grows by moving its elements to a larger block, and these cannot be "
                  "moved. Give the length when the array is made, or keep them by pointer.");
    static_assert(std::is_move_constructible_v<Label>,
                  "heaparray: an array grows by moving its label to a larger block, and this one cannot be "
                  "moved. Keep what cannot move by pointer.");
    if constexpr (std::is_move_constructible_v<T> && std::is_move_constructible_v<Label>) {
      detail::continue_in(block, detail::relocated<OrThrow>(block.allocator(), block.block(), block.len(),
                                                            block.built(), n, make...));
      give_back();
    }
  }

  /// What was built of an array, in its own block; the array is null afterwards.
  static Unfinished resume(Array& array, std::size_t first_capacity) {
    const Block old = array.block();
    if (!old) return first<Array>(first_capacity);
    const std::size_t n = array.size();
    static_cast<void>(std::move(array).into_raw());
    return Unfinished(old.allocator(), old, old.capacity(), n);
  }
  /// `block` as that of an array of `n` elements.
  static Block of_length(Block block, std::size_t n) noexcept {
    block.set_length(n);
    if constexpr (CountsInLabel<typename Array::count_policy>) block.restart_count();  // the label is a copy
    return block;
  }

 private:
  bool is_first_;  // read before the array is given its block

 public:
  Unfinished block;

 private:
  void give_back() noexcept {
    static_cast<void>(std::move(array_).into_raw());
    array_ = Array::from_block(of_length(block.block(), kept_));
  }

  template <class A>
  static Unfinished first(std::size_t capacity) {
    if constexpr (std::is_default_constructible_v<Label> &&
                  std::is_default_constructible_v<typename Array::allocator_type>)
      return Block::template begin<OrThrow>(typename Array::allocator_type(), capacity, label_args());
    else
      detail::violated_null(Caller(), "growth");
  }

  Array& array_;
  std::size_t kept_;
};

/// What unique arrays with a capacity can do in addition. The meanings, and the growth, are those of
/// `std::vector`; positions are indices. If the capacity is not enough, the label and the elements move to a
/// larger block, of at least twice the capacity.
///
/// If a member that adds elements at the end throws, the label and the elements are as before. (As for
/// `std::vector`, not if a move to the larger block throws because elements or the label cannot be copied.)
/// A null array is first given a block with a default label, and is null again if that throws.
/// \threads like a container
template <class Derived, class T, class Len>
class ChangesLength<Derived, T, LengthAndCapacity<Len>> {
 public:
  /// The number of elements for which there is room without another allocation; 0 for a null handle.
  [[nodiscard]] std::size_t capacity() const noexcept {
    return self().block() ? self().block().capacity() : 0;
  }

  /// Makes room for `n` elements in total.
  /// \throws std::length_error if `n > max_len()`; what the allocator or moving the elements and the label
  ///         throws. Strong guarantee
  /// \complexity O(size()) and one allocation, if `n > capacity()`
  void reserve(std::size_t n) {
    if (n <= capacity()) return;
    Resumed<Derived> resumed(self(), n);
    if (n > resumed.block.len()) resumed.relocate(n);
    resumed.keep();
  }

  /// Makes room for `n` more elements, as push_back does: at least twice the capacity if there is not enough.
  /// \throws as reserve. Strong guarantee
  void make_room(std::size_t n) {
    if (n <= capacity() - self().size()) return;
    Resumed<Derived> resumed(self(), n);
    resumed.make_room(n);
    resumed.keep();
  }

  /// Frees the room that is not used, by moving the elements to a smaller block.
  /// \throws as reserve. Strong guarantee
  void shrink_to_fit() {
    const std::size_t n = self().size();
    if (capacity() != n) Resumed<Derived>(self(), 0).relocate(n);
  }

  /// Builds one more element in place from `args`, which may refer to elements of this array.
  /// \throws what the element's constructor throws. If the array has to grow: as reserve. Strong guarantee
  /// \complexity amortised O(1)
  template <class... Args>
  T& emplace_back(Args&&... args) {
    static_assert(std::is_constructible_v<T, Args...>,
                  "heaparray: emplace_back: an element cannot be constructed from these arguments.");
    return add([&]() -> T {
      if constexpr (GivenAllocator<T, typename Derived::allocator_type>)
        return detail::make_given<T>(self().block().allocator(), std::forward<Args>(args)...);
      else
        return detail::construct<T>(std::forward<Args>(args)...);
    });
  }
  /// Adds `value`, which may be an element of this array.
  /// \throws as emplace_back. Strong guarantee
  void push_back(const T& value) {
    add([&]() -> const T& { return value; });
  }
  /// Adds `value`, which is moved. It may be an element of this array.
  void push_back(T&& value) {
    add([&]() -> T&& { return std::move(value); });
  }

  /// Appends copies of the elements of `values`. Trivially copyable elements are copied as bytes.
  /// \pre `values` are not elements of this array
  /// \throws as emplace_back. Basic guarantee: the label and the elements are as before, in the same block or
  ///         in a larger one
  /// \complexity amortised O(values.size())
  void append(std::span<const T> values) {
    add_several(values.size(), [&](auto& block) { block.append(values.data(), values.size()); });
  }
  /// Appends the elements of `range`, whose length need not be known. \pre as append
  /// \throws as append, and what the range throws. Basic guarantee: as append
  template <std::ranges::input_range R>
  void append_range(R&& range) {
    static_assert(
        !is_literal<std::remove_reference_t<R>, T>,
        "heaparray: append_range of a literal would count the NUL at its end. Append a std::string_view of "
        "it, or, for all elements of an array of characters, std::span(array).");
    if constexpr (ContiguousRangeOf<R&, T>) {
      const auto first = std::ranges::begin(range);
      const auto n = static_cast<std::size_t>(std::ranges::end(range) - first);
      if (n != 0) append(std::span<const T>(std::to_address(first), n));
    } else {
      std::size_t n = 0;
      if constexpr (std::ranges::sized_range<R&>) n = static_cast<std::size_t>(std::ranges::size(range));
      auto it = std::ranges::begin(range);
      const auto last = std::ranges::end(range);
      if (it == last) return;
      Resumed<Derived> resumed(self(), n);
      resumed.make_room(n);
      for (; it != last; ++it) {
        resumed.make_room(1);
        resumed.block.emplace([&]() -> decltype(auto) { return *it; });
      }
      resumed.keep();
    }
  }

  /// A copy with room for `room` more elements. Null for a null handle.
  /// \throws as copying a BasicArray; std::length_error if there would be more than `max_len()` elements.
  ///         Strong guarantee
  [[nodiscard]] Derived clone_with_room(std::size_t room) const {
    using Block = typename Derived::block_type;
    const Block block = self().block();
    if (!block) return Derived();
    const std::size_t n = self().size();
    if (room > Derived::max_len() - n) [[unlikely]]
      detail::raise_too_long(room > SIZE_MAX - n ? SIZE_MAX : n + room, Derived::max_len());
    typename Block::Unfinished copy = Block::template begin<OrThrow>(detail::allocator_for_copies(self()),
                                                                     n + room, std::as_const(block.label()));
    copy.append(const_cast<const T*>(block.elements()), n);
    return Derived::from_block(Resumed<Derived>::of_length(copy.finish(), n));
  }

  /// Destroys the last element. \pre not empty; checked by hardening
  void pop_back(const Caller& caller = Caller::here()) {
    expect_elements(self().size(), "pop_back()", caller);
    truncate(self().size() - 1);
  }

  /// Makes the array `n` elements long: destroys those behind, or adds value-initialised ones.
  /// \throws as emplace_back. Strong guarantee
  void resize(std::size_t n) {
    if (n <= self().size()) return truncate(n);
    add_times(n - self().size(), [](const auto& a) {
      if constexpr (GivenAllocator<T, std::remove_cvref_t<decltype(a)>>)
        return detail::make_given<T>(a);
      else
        return T();
    });
  }
  /// The same with copies of `value`, which may be an element of this array.
  void resize(std::size_t n, const T& value) {
    if (n <= self().size()) return truncate(n);
    add_times(n - self().size(), [&](const auto&) -> const T& { return value; });
  }

  /// Destroys the elements from index `n` on, last to first. Does nothing if there are at most `n`.
  /// \post `capacity()` is unchanged
  void truncate(std::size_t n) noexcept {
    const std::size_t size = self().size();
    if (n >= size) return;
    const auto block = self().block();
    block.set_length(n);
    detail::destroy_elements(block.elements() + n, size - n);
    if constexpr (Derived::block_type::closes_slots) detail::close_slots(block.elements() + n, size - n);
  }
  /// Destroys all elements. The label and the capacity stay.
  void clear() noexcept { truncate(0); }

  /// Moves the elements from index `i` on up by one, and puts `value` there. Returns its address as a
  /// reference. (`insert(i, value)` replaces an element, as everywhere in this library.)
  /// \pre `i <= size()`; checked by hardening
  /// \throws as emplace_back, and what moving elements throws. Basic guarantee: all elements are alive, in
  ///         some order, and one may have been moved from
  /// \complexity O(size() - i), and the growth
  T& insert_at(std::size_t i, T value, const Caller& caller = Caller::here()) {
    expect_slice(i, self().size(), self().size(), caller);
    push_back(std::move(value));
    rotate(i, self().size() - 1);
    return self().data()[i];
  }
  /// Moves the elements from index `i` on up, and puts the elements of `range` there, whose length need not
  /// be known. \pre as insert_at; `range` are not elements of this array
  /// \throws as append_range, and what moving elements throws. Basic guarantee: as insert_at
  template <std::ranges::input_range R>
  void insert_range_at(std::size_t i, R&& range, const Caller& caller = Caller::here()) {
    const std::size_t before = self().size();
    expect_slice(i, before, before, caller);
    append_range(std::forward<R>(range));
    rotate(i, before);
  }

  /// Removes the elements from index `first` to `last - 1`, and moves those behind down.
  /// \pre `first <= last && last <= size()`; checked by hardening
  /// \throws what assigning elements throws. Basic guarantee: all elements are alive, and some may have been
  ///         moved from
  /// \complexity O(size() - first)
  void erase_at(std::size_t first, std::size_t last, const Caller& caller = Caller::here()) {
    static_assert(std::is_move_assignable_v<T>,
                  "heaparray: erase_at moves the elements behind down by assignment, and these cannot be "
                  "assigned. pop_back() and truncate(n) remove elements at the end.");
    const std::size_t size = self().size();
    expect_slice(first, last, size, caller);
    detail::known(first <= last && last <= size);
    if (first == last) return;
    T* const elements = self().data();
    if constexpr (std::is_move_assignable_v<T>) std::move(elements + last, elements + size, elements + first);
    truncate(size - (last - first));
  }
  /// Removes element `i`. \pre `i < size()`; checked by hardening
  void erase_at(std::size_t i, const Caller& caller = Caller::here()) {
    expect_slice(i, i + 1, self().size(), caller);
    erase_at(i, i + 1, caller);
  }

 protected:
  ChangesLength() = default;  // only as a base class

 private:
  HEAPARRAY_STEP_OVER Derived& self() noexcept { return static_cast<Derived&>(*this); }
  HEAPARRAY_STEP_OVER const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }

  template <class Make>
  HEAPARRAY_STEP_OVER T& add(Make&& make) {
    const auto block = self().block();
    const std::size_t n = self().size();
    if (!block || n == block.capacity()) [[unlikely]]
      return add_in_larger(passed(make));
    if constexpr (Derived::block_type::closes_slots) detail::open_slots(block.elements() + n, 1);
    // SAFETY: slot n < capacity is inside the block, is aligned, and contains no object yet.
    T* const place =
        ::new (static_cast<void*>(block.elements() + n)) T(detail::make_element<T>(block.allocator(), make));
    block.set_length(n + 1);
    return *place;
  }
  // What the cold function gets: the value, if it is trivially copyable, so that `make` can be in registers.
  template <class Make>
  static constexpr decltype(auto) passed(Make& make) {
    if constexpr (std::is_trivially_copyable_v<T> && std::is_copy_constructible_v<T> &&
                  !GivenAllocator<T, typename Derived::allocator_type>)
      return [value = T(make())] { return value; };
    else
      return (make);
  }
  template <class Make>
  HEAPARRAY_COLD T& add_in_larger(Make&& make) {
    Resumed<Derived> resumed(self(), detail::grown_len(0, 1, Derived::max_len()));
    if (resumed.block.built() == resumed.block.len())
      resumed.relocate(resumed.len_for(1), make);
    else
      resumed.block.emplace(make);  // the first block of an array that was null
    resumed.keep();
    return resumed.block.elements()[resumed.block.built() - 1];
  }

  template <class Fill>
  void add_several(std::size_t n, Fill&& fill) {
    if (n == 0) return;
    Resumed<Derived> resumed(self(), n);
    resumed.make_room(n);
    fill(resumed.block);
    resumed.keep();
  }

  // Adds `n` elements, each of what `make(allocator)` returns, before anything moves.
  template <class Make>
  void add_times(std::size_t n, const Make& make_by) {
    Resumed<Derived> resumed(self(), n);
    const auto make = [&, a = resumed.block.allocator()]() -> decltype(auto) { return make_by(a); };
    if (n > resumed.block.len() - resumed.block.built()) {
      Times<const decltype(make)> times{make, n};
      resumed.relocate(resumed.len_for(n), times);
    } else {
      resumed.block.emplace_each(n, [&](std::size_t) -> decltype(auto) { return make(); });
    }
    resumed.keep();
  }

  // Puts the elements from `middle` on before those from `first` on.
  void rotate(std::size_t first, std::size_t middle) {
    static_assert(std::is_move_constructible_v<T> && std::is_move_assignable_v<T>,
                  "heaparray: insert_at moves the elements behind up by assignment, and these cannot be "
                  "assigned. push_back(value) adds one at the end.");
    T* const elements = self().data();
    if constexpr (std::is_move_constructible_v<T> && std::is_move_assignable_v<T>)
      std::rotate(elements + first, elements + middle, elements + self().size());
  }
};

}  // namespace detail

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_GROWING_ARRAY_HPP

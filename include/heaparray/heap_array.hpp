// SPDX-License-Identifier: MIT
//
// heap_array.hpp: BasicArray, the handle that owns a block alone, and with it HeapArray, FatPtrArray, ThinPtrArray.
//
//    fat:  [ data | size ]           thin:  [ data ]
//            |                                |
//    [Label] T T T T          [length][Label] T T T T
//
// What `std::vector` is without its capacity, plus a label in the same block, in one or two words.
//
//   struct Parity { int even = 0, odd = 0; };
//   auto a = heaparray::HeapArray<int, Parity>::with_label(Parity{}, 5, [](Parity& seen, std::size_t i) {
//     ++(i % 2 == 0 ? seen.even : seen.odd);
//     return static_cast<int>(i * i);
//   });
//   assert(a[3] == 9 && a.label().even == 3);
#ifndef HEAPARRAY_HEAP_ARRAY_HPP
#define HEAPARRAY_HEAP_ARRAY_HPP

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "array_operators.hpp"
#include "config.hpp"
#include "detail/array_block.hpp"
#include "detail/array_factories.hpp"
#include "detail/array_reader.hpp"
#include "fwd.hpp"
#include "into_iter.hpp"
#include "label.hpp"
#include "length.hpp"
#include "ref_count.hpp"

HEAPARRAY_NAMESPACE_BEGIN

/// Owns a block alone; deeply const, like `std::vector`. Null when default-constructed or moved from: then it has
/// no block, `size() == 0`, `data() == nullptr`, and asking for its label is a broken contract.
///
/// \tparam T         elements: any object type but arrays, with a noexcept destructor; may be immovable, and may be
///                   incomplete until a member function is used
/// \tparam Label     what stands in front of them; the same rules
/// \tparam Length    where the length lives, a LengthPolicy
/// \tparam Count     NoCount, or the RefCounter of the shared handles that this is the `owner_type` of: then its
///                   block has a count, of one, and `share()` is free
/// \tparam Allocator kept in the block if it has state; each block is freed by the allocator that it came from, so
///                   moves and swaps are O(1) and noexcept for every allocator
///
/// Making, besides the constructors: see detail::ArrayFactories. Reading: see detail::ArrayReader.
/// \threads like a container: const member functions may be called at the same time
template <class T, class Label, class Length, class Count, class Allocator>
class HEAPARRAY_TRIVIAL_ABI HEAPARRAY_EMPTY_BASES BasicArray
    : public detail::ArrayReader<BasicArray<T, Label, Length, Count, Allocator>, const T>,
      public detail::ArrayFactories<BasicArray<T, Label, Length, Count, Allocator>, T, Label, Length, Count,
                                    Allocator> {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<Label>::value);

  using Ops = detail::ArrayBlock<T, Label, Length, Count, Allocator>;
  using Reader = detail::ArrayReader<BasicArray, const T>;
  using LengthPart = typename Length::handle_part;
  using AllocatorTraits = std::allocator_traits<Allocator>;

 public:
  using value_type = T;
  using label_type = Label;
  using length_policy = Length;
  using count_policy = Count;
  using allocator_type = Allocator;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using const_reference = const T&;
  using pointer = T*;
  using const_pointer = const T*;
  using iterator = T*;
  using const_iterator = const T*;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;

  // Making

  /// A null handle.
  BasicArray() noexcept = default;

  /// `n` elements, each built in place from what `init(label, i)` or `init(i)` returns, and a default label.
  /// \throws and complexity as `with_label`
  template <class Init>
    requires(!std::is_convertible_v<Init, const Allocator&> && std::is_default_constructible_v<Label>)
  explicit BasicArray(size_type n, Init&& init, const Allocator& allocator = Allocator())
      : BasicArray(BasicArray::with_label(label_args(), n, init, allocator)) {}

  /// `n` value-initialised elements and a default label. \throws and complexity as `with_len`
  explicit BasicArray(size_type n, const Allocator& allocator = Allocator())
      : BasicArray(BasicArray::with_len(label_args(), n, allocator)) {}

  /// The elements of `list`, and a default label. \throws and complexity as `from_range`
  BasicArray(std::initializer_list<T> list, const Allocator& allocator = Allocator())
      : BasicArray(BasicArray::from_range(list, allocator)) {}

  /// A deep copy: label, then elements. Null if `other` is.
  /// \throws what the allocator or a copy throws; nothing leaks
  /// \complexity O(n), one allocation
  BasicArray(const BasicArray& other)
      : BasicArray(other.copy_with([&] { return other.allocator_for_copies(); })) {}

  /// A deep copy in memory of `allocator`.
  BasicArray(const BasicArray& other, const Allocator& allocator)
      : BasicArray(other.copy_with([&]() -> const Allocator& { return allocator; })) {}

  /// Takes the block of `other`, which is null afterwards.
  BasicArray(BasicArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), len_(std::exchange(other.len_, LengthPart())) {}

  /// A deep copy. If both have blocks of the same length, the block of `*this` is kept and assigned to: label, then
  /// elements in ascending order. Otherwise a copy is made and swapped in.
  /// \pre `other` is not owned by an element of `*this`, as in `tree = tree[0].children`: assign a clone then
  /// \throws what the allocator, a copy or an assignment throws. With a new block, `*this` is then unchanged; with
  ///         the block kept, the label and the elements before the one that threw have their new values (basic
  ///         guarantee; strong if copy assignments do not throw)
  /// \complexity O(n), at most one allocation
  BasicArray& operator=(const BasicArray& other) {
    if (this == &other) return *this;
    if constexpr (std::is_copy_assignable_v<T> && std::is_copy_assignable_v<Label>) {
      if (can_assign_in_place(other)) {
        label() = other.label();
        std::copy_n(other.data_, other.size(), data_);
        return *this;
      }
    }
    BasicArray(other.copy_with([&] { return allocator_after_assignment(other); })).swap(*this);
    return *this;
  }

  /// Takes the block of `other`, which is null afterwards, and destroys the one it had. Self-move changes nothing.
  BasicArray& operator=(BasicArray&& other) noexcept {
    BasicArray(std::move(other)).swap(*this);
    return *this;
  }

  /// Destroys the elements, last to first, then the label, and frees the block.
  ~BasicArray() {
    if (data_ != nullptr) Ops::destroy(data_, Ops::length(data_, len_));
  }

  /// A deep copy: the same as the copy constructor, said aloud.
  [[nodiscard]] BasicArray clone() const { return BasicArray(*this); }

  // Reading

  /// The number of elements; 0 for a null handle.
  /// \complexity O(1); touches no memory of the block if the length is in the handle
  [[nodiscard]] size_type size() const noexcept {
    if constexpr (Length::in_handle)
      return Length::get(len_);
    else
      return data_ != nullptr ? Ops::length(data_, len_) : 0;
  }

  /// The first element; null for a null handle only.
  [[nodiscard]] const T* data() const noexcept { return data_; }

  /// The label. \pre not null; checked by hardening
  [[nodiscard]] const Label& label(detail::Caller caller = detail::Caller::here()) const {
    detail::expect_block(data_, "label()", caller);
    return Ops::label(data_);
  }

  /// The allocator of the block; a default one for a null handle.
  /// \pre not null, if the allocator has no default constructor; checked by hardening
  [[nodiscard]] allocator_type get_allocator(detail::Caller caller = detail::Caller::here()) const {
    if constexpr (std::is_default_constructible_v<Allocator>)
      return data_ != nullptr ? Ops::allocator(data_) : Allocator();
    detail::expect_block(data_, "get_allocator()", caller);
    return Ops::allocator(data_);
  }

  using Reader::at;
  using Reader::back;
  using Reader::begin;
  using Reader::end;
  using Reader::front;
  using Reader::operator[];
  using Reader::rbegin;
  using Reader::rend;
  using Reader::slice;
  using Reader::unchecked;

  // Writing: the same through a handle that is not const

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] Label& label(detail::Caller caller = detail::Caller::here()) {
    detail::expect_block(data_, "label()", caller);
    return Ops::label(data_);
  }
  T* begin() noexcept { return data_; }
  T* end() noexcept { return data_ + size(); }
  reverse_iterator rbegin() noexcept { return reverse_iterator(end()); }
  reverse_iterator rend() noexcept { return reverse_iterator(begin()); }
  [[nodiscard]] T& operator[](detail::Index i) { return mutably(Reader::operator[](i)); }
  [[nodiscard]] T& at(size_type i) { return mutably(Reader::at(i)); }
  [[nodiscard]] T& unchecked(size_type i) { return data_[i]; }
  [[nodiscard]] T& front(detail::Caller caller = detail::Caller::here()) {
    return mutably(Reader::front(caller));
  }
  [[nodiscard]] T& back(detail::Caller caller = detail::Caller::here()) {
    return mutably(Reader::back(caller));
  }

  /// The address of element `i`, to write to; null if `i >= size()`.
  [[nodiscard]] T* get_mut(size_type i) noexcept { return i < size() ? data_ + i : nullptr; }

  /// All elements, to write to; empty for a null handle.
  [[nodiscard]] std::span<T> as_slice_mut() noexcept { return {data_, size()}; }

  /// Replaces element `i` by `value` and returns the old one; nothing, and no change, if `i >= size()`.
  /// \throws what moving or assigning an element throws; then element `i` may have been moved from
  std::optional<T> insert(size_type i, T value) {
    if (i >= size()) return std::nullopt;
    std::optional<T> old(std::move(data_[i]));
    data_[i] = std::move(value);
    return old;
  }

  void swap(BasicArray& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(len_, other.len_);
  }
  friend void swap(BasicArray& a, BasicArray& b) noexcept { a.swap(b); }

  // Giving away. All of these leave a null handle.

  /// The elements, moved out one by one.
  [[nodiscard]] IntoIter<BasicArray> into_iter() && noexcept {
    return IntoIter<BasicArray>(std::move(*this));
  }

  /// A shared handle that owns the same block: nothing is copied or allocated. For arrays with a count, such as
  /// `ArcArray<T>::owner_type`.
  template <class C = Count>
  [[nodiscard]] auto share() && noexcept {
    static_assert(
        !std::is_same_v<C, NoCount>,
        "heaparray: the block of this array has no count, so it cannot be shared as it is. Make it as "
        "RcArray<T, Label>::owner_type or ArcArray<T, Label>::owner_type, or copy it into one of those.");
    if constexpr (!std::is_same_v<C, NoCount>)
      return BasicRcArray<T, Label, Length, C, Allocator>(std::move(*this));
  }

  /// Gives up ownership: returns the address of the first element, which `from_raw` takes back. Null if null.
  [[nodiscard]] T* into_raw() && noexcept {
    len_ = LengthPart();
    return std::exchange(data_, nullptr);
  }

  /// The owner of the block that `into_raw` of the same type of array gave up; null if `data` is.
  /// \pre nobody else owns the block
  [[nodiscard]] static BasicArray from_raw(T* data) noexcept
    requires(!Length::in_handle)
  {
    return BasicArray(data, LengthPart());
  }
  /// The same for fat handles, which must be told the length. \pre `n` is the length that the array had
  [[nodiscard]] static BasicArray from_raw(T* data, size_type n) noexcept
    requires Length::in_handle
  {
    return BasicArray(data, LengthPart(data != nullptr ? n : 0));
  }

 private:
  template <class, class, class, class, class>
  friend class BasicRcArray;
  friend detail::ArrayFactories<BasicArray, T, Label, Length, Count, Allocator>;

  BasicArray(T* data, LengthPart len) noexcept : data_(data), len_(len) {}

  /// The owner of a finished block.
  static BasicArray adopt(T* data, size_type n) noexcept { return BasicArray(data, LengthPart(n)); }

  // SAFETY: called by non-const members only, with an element of this array's own block, none of which is const.
  static T& mutably(const T& element) noexcept { return const_cast<T&>(element); }

  template <class GetAllocator>
  BasicArray copy_with(GetAllocator&& allocator) const {
    static_assert(
        std::is_copy_constructible_v<T>,
        "heaparray: copying a unique array copies its elements, and these cannot be copied. Move the array "
        "with std::move, or use a shared one (RcArray, ArcArray), whose copies share the block.");
    static_assert(
        std::is_copy_constructible_v<Label>,
        "heaparray: copying a unique array copies its label, and this one cannot be copied. Move the array "
        "with std::move, or use a shared one (RcArray, ArcArray), whose copies share the block.");
    if constexpr (std::is_copy_constructible_v<T> && std::is_copy_constructible_v<Label>) {
      if (data_ == nullptr) return BasicArray();
      const size_type n = size();
      return adopt(Ops::make(allocator(), n, std::as_const(Ops::label(data_)),
                             [&](auto& block) { block.fill_from(data_); }),
                   n);
    }
  }

  /// \pre not null
  Allocator allocator_for_copies() const {
    return AllocatorTraits::select_on_container_copy_construction(Ops::allocator(data_));
  }
  Allocator allocator_after_assignment(const BasicArray& other) const {
    if constexpr (AllocatorTraits::propagate_on_container_copy_assignment::value)
      return Ops::allocator(other.data_);
    return data_ != nullptr ? Ops::allocator(data_) : other.allocator_for_copies();
  }
  bool can_assign_in_place(const BasicArray& other) const {
    if (data_ == nullptr || other.data_ == nullptr || size() != other.size()) return false;
    if constexpr (AllocatorTraits::propagate_on_container_copy_assignment::value &&
                  !AllocatorTraits::is_always_equal::value)
      return Ops::allocator(data_) == Ops::allocator(other.data_);
    return true;
  }

  T* data_ = nullptr;
  HEAPARRAY_NO_UNIQUE_ADDRESS LengthPart len_;
};

HEAPARRAY_NAMESPACE_END

/// Enabled if label and elements have a hash.
template <class T, class Label, class Length, class Count, class Allocator>
  requires heaparray::detail::Hashable<T> &&
           (std::is_same_v<Label, heaparray::NoLabel> || heaparray::detail::Hashable<Label>)
struct std::hash<heaparray::BasicArray<T, Label, Length, Count, Allocator>>
    : heaparray::ArrayHash<heaparray::BasicArray<T, Label, Length, Count, Allocator>> {};

#endif  // HEAPARRAY_HEAP_ARRAY_HPP

// SPDX-License-Identifier: MIT
//
// mem_block.hpp: MemBlock<Label, T>, the address of one heap block with a label and an array in it.
//
//    start of the block                   what a MemBlock holds: the address of element 0
//    |                                    |
//    [Label][padding, if T needs it      ] T T T T ... T [padding to a whole unit]
//    |<----------- elements_offset ----->|<- len * sizeof(T) ->|
//
// The offset is a compile-time constant, so the label is found from the elements by one subtraction. MemBlock
// knows how to allocate, build, destroy and free such a block and has no opinion on who owns it or where its
// length is kept: handles add that. Use it directly to write a handle of your own.
//
//   using Block = heaparray::MemBlock<int, double>;
//   std::allocator<std::byte> alloc;
//   Block b = Block::create(alloc, 17, 3, [](std::size_t i) { return double(i); });
//   assert(b.label() == 17 && b.element(2) == 2.0);
//   b.destroy(alloc, 3);
#ifndef HEAPARRAY_MEM_BLOCK_HPP
#define HEAPARRAY_MEM_BLOCK_HPP

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "alloc_utils.hpp"
#include "config.hpp"
#include "detail/base/fail.hpp"               // IWYU pragma: export
#include "detail/build/element.hpp"           // IWYU pragma: export
#include "detail/build/fill.hpp"              // IWYU pragma: export
#include "detail/build/unfinished_block.hpp"  // IWYU pragma: export
#include "label.hpp"                          // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Nothing in front of the label: a MemBlock that is used by itself. \see BlockFront
struct NoFront {
  static constexpr std::size_t size = 0;
  static constexpr std::size_t alignment = 1;
  static constexpr std::size_t element_alignment = 1;
};

// A base class and not a member: all compilers of a platform agree on an empty base.
template <class Label, class T>
struct HEAPARRAY_EMPTY_BASES Overlap : Label {
  T element;
};

/// Whether an empty label can be at the address of element 0: if that element does not begin with an object of the same
/// type. The compiler knows, since it applies the same rule to base classes. \see [intro.object]/9
template <class Label, class T>
constexpr bool shares_address() noexcept {
  if constexpr (std::is_final_v<Label>)
    return !std::is_same_v<Label, T>;
  else
    return sizeof(Overlap<Label, T>) == round_up(sizeof(T), larger(alignof(Label), alignof(T)));
}

/// Whether a label takes bytes of its own. An empty one shares those of what is in front of it, or of element 0.
template <class Label, class T, class Front>
constexpr bool takes_bytes() noexcept {
  if constexpr (!std::is_empty_v<Label>)
    return true;
  else if constexpr (Front::size != 0)
    return false;
  else
    return !detail::shares_address<Label, T>();
}

}  // namespace detail

/// The address of a block, or none: one word, trivially copyable, owning nothing.
///
/// Functions that take an allocator take any allocator: it is rebound to a unit of the block's alignment, so
/// over-aligned types, `std::pmr` and sized deallocation come out right. What is allocated with one must be
/// freed with an equal one, and with the same length.
///
/// An empty label takes no byte: it shares its address with element 0, as a `[[no_unique_address]]` member
/// would (and, like that, not if it would be the second object of its type there). Its constructor and destructor
/// run all the same.
///
/// \tparam Front what a handle keeps in front of the label; nothing in a block that is used by itself
///
/// \threads like a pointer: distinct MemBlock objects may be used at the same time; what they point to is
///          protected by nobody
template <class Label, class T, class Front>
class MemBlock {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<Label>::value);

 public:
  using label_type = Label;
  using value_type = T;
  using size_type = std::size_t;

  /// Alignment of every block.
  static constexpr size_type alignment = detail::larger(
      detail::larger(alignof(Label), alignof(T)), detail::larger(Front::alignment, Front::element_alignment));

  /// Bytes from the start of a block to its label.
  static constexpr size_type label_offset =
      detail::takes_bytes<Label, T, Front>() ? round_up(Front::size, alignof(Label)) : size_type{0};

  /// Bytes from the start of a block to its first element: they begin where what is in front of them ends.
  static constexpr size_type elements_offset =
      round_up(detail::takes_bytes<Label, T, Front>() ? label_offset + sizeof(Label) : Front::size,
               detail::larger(alignof(T), Front::element_alignment));

  /// The largest length for which a block fits in `bytes` bytes; 0 if not even an empty block does. Fills a page
  /// or a size class exactly: `max_len_for(4096)`.
  static constexpr size_type max_len_for(size_type bytes) noexcept {
    return elements_that_fit(bytes, elements_offset, sizeof(T), alignment);
  }

  /// The largest length that any block can have: its size in bytes would not pass `max_block_size`.
  static constexpr size_type max_len() noexcept { return max_len_for(max_block_size); }

  /// Size and alignment of a block of `len` elements. The size is a whole number of alignments, and never 0.
  /// \throws std::length_error if `len > max_len()`
  static constexpr MemoryLayout memory_layout(size_type len) {
    if (len > max_len()) detail::raise_too_long(len, max_len());
    return {block_size(len), alignment};
  }

  /// No block.
  constexpr MemBlock() noexcept = default;

  /// The block whose first element is at `elements`; no block for null.
  /// \pre `elements` came from `elements()` of a block of the same type
  static constexpr MemBlock from_elements(T* elements) noexcept { return MemBlock(elements); }

  /// Memory for `len` elements and a label, with nothing in it.
  /// \throws std::length_error before any allocation if `len > max_len()`; what the allocator throws
  /// \complexity one allocation
  template <class Allocator>
  [[nodiscard]] static MemBlock allocate(const Allocator& allocator, size_type len) {
    return MemBlock(allocate_elements<detail::OrThrow>(allocator, len, max_len()));
  }

  /// As `allocate`, but no block if `len > max_len()` or the allocator throws `std::bad_alloc`.
  template <class Allocator>
  [[nodiscard]] static MemBlock try_allocate(const Allocator& allocator, size_type len) {
    return MemBlock(allocate_elements<detail::OrNull>(allocator, len, max_len()));
  }

  /// Frees the memory of a block in which nothing lives.
  /// \pre allocated for `len` elements by an allocator equal to `allocator`; the label and elements are gone
  template <class Allocator>
  void deallocate(const Allocator& allocator, size_type len) const noexcept {
    detail::deallocate_bytes<alignment>(allocator, start(), block_size(len),
                                        address_is_end_if_empty && len == 0);
  }

  /// A new block: the label first, from a value or `label_args(...)`, then elements 0 to `len - 1`, each built in
  /// place from what `init(label, i)` or `init(i)` returns, so that neither need be copyable or movable.
  /// \throws std::length_error before any allocation if `len > max_len()`; what the allocator, the label's
  ///         constructor, `init` or an element's constructor throws: then what was built is destroyed, newest
  ///         first, and the memory is freed
  /// \complexity O(len), one allocation
  template <class Allocator, class LabelSource, class Init>
  [[nodiscard]] static MemBlock create(const Allocator& allocator, LabelSource&& label, size_type len,
                                       Init&& init) {
    detail::UnfinishedBlock<MemBlock, Allocator> block(allocator, allocate(allocator, len), len);
    block.construct_head(std::forward<LabelSource>(label));
    detail::ByInit<Init>{init}(block);
    return block.finish();
  }

  /// Destroys the elements, last to first, then the label, then frees the memory.
  /// \pre all `len` elements and the label are alive; `allocator` does not live in the label: copy it first
  /// \complexity O(len), O(1) for trivially destructible elements; one deallocation
  template <class Allocator>
  void destroy(const Allocator& allocator, size_type len) const noexcept {
    detail::destroy_elements(elements_, len);
    detail::destroy_label(*this);
    deallocate(allocator, len);
  }

  /// Whether there is a block.
  HEAPARRAY_STEP_OVER constexpr explicit operator bool() const noexcept { return elements_ != nullptr; }

  /// The label. \pre there is a block and its label is alive; not checked
  HEAPARRAY_STEP_OVER Label& label() const noexcept {
    // SAFETY: a block's label lives at a fixed distance in front of its elements, and nothing else has ever lived there
    // since the memory was allocated: no std::launder, which would tell the compiler otherwise, and keep it from
    // vectorising any loop that asks for the label or the length. An empty label has no bytes that anything else could
    // overwrite, and compilers emit no load or store for one.
    return *static_cast<Label*>(label_address());
  }

  /// Where the label lives, or will. \pre there is a block; not checked
  HEAPARRAY_STEP_OVER void* label_address() const noexcept { return start() + label_offset; }

  /// The address of element 0, whether it has been built or not; null if there is no block.
  HEAPARRAY_STEP_OVER constexpr T* elements() const noexcept { return elements_; }

  /// Element `i`. \pre there is a block with more than `i` elements; not checked
  HEAPARRAY_STEP_OVER constexpr T& element(size_type i) const noexcept { return elements_[i]; }

  /// Whether both are the same block, or none. Compares addresses, not contents.
  friend constexpr bool operator==(MemBlock, MemBlock) noexcept = default;

 protected:
  HEAPARRAY_STEP_OVER constexpr explicit MemBlock(T* elements) noexcept : elements_(elements) {}

  /// Memory for a block of at most `longest` elements, as the address of the first one. `OnFailure` is detail::OrThrow or
  /// detail::OrNull.
  template <class OnFailure, class Allocator>
  static T* allocate_elements(const Allocator& allocator, size_type len, size_type longest) {
    if (len > longest) [[unlikely]]
      return detail::refuse_length<OnFailure>(len, longest);
    std::byte* const memory = detail::allocate_bytes<alignment, OnFailure>(
        allocator, block_size(len), address_is_end_if_empty && len == 0);
    if constexpr (std::is_same_v<OnFailure, detail::OrNull>)
      if (memory == nullptr) [[unlikely]]
        return nullptr;
    // SAFETY: `memory` has elements_offset bytes and is aligned for the elements, so the result is inside it and aligned.
    return static_cast<T*>(static_cast<void*>(memory + elements_offset));
  }

  /// The first byte of the block. \pre there is a block
  // SAFETY: the reverse of allocate_elements.
  HEAPARRAY_STEP_OVER std::byte* start() const noexcept {
    return reinterpret_cast<std::byte*>(elements_) - elements_offset;
  }

 private:
  // Cannot wrap for len <= max_len(). At least one unit: what an allocator does for 0 is its own affair.
  HEAPARRAY_STEP_OVER static constexpr size_type block_size(size_type len) noexcept {
    constexpr size_type padding = alignment - 1;
    if constexpr (elements_offset == 0)
      return detail::larger((len * sizeof(T) + padding) & ~padding, alignment);
    else
      return (elements_offset + len * sizeof(T) + padding) & ~padding;
  }

  // Whether the address that the handle of an empty array holds is the end of the block. \see detail/base/leak_check.hpp
  static constexpr bool address_is_end_if_empty =
      elements_offset == round_up(elements_offset, alignment) && elements_offset != 0;

  T* elements_ = nullptr;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_MEM_BLOCK_HPP

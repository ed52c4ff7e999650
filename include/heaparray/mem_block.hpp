// SPDX-License-Identifier: MIT
//
// mem_block.hpp: MemBlock<Label, T>, the address of one heap block that contains a label and an array.
//
//    start of the block                   a MemBlock holds the address of element 0
//    |                                    |
//    [Label][padding, if T needs it      ] T T T T ... T
//    |<----------- elements_offset ----->|<- len * sizeof(T) ->|
//
// The offset is a compile-time constant, so the label is found from the elements by one subtraction. MemBlock
// can allocate, build, destroy and free such a block. It does not know who owns the block or where its length
// is stored: handles add that. To write a handle of your own, use MemBlock directly.
//
//   using Block = heaparray::MemBlock<int, double>;
//   std::allocator<std::byte> alloc;
//   Block b = Block::create(alloc, 17, 3, [](std::size_t i) { return double(i); });
//   assert(b.label() == 17 && b.element(2) == 2.0);
//   b.destroy(alloc, 3);
//
// A block that is filled step by step is an UnfinishedBlock until it is whole:
//
//   auto partly = Block::begin(alloc, 17, 100);     // the label is built, and none of up to 100 elements
//   partly.emplace_back(0.5);
//   Block c = partly.finish();                      // without finish(), all is destroyed and freed
//   c.destroy(alloc, 1, 100);                       // 1 was built, in a block for 100
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

/// The front of a MemBlock without a handle: nothing stands before the label. \see BlockFront
struct NoFront {
  static constexpr std::size_t size = 0;
  static constexpr std::size_t alignment = 1;
  static constexpr std::size_t element_alignment = 1;
  static constexpr std::size_t terminators = 0;
  static constexpr bool in_bytes = true;
};

// A base class and not a member: all compilers of a platform lay out an empty base class in the same way.
template <class Label, class T>
struct HEAPARRAY_EMPTY_BASES Overlap : Label {
  T element;
};

/// Whether an empty label can have the address of element 0. It cannot if that element begins with an object
/// of the same type. The compiler answers this, because it applies the same rule to base classes.
/// \see [intro.object]/9
template <class Label, class T>
constexpr bool shares_address() noexcept {
  if constexpr (std::is_final_v<Label>)
    return !std::is_same_v<Label, T>;
  else
    return sizeof(Overlap<Label, T>) == round_up(sizeof(T), larger(alignof(Label), alignof(T)));
}

/// Whether the label has bytes of its own. An empty label shares a byte of what stands before it, or of
/// element 0.
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

/// A block that is filled step by step. \see MemBlock::begin
template <class Block, class Allocator = std::allocator<std::byte>>
using UnfinishedBlock = detail::UnfinishedBlock<Block, Allocator>;
using detail::MemoryOfCaller;

/// The address of a block, or none. One word, trivially copyable; it owns nothing.
///
/// Functions with an allocator parameter accept any allocator. They ask it for bytes or rebind it to a unit
/// with the alignment of the block, so over-aligned types, `std::pmr` and sized deallocation work. A block
/// must be freed with an allocator that equals the one that allocated it, and with the same length.
///
/// An empty label takes no byte: it shares its address with element 0, as a `[[no_unique_address]]` member
/// would. (And like such a member, it does not if that element begins with an object of its type.) Its
/// constructor and its destructor are called.
///
/// \tparam Label the type of the label. A `const Label` is built once and never changed
/// \tparam Front what a handle stores before the label; nothing in a block without a handle
///
/// \threads like a pointer: distinct MemBlock objects may be used at the same time; the block they point to
///          is not synchronised
template <class Label, class T, class Front>
class MemBlock {
  static_assert(detail::ValidElement<T>::value && detail::ValidLabel<std::remove_const_t<Label>>::value);

 public:
  using label_type = Label;
  using value_type = T;
  using size_type = std::size_t;

  /// The alignment of every block.
  static constexpr size_type alignment = detail::larger(
      detail::larger(alignof(Label), alignof(T)), detail::larger(Front::alignment, Front::element_alignment));

  /// Bytes from the start of a block to its label.
  static constexpr size_type label_offset =
      detail::takes_bytes<Label, T, Front>() ? round_up(Front::size, alignof(Label)) : size_type{0};

  /// Bytes from the start of a block to its first element. The elements begin where the part before them
  /// ends, rounded up to their alignment.
  static constexpr size_type elements_offset =
      round_up(detail::takes_bytes<Label, T, Front>() ? label_offset + sizeof(Label) : Front::size,
               detail::larger(alignof(T), Front::element_alignment));

  /// The largest length for which a block fits in `bytes` bytes; 0 if not even an empty block fits. Useful to
  /// fill a page or a size class exactly: `max_len_for(4096)`.
  static constexpr size_type max_len_for(size_type bytes) noexcept {
    if (bytes < block_size(0)) return 0;
    return detail::smaller(elements_that_fit(bytes, fixed_size, sizeof(T), unit), max_len());
  }

  /// The largest length of any block. A longer block would be larger than `max_block_size`.
  static constexpr size_type max_len() noexcept {
    return elements_that_fit(max_block_size, fixed_size, sizeof(T), alignment);
  }

  /// Size and alignment of a block of `len` elements. The size is exactly what the block needs, and never 0.
  /// It is rounded up to a multiple of the alignment if that is larger than the alignment of `new`, or if a
  /// handle's allocator allocates objects and not bytes. (Such an allocator is also asked for whole objects
  /// for a MemBlock without a handle.)
  /// \throws std::length_error if `len > max_len()`. Strong guarantee
  static constexpr MemoryLayout memory_layout(size_type len) {
    if (len > max_len()) detail::raise_too_long(len, max_len());
    return {block_size(len), alignment};
  }

  /// No block.
  HEAPARRAY_STEP_OVER constexpr MemBlock() noexcept = default;

  /// The block whose first element is at `elements`; no block for null.
  /// \pre `elements` came from `elements()` of a block of the same type
  static constexpr MemBlock from_elements(T* elements) noexcept { return MemBlock(elements); }

  /// The block whose label is `label`. For structures that link blocks by their labels.
  /// \pre `label` is what `label()` of a block of the same type refers to, not a copy of it
  static MemBlock from_label(const Label& label) noexcept { return MemBlock(elements_behind(label)); }

  /// The block whose first byte is at `start`: the inverse of `start()`. For nodes of several types behind
  /// one pointer, and for memory from elsewhere.
  /// \pre at `start` is a block of this type, or memory for one: `memory_layout(n)` bytes for `n` elements
  static MemBlock from_start(void* start) noexcept {
    return MemBlock(elements_from(static_cast<std::byte*>(start)));
  }

  /// Memory for `len` elements and a label, without any objects in it.
  /// \throws std::length_error before any allocation if `len > max_len()`; what the allocator throws. Strong
  ///         guarantee
  /// \complexity one allocation
  template <class Allocator>
  [[nodiscard]] static MemBlock allocate(const Allocator& allocator, size_type len) {
    return MemBlock(allocate_elements<detail::OrThrow>(allocator, len, max_len()));
  }

  /// As `allocate`, but returns no block if `len > max_len()` or the allocator throws `std::bad_alloc`.
  /// \throws what else the allocator throws. Strong guarantee
  template <class Allocator>
  [[nodiscard]] static MemBlock try_allocate(const Allocator& allocator, size_type len) {
    return MemBlock(allocate_elements<detail::OrNull>(allocator, len, max_len()));
  }

  /// Frees the memory of a block that contains no objects.
  /// \pre the block was allocated for `len` elements by an allocator equal to `allocator`; the label and the
  ///      elements have been destroyed
  template <class Allocator>
  void deallocate(const Allocator& allocator, size_type len) const noexcept {
    detail::deallocate_bytes<alignment>(allocator, start(), block_size(len),
                                        address_is_end_if_empty && len == 0);
  }

  /// A new block. First the label is built from a value or `label_args(...)`, then elements 0 to `len - 1`,
  /// each in place from what `init(label, i)` or `init(i)` returns. Neither need be copyable or movable.
  /// \throws std::length_error before any allocation if `len > max_len()`; what the allocator, the label's
  ///         constructor, `init` or an element's constructor throws. What was built is then destroyed, newest
  ///         first, and the memory is freed. Strong guarantee
  /// \complexity O(len), one allocation
  template <class Allocator, class LabelSource, class Init>
  [[nodiscard]] static MemBlock create(const Allocator& allocator, LabelSource&& label, size_type len,
                                       Init&& init) {
    auto block = begin(allocator, std::forward<LabelSource>(label), len);
    detail::ByInit<Init>{init}(block);
    return block.finish();
  }

  /// As `create`, with elements that are default-initialised: numbers are uninitialised, and must be written
  /// before they are read.
  /// \throws as create. Strong guarantee
  template <class Allocator, class LabelSource>
  [[nodiscard]] static MemBlock create_for_overwrite(const Allocator& allocator, LabelSource&& label,
                                                     size_type len) {
    auto block = begin(allocator, std::forward<LabelSource>(label), len);
    detail::DefaultInitialized()(block);
    return block.finish();
  }

  /// A new block with a label and slots for `len` elements, none of which is built. The result owns the block
  /// until its `finish()`. \see detail::UnfinishedBlock
  /// \throws as create. Strong guarantee
  /// \complexity one allocation
  template <class Allocator, class LabelSource>
  [[nodiscard]] static detail::UnfinishedBlock<MemBlock, Allocator> begin(const Allocator& allocator,
                                                                          LabelSource&& label,
                                                                          size_type len) {
    detail::UnfinishedBlock<MemBlock, Allocator> block(allocator, allocate(allocator, len), len);
    block.construct_head(std::forward<LabelSource>(label));
    return block;
  }

  /// The same in memory of the caller, which is never freed by the block. Afterwards, the block is ended by
  /// `destroy_contents`.
  /// \pre `memory` is aligned to `alignment`, and has `memory_layout(len).size` bytes, in which nothing lives
  /// \throws what the label's constructor throws. Strong guarantee
  template <class LabelSource>
  [[nodiscard]] static detail::UnfinishedBlock<MemBlock, detail::MemoryOfCaller> begin_at(void* memory,
                                                                                          LabelSource&& label,
                                                                                          size_type len) {
    detail::UnfinishedBlock<MemBlock, detail::MemoryOfCaller> block(detail::MemoryOfCaller(),
                                                                    from_start(memory), len);
    block.construct_head(std::forward<LabelSource>(label));
    return block;
  }

  /// Destroys the elements, last to first, then the label, then frees the memory.
  /// \pre the label and all `len` elements are alive; `allocator` is not part of the label (copy it before
  ///      the call)
  /// \complexity O(len), O(1) for trivially destructible elements; one deallocation
  template <class Allocator>
  void destroy(const Allocator& allocator, size_type len) const noexcept {
    destroy(allocator, len, len);
  }

  /// The same for a block in which only the first `built` of `len` elements are alive.
  template <class Allocator>
  void destroy(const Allocator& allocator, size_type built, size_type len) const noexcept {
    destroy_contents(built);
    deallocate(allocator, len);
  }

  /// Destroys the first `built` elements, last to first, then the label, and does not free the memory.
  /// \pre the label and these elements are alive, and no others
  void destroy_contents(size_type built) const noexcept {
    detail::destroy_elements(static_cast<T*>(elements_), built);
    detail::destroy_label(*this);
  }

  /// Whether there is a block.
  HEAPARRAY_STEP_OVER constexpr explicit operator bool() const noexcept { return bool(elements_); }

  /// The label. \pre there is a block and its label is alive; not checked
  HEAPARRAY_STEP_OVER Label& label() const noexcept {
    // SAFETY: the label is at a fixed distance before the elements, and no object of another type has been
    // there since the memory was allocated, so std::launder is not needed. It would keep compilers from
    // vectorising loops that read the label or the length. An empty label has no bytes that another object
    // could overwrite, and compilers emit no load or store for it.
    return *static_cast<Label*>(static_cast<void*>(reinterpret_cast<std::byte*>(static_cast<T*>(elements_)) -
                                                   (elements_offset - label_offset)));
  }

  /// The address of the label, even before it is built. \pre there is a block; not checked
  HEAPARRAY_STEP_OVER void* label_address() const noexcept { return start() + label_offset; }

  /// The first byte of the block. \pre there is a block; not checked
  // SAFETY: the reverse of elements_from.
  HEAPARRAY_STEP_OVER std::byte* start() const noexcept {
    return reinterpret_cast<std::byte*>(static_cast<T*>(elements_)) - elements_offset;
  }

  /// The address of element 0, even before it is built. Null if there is no block.
  HEAPARRAY_STEP_OVER constexpr T* elements() const noexcept { return elements_; }

  /// Element `i`. \pre there is a block with more than `i` elements; not checked
  HEAPARRAY_STEP_OVER constexpr T& element(size_type i) const noexcept {
    return static_cast<T*>(elements_)[i];
  }

  /// Whether both are the same block, or both are none. Compares addresses, not contents.
  friend constexpr bool operator==(MemBlock, MemBlock) noexcept = default;

 protected:
  HEAPARRAY_STEP_OVER constexpr explicit MemBlock(T* elements) noexcept : elements_(elements) {}

  /// Allocates memory for a block of at most `longest` elements and returns the address of element 0.
  /// `OnFailure` is detail::OrThrow or detail::OrNull.
  template <class OnFailure, class Allocator>
  HEAPARRAY_STEP_OVER static T* allocate_elements(const Allocator& allocator, size_type len,
                                                  size_type longest) {
    if (len > longest) [[unlikely]]
      return detail::refuse_length<OnFailure>(len, longest);
    std::byte* const memory = detail::allocate_bytes<alignment, OnFailure>(
        allocator, block_size(len), address_is_end_if_empty && len == 0);
    if constexpr (std::is_same_v<OnFailure, detail::OrNull>)
      if (memory == nullptr) [[unlikely]]
        return nullptr;
    return elements_from(memory);
  }

  // SAFETY: a block has at least elements_offset bytes, so the result is inside it, and it is aligned for
  // elements.
  HEAPARRAY_STEP_OVER static T* elements_from(std::byte* start) noexcept {
    return static_cast<T*>(static_cast<void*>(start + elements_offset));
  }

  // SAFETY: the label is label_offset bytes behind the start of its block, whose objects may be changed, even
  // if owners see them as const.
  HEAPARRAY_STEP_OVER static T* elements_behind(const Label& label) noexcept {
    auto* const at = const_cast<std::remove_const_t<Label>*>(std::addressof(label));
    return elements_from(static_cast<std::byte*>(static_cast<void*>(at)) - label_offset);
  }

 private:
  // The bytes of a block that do not depend on its length.
  static constexpr size_type fixed_size = elements_offset + Front::terminators * sizeof(T);

  // The size of a block is a multiple of this.
  static constexpr size_type unit = detail::size_unit<alignment, Front::in_bytes>;

  // Does not wrap if len <= max_len(). The size is at least that of an empty label, because the label is an
  // object, and because allocators differ in what they do for 0.
  HEAPARRAY_STEP_OVER static constexpr size_type block_size(size_type len) noexcept {
    constexpr size_type padding = unit - 1;
    if constexpr (fixed_size == 0)
      return (detail::larger(len * sizeof(T), sizeof(Label)) + padding) & ~padding;
    else
      return (fixed_size + len * sizeof(T) + padding) & ~padding;
  }

  // Whether the address of element 0 is the end of the block if the array is empty.
  // \see detail/base/leak_check.hpp
  static constexpr bool address_is_end_if_empty =
      elements_offset == round_up(elements_offset, unit) && elements_offset != 0 && Front::terminators == 0;

  typename detail::PointerIn<Front, T>::type elements_ = nullptr;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_MEM_BLOCK_HPP

// SPDX-License-Identifier: MIT
//
// detail/build/unfinished_block.hpp: a block that is being built.
//
// An UnfinishedBlock owns the memory and the objects built so far. If an exception is thrown, its destructor
// destroys the elements, newest first, then the label, and frees the memory.
#ifndef HEAPARRAY_DETAIL_BUILD_UNFINISHED_BLOCK_HPP
#define HEAPARRAY_DETAIL_BUILD_UNFINISHED_BLOCK_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/leak_check.hpp"
#include "arguments.hpp"
#include "element.hpp"
#include "uses_allocator.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Stands for the allocator of a block in memory that is the caller's.
struct MemoryOfCaller {};

/// A block that is being built: the label, and the first `built()` of `len()` elements, are alive. It owns
/// them and the memory. `finish()` releases the block to its future owner, also if not all elements are
/// built. An UnfinishedBlock that is destroyed before that destroys the elements, last to first, and the
/// label, and frees the memory.
/// \threads like a container: one thread at a time
template <class Block, class Allocator>
class UnfinishedBlock {
 public:
  using T = typename Block::value_type;      ///< the type of the elements
  using Label = typename Block::label_type;  ///< the type of the label

  /// Takes over the memory of `block`, which `allocator` allocated for `len` elements. `block` may be no
  /// block.
  UnfinishedBlock(AllocatorArg<Allocator> allocator, Block block, std::size_t len) noexcept
      : allocator_(allocator), block_(block), len_(len) {
    if constexpr (closes_slots)
      if (block.elements() != nullptr) detail::close_slots(block.elements(), len);
  }
  /// The same of a block in which the label and the first `built` elements are built.
  UnfinishedBlock(const Allocator& allocator, Block block, std::size_t len, std::size_t built) noexcept
      : allocator_(allocator), block_(block), len_(len), built_(built), has_head_(true) {}
  /// Takes over what `other` has built, which has no block afterwards.
  UnfinishedBlock(UnfinishedBlock&& other) noexcept
      : allocator_(static_cast<Kept&&>(other.allocator_)),
        block_(other.block_),
        len_(other.len_),
        built_(other.built_),
        has_head_(other.has_head_) {
    other.block_ = Block();
    other.len_ = other.built_ = 0;
    other.has_head_ = false;
  }
  UnfinishedBlock& operator=(const UnfinishedBlock&) = delete;

  /// Destroys what is built, newest first, and frees the block, unless `finish()` has given it away.
  HEAPARRAY_INLINE ~UnfinishedBlock() {
    if (block_.elements() != nullptr) [[unlikely]]
      give_up(allocator_, block_, len_, built_, has_head_);
  }

  /// Whether free slots are closed. \see detail/base/leak_check.hpp
  static constexpr bool closes_slots = requires { requires Block::closes_slots; };

  /// Whether elements are built with the allocator.
  static constexpr bool given_allocator = GivenAllocator<T, Allocator>;
  /// Whether elements can be copied as bytes.
  static constexpr bool copied_as_bytes =
      std::is_trivially_copyable_v<T> && std::is_copy_constructible_v<T> && !given_allocator;

  /// Builds the label, then the parts before it. Called once, before any element is built.
  template <class Source>
  void construct_head(Source&& source) {
    if constexpr (has_no_state<Label>)
      static_cast<void>(detail::make_label_from<Label>(allocator_, std::forward<Source>(source)));
    else
      // SAFETY: the memory at label_address() is reserved and aligned for the label, and contains no object
      // yet.
      ::new (block_.label_address())
          Label(detail::make_label_from<Label>(allocator_, std::forward<Source>(source)));
    if constexpr (requires { block_.construct_front(allocator_, len_); })
      block_.construct_front(allocator_, len_);
    has_head_ = true;
  }

  // Elements. Each is built in the next free slot. \pre there are enough free slots

  /// Builds the next element from what `make()` returns. \see make_element
  template <class Make>
  T& emplace(Make&& make) {
    T* const place = block_.elements() + built_;
    if constexpr (closes_slots) detail::open_slots(place, 1);
    // SAFETY: slot built_ < len_ is inside the block, is aligned, and contains no object yet.
    ::new (static_cast<void*>(place)) T(detail::make_element<T>(allocator_, make));
    ++built_;
    return *place;
  }

  /// Builds the next element from `args`, in place.
  /// \throws what the constructor throws. Strong guarantee
  template <class... Args>
  T& emplace_back(Args&&... args) {
    return emplace([&]() -> T { return detail::construct<T>(std::forward<Args>(args)...); });
  }

  /// Says that the caller has built the next `n` elements, from `elements() + built()` on.
  /// \pre they are alive, and `n <= len() - built()`. Closed slots are open
  void commit(std::size_t n) noexcept { built_ += n; }

  /// Builds the next `n` elements, each from what `make(i)` returns for its index.
  template <class Make>
  HEAPARRAY_INLINE void emplace_each(std::size_t n, Make&& make) {
    Progress progress{built_, built_};
    T* const elements = block_.elements();
    for (const std::size_t last = built_ + n; progress.i != last; ++progress.i) {
      if constexpr (closes_slots) detail::open_slots(elements + progress.i, 1);
      // SAFETY: as in emplace.
      ::new (static_cast<void*>(elements + progress.i)) T(detail::make_element<T>(
          allocator_, [&]() -> decltype(auto) { return make(std::size_t{progress.i}); }));
    }
  }

  /// Builds the next `n` elements, each by `construct(place)`.
  template <class Construct>
  HEAPARRAY_INLINE void place_each(std::size_t n, Construct&& construct) {
    Progress progress{built_, built_};
    for (const std::size_t last = built_ + n; progress.i != last; ++progress.i) {
      if constexpr (closes_slots) detail::open_slots(block_.elements() + progress.i, 1);
      construct(static_cast<void*>(block_.elements() + progress.i));
    }
  }

  /// Builds the next `n` elements by one call of `construct(first, n)`, which does not throw. Compilers turn
  /// it into memset or memcpy.
  template <class Construct>
  HEAPARRAY_INLINE void build_at_once(std::size_t n, Construct&& construct) {
    if constexpr (closes_slots) detail::open_slots(block_.elements() + built_, n);
    construct(block_.elements() + built_, n);
    built_ += n;
  }

  /// Builds the next `n` elements as copies of the elements at `source`, or by moving them if `Source` is not
  /// const.
  template <class Source>
  HEAPARRAY_INLINE void append(Source* source, std::size_t n) {
    using Element = std::conditional_t<std::is_const_v<Source>, Source&, Source&&>;
    if constexpr (copied_as_bytes && std::is_same_v<std::remove_const_t<Source>, T>)
      build_at_once(n, [source](T* first, std::size_t count) {
        // SAFETY: both have `count` elements, in different blocks. `source` may be null if `count` is 0.
        if (count != 0) [[likely]]
          std::memcpy(static_cast<void*>(first), source, count * sizeof(T));
      });
    else {
      Progress progress{built_, built_};
      T* const elements = block_.elements();
      for (const std::size_t last = built_ + n; progress.i != last; ++progress.i, ++source) {
        if constexpr (closes_slots) detail::open_slots(elements + progress.i, 1);
        // SAFETY: as in emplace.
        ::new (static_cast<void*>(elements + progress.i)) T(detail::make_element<T>(
            allocator_, [source]() -> Element { return static_cast<Element>(*source); }));
      }
    }
  }

  /// The number of elements that are built.
  std::size_t built() const noexcept { return built_; }
  /// The number of elements for which there is room.
  std::size_t len() const noexcept { return len_; }
  /// The block, of which not all elements are built.
  Block block() const noexcept { return block_; }
  /// The address of the first element.
  T* elements() const noexcept { return block_.elements(); }
  /// The label, which is built.
  Label& label() const noexcept { return block_.label(); }
  /// The allocator of the block.
  Allocator allocator() const noexcept { return allocator_; }

  /// Whether there is a block.
  explicit operator bool() const noexcept { return static_cast<bool>(block_); }

  /// \pre the allocators are equal
  void swap(UnfinishedBlock& other) noexcept {
    std::swap(block_, other.block_);
    std::swap(len_, other.len_);
    std::swap(built_, other.built_);
    std::swap(has_head_, other.has_head_);
  }

  /// Releases the block, with the elements that are built. \post `built()` is 0, and there is no block
  [[nodiscard]] Block finish() noexcept {
    const Block finished = block_;
    block_ = Block();
    built_ = len_ = 0;
    return finished;
  }

 private:
  friend Block;
  using Kept = KeptAllocator<Allocator>;

  // Destroys what was built, and frees the block. Out of line, and with parameters instead of `this`, so that
  // an UnfinishedBlock can be in registers.
  HEAPARRAY_COLD static void give_up(Kept a, Block block, std::size_t len, std::size_t built,
                                     bool has_head) noexcept {
    detail::destroy_elements(block.elements(), built);
    if (has_head) {
      if constexpr (requires { block.destroy_front(); }) block.destroy_front();
      detail::destroy_label(block);
    }
    if constexpr (!std::is_same_v<Allocator, MemoryOfCaller>) block.deallocate(a, len);
  }

  // The index is a local object, which can be in a register. Its destructor stores it, also after a throw.
  struct Progress {
    std::size_t& built;
    std::size_t i;
    HEAPARRAY_STEP_OVER ~Progress() { built = i; }
  };

  HEAPARRAY_NO_UNIQUE_ADDRESS Kept allocator_;
  Block block_;
  std::size_t len_;
  std::size_t built_ = 0;
  bool has_head_ = false;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_UNFINISHED_BLOCK_HPP

// SPDX-License-Identifier: MIT
//
// detail/block/growth.hpp: growing arrays, for elements whose number is not known in advance.
#ifndef HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP
#define HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../length.hpp"
#include "../../ref_count.hpp"
#include "../base/fail.hpp"
#include "../base/leak_check.hpp"
#include "../build/element.hpp"
#include "array_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The length to grow to when `len` is too small for `need` elements: twice `len`, but at least `need` and at
/// most `max_len`.
/// \pre `need <= max_len`
constexpr std::size_t grown_len(std::size_t len, std::size_t need, std::size_t max_len) noexcept {
  constexpr std::size_t smallest = 4;
  const std::size_t twice = len > max_len / 2 ? max_len : len * 2;
  return smaller(larger(larger(twice, need), smallest), max_len);
}

/// Whether elements (and the label before them) are moved to another block. As with `std::move_if_noexcept`,
/// they are copied if moving may throw and copying is possible. If one type has to be copied, all are copied,
/// so that the old block is unchanged after a throw.
template <class... Ts>
inline constexpr bool moves_to_new_block =
    (std::is_nothrow_move_constructible_v<Ts> && ...) || !(std::is_copy_constructible_v<Ts> && ...);

template <bool Move, class T>
using MovedOrConst = std::conditional_t<Move, T, const T>;

/// Whether elements are moved to another block by copying their bytes. (What is trivially copyable is, too.)
template <class T>
inline constexpr bool relocates_as_bytes = enable_trivial_relocation<T> && !std::is_trivially_copyable_v<T>;

/// Destroys an element, if there is one.
template <class T>
struct DestroysElement {
  T* element = nullptr;
  ~DestroysElement() {
    if (element != nullptr) std::destroy_at(element);
  }
};

/// `n` elements, each of what `make()` returns. \see relocated
template <class Make>
struct Times {
  Make& make;
  std::size_t n;
};
template <class Make>
inline constexpr bool is_times = false;
template <class Make>
inline constexpr bool is_times<Times<Make>> = true;

/// Elements that are destroyed, unless release() is called.
template <class T>
struct BuiltBehind {
  T* first = nullptr;
  std::size_t n = 0;
  ~BuiltBehind() { detail::destroy_elements(first, n); }

  template <class Allocator, class Make>
  void build(const Allocator& a, T* place, Times<Make>& times) {
    if constexpr (closes_free_slots<Allocator>) detail::open_slots(place, times.n);
    for (first = place; n != times.n; ++n)
      // SAFETY: these slots are inside the block, are aligned, and contain no objects yet.
      ::new (static_cast<void*>(first + n)) T(detail::make_element<T>(a, times.make));
  }
  std::size_t release() noexcept { return std::exchange(n, 0); }
};

/// A new block of `len` slots, to which the label and the `built` elements of `old` are moved. If there is a
/// `make`, one more element is built from what `make()` returns, after the allocation and before anything is
/// moved: it may refer to what is in `old`. The old block, which has `old_len` slots, is destroyed. If this
/// throws, or if there is no new block and `OnFailure` is OrNull, nothing has happened to it. If `make` is a
/// Times, as many elements are built.
///
/// The old block is passed by value, as in UnfinishedBlock::give_up. Its owner then calls `continue_in`.
template <class OnFailure, class Block, class Allocator, class... Make>
typename Block::Unfinished relocated(const Allocator& a, Block old, std::size_t old_len, std::size_t built,
                                     std::size_t len, Make&... make) {
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  constexpr bool moves = moves_to_new_block<T, Label>;
  auto& label = static_cast<MovedOrConst<moves, Label>&>(old.label());
  typename Block::Unfinished next = Block::template unbuilt<OnFailure>(a, len, label);
  if (std::is_same_v<OnFailure, OrNull> && next.elements() == nullptr) [[unlikely]]
    return next;
  constexpr bool several = (is_times<Make> || ...);
  std::conditional_t<several, BuiltBehind<T>, DestroysElement<T>> last;
  if constexpr (several) {
    (last.build(a, next.elements() + built, make), ...);
  } else {
    if constexpr (Block::closes_slots && sizeof...(Make) != 0) detail::open_slots(next.elements() + built, 1);
    // SAFETY: slot built < len is inside the block, is aligned, and contains no object yet.
    ((last.element = ::new (static_cast<void*>(next.elements() + built)) T(detail::make_element<T>(a, make))),
     ...);
  }
  next.construct_head(std::move(label));
  if constexpr (relocates_as_bytes<T> && moves && !Block::Unfinished::given_allocator) {
    // SAFETY: the type says that an object is its bytes, wherever they are. Those in the old block are
    // forgotten, and not destroyed.
    next.build_at_once(built, [&](T* first, std::size_t n) {
      if (n != 0)
        std::memcpy(static_cast<void*>(first), static_cast<const void*>(old.elements()), n * sizeof(T));
    });
    old.destroy_contents(0);
  } else {
    next.append(static_cast<MovedOrConst<moves, T>*>(old.elements()), built);
    old.destroy_contents(built);
  }
  old.deallocate(a, old_len);
  if constexpr (several) {
    next.commit(last.release());
  } else {
    if (sizeof...(Make) != 0) next.commit(1);
    last.element = nullptr;
  }
  return next;
}

/// `block` continues with what `next` has built. The block that was here is gone. \see relocated
template <class Unfinished>
void continue_in(Unfinished& block, Unfinished&& next) noexcept {
  static_cast<void>(block.finish());
  block.swap(next);
}

/// The elements of an input range, gathered in a block that grows.
template <class T, class Allocator>
class GatheredElements {
  using Block = ArrayBlock<T, NoLabel, LengthInHandle, NoCount, Allocator>;
  using Unfinished = typename Block::Unfinished;

 public:
  explicit GatheredElements(const Allocator& allocator) noexcept : block_(allocator, Block(), 0) {}

  T* data() const noexcept { return block_.elements(); }
  std::size_t size() const noexcept { return block_.built(); }

  /// Adds one element from what `make()` returns. Returns false if `OnFailure` is OrNull and there would be
  /// more than `max_len` elements, or there is no memory.
  template <class OnFailure, class Make>
  bool add(std::size_t max_len, Make&& make) {
    if (block_.built() == block_.len() && !grow<OnFailure>(smaller(max_len, Block::max_len()))) [[unlikely]]
      return false;
    block_.emplace(make);
    return true;
  }

 private:
  template <class OnFailure>
  bool grow(std::size_t max_len) {
    const std::size_t n = block_.built();
    if (n == max_len) [[unlikely]] {
      static_cast<void>(detail::refuse_length<OnFailure>(n + 1, max_len));
      return false;
    }
    const std::size_t len = detail::grown_len(n, n + 1, max_len);
    const Allocator& a = block_.allocator();
    Unfinished next = block_ ? detail::relocated<OnFailure>(a, block_.block(), n, n, len)
                             : Block::template begin<OnFailure>(a, len, NoLabel());
    if (next.elements() == nullptr) [[unlikely]]
      return false;
    detail::continue_in(block_, std::move(next));
    return true;
  }

  Unfinished block_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP

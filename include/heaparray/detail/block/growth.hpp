// SPDX-License-Identifier: MIT
//
// detail/block/growth.hpp: elements whose number is not known beforehand.
#ifndef HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP
#define HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../mem_block.hpp"
#include "../base/fail.hpp"
#include "unfinished_block.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Room for at least `need` elements when `len` are too few: twice as many, within `max_len`.
/// \pre `need <= max_len`
constexpr std::size_t grown_len(std::size_t len, std::size_t need, std::size_t max_len) noexcept {
  constexpr std::size_t smallest = 4;
  const std::size_t twice = len > max_len / 2 ? max_len : len * 2;
  return smaller(larger(larger(twice, need), smallest), max_len);
}

/// Whether elements (and what stands in front of them) are moved to another block, as `std::move_if_noexcept` decides for
/// each type alone: if one of them could throw, all are copied, so that what was there is still there.
template <class... Ts>
inline constexpr bool moves_to_new_block =
    (std::is_nothrow_move_constructible_v<Ts> && ...) || !(std::is_copy_constructible_v<Ts> && ...);

template <bool Move, class T>
using MovedOrConst = std::conditional_t<Move, T, const T>;

/// Elements of a range, gathered in blocks of their own.
template <class T, class Allocator>
class GatheredElements {
  using Block = MemBlock<NoLabel, T>;

 public:
  explicit GatheredElements(const Allocator& allocator) noexcept : block_(allocator, Block(), 0) {}

  T* data() const noexcept { return block_.elements(); }
  std::size_t size() const noexcept { return block_.built(); }

  /// One more, from what `make()` returns. With `Try`, false if that would be more than `max_len`, or if there is no
  /// memory for it.
  /// \throws without `Try`, std::length_error or what the allocator throws in these cases
  template <bool Try, class Make>
  bool add(std::size_t max_len, Make&& make) {
    if (block_.built() == block_.len() && !grow<Try>(smaller(max_len, Block::max_len()))) [[unlikely]]
      return false;
    block_.emplace(make);
    return true;
  }

 private:
  template <bool Try>
  bool grow(std::size_t max_len) {
    const std::size_t n = block_.built();
    if (n == max_len) [[unlikely]] {
      if constexpr (Try) return false;
      raise_too_long(n + 1, max_len);
    }
    const std::size_t len = grown_len(n, n + 1, max_len);
    const Allocator& a = block_.allocator();
    UnfinishedBlock<Block, Allocator> next(a, Try ? Block::try_allocate(a, len) : Block::allocate(a, len),
                                           len);
    if (!next) [[unlikely]]
      return false;
    next.append(static_cast<MovedOrConst<moves_to_new_block<T>, T>*>(data()), n);
    next.swap(block_);
    return true;
  }

  UnfinishedBlock<Block, Allocator> block_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP

// SPDX-License-Identifier: MIT
//
// detail/block/growth.hpp: growing arrays, for elements whose number is not known in advance.
#ifndef HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP
#define HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../length.hpp"
#include "../../ref_count.hpp"
#include "../base/fail.hpp"
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

/// Moves the label and the elements of `old` to a new block of `len` slots. `add(next)` may add elements
/// before the old block is destroyed. Returns false, without effect, if `OnFailure` is OrNull and there is no
/// new block.
template <class OnFailure, class Unfinished, class Add>
bool relocate(Unfinished& old, std::size_t len, Add&& add) {
  using Block = decltype(old.block());
  constexpr bool moves = moves_to_new_block<typename Unfinished::T, typename Unfinished::Label>;
  auto& label = static_cast<MovedOrConst<moves, typename Unfinished::Label>&>(old.label());
  Unfinished next = Block::template begin<OnFailure>(old.allocator(), len, std::move(label));
  if (next.elements() == nullptr) [[unlikely]]
    return false;
  using T = typename Unfinished::T;
  if constexpr (enable_trivial_relocation<T> && !std::is_trivially_copyable_v<T> && moves &&
                !Unfinished::given_allocator) {
    // SAFETY: the type says that an object is its bytes, wherever they are. Those in the old block are
    // forgotten, and not destroyed.
    next.build_at_once(old.built(), [&](T* first, std::size_t n) {
      if (n != 0)
        std::memcpy(static_cast<void*>(first), static_cast<const void*>(old.elements()), n * sizeof(T));
    });
    old.forget_elements();
  } else {
    next.append(static_cast<MovedOrConst<moves, T>*>(old.elements()), old.built());
  }
  add(next);
  next.swap(old);
  return true;
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
    if (block_) return detail::relocate<OnFailure>(block_, len, [](Unfinished&) {});
    Unfinished first = Block::template begin<OnFailure>(block_.allocator(), len, NoLabel());
    first.swap(block_);
    return static_cast<bool>(block_);
  }

  Unfinished block_;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_GROWTH_HPP

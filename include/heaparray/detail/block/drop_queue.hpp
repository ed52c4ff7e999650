// SPDX-License-Identifier: MIT
//
// detail/block/drop_queue.hpp: blocks that wait to be destroyed, so that a deep structure is destroyed in a
// loop.
//
//    drop(root) -> destroys root -> drop(child)         the child waits
//               -> destroys child -> drop(grandchild)   the grandchild waits, ...
//
// Each type of block has a queue of its own in each thread. If blocks of several types own each other, a loop
// of one type runs inside of a loop of another, but never inside of one of its own: the stack is as deep as
// there are types.
#ifndef HEAPARRAY_DETAIL_BLOCK_DROP_QUEUE_HPP
#define HEAPARRAY_DETAIL_BLOCK_DROP_QUEUE_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// \see enable_iterative_drop
template <class Block>
class DropQueue {
  using T = typename Block::value_type;

  struct State {
    bool is_busy;
    T* first;
  };

 public:
  /// Destroys `block` and all that it owns, or lets it wait if this thread is about to.
  /// \pre `block` has no owner, and `len` elements
  static void drop(Block block, std::size_t len) noexcept {
    // No destructor: it works also while the thread ends. Each module of a program may have its own.
    static constinit thread_local State state{false, nullptr};
    State& s = state;
    if (s.is_busy) {
      block.link(s.first, len);
      s.first = block.elements();
      return;
    }
    s.is_busy = true;
    block.destroy_now(len);
    while (s.first != nullptr) {
      const Block next(s.first);
      const std::size_t n = next.unlink(s.first);
      next.destroy_now(n);
    }
    s.is_busy = false;
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_DROP_QUEUE_HPP

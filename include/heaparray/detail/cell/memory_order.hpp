// SPDX-License-Identifier: MIT
//
// detail/cell/memory_order.hpp: the orders that users ask for, made as strong as correctness needs.
#ifndef HEAPARRAY_DETAIL_CELL_MEMORY_ORDER_HPP
#define HEAPARRAY_DETAIL_CELL_MEMORY_ORDER_HPP
// IWYU pragma: private, include <heaparray/atomic_array.hpp>

#include <atomic>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// For a read that gives out a block: its reader must see what is in it.
constexpr std::memory_order at_least_acquire(std::memory_order order) noexcept {
  return order == std::memory_order_seq_cst ? order : std::memory_order_acquire;
}

/// For a step that puts one block in and takes another out.
constexpr std::memory_order at_least_acq_rel(std::memory_order order) noexcept {
  return order == std::memory_order_seq_cst ? order : std::memory_order_acq_rel;
}

/// The order of a failed compare_exchange, if only that of success is given. \see [atomics.types.operations]
constexpr std::memory_order failure_order(std::memory_order success) noexcept {
  if (success == std::memory_order_acq_rel) return std::memory_order_acquire;
  if (success == std::memory_order_release) return std::memory_order_relaxed;
  return success;
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_CELL_MEMORY_ORDER_HPP

// SPDX-License-Identifier: MIT
//
// shared_ptr.hpp (opt-in): arrays as std::shared_ptr, for interfaces that require one.
//
//   std::shared_ptr<const char[]> text = to_shared_ptr(arc);                   // one more owner of the block
//   std::shared_ptr<const Header> header = to_shared_ptr(arc, &arc.label());   // the same, to a part of it
#ifndef HEAPARRAY_SHARED_PTR_HPP
#define HEAPARRAY_SHARED_PTR_HPP

#include <memory>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "detail/handle/handle_traits.hpp"  // IWYU pragma: export
#include "fwd.hpp"                          // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// The elements of `array`. The result owns `array` and destroys it with the last copy of the result. Null
/// for a null handle. The elements are const if the handle exposes them as const.
/// \throws std::bad_alloc if there is no memory for the control block. Basic guarantee: the share that was
///         given is dropped
/// \complexity O(1); one allocation, for the control block: no element is copied
/// \threads as for the handle: with an atomic count, other owners may be on other threads
template <detail::BlockHandle Handle>
[[nodiscard]] auto to_shared_ptr(Handle array) {
  using T = std::remove_pointer_t<typename Handle::pointer>;
  T* const data = array.data();
  if (data == nullptr) return std::shared_ptr<T[]>();
  return std::shared_ptr<T[]>(data, [owner = std::move(array)](T*) mutable noexcept { owner.reset(); });
}

/// A pointer to `part`, which is in the block of `array`, such as the label or a member of an element. The
/// result owns `array`.
/// \throws as the overload above. Basic guarantee: the share that was given is dropped
/// \complexity as the overload above
template <detail::BlockHandle Handle, class Part>
[[nodiscard]] std::shared_ptr<Part> to_shared_ptr(Handle array, Part* part) {
  return std::shared_ptr<Part>(heaparray::to_shared_ptr(std::move(array)), part);
}

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_SHARED_PTR_HPP

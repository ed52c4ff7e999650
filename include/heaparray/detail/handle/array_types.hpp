// SPDX-License-Identifier: MIT
//
// detail/handle/array_types.hpp: the member types of every class that reads like an array.
#ifndef HEAPARRAY_DETAIL_HANDLE_ARRAY_TYPES_HPP
#define HEAPARRAY_DETAIL_HANDLE_ARRAY_TYPES_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <iterator>
#include <type_traits>

#include "../../config.hpp"
#include "../../label.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The member types of `Derived`, which exposes its elements as `Access`: `T`, or `const T` if they can only
/// be read.
// `Derived` is a parameter so that each class has a base of its own type: a class whose first member has a
// base of the same type would be padded.
template <class Derived, class T, class Label, class Access>
struct ArrayTypes {
  static_assert(ValidElement<T>::value);

  using value_type = T;
  using label_type = Label;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = Access&;
  using const_reference = const T&;
  using pointer = Access*;
  using const_pointer = const T*;
  using iterator = Access*;
  using const_iterator = const T*;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;
};

/// The member types of `Derived`, which reads the arrays of `Handle`.
template <class Derived, class Handle>
using ArrayTypesOf = ArrayTypes<Derived, typename Handle::value_type, typename Handle::label_type,
                                std::remove_reference_t<typename Handle::reference>>;

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_ARRAY_TYPES_HPP

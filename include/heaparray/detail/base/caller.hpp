// SPDX-License-Identifier: MIT
//
// detail/base/caller.hpp: the location of a call, for reports of broken contracts.
#ifndef HEAPARRAY_DETAIL_BASE_CALLER_HPP
#define HEAPARRAY_DETAIL_BASE_CALLER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The location of a call. As a default argument, `here()` gives the location of the call.
struct Caller {
  const char* file = nullptr;
  std::size_t line = 0;  // as wide as a word, so that a debug build stores no padding

  // <source_location> has the same information, but does not work with Clang 14 and libstdc++. All compilers
  // have these builtins.
  HEAPARRAY_STEP_OVER static constexpr Caller here(const char* file = __builtin_FILE(),
                                                   std::size_t line = __builtin_LINE()) noexcept {
    return Caller{file, line};
  }
};

/// An index that knows where it was written. `operator[]` may have only one parameter, but the conversion to
/// the type of that parameter may have more. Any type that converts to `std::size_t` is an index, as in
/// `std::vector`.
struct Index {
  std::size_t value;
  Caller caller;

  template <std::convertible_to<std::size_t> Number>
    requires(!std::is_floating_point_v<Number>)
  HEAPARRAY_STEP_OVER constexpr Index(const Number& i, const char* file = __builtin_FILE(),
                                      std::size_t line = __builtin_LINE())
      : value(static_cast<std::size_t>(i)), caller{file, line} {}
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_CALLER_HPP

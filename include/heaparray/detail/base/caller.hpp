// SPDX-License-Identifier: MIT
//
// detail/base/caller.hpp: the place of a call, for reports of broken contracts.
#ifndef HEAPARRAY_DETAIL_BASE_CALLER_HPP
#define HEAPARRAY_DETAIL_BASE_CALLER_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The place of a call. As a defaulted argument it is filled in where the call is written.
struct Caller {
  const char* file = nullptr;
  std::size_t line = 0;  // as wide as a word: no padding to be kept apart in a debug build

  // <source_location> says the same, but not under Clang 14 with libstdc++; the builtins are everywhere.
  HEAPARRAY_STEP_OVER static constexpr Caller here(const char* file = __builtin_FILE(),
                                                   std::size_t line = __builtin_LINE()) noexcept {
    return Caller{file, line};
  }
};

/// An index that knows where it was written: `operator[]` may have no second argument, but the conversion
/// to its only one may. Any type that converts to `std::size_t` is an index, as in `std::vector`.
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

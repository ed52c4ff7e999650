// SPDX-License-Identifier: MIT
//
// detail/base/from_range.hpp: `std::from_range_t`, if the standard library has it, without including
// <ranges>.
#ifndef HEAPARRAY_DETAIL_BASE_FROM_RANGE_HPP
#define HEAPARRAY_DETAIL_BASE_FROM_RANGE_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <version>

#if defined(__cpp_lib_ranges_to_container)
#include <span>  // libstdc++ has it in its range concepts
#if !defined(__GLIBCXX__)
#include <string>  // the smallest header that must have it
#endif
/// Whether there is `std::from_range`. There is then also `std::ranges::to`.
#define HEAPARRAY_HAS_FROM_RANGE 1
#else
#define HEAPARRAY_HAS_FROM_RANGE 0
#endif

#endif  // HEAPARRAY_DETAIL_BASE_FROM_RANGE_HPP

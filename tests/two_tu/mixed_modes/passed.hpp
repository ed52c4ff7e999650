// SPDX-License-Identifier: MIT
//
// What may pass between code of different modes: what is not of the library. A handle is a type of its mode, and a
// function that takes one is not found by code of another.
#ifndef HEAPARRAY_TESTS_TWO_TU_MIXED_MODES_PASSED_HPP
#define HEAPARRAY_TESTS_TWO_TU_MIXED_MODES_PASSED_HPP

#include <cstddef>
#include <span>
#include <typeinfo>

int sum_unchecked(std::span<const int> elements);
int* make_unchecked(std::size_t n);  // TpArcArray<int, int>::into_raw()
bool index_is_checked_there();
const std::type_info& type_there();  // of HeapArray<int>

#endif

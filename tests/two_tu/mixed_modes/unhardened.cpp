// SPDX-License-Identifier: MIT
//
// The half of main.cpp without checks.
//
// flags: -DHEAPARRAY_HARDENING=0
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <span>
#include <utility>

#include "passed.hpp"

static_assert(HEAPARRAY_HARDENING == 0);

int sum_unchecked(std::span<const int> elements) {
  const heaparray::HeapArray<int> copy = heaparray::HeapArray<int>::from_range(elements);
  int sum = 0;
  for (std::size_t i = 0; i != copy.size(); ++i) sum += copy[i];
  return sum;
}

int* make_unchecked(std::size_t n) {
  return heaparray::TpArcArray<int, int>::with_label(5, n, [](std::size_t i) { return static_cast<int>(i); })
      .into_raw();
}

bool index_is_checked_there() {
  int* const data = heaparray::HeapArray<int>{1, 2}.into_raw();
  heaparray::HeapArray<int> part = heaparray::HeapArray<int>::from_raw(data, 1);
  const bool checked = part[part.size()] != 2;  // ends the program if it is
  const auto whole = heaparray::HeapArray<int>::from_raw(std::move(part).into_raw(), 2);
  return checked;
}

const std::type_info& type_there() { return typeid(heaparray::HeapArray<int>); }

// SPDX-License-Identifier: MIT
//
// A std::unique_ptr<T[]> and its length.
#ifndef HEAPARRAY_EXAMPLES_MIGRATION_UNIQUE_PTR_HPP
#define HEAPARRAY_EXAMPLES_MIGRATION_UNIQUE_PTR_HPP

#include <algorithm>
#include <cstddef>
#include <heaparray/heaparray.hpp>
#include <memory>
#include <utility>

namespace unique_ptr::before {

class Table {
 public:
  explicit Table(std::size_t n) : values_(std::make_unique<int[]>(n)), size_(n) {}
  Table(const Table& other)
      : values_(std::make_unique_for_overwrite<int[]>(other.size_)), size_(other.size_) {
    std::copy_n(other.values_.get(), size_, values_.get());
  }
  Table(Table&& other) noexcept : values_(std::move(other.values_)), size_(std::exchange(other.size_, 0)) {}
  Table& operator=(Table other) noexcept {
    values_.swap(other.values_);
    std::swap(size_, other.size_);
    return *this;
  }

  std::size_t size() const { return size_; }
  int& operator[](std::size_t i) { return values_[i]; }  // not checked
  const int* begin() const { return values_.get(); }
  const int* end() const { return values_.get() + size_; }

 private:
  std::unique_ptr<int[]> values_;
  std::size_t size_;
};

}  // namespace unique_ptr::before

namespace unique_ptr::after {

/// Two words, as before; copies, moves, comparisons and checks come with it.
using Table = heaparray::HeapArray<int>;

}  // namespace unique_ptr::after

#endif

// SPDX-License-Identifier: MIT
//
// A handle as a user would write it, on nothing but MemBlock: unique, two words, in a namespace of its own.
#ifndef ZOO_ROW_HPP
#define ZOO_ROW_HPP

#include <heaparray/array_operators.hpp>
#include <heaparray/mem_block.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace zoo {

template <class T, class Label = heaparray::NoLabel>
class Row : public heaparray::ArrayOperators {
  using Block = heaparray::MemBlock<Label, T>;

 public:
  using value_type = T;
  using label_type = Label;

  Row() noexcept = default;
  template <class Init>
  Row(std::size_t n, Init init) : Row(with_label(Label(), n, init)) {}
  Row(Row&& other) noexcept : block_(std::exchange(other.block_, {})), size_(std::exchange(other.size_, 0)) {}
  Row& operator=(Row&& other) noexcept {
    std::swap(block_, other.block_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Row() {
    if (block_) block_.destroy(allocator(), size_);
  }

  template <class L, class Init>
  static Row with_label(L&& label, std::size_t n, Init&& init) {
    return Row(Block::create(allocator(), std::forward<L>(label), n, std::forward<Init>(init)), n);
  }
  template <class L>
  static Row with_len(L&& label, std::size_t n) {
    return with_label(std::forward<L>(label), n, [](std::size_t) { return T(); });
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  explicit operator bool() const noexcept { return static_cast<bool>(block_); }
  const Label& label() const { return block_.label(); }
  Label& label() { return block_.label(); }
  const T* data() const { return block_.elements(); }
  const T& unchecked(std::size_t i) const { return block_.element(i); }
  std::span<const T> as_slice() const { return std::span<const T>(block_.elements(), size_); }
  std::span<T> as_slice_mut() { return std::span<T>(block_.elements(), size_); }
  T* into_raw() && { return std::exchange(block_, {}).elements(); }

 private:
  Row(Block block, std::size_t n) : block_(block), size_(n) {}
  static std::allocator<T> allocator() { return {}; }

  Block block_;
  std::size_t size_ = 0;
};

}  // namespace zoo

template <class T, class Label>
struct std::hash<zoo::Row<T, Label>> : heaparray::ArrayHash<zoo::Row<T, Label>> {};

#endif

// SPDX-License-Identifier: MIT
//
// by_hand.hpp: the classes of a C++ programmer who writes these arrays by hand, with what the library checks and what
// it promises: lengths, indices, null; the count that cannot wrap; one acquire for an only owner.
#ifndef HEAPARRAY_TESTS_CODE_SIZE_BY_HAND_HPP
#define HEAPARRAY_TESTS_CODE_SIZE_BY_HAND_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace by_hand {

[[noreturn, gnu::cold]] void fail(const char* what);
[[noreturn, gnu::cold]] void fail_index(const char* file, int line, std::size_t i, std::size_t size);
[[noreturn, gnu::cold]] void fail_null(const char* file, int line, const char* what);
[[noreturn, gnu::cold]] void fail_length(std::size_t n, std::size_t most);

inline void free_bytes(void* p, [[maybe_unused]] std::size_t bytes) {
#ifdef __cpp_sized_deallocation
  ::operator delete(p, bytes);
#else
  ::operator delete(p);
#endif
}

/// One owner; the length is next to the pointer.
class Array {
 public:
  Array() = default;
  explicit Array(std::size_t n) : len_(n) {
    if (n > PTRDIFF_MAX / sizeof(int)) fail_length(n, PTRDIFF_MAX / sizeof(int));
    data_ = static_cast<int*>(::operator new(bytes(n)));
    std::memset(data_, 0, n * sizeof(int));
  }
  Array(const Array& other) : Array(other.data_ != nullptr ? Array(other, 0) : Array()) {}
  Array(Array&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), len_(std::exchange(other.len_, 0)) {}
  Array& operator=(const Array& other) {
    if (this == &other) return *this;
    if (data_ != nullptr && other.data_ != nullptr && len_ == other.len_)
      std::memcpy(data_, other.data_, len_ * sizeof(int));
    else
      Array(other).swap(*this);
    return *this;
  }
  Array& operator=(Array&& other) noexcept {
    Array(std::move(other)).swap(*this);
    return *this;
  }
  ~Array() {
    if (data_ != nullptr) free_bytes(data_, bytes(len_));
  }

  void swap(Array& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(len_, other.len_);
  }

  std::size_t size() const { return len_; }
  int& operator[](std::size_t i) {
    if (i >= len_) [[unlikely]]
      fail_index(__builtin_FILE(), __builtin_LINE(), i, len_);
    return data_[i];
  }

 private:
  Array(const Array& other, int)
      : data_(static_cast<int*>(::operator new(bytes(other.len_)))), len_(other.len_) {
    std::memcpy(data_, other.data_, len_ * sizeof(int));
  }
  static std::size_t bytes(std::size_t n) { return n != 0 ? n * sizeof(int) : 1; }

  int* data_ = nullptr;
  std::size_t len_ = 0;
};

/// Counted owners; count, length and label are in front of the elements.
class Shared {
  struct Block {
    std::atomic<std::size_t> count;
    std::size_t len;
    std::size_t label;

    int* elements() { return reinterpret_cast<int*>(this + 1); }
  };

 public:
  Shared() = default;
  Shared(std::size_t label, std::size_t n) {
    if (n > (PTRDIFF_MAX - sizeof(Block)) / sizeof(int)) fail_length(n, PTRDIFF_MAX / sizeof(int));
    block_ = static_cast<Block*>(::operator new(sizeof(Block) + n * sizeof(int)));
    block_->count.store(1, std::memory_order_relaxed);
    block_->len = n;
    block_->label = label;
    std::memset(block_->elements(), 0, n * sizeof(int));
  }
  Shared(const Shared& other) noexcept : block_(other.block_) {
    if (block_ != nullptr && block_->count.fetch_add(1, std::memory_order_relaxed) > SIZE_MAX / 2)
        [[unlikely]]
      fail("too many owners");
  }
  Shared(Shared&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Shared& operator=(const Shared& other) noexcept {
    Shared(other).swap(*this);
    return *this;
  }
  Shared& operator=(Shared&& other) noexcept {
    Shared(std::move(other)).swap(*this);
    return *this;
  }
  ~Shared() {
    if (block_ != nullptr && decrement()) free_bytes(block_, sizeof(Block) + block_->len * sizeof(int));
  }
  void swap(Shared& other) noexcept { std::swap(block_, other.block_); }

  std::size_t size() const { return block_ != nullptr ? block_->len : 0; }
  std::size_t label() const {
    if (block_ == nullptr) [[unlikely]]
      fail_null(__builtin_FILE(), __builtin_LINE(), "label()");
    return block_->label;
  }
  const int& operator[](std::size_t i) const {
    if (i >= size()) [[unlikely]]
      fail_index(__builtin_FILE(), __builtin_LINE(), i, size());
    return block_->elements()[i];
  }

 private:
  bool decrement() const {
    if (block_->count.load(std::memory_order_acquire) == 1) return true;
    if (block_->count.fetch_sub(1, std::memory_order_release) != 1) return false;
    static_cast<void>(block_->count.load(std::memory_order_acquire));
    return true;
  }

  Block* block_ = nullptr;
};

/// An error, or none: code and message are in one block, whose length is in front.
class Status {
  struct Head {
    std::uint32_t len;
    std::uint32_t code;

    char* text() { return reinterpret_cast<char*>(this + 1); }
  };

 public:
  Status() = default;
  Status(std::uint32_t code, std::string_view text) {
    const std::size_t n = text.size();
    if (n > UINT32_MAX) fail_length(n, UINT32_MAX);
    head_ = static_cast<Head*>(::operator new(sizeof(Head) + n));
    head_->len = static_cast<std::uint32_t>(n);
    head_->code = code;
    std::memcpy(head_->text(), text.data(), n);
  }
  Status(const Status& other) {
    if (other.head_ == nullptr) return;
    const std::size_t bytes = sizeof(Head) + other.head_->len;
    head_ = static_cast<Head*>(::operator new(bytes));
    std::memcpy(head_, other.head_, bytes);
  }
  Status(Status&& other) noexcept : head_(std::exchange(other.head_, nullptr)) {}
  Status& operator=(const Status& other) {
    if (this == &other) return *this;
    if (head_ != nullptr && other.head_ != nullptr && head_->len == other.head_->len)
      std::memcpy(head_, other.head_, sizeof(Head) + head_->len);
    else
      Status(other).swap(*this);
    return *this;
  }
  Status& operator=(Status&& other) noexcept {
    Status(std::move(other)).swap(*this);
    return *this;
  }
  ~Status() {
    if (head_ != nullptr) free_bytes(head_, sizeof(Head) + head_->len);
  }

  void swap(Status& other) noexcept { std::swap(head_, other.head_); }

  bool ok() const { return head_ == nullptr; }
  std::uint32_t code() const { return ok() ? 0 : head_->code; }

 private:
  Head* head_ = nullptr;
};

}  // namespace by_hand

#endif  // HEAPARRAY_TESTS_CODE_SIZE_BY_HAND_HPP

// SPDX-License-Identifier: MIT
//
// relative.hpp: an allocator with fancy pointers, and memory that moves to another address.
//
//   RelativePtr<T>         says how far away it points from itself
//   Segment                memory with a root object in it; move() copies its bytes and ruins the old ones
//   RelativeAllocator<T>   allocates in a Segment, which it knows by a RelativePtr
#ifndef HEAPARRAY_TESTS_SUPPORT_RELATIVE_HPP
#define HEAPARRAY_TESTS_SUPPORT_RELATIVE_HPP

#include "problems.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace test {

template <class T>
class RelativeAllocator;

/// What a fancy pointer must have, and no more: no conversion from or to a raw pointer, no arithmetic. A null
/// pointer may not be asked for an address.
template <class T>
class RelativePtr {
 public:
  using element_type = T;

  RelativePtr() = default;
  RelativePtr(std::nullptr_t) {}
  RelativePtr(const RelativePtr& other) { set(other.get()); }
  template <class U>
    requires(std::convertible_to<U*, T*>)
  RelativePtr(const RelativePtr<U>& other) {
    set(other.get());
  }
  RelativePtr& operator=(const RelativePtr& other) {
    set(other.get());
    return *this;
  }

  static RelativePtr pointer_to(T& object) {
    RelativePtr p;
    p.set(std::addressof(object));
    return p;
  }

  T& operator*() const { return *operator->(); }
  T* operator->() const {
    if (!*this) report_problem("a null pointer is asked for its address");
    return get();
  }
  explicit operator bool() const { return distance_ != none; }
  friend bool operator==(const RelativePtr& a, const RelativePtr& b) { return a.get() == b.get(); }

 private:
  template <class>
  friend class RelativePtr;
  template <class>
  friend class RelativeAllocator;

  static constexpr std::uintptr_t none = 1;  // nothing begins inside of a pointer

  T* get() const {
    return *this ? reinterpret_cast<T*>(reinterpret_cast<std::uintptr_t>(this) + distance_) : nullptr;
  }
  void set(T* p) {
    distance_ =
        p == nullptr ? none : reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(this);
  }

  std::uintptr_t distance_ = none;
};

/// What a Segment begins with.
struct SegmentHead {
  std::size_t used;
  std::size_t live_bytes;
  std::size_t aligns_to;  // at most
};

class Segment {
 public:
  static constexpr std::size_t bytes = 1 << 16;

  Segment() : memory_(allocate()) { ::new (memory_) SegmentHead{root_offset + 64 * sizeof(void*), 0, 4096}; }
  Segment(Segment&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)) {}
  Segment& operator=(Segment&&) = delete;
  ~Segment() {
    if (memory_ == nullptr) return;
    if (live_bytes() != 0) report_problem("leak: %zu bytes in a segment", live_bytes());
    free(memory_);
  }

  SegmentHead& head() const { return *static_cast<SegmentHead*>(static_cast<void*>(memory_)); }
  std::size_t live_bytes() const { return head().live_bytes; }

  /// The root object, of which the caller knows the type.
  template <class Root>
  Root& root() const {
    static_assert(sizeof(Root) <= 64 * sizeof(void*));
    return *std::launder(static_cast<Root*>(root_place()));
  }
  template <class Root>
  Root& make_root(Root&& root) const {
    return *::new (root_place()) Root(std::forward<Root>(root));
  }

  /// The same bytes at another address. Those here are overwritten.
  Segment move() {
    Segment moved(allocate());
    std::memcpy(moved.memory_, memory_, bytes);
    std::memset(memory_, 0xEE, bytes);
    free(std::exchange(memory_, nullptr));
    return moved;
  }

 private:
  static constexpr std::size_t root_offset = 128;

  explicit Segment(std::byte* memory) : memory_(memory) {}

  // As memory that the system maps: a compiler knows nothing of where it lies. Of what `new` returns, Clang 23 says that
  // no address made from a number is the same.
  static std::byte* allocate() {
    std::byte* volatile memory = static_cast<std::byte*>(::operator new(bytes, std::align_val_t(4096)));
    return memory;
  }
  static void free(std::byte* memory) { ::operator delete(memory, std::align_val_t(4096)); }
  void* root_place() const { return memory_ + root_offset; }

  std::byte* memory_;
};

/// Gives no memory twice, so that what is used after it is freed is not there.
template <class T>
class RelativeAllocator {
 public:
  using value_type = T;
  using pointer = RelativePtr<T>;
  using is_always_equal = std::false_type;

  explicit RelativeAllocator(const Segment& segment)
      : head_(RelativePtr<SegmentHead>::pointer_to(segment.head())) {}
  template <class U>
  RelativeAllocator(const RelativeAllocator<U>& other) : head_(other.head_) {}

  [[nodiscard]] pointer allocate(std::size_t n) {
    const std::size_t alignment = std::min(alignof(T), head_->aligns_to);
    const std::size_t begin = (head_->used + alignment - 1) / alignment * alignment;
    if (begin > Segment::bytes || n > (Segment::bytes - begin) / sizeof(T)) throw std::bad_alloc();
    head_->used = begin + n * sizeof(T);
    head_->live_bytes += n * sizeof(T);
    void* const memory = reinterpret_cast<std::byte*>(std::addressof(*head_)) + begin;
    pointer p;
    p.set(static_cast<T*>(memory));  // by no reference, which would have to be aligned
    return p;
  }
  void deallocate(const pointer& memory, std::size_t n) noexcept {
    std::memset(static_cast<void*>(std::addressof(*memory)), 0xDD, n * sizeof(T));
    head_->live_bytes -= n * sizeof(T);
  }

  friend bool operator==(const RelativeAllocator& a, const RelativeAllocator& b) {
    return a.head_ == b.head_;
  }

 private:
  template <class>
  friend class RelativeAllocator;

  RelativePtr<SegmentHead> head_;
};

}  // namespace test

#endif

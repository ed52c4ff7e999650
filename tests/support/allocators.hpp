// SPDX-License-Identifier: MIT
//
// allocators.hpp: allocators that check their user.
//
//   Ledger                       the books of one or more checked allocators; leaks are problems at its end
//   CheckedAllocator<T, Policy>  stateful: writes into a Ledger, equal only to allocators of the same one
//   CheckedResource              the same for std::pmr
//   CountingStateless<T>         stateless and empty; counts for the whole program
//   FancyAllocator<T>            stateless; its pointer is a class. \see relative.hpp
#ifndef HEAPARRAY_TESTS_SUPPORT_ALLOCATORS_HPP
#define HEAPARRAY_TESTS_SUPPORT_ALLOCATORS_HPP

#include "faults.hpp"
#include "problems.hpp"
#include "quiet_allocator.hpp"

#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <new>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace test {

/// Where checked allocators keep their books. Must outlive what they allocate. Several threads may use one,
/// but its lock orders them and so hides races from ThreadSanitizer.
class Ledger {
 public:
  Ledger() = default;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger() {
    check();
    for (const auto& [memory, entry] : live_) {
      release(memory, entry);
    }
  }

  /// Reports everything still allocated as a problem; true if there is nothing.
  bool check() const {
    const std::lock_guard lock(mutex_);
    for (const auto& [memory, entry] : live_) {
      report_problem("leak: %p, %zu bytes aligned to %zu", memory, entry.bytes, entry.alignment);
    }
    return live_.empty();
  }

  /// The nth allocation from here (1 is the next) throws std::bad_alloc; 0 disarms.
  void fail_on(int n) {
    const std::lock_guard lock(mutex_);
    fail_in_ = n;
  }

  /// Whom copies of a container are to allocate from (select_on_container_copy_construction).
  Ledger& for_copies() { return for_copies_ == nullptr ? *this : *for_copies_; }
  void set_for_copies(Ledger& other) { for_copies_ = &other; }

  int allocations() const { return get(allocations_); }  // those that succeeded
  int deallocations() const { return get(deallocations_); }
  int failures() const { return get(failures_); }
  int live() const { return allocations() - deallocations(); }
  std::size_t live_bytes() const { return get(live_bytes_); }
  std::size_t last_bytes() const { return get(last_.bytes); }
  std::size_t last_alignment() const { return get(last_.alignment); }

  void* allocate(std::size_t bytes, std::size_t alignment) {
    const std::lock_guard lock(mutex_);
    if (bytes > static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max())) {
      report_problem("allocation of %zu bytes asked for, more than PTRDIFF_MAX", bytes);
    }
    if (fault_due() || (fail_in_ > 0 && --fail_in_ == 0)) {
      ++failures_;
      HEAPARRAY_TEST_THROW(std::bad_alloc());
    }
    void* memory = ::operator new(bytes, std::align_val_t(alignment));
    last_ = {bytes, alignment};
    live_.emplace(memory, last_);
    live_bytes_ += bytes;
    ++allocations_;
    return memory;
  }

  void deallocate(void* memory, std::size_t bytes, std::size_t alignment) {
    const std::lock_guard lock(mutex_);
    const auto found = live_.find(memory);
    if (found == live_.end()) {
      report_problem("%p deallocated, but not allocated from this ledger, or freed before", memory);
      return;
    }
    const Entry entry = found->second;
    if (entry.bytes != bytes || entry.alignment != alignment) {
      report_problem("%p deallocated as %zu bytes aligned to %zu, but allocated as %zu bytes aligned to %zu",
                     memory, bytes, alignment, entry.bytes, entry.alignment);
    }
    live_.erase(found);
    live_bytes_ -= entry.bytes;
    ++deallocations_;
    release(memory, entry);
  }

 private:
  struct Entry {
    std::size_t bytes = 0;
    std::size_t alignment = 0;
  };

  static void release(void* memory, Entry entry) {
    ::operator delete(memory, std::align_val_t(entry.alignment));  // clang 14 declares no sized form
  }

  template <class N>
  N get(const N& number) const {
    const std::lock_guard lock(mutex_);
    return number;
  }

  mutable std::mutex mutex_;
  std::unordered_map<void*, Entry, std::hash<void*>, std::equal_to<>,
                     QuietAllocator<std::pair<void* const, Entry>>>
      live_;
  Ledger* for_copies_ = nullptr;
  Entry last_;
  std::size_t live_bytes_ = 0;
  int allocations_ = 0;
  int deallocations_ = 0;
  int failures_ = 0;
  int fail_in_ = 0;
};

/// What goes along with a container's copy assignment, move assignment and swap.
template <bool Copy, bool Move, bool Swap>
struct Propagate {
  using copy = std::bool_constant<Copy>;
  using move = std::bool_constant<Move>;
  using swap = std::bool_constant<Swap>;
};
using PropagateNone = Propagate<false, false, false>;
using PropagateCopy = Propagate<true, false, false>;
using PropagateMove = Propagate<false, true, false>;
using PropagateSwap = Propagate<false, false, true>;
using PropagateAll = Propagate<true, true, true>;

template <class T, class Policy = PropagateNone>
class CheckedAllocator {
 public:
  using value_type = T;
  using propagate_on_container_copy_assignment = typename Policy::copy;
  using propagate_on_container_move_assignment = typename Policy::move;
  using propagate_on_container_swap = typename Policy::swap;
  using is_always_equal = std::false_type;

  explicit CheckedAllocator(Ledger& ledger) noexcept : ledger_(&ledger) {}
  template <class U>
  CheckedAllocator(const CheckedAllocator<U, Policy>& other) noexcept : ledger_(&other.ledger()) {}

  [[nodiscard]] T* allocate(std::size_t n) {
    return static_cast<T*>(ledger_->allocate(bytes(n), alignof(T)));
  }
  void deallocate(T* memory, std::size_t n) noexcept { ledger_->deallocate(memory, bytes(n), alignof(T)); }

  CheckedAllocator select_on_container_copy_construction() const {
    return CheckedAllocator(ledger_->for_copies());
  }

  Ledger& ledger() const noexcept { return *ledger_; }

  template <class U>
  friend bool operator==(const CheckedAllocator& a, const CheckedAllocator<U, Policy>& b) noexcept {
    return &a.ledger() == &b.ledger();
  }

 private:
  static std::size_t bytes(std::size_t n) {
    if (n > std::numeric_limits<std::size_t>::max() / sizeof(T)) {
      report_problem("allocation of %zu objects of %zu bytes wraps", n, sizeof(T));
      return 0;
    }
    return n * sizeof(T);
  }

  Ledger* ledger_;
};

class CheckedResource : public std::pmr::memory_resource {
 public:
  explicit CheckedResource(Ledger& ledger) : ledger_(&ledger) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    return ledger_->allocate(bytes, alignment);
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    ledger_->deallocate(memory, bytes, alignment);
  }
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

  Ledger* ledger_;
};

/// The counts of all CountingStateless<T> together, over the whole program: compare differences.
struct StatelessCounts {
  static inline constinit std::atomic<int> allocations = 0;
  static inline constinit std::atomic<int> deallocations = 0;
  static inline constinit std::atomic<std::int64_t> live_bytes = 0;
};

template <class T>
struct CountingStateless {
  using value_type = T;
  using is_always_equal = std::true_type;

  CountingStateless() = default;
  template <class U>
  CountingStateless(const CountingStateless<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    T* memory = std::allocator<T>().allocate(n);
    // Relaxed: counts, which order nothing, and so hide no race either.
    StatelessCounts::allocations.fetch_add(1, std::memory_order_relaxed);
    StatelessCounts::live_bytes.fetch_add(static_cast<std::int64_t>(n * sizeof(T)),
                                          std::memory_order_relaxed);
    return memory;
  }
  void deallocate(T* memory, std::size_t n) noexcept {
    StatelessCounts::deallocations.fetch_add(1, std::memory_order_relaxed);
    StatelessCounts::live_bytes.fetch_sub(static_cast<std::int64_t>(n * sizeof(T)),
                                          std::memory_order_relaxed);
    std::allocator<T>().deallocate(memory, n);
  }

  template <class U>
  friend bool operator==(const CountingStateless&, const CountingStateless<U>&) noexcept {
    return true;
  }
};

/// A pointer that is not a pointer.
template <class T>
class FancyPtr {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;
  using difference_type = std::ptrdiff_t;
  using pointer = FancyPtr;
  using reference = std::add_lvalue_reference_t<T>;
  using iterator_category = std::random_access_iterator_tag;

  FancyPtr() = default;
  FancyPtr(std::nullptr_t) {}
  explicit FancyPtr(T* raw) : raw_(raw) {}
  template <class U>
    requires(std::convertible_to<U*, T*>)
  FancyPtr(const FancyPtr<U>& other) : raw_(other.get()) {}
  template <class U>
    requires(std::is_void_v<U> && !std::is_void_v<T>)
  explicit FancyPtr(const FancyPtr<U>& other) : raw_(static_cast<T*>(other.get())) {}

  template <class U = T>
    requires(!std::is_void_v<U>)
  static FancyPtr pointer_to(U& object) {
    return FancyPtr(std::addressof(object));
  }

  T* get() const { return raw_; }
  explicit operator bool() const { return raw_ != nullptr; }
  reference operator*() const
    requires(!std::is_void_v<T>)
  {
    return *raw_;
  }
  T* operator->() const { return raw_; }
  reference operator[](difference_type i) const
    requires(!std::is_void_v<T>)
  {
    return raw_[i];
  }
  FancyPtr& operator+=(difference_type n) { return raw_ += n, *this; }
  FancyPtr& operator-=(difference_type n) { return raw_ -= n, *this; }
  FancyPtr& operator++() { return ++raw_, *this; }
  FancyPtr& operator--() { return --raw_, *this; }
  FancyPtr operator++(int) { return FancyPtr(raw_++); }
  FancyPtr operator--(int) { return FancyPtr(raw_--); }
  friend FancyPtr operator+(FancyPtr p, difference_type n) { return p += n; }
  friend FancyPtr operator+(difference_type n, FancyPtr p) { return p += n; }
  friend FancyPtr operator-(FancyPtr p, difference_type n) { return p -= n; }
  friend difference_type operator-(FancyPtr a, FancyPtr b) { return a.raw_ - b.raw_; }
  friend auto operator<=>(const FancyPtr&, const FancyPtr&) = default;
  friend bool operator==(const FancyPtr&, const FancyPtr&) = default;

 private:
  T* raw_ = nullptr;
};

template <class T>
struct FancyAllocator {
  using value_type = T;
  using pointer = FancyPtr<T>;

  FancyAllocator() = default;
  template <class U>
  FancyAllocator(const FancyAllocator<U>&) noexcept {}

  [[nodiscard]] pointer allocate(std::size_t n) { return pointer(std::allocator<T>().allocate(n)); }
  void deallocate(pointer memory, std::size_t n) noexcept { std::allocator<T>().deallocate(memory.get(), n); }

  template <class U>
  friend bool operator==(const FancyAllocator&, const FancyAllocator<U>&) noexcept {
    return true;
  }
};

}  // namespace test

#endif

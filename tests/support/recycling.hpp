// SPDX-License-Identifier: MIT
//
// recycling.hpp: allocators that make use after free show.
//
//   RecyclingAllocator<T, Reuse>        gives back what the thread freed last: an address returns as soon as it can
//   RecyclingAllocator<T, Quarantine>   overwrites what is freed, keeps it for a while, and looks whether it was
//                                       written to; no address returns meanwhile
//
// Each thread has its own books, without a lock: nothing here orders threads, which would hide races from
// ThreadSanitizer.
#ifndef HEAPARRAY_TESTS_SUPPORT_RECYCLING_HPP
#define HEAPARRAY_TESTS_SUPPORT_RECYCLING_HPP

#include <atomic>
#include <cstddef>
#include <cstring>
#include <deque>
#include <new>

#include "problems.hpp"

namespace test {

namespace detail {

struct FreedBlock {
  void* memory;
  std::size_t bytes;
};

}  // namespace detail

/// The freed blocks of one thread, to be reused.
class Reuse {
 public:
  Reuse() = default;
  Reuse(const Reuse&) = delete;
  Reuse& operator=(const Reuse&) = delete;
  ~Reuse() {
    for (const detail::FreedBlock& block : freed_) ::operator delete(block.memory);
  }

  void* allocate(std::size_t bytes) {
    if (freed_.empty() || freed_.back().bytes != bytes) return ::operator new(bytes);
    void* const memory = freed_.back().memory;
    freed_.pop_back();
    return memory;
  }
  void deallocate(void* memory, std::size_t bytes) { freed_.push_back({memory, bytes}); }

 private:
  std::deque<detail::FreedBlock> freed_;
};

/// The freed blocks of one thread, to be watched.
class Quarantine {
 public:
  static constexpr std::size_t length = 256;  // blocks
  static constexpr unsigned char pattern = 0xDB;

  Quarantine() = default;
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;
  ~Quarantine() {
    while (!freed_.empty()) release_oldest();
  }

  void* allocate(std::size_t bytes) { return ::operator new(bytes); }
  void deallocate(void* memory, std::size_t bytes) {
    std::memset(memory, pattern, bytes);
    freed_.push_back({memory, bytes});
    if (freed_.size() > length) release_oldest();
  }

 private:
  void release_oldest() {
    const detail::FreedBlock block = freed_.front();
    freed_.pop_front();
    const auto* const begin = static_cast<const unsigned char*>(block.memory);
    for (std::size_t i = 0; i != block.bytes; ++i) {
      if (begin[i] == pattern) continue;
      report_problem("%p: byte %zu of %zu was written to after it was freed", block.memory, i, block.bytes);
      break;
    }
    ::operator delete(block.memory);
  }

  std::deque<detail::FreedBlock> freed_;
};

/// Stateless, for types that need no more alignment than operator new gives.
template <class T, class Recycler>
struct RecyclingAllocator {
  static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
  using value_type = T;
  template <class U>
  struct rebind {
    using other = RecyclingAllocator<U, Recycler>;
  };

  RecyclingAllocator() = default;
  template <class U>
  RecyclingAllocator(const RecyclingAllocator<U, Recycler>&) noexcept {}

  T* allocate(std::size_t n) {
    live().fetch_add(1, std::memory_order_relaxed);
    return static_cast<T*>(books().allocate(n * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t n) noexcept {
    live().fetch_sub(1, std::memory_order_relaxed);
    books().deallocate(memory, n * sizeof(T));
  }
  friend bool operator==(const RecyclingAllocator&, const RecyclingAllocator&) = default;

  /// Blocks that are allocated and not freed, by all allocators of this kind, whatever their `T`.
  static std::atomic<long>& live() { return RecyclingAllocator<std::byte, Recycler>::live_; }

 private:
  template <class U, class R>
  friend struct RecyclingAllocator;

  static Recycler& books() {
#if defined(__MINGW32__) && !defined(__clang__)
    // GCC there frees the memory of thread_local objects before it calls their destructors: this one has none.
    static thread_local Recycler* const instance = new Recycler;
    return *instance;
#else
    static thread_local Recycler instance;  // one for each T as well
    return instance;
#endif
  }

  static inline std::atomic<long> live_ = 0;
};

}  // namespace test

#endif

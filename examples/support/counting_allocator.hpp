// SPDX-License-Identifier: MIT
//
// counting_allocator.hpp: std::allocator with a meter, to see what containers take.
//
//   struct Here { static inline example::Usage usage; };
//   std::vector<int, example::CountingAllocator<int, Here>> numbers(100);
//   std::cout << Here::usage.live;   // 400
#ifndef HEAPARRAY_EXAMPLES_COUNTING_ALLOCATOR_HPP
#define HEAPARRAY_EXAMPLES_COUNTING_ALLOCATOR_HPP

#include <atomic>
#include <cstddef>
#include <memory>

namespace example {

struct Usage {
  std::atomic<std::size_t> live{0}, peak{0}, allocations{0};  // bytes, bytes, calls

  // Relaxed: they are numbers and announce nothing else.
  void add(std::size_t bytes) noexcept {
    allocations.fetch_add(1, std::memory_order_relaxed);
    const std::size_t now = live.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    std::size_t seen = peak.load(std::memory_order_relaxed);
    while (seen < now && !peak.compare_exchange_weak(seen, now, std::memory_order_relaxed)) continue;
  }
  void remove(std::size_t bytes) noexcept { live.fetch_sub(bytes, std::memory_order_relaxed); }
};

/// std::allocator that counts in `Tag::usage`. It has no state, so it takes no byte in whatever uses it.
template <class T, class Tag>
struct CountingAllocator {
  using value_type = T;

  CountingAllocator() = default;
  template <class U>
  CountingAllocator(const CountingAllocator<U, Tag>&) noexcept {}  // NOLINT: allocators convert by themselves

  T* allocate(std::size_t n) {
    T* const memory = std::allocator<T>().allocate(n);
    Tag::usage.add(n * size);
    return memory;
  }
  void deallocate(T* memory, std::size_t n) noexcept {
    Tag::usage.remove(n * size);
    std::allocator<T>().deallocate(memory, n);
  }
  friend bool operator==(const CountingAllocator&, const CountingAllocator&) = default;

 private:
  static constexpr std::size_t size = sizeof(T);  // NOLINT: T may well be a pointer
};

}  // namespace example

#endif  // HEAPARRAY_EXAMPLES_COUNTING_ALLOCATOR_HPP

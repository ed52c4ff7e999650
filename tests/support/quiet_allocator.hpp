// SPDX-License-Identifier: MIT
//
// quiet_allocator.hpp: memory for the helpers' own books, from malloc, so that no allocation count sees it.
#ifndef HEAPARRAY_TESTS_SUPPORT_QUIET_ALLOCATOR_HPP
#define HEAPARRAY_TESTS_SUPPORT_QUIET_ALLOCATOR_HPP

#include <cstddef>
#include <cstdlib>

namespace test {

template <class T>
struct QuietAllocator {
  using value_type = T;

  QuietAllocator() = default;
  template <class U>
  QuietAllocator(const QuietAllocator<U>&) {}

  T* allocate(std::size_t n) {
    void* memory = std::malloc(n * sizeof(T));
    if (memory == nullptr) {
      std::abort();  // the books must not fail in a test of failures
    }
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) { std::free(memory); }

  template <class U>
  bool operator==(const QuietAllocator<U>&) const {
    return true;
  }
};

}  // namespace test

#endif

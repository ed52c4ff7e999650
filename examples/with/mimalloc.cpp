// SPDX-License-Identifier: MIT
// needs: <mimalloc.h>
// link: -lmimalloc
// package: libmimalloc-dev
//
// mimalloc as the allocator of some arrays, with a heap of its own: the allocator has a state, which is kept in the block,
// so that a handle stays one word.
#include <mimalloc.h>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <new>

template <class T>
struct HeapAllocator {
  using value_type = T;
  mi_heap_t* heap;

  HeapAllocator(mi_heap_t* h) noexcept : heap(h) {}
  template <class U>
  HeapAllocator(const HeapAllocator<U>& other) noexcept : heap(other.heap) {}

  T* allocate(std::size_t n) {
    void* const p =
        n > PTRDIFF_MAX / sizeof(T) ? nullptr : mi_heap_malloc_aligned(heap, n * sizeof(T), alignof(T));
    if (p == nullptr) throw std::bad_alloc();
    return static_cast<T*>(p);
  }
  void deallocate(T* p, std::size_t n) noexcept { mi_free_size_aligned(p, n * sizeof(T), alignof(T)); }
  bool operator==(const HeapAllocator&) const = default;
};

template <class T, class Label = heaparray::NoLabel>
using RequestArray = heaparray::ThinPtrArray<T, Label, HeapAllocator<std::byte>>;

struct alignas(64) Vector {
  float lanes[16];
};

int main() {
  mi_heap_t* const heap = mi_heap_new();  // for one request, say
  bool good = sizeof(RequestArray<int>) == sizeof(void*);
  {
    const auto words = RequestArray<int, short>::filled(short{7}, 100, 1, heap);
    const auto vectors = RequestArray<Vector>::with_len(3, heap);
    good = good && words[99] == 1 && words.label() == 7 && mi_heap_check_owned(heap, vectors.data());
    good = good && reinterpret_cast<std::uintptr_t>(vectors.data()) % alignof(Vector) == 0;
  }
  mi_heap_delete(heap);
  std::puts(good ? "in a heap of their own" : "something is wrong");
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

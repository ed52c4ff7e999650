// SPDX-License-Identifier: MIT
// needs: <jemalloc/jemalloc.h>
// link: -ljemalloc
// package: libjemalloc-dev
//
// jemalloc as the allocator of some arrays. A block asks for its exact size and alignment, and gives both back, so that
// jemalloc neither looks the size up nor rounds up for an alignment that nobody needs.
#include <jemalloc/jemalloc.h>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <new>

std::size_t requested = 0;

template <class T>
struct JemallocAllocator {
  using value_type = T;
  // A block asks for units of its own alignment.
  static constexpr int flags = MALLOCX_LG_ALIGN(std::countr_zero(alignof(T)));

  JemallocAllocator() = default;
  template <class U>
  JemallocAllocator(const JemallocAllocator<U>&) noexcept {}

  T* allocate(std::size_t n) {
    if (n > PTRDIFF_MAX / sizeof(T)) throw std::bad_array_new_length();
    void* const p = mallocx(n * sizeof(T), flags);
    if (p == nullptr) throw std::bad_alloc();
    requested += n * sizeof(T);
    return static_cast<T*>(p);
  }
  void deallocate(T* p, std::size_t n) noexcept { sdallocx(p, n * sizeof(T), flags); }
  bool operator==(const JemallocAllocator&) const = default;
};

template <class T, class Label = heaparray::NoLabel>
using JeArray = heaparray::TpArcArray<T, Label, JemallocAllocator<std::byte>>;

struct alignas(128) Line {
  char text[128];
};

int main() {
  static_assert(sizeof(JeArray<int>) == sizeof(void*));  // an allocator without a state takes no room
  const auto small = JeArray<int, int>::filled(7, 100, 1);
  std::printf("100 ints, a label, count and length: %zu bytes of jemalloc's %zu\n", requested,
              nallocx(requested, 0));
  const auto lines = JeArray<Line>::with_len(3);
  const bool aligned = reinterpret_cast<std::uintptr_t>(lines.data()) % alignof(Line) == 0;
  return aligned && small[99] == 1 && small.label() == 7 ? EXIT_SUCCESS : EXIT_FAILURE;
}

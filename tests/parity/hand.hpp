// SPDX-License-Identifier: MIT
//
// hand.hpp: the arrays of this library as a C programmer writes them: a struct with a flexible array member, raw
// pointers that may be null, `__atomic` builtins. Memory comes from the functions that std::allocator calls, so that it
// is the same code on both sides, and lengths and indices are checked where the library checks them.
#ifndef HEAPARRAY_TESTS_PARITY_HAND_HPP
#define HEAPARRAY_TESTS_PARITY_HAND_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace hand {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail(const char* what) {
  std::fputs(what, stderr);
  std::abort();
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_index(std::size_t i, std::size_t size) {
  std::fprintf(stderr, "index %zu of %zu", i, size);
  std::abort();
}

inline void free_bytes(void* p, [[maybe_unused]] std::size_t bytes) {
#ifdef __cpp_sized_deallocation
  ::operator delete(p, bytes);
#else
  ::operator delete(p);
#endif
}

// One owner; the length is next to the pointer.

struct Unique {
  int* data;
  std::size_t len;
};

inline std::size_t unique_bytes(std::size_t n) { return n != 0 ? n * sizeof(int) : 1; }
inline Unique unique_make(std::size_t n) {
  if (n > PTRDIFF_MAX / sizeof(int)) fail("too long");
  return {static_cast<int*>(::operator new(unique_bytes(n))), n};
}
inline void unique_drop(Unique a) {
  if (a.data != nullptr) free_bytes(a.data, unique_bytes(a.len));
}

// Counted owners; count and length are in front of the elements.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // the flexible array member, which is the point
struct Block {
  std::size_t count, len;
  int elements[];
};
#pragma GCC diagnostic pop

inline std::size_t shared_bytes(std::size_t n) { return sizeof(Block) + n * sizeof(int); }
inline Block* shared_make(std::size_t n) {
  if (n > (PTRDIFF_MAX - sizeof(Block)) / sizeof(int)) fail("too long");
  auto* const b = static_cast<Block*>(::operator new(shared_bytes(n)));
  b->count = 1;
  b->len = n;
  return b;
}

inline Block* arc_copy(Block* b) {
  if (b != nullptr && __atomic_fetch_add(&b->count, 1, __ATOMIC_RELAXED) > SIZE_MAX / 2)
    fail("too many owners");
  return b;
}
inline void arc_drop(Block* b) {
  if (b == nullptr) return;
  if (__atomic_load_n(&b->count, __ATOMIC_ACQUIRE) != 1) {
    if (__atomic_fetch_sub(&b->count, 1, __ATOMIC_RELEASE) != 1) return;
    static_cast<void>(__atomic_load_n(&b->count, __ATOMIC_ACQUIRE));
  }
  free_bytes(b, shared_bytes(b->len));
}

inline Block* rc_copy(Block* b) {
  if (b != nullptr) {
    if (b->count == SIZE_MAX) fail("too many owners");
    ++b->count;
  }
  return b;
}
inline void rc_drop(Block* b) {
  if (b != nullptr && --b->count == 0) free_bytes(b, shared_bytes(b->len));
}

}  // namespace hand

#endif  // HEAPARRAY_TESTS_PARITY_HAND_HPP

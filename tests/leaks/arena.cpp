// SPDX-License-Identifier: MIT
//
// A leak checker changes nothing for users' allocators: a block takes just the bytes of its layout, and
// memory that is released as a whole, with blocks in it that nobody dropped, can be used again.
#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>

#include <cstddef>
#include <memory_resource>
#include <new>
#include <utility>

namespace {

template <class T>
struct Arena {
  using value_type = T;
  explicit Arena(std::byte*& begin, std::byte*& end) : next(&begin), last(&end) {}
  template <class U>
  Arena(const Arena<U>& other) : next(other.next), last(other.last) {}
  T* allocate(std::size_t n) {
    if (static_cast<std::size_t>(*last - *next) < n * sizeof(T)) throw std::bad_alloc();
    return reinterpret_cast<T*>(std::exchange(*next, *next + n * sizeof(T)));
  }
  void deallocate(T*, std::size_t) noexcept {}
  template <class U>
  friend bool operator==(const Arena& a, const Arena<U>& b) noexcept {
    return a.next == b.next;
  }
  std::byte** next;
  std::byte** last;
};

// As large as the layout says, for a block without elements and with three.
bool layout_is_enough() {
  using Block = heaparray::MemBlock<int, long>;
  static_assert(Block::memory_layout(0).size == sizeof(long) &&
                Block::memory_layout(3).size == 4 * sizeof(long));
  alignas(Block::alignment) std::byte buffer[Block::memory_layout(0).size + Block::memory_layout(3).size];
  std::byte* begin = buffer;
  std::byte* end = buffer + sizeof buffer;
  const Arena<std::byte> arena(begin, end);
  const Block empty = Block::create(arena, 7, 0, [](std::size_t) { return 0L; });
  const Block three = Block::create(arena, 8, 3, [](std::size_t i) { return static_cast<long>(i); });
  const bool ok = empty.label() == 7 && three.label() == 8 && three.element(2) == 2;
  empty.destroy(arena, 0);
  three.destroy(arena, 3);
  return ok;
}

// An array that is left behind, and bytes that are written where it was.
template <class A>
bool can_be_used_again() {
  alignas(16) std::byte buffer[256];
  std::pmr::monotonic_buffer_resource resource(buffer, sizeof buffer, std::pmr::null_memory_resource());
  A array(std::size_t{0}, &resource);
  static_cast<void>(std::move(array).into_raw());
  resource.release();
  for (std::byte& byte : buffer) byte = std::byte{1};
  return buffer[100] == std::byte{1};
}

}  // namespace

int main() {
  const bool ok = layout_is_enough() && can_be_used_again<heaparray::pmr::HeapArray<int, long>>() &&
                  can_be_used_again<heaparray::pmr::ThinPtrArray<int>>() &&
                  can_be_used_again<heaparray::pmr::TpArcArray<char>>();
  return ok ? 0 : 1;
}

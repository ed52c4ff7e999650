// SPDX-License-Identifier: MIT
//
// Thousands of labelled arrays in an arena: not one call to malloc, and all of them freed at once.

#include <array>
#include <cstddef>
#include <cstdlib>
#include <heaparray/pmr.hpp>
#include <iostream>
#include <memory_resource>
#include <new>
#include <string_view>

// Every way to the heap is counted.
static int heap_calls = 0;
void* operator new(std::size_t n) {
  ++heap_calls;
  if (void* memory = std::malloc(n)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

struct Line {
  int number;
  int words = 0;
};
// One word each: length, label and letters are in the arena, and so is the address of the arena, for each block.
using Text = heaparray::pmr::ThinPtrArray<char, Line>;

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  static std::array<std::byte, 2 << 20> buffer;
  std::pmr::monotonic_buffer_resource arena(buffer.data(), buffer.size(), std::pmr::null_memory_resource());
  const int before = heap_calls;
  {
    constexpr std::string_view text = "the quick brown fox jumps over the lazy dog";
    // An array of arrays, in the same arena.
    const heaparray::pmr::HeapArray<Text> lines(
        10000,
        [&](std::size_t n) {
          return Text::with_label(
              Line{static_cast<int>(n)}, text.size(),
              [&](Line& line, std::size_t i) {
                line.words += text[i] == ' ' || i == 0;
                return text[i];
              },
              &arena);
        },
        &arena);
    check(lines.size() == 10000 && lines[9999].label().number == 9999 && lines[9999].label().words == 9);
    check(lines[5000].get_allocator().resource() == &arena);
  }
  std::cout << "10001 arrays, " << heap_calls - before << " calls to the heap\n";
  check(heap_calls == before);
}

// SPDX-License-Identifier: MIT
//
// bench.memory [<arrays>]: bytes for each array of n ints: in the handle, and on the heap as glibc counts them: usable
// size, and the word in front of every block. One line for each contender and n, as JSON; 1,000,000 arrays by default.
#include <malloc.h>

#include <cstdio>

#include "support/contenders.hpp"

namespace {

// No atomic: there is one thread.
std::size_t heap_bytes = 0, heap_blocks = 0;

void* counted(void* p) {
  if (p != nullptr) {
    heap_bytes += malloc_usable_size(p) + sizeof(std::size_t);
    ++heap_blocks;
  }
  return p;
}

}  // namespace

// Every allocation of the program comes by here: `operator new` calls malloc.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): glibc's names for what these replace
void* __libc_malloc(std::size_t);
void __libc_free(void*);

void* malloc(std::size_t bytes) { return counted(__libc_malloc(bytes)); }
void free(void* p) {
  if (p != nullptr) {
    heap_bytes -= malloc_usable_size(p) + sizeof(std::size_t);
    --heap_blocks;
  }
  __libc_free(p);
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace {

using namespace bench;

constexpr std::size_t lengths[] = {0, 1, 2, 4, 6, 8, 12, 16};

template <class C>
bool measure(std::size_t arrays, bool first) {
  for (const std::size_t n : lengths) {
    std::vector<typename C::handle> handles;
    handles.reserve(arrays);
    const std::size_t bytes_before = heap_bytes, blocks_before = heap_blocks;
    for (std::size_t i = 0; i != arrays; ++i) handles.push_back(C::generates({}, n, element<int>));
    const std::size_t bytes = heap_bytes - bytes_before, blocks = heap_blocks - blocks_before;
    std::printf(
        "%s  {\"name\": \"%s\", \"kind\": \"%s\", \"n\": %zu, \"handle\": %zu, \"heap\": %zu, "
        "\"blocks\": %zu}",
        first ? "" : ",\n", C::name, C::kind, n, sizeof(typename C::handle), bytes / arrays, blocks / arrays);
    first = false;
  }
  return first;
}

template <class... C>
void measure_all(std::size_t arrays, List<C...>) {
  bool first = true;
  ((first = measure<C>(arrays, first)), ...);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t arrays = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  if (arrays == 0 || argc > 2) {
    std::fprintf(stderr, "usage: bench.memory [<arrays>]\n");
    return EXIT_FAILURE;
  }
  std::printf("[\n");
  measure_all(arrays, Joined<AllContenders<int>, OurCompact<int>>());
  std::printf("\n]\n");
}

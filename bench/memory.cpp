// SPDX-License-Identifier: MIT
//
// bench.memory [<arrays> [texts]]: bytes for each array of n ints, or for each text of n characters: in the
// handle, and on the heap as glibc counts them: usable size, and the word in front of every block. One line
// for each contender and n, as JSON; 1,000,000 arrays by default. No two texts are the same; of a flyweight,
// its node in the factory is counted, and the buckets with the first n.
#include <malloc.h>

#include <cstdio>
#include <initializer_list>
#include <string_view>

#include "support/contenders.hpp"
#include "support/texts.hpp"

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

/// `make(n, i)` makes the i-th array of n elements.
template <class C, class Make>
bool measure(std::size_t arrays, bool first, std::initializer_list<std::size_t> lengths, Make make) {
  for (const std::size_t n : lengths) {
    std::vector<typename C::handle> handles;
    handles.reserve(arrays);
    const std::size_t bytes_before = heap_bytes, blocks_before = heap_blocks;
    for (std::size_t i = 0; i != arrays; ++i) handles.push_back(make(n, i));
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
void measure_arrays(std::size_t arrays, List<C...>) {
  bool first = true;
  ((first = measure<C>(arrays, first, {0, 1, 2, 4, 6, 8, 12, 16},
                       [](std::size_t n, std::size_t) { return C::generates({}, n, element<int>); })),
   ...);
}

template <class... C>
void measure_texts(std::size_t arrays, List<C...>) {
  bool first = true;
  ((first = measure<C>(arrays, first, {7, 12, 15, 16, 20, 24, 32, 64},
                       [](std::size_t n, std::size_t i) {
                         char text[64] = {};
                         for (std::size_t j = 0; j != n; ++j, i /= 26)
                           text[j] = static_cast<char>('a' + i % 26);
                         return C::make(std::string_view(text, n));
                       })),
   ...);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t arrays = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const bool texts = argc == 3 && std::string_view(argv[2]) == "texts";
  if (arrays == 0 || argc > (texts ? 3 : 2)) {
    std::fprintf(stderr, "usage: bench.memory [<arrays> [texts]]\n");
    return EXIT_FAILURE;
  }
  std::printf("[\n");
  if (texts)
    measure_texts(arrays, TextContenders());
  else
    measure_arrays(arrays, Joined<AllContenders<int>, OurCompact<int>>());
  std::printf("\n]\n");
}

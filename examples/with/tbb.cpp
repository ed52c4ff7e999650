// SPDX-License-Identifier: MIT
// needs: <tbb/scalable_allocator.h> <tbb/cache_aligned_allocator.h>
// link: -ltbbmalloc -ltbb
// package: libtbb-dev
//
// TBB's allocators, as they are: the scalable one for many threads that make and drop arrays; the one that begins a block
// at a cache line. Neither looks at the alignment of its type: elements that need more than 16 bytes need another one.
#include <tbb/cache_aligned_allocator.h>
#include <tbb/scalable_allocator.h>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <thread>
#include <vector>

template <class T, class Label = heaparray::NoLabel>
using Scalable = heaparray::TpArcArray<T, Label, tbb::scalable_allocator<std::byte>>;

int main() {
  static_assert(sizeof(Scalable<int>) == sizeof(void*));
  // Made on one thread, dropped by the last of several.
  std::atomic<long> sum = 0;
  std::vector<std::thread> threads;
  for (int round = 0; round != 4; ++round) {
    const auto array = Scalable<int, int>::filled(round, 1000, 1);
    for (int i = 0; i != 2; ++i)
      threads.emplace_back([array, &sum] {
        for (const int x : array) sum += x + array.label();
      });
  }
  for (std::thread& thread : threads) thread.join();

  // One block for each thread, so that no two write to one cache line.
  using Own = heaparray::ThinPtrArray<long, int, tbb::cache_aligned_allocator<std::byte>>;
  const Own own = Own::filled(3, 100, 5);
  const auto in_line = reinterpret_cast<std::uintptr_t>(&own.label()) % 64;
  std::printf("sum %ld; a label %zu bytes behind the beginning of a cache line\n", sum.load(),
              static_cast<std::size_t>(in_line));
  return sum == 2 * (4000 + 6000) && own[99] == 5 && in_line < 32 ? EXIT_SUCCESS : EXIT_FAILURE;
}

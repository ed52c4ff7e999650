// SPDX-License-Identifier: MIT
//
// Elements at the alignment that the machine wants: 64 bytes for vector instructions, a page for direct I/O.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <memory>

// A HeapArray of float like any other: only its allocator knows.
using Samples = heaparray::AlignedArray<float, 64>;
static_assert(sizeof(Samples) == 2 * sizeof(void*) && Samples::max_len_for(4096) == 1024);

float dot(const Samples& a, const Samples& b) {
  const float* const x = std::assume_aligned<64>(a.data());  // for the compiler: no unaligned loads
  const float* const y = std::assume_aligned<64>(b.data());
  float sum = 0;
  for (std::size_t i = 0; i != a.size(); ++i) sum += x[i] * y[i];
  return sum;
}

// A page to be written as it is, and what is known about it, in one block: the label is in front of the page.
struct PageInfo {
  std::uint64_t number;
  bool dirty;
};
using Page = heaparray::ThinPtrArray<std::byte, PageInfo, heaparray::AlignedAllocator<4096>>;

// Without the alignment, label, length and bytes fill a page together, and exactly.
using Packed = heaparray::ThinPtrArray<std::byte, PageInfo>;
constexpr std::size_t payload = Packed::max_len_for(4096);
static_assert(payload == 4096 - sizeof(PageInfo) - sizeof(std::size_t));

void check(bool fact) {
  if (!fact) std::exit(1);
}

template <class T>
bool is_aligned(const T* p, std::size_t alignment) {
  return reinterpret_cast<std::uintptr_t>(p) % alignment == 0;
}

int main() {
  const Samples a = Samples::filled({}, 1000, 0.5f);
  const Samples b(1000, [](std::size_t i) { return static_cast<float>(i % 4); });
  check(is_aligned(a.data(), 64) && is_aligned(b.data(), 64));
  std::cout << "dot product: " << dot(a, b) << '\n';
  check(dot(a, b) == 750.0f);

  const Page page = Page::with_len(PageInfo{7, false}, 4096);
  check(is_aligned(page.data(), 4096) && page.label().number == 7);
  std::cout << "page " << page.label().number << " is page-aligned; packed, a page has room for " << payload
            << '\n';
}

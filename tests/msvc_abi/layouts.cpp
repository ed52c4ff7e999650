// SPDX-License-Identifier: MIT
//
// The layouts of handles and blocks, which must not depend on the C++ ABI: check_msvc_abi.cmake compiles this for
// Windows by the rules of MSVC and by those of GCC (MinGW), and compares the numbers. There is no SDK: the standard library
// is libc++, and c/ is as much of a C library as it needs to be parsed.
#include <heaparray/heaparray.hpp>

#include "two_compilers/sides.hpp"

// How many elements fit tells where they begin and how the block ends.
template <class... H>
constexpr auto numbers_of(const std::tuple<H...>*) {
  return std::array{static_cast<unsigned>(sizeof(H) + 100 * alignof(H))...,
                    static_cast<unsigned>(H::max_len_for(512))...,
                    static_cast<unsigned>(H::max_len_for(319))...};
}
template <class... Types>
constexpr auto sizes_of() {
  return std::array{static_cast<unsigned>(sizeof(Types) + 100 * alignof(Types))...};
}

struct WithAllocator {
  heaparray::AlignedAllocator<64> allocator;
  char byte;
};
struct WithEmptyAllocator {
  HEAPARRAY_NO_UNIQUE_ADDRESS heaparray::AlignedAllocator<64> allocator;
  int number;
};
struct WithHandle {
  heaparray::FixedArray<int, 3> array;
  char byte;
};

template <class T, class L>
using Thin = heaparray::TpArcArray<T, L>;
template <class... L>
using Everything = decltype(std::tuple_cat(Handles<Bytes<1>, L>()...));

using T = Words<std::uint32_t, 1>;
using Some = Everything<heaparray::NoLabel, Empty, Bytes<1>, Words<std::uint32_t, 1>>;
using More = std::tuple<Thin<Bytes<1>, Bytes<2>>, Thin<Bytes<1>, Words<std::uint64_t, 1>>,
                        Thin<Bytes<1>, Words<std::uint32_t, 3>>, Thin<Bytes<1>, Words<std::uint64_t, 3>>,
                        Thin<Bytes<1>, Wide>, Thin<Empty, Empty>, Thin<Empty, heaparray::NoLabel>,
                        Thin<T, Empty>, Thin<Wide, Empty>, Thin<Words<std::uint64_t, 2>, Bytes<1>>>;

extern "C" {
extern constexpr auto heaparray_numbers_1 = numbers_of(static_cast<Some*>(nullptr));
extern constexpr auto heaparray_numbers_2 = numbers_of(static_cast<More*>(nullptr));
extern constexpr auto heaparray_numbers_3 =
    sizes_of<WithAllocator, WithEmptyAllocator, heaparray::ArrayBuilder<heaparray::AlignedArray<int, 64>>,
             WithHandle, heaparray::AlignedAllocator<64>, heaparray::ArrayBuilder<heaparray::HeapArray<int>>,
             heaparray::ArrayBuilder<heaparray::FixedArray<int, 3>>,
             heaparray::ArrayBuilder<heaparray::pmr::TpArcArray<int>>,
             heaparray::IntoIter<heaparray::HeapArray<int>>, heaparray::SharedSlice<Thin<T, Empty>>,
             heaparray::SharedSlice<heaparray::ArcArray<T, Empty>>, heaparray::Borrowed<Thin<T, Empty>>,
             heaparray::AtomicArcArray<T, Empty>, heaparray::AtomicPtrArray<T, Empty>,
             heaparray::MemBlock<Empty, T>>();
}

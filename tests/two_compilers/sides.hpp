// SPDX-License-Identifier: MIT
//
// sides.hpp: what the two sides of this program pass to each other.
#ifndef HEAPARRAY_TESTS_TWO_COMPILERS_SIDES_HPP
#define HEAPARRAY_TESTS_TWO_COMPILERS_SIDES_HPP

#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

// ---- labels and elements: what they are made from is what they say again

template <std::size_t N>
struct Bytes {
  explicit Bytes(std::size_t i) : bytes{static_cast<unsigned char>(i)} {}
  std::size_t value() const { return bytes[0]; }
  std::array<unsigned char, N> bytes;
};

template <class Word, std::size_t N>
struct Words {
  explicit Words(std::size_t i) : words{static_cast<Word>(i)} {}
  std::size_t value() const { return static_cast<std::size_t>(words[0]); }
  std::array<Word, N> words;
};

struct Empty {
  explicit Empty(std::size_t) {}
  std::size_t value() const { return 0; }
};

struct alignas(64) Wide {
  explicit Wide(std::size_t i) : number(i) {}
  std::size_t value() const { return number; }
  std::size_t number;
};

struct Text {
  explicit Text(std::size_t i) : text(i, 'x') {}
  std::size_t value() const { return text.size(); }
  std::string text;
};

struct Base {
  std::uint32_t first;
  char second;
};
// Three bytes of tail padding, which a derived class may use.
struct TailPadded : Base {
  explicit TailPadded(std::size_t i) : Base{static_cast<std::uint32_t>(i), 'x'}, third('y') {}
  std::size_t value() const { return first; }
  char third;
};

// ---- handles

template <class T, class L>
using Isolated = heaparray::BasicRcArray<T, L, heaparray::LengthInBlock<>, heaparray::IsolatedCount<>>;
template <class T, class L>
using Small = heaparray::BasicRcArray<T, L, heaparray::LengthInBlock<std::uint8_t>,
                                      heaparray::AtomicCount<std::uint32_t>>;
template <class T, class L>
using Page = heaparray::TpArcArray<T, L, heaparray::AlignedAllocator<256>>;

template <class T, class L>
using Handles =
    std::tuple<heaparray::HeapArray<T, L>, heaparray::ThinPtrArray<T, L>, heaparray::FixedArray<T, 3, L>,
               heaparray::AlignedArray<T, 64, L>, heaparray::pmr::ThinPtrArray<T, L>,
               heaparray::RcArray<T, L>, heaparray::TpRcArray<T, L>, heaparray::ArcArray<T, L>,
               heaparray::TpArcArray<T, L>, heaparray::CompactRcArray<T, L>, heaparray::CompactArcArray<T, L>,
               Isolated<T, L>, Small<T, L>, Page<T, L>, heaparray::pmr::TpArcArray<T, L>>;

// Two words, one word; owned and shared.
template <class T, class L>
using SomeHandles = std::tuple<heaparray::HeapArray<T, L>, heaparray::TpArcArray<T, L>>;

// One of each kind.
using EachHandle = Handles<Bytes<1>, Words<std::uint32_t, 1>>;

// `Kinds` with labels of all sizes, and with all elements.
template <template <class, class> class Kinds>
using Labelled =
    std::tuple<Kinds<Bytes<1>, Empty>, Kinds<Bytes<1>, Bytes<1>>, Kinds<Bytes<1>, Bytes<2>>,
               Kinds<Bytes<1>, Words<std::uint32_t, 1>>, Kinds<Bytes<1>, Words<std::uint64_t, 1>>,
               Kinds<Bytes<1>, Words<std::uint32_t, 3>>, Kinds<Bytes<1>, Words<std::uint64_t, 2>>,
               Kinds<Bytes<1>, Words<std::uint64_t, 3>>, Kinds<Bytes<1>, TailPadded>, Kinds<Bytes<1>, Wide>,
               Kinds<Bytes<1>, Text>, Kinds<Empty, Empty>, Kinds<Bytes<2>, Bytes<1>>,
               Kinds<Words<std::uint32_t, 1>, Bytes<1>>, Kinds<Words<std::uint64_t, 2>, TailPadded>,
               Kinds<Wide, Bytes<1>>, Kinds<Text, Words<std::uint32_t, 1>>>;

// ---- what a side does for the other

/// The size of a handle, and how many elements fit in blocks of all small sizes: where they begin and what is
/// behind.
template <class H>
constexpr std::array<std::size_t, 514> layout_of() {
  std::array<std::size_t, 514> result = {};
  for (std::size_t bytes = 0; bytes != 512; ++bytes) result[bytes] = H::max_len_for(bytes);
  result[512] = sizeof(H);
  result[513] = alignof(H);
  return result;
}
using Layout = std::array<std::size_t, 514>;

template <class H>
struct Both {
  H first, second;
};

#define SIDE one
#include "side_functions.hpp"
#undef SIDE
#define SIDE two
#include "side_functions.hpp"
#undef SIDE

#endif

// SPDX-License-Identifier: MIT
//
// As flows.cpp, of the kinds whose layout GCC knows less of: several arrays in one block, and blocks that are found by
// pointers which are classes.
#include <heaparray/columns.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Weffc++"  // not a header of the library
#include "support/relative.hpp"
#pragma GCC diagnostic pop

namespace {

struct Header {
  std::uint32_t first, second;
};
template <auto Get, class T>
using In = heaparray::Column<T, heaparray::LengthFromLabel<Get>>;

/// Arrays with lengths of their own: in the block, and in the label.
template <class T>
std::size_t arrays() {
  using Kept = heaparray::ArcColumns<heaparray::Arrays<T, char, std::string>>;
  Kept kept({3, 0, 1});
  const Kept second = kept;
  if (Kept third = second; third) kept = std::move(third);
  kept.make_mut().template column<0>()[1] = T(2);
  const T values[] = {T(1), T(2)};
  using Read =
      heaparray::HeapColumns<heaparray::Arrays<In<&Header::first, T>, In<&Header::second, char>>, Header>;
  Read read = Read::with_label(Header{2, 3}, values, std::span("abc", 3));
  Read copy = read;
  copy = read;
  read = Read();
  return kept.template size<1>() + copy.template column<0>().size() + copy.template column<1>().size() +
         read.template size<0>() + (kept == second ? 1 : 0);
}

/// One length: a table.
template <class T>
std::size_t tables() {
  using Table = heaparray::HeapColumns<heaparray::AlignedColumns<64, T, int>>;
  Table table({4}, [](std::size_t i) { return T(i); }, [](std::size_t i) { return static_cast<int>(i); });
  for (auto [value, number] : table) number += value == T(1) ? 1 : 0;
  std::ranges::sort(table, {}, [](const auto& row) { return std::get<1>(row); });
  Table copy = table, none(0);
  none = copy;
  return copy.size() + none.size() + (copy == none ? 1 : 0);
}

template <class T>
std::size_t relative(const test::Segment& segment) {
  using Allocator = test::RelativeAllocator<std::byte>;
  const Allocator allocator(segment);
  using Shared = heaparray::TpArcArray<T, Header, Allocator>;
  Shared shared = Shared::filled(Header{1, 2}, 3, T(1), allocator);
  Shared second = shared;
  {
    const Shared third = second;
  }
  second.make_mut()[0] = T(4);
  heaparray::HeapArray<T, heaparray::NoLabel, Allocator> unique(3, allocator);
  static_cast<void>(unique.insert(3, T(1)));
  auto copy = unique;
  copy = unique;
  unique = nullptr;
  const heaparray::SharedSlice<Shared> slice = shared.share_slice(1, 2);
  return second.size() + copy.size() + slice.size();
}

}  // namespace

// Not main, which is run once: GCC would inline less.
std::size_t use_all(const test::Segment& segment);
std::size_t use_all(const test::Segment& segment) {
  return arrays<int>() + arrays<double>() + tables<int>() + tables<double>() + relative<int>(segment) +
         relative<char>(segment) + relative<double>(segment);
}

// SPDX-License-Identifier: MIT
//
// A program for a machine without an operating system: no threads, no exceptions, and 64-bit atomics only where
// the processor has them. It returns the number of the first line that is wrong.
#include <cstddef>
#include <cstdint>
#include <utility>

#include <heaparray/heaparray.hpp>

namespace {

struct Packet {
  std::uint16_t port;
  std::uint16_t flags;
};

int wrong_line() {
  using heaparray::AtomicArcArray, heaparray::HeapArray, heaparray::TpArcArray, heaparray::TpRcArray;

  auto bytes = HeapArray<unsigned char, Packet>::with_label(
      Packet{80, 1}, 5, [](std::size_t i) { return static_cast<unsigned char>(i * i); });
  bytes.label().flags = 3;
  if (bytes[4] != 16 || bytes.label().flags != 3) return __LINE__;

  const TpRcArray<int> one(3, 7);
  const TpRcArray<int> other = one;
  if (other[2] != 7 || one.use_count() != 2) return __LINE__;
  if (TpRcArray<int>::try_filled(SIZE_MAX / 2, 1)) return __LINE__;

  AtomicArcArray<int> cell(TpArcArray<int>(2, 1));
  const TpArcArray<int> loaded = cell.load();
  if (cell.borrow()[1] != 1 || loaded[0] != 1) return __LINE__;
  cell.wait(TpArcArray<int>());  // another one is there: it returns at once
  cell.store(TpArcArray<int>(4, 2));
  cell.notify_one();
  cell.notify_all();
  const auto longer = [](const TpArcArray<int>& old) { return TpArcArray<int>(old.size() + 1, 5); };
  cell.update(longer);
  if (cell.load().size() != 5 || loaded.use_count() != 1) return __LINE__;
  return 0;
}

}  // namespace

int main() { return wrong_line(); }

// SPDX-License-Identifier: MIT
//
// A part is a reference: a lambda that returns a copy of it is refused.
//
// expect: map\(f\) needs an f that takes a const handle and returns a reference to a part of it.*`-> const auto&`
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

#include <string>

int f(const heaparray::AtomicArcArray<int, std::string>& cell) {
  heaparray::CellReader reader(cell);
#ifdef HEAPARRAY_EXPECT_OK
  auto name = reader.map([](const auto& now) -> const auto& { return now.label(); });
#else
  auto name = reader.map([](const auto& now) { return now.label(); });
#endif
  return static_cast<int>(name.get().size());
}

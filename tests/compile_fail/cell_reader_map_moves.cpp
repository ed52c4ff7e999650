// SPDX-License-Identifier: MIT
//
// Nor may a part be an rvalue, or a function of something that may be changed: what a reader keeps is shared.
//
// expect: map\(f\) needs an f that takes a const handle and returns a reference to a part of it
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

#include <string>

using Handle = heaparray::TpArcArray<int, std::string>;
int f(const heaparray::AtomicArcArray<int, std::string>& cell) {
  heaparray::CellReader reader(cell);
#ifdef HEAPARRAY_EXPECT_OK
  auto name = reader.map([](const Handle& now) -> const std::string& { return now.label(); });
#else
  auto name = reader.map([](Handle& now) -> const std::string& { return now.label(); });
#endif
  return static_cast<int>(name.get().size());
}

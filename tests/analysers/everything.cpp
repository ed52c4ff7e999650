// SPDX-License-Identifier: MIT
//
// A user's file with the one include that it needs: include-what-you-use must not ask for another of ours.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <string>
#include <utility>

int main() {
  const auto names = heaparray::ArcArray<std::string, int>::with_label(
      1, 3, [](std::size_t i) { return std::string(i, 'x'); });
  for (const std::string& name : names)
    if (name.size() > 3) return 1;
  heaparray::ArrayBuilder<heaparray::HeapArray<int>> builder(3);
  builder.emplace_back(names.label());
  const auto built = std::move(builder).finish();
  const heaparray::AtomicArcArray<int> cell;
  return (names == names.clone()) + built[0] +
         static_cast<int>(built.as_slice().size() + cell.borrow().size());
}

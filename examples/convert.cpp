// SPDX-License-Identifier: MIT
//
// convert_to, moved and map: in from the containers of the standard library, from one kind to another, and out again.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using heaparray::ArcArray, heaparray::convert_to, heaparray::HeapArray, heaparray::RcArray,
    heaparray::ThinPtrArray;

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  // In: the strings are moved, not copied. With a label, moved(...) says the same to any way of making.
  std::vector<std::string> read = {"1.5 a", "2.5 b", "3.5 c"};
  HeapArray<std::string> lines = convert_to<HeapArray<std::string>>(std::move(read));
  auto labelled = ThinPtrArray<std::string, int>::from_range(17, heaparray::moved(lines));
  check(labelled.size() == 3 && labelled.label() == 17 && lines[0].empty());

  // Each element becomes another: here of another size, so in a new array.
  HeapArray<float, int> numbers =
      convert_to<HeapArray<float, int>>(labelled.map([](const std::string& s) { return std::stof(s); }));

  // Of the same size, from an array that is given away, and by a function that cannot throw: in the same block.
  const void* const block = numbers.data();
  HeapArray<std::int32_t, int> rounded =
      std::move(numbers).map([](float f) noexcept { return static_cast<std::int32_t>(std::lround(f)); });
  check(rounded.data() == block && rounded[0] == 2 && rounded[2] == 4 && rounded.label() == 17);

  // Any kind to any other: a deep copy, or the elements moved. A block that fits the new kind stays where it is.
  RcArray<std::int32_t, int> here = convert_to<RcArray<std::int32_t, int>>(rounded);
  const std::int32_t* const elements = here.data();
  ArcArray<std::int32_t, int> everywhere = convert_to<ArcArray<std::int32_t, int>>(std::move(here));
  check(everywhere == rounded && everywhere.data() == elements);

  // Out.
  const auto sums = convert_to<std::vector<std::int64_t>>(std::move(everywhere));
  for (const std::int64_t sum : sums) std::cout << sum << '\n';
  // NOLINTNEXTLINE(bugprone-use-after-move): what was moved from is null
  check(sums.size() == 3 && sums[1] == 3 && !everywhere);
}

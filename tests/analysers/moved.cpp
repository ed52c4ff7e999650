// SPDX-License-Identifier: MIT
//
// What the pages say of taking a handle that may be shared: bugprone-use-after-move must have nothing against it. With
// HEAPARRAY_EXPECT_FINDING, what they say not to do: a use after the move.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <utility>

using heaparray::ArcArray, heaparray::SharedSlice;

std::size_t take_or_share(ArcArray<int> array) {
  if (array.is_unique()) {
    auto mine = std::move(array).make_owned();
    return mine.size();
  }
  return array.size();
}

std::size_t write_or_read(ArcArray<int> array) {
  if (auto* const mine = array.to_mut()) mine->front() = 1;
  return array.size();
}

std::size_t join_or_keep(SharedSlice<ArcArray<int>> left, SharedSlice<ArcArray<int>> right) {
  if (left.try_unsplit(right)) return left.size();
  return right.size();
}

#if defined(HEAPARRAY_EXPECT_FINDING)
std::size_t take_and_share(ArcArray<int> array) {
  if (auto mine = std::move(array).to_owned()) return mine->size();
  return array.size();
}
#endif

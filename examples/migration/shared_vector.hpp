// SPDX-License-Identifier: MIT
//
// A std::shared_ptr of a vector: samples with a number, read by several threads.
#ifndef HEAPARRAY_EXAMPLES_MIGRATION_SHARED_VECTOR_HPP
#define HEAPARRAY_EXAMPLES_MIGRATION_SHARED_VECTOR_HPP

#include <cstddef>
#include <heaparray/heaparray.hpp>
#include <memory>
#include <span>
#include <vector>

namespace shared_vector::before {

struct Frame {
  int number;
  std::vector<float> samples;
};
using SharedFrame = std::shared_ptr<const Frame>;

inline SharedFrame make(int number, std::span<const float> samples) {  // two allocations
  return std::make_shared<const Frame>(Frame{number, std::vector<float>(samples.begin(), samples.end())});
}
inline float sum(const SharedFrame& frame) {
  float total = static_cast<float>(frame->number);
  for (const float x : frame->samples) total += x;
  return total;
}

}  // namespace shared_vector::before

namespace shared_vector::after {

using SharedFrame = heaparray::TpArcArray<float, int>;

inline SharedFrame make(int number, std::span<const float> samples) {  // one allocation
  return SharedFrame::from_range(number, samples);
}
inline float sum(const SharedFrame& frame) {
  float total = static_cast<float>(frame.label());
  for (const float x : frame) total += x;
  return total;
}

}  // namespace shared_vector::after

#endif

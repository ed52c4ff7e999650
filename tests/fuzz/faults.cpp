// SPDX-License-Identifier: MIT
//
// Fuzz target: as `handles`, and the k-th opportunity of each operation fails: an allocation, or a
// construction, a copy, a move or an assignment of an element or a label. \see world.hpp
#include "world.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::run_world<test::Throwing, test::ThrowingLabel, fuzz::Pool<std::byte>>(data, size, true);
}

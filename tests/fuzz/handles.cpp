// SPDX-License-Identifier: MIT
//
// Fuzz target: sequences of operations on everything, of elements whose every use is checked. \see world.hpp
#include "world.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::run_world<test::Counted, test::CountedLabel, fuzz::Pool<std::byte>>(data, size, false);
}

// SPDX-License-Identifier: MIT
//
// Fuzz target: as `handles`, of elements that are copied as bytes, from the usual allocator. \see world.hpp
#include "world.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::run_world<int, std::string, std::allocator<std::byte>>(data, size, false);
}

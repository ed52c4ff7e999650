// SPDX-License-Identifier: MIT
//
// Fuzz target: as `faults`, of elements and labels that move without a throw. \see world.hpp
#include "world.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::run_world<fuzz::Soft, std::string, fuzz::Pool<std::byte>>(data, size, true);
}

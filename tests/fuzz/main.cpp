// SPDX-License-Identifier: MIT
//
// Runs a fuzz target on its corpus: a test for any compiler. With arguments, it runs the target on these files
// and on all files of these folders; and for a number, on as many inputs of random bytes.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "input.hpp"

namespace {

void run(const std::vector<char>& bytes) {
  static_cast<void>(
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

void run_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  run(bytes);
}

void run_random(unsigned long count) {
  std::mt19937 numbers(2026);
  for (; count != 0; --count) {
    std::vector<char> bytes(numbers() % 512);
    for (char& byte : bytes) byte = static_cast<char>(numbers() & 0xff);
    run(bytes);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) arguments = {HEAPARRAY_FUZZ_CORPUS, "100"};
  std::size_t files = 0;
  unsigned long random = 0;
  for (const std::string& argument : arguments) {
    const std::filesystem::path path(argument);
    if (std::filesystem::is_directory(path)) {
      for (const auto& entry : std::filesystem::directory_iterator(path)) run_file(entry.path()), ++files;
    } else if (std::filesystem::exists(path)) {
      run_file(path), ++files;
    } else {
      random += std::strtoul(argument.c_str(), nullptr, 10);
    }
  }
  run_random(random);
  std::cout << files << " files and " << random << " random inputs: no difference\n";
  return files != 0 || argc > 1 ? 0 : 1;  // without a corpus, nothing was tested
}

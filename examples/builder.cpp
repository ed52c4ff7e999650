// SPDX-License-Identifier: MIT
//
// ArrayBuilder and the try_ factories: elements that come one at a time, and memory that may run out.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

struct Source {
  std::string file;
  std::size_t bytes = 0;
};
using Lines = heaparray::ArcArray<std::string, Source>;

void check(bool fact) {
  if (!fact) std::exit(1);
}

// Nobody knows how many lines there will be. If one cannot be read, what was built so far is gone by itself.
Lines read_lines(std::istream& in, std::string file, std::size_t expected) {
  heaparray::ArrayBuilder<Lines> lines(Source{std::move(file)}, expected);
  for (std::string line; std::getline(in, line);) {
    lines.label().bytes += line.size() + 1;
    lines.push_back(std::move(line));
  }
  return std::move(lines).finish();
}

int main() {  // NOLINT(bugprone-exception-escape): without memory, it ends
  std::istringstream text("to be,\nor not to be,\nthat is\n");
  const Lines lines = read_lines(text, "hamlet.txt", 3);  // guessed right: one allocation, nothing moved
  std::cout << lines.label().file << ": " << lines.size() << " lines, " << lines.label().bytes << " bytes\n";
  check(lines.size() == 3 && lines[2] == "that is" && lines.label().bytes == 29);

  // In spans, too. A builder that is not full at the end moves its elements to a block of the right size.
  heaparray::ArrayBuilder<heaparray::ThinPtrArray<char>> joined(64);
  for (const std::string& line : lines) {
    joined.append_range(line);
    joined.push_back(' ');
  }
  const auto sentence = std::move(joined).finish();
  std::cout << sentence.as_string_view() << '\n';
  check(sentence.size() == 29);

  // Where there may be no memory, each way of making an array has a form that says so in place of throwing.
  using Image = heaparray::HeapArray<std::uint8_t>;
  const std::optional<Image> huge = Image::try_with_len({}, Image::max_len() + 1);
  const std::optional<Image> small = Image::try_filled({}, 16, std::uint8_t{255});
  check(!huge && small && small->size() == 16);
}

// SPDX-License-Identifier: MIT
//
// A receive buffer with a header, in one block that grows. Bytes arrive in pieces of any length, here from a file or from
// the standard input. The header stands in front of them and counts what has arrived; lines are taken out as soon as they
// are whole, and the rest moves to the front.
//
//   receive [<file> [<piece>]]    its lines, read in pieces of <piece> bytes; by default this library's license, in tens
#include <heaparray/array_builder.hpp>
#include <heaparray/growing_array.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <utility>

#ifndef HEAPARRAY_SOURCE_DIR
#define HEAPARRAY_SOURCE_DIR "."
#endif

namespace {

struct Header {
  std::size_t received = 0;
  std::size_t lines = 0;
  std::size_t longest = 0;
};
using Buffer =
    heaparray::GrowingArray<char, Header>;  // one word; the block is [length, capacity][Header] characters

/// Reads the next piece straight into the free room behind the characters.
bool receive(Buffer& buffer, std::istream& in, std::size_t piece) {
  heaparray::ArrayBuilder<Buffer> builder(std::move(buffer));
  builder.reserve(builder.size() + piece);
  in.read(builder.spare().data(), static_cast<std::streamsize>(piece));
  const auto n = static_cast<std::size_t>(in.gcount());
  builder.commit(n);
  builder.label().received += n;
  buffer = std::move(builder).finish();  // the same block
  return n != 0;
}

/// Takes all whole lines out of the buffer.
void take_lines(Buffer& buffer) {
  std::size_t done = 0;
  for (;;) {
    const auto rest = buffer.begin() + static_cast<std::ptrdiff_t>(done);
    const auto end = std::find(rest, buffer.end(), '\n');
    if (end == buffer.end()) break;
    const auto length = static_cast<std::size_t>(end - rest);
    Header& header = buffer.label();
    ++header.lines;
    header.longest = std::max(header.longest, length);
    done += length + 1;
  }
  buffer.erase_at(0, done);
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : HEAPARRAY_SOURCE_DIR "/LICENSE", std::ios::binary);
  if (!file) {
    std::cerr << "receive: cannot read " << (argc > 1 ? argv[1] : "LICENSE") << '\n';
    return 1;
  }
  const std::size_t piece = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10;
  Buffer buffer = Buffer::with_label(Header());
  std::size_t largest = 0;
  while (piece != 0 && receive(buffer, file, piece)) {
    take_lines(buffer);
    largest = std::max(largest, buffer.capacity());
  }
  const Header& header = buffer.label();
  std::cout << header.received << " bytes, " << header.lines << " lines, the longest of " << header.longest
            << "; room for " << largest << " bytes was enough\n";
  return 0;
}

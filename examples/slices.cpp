// SPDX-License-Identifier: MIT
//
// SharedSlice: one buffer is read once and cut into parts that live on their own, with no copy and no allocation.

#include <cstddef>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct Received {
  int connection;
};
using Buffer = heaparray::TpArcArray<char, Received>;
using Text = heaparray::SharedSlice<Buffer>;  // three words

void check(bool fact) {
  if (!fact) std::exit(1);
}

// Cuts `text` at the first `separator`, which goes with the first part.
std::pair<Text, Text> cut(Text text, std::string_view separator) {
  const std::size_t at = text.as_string_view().find(separator);
  if (at == std::string_view::npos) return {std::move(text), Text()};
  return std::move(text).split_at(at + separator.size());
}

int main() {
  const std::string_view request = "GET / HTTP/1.1\r\nhost: example.org\r\naccept: text/plain\r\n\r\n";
  Text rest(Buffer::from_range(Received{7}, request));

  std::vector<Text> lines;
  while (rest && !rest.empty()) {
    auto [line, others] = cut(std::move(rest), "\r\n");
    lines.push_back(std::move(line));
    rest = std::move(others);
  }
  check(lines.size() == 4 && lines[0].handle().ref_eq(lines[3].handle()));

  // Each part keeps the buffer alive, and has its label in reach: this one is used on another thread.
  std::thread worker([line = lines[1].share_slice(6, 17)] {
    std::cout << "connection " << line.label().connection << " asks for " << line.as_string_view() << '\n';
    check(line.as_string_view() == "example.org");
  });
  worker.join();

  // Neighbours can be joined again, and the last part gives the whole buffer back.
  check(lines[1].try_unsplit(lines[2]));
  check(lines[1].as_string_view() == "host: example.org\r\naccept: text/plain\r\n");
  const Buffer whole = std::move(lines[1]).into_handle();
  check(whole.as_string_view() == request);
}

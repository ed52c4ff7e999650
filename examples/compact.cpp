// SPDX-License-Identifier: MIT
//
// Compact handles: one word each, and 8 bytes in front of what they share between threads. A million small arrays with
// a 64-bit count and a 64-bit length would have 8 million bytes more.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <string_view>
#include <thread>
#include <vector>

using Name = heaparray::CompactArcArray<char>;

static_assert(sizeof(Name) == sizeof(void*));
static_assert(Name::max_len_for(8 + 24) == 24);                             // 8 bytes in front,
static_assert(heaparray::TpArcArray<char>::max_len_for(8 + 24) == 24 - 8);  // and not 16

void check(bool fact) {
  if (!fact) std::exit(1);
}

Name make_name(std::string_view text) { return Name::from_range(text); }

int main() {
  // A cell holds the newest name. Readers take handles of their own, while a writer publishes others.
  heaparray::AtomicCompactArray<char> cell(make_name("version 0"));
  std::vector<std::thread> readers;
  for (int t = 0; t != 3; ++t) {
    readers.emplace_back([&] {
      std::vector<Name> seen;
      while (seen.size() < 1000) seen.push_back(cell.load());  // many owners of few blocks
      for (const Name& name : seen) check(name.size() == 9 && name[0] == 'v');
    });
  }
  for (char version = '1'; version <= '9'; ++version) {
    Name next = cell.load().clone();
    next.make_mut().back() = version;
    cell.store(std::move(next));
  }
  for (std::thread& reader : readers) reader.join();

  const Name last = cell.load();
  std::cout << std::string_view(last.data(), last.size()) << ", " << sizeof(Name) << " bytes a handle\n";
  check(last.back() == '9');
}

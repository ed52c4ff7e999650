// SPDX-License-Identifier: MIT
//
// A cache of open files, as databases have one: a file that somebody reads stays open, others are closed when the cache
// is full, the one unused for longest first. See support/lru_cache.hpp: an entry is one block, linked by its label.
#include "support/lru_cache.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

int files_opened = 0, files_closed = 0;

void close_file(const example::Entry& entry) {
  std::fclose(static_cast<std::FILE*>(entry.value));
  ++files_closed;
}

/// The entry of an open file, which is to be given back; null if it cannot be opened.
example::Entry* open_file(example::LruCache& files, std::string_view path) {
  if (example::Entry* const known = files.find(path)) return known;
  std::FILE* const file = std::fopen(std::string(path).c_str(), "rb");
  if (file == nullptr) return nullptr;
  ++files_opened;
  return files.insert(path, file, close_file);
}

/// Reads the first line.
std::size_t first_line(example::LruCache& files, std::string_view path) {
  example::Entry* const entry = open_file(files, path);
  if (entry == nullptr) {
    std::fprintf(stderr, "lru_cache: cannot open '%.*s'\n", static_cast<int>(path.size()), path.data());
    std::exit(EXIT_FAILURE);
  }
  auto* const file = static_cast<std::FILE*>(entry->value);
  std::rewind(file);
  std::size_t n = 0;
  for (int c = std::fgetc(file); c != EOF && c != '\n'; c = std::fgetc(file)) ++n;
  files.release(entry);
  return n;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string_view> paths(argv + 1, argv + argc);
  if (paths.empty()) paths = {"LICENSE", "README.md", "LICENSE", "CMakeLists.txt", "README.md", "LICENSE"};
  std::size_t characters = 0;
  {
    example::LruCache files(2);
    for (const std::string_view path : paths) characters += first_line(files, path);
    std::printf("%zu files read, %d opened, %zu still open\n", paths.size(), files_opened, files.size());
  }
  std::printf("%d closed; %zu characters in the first lines\n", files_closed, characters);
  if (files_closed != files_opened) return EXIT_FAILURE;
}

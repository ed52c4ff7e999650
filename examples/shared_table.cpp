// SPDX-License-Identifier: MIT
//
// Two processes and one table of labelled texts. The first makes the table in shared memory. The second maps it at
// another address, finds the table by its name, reads it, and keeps a text that the first one drops.
//
//   shared_table        needs Boost.Interprocess (apt-get install libboost-dev), and says so if it is not there
#include <cstdio>

// Not for clang-tidy: Boost's deallocate() may throw, so it warns about every noexcept function that calls it.
#if __has_include(<boost/interprocess/managed_shared_memory.hpp>) && __has_include(<sys/wait.h>) && \
    !defined(__clang_analyzer__)
#include <heaparray/heaparray.hpp>

#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace bip = boost::interprocess;
using Memory = bip::managed_shared_memory;
using Allocator = bip::allocator<std::byte, Memory::segment_manager>;

struct Entry {
  std::uint32_t id;
  std::uint32_t priority;
};
using Text = heaparray::TpArcArray<char, Entry, Allocator>;
using Table = heaparray::TpArcArray<Text, heaparray::NoLabel, Allocator>;

void print(const char* who, const Text& text) {
  const std::string_view characters = text.as_string_view();
  std::printf("%s: %u (priority %u): %.*s, %zu owners\n", who, text.label().id, text.label().priority,
              static_cast<int>(characters.size()), characters.data(), text.use_count());
}

// What the second process does.
int read(const std::string& name, const void* address_in_the_first) {
  Memory memory(bip::open_only, name.c_str());  // the mapping of the first process is still there
  if (memory.get_address() == address_in_the_first) return 1;
  const Table* const table = memory.find<Table>("table").first;
  if (table == nullptr) return 1;
  const Text kept = (*table)[1];  // one more owner
  for (const Text& text : *table) print("second", text);
  memory.destroy<Table>("table");
  print("second", kept);  // freed at the end, by this process
  std::fflush(stdout);
  return 0;
}

int run() {
  constexpr std::array<std::string_view, 3> texts = {"disk is full", "door is open", "all is well"};
  const std::string name = "heaparray_example_" + std::to_string(::getpid());
  Memory memory(bip::create_only, name.c_str(), std::size_t{1} << 16);
  const std::size_t free = memory.get_free_memory();

  const Allocator allocator(memory.get_segment_manager());
  memory.construct<Table>("table")(
      texts.size(),
      [&](std::size_t i) {
        return Text::from_range(Entry{static_cast<std::uint32_t>(i), 9}, texts.at(i), allocator);
      },
      allocator);

  const pid_t second = ::fork();
  if (second == 0) ::_exit(read(name, memory.get_address()));
  int status = 1;
  ::waitpid(second, &status, 0);
  std::printf("first: %s\n", memory.get_free_memory() == free ? "all memory is free again" : "memory leaks");
  bip::shared_memory_object::remove(name.c_str());
  return status == 0 && memory.get_free_memory() == free ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "shared_table: %s\n", e.what());
    return 1;
  }
}
#else
int main() { std::puts("shared_table needs Boost.Interprocess (apt-get install libboost-dev)"); }
#endif

// SPDX-License-Identifier: MIT
//
// Arrays in a segment of Boost.Interprocess: processes that map it at different addresses share them, one that is
// killed corrupts nothing that others hold, and a mapped file keeps them for the next process.
//
//   processes                      runs all; itself again for each of the other processes
//   processes <part> <argument>... is such a process
#if __has_include(<boost/interprocess/managed_shared_memory.hpp>) && __has_include(<sys/wait.h>)
#include <heaparray/heaparray.hpp>
#include <heaparray/weak_array.hpp>

#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/vector.hpp>
#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace bip = boost::interprocess;

#define CHECK(...)                                                                   \
  do {                                                                               \
    if (!(__VA_ARGS__)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
      std::_Exit(1);                                                                 \
    }                                                                                \
  } while (false)

const char* program = nullptr;  // this one

/// Another process, which runs `part` of this program.
pid_t start(const char* part, const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(program), const_cast<char*>(part)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::fflush(nullptr);
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    ::execv(program, argv.data());
    std::_Exit(127);
  }
  return child;
}
int end_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) CHECK(errno == EINTR);
  return status;
}
void run(const char* part, const std::vector<std::string>& arguments) {
  const int status = end_of(start(part, arguments));
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

std::string text(const void* address) { return std::to_string(reinterpret_cast<std::uintptr_t>(address)); }

/// An existing segment, at another address than in the process that began.
template <class Segment>
class Opened {
 public:
  Opened(const char* name, const std::string& not_at) {
    do mappings_.emplace_back(bip::open_only, name);
    while (text(segment().get_address()) == not_at);
  }
  Segment& segment() { return mappings_.back(); }

 private:
  std::deque<Segment> mappings_;
};

struct Header {
  std::uint32_t id;
  std::uint64_t sum;
};

template <class Array>
Array make(std::uint32_t id, const typename Array::allocator_type& allocator) {
  return Array::with_label(
      Header{id, 0}, 10 + id % 90,
      [&](Header& header, std::size_t i) {
        const auto value = static_cast<std::uint32_t>(id * 1000 + i);
        header.sum += value;
        return value;
      },
      allocator);
}
template <class Array>
bool is_whole(const Array& array, std::uint32_t id) {
  if (!array || array.label().id != id || array.size() != 10 + id % 90) return false;
  std::uint64_t sum = 0;
  for (const std::uint32_t value : array) sum += value;
  return sum == array.label().sum;
}

using Segment = bip::managed_shared_memory;
using Allocator = bip::allocator<std::byte, Segment::segment_manager>;
using Thin = heaparray::TpArcArray<std::uint32_t, Header, Allocator>;
using Fat = heaparray::ArcArray<std::uint32_t, Header, Allocator>;
using Weak = heaparray::ArcArrayWithWeak<std::uint32_t, Header, Allocator>;

template <class Array>
using Table = bip::vector<Array, bip::allocator<Array, Segment::segment_manager>>;

// Counts do not use the address at which they are seen: they are lock-free everywhere, so without a table of locks.
static_assert(std::atomic<std::size_t>::is_always_lock_free &&
              std::atomic<std::uint64_t>::is_always_lock_free);

// Two processes, one segment.

constexpr std::uint32_t arrays = 40;

template <class Array>
void share_table(const std::string& name, const char* part) {
  bip::shared_memory_object::remove(name.c_str());
  struct Removed {
    const std::string& name;
    ~Removed() { bip::shared_memory_object::remove(name.c_str()); }
  } const removed{name};
  Segment segment(bip::create_only, name.c_str(), 1 << 20);
  const std::size_t free = segment.get_free_memory();
  const Allocator allocator(segment.get_segment_manager());

  auto& table = *segment.construct<Table<Array>>("table")(allocator);
  for (std::uint32_t id = 0; id != arrays; ++id) table.push_back(make<Array>(id, allocator));
  Array kept = table[3];

  run(part, {name, text(segment.get_address())});

  // The other one dropped the even ones, replaced the first, and added one.
  CHECK(table.size() == arrays + 1);
  CHECK(is_whole(table[0], 77) && is_whole(table[arrays], 78));
  CHECK(table[0].is_unique() && table[1].is_unique());
  CHECK(!table[2] && is_whole(table[3], 3) && kept.use_count() == 2 && kept.ref_eq(table[3]));
  segment.destroy<Table<Array>>("table");
  CHECK(is_whole(kept, 3) && kept.is_unique());
  CHECK(segment.get_free_memory() < free);
  kept.reset();
  CHECK(segment.get_free_memory() == free);
}

template <class Array>
void use_table(const char* name, const std::string& not_at) {
  Opened<Segment> opened(name, not_at);
  Segment& segment = opened.segment();
  const Allocator allocator(segment.get_segment_manager());
  Table<Array>* const table = segment.find<Table<Array>>("table").first;
  CHECK(table != nullptr && table->size() == arrays);
  const std::size_t free = segment.get_free_memory();
  {
    std::vector<Array> copies(table->begin(), table->end());  // on the heap of this process
    for (std::uint32_t id = 0; id != arrays; ++id) {
      CHECK(is_whole(copies[id], id) && copies[id].ref_eq((*table)[id]));
      CHECK(copies[id].use_count() == (id == 3 ? 3 : 2));
      CHECK(copies[id].get_allocator() == allocator);
    }
    if constexpr (std::is_same_v<Array, Weak>) {
      const auto weak = copies[0].downgrade();
      CHECK(weak.upgrade().ref_eq(copies[0]));
    }
    Array own = copies[1];
    own.make_mut()[0] = 5;  // a copy of this process, in the segment
    CHECK(own[0] == 5 && is_whole(copies[1], 1));
  }
  CHECK(segment.get_free_memory() == free);
  for (std::uint32_t id = 2; id < arrays; id += 2)
    (*table)[id] = nullptr;  // this process frees what the other made
  CHECK(segment.get_free_memory() > free);
  (*table)[0] = make<Array>(77, allocator);
  table->push_back(make<Array>(78, allocator));  // handles move to a larger vector
}

// A process that is killed. It copies, reads and drops what the other one owns: it never takes the lock of the
// segment. So whatever it was doing when it ended, nothing is half done but a share of its own.

constexpr std::uint32_t shared = 8;
constexpr std::size_t most_held = 2;
struct Common {
  std::atomic<std::uint64_t> laps{0};
  std::atomic<bool> is_wrong{false};
  Thin handles[shared];
};

[[noreturn]] void read_for_ever(const char* name, const std::string& not_at, Segment::handle_t place) {
  Opened<Segment> opened(name, not_at);
  Common& common = *static_cast<Common*>(opened.segment().get_address_from_handle(place));
  for (std::uint32_t i = static_cast<std::uint32_t>(::getpid());; ++i) {
    const Thin one = common.handles[i % shared];
    const Thin two = one;
    if (!is_whole(two, i % shared)) common.is_wrong = true;
    common.laps.fetch_add(1);
  }
}

void kill_readers(const std::string& name, int kills) {
  bip::shared_memory_object::remove(name.c_str());
  struct Removed {
    const std::string& name;
    ~Removed() { bip::shared_memory_object::remove(name.c_str()); }
  } const removed{name};
  Segment segment(bip::create_only, name.c_str(), 1 << 20);
  const std::size_t free = segment.get_free_memory();
  const Allocator allocator(segment.get_segment_manager());
  Common& common = *segment.construct<Common>(bip::anonymous_instance)();
  for (std::uint32_t id = 0; id != shared; ++id) common.handles[id] = make<Thin>(id, allocator);

  std::mt19937 random(20261127);
  for (int i = 0; i != kills; ++i) {
    const std::uint64_t laps = common.laps;
    std::fflush(nullptr);
    const pid_t child = ::fork();  // maps the segment once more, at another address
    CHECK(child >= 0);
    if (child == 0)
      read_for_ever(name.c_str(), text(segment.get_address()), segment.get_handle_from_address(&common));
    while (common.laps == laps) std::this_thread::yield();
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % 2000);
    do {  // meanwhile, this process goes on: it makes arrays, drops them, and shares those of the other
      const std::uint32_t id = static_cast<std::uint32_t>(random() % shared);
      const Thin copy = common.handles[id];
      const Thin own = make<Thin>(100 + id, allocator);
      CHECK(is_whole(copy, id) && is_whole(own, 100 + id));
    } while (std::chrono::steady_clock::now() < end);
    CHECK(::kill(child, SIGKILL) == 0);
    const int status = end_of(child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    CHECK(!common.is_wrong);
    for (std::uint32_t id = 0; id != shared; ++id) {
      CHECK(is_whole(common.handles[id], id));
      CHECK(common.handles[id].use_count() <= 1 + most_held * static_cast<std::size_t>(i + 1));
    }
  }

  // What leaks: at most the shares that a process had when it was killed.
  std::size_t lost = 0;
  for (const Thin& handle : common.handles) lost += handle.use_count() - 1;
  std::printf("%d processes were killed, with %zu shares\n", kills, lost);
  CHECK(lost <= most_held * static_cast<std::size_t>(kills));
  // Who knows that it is alone takes these shares back.
  for (Thin& handle : common.handles) {
    while (handle.use_count() > 1) CHECK(!Thin::release(handle.data()));
    CHECK(handle.is_unique());
  }
  segment.destroy_ptr(&common);
  CHECK(segment.get_free_memory() == free);
}

// A mapped file. Its arrays hold texts, which are handles too.

using File = bip::managed_mapped_file;
using FileAllocator = bip::allocator<std::byte, File::segment_manager>;
using Text = heaparray::TpArcArray<char, heaparray::NoLabel, FileAllocator>;
struct Chapter {
  std::uint32_t number;
  Text title;
};
using Lines = heaparray::TpArcArray<Text, Chapter, FileAllocator>;

std::string line(std::size_t i) { return "line " + std::to_string(i); }

void write_file(const char* path) {
  File file(bip::create_only, path, 1 << 18);
  const FileAllocator allocator(file.get_segment_manager());
  file.construct<std::size_t>("free")(0);
  *file.find<std::size_t>("free").first = file.get_free_memory();
  file.construct<Lines>("lines")(Lines::with_label(
      Chapter{7, Text::from_range(std::string_view("of files"), allocator)}, 100,
      [&](std::size_t i) { return Text::from_range(line(i), allocator); }, allocator));
}
void read_file(const char* path) {
  Opened<File> first(path, "");
  Opened<File> opened(path, text(first.segment().get_address()));
  Lines* const lines = opened.segment().find<Lines>("lines").first;
  CHECK(lines != nullptr && lines->size() == 100 && lines->is_unique());
  CHECK(lines->label().number == 7 && lines->label().title.as_string_view() == "of files");
  for (std::size_t i = 0; i != 100; ++i) CHECK((*lines)[i].as_string_view() == line(i));
  lines->make_mut()[5] = Text::from_range(std::string_view("another"), lines->get_allocator());
}
void drop_file(const char* path) {
  Opened<File> opened(path, "");
  File& file = opened.segment();
  Lines* const lines = file.find<Lines>("lines").first;
  CHECK(lines != nullptr && (*lines)[5].as_string_view() == "another" &&
        (*lines)[6].as_string_view() == line(6));
  file.destroy<Lines>("lines");
  CHECK(file.get_free_memory() == *file.find<std::size_t>("free").first);
}

}  // namespace

int main(int argc, char** argv) {
  program = argv[0];
  const std::string_view part = argc > 1 ? argv[1] : "";
  if (part == "thin") return use_table<Thin>(argv[2], argv[3]), 0;
  if (part == "fat") return use_table<Fat>(argv[2], argv[3]), 0;
  if (part == "weak") return use_table<Weak>(argv[2], argv[3]), 0;
  if (part == "write") return write_file(argv[2]), 0;
  if (part == "read") return read_file(argv[2]), 0;
  if (part == "drop") return drop_file(argv[2]), 0;

  const std::string name = "heaparray_test_" + std::to_string(::getpid());
  share_table<Thin>(name, "thin");
  share_table<Fat>(name, "fat");
  // Boost's allocator aligns to what long double needs: on i386, 4 bytes, and this count has 8.
  if constexpr (alignof(long double) >= sizeof(std::uint64_t)) share_table<Weak>(name, "weak");
  kill_readers(name, 100);

  const std::string path = name + ".bin";
  run("write", {path});
  run("read", {path});
  run("drop", {path});
  CHECK(std::remove(path.c_str()) == 0);
  std::puts("the tables, the killed processes and the file are as they should be");
}
#else
#include <cstdio>

int main() { std::puts("SKIP: there is no Boost.Interprocess (apt-get install libboost-dev), or no fork()"); }
#endif

// SPDX-License-Identifier: MIT
//
// Texts of n characters: made, copied, compared, and looked for in a table of n of them. The table of a
// flyweight is the factory that every flyweight of its type is made by; the others are std::unordered_set,
// searched by a std::string_view.
#include <heaparray/text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/operations.hpp"
#include "support/texts.hpp"

namespace {

using namespace bench;

template <class C>
struct MakeDrop {
  std::string source;
  typename C::handle last;

  explicit MakeDrop(std::size_t n) : source(text_of_length(n)) {}
  void step() {
    typename C::handle made = C::make(source);
    benchmark::DoNotOptimize(C::view(made).data());
    benchmark::ClobberMemory();
    last = std::move(made);
  }
  std::uint64_t result() const { return hash_of(C::view(last)); }
};

template <class C>
struct CopyDrop {
  typename C::handle h;

  explicit CopyDrop(std::size_t n) : h(C::make(text_of_length(n))) {}
  void step() {
    typename C::handle copy = h;
    benchmark::DoNotOptimize(C::view(copy).data());
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return hash_of(C::view(typename C::handle(h))); }
};

/// Two texts, each made for itself, that are equal.
template <class C>
struct Equal {
  typename C::handle a, b;
  std::uint64_t times = 0;

  explicit Equal(std::size_t n) : a(C::make(text_of_length(n))), b(C::make(text_of_length(n))) {}
  void step() {
    benchmark::DoNotOptimize(C::view(a).data());
    benchmark::DoNotOptimize(C::view(b).data());
    benchmark::ClobberMemory();
    times += C::equal(a, b) ? 1u : 0u;
  }
  std::uint64_t result() const { return times; }
};

/// A table of n names, of which one is looked for by its characters.
template <class C>
struct Find {
  std::vector<std::string> names;
  typename C::table table;
  std::size_t at = 0;
  std::uint64_t found = 0;

  explicit Find(std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) names.push_back(name(i));
    for (const std::string& one : names) C::add(table, one);
  }
  void step() {
    at = (at + 7919) % names.size();
    found += C::find(table, names[at]).size();
  }
  std::uint64_t result() {
    for (int i = 0; i != 1000; ++i) step();
    return found;
  }
};

}  // namespace

void add_operations() {
  std::thread([] {}).join();  // libstdc++ counts without atomic operations before
  const std::initializer_list<std::int64_t> lengths = {8, 24, 256};
  add<MakeDrop>("text_make_drop", TextContenders(), lengths);
  add<CopyDrop>("text_copy_drop", TextContenders(), lengths);
  add<Equal>("text_equal", TextContenders(), lengths);
  add<Find>("text_find", TextContenders(), {1 << 10, 1 << 16});
}

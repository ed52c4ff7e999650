// SPDX-License-Identifier: MIT
//
// What a debug build costs: everyday operations by the standard library, with its assertions on, and by this library,
// with hardening on, to be counted by callgrind. Compiled with -O0, and by g++ with -Og.
//
// The bounds are in hundredths of the instructions of the standard's side:
//
// bound[index_unique]: 150
// bound[index_arc]: 150
// bound[label]: 150
// bound[label_arrow]: 150
// bound[copy_drop_arc]: 150
// bound[make_arc]: 200
// bound[make_unique]: 200
//
// `label` is next to `(*shared).label`, since `*` of a shared_ptr has an assertion, as `label()` has its check. `->` has
// none: next to it, `label_arrow` takes two instructions more than six with -Og, the test for null.
//
// bound-og[index_unique]: 115
// bound-og[index_arc]: 115
// bound-og[label]: 115
// bound-og[label_arrow]: 135
// bound-og[copy_drop_arc]: 115
// bound-og[make_arc]: 115
// bound-og[make_unique]: 115
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include "harness.hpp"

namespace {

using heaparray::HeapArray;
using heaparray::TpArcArray;

using parity::escape;

constexpr std::size_t n = 64;

struct Labelled {
  int label = 3;
  std::vector<int> elements = std::vector<int>(n, 1);
};

struct Input {
  std::vector<int> vector = std::vector<int>(n, 1);
  std::shared_ptr<Labelled> shared = std::make_shared<Labelled>();
  HeapArray<int> unique = HeapArray<int>(n, [](std::size_t) { return 1; });
  TpArcArray<int, int> arc = TpArcArray<int, int>::filled(3, n, 1);
};

namespace standard {

std::size_t index_unique(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.vector[i]);
  return sum;
}
std::size_t index_arc(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.shared->elements[i]);
  return sum;
}
std::size_t label(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>((*in.shared).label);
  return sum;
}
std::size_t label_arrow(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.shared->label);
  return sum;
}
std::size_t copy_drop_arc(Input& in) {
  for (std::size_t i = 0; i != n; ++i) {
    std::shared_ptr<Labelled> copy = in.shared;
    escape(&copy);
  }
  return 0;
}
std::size_t make_arc(Input&) {
  std::shared_ptr<int[]> made = std::make_shared<int[]>(8);
  escape(&made);
  return 0;
}
std::size_t make_unique(Input&) {
  std::vector<int> made(8);
  escape(&made);
  return 0;
}

}  // namespace standard

namespace ours {

std::size_t index_unique(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.unique[i]);
  return sum;
}
std::size_t index_arc(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.arc[i]);
  return sum;
}
std::size_t label(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(in.arc.label());
  return sum;
}
std::size_t copy_drop_arc(Input& in) {
  for (std::size_t i = 0; i != n; ++i) {
    TpArcArray<int, int> copy = in.arc;
    escape(&copy);
  }
  return 0;
}
std::size_t make_arc(Input&) {
  TpArcArray<int> made(8);
  escape(&made);
  return 0;
}
std::size_t make_unique(Input&) {
  HeapArray<int> made(8);
  escape(&made);
  return 0;
}

}  // namespace ours

constexpr parity::Operation<Input> operations[] = {
    {"index_unique", standard::index_unique, ours::index_unique},
    {"index_arc", standard::index_arc, ours::index_arc},
    {"label", standard::label, ours::label},
    {"label_arrow", standard::label_arrow, ours::label},
    {"copy_drop_arc", standard::copy_drop_arc, ours::copy_drop_arc},
    {"make_arc", standard::make_arc, ours::make_arc},
    {"make_unique", standard::make_unique, ours::make_unique},
};

}  // namespace

int main() {
  Input in;
  return parity::run_all(operations, in);
}

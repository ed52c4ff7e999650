// SPDX-License-Identifier: MIT
//
// A program that imports our module, and includes nothing of ours. With TESTS_IMPORT_STD it includes nothing at all.
#ifdef TESTS_IMPORT_STD
import std;
#else
#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
#if __has_include(<format>)
#include <format>
#endif
#endif

import heaparray;

struct Node;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Node> = true;
struct Node {
  heaparray::TpArcArray<char, Node> next;
};

namespace {

using namespace heaparray;

int handles() {
  const auto texts =
      ArcArray<std::string, int>::with_label(7, 3, [](std::size_t i) { return std::string(i, 'x'); });
  const auto same = texts;
  if (texts.label() != 7 || texts != same || texts < same || !(texts >= same)) return 1;
  if (texts <=> same != 0 || texts.use_count() != 2) return 2;
  const std::unordered_set<ArcArray<std::string, int>> set{texts};
  if (!set.contains(same)) return 3;
  std::ostringstream out;
  out << texts << ' ' << shortened(texts, 1);
  if (!out.view().starts_with("ArcArray { label: 7, len: 3, ref_count: 3")) return 4;
#ifdef __cpp_lib_format
  if (std::format("{}", HeapArray<int>{1, 2}) != "HeapArray { len: 2, elements: [1, 2] }") return 5;
#endif
  const auto [x, y] = FixedArray<int, 2>{1, 2};
  if (x + y != 3) return 6;
  const TpArcArray<int> converted = convert_to<TpArcArray<int>>(HeapArray<int>{4, 5});
  if (converted[1] != 5) return 7;
  ArrayBuilder<HeapArray<int>> builder(2);
  builder.push_back(1);
  const auto built = std::move(builder).finish();
  if (built.size() != 1 || HeapArray<int>(HeapArray<int>{3, 1}) == built) return 8;
  return SliceArrayMut<HeapArray<int>> && LabelledArray<ArcArray<std::string, int>> ? 0 : 9;
}

int opt_in() {
  GrowingArray<int> growing;
  growing.push_back(4);
  if (growing.back() != 4) return 11;
  const ArcArrayWithWeak<int> owner = {1};
  const WeakArray<ArcArrayWithWeak<int>> weak(owner);
  if (!weak.upgrade()) return 12;
  const auto text = ArcText<>::from_text("hello");
  if (std::string_view(text.c_str()) != "hello") return 13;
  HeapColumns<Columns<int, double>> table(
      3, [](std::size_t i) { return 3 - static_cast<int>(i); },
      [](std::size_t i) { return static_cast<double>(i); });
  std::ranges::sort(table);
  if (std::get<0>(table[0]) != 1 || table.column<1>()[0] != 2) return 14;
  std::pmr::monotonic_buffer_resource arena;
  const pmr::HeapArray<int> in_arena(3, &arena);
  if (in_arena.size() != 3) return 15;
  return to_shared_ptr(ArcArray<int>{1, 2})[1] == 2 ? 0 : 16;
}

int cells() {
  AtomicArcArray<int> cell(TpArcArray<int>{4, 5});
  if (cell.load().size() != 2 || cell.borrow()[1] != 5) return 21;
  CellReader reader(cell);
  if (reader.get()[0] != 4) return 22;
  TpArcArray<char, Node> list;
  for (int i = 0; i != 100; ++i)
    list = TpArcArray<char, Node>::with_label(label_from([&] { return Node{.next = std::move(list)}; }));
  return list.label().next.label().next ? 0 : 23;
}

}  // namespace

int main() {
  if (const int failed = handles()) return failed;
  if (const int failed = opt_in()) return failed;
  return cells();
}

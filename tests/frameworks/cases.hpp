// SPDX-License-Identifier: MIT
//
// What a framework for tests prints of an array in the message of a failed check: the same for each.
#ifndef HEAPARRAY_TESTS_FRAMEWORKS_CASES_HPP
#define HEAPARRAY_TESTS_FRAMEWORKS_CASES_HPP

#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/text.hpp>

#include <cstdio>
#include <string>

namespace frameworks {

struct Unprintable {};

inline int wrong = 0;

inline void expect(const std::string& text, const std::string& expected) {
  if (text == expected) return;
  std::fprintf(stderr, "printed:  %s\nexpected: %s\n", text.c_str(), expected.c_str());
  ++wrong;
}

/// `print(x)` is the framework's text; `text` is how it prints `ArcText<>::from_text("hey")`.
template <class Print>
int check(Print print, const char* text) {
  using namespace heaparray;
  const auto shared = ArcArray<int, char>::filled('x', 2, 7);
  expect(print(shared), "ArcArray { label: 'x', len: 2, ref_count: 1, elements: [7, 7] }");
  expect(print(HeapArray<std::string>{"a"}), "HeapArray { len: 1, elements: [\"a\"] }");
  expect(print(HeapArray<char>{'a', '\n'}), "HeapArray { len: 2, elements: ['a', '\\x0a'] }");
  expect(print(ThinPtrArray<Unprintable>(1)), "ThinPtrArray { len: 1, elements: [?] }");
  expect(print(HeapArray<int>()), "null");
  expect(print(HeapArray<HeapArray<int>>{HeapArray<int>{1}}),
         "HeapArray { len: 1, elements: [HeapArray { len: 1, elements: [1] }] }");
  expect(print(SharedSlice(shared, 1, 2)), "SharedSlice { label: 'x', len: 1, elements: [7] }");
  expect(print(ArcText<>::from_text("hey")), text);

  const AtomicArcArray<int, char> cell(TpArcArray<int, char>::filled('x', 2, 7));
  expect(print(cell), "TpArcArray { label: 'x', len: 2, elements: [7, 7] }");
  expect(print(AtomicArcArray<int>()), "null");
  expect(print(AtomicPtrArray<int>()), "AtomicPtrArray { null }");
  return wrong;
}

}  // namespace frameworks

#endif

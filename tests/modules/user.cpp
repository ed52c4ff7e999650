// SPDX-License-Identifier: MIT
//
// A program that imports the module and none of our headers.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 16
#include <new>  // as the FAQ says
#endif

import arrays;

int main() {
  const auto texts = arrays::make_texts();
  if (texts.label() != 7 || texts.size() != 3 || texts[2].size() != 2) return 1;
  const auto shared = arrays::share({1, 2, 3});
  auto changed = shared;
  changed.make_mut()[0] = 9;
  if (shared[0] != 1 || changed[0] != 9 || !shared.is_unique()) return 2;
  arrays::AtomicArcArray<int> cell(arrays::share({4, 5}));
  if (cell.load().size() != 2 || cell.borrow()[1] != 5) return 3;
  return arrays::sum_of_cell() == 6 ? 0 : 4;
}

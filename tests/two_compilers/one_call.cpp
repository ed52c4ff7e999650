// SPDX-License-Identifier: MIT
//
// Half of a program: `take`, or with -DCALLER what calls it. With another mode in one half it must not link.
#include <heaparray/heaparray.hpp>

#include <cstddef>

std::size_t take(heaparray::TpArcArray<int> array);

#ifdef CALLER
int main() { return take({1, 2, 3}) == 3 ? 0 : 1; }
#else
std::size_t take(heaparray::TpArcArray<int> array) { return array.size(); }
#endif

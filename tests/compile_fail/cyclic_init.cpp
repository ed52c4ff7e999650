// SPDX-License-Identifier: MIT
//
// init of make_cyclic gets the weak handle and the index, or the index.
//
// expect: make_cyclic calls init\(self, i\)
#include <heaparray/weak_array.hpp>

using A = heaparray::ArcArrayWithWeak<int>;

A make() {
#ifdef HEAPARRAY_EXPECT_OK
  return heaparray::make_cyclic<A>(3, [](const heaparray::WeakArray<A>&, std::size_t) { return 0; });
#else
  return heaparray::make_cyclic<A>(3, [](const heaparray::WeakArray<A>&) { return 0; });
#endif
}

// SPDX-License-Identifier: MIT
//
// A count without weak handles has none.
//
// expect: WeakArray<Handle> needs a shared handle whose count knows weak handles
// lines: 40
#include <heaparray/weak_array.hpp>

#ifdef HEAPARRAY_EXPECT_OK
using A = heaparray::ArcArrayWithWeak<int>;
#else
using A = heaparray::ArcArray<int>;
#endif

heaparray::WeakArray<A> weak(const A& a) { return a.downgrade(); }

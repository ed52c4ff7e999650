// SPDX-License-Identifier: MIT
//
// The counter, through the handles that use it. \see programs.hpp
#include "programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(CopiesAndDrops, Full{});
  ok &= HEAPARRAY_MODEL(ThreeDrops, Full{});
  ok &= HEAPARRAY_MODEL(UniqueWriteAgainstDrop, Full{});
  ok &= HEAPARRAY_MODEL(CopyOnWriteAgainstCopyOnWrite, Full{});
  ok &= HEAPARRAY_MODEL(IntoInner<2>, Full{});
  ok &= HEAPARRAY_MODEL(IntoInner<3>, Full{});
  ok &= HEAPARRAY_MODEL(IntoInnerAgainstDrop<2>, Full{});
  ok &= HEAPARRAY_MODEL(IntoInnerAgainstDrop<3>, Full{});
  ok &= HEAPARRAY_MODEL(ThreeDrops, Random{200000});
  ok &= HEAPARRAY_MODEL(IntoInner<3>, Random{200000});
  return ok ? 0 : 1;
}

// SPDX-License-Identifier: MIT
//
// Code with checks and code without them in one program: each keeps its own mode, in either order of linking.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <string>
#include <typeinfo>

#include "passed.hpp"
#include "support/death.hpp"
#include "support/plain.hpp"

static_assert(HEAPARRAY_HARDENING == 1);

int main() {
  const heaparray::HeapArray<int> a = {1, 2, 3};
  REQUIRE(sum_unchecked(a.as_slice()) == 6);

  // The blocks of both are the same, so an element pointer may pass.
  using Arc = heaparray::TpArcArray<int, int>;
  const Arc arc = Arc::from_raw(make_unchecked(4));
  REQUIRE(arc.size() == 4 && arc[3] == 3 && arc.label() == 5 && arc.use_count() == 1);

  REQUIRE(typeid(heaparray::HeapArray<int>) != type_there());
  REQUIRE(!index_is_checked_there());
  const test::Death death = test::run_to_death([&] { static_cast<void>(a[3]); });
  if (death.supported) {
    REQUIRE(death.aborted());
    REQUIRE(death.says("index 3 is out of range for an array of size 3"));
  }
}

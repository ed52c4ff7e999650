// SPDX-License-Identifier: MIT
//
// labels: processor
//
// All headers in two translation units of one program, with handles that pass from one to the other.
#include <heaparray/alloc_utils.hpp>
#include <heaparray/array_builder.hpp>
#include <heaparray/array_operators.hpp>
#include <heaparray/concepts.hpp>
#include <heaparray/config.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/format.hpp>
#include <heaparray/fwd.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/into_iter.hpp>
#include <heaparray/label.hpp>
#include <heaparray/length.hpp>
#include <heaparray/mem_block.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/rc_array.hpp>
#include <heaparray/ref_count.hpp>
#include <heaparray/shared_slice.hpp>
#include <heaparray/static_array.hpp>

#include <stdexcept>
#include <string>
#include <utility>

#include "arrays.hpp"
#include "support/plain.hpp"

int main() {
  Unique unique = make_unique_array(7, 3);
  REQUIRE(unique.size() == 3 && unique[2] == "2" && unique.label().id == 7);
  REQUIRE(text_there(unique) == "HeapArray { label: ?, len: 3, elements: [\"0\", \"1\", \"2\"] }");
  unique[0] = "changed here";
  REQUIRE(text_there(unique) == "HeapArray { label: ?, len: 3, elements: [\"changed here\", \"1\", \"2\"] }");

  Thin thin = Thin::with_label(Header{3}, 4, [](std::size_t i) { return static_cast<int>(i); });
  const int* const block = thin.data();
  thin = doubled(std::move(thin));
  REQUIRE(thin.data() == block && thin[3] == 6 && thin.label().id == 4);

  Arc arc = shared_with_the_other();
  REQUIRE(arc.use_count() == 2 && owners_there() == 2 && same_block_as_there(arc));
  REQUIRE(arc.get_mut(0) == nullptr);
  drop_there();
  REQUIRE(arc.is_unique() && arc.get_mut(0) != nullptr);
  REQUIRE(!same_block_as_there(arc));

  const Shared shared = {1, 2, 3};
  {
    const Shared two = append_owner(shared);
    REQUIRE(two.ref_eq(shared) && shared.use_count() == 3);
  }
  REQUIRE(shared.use_count() == 2);

  try {
    static_cast<void>(unique.at(9));
    REQUIRE(false);
  } catch (const std::out_of_range& error) {
    REQUIRE(error.what() == std::string("heaparray: at(9) is out of range for an array of size 3"));
  }
}

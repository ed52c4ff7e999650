// SPDX-License-Identifier: MIT
//
// The other half of main.cpp.
#include "arrays.hpp"

#include <heaparray/alloc_utils.hpp>
#include <heaparray/array_builder.hpp>
#include <heaparray/array_operators.hpp>
#include <heaparray/concepts.hpp>
#include <heaparray/config.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/format.hpp>
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

#include <sstream>
#include <string>

namespace {

Arc kept;
Shared kept_shared;

}  // namespace

Unique make_unique_array(int id, std::size_t n) {
  return Unique::with_label(Header{id}, n, [](std::size_t i) { return std::to_string(i); });
}

Thin doubled(Thin array) {
  for (int& element : array) element *= 2;
  ++array.label().id;
  return array;
}

Arc shared_with_the_other() {
  kept = Arc::with_label(Header{1}, 2, [](std::size_t) { return std::string("shared"); });
  return kept;
}
std::size_t owners_there() { return kept.use_count(); }
bool same_block_as_there(const Arc& array) { return kept.ref_eq(array); }
void drop_there() { kept = Arc(); }

Shared append_owner(const Shared& array) {
  kept_shared = array;
  return kept_shared;
}

std::string text_there(const Unique& array) {
  std::ostringstream out;
  out << array;
  return out.str();
}

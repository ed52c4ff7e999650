// SPDX-License-Identifier: MIT
//
// What the two translation units of this program pass to each other.
#ifndef HEAPARRAY_TESTS_TWO_TU_ARRAYS_HPP
#define HEAPARRAY_TESTS_TWO_TU_ARRAYS_HPP

#include <heaparray/fwd.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>

struct Header {
  int id = 0;
  friend bool operator==(const Header&, const Header&) = default;
};

// Declared with fwd.hpp alone.
using Unique = heaparray::HeapArray<std::string, Header>;
using Thin = heaparray::ThinPtrArray<int, Header>;
using Shared = heaparray::RcArray<int>;
using Arc = heaparray::TpArcArray<std::string, Header>;

Unique make_unique_array(int id, std::size_t n);
Thin doubled(Thin array);
Arc shared_with_the_other();  // the other side keeps an owner
std::size_t owners_there();
bool same_block_as_there(const Arc& array);
void drop_there();
Shared append_owner(const Shared& array);
std::string text_there(const Unique& array);

#endif

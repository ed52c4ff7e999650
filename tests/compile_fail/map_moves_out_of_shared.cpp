// SPDX-License-Identifier: MIT
//
// Whether a shared array has other owners is not known before, so its elements are read only.
//
// expect: A shared array may have other owners, so its f takes a const
#include <heaparray/heaparray.hpp>
#include <string>
#include <utility>

#ifdef HEAPARRAY_EXPECT_OK
using Array = heaparray::HeapArray<std::string>;
#else
using Array = heaparray::RcArray<std::string>;
#endif
auto a = Array{"one", "two"}.map([](std::string&& s) { return std::move(s).size(); });

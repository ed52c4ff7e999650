// SPDX-License-Identifier: MIT
//
// A block that nobody points to is reported, wherever that came from: the search does see ours.
//
// expect: LeakSanitizer: detected memory leaks
// expect: 28 byte.s. leaked in 1 allocation
#include <heaparray/heaparray.hpp>

#include <utility>

#include "leaks/immortal.hpp"

[[gnu::noinline]] void lose() {
  heaparray::TpArcArray<int> array = {1, 2, 3};
  static_cast<void>(std::move(array).into_raw());
}

int main() {
  lose();
  scrub_stack();
}

// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Without exceptions, what would have been thrown is written to stderr, and the program ends.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "support/death.hpp"
#include "support/plain.hpp"
#include "support/ranges.hpp"

namespace {

template <class F>
void check_dies(F f, const std::string& message) {
  const test::Death death = test::run_to_death(f);
  if (!death.supported) return;
  if (!death.aborted() || death.err != message + "\n")
    std::fprintf(stderr, "expected: %s\nwritten:  %s", message.c_str(), death.err.c_str());
  REQUIRE(death.aborted());
  REQUIRE(death.err == message + "\n");
}

template <class A>
void check() {
  const A a = {0, 1, 2};
  check_dies([&] { static_cast<void>(a.at(7)); }, "heaparray: at(7) is out of range for an array of size 3");
  check_dies([&] { static_cast<void>(A(SIZE_MAX)); }, "heaparray: length " + std::to_string(SIZE_MAX) +
                                                          " is more than max_len(), which is " +
                                                          std::to_string(A::max_len()));
  check_dies(
      [] {
        test::SizedForwardRange<int> range({1, 2, 3});
        static_cast<void>(A::from_range(range.announce(5)));
      },
      "heaparray: from_range: a range announced 5 elements and yielded only 3");

  const unsigned line = __LINE__ + 1;
  const auto violate = [&] { static_cast<void>(a[7]); };
  check_dies(violate, __FILE__ ":" + std::to_string(line) +
                          ": heaparray: index 7 is out of range for an array of size 3");
}

}  // namespace

int main() {
  check<heaparray::HeapArray<int>>();
  check<heaparray::ThinPtrArray<int>>();
  check<heaparray::RcArray<int>>();
  check<heaparray::TpArcArray<int>>();
}

// SPDX-License-Identifier: MIT
//
// With HEAPARRAY_HARDENING=0 contracts are not checked, and what is not a contract is as it was.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/death.hpp"
#include "support/plain.hpp"

static_assert(HEAPARRAY_HARDENING == 0);

namespace {

int squares(std::size_t i) { return static_cast<int>(i * i); }

template <class Exception, class F>
std::string text_of(F f) {
  try {
    f();
  } catch (const Exception& error) {
    return error.what();
  }
  return "nothing thrown";
}

template <class A>
void behaves_as_ever() {
  A a = A::with_label(17, 3, squares);
  REQUIRE(a[2] == 4 && a.front() == 0 && a.back() == 4 && a.label() == 17 && a.slice(1, 3).size() == 2);
  REQUIRE(a.get(3) == nullptr && a.get_mut(3) == nullptr && a.insert(3, 0) == std::nullopt);
  REQUIRE(text_of<std::out_of_range>([&] { static_cast<void>(a.at(7)); }) ==
          "heaparray: at(7) is out of range for an array of size 3");
  REQUIRE(text_of<std::length_error>([] { A too_long(SIZE_MAX); }) != "nothing thrown");
  const A null;
  REQUIRE(null.empty() && null.begin() == null.end() && null.slice(0, 0).empty());
}

// An index that a handle has to refuse, in memory that is there: the handle is told a length that is too small.
template <class A>
void index_is_not_checked() {
  int* const data = A{1, 2, 3}.into_raw();
  A part = A::from_raw(data, 2);
  REQUIRE(part.size() == 2);
  const std::size_t beyond = part.size();
  REQUIRE(part[beyond] == 3);
  REQUIRE(part.slice(1, beyond + 1)[1] == 3);
  const A whole = A::from_raw(std::move(part).into_raw(), 3);
  REQUIRE(whole.back() == 3);
}

// What is no contract that a check is saved on: a count must not wrap in any mode.
void counts_are_checked() {
  using A = heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle,
                                    heaparray::LocalCount<std::uint8_t>>;
  const test::Death death = test::run_to_death([] { const std::vector<A> owners(300, A{1}); });
  if (!death.supported) return;
  REQUIRE(death.aborted());
  REQUIRE(death.err == "heaparray: too many owners: a block with this type of count can have at most 255\n");
}

}  // namespace

int main() {
  behaves_as_ever<heaparray::HeapArray<int, int>>();
  behaves_as_ever<heaparray::ThinPtrArray<int, int>>();
  behaves_as_ever<heaparray::RcArray<int, int>>();
  behaves_as_ever<heaparray::TpArcArray<int, int>>();
  index_is_not_checked<heaparray::HeapArray<int>>();
  index_is_not_checked<heaparray::RcArray<int>>();
  index_is_not_checked<heaparray::ArcArray<int>>();
  counts_are_checked();
}

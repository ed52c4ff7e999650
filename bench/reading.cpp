// SPDX-License-Identifier: MIT
//
// Reading arrays that are in the cache: by iterator, and by index with and without a check.
#include "support/operations.hpp"

namespace {

using namespace bench;

/// `total` is the sum of elements that `Derived::read(handle)` returns.
template <class C, class Derived>
struct Reads {
  typename C::handle h;
  std::uint64_t total = 0;

  explicit Reads(std::size_t n) : h(C::generates({}, n, element<int>)) {}
  void step() {
    benchmark::DoNotOptimize(&h);  // the handle lies in memory that anyone may have changed
    benchmark::ClobberMemory();
    total = Derived::read(h);
    benchmark::DoNotOptimize(total);
  }
  std::uint64_t result() const { return total; }
};

template <class C>
struct Iterate : Reads<C, Iterate<C>> {
  using Reads<C, Iterate>::Reads;
  static std::uint64_t read(const typename C::handle& h) { return sum<C>(h); }
};

template <class C>
struct Checked : Reads<C, Checked<C>> {
  using Reads<C, Checked>::Reads;
  static std::uint64_t read(const typename C::handle& h) {
    std::uint64_t total = 0;
    for (std::size_t i = 0, n = C::size(h); i != n; ++i) total += number(C::at(h, i));
    return total;
  }
};

template <class C>
struct Unchecked : Reads<C, Unchecked<C>> {
  using Reads<C, Unchecked>::Reads;
  static std::uint64_t read(const typename C::handle& h) {
    std::uint64_t total = 0;
    for (std::size_t i = 0, n = C::size(h); i != n; ++i) total += number(C::unchecked(h, i));
    return total;
  }
};

}  // namespace

void add_operations() {
  const std::initializer_list<std::int64_t> sizes = {4, 16, 256, 4096};
  add<Iterate>("iterate", AllContenders<int>(), sizes);
  add<Checked>("index_checked", AllContenders<int>(), sizes);
  add<Unchecked>("index_unchecked", AllContenders<int>(), sizes);
}

// SPDX-License-Identifier: MIT
//
// Making arrays and dropping them.
#include "support/operations.hpp"

namespace {

using namespace bench;

constexpr std::uint64_t key = 17;

template <class L>
L label() {
  if constexpr (labelled<L>)
    return L{key};
  else
    return {};
}

template <class C, class L>
std::uint64_t digest(const typename C::handle& h) {
  std::uint64_t total = sum<C>(h) + C::size(h);
  if constexpr (labelled<L>) total += C::label(h).key;
  return total;
}

/// Copies of elements that lie somewhere else.
template <class T, class L>
struct Copies {
  template <class C>
  struct Operation {
    std::size_t n;
    std::vector<T> source = source_elements<T>(n);

    explicit Operation(std::size_t count) : n(count) {}
    typename C::handle make() const { return C::copies(label<L>(), source.data(), n); }
    void step() {
      typename C::handle h = make();
      benchmark::DoNotOptimize(C::data(h));
      benchmark::ClobberMemory();
    }
    std::uint64_t result() const { return digest<C, L>(make()); }
  };
};

/// Elements that a function returns, built in place.
template <class T, class L>
struct Generates {
  template <class C>
  struct Operation {
    std::size_t n;

    explicit Operation(std::size_t count) : n(count) {}
    typename C::handle make() const {
      return C::generates(label<L>(), n, [](std::size_t i) { return element<T>(i); });
    }
    void step() {
      typename C::handle h = make();
      benchmark::DoNotOptimize(C::data(h));
      benchmark::ClobberMemory();
    }
    std::uint64_t result() const { return digest<C, L>(make()); }
  };
};

}  // namespace

void add_operations() {
  const std::initializer_list<std::int64_t> sizes = {0, 1, 4, 16, 256, 4096};
  add<Copies<int, NoLabel>::Operation>("make_drop", Joined<AllContenders<int>, OurCompact<int>>(), sizes);
  add<Copies<int, Label>::Operation>("make_drop_labelled", AllContenders<int, Label>(), sizes);
  add<Copies<std::string, NoLabel>::Operation>("make_drop_strings", AllContenders<std::string>(), sizes);
  add<Generates<int, NoLabel>::Operation>("fill_drop", AllContenders<int>(), sizes);
}

// SPDX-License-Identifier: MIT
//
// Arrays that grow: n ints or strings added one by one, with and without room for them, and one in the middle.
#include <heaparray/growing_array.hpp>

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "support/operations.hpp"

#if __has_include(<boost/container/small_vector.hpp>)
#define HEAPARRAY_BENCH_SMALL_VECTOR 1
#include <boost/container/small_vector.hpp>
#endif

namespace {

using namespace bench;

struct Ours : Named<"GrowingArray", "unique"> {
  template <class T>
  using array = heaparray::GrowingArray<T>;
  template <class A, class T>
  static void insert(A& a, std::size_t i, T value) {
    a.insert_at(i, std::move(value));
  }
};

struct Standard : Named<"vector", "unique"> {
  template <class T>
  using array = std::vector<T>;
  template <class A, class T>
  static void insert(A& a, std::size_t i, T value) {
    a.insert(a.begin() + static_cast<std::ptrdiff_t>(i), std::move(value));
  }
};

#ifdef HEAPARRAY_BENCH_SMALL_VECTOR
struct Boost : Named<"boost_small_vector_0", "unique"> {
  template <class T>
  using array = boost::container::small_vector<T, 0>;
  template <class A, class T>
  static void insert(A& a, std::size_t i, T value) {
    a.insert(a.begin() + static_cast<std::ptrdiff_t>(i), std::move(value));
  }
};
using GrowingContenders = List<Ours, Standard, Boost>;
#else
using GrowingContenders = List<Ours, Standard>;
#endif

template <class T>
T element_of(std::size_t i) {
  if constexpr (std::is_same_v<T, int>)
    return static_cast<int>(i);
  else
    return std::to_string(i);
}
inline std::uint64_t number_of(int x) { return static_cast<std::uint64_t>(x); }
inline std::uint64_t number_of(const std::string& x) { return x.size(); }

template <class C, class T, bool reserves>
struct Push {
  std::size_t n;
  typename C::template array<T> last;

  explicit Push(std::size_t size) : n(size) {}
  void step() {
    typename C::template array<T> made;
    if (reserves) made.reserve(n);
    for (std::size_t i = 0; i != n; ++i) made.push_back(element_of<T>(i));
    benchmark::DoNotOptimize(made.data());
    benchmark::ClobberMemory();
    last = std::move(made);
  }
  std::uint64_t result() const {
    std::uint64_t sum = 0;
    for (const T& x : last) sum = sum * 31 + number_of(x);
    return sum;
  }
};
template <class C>
using PushInts = Push<C, int, false>;
template <class C>
using PushReserved = Push<C, int, true>;
template <class C>
using PushStrings = Push<C, std::string, false>;

/// Takes the last one away, and puts one into the middle.
template <class C>
struct InsertMiddle {
  typename C::template array<int> a;

  explicit InsertMiddle(std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) a.push_back(static_cast<int>(i));
  }
  void step() {
    const int value = a[a.size() - 1];
    a.pop_back();
    C::insert(a, a.size() / 2, value);
    benchmark::DoNotOptimize(a.data());
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const {
    std::uint64_t sum = 0;
    for (const int x : a) sum = sum * 31 + number_of(x);
    return sum;
  }
};

}  // namespace

void add_operations() {
  add<PushInts>("grow_push", GrowingContenders(), {4, 100, 10000});
  add<PushReserved>("grow_push_reserved", GrowingContenders(), {4, 100, 10000});
  add<PushStrings>("grow_push_strings", GrowingContenders(), {100});
  add<InsertMiddle>("grow_insert_middle", GrowingContenders(), {100});
}

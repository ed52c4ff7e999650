// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Without exceptions and RTTI, everything that needs neither works: making, reading, writing, sharing, printing.
#include <heaparray/format.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory_resource>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/global_new.hpp"
#include "support/plain.hpp"

#if HEAPARRAY_HAS_EXCEPTIONS
#error "this program is to be compiled with -fno-exceptions"
#endif

namespace {

int squares(std::size_t i) { return static_cast<int>(i * i); }

template <class A>
std::string text_of(const A& a) {
  std::ostringstream out;
  out << a;
  return out.str();
}

// 0 to 5, once.
struct UpToSix {
  struct Iterator {
    using iterator_concept = std::input_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    int* next;
    int operator*() const { return *next; }
    Iterator& operator++() {
      ++*next;
      return *this;
    }
    void operator++(int) { ++*next; }
    bool operator==(std::default_sentinel_t) const { return *next == 6; }
  };
  int* next;
  Iterator begin() const { return {next}; }
  std::default_sentinel_t end() const { return {}; }
};

// A step of `make()` has no memory: it gives nothing. Returns the number of steps.
template <class Make>
int nothing_without_memory(Make make) {
  if (!test::global_new_replaced) return 0;
  for (int n = 1;; ++n) {
    const test::FailNew next(n);
    const auto array = make();
    test::keep(array);
    const bool made = array.has_value();
    REQUIRE(made != next.fired());
    if (made) return n - 1;
  }
}

template <class A>
void trying(const A& a) {
  const std::vector<int> source = {0, 1, 4, 9};
  REQUIRE(A::try_with_len(17, 4)->size() == 4 && A::try_with_label_for_overwrite(17, 4)->size() == 4);
  REQUIRE(A::try_filled(17, 2, 5) == A::filled(17, 2, 5) && A::try_from_range(17, source) == a);
  REQUIRE(a.try_clone() == a && A::try_from_range(17, {0, 1, 4, 9}) == a);
  REQUIRE(!A::try_with_len(17, SIZE_MAX) && !A::try_filled(17, SIZE_MAX, 5));
  if (!test::global_new_replaced) return;
  REQUIRE(nothing_without_memory([] { return A::try_with_len(17, 4); }) == 1);
  REQUIRE(nothing_without_memory([&] { return A::try_from_range(17, source); }) == 1);
  REQUIRE(nothing_without_memory([&] { return a.try_clone(); }) == 1);
  REQUIRE(nothing_without_memory([] {
            int next = 0;
            return A::try_from_range(17, UpToSix{&next});  // of unknown length: gathered in 4, then 8 slots
          }) == 3);
  REQUIRE(nothing_without_memory([]() -> std::optional<A> {
            auto builder = heaparray::ArrayBuilder<A>::try_make(17, 2);
            if (!builder || !builder->try_reserve(5)) return std::nullopt;
            for (int i = 0; i != 4; ++i) builder->push_back(i);
            return std::move(*builder).try_finish();
          }) == 3);
}

template <class A>
void making_and_reading() {
  const A a = A::with_label(17, 4, squares);
  REQUIRE(a.size() == 4 && a[3] == 9 && a.at(2) == 4 && a.front() == 0 && a.back() == 9 && a.label() == 17);
  REQUIRE(a.get(4) == nullptr);
  int sum = 0;
  for (const int element : a) sum += element;
  REQUIRE(sum == 14);
  const std::vector<int> source = {0, 1, 4, 9};
  REQUIRE(A::from_range(17, source) == a);
  REQUIRE((A::filled(1, 3, 5) <=> a) < 0);
  REQUIRE(A::with_len(0, 2)[1] == 0);
  REQUIRE(A(2, squares).size() == 2 && A(3).size() == 3 && A{1, 2}[1] == 2 && A().empty());
  REQUIRE(std::hash<A>()(a) == std::hash<A>()(A::from_range(17, source)));
  A moved = A(a);
  const A taken = std::move(moved);
  REQUIRE(taken == a && !static_cast<bool>(moved));
  REQUIRE(text_of(moved) == "null");

  // Not made, and said so, where exceptions would have been.
  REQUIRE(!A::try_with_label(17, SIZE_MAX, squares).has_value());
  if (test::global_new_replaced) {
    const test::FailNew next(1);
    const auto array = A::try_with_label(17, 4, squares);
    test::keep(array);
    REQUIRE(!array.has_value());
    REQUIRE(next.fired());
  }
  REQUIRE(A::try_with_label(17, 4, squares) == a);
  trying(a);
}

template <class A>
void sharing() {
  A a = A::with_label(1, 3, squares);
  const A b = a;
  REQUIRE(a.use_count() == 2 && a.ref_eq(b) && a.get_mut(0) == nullptr);
  a.make_mut()[0] = 5;
  REQUIRE(b[0] == 0 && a[0] == 5 && b.is_unique());
  REQUIRE(a.insert(0, 6) == 5);
  typename A::owner_type owner = std::move(a).make_owned();
  owner[1] = 7;
  a = std::move(owner).share();
  REQUIRE(a[1] == 7 && a.to_mut() != nullptr);
  REQUIRE(a.clone() == a);
}

}  // namespace

int main() {
  making_and_reading<heaparray::HeapArray<int, int>>();
  making_and_reading<heaparray::ThinPtrArray<int, int>>();
  making_and_reading<heaparray::RcArray<int, int>>();
  making_and_reading<heaparray::TpArcArray<int, int>>();
  sharing<heaparray::FpRcArray<int, int>>();
  sharing<heaparray::TpRcArray<int, int>>();
  sharing<heaparray::FpArcArray<int, int>>();
  sharing<heaparray::TpArcArray<int, int>>();

  REQUIRE(text_of(heaparray::HeapArray<int, int>::with_label(17, 3, squares)) ==
          "HeapArray { label: 17, len: 3, elements: [0, 1, 4] }");
  REQUIRE(text_of(heaparray::TpArcArray<char>{'a', 'b'}) ==
          "TpArcArray { len: 2, ref_count: 1, elements: ['a', 'b'] }");
#if defined(__cpp_lib_format)
  REQUIRE(std::format("{:.1}", heaparray::HeapArray<int>{1, 2}) ==
          "HeapArray { len: 2, elements: [1, ...] }");
#endif

  std::pmr::monotonic_buffer_resource resource;
  using Pmr = heaparray::HeapArray<int, int, std::pmr::polymorphic_allocator<std::byte>>;
  const Pmr pmr = Pmr::with_label(1, 3, squares, &resource);
  REQUIRE(pmr.get_allocator().resource() == &resource);
  REQUIRE(Pmr(pmr) == pmr);

  const heaparray::ArcArray<std::atomic<int>> atomics(3);
  const auto same_atomics = atomics;
  atomics[1].fetch_add(2);
  REQUIRE(same_atomics[1] == 2);

  int sum = 0;
  for (const int element : heaparray::HeapArray<int>{1, 2, 3}.into_iter()) sum += element;
  REQUIRE(sum == 6);
}

// SPDX-License-Identifier: MIT
//
// What the tables of the README and of the page comparison say of the alternatives, as far as a C++ compiler can tell.
// Boost is asked if it is there.
#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#if __has_include(<boost/smart_ptr/make_local_shared.hpp>)
#define HAS_BOOST 1
#include <boost/smart_ptr/local_shared_ptr.hpp>
#include <boost/smart_ptr/make_local_shared.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>
#endif

#include "support/global_new.hpp"
#include "support/plain.hpp"

template <class F>
std::int64_t allocations_of(F&& make) {
  const test::AllocationScope scope;
  const auto made = make();
  test::keep(made);
  return scope.allocations();
}

constexpr std::size_t word = sizeof(void*);
template <class P>
concept KnowsItsLength = requires(const P& p) { p.size(); };
template <class P>
concept PointsToLength = requires(const P& p) { p->size(); };
template <class P>
concept HasWeak = requires(const P& p) { std::weak_ptr(p); };

using Vector = std::vector<int>;
using Unique = std::unique_ptr<int[]>;
using SharedArray = std::shared_ptr<int[]>;
using SharedVector = std::shared_ptr<Vector>;
struct Label {
  int id;
};
using Array = heaparray::HeapArray<int, Label>;
using Thin = heaparray::TpArcArray<int, Label>;
using Fat = heaparray::ArcArray<int, Label>;

// Words per handle
static_assert(sizeof(Vector) == 3 * word && sizeof(Unique) == word && sizeof(SharedArray) == 2 * word &&
              sizeof(SharedVector) == 2 * word);
static_assert(sizeof(Thin) == word && sizeof(Fat) == 2 * word);

// Knows its length
static_assert(KnowsItsLength<Vector> && !KnowsItsLength<Unique> && !KnowsItsLength<SharedArray> &&
              PointsToLength<SharedVector> && KnowsItsLength<Array> && KnowsItsLength<Thin>);

// Weak owners
static_assert(HasWeak<SharedArray> && HasWeak<SharedVector> && !HasWeak<Vector> && !HasWeak<Unique> &&
              !HasWeak<Fat>);

// Grows
template <class P>
concept Grows = requires(P& p) { p.push_back(1); };
static_assert(Grows<Vector> && !Grows<Unique> && !Grows<SharedArray> && !Grows<Array> && !Grows<Fat>);

// An atomic cell
static_assert(!std::is_trivially_copyable_v<Vector> && !std::is_trivially_copyable_v<Unique>);
#if defined(__cpp_lib_atomic_shared_ptr)
static_assert(!std::atomic<SharedArray>::is_always_lock_free &&
              !std::atomic<SharedVector>::is_always_lock_free);
#endif
#if defined(__x86_64__) && !HEAPARRAY_LOCK_FREE_CELLS
// Sanitizers are asked for, see atomic_arc_array.hpp.
#elif defined(__x86_64__)
static_assert(heaparray::AtomicArcArray<int, Label>::is_always_lock_free);
#endif

#ifdef HAS_BOOST
using Local = boost::local_shared_ptr<int[]>;
static_assert(sizeof(Local) == 2 * word && !KnowsItsLength<Local>);
static_assert(std::is_convertible_v<Local, boost::weak_ptr<int[]>>);
static_assert(!std::is_trivially_copyable_v<Local> && !Grows<Local>);
#endif

// A throw half-way
struct Throws {
  static inline int alive = 0;
  Throws() {
    if (alive == 3) throw 1;
    ++alive;
  }
  Throws(const Throws&) : Throws() {}
  Throws& operator=(const Throws&) = delete;
  ~Throws() { --alive; }
};
template <class F>
bool frees_all(F&& make) {
  try {
    static_cast<void>(make());
  } catch (int) {
    return Throws::alive == 0;
  }
  return false;
}

int main() {
  // Allocations, and with them uninitialised elements where there is a function for that
  REQUIRE(allocations_of([] { return Vector(5); }) == 1);
  REQUIRE(allocations_of([] { return std::make_unique<int[]>(5); }) == 1);
  REQUIRE(allocations_of([] { return std::make_shared<Vector>(std::size_t{5}); }) == 2);
#if defined(__cpp_lib_shared_ptr_arrays) && __cpp_lib_shared_ptr_arrays >= 201707L
  REQUIRE(allocations_of([] { return std::make_shared<int[]>(5); }) == 1);
#endif
#if defined(__cpp_lib_smart_ptr_for_overwrite)
  REQUIRE(allocations_of([] { return std::make_unique_for_overwrite<int[]>(5); }) == 1);
  REQUIRE(allocations_of([] { return std::make_shared_for_overwrite<int[]>(5); }) == 1);
#endif
  REQUIRE(allocations_of([] { return Array::with_label_for_overwrite(Label{1}, 5); }) == 1);
  REQUIRE(allocations_of([] { return Thin::with_len(Label{1}, 5); }) == 1);
  REQUIRE(allocations_of([] { return Fat::with_len(Label{1}, 5); }) == 1);
#ifdef HAS_BOOST
  REQUIRE(allocations_of([] { return boost::make_local_shared<int[]>(5); }) == 1);
  REQUIRE(allocations_of([] { return boost::make_local_shared_noinit<int[]>(5); }) == 1);
  REQUIRE(frees_all([] { return boost::make_local_shared<Throws[]>(5); }));
#endif

  REQUIRE(frees_all([] { return std::vector<Throws>(5); }));
  REQUIRE(frees_all([] { return std::make_unique<Throws[]>(5); }));
#if defined(__cpp_lib_shared_ptr_arrays) && __cpp_lib_shared_ptr_arrays >= 201707L
  REQUIRE(frees_all([] { return std::make_shared<Throws[]>(5); }));
#endif
  REQUIRE(frees_all([] { return heaparray::HeapArray<Throws>(5); }));
  REQUIRE(frees_all([] { return heaparray::ArcArray<Throws>(5); }));

  // Your allocator
#if defined(__cpp_lib_shared_ptr_arrays) && __cpp_lib_shared_ptr_arrays >= 201707L
  REQUIRE(allocations_of([] { return std::allocate_shared<int[]>(std::allocator<int>(), 5); }) == 1);
#endif
#ifdef HAS_BOOST
  REQUIRE(allocations_of([] { return boost::allocate_local_shared<int[]>(std::allocator<int>(), 5); }) == 1);
#endif

  // Copy on write; shared to unique, without a copy
  Fat shared = Fat::with_len(Label{1}, 5);
  Fat other = shared;
  REQUIRE(allocations_of([&] { return other.make_mut()[0] = 1; }) == 1);
  REQUIRE(shared[0] == 0 && other[0] == 1);
  const int* const elements = shared.data();
  const auto unique = std::move(shared).to_owned();
  REQUIRE(unique && unique->data() == elements);
}

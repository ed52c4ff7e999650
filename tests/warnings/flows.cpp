// SPDX-License-Identifier: MIT
//
// What GCC follows through inlined functions, and knew by half: the size of a block and not its length, a drop and not the
// other owner. Small, to be compiled with every optimisation.
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/weak_array.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using heaparray::ArrayBuilder, heaparray::ArcArray, heaparray::HeapArray, heaparray::RcArray;
using heaparray::CompactArcArray, heaparray::CompactRcArray, heaparray::ThinPtrArray;
using heaparray::TpArcArray, heaparray::TpRcArray;

std::size_t one_if(bool fact) { return fact ? 1 : 0; }

/// Indices that are out of range, and are said to be.
template <class A>
std::size_t constant_positions() {
  using T = typename A::value_type;
  A array = {T(1), T(2), T(3)};
  std::size_t sum = one_if(array.insert(0, T(4)).has_value()) + one_if(array.insert(3, T(4)).has_value()) +
                    one_if(array.insert(100, T(4)).has_value());
  if (const auto* const place = array.get(3)) sum += one_if(*place == T(2));
  if (const auto* const place = array.get(9)) sum += one_if(*place == T(2));
  if (auto* const place = array.get_mut(3)) *place = T(2);
  if (auto* const place = array.get_mut(12)) *place = T(2);
  if (array.size() > 8) sum += one_if(array.unchecked(8) == T(3));
  if (array.size() > 3) sum += one_if(array[3] == T(2));
  return sum;
}

template <class A>
std::size_t empty_ones() {
  using T = typename A::value_type;
  A array;
  A second;
  array = second;
  second = std::move(array);
  A third(second);
  third = A(0);
  second = third;
  A none = A::from_range(std::vector<T>());
  second = none;
  none = A{T(1)};
  second = none;
  A fourth;
  second = fourth;
  none = second;
  return second.size() + third.size() + none.size();
}

template <class A>
std::size_t builders() {
  using T = typename A::value_type;
  ArrayBuilder<A> exact(1);
  exact.push_back(T(1));
  const A array = std::move(exact).finish();
  std::size_t sum = exact.size() + exact.capacity() + exact.as_slice().size() + array.size();
  ArrayBuilder<A> too_large(2);
  too_large.push_back(T(1));
  const A shorter = std::move(too_large).finish();
  for (const auto& each : too_large.as_slice()) sum += one_if(each == T(1));
  ArrayBuilder<A> moved_to(std::move(too_large));
  ArrayBuilder<A> growing(0);
  for (int i = 0; i != 5; ++i) growing.emplace_back(T(1));
  return sum + moved_to.size() + shorter.size() + std::move(growing).finish().size();
}

template <class A>
std::size_t unique() {
  return constant_positions<A>() + empty_ones<A>() + builders<A>();
}

/// Drops that are not the last.
template <class A>
std::size_t owners(const A& given) {
  using T = typename A::value_type;
  A array = {T(1), T(2), T(3)};
  A second = array;
  {
    A third = second;
    A fourth = std::move(third);
  }
  A copy = given;
  {
    A third = copy;
    A fourth = third;
  }
  std::size_t sum = one_if(second[1] == second[0] || array[1] == array[0] || copy[1] == given[1]);
  second.make_mut()[0] = T(7);
  A third = std::move(second);
  A fourth = array;
  array = A();
  sum += one_if(third[0] == T(7) && fourth[1] == T(2));
  auto [front, rest] = heaparray::SharedSlice<A>(std::move(third)).split_at(1);
  return sum + one_if(front[0] == rest[0]);
}

template <class A>
std::size_t shared() {
  return unique<A>() + owners(A(5));
}

template <class T>
std::size_t every_kind() {
  return unique<HeapArray<T>>() + unique<ThinPtrArray<T>>() + unique<typename TpArcArray<T>::owner_type>() +
         shared<RcArray<T>>() + shared<TpRcArray<T>>() + shared<ArcArray<T>>() + shared<TpArcArray<T>>() +
         shared<CompactRcArray<T>>() + shared<CompactArcArray<T>>();
}

constinit heaparray::StaticArray<int, 3> numbers{{1, 2, 3}};

std::size_t in_static_storage() {
  TpArcArray<int> handle = numbers.share();
  TpArcArray<int> second = handle;
  handle = TpArcArray<int>();
  second.make_mut()[2] = 4;
  return one_if(second[0] == 1);
}

/// A length that changes, and a block that outlives its owners.
template <class T>
std::size_t growing() {
  heaparray::GrowingArray<T> array = {T(1), T(2), T(3)};
  array.push_back(T(4));
  array.push_back(array[0]);
  array.erase_at(1);
  array.erase_at(0, 2);
  array.insert_at(1, T(5));
  array.resize(7);
  array.pop_back();
  array.shrink_to_fit();
  heaparray::GrowingArray<T> copy = array.clone_with_room(2);
  copy.append(array.as_slice());
  heaparray::ArcArrayWithWeak<T> shared = {T(1), T(2)};
  const auto weak = shared.downgrade();
  shared.make_mut()[0] = T(3);
  return copy.size() + array.capacity() + one_if(weak.expired());
}
template <class T>
std::size_t shortened(heaparray::GrowingArray<T>& array) {
  array.erase_at(0, 2);
  array.erase_at(0);
  array.pop_back();
  return array.size();
}

}  // namespace

// Not main, which is run once: GCC would inline less.
std::size_t use_all();
std::size_t use_all() {
  heaparray::GrowingArray<double> one;
  one.push_back(1);
  return every_kind<int>() + every_kind<char>() + every_kind<double>() + in_static_storage() +
         growing<int>() + growing<char>() + growing<double>() + shortened(one);
}

// SPDX-License-Identifier: MIT
//
// The pointers of an allocator only point.
//
// expect: the pointer type of this allocator has a destructor, which handles do not call
#include <heaparray/heaparray.hpp>
#include "support/allocators.hpp"

template <class T>
struct CountedPtr : test::FancyPtr<T> {
  using test::FancyPtr<T>::FancyPtr;
  CountedPtr(const test::FancyPtr<T>& p) : test::FancyPtr<T>(p) {}
  static CountedPtr pointer_to(T& object) { return test::FancyPtr<T>::pointer_to(object); }
#ifndef HEAPARRAY_EXPECT_OK
  ~CountedPtr() {}
#endif
};
template <class T>
struct Allocator : test::FancyAllocator<T> {
  using pointer = CountedPtr<T>;
  template <class U>
  struct rebind {
    using other = Allocator<U>;
  };
  Allocator() = default;
  template <class U>
  Allocator(const Allocator<U>&) noexcept {}
  pointer allocate(std::size_t n) { return test::FancyAllocator<T>::allocate(n); }
};
heaparray::ArcArray<int, heaparray::NoLabel, Allocator<int>> a(3);

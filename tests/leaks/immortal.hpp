// SPDX-License-Identifier: MIT
//
// immortal.hpp: an object in static storage that is never destroyed, so that the search for leaks, which comes last,
// still finds it.
#ifndef HEAPARRAY_TESTS_LEAKS_IMMORTAL_HPP
#define HEAPARRAY_TESTS_LEAKS_IMMORTAL_HPP

template <class T>
union Immortal {
  constexpr Immortal() : object() {}
  ~Immortal() {}
  T* operator->() { return &object; }

  T object;
};

/// Overwrites what earlier calls left on the stack: an address there would be found too.
[[gnu::noinline]] inline void scrub_stack() {
  volatile char bytes[1 << 14];
  for (volatile char& byte : bytes) byte = 0;
}

#endif

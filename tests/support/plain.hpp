// SPDX-License-Identifier: MIT
//
// plain.hpp: REQUIRE for programs without a test framework (no exceptions, no RTTI, several modes).
#ifndef HEAPARRAY_TESTS_SUPPORT_PLAIN_HPP
#define HEAPARRAY_TESTS_SUPPORT_PLAIN_HPP

#include <cstdio>
#include <cstdlib>

/// Ends the program with code 1 if the expression is false.
#define REQUIRE(...)                                                                   \
  do {                                                                                 \
    if (!static_cast<bool>(__VA_ARGS__)) {                                             \
      std::fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
      std::exit(1);                                                                    \
    }                                                                                  \
  } while (false)

#endif

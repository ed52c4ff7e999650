// SPDX-License-Identifier: MIT
//
// config.hpp: version, platform and hardening. The only header with macros.
//
// A program may define, the same way in every translation unit, before it includes heaparray:
//
//   HEAPARRAY_HARDENING          1 (default): broken contracts are reported and end the program.
//                                0: they are not checked, as in a C program.
//   HEAPARRAY_VIOLATION_HANDLER  the name of a function `void f(const heaparray::Violation&)` that is
//                                called in place of the report on stderr. It may throw, but for a count that
//                                would wrap, which ends the program in any case; when it returns, the program
//                                is aborted. Declare it before the include:
//
//     namespace heaparray { struct Violation; }
//     void my_handler(const heaparray::Violation&);
//     #define HEAPARRAY_VIOLATION_HANDLER my_handler
//     #include <heaparray/heaparray.hpp>
//
// Everything but `Violation` lives in an inline namespace that is named after the modes, so that objects
// compiled with different modes, or with and without a handler, never share a function: they link side by side, or
// not at all.
#ifndef HEAPARRAY_CONFIG_HPP
#define HEAPARRAY_CONFIG_HPP

#include <cstddef>

#define HEAPARRAY_VERSION_MAJOR 0
#define HEAPARRAY_VERSION_MINOR 1
#define HEAPARRAY_VERSION_PATCH 0

#if !defined(__cpp_concepts) || __cpp_concepts < 201907L
#error "heaparray needs C++20: compile with -std=c++20 or newer (MSVC: /std:c++20)"
#endif

#ifndef HEAPARRAY_HARDENING
#define HEAPARRAY_HARDENING 1
#endif

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define HEAPARRAY_HAS_EXCEPTIONS 1
#else
#define HEAPARRAY_HAS_EXCEPTIONS 0
#endif

#if HEAPARRAY_HARDENING && HEAPARRAY_HAS_EXCEPTIONS
#define HEAPARRAY_MODE hardened
#elif HEAPARRAY_HARDENING
#define HEAPARRAY_MODE hardened_no_exceptions
#elif HEAPARRAY_HAS_EXCEPTIONS
#define HEAPARRAY_MODE unhardened
#else
#define HEAPARRAY_MODE unhardened_no_exceptions
#endif

#ifdef HEAPARRAY_VIOLATION_HANDLER
#define HEAPARRAY_NAMESPACE_BEGIN   \
  namespace heaparray {             \
  inline namespace HEAPARRAY_MODE { \
  inline namespace with_handler {
#define HEAPARRAY_NAMESPACE_END \
  }                             \
  }                             \
  }
#else
#define HEAPARRAY_NAMESPACE_BEGIN \
  namespace heaparray {           \
  inline namespace HEAPARRAY_MODE {
#define HEAPARRAY_NAMESPACE_END \
  }                             \
  }
#endif

// MSVC accepts the standard spelling and ignores it.
#if defined(_MSC_VER)
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#define HEAPARRAY_EMPTY_BASES __declspec(empty_bases)
#define HEAPARRAY_COLD __declspec(noinline)
#else
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#define HEAPARRAY_EMPTY_BASES
#define HEAPARRAY_COLD [[gnu::cold, gnu::noinline]]
#endif

// Clang passes a handle in registers, like the pointer that it is, when told that moving its bytes moves it.
#if defined(__clang__)
#define HEAPARRAY_TRIVIAL_ABI [[clang::trivial_abi]]
#else
#define HEAPARRAY_TRIVIAL_ABI
#endif

namespace heaparray {

/// What a violation handler is told.
struct Violation {
  const char* message;  ///< one line that says what was wrong, with numbers; lives as long as the call
  const char* file;     ///< the caller's file; null where the language does not allow to know it
  unsigned line;        ///< the caller's line; 0 where unknown
};

}  // namespace heaparray

#endif  // HEAPARRAY_CONFIG_HPP

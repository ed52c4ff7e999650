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
//   HEAPARRAY_LOCK_FREE_CELLS    1: AtomicArcArray counts its readers in the top 16 bits of an address, without a lock.
//                                0: it takes a lock bit. By default 1, but 0 where those bits are not free (Android,
//                                HWASan, memory tagging), without 64-bit atomics, and with Address- and LeakSanitizer,
//                                which would not find the address of a block in a word that also counts.
//   HEAPARRAY_BORROW_SLOTS       1: borrow() takes a hazard slot. 0: it counts, as load() does. By default 1, but 0
//                                where the top 16 bits of an address are not free, and without 64-bit atomics.
//
// Everything but `Violation` lives in inline namespaces that are named after the version and the modes, so that
// objects compiled with different versions or modes, or with and without a handler, never share a function: they link
// side by side, or not at all.
#ifndef HEAPARRAY_CONFIG_HPP
#define HEAPARRAY_CONFIG_HPP

#include <cstddef>

#define HEAPARRAY_VERSION_MAJOR 0  ///< changes when old programs may have to be changed
#define HEAPARRAY_VERSION_MINOR 1  ///< changes with new features; before the first major version, as that one
#define HEAPARRAY_VERSION_PATCH 0  ///< changes with every other release

/// The version as a number that grows with it, for `#if`: `10000 * major + 100 * minor + patch`.
#define HEAPARRAY_VERSION \
  (HEAPARRAY_VERSION_MAJOR * 10000 + HEAPARRAY_VERSION_MINOR * 100 + HEAPARRAY_VERSION_PATCH)
/// The version as text: `"0.1.0"`.
#define HEAPARRAY_VERSION_STRING \
  HEAPARRAY_DOTTED(HEAPARRAY_VERSION_MAJOR, HEAPARRAY_VERSION_MINOR, HEAPARRAY_VERSION_PATCH)

// Once more each: an operand of # or ## is not expanded.
#define HEAPARRAY_DOTTED(major, minor, patch) HEAPARRAY_DOTTED_(major, minor, patch)
#define HEAPARRAY_DOTTED_(major, minor, patch) #major "." #minor "." #patch
#define HEAPARRAY_VERSION_NAME(major, minor, patch) HEAPARRAY_VERSION_NAME_(major, minor, patch)
#define HEAPARRAY_VERSION_NAME_(major, minor, patch) v##major##_##minor##_##patch

#if !defined(__cpp_concepts) || __cpp_concepts < 201907L
#error "heaparray needs C++20: compile with -std=c++20 or newer (MSVC: /std:c++20)"
#endif

#ifndef HEAPARRAY_HARDENING
/// Whether broken contracts are reported; define it before the first include.
#define HEAPARRAY_HARDENING 1
#endif

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Whether the program is compiled with exceptions.
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

// The version, as `v0_1_0`, comes first: the modes of two versions need not mean the same.
#define HEAPARRAY_VERSION_NAMESPACE \
  HEAPARRAY_VERSION_NAME(HEAPARRAY_VERSION_MAJOR, HEAPARRAY_VERSION_MINOR, HEAPARRAY_VERSION_PATCH)
#ifdef HEAPARRAY_VIOLATION_HANDLER
#define HEAPARRAY_NAMESPACE_BEGIN                \
  namespace heaparray {                          \
  inline namespace HEAPARRAY_VERSION_NAMESPACE { \
  inline namespace HEAPARRAY_MODE {              \
  inline namespace with_handler {
#define HEAPARRAY_NAMESPACE_END \
  }                             \
  }                             \
  }                             \
  }
#else
#define HEAPARRAY_NAMESPACE_BEGIN                \
  namespace heaparray {                          \
  inline namespace HEAPARRAY_VERSION_NAMESPACE { \
  inline namespace HEAPARRAY_MODE {
#define HEAPARRAY_NAMESPACE_END \
  }                             \
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

// Whether AddressSanitizer is there, and whether a leak checker will look for the addresses of blocks. GCC does not say
// so of -fsanitize=leak.
#if defined(__SANITIZE_ADDRESS__)
#define HEAPARRAY_ADDRESS_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAPARRAY_ADDRESS_CHECKED 1
#elif __has_feature(leak_sanitizer)
#define HEAPARRAY_LEAK_CHECKED 1
#endif
#endif
#ifndef HEAPARRAY_ADDRESS_CHECKED
#define HEAPARRAY_ADDRESS_CHECKED 0
#endif
#ifndef HEAPARRAY_LEAK_CHECKED
#define HEAPARRAY_LEAK_CHECKED HEAPARRAY_ADDRESS_CHECKED
#endif

// Whether the top bits of addresses are taken, by tags.
#if defined(__SANITIZE_HWADDRESS__) || defined(__ANDROID__) || defined(__ARM_FEATURE_MEMORY_TAGGING)
#define HEAPARRAY_TAGGED_ADDRESSES 1
#elif defined(__has_feature)
#if __has_feature(hwaddress_sanitizer)
#define HEAPARRAY_TAGGED_ADDRESSES 1
#endif
#endif
#ifndef HEAPARRAY_TAGGED_ADDRESSES
#define HEAPARRAY_TAGGED_ADDRESSES 0
#endif

// The compilers that tell, tell what std::atomic<std::uint64_t>::is_always_lock_free is; the others always have it.
#if !defined(__GCC_ATOMIC_LLONG_LOCK_FREE) || __GCC_ATOMIC_LLONG_LOCK_FREE == 2
#define HEAPARRAY_WORD_BITS_FREE (!HEAPARRAY_TAGGED_ADDRESSES)
#else
#define HEAPARRAY_WORD_BITS_FREE 0
#endif

#ifndef HEAPARRAY_LOCK_FREE_CELLS
/// Whether AtomicArcArray counts its readers without a lock; define it before the first include.
#define HEAPARRAY_LOCK_FREE_CELLS (HEAPARRAY_WORD_BITS_FREE && !HEAPARRAY_LEAK_CHECKED)
#endif

#ifndef HEAPARRAY_BORROW_SLOTS
/// Whether `borrow()` takes a hazard slot; define it before the first include.
#define HEAPARRAY_BORROW_SLOTS HEAPARRAY_WORD_BITS_FREE
#endif

// Data that all modules of a program have in common, and what each has for itself, also with -fvisibility=hidden.
#if defined(__ELF__) || defined(__APPLE__)
#define HEAPARRAY_SHARED [[gnu::visibility("default")]]
#define HEAPARRAY_OWN [[gnu::visibility("hidden")]]
#else
#define HEAPARRAY_SHARED
#define HEAPARRAY_OWN
#endif

/// Everything of the library. What is in `heaparray::detail` is not for users to name.
namespace heaparray {

/// What a violation handler is told.
struct Violation {
  const char* message;  ///< one line that says what was wrong, with numbers; lives as long as the call
  const char* file;     ///< the caller's file; null where the language does not allow to know it
  unsigned line;        ///< the caller's line; 0 where unknown
};

}  // namespace heaparray

#endif  // HEAPARRAY_CONFIG_HPP

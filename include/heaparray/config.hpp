// SPDX-License-Identifier: MIT
//
// config.hpp: the version, and the settings of a program.
//
// A program may define these macros before it includes heaparray, with the same values in every translation
// unit:
//
//   HEAPARRAY_HARDENING          1 (default): broken contracts are reported and end the program.
//                                0: they are not checked, as in a C program.
//                                2, the debug level: also what costs memory and time. Blocks carry a canary,
//                                two words that say what they are, so that from_raw() of another kind of
//                                block and a block that is released twice are found. Guards remember their
//                                thread, and blocks whose count is not atomic the one that counts.
//   HEAPARRAY_VIOLATION_HANDLER  the name of a function `void f(const heaparray::Violation&)` that is called
//                                instead of printing the report to stderr. It may throw, except when a count
//                                would wrap, and in a report of the debug level: these end the program in any
//                                case. When it returns, the program is aborted. Declare it before the
//                                include:
//
//     namespace heaparray { struct Violation; }
//     void my_handler(const heaparray::Violation&);
//     #define HEAPARRAY_VIOLATION_HANDLER my_handler
//     #include <heaparray/heaparray.hpp>
//
//   HEAPARRAY_PASS_IN_REGISTERS  1: a handle is passed and returned in registers, like a pointer.
//                                Only Clang can do that; other compilers stop with an error.
//                                0 (default): all compilers of a platform pass it in the same way, in memory.
//   HEAPARRAY_LOCK_FREE_CELLS    1: AtomicArcArray counts its readers in the top 16 bits of an address,
//                                without a lock. 0: it uses a lock bit. The default is 0 on platforms where
//                                those bits are not free (Android, HWASan, memory tagging), without 64-bit
//                                atomics, and with AddressSanitizer or LeakSanitizer, which do not find the
//                                address of a block in a word that also contains a count. Otherwise it is
//                                1.
//   HEAPARRAY_BORROW_SLOTS       1: borrow() uses a hazard slot. 0: it counts, like load(). The default is
//                                0 on platforms where the top 16 bits of an address are not free, and
//                                without 64-bit atomics. Otherwise it is 1.
//
// Everything except `Violation` is in an inline namespace. Its name is the version, followed by one letter
// for each mode that is not the default:
//
//   v0_1_0    heaparray 0.1.0 with the defaults; then, in this order:
//         u   unhardened: HEAPARRAY_HARDENING is 0
//         d   the debug level: HEAPARRAY_HARDENING is 2
//         n   no exceptions
//         c   a custom HEAPARRAY_VIOLATION_HANDLER
//         r   HEAPARRAY_PASS_IN_REGISTERS is 1
//         b   HEAPARRAY_BORROW_SLOTS is 0
//         s   AddressSanitizer or LeakSanitizer: blocks may have a margin (detail/base/leak_check.hpp)
//
// Object files with different versions or modes therefore never share a function. They can be linked together
// side by side, or there is a link error. HEAPARRAY_LOCK_FREE_CELLS has no letter, because it is part of the
// type of each cell.
#ifndef HEAPARRAY_CONFIG_HPP
#define HEAPARRAY_CONFIG_HPP

#include <cstddef>

#include "detail/base/platform.hpp"  // IWYU pragma: export

#define HEAPARRAY_VERSION_MAJOR 0  ///< changes when old programs may have to be changed
#define HEAPARRAY_VERSION_MINOR 1  ///< changes with new features; before the first major version, like MAJOR
#define HEAPARRAY_VERSION_PATCH 0  ///< changes with every other release

/// The version as a number that grows with it, for `#if`: `10000 * major + 100 * minor + patch`.
#define HEAPARRAY_VERSION \
  (HEAPARRAY_VERSION_MAJOR * 10000 + HEAPARRAY_VERSION_MINOR * 100 + HEAPARRAY_VERSION_PATCH)
/// The version as text: `"0.1.0"`.
#define HEAPARRAY_VERSION_STRING \
  HEAPARRAY_DOTTED(HEAPARRAY_VERSION_MAJOR, HEAPARRAY_VERSION_MINOR, HEAPARRAY_VERSION_PATCH)

#ifndef HEAPARRAY_HARDENING
/// Whether broken contracts are reported, and which. Define it before the first include.
#define HEAPARRAY_HARDENING 1
#endif

#ifndef HEAPARRAY_PASS_IN_REGISTERS
/// Whether handles are passed in registers. Define it before the first include.
#define HEAPARRAY_PASS_IN_REGISTERS 0
#endif

#ifndef HEAPARRAY_LOCK_FREE_CELLS
/// Whether AtomicArcArray counts its readers without a lock. Define it before the first include.
#define HEAPARRAY_LOCK_FREE_CELLS (HEAPARRAY_WORD_BITS_FREE && !HEAPARRAY_LEAK_CHECKED)
#endif

#ifndef HEAPARRAY_BORROW_SLOTS
/// Whether `borrow()` uses a hazard slot. Define it before the first include.
#define HEAPARRAY_BORROW_SLOTS HEAPARRAY_WORD_BITS_FREE
#endif

#if !HEAPARRAY_PASS_IN_REGISTERS
#define HEAPARRAY_TRIVIAL_ABI
#elif HEAPARRAY_HAS_TRIVIAL_ABI
#define HEAPARRAY_TRIVIAL_ABI [[_Clang::__trivial_abi__]]
#else
#error \
    "heaparray: HEAPARRAY_PASS_IN_REGISTERS=1 needs Clang; other compilers cannot pass a handle in registers"
#endif

// Each of these macros adds its letter to a name or leaves the name unchanged. The letter is an operand of
// ##, which is not expanded, because a program may have macros of one letter.
#define HEAPARRAY_UNHARDENED_NAME(name) name
#define HEAPARRAY_DEBUG_NAME(name) name
#define HEAPARRAY_NO_EXCEPTIONS_NAME(name) name
#define HEAPARRAY_CUSTOM_NAME(name) name
#define HEAPARRAY_REGISTERS_NAME(name) name
#define HEAPARRAY_BORROW_NAME(name) name
#define HEAPARRAY_SANITIZER_NAME(name) name

#if !HEAPARRAY_HARDENING
#undef HEAPARRAY_UNHARDENED_NAME
#define HEAPARRAY_UNHARDENED_NAME(name) HEAPARRAY_U_NAME(name)
#define HEAPARRAY_U_NAME(name) name##u
#elif HEAPARRAY_HARDENING >= 2
#undef HEAPARRAY_DEBUG_NAME
#define HEAPARRAY_DEBUG_NAME(name) HEAPARRAY_D_NAME(name)
#define HEAPARRAY_D_NAME(name) name##d
#endif

#if !HEAPARRAY_HAS_EXCEPTIONS
#undef HEAPARRAY_NO_EXCEPTIONS_NAME
#define HEAPARRAY_NO_EXCEPTIONS_NAME(name) HEAPARRAY_N_NAME(name)
#define HEAPARRAY_N_NAME(name) name##n
#endif

#ifdef HEAPARRAY_VIOLATION_HANDLER
#undef HEAPARRAY_CUSTOM_NAME
#define HEAPARRAY_CUSTOM_NAME(name) HEAPARRAY_C_NAME(name)
#define HEAPARRAY_C_NAME(name) name##c
#endif

#if HEAPARRAY_PASS_IN_REGISTERS
#undef HEAPARRAY_REGISTERS_NAME
#define HEAPARRAY_REGISTERS_NAME(name) HEAPARRAY_R_NAME(name)
#define HEAPARRAY_R_NAME(name) name##r
#endif

#if !HEAPARRAY_BORROW_SLOTS
#undef HEAPARRAY_BORROW_NAME
#define HEAPARRAY_BORROW_NAME(name) HEAPARRAY_B_NAME(name)
#define HEAPARRAY_B_NAME(name) name##b
#endif

#if HEAPARRAY_LEAK_CHECKED
#undef HEAPARRAY_SANITIZER_NAME
#define HEAPARRAY_SANITIZER_NAME(name) HEAPARRAY_S_NAME(name)
#define HEAPARRAY_S_NAME(name) name##s
#endif

// Two macros each, because an operand of # or ## is not expanded.
#define HEAPARRAY_DOTTED(major, minor, patch) HEAPARRAY_DOTTED_(major, minor, patch)
#define HEAPARRAY_DOTTED_(major, minor, patch) #major "." #minor "." #patch
#define HEAPARRAY_VERSION_NAME(major, minor, patch) HEAPARRAY_VERSION_NAME_(major, minor, patch)
#define HEAPARRAY_VERSION_NAME_(major, minor, patch) v##major##_##minor##_##patch

// The name of the inline namespace.
#define HEAPARRAY_INLINE_NAMESPACE                                                                        \
  HEAPARRAY_SANITIZER_NAME(HEAPARRAY_BORROW_NAME(HEAPARRAY_REGISTERS_NAME(HEAPARRAY_CUSTOM_NAME(          \
      HEAPARRAY_NO_EXCEPTIONS_NAME(HEAPARRAY_DEBUG_NAME(HEAPARRAY_UNHARDENED_NAME(HEAPARRAY_VERSION_NAME( \
          HEAPARRAY_VERSION_MAJOR, HEAPARRAY_VERSION_MINOR, HEAPARRAY_VERSION_PATCH))))))))

#define HEAPARRAY_NAMESPACE_BEGIN \
  HEAPARRAY_NAMES_MAY_HIDE        \
  namespace heaparray {           \
  inline namespace HEAPARRAY_INLINE_NAMESPACE {
#define HEAPARRAY_NAMESPACE_END \
  }                             \
  }                             \
  HEAPARRAY_NAMES_MAY_NOT_HIDE

/// The whole library. Names in `heaparray::detail` are not for users.
namespace heaparray {

/// The argument of a violation handler.
struct Violation {
  const char* message;  ///< one line that says what was wrong, with numbers; valid during the call
  const char* file;     ///< the caller's file; null if not known
  unsigned line;        ///< the caller's line; 0 if not known
};

}  // namespace heaparray

#endif  // HEAPARRAY_CONFIG_HPP

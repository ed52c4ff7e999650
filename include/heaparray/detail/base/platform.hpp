// SPDX-License-Identifier: MIT
//
// detail/base/platform.hpp: what compilers and platforms spell differently, and what some of them lack.
//
// Users do not define any of these macros. The macros for users are in config.hpp.
#ifndef HEAPARRAY_DETAIL_BASE_PLATFORM_HPP
#define HEAPARRAY_DETAIL_BASE_PLATFORM_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

// In MSVC, __cplusplus stays that of C++98. Some analysers do not define the feature-test macros. One of the
// two suffices.
#if __cplusplus < 202002L && (!defined(__cpp_concepts) || __cpp_concepts < 201907L)
#error "heaparray needs C++20: compile with -std=c++20 or newer (MSVC: /std:c++20)"
#endif

// Whether the program is compiled with exceptions.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define HEAPARRAY_HAS_EXCEPTIONS 1
#else
#define HEAPARRAY_HAS_EXCEPTIONS 0
#endif

// Attributes. `cold`, `noinline` and, in <stdnoreturn.h>, `noreturn` are macros in many programs, so the
// reserved spellings are used where they exist. MSVC accepts the standard [[no_unique_address]] and ignores
// it.
#if defined(_MSC_VER)
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#define HEAPARRAY_EMPTY_BASES __declspec(empty_bases)
#define HEAPARRAY_OUT_OF_LINE __declspec(noinline)
#define HEAPARRAY_COLD __declspec(noinline)
#define HEAPARRAY_NORETURN [[noreturn]]
#else
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#define HEAPARRAY_EMPTY_BASES
#define HEAPARRAY_OUT_OF_LINE [[__gnu__::__noinline__]]
#define HEAPARRAY_COLD [[__gnu__::__cold__, __gnu__::__noinline__]]
#define HEAPARRAY_NORETURN [[__noreturn__]]
#endif

// For functions of a few instructions. They are inlined even where no other function is, because their
// calls make a debug build slow. A debugger steps over them.
#if defined(_MSC_VER) && !defined(__clang__)
#define HEAPARRAY_STEP_OVER __forceinline
#else
#define HEAPARRAY_STEP_OVER [[__gnu__::__always_inline__, __gnu__::__artificial__]] inline
#endif

// The same for functions of more instructions than a call takes. Without optimisation they are called, so
// that a debug build stays small.
#if defined(__OPTIMIZE__)
#define HEAPARRAY_INLINE HEAPARRAY_STEP_OVER
#else
#define HEAPARRAY_INLINE inline
#endif

// For a member function whose result refers to what its object owns. Clang warns if the result outlives the
// object.
#if defined(__clang__)
#define HEAPARRAY_LIFETIME_BOUND [[_Clang::__lifetimebound__]]
#else
#define HEAPARRAY_LIFETIME_BOUND
#endif

// Whether the compiler can pass a class with a destructor in registers.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(_Clang::__trivial_abi__)
#define HEAPARRAY_HAS_TRIVIAL_ABI 1
#endif
#endif
#ifndef HEAPARRAY_HAS_TRIVIAL_ABI
#define HEAPARRAY_HAS_TRIVIAL_ABI 0
#endif

// Parameters and local variables of the library have short names, which a program may also use for its
// globals. The warnings about names that hide others are off between these two macros. The tests of the
// library leave the warnings on: no name of the library hides another name of the library.
#if defined(HEAPARRAY_OWN_WARNINGS)
#define HEAPARRAY_NAMES_MAY_HIDE
#define HEAPARRAY_NAMES_MAY_NOT_HIDE
#elif defined(__clang__)
#define HEAPARRAY_NAMES_MAY_HIDE \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wshadow-all\"")
#define HEAPARRAY_NAMES_MAY_NOT_HIDE _Pragma("clang diagnostic pop")
#elif defined(__GNUC__)
#define HEAPARRAY_NAMES_MAY_HIDE _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define HEAPARRAY_NAMES_MAY_NOT_HIDE _Pragma("GCC diagnostic pop")
#elif defined(_MSC_VER)
#define HEAPARRAY_NAMES_MAY_HIDE __pragma(warning(push)) __pragma(warning(disable : 4456 4457 4458 4459))
#define HEAPARRAY_NAMES_MAY_NOT_HIDE __pragma(warning(pop))
#else
#define HEAPARRAY_NAMES_MAY_HIDE
#define HEAPARRAY_NAMES_MAY_NOT_HIDE
#endif

// The global allocation functions, called in a form that allows a compiler to remove a pair of calls, as it
// may for a new-expression. The standard libraries call them in the same way.
#if defined(__has_builtin)
#if __has_builtin(__builtin_operator_new) >= 201802L
#define HEAPARRAY_OPERATOR_NEW __builtin_operator_new
#define HEAPARRAY_OPERATOR_DELETE __builtin_operator_delete
#endif
#endif
#ifndef HEAPARRAY_OPERATOR_NEW
#define HEAPARRAY_OPERATOR_NEW ::operator new
#define HEAPARRAY_OPERATOR_DELETE ::operator delete
#endif

// HEAPARRAY_SHARED: data that all modules of a program share. HEAPARRAY_OWN: data of which each module has
// its own. Both work with -fvisibility=hidden.
#if defined(__ELF__) || defined(__APPLE__)
#define HEAPARRAY_SHARED [[__gnu__::__visibility__("default")]]
#define HEAPARRAY_OWN [[__gnu__::__visibility__("hidden")]]
#else
#define HEAPARRAY_SHARED
#define HEAPARRAY_OWN
#endif

// Whether AddressSanitizer is on, and whether a leak checker will look for the addresses of blocks. GCC does
// not report -fsanitize=leak.
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

// Whether the top bits of addresses contain tags.
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

// Whether a word can hold an address and a count. If a compiler defines the macro, it says whether
// std::atomic<std::uint64_t> is always lock-free. It is on all other compilers.
#if HEAPARRAY_TAGGED_ADDRESSES || (defined(__GCC_ATOMIC_LLONG_LOCK_FREE) && __GCC_ATOMIC_LLONG_LOCK_FREE != 2)
#define HEAPARRAY_WORD_BITS_FREE 0
#else
#define HEAPARRAY_WORD_BITS_FREE 1
#endif

// For functions whose unsigned arithmetic wraps on purpose: no report by Clang's -fsanitize=integer.
#if defined(__clang__)
#define HEAPARRAY_WRAPS [[_Clang::__no_sanitize__("unsigned-integer-overflow")]]
#else
#define HEAPARRAY_WRAPS
#endif

#endif  // HEAPARRAY_DETAIL_BASE_PLATFORM_HPP

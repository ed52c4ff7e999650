// SPDX-License-Identifier: MIT
//
// detail/base/platform.hpp: what compilers and platforms spell differently, and what they lack.
//
// Nothing here is for users to define. Their switches are in config.hpp.
#ifndef HEAPARRAY_DETAIL_BASE_PLATFORM_HPP
#define HEAPARRAY_DETAIL_BASE_PLATFORM_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

// MSVC's __cplusplus stays that of C++98, and analysers do not define what compilers have: one of the two must do.
#if __cplusplus < 202002L && (!defined(__cpp_concepts) || __cpp_concepts < 201907L)
#error "heaparray needs C++20: compile with -std=c++20 or newer (MSVC: /std:c++20)"
#endif

// Whether the program is compiled with exceptions.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define HEAPARRAY_HAS_EXCEPTIONS 1
#else
#define HEAPARRAY_HAS_EXCEPTIONS 0
#endif

// Attributes, where there is a choice in reserved spellings: `cold`, `noinline` and, in <stdnoreturn.h>, `noreturn` are
// macros in many programs. MSVC accepts the standard spelling of the first and ignores it.
#if defined(_MSC_VER)
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#define HEAPARRAY_EMPTY_BASES __declspec(empty_bases)
#define HEAPARRAY_COLD __declspec(noinline)
#define HEAPARRAY_NORETURN [[noreturn]]
#else
#define HEAPARRAY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#define HEAPARRAY_EMPTY_BASES
#define HEAPARRAY_COLD [[__gnu__::__cold__, __gnu__::__noinline__]]
#define HEAPARRAY_NORETURN [[__noreturn__]]
#endif

// For a function that is a few instructions long: inlined also where nothing else is, since a debug build without
// such calls is several times as fast. A debugger steps over it.
#if defined(_MSC_VER) && !defined(__clang__)
#define HEAPARRAY_STEP_OVER __forceinline
#else
#define HEAPARRAY_STEP_OVER [[__gnu__::__always_inline__, __gnu__::__artificial__]] inline
#endif

// For a member function whose result refers to what its object owns: Clang warns where the result is kept and the object
// is not.
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

// A program may have a global by any name, and our parameters and local variables have short ones: the warnings about
// names that hide others are off between these two. (Our own tests leave them on: among ourselves no name hides another.)
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

// The global allocation functions, called so that a compiler may leave out a pair of calls, as it may for a
// new-expression. The standard libraries call them in the same way.
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

// Data that all modules of a program have in common, and what each has for itself, also with
// -fvisibility=hidden.
#if defined(__ELF__) || defined(__APPLE__)
#define HEAPARRAY_SHARED [[__gnu__::__visibility__("default")]]
#define HEAPARRAY_OWN [[__gnu__::__visibility__("hidden")]]
#else
#define HEAPARRAY_SHARED
#define HEAPARRAY_OWN
#endif

// Whether AddressSanitizer is there, and whether a leak checker will look for the addresses of blocks. GCC
// does not say so of -fsanitize=leak.
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

// Whether a word can hold an address and a count. The compilers that define the macro say with it what
// std::atomic<std::uint64_t>::is_always_lock_free is; for the others it is always true.
#if HEAPARRAY_TAGGED_ADDRESSES || (defined(__GCC_ATOMIC_LLONG_LOCK_FREE) && __GCC_ATOMIC_LLONG_LOCK_FREE != 2)
#define HEAPARRAY_WORD_BITS_FREE 0
#else
#define HEAPARRAY_WORD_BITS_FREE 1
#endif

// A function whose unsigned arithmetic is meant to wrap, also under Clang's -fsanitize=integer.
#if defined(__clang__)
#define HEAPARRAY_WRAPS [[_Clang::__no_sanitize__("unsigned-integer-overflow")]]
#else
#define HEAPARRAY_WRAPS
#endif

#endif  // HEAPARRAY_DETAIL_BASE_PLATFORM_HPP

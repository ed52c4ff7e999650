// SPDX-License-Identifier: MIT
//
// detail/base/fail.hpp: every cold path of the library: broken contracts, lengths that cannot be, exceptions.
//
// All of it is out of line and marked cold, so that what stays in the caller is a compare and a branch.
#ifndef HEAPARRAY_DETAIL_BASE_FAIL_HPP
#define HEAPARRAY_DETAIL_BASE_FAIL_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <type_traits>

#include "../../config.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The place of a call. As a defaulted argument it is filled in where the call is written.
struct Caller {
  const char* file = nullptr;
  std::size_t line = 0;  // as wide as a word: no padding to be kept apart in a debug build

  // <source_location> says the same, but not under Clang 14 with libstdc++; the builtins are everywhere.
  HEAPARRAY_STEP_OVER static constexpr Caller here(const char* file = __builtin_FILE(),
                                                   std::size_t line = __builtin_LINE()) noexcept {
    return Caller{file, line};
  }
};

/// An index that knows where it was written: `operator[]` may have no second argument, but the conversion
/// to its only one may. Any type that converts to `std::size_t` is an index, as in `std::vector`.
struct Index {
  std::size_t value;
  Caller caller;

  template <std::convertible_to<std::size_t> Number>
    requires(!std::is_floating_point_v<Number>)
  HEAPARRAY_STEP_OVER constexpr Index(const Number& i, const char* file = __builtin_FILE(),
                                      std::size_t line = __builtin_LINE())
      : value(static_cast<std::size_t>(i)), caller{file, line} {}
};

/// Reports a broken contract and ends the program.
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated(Caller caller, const char* message) {
#ifdef HEAPARRAY_VIOLATION_HANDLER
  HEAPARRAY_VIOLATION_HANDLER(
      ::heaparray::Violation{message, caller.file, static_cast<unsigned>(caller.line)});
#else
  if (caller.file != nullptr) std::fprintf(stderr, "%s:%zu: ", caller.file, caller.line);
  std::fprintf(stderr, "heaparray: %s\n", message);
#endif
  std::abort();
}

/// Throws; in a program without exceptions, reports the same text and ends it.
/// \pre `message` begins with "heaparray: "
template <class Exception>
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise(const char* message) {
#if HEAPARRAY_HAS_EXCEPTIONS
  throw Exception(message);
#else
  violated(Caller{}, message + sizeof("heaparray: ") - 1);  // says it by itself
#endif
}

/// Enough for the longest sentence below with three 20-digit numbers in it.
inline constexpr std::size_t message_size = 192;

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_index(Caller caller, std::size_t index,
                                                             std::size_t size) {
  char text[message_size];
  std::snprintf(text, sizeof text, "index %zu is out of range for an array of size %zu", index, size);
  violated(caller, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_slice(Caller caller, std::size_t first,
                                                             std::size_t last, std::size_t size) {
  char text[message_size];
  std::snprintf(text, sizeof text, "slice [%zu, %zu) is out of range for an array of size %zu", first, last,
                size);
  violated(caller, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_empty(Caller caller, const char* function) {
  char text[message_size];
  std::snprintf(text, sizeof text, "%s of an empty array", function);
  violated(caller, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_null(Caller caller, const char* function) {
  char text[message_size];
  std::snprintf(text, sizeof text,
                "%s of a null handle, which has no block (it was default-constructed or moved from)",
                function);
  violated(caller, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void count_overflow(std::size_t max_owners) {
  char text[message_size];
  std::snprintf(text, sizeof text, "too many owners: a block with this type of count can have at most %zu",
                max_owners);
  violated(Caller{}, text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_too_long(std::size_t len, std::size_t max_len) {
  char text[message_size];
  std::snprintf(text, sizeof text, "heaparray: length %zu is more than max_len(), which is %zu", len,
                max_len);
  raise<std::length_error>(text);
}

/// How a function ends that cannot have the memory it needs: it throws, or it returns null (the `try_` forms).
struct OrThrow {};
struct OrNull {};

/// The answer to a length that is more than `max_len`.
template <class OnFailure>
[[nodiscard]] constexpr std::nullptr_t refuse_length([[maybe_unused]] std::size_t len,
                                                     [[maybe_unused]] std::size_t max_len) {
  if constexpr (std::is_same_v<OnFailure, OrThrow>) raise_too_long(len, max_len);
  return nullptr;
}

/// `who` knows better: "type" or "label".
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_wrong_length(std::size_t len, const char* who,
                                                                 std::size_t right) {
  char text[message_size];
  std::snprintf(text, sizeof text, "heaparray: length %zu does not fit: the %s of the array says %zu", len,
                who, right);
  raise<std::length_error>(text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_out_of_range(std::size_t index, std::size_t size) {
  char text[message_size];
  std::snprintf(text, sizeof text, "heaparray: at(%zu) is out of range for an array of size %zu", index,
                size);
  raise<std::out_of_range>(text);
}

/// `relation` is "only" or "more than".
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_lying_range(std::size_t announced, const char* relation,
                                                                std::size_t yielded) {
  char text[message_size];
  std::snprintf(text, sizeof text, "heaparray: from_range: a range announced %zu elements and yielded %s %zu",
                announced, relation, yielded);
  raise<std::length_error>(text);
}

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_immovable(std::size_t slot_count, std::size_t wanted) {
  char text[message_size];
  std::snprintf(text, sizeof text,
                "heaparray: ArrayBuilder: %zu slots cannot become %zu, since these elements or this label "
                "cannot be moved to another block",
                slot_count, wanted);
  raise<std::length_error>(text);
}

// The checks themselves, gone when hardening is off. The place of the call is given on by its parts: an object of which the
// address could be taken would be written to the stack in each round of a loop.

HEAPARRAY_STEP_OVER constexpr void expect_index([[maybe_unused]] const Index& i,
                                                [[maybe_unused]] std::size_t size) {
#if HEAPARRAY_HARDENING
  if (i.value >= size) [[unlikely]]
    violated_index(Caller{i.caller.file, i.caller.line}, i.value, size);
#endif
}

HEAPARRAY_STEP_OVER constexpr void expect_elements([[maybe_unused]] std::size_t size,
                                                   [[maybe_unused]] const char* function,
                                                   [[maybe_unused]] const Caller& caller) {
#if HEAPARRAY_HARDENING
  if (size == 0) [[unlikely]]
    violated_empty(Caller{caller.file, caller.line}, function);
#endif
}

HEAPARRAY_STEP_OVER constexpr void expect_block([[maybe_unused]] const void* block,
                                                [[maybe_unused]] const char* function,
                                                [[maybe_unused]] const Caller& caller) {
#if HEAPARRAY_HARDENING
  if (block == nullptr) [[unlikely]]
    violated_null(Caller{caller.file, caller.line}, function);
#endif
}

HEAPARRAY_STEP_OVER constexpr void expect_slice([[maybe_unused]] std::size_t first,
                                                [[maybe_unused]] std::size_t last,
                                                [[maybe_unused]] std::size_t size,
                                                [[maybe_unused]] const Caller& caller) {
#if HEAPARRAY_HARDENING
  if (first > last || last > size) [[unlikely]]
    violated_slice(Caller{caller.file, caller.line}, first, last, size);
#endif
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_FAIL_HPP

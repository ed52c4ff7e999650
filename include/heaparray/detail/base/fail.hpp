// SPDX-License-Identifier: MIT
//
// detail/base/fail.hpp: the checks of contracts, and the reports and exceptions that follow a failed check.
//
// Every report is out of line and marked cold, so the check in the caller is only a compare and a branch.
#ifndef HEAPARRAY_DETAIL_BASE_FAIL_HPP
#define HEAPARRAY_DETAIL_BASE_FAIL_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <type_traits>

#include "../../config.hpp"
#include "caller.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

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

#if HEAPARRAY_HAS_EXCEPTIONS
template <class Exception>
HEAPARRAY_NORETURN void throw_with(const char* message) {
  throw Exception(message);
}
#endif

/// Throws. In a program without exceptions, reports the same text and ends the program.
/// \pre `message` begins with "heaparray: "
template <class Exception>
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise(const char* message) {
#if HEAPARRAY_HAS_EXCEPTIONS
  // By a pointer, behind which clang-tidy does not look. It would say of each main() and each destructor that
  // makes an array that an exception may leave it, which it does not say of those that use std::vector.
  void (*const thrower)(const char*) = &throw_with<Exception>;
  thrower(message);
  std::abort();  // not reached
#else
  violated(Caller{}, message + sizeof("heaparray: ") - 1);  // violated() prints the prefix
#endif
}

/// Large enough for the longest message below with three 20-digit numbers in it.
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

HEAPARRAY_NORETURN HEAPARRAY_COLD inline void violated_size(Caller caller, const char* function,
                                                            std::size_t given, std::size_t size) {
  char text[message_size];
  std::snprintf(text, sizeof text, "%s with %zu elements for an array of size %zu", function, given, size);
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

/// The two ways to fail of a function that cannot get memory: it throws, or it returns null (the `try_`
/// forms).
struct OrThrow {};
struct OrNull {};

/// Fails because a length is more than `max_len`.
template <class OnFailure>
[[nodiscard]] constexpr std::nullptr_t refuse_length([[maybe_unused]] std::size_t len,
                                                     [[maybe_unused]] std::size_t max_len) {
  if constexpr (std::is_same_v<OnFailure, OrThrow>) raise_too_long(len, max_len);
  return nullptr;
}

/// `who` requires another length: "type" or "label".
HEAPARRAY_NORETURN HEAPARRAY_COLD inline void raise_wrong_length(std::size_t len, const char* who,
                                                                 std::size_t right) {
  char text[message_size];
  std::snprintf(text, sizeof text, "heaparray: length %zu does not fit: the %s of the array says %zu", len,
                who, right);
  raise<std::length_error>(text);
}

/// Fails because a length is not `right`, or because it is more than `max_len`.
template <class OnFailure>
HEAPARRAY_COLD void refuse_wrong_length(std::size_t len, const char* who, std::size_t right,
                                        std::size_t max_len) {
  if (len <= max_len) raise_wrong_length(len, who, right);
  static_cast<void>(detail::refuse_length<OnFailure>(len, max_len));
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

// The checks, which are empty if hardening is off. They pass the location of the call on in parts, because an
// object whose address could be taken would be written to the stack in every iteration of a loop.

HEAPARRAY_STEP_OVER constexpr void expect_elements(std::size_t size, const char* function,
                                                   const Caller& caller) {
  if (HEAPARRAY_HARDENING && size == 0) [[unlikely]]
    violated_empty(Caller{caller.file, caller.line}, function);
}

HEAPARRAY_STEP_OVER constexpr void expect_block(const void* block, const char* function,
                                                const Caller& caller) {
  if (HEAPARRAY_HARDENING && block == nullptr) [[unlikely]]
    violated_null(Caller{caller.file, caller.line}, function);
}

HEAPARRAY_STEP_OVER constexpr void expect_size(std::size_t given, std::size_t size, const char* function,
                                               const Caller& caller) {
  if (HEAPARRAY_HARDENING && given != size) [[unlikely]]
    violated_size(Caller{caller.file, caller.line}, function, given, size);
}

HEAPARRAY_STEP_OVER constexpr void expect_slice(std::size_t first, std::size_t last, std::size_t size,
                                                const Caller& caller) {
  if (HEAPARRAY_HARDENING && (first > last || last > size)) [[unlikely]]
    violated_slice(Caller{caller.file, caller.line}, first, last, size);
}

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BASE_FAIL_HPP

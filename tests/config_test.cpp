// SPDX-License-Identifier: MIT
//
// The macros that a program may look at. Modes and handlers are tested where they differ from the default.
#include <heaparray/config.hpp>

#include "support/catch.hpp"

#include <type_traits>
#include <utility>

TEST_CASE("config: the version can be compared by the preprocessor", "[config]") {
#if HEAPARRAY_VERSION_MAJOR < 0 || HEAPARRAY_VERSION_MINOR < 0 || HEAPARRAY_VERSION_PATCH < 0
  FAIL("a version is negative");
#endif
#if HEAPARRAY_VERSION_MAJOR == 0 && HEAPARRAY_VERSION_MINOR < 1
  FAIL("older than the first version");
#endif
  STATIC_REQUIRE(std::is_same_v<decltype(HEAPARRAY_VERSION_MAJOR), int>);
  STATIC_REQUIRE(std::is_same_v<decltype(HEAPARRAY_VERSION_MINOR), int>);
  STATIC_REQUIRE(std::is_same_v<decltype(HEAPARRAY_VERSION_PATCH), int>);
}

TEST_CASE("config: hardened, with exceptions, unless told otherwise", "[config]") {
  STATIC_REQUIRE(HEAPARRAY_HARDENING == 1);
  STATIC_REQUIRE(HEAPARRAY_HAS_EXCEPTIONS == 1);
}

HEAPARRAY_NAMESPACE_BEGIN
struct ConfigTestProbe {};
HEAPARRAY_NAMESPACE_END

TEST_CASE("config: names live in an inline namespace that is called like the mode", "[config]") {
  STATIC_REQUIRE(std::is_same_v<heaparray::ConfigTestProbe, heaparray::hardened::ConfigTestProbe>);
}

TEST_CASE("Violation: an aggregate with message, file and line", "[config]") {
  STATIC_REQUIRE(std::is_aggregate_v<heaparray::Violation>);
  STATIC_REQUIRE(std::is_trivially_copyable_v<heaparray::Violation>);
  constexpr heaparray::Violation violation{"what", "where.cpp", 7};
  STATIC_REQUIRE(violation.message[0] == 'w');
  STATIC_REQUIRE(violation.file[4] == 'e');
  STATIC_REQUIRE(violation.line == 7);
}

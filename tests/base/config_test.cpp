// SPDX-License-Identifier: MIT
//
// The macros that a program may look at. Modes and handlers are tested where they differ from the default.
#include <heaparray/config.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <type_traits>
#include <typeinfo>
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

TEST_CASE("config: the version as a number and as text says the same", "[config]") {
  STATIC_REQUIRE(HEAPARRAY_VERSION / 10000 == HEAPARRAY_VERSION_MAJOR);
  STATIC_REQUIRE(HEAPARRAY_VERSION / 100 % 100 == HEAPARRAY_VERSION_MINOR);
  STATIC_REQUIRE(HEAPARRAY_VERSION % 100 == HEAPARRAY_VERSION_PATCH);
#if HEAPARRAY_VERSION < 100
  FAIL("older than the first version");
#endif
  CHECK(std::string(HEAPARRAY_VERSION_STRING) == std::to_string(HEAPARRAY_VERSION_MAJOR) + "." +
                                                     std::to_string(HEAPARRAY_VERSION_MINOR) + "." +
                                                     std::to_string(HEAPARRAY_VERSION_PATCH));
}

TEST_CASE("config: hardened, with exceptions, unless told otherwise", "[config]") {
  STATIC_REQUIRE(HEAPARRAY_HARDENING == 1);
  STATIC_REQUIRE(HEAPARRAY_HAS_EXCEPTIONS == 1);
}

HEAPARRAY_NAMESPACE_BEGIN
struct ConfigTestProbe {};
HEAPARRAY_NAMESPACE_END

// What this program differs in from the defaults, by the letters of config.hpp.
constexpr const char* expected_letters = HEAPARRAY_LEAK_CHECKED   ? (HEAPARRAY_BORROW_SLOTS ? "s" : "bs")
                                         : HEAPARRAY_BORROW_SLOTS ? ""
                                                                  : "b";

TEST_CASE("config: names live in one inline namespace that is called like the version and the mode",
          "[config]") {
  STATIC_REQUIRE(
      std::is_same_v<heaparray::ConfigTestProbe, heaparray::HEAPARRAY_INLINE_NAMESPACE::ConfigTestProbe>);
  std::string expected = std::string("v") + HEAPARRAY_VERSION_STRING + expected_letters;
  std::replace(expected.begin(), expected.end(), '.', '_');
#define HEAPARRAY_TEST_TEXT(name) HEAPARRAY_TEST_TEXT_(name)
#define HEAPARRAY_TEST_TEXT_(name) #name
  CHECK(HEAPARRAY_TEST_TEXT(HEAPARRAY_INLINE_NAMESPACE) == expected);
#if !defined(_MSC_VER)  // as the Itanium ABI writes it: no other namespace is between
  CHECK(typeid(heaparray::ConfigTestProbe).name() ==
        "N9heaparray" + std::to_string(expected.size()) + expected + "15ConfigTestProbeE");
#endif
}

TEST_CASE("Violation: an aggregate with message, file and line", "[config]") {
  STATIC_REQUIRE(std::is_aggregate_v<heaparray::Violation>);
  STATIC_REQUIRE(std::is_trivially_copyable_v<heaparray::Violation>);
  constexpr heaparray::Violation violation{"what", "where.cpp", 7};
  STATIC_REQUIRE(violation.message[0] == 'w');
  STATIC_REQUIRE(violation.file[4] == 'e');
  STATIC_REQUIRE(violation.line == 7);
}

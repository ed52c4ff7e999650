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

TEST_CASE("config: names live in inline namespaces that are called like the version and the mode",
          "[config]") {
  STATIC_REQUIRE(std::is_same_v<heaparray::ConfigTestProbe, heaparray::hardened::ConfigTestProbe>);
  STATIC_REQUIRE(std::is_same_v<heaparray::ConfigTestProbe,
                                heaparray::HEAPARRAY_VERSION_NAMESPACE::hardened::ConfigTestProbe>);
  // Outermost: the modes of another version may mean something else.
  const std::string name = typeid(heaparray::ConfigTestProbe).name();
  std::string spelled = std::string("v") + HEAPARRAY_VERSION_STRING;
  std::replace(spelled.begin(), spelled.end(), '.', '_');
  CHECK(name.find(spelled) < name.find("hardened"));
}

TEST_CASE("Violation: an aggregate with message, file and line", "[config]") {
  STATIC_REQUIRE(std::is_aggregate_v<heaparray::Violation>);
  STATIC_REQUIRE(std::is_trivially_copyable_v<heaparray::Violation>);
  constexpr heaparray::Violation violation{"what", "where.cpp", 7};
  STATIC_REQUIRE(violation.message[0] == 'w');
  STATIC_REQUIRE(violation.file[4] == 'e');
  STATIC_REQUIRE(violation.line == 7);
}

// SPDX-License-Identifier: MIT
//
// Arrays on streams. What the text is, is in text_cases.hpp.
#include <heaparray/ostream.hpp>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/text_cases.hpp"

#include <cstddef>
#include <cstdint>
#include <ios>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace heaparray;

namespace {

constexpr auto print = [](const auto& array, auto... max) {
  std::ostringstream out;
  if constexpr (sizeof...(max) == 0) {
    out << array;
  } else {
    out << shortened(array, static_cast<std::size_t>(max)...);
  }
  return out.str();
};

struct Point {
  int x;
  int y;
};
std::ostream& operator<<(std::ostream& out, const Point& p) {
  return out << '(' << p.x << ", " << p.y << ')';
}

/// Has an operator<< that is none.
struct Shifted {};
[[maybe_unused]] int operator<<(std::ostream&, const Shifted&) { return 1; }

struct Refuses {};
std::ostream& operator<<(std::ostream&, const Refuses&) { throw test::Boom(); }

}  // namespace

TEST_CASE("ostream: each kind has its name", "[ostream]") { test::check_text_of_kinds(print); }
TEST_CASE("ostream: shared handles print the number of owners", "[ostream]") {
  test::check_text_of_counts(print);
  test::check_text_of_texts(print);
}
TEST_CASE("ostream: null is null, empty is not", "[ostream]") { test::check_text_of_null_and_empty(print); }
TEST_CASE("ostream: labels", "[ostream]") { test::check_text_of_labels(print); }
TEST_CASE("ostream: elements", "[ostream]") { test::check_text_of_elements(print); }
TEST_CASE("ostream: chars are quoted and escaped", "[ostream]") { test::check_text_of_chars(print); }
TEST_CASE("ostream: bytes are numbers", "[ostream]") { test::check_text_of_bytes(print); }
TEST_CASE("ostream: atomics print what they hold", "[ostream]") { test::check_text_of_atomics(print); }
TEST_CASE("ostream: nested arrays", "[ostream]") { test::check_text_of_nested(print); }
TEST_CASE("ostream: shortened to a number of elements", "[ostream]") { test::check_text_shortened(print); }

TEST_CASE("ostream: elements and labels of a user's type print themselves", "[ostream]") {
  CHECK(print(HeapArray<Point, Point>::filled(Point{1, 2}, 2, Point{3, 4})) ==
        "HeapArray { label: (1, 2), len: 2, elements: [(3, 4), (3, 4)] }");
  CHECK(print(RcArray<test::Immovable>(2, [](std::size_t i) {
          return test::Immovable(static_cast<int>(i));
        })) == "RcArray { len: 2, ref_count: 1, elements: [0, 1] }");
  CHECK(print(HeapArray<Shifted>(1)) == "HeapArray { len: 1, elements: [?] }");
}

TEST_CASE("ostream: operators can be chained", "[ostream]") {
  std::ostringstream out;
  std::ostream& result = out << "a " << HeapArray<int>{1} << " b " << shortened(RcArray<int>(), 1) << '\n';
  CHECK(&result == &out);
  CHECK(out.str() == "a HeapArray { len: 1, elements: [1] } b null\n");
}

TEST_CASE("ostream: numbers are written as the stream is set", "[ostream]") {
  std::ostringstream out;
  out << std::hex << HeapArray<int>{10, 255};
  CHECK(out.str() == "HeapArray { len: 2, elements: [a, ff] }");
}

TEST_CASE("ostream: what an element's operator throws comes out", "[ostream]") {
  std::ostringstream out;
  CHECK_THROWS_AS(out << HeapArray<Refuses>(1), test::Boom);
}

TEST_CASE("ostream: a stream that has failed stays as it is", "[ostream]") {
  std::ostringstream out;
  out.setstate(std::ios::failbit);
  out << HeapArray<int>{1};
  CHECK(out.fail());
  CHECK(out.str().empty());
}

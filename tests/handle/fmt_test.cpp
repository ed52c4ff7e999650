// SPDX-License-Identifier: MIT
//
// Arrays in {fmt}. What the text is, is in text_cases.hpp. Where there is no {fmt}, there is only the test that the header
// then does no harm.
#define FMT_HEADER_ONLY
#include <heaparray/fmt.hpp>

#include "support/catch.hpp"

#if !__has_include(<fmt/ranges.h>)

TEST_CASE("fmt: not tested, since there is no {fmt}", "[fmt]") {
  WARN("there is no <fmt/ranges.h>: heaparray/fmt.hpp is empty here (apt-get install libfmt-dev)");
  SUCCEED();
}

#else

#include "support/elements.hpp"
#include "support/text_cases.hpp"
#include "support/user_handle.hpp"

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace heaparray;

namespace {

constexpr auto format = [](std::string_view spec, const auto& array) {
  return fmt::vformat(spec, fmt::make_format_args(array));
};

constexpr auto print = [](const auto& array, auto... max) {
  if constexpr (sizeof...(max) == 0)
    return fmt::format("{}", array);
  else
    return format("{:." + std::to_string((max, ...)) + "}", array);
};

constexpr auto error_of = [](std::string_view spec, const auto& array) -> std::string {
  try {
    return "no error, but: " + format(spec, array);
  } catch (const fmt::format_error& error) {
    return error.what();
  }
};

struct Point {
  int x;
  int y;
};

}  // namespace

template <>
struct fmt::formatter<Point, char> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const Point& p, Context& context) const {
    return fmt::format_to(context.out(), "({}, {})", p.x, p.y);
  }
};

template <class T, class Label>
inline constexpr std::string_view heaparray::array_name<zoo::Row<T, Label>> = "Row";

TEST_CASE("fmt: the text is that of the other headers", "[fmt]") {
  test::check_text_of_kinds(print);
  test::check_text_of_counts(print);
  test::check_text_of_texts(print);
  test::check_text_of_null_and_empty(print);
  test::check_text_of_labels(print);
  test::check_text_of_elements(print);
  test::check_text_of_chars(print);
  test::check_text_of_bytes(print);
  test::check_text_of_atomics(print);
  test::check_text_of_nested(print);
  test::check_text_shortened(print);
}

TEST_CASE("fmt: specifications, and those of elements handed on", "[fmt]") {
  test::check_text_of_specifications(format);
}

TEST_CASE("fmt: other specifications are errors that say what is right", "[fmt]") {
  test::check_wrong_specifications(error_of);
}

TEST_CASE("fmt: elements and labels of a user's type, if they have a formatter", "[fmt]") {
  CHECK(fmt::format("{}", HeapArray<Point, Point>::filled(Point{1, 2}, 2, Point{3, 4})) ==
        "HeapArray { label: (1, 2), len: 2, elements: [(3, 4), (3, 4)] }");
  CHECK(fmt::format("{}", HeapArray<test::Counted>(1)) ==
        "HeapArray { len: 1, elements: [?] }");  // has only <<
}

TEST_CASE("fmt: an array of a user's own needs no formatter", "[fmt]") {
  const auto row = zoo::Row<int, char>::with_label('x', 3, test::digits);
  CHECK(fmt::format("{:.1}", row) == "Row { label: 'x', len: 3, elements: [0, ...] }");
}

TEST_CASE("fmt: checked where they are constants, among other things, and to any iterator", "[fmt]") {
  const HeapArray<int> a{1, 2, 3};
  CHECK(fmt::format("{} {:.1} {:>3}|", 7, a, 8) == "7 HeapArray { len: 3, elements: [1, ...] }   8|");
  CHECK(fmt::format("{:n:02x}", a) == "01, 02, 03");
  std::string out;
  fmt::format_to(std::back_inserter(out), "{{{:n}}}", a);
  CHECK(out == "{1, 2, 3}");
  CHECK(fmt::formatted_size("{}", a) == fmt::format("{}", a).size());
}

TEST_CASE("fmt: in ranges, and ranges in arrays", "[fmt]") {
  const std::vector<HeapArray<int>> rows{HeapArray<int>{1, 2}, HeapArray<int>()};
  CHECK(fmt::format("{}", rows) == "[HeapArray { len: 2, elements: [1, 2] }, null]");
  CHECK(fmt::format("{::n:#x}", rows) == "[0x1, 0x2, ]");
  CHECK(fmt::format("{}", HeapArray<std::vector<int>>{{1, 2}, {3}}) ==
        "HeapArray { len: 2, elements: [[1, 2], [3]] }");
  CHECK(fmt::format("{:>5}|", ArcText<>::from_text("abc")) == "  abc|");
}

#endif

// SPDX-License-Identifier: MIT
//
// Arrays in std::format. What the text is, is in text_cases.hpp. Where the standard library has no <format>, there
// is only the test that the header then does no harm.
#include <heaparray/format.hpp>

#include "support/catch.hpp"

#if !defined(__cpp_lib_format)

TEST_CASE("format: not tested, since this standard library has no <format>", "[format]") {
  WARN("__cpp_lib_format is not defined: heaparray/format.hpp is empty here");
  SUCCEED();
}

#else

#include "support/elements.hpp"
#include "support/text_cases.hpp"
#include "support/user_handle.hpp"

#include <algorithm>
#include <cstddef>
#include <format>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace heaparray;

namespace {

constexpr auto print = [](const auto& array, auto... max) {
  if constexpr (sizeof...(max) == 0) {
    return std::format("{}", array);
  } else {
    const std::string spec = "{:." + std::to_string((max, ...)) + "}";
    return std::vformat(spec, std::make_format_args(array));
  }
};

struct Point {
  int x;
  int y;
};

template <class A>
std::string error_of(std::string_view spec, const A& array) {
  try {
    return "no error, but: " + std::vformat(spec, std::make_format_args(array));
  } catch (const std::format_error& error) {
    return error.what();
  }
}

}  // namespace

template <>
struct std::formatter<Point, char> {
  constexpr auto parse(std::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const Point& p, Context& context) const {
    return std::format_to(context.out(), "({}, {})", p.x, p.y);
  }
};

template <class T, class Label>
inline constexpr std::string_view heaparray::array_name<zoo::Row<T, Label>> = "Row";
template <class T, class Label>
struct std::formatter<zoo::Row<T, Label>, char> : heaparray::ArrayFormatter<zoo::Row<T, Label>> {};

TEST_CASE("format: each kind has its name", "[format]") { test::check_text_of_kinds(print); }
TEST_CASE("format: shared handles print the number of owners", "[format]") {
  test::check_text_of_counts(print);
  test::check_text_of_texts(print);
}
TEST_CASE("format: null is null, empty is not", "[format]") { test::check_text_of_null_and_empty(print); }
TEST_CASE("format: labels", "[format]") { test::check_text_of_labels(print); }
TEST_CASE("format: elements", "[format]") { test::check_text_of_elements(print); }
TEST_CASE("format: chars are quoted and escaped", "[format]") { test::check_text_of_chars(print); }
TEST_CASE("format: bytes are numbers", "[format]") { test::check_text_of_bytes(print); }
TEST_CASE("format: atomics print what they hold", "[format]") { test::check_text_of_atomics(print); }
TEST_CASE("format: nested arrays", "[format]") { test::check_text_of_nested(print); }
TEST_CASE("format: shortened to a number of elements", "[format]") { test::check_text_shortened(print); }

TEST_CASE("format: elements and labels of a user's type, if they have a formatter", "[format]") {
  CHECK(std::format("{}", HeapArray<Point, Point>::filled(Point{1, 2}, 2, Point{3, 4})) ==
        "HeapArray { label: (1, 2), len: 2, elements: [(3, 4), (3, 4)] }");
  CHECK(std::format("{}", HeapArray<test::Counted>(1)) ==
        "HeapArray { len: 1, elements: [?] }");  // has only <<
}

TEST_CASE("format: an array of a user's own", "[format]") {
  const auto row = zoo::Row<int, char>::with_label('x', 3, test::digits);
  CHECK(std::format("{}", row) == "Row { label: 'x', len: 3, elements: [0, 1, 2] }");
  CHECK(std::format("{:.1}", row) == "Row { label: 'x', len: 3, elements: [0, ...] }");
}

TEST_CASE("format: among other things, and to any iterator", "[format]") {
  const HeapArray<int> a{1, 2, 3};
  CHECK(std::format("{} {:.1} {:>3}|", 7, a, 8) == "7 HeapArray { len: 3, elements: [1, ...] }   8|");
  CHECK(std::format("{1:.0} {0}", HeapArray<int>(), a) == "HeapArray { len: 3, elements: [...] } null");
  CHECK(std::format("{{{}}}", HeapArray<int>()) == "{null}");
  CHECK(std::formatted_size("{}", a) == std::format("{}", a).size());
  char buffer[9];
  const auto result = std::format_to_n(buffer, 9, "{}", a);
  CHECK(std::string_view(buffer, 9) == "HeapArray");
  CHECK(result.size == static_cast<std::ptrdiff_t>(std::format("{}", a).size()));
}

TEST_CASE("format: a number too large for a size_t means all elements", "[format]") {
  const HeapArray<int> a{1, 2};
  const std::string all = std::format("{}", a);
  CHECK(std::format("{:.18446744073709551615}", a) == all);
  CHECK(std::format("{:.18446744073709551616}", a) == all);  // 2^64: would wrap to 0
  CHECK(std::format("{:.18446744073709551617}", a) == all);
  CHECK(std::format("{:.99999999999999999999999999999999999999}", a) == all);
  CHECK(std::format("{:.0000000000000000000000000000000000000001}", a) ==
        "HeapArray { len: 2, elements: [1, ...] }");
}

TEST_CASE("format: the empty specification is the default", "[format]") {
  CHECK(std::format("{:}", HeapArray<int>{1, 2}) == "HeapArray { len: 2, elements: [1, 2] }");
}

TEST_CASE("format: specifications, and those of elements handed on", "[format]") {
  test::check_text_of_specifications([](std::string_view spec, const auto& array) {
    return std::vformat(spec, std::make_format_args(array));
  });
}

TEST_CASE("format: other specifications are errors that say what is right", "[format]") {
  test::check_wrong_specifications(
      [](std::string_view spec, const auto& array) { return error_of(spec, array); });
}

#if defined(__cpp_lib_format_ranges)
TEST_CASE("format: in ranges of the standard library", "[format]") {
  const std::vector<HeapArray<int>> rows{HeapArray<int>{1, 2}, HeapArray<int>()};
  CHECK(std::format("{}", rows) == "[HeapArray { len: 2, elements: [1, 2] }, null]");
  CHECK(std::format("{::n:#x}", rows) == "[0x1, 0x2, ]");
  CHECK(std::format("{::n}", HeapArray<std::vector<int>>{{1, 2}, {3}}) ==
        "HeapArray { len: 2, elements: [1, 2, 3] }");
}
#endif

#endif

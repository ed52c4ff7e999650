// SPDX-License-Identifier: MIT
//
// Arrays of characters as texts: comparison, conversion, hashes, making, and text.hpp.
#include "support/catch.hpp"
#include "support/global_new.hpp"

#include <heaparray/format.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/text.hpp>

#include <array>
#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <iomanip>
#include <limits>
#include <map>
#include <memory_resource>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace heaparray;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

template <class T, class Label = NoLabel>
using PlainKinds =
    std::tuple<HeapArray<T, Label>, ThinPtrArray<T, Label>, RcArray<T, Label>, CompactArcArray<T, Label>>;
template <class Label = NoLabel>
using TextKinds = std::tuple<ArcText<Label>, BasicArray<char, Label, Terminated<LengthInHandle>>,
                             BasicRcArray<char, Label, Terminated<LengthInHandle>, LocalCount<>>>;
template <class Tuple, class Other>
using Joined = decltype(std::tuple_cat(std::declval<Tuple>(), std::declval<Other>()));
using CharKinds = Joined<PlainKinds<char>, TextKinds<>>;

/// All that one may ask of two things, in both orders.
template <class A, class B>
void check_order(const A& a, const B& b, std::strong_ordering order) {
  CHECK((a == b) == std::is_eq(order));
  CHECK((b == a) == std::is_eq(order));
  CHECK((a != b) == std::is_neq(order));
  CHECK((b != a) == std::is_neq(order));
  CHECK((a < b) == std::is_lt(order));
  CHECK((b > a) == std::is_lt(order));
  CHECK((a <= b) == std::is_lteq(order));
  CHECK((b >= a) == std::is_lteq(order));
  CHECK((a > b) == std::is_gt(order));
  CHECK((b < a) == std::is_gt(order));
  CHECK((a >= b) == std::is_gteq(order));
  CHECK((b <= a) == std::is_gteq(order));
  CHECK((a <=> b) == order);
  CHECK((b <=> a) == (0 <=> order));
  STATIC_REQUIRE(std::is_same_v<decltype(a <=> b), std::strong_ordering>);
}

constexpr auto same = std::strong_ordering::equal;
constexpr auto less = std::strong_ordering::less;
constexpr auto greater = std::strong_ordering::greater;

template <class A, class B>
constexpr bool are_comparable = requires(const A& a, const B& b) { a == b; };
template <class A, class B>
constexpr bool are_ordered = requires(const A& a, const B& b) { a <=> b; };
template <class A>
constexpr bool goes_to_c = requires(const A& a) { a.c_str(); };

/// A text in an order of its own.
struct NoCase : std::char_traits<char> {};

struct NoOrder {
  friend bool operator==(const NoOrder&, const NoOrder&) = default;
};

/// What takes a view, and what takes a span.
std::size_t length_of_view(std::string_view text) { return text.size(); }
std::size_t length_of_span(std::span<const char> text) { return text.size(); }

}  // namespace

// ---- Comparison -------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("text: compared with every text of the standard library", "[text]", CharKinds) {
  const TestType a = TestType::from_text("bcd");
  check_order(a, "bcd", same);
  check_order(a, "bc", greater);
  check_order(a, "bcde", less);
  check_order(a, "a", greater);
  check_order(a, "", greater);
  check_order(a, "bcd"sv, same);
  check_order(a, "bce"sv, less);
  check_order(a, ""sv, greater);
  check_order(a, "bcd"s, same);
  check_order(a, "bcc"s, greater);
  check_order(a, std::pmr::string("c"), less);
  const char* const pointer = "bcd";
  check_order(a, pointer, same);
  char buffer[8] = "bcd";
  check_order(a, buffer, same);
  check_order(a, static_cast<char*>(buffer), same);
  const char without_nul[3] = {'b', 'c', 'd'};
  check_order(a, without_nul, same);
  check_order(TestType::from_text(""), "", same);
  check_order(TestType::from_text("a\0b"sv), "a\0b"sv, same);
  check_order(TestType::from_text("a\0b"sv), "a\0b"s, same);
  check_order(TestType::from_text("a\0b"sv), "a\0b", greater);  // a literal ends at its first NUL
}

TEMPLATE_LIST_TEST_CASE("text: compared with a text in the order of unsigned bytes", "[text]", CharKinds) {
  const TestType a = TestType::from_text("\xE9");
  check_order(a, "z", greater);
  check_order(a, "z"sv, greater);
  check_order(a, "z"s, greater);
  check_order(TestType::from_text("z"), "\xE9"sv, less);
}

TEST_CASE("text: those that keep a NUL order as texts, plain arrays of char as vector<char>", "[text]") {
  const auto accent = ArcText<>::from_text("\xE9");
  const auto z = ArcText<>::from_text("z");
  check_order(accent, z, greater);
  check_order(accent, RcText<>::from_text("z"), greater);
  check_order(accent, HeapArray<char>{'z'}, greater);
  check_order(SharedSlice<ArcText<>>(accent, 0, 1), SharedSlice<ArcText<>>(z, 0, 1), greater);
  check_order(SharedSlice<ArcText<>>(accent, 0, 1), z, greater);
  using Text = BasicRcArray<char, NoLabel, Terminated<LengthInBlock<>>, AtomicCount<>>;
  BasicAtomicArcArray<Text> cell(Text::from_text("\xE9"));
  check_order(cell.borrow(), z, greater);

  const std::vector<char> vector_accent = {'\xE9'};
  const std::vector<char> vector_z = {'z'};
  const auto order = vector_accent <=> vector_z;  // signed, but where char is not
  check_order(HeapArray<char>{'\xE9'}, HeapArray<char>{'z'}, order);
  check_order(HeapArray<char>{'\xE9'}, vector_z, order);
  check_order(accent, vector_z, greater);
}

TEMPLATE_TEST_CASE("text: of every type of characters", "[text]", wchar_t, char8_t, char16_t, char32_t) {
  using View = std::basic_string_view<TestType>;
  const TestType literal[] = {'b', 'c', 'd', 0};
  const TestType later[] = {'b', 'c', 'e', 0};
  const HeapArray<TestType> a = HeapArray<TestType>::from_text(literal);
  CHECK(a.size() == 3);
  check_order(a, literal, same);
  check_order(a, View(literal), same);
  check_order(a, std::basic_string<TestType>(literal), same);
  check_order(a, &literal[0], same);
  check_order(a, later, less);
  check_order(a, View(later), less);
  check_order(a, std::basic_string<TestType>(later), less);
  const View view = a;
  CHECK(view == literal);
  CHECK(std::hash<HeapArray<TestType>>()(a) == std::hash<View>()(view));
  CHECK(TextHash()(a) == std::hash<View>()(view));
  CHECK(TextEqual()(a, literal));
  CHECK_FALSE(TextEqual()(a, later));
  using Text = BasicRcArray<TestType, NoLabel, Terminated<LengthInBlock<>>, AtomicCount<>>;
  const Text text = Text::concat(a, static_cast<TestType>('/'), literal);
  CHECK(text.c_str() == text.data());
  CHECK(text.c_str()[7] == 0);
  CHECK(text.size() == 7);
}

TEST_CASE("text: literals of every type", "[text]") {
  CHECK(HeapArray<wchar_t>::from_text(L"abc") == L"abc");
  CHECK(HeapArray<char8_t>::from_text(u8"abc") == u8"abc");
  CHECK(HeapArray<char16_t>::from_text(u"abc") == u"abc"sv);
  CHECK(U"abd"s > HeapArray<char32_t>::from_text(U"abc"));
}

TEMPLATE_LIST_TEST_CASE("text: a null handle equals no text, and is less than each", "[text]", CharKinds) {
  const TestType null;
  check_order(null, "", less);
  check_order(null, ""sv, less);
  check_order(null, "a"s, less);
  CHECK(null != TestType::from_text(""));
  CHECK(std::string_view(null).empty());  // a view has no null
}

TEST_CASE("text: a label is not compared with a text, which has none", "[text]") {
  const auto one = ArcText<int>::from_text(1, "abc");
  const auto two = ArcText<int>::from_text(2, "abc");
  check_order(one, "abc", same);
  check_order(two, "abc", same);
  check_order(one, "abd"sv, less);
  CHECK(one != two);
  CHECK(one < two);
  CHECK((HeapArray<int, int>::from_range(7, {1, 2}) == std::vector<int>{1, 2}));
  CHECK(ArcText<NoOrder>::from_text(NoOrder(), "abc") < "abd");  // nor asked for anything
}

TEST_CASE("text: no text in the order of a user, and no text of other characters", "[text]") {
  STATIC_REQUIRE(are_comparable<ArcText<>, std::string>);
  STATIC_REQUIRE_FALSE(are_comparable<ArcText<>, std::basic_string<char, NoCase>>);
  STATIC_REQUIRE_FALSE(are_comparable<ArcText<>, std::basic_string_view<char, NoCase>>);
  STATIC_REQUIRE_FALSE(are_comparable<ArcText<>, std::wstring_view>);
  STATIC_REQUIRE_FALSE(are_comparable<ArcText<>, const wchar_t*>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<int>, const int*>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<int>, int[3]>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<std::atomic<char>>, std::string_view>);
}

// ---- Sequences of all elements ----------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("sequences: spans, vectors and std::array, of all kinds of arrays", "[text]",
                        PlainKinds<int>) {
  TestType a{1, 2, 3};
  const std::vector<int> equal{1, 2, 3};
  int writable[] = {1, 2, 3};
  check_order(a, equal, same);
  check_order(a, std::pmr::vector<int>{1, 2, 4}, less);
  check_order(a, std::vector<int>{1, 2}, greater);
  check_order(a, std::vector<int>(), greater);
  check_order(a, std::span<const int>(equal), same);
  check_order(a, std::span<int>(writable), same);
  check_order(a, std::span<int, 3>(writable), same);
  check_order(a, std::array<int, 3>{1, 2, 3}, same);
  check_order(a, std::array<int, 0>(), greater);
  check_order(a, a.as_slice(), same);
  check_order(TestType(), std::vector<int>(), less);
  check_order(TestType{}, std::span<int>(), less);
  CHECK(std::as_const(a) == equal);
}

TEST_CASE("sequences: elements of other types, that are only equal, and that are NaN", "[text]") {
  CHECK((HeapArray<std::string>{"a", "b"} == std::vector<std::string_view>{"a", "b"}));
  CHECK((std::vector<const char*>{"a", "c"} > HeapArray<std::string>{"a", "b"}));
  CHECK(HeapArray<NoOrder>(2) == std::vector<NoOrder>(2));
  STATIC_REQUIRE_FALSE(are_ordered<HeapArray<NoOrder>, std::vector<NoOrder>>);
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  const HeapArray<double> nans{1, nan};
  CHECK(nans != nans.as_slice());
  CHECK((nans <=> nans.as_slice()) == std::partial_ordering::unordered);
  CHECK((nans <=> std::vector<double>{2, nan}) == std::partial_ordering::less);
  CHECK((HeapArray<HeapArray<int>>{{1}, {2}} == std::vector<std::vector<int>>{{1}, {2}}));
}

TEST_CASE("sequences: not every container", "[text]") {
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<int>, std::deque<int>>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<int>, std::set<int>>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<bool>, std::vector<bool>>);
  STATIC_REQUIRE_FALSE(are_comparable<HeapArray<int>, int>);
  STATIC_REQUIRE(std::equality_comparable<std::vector<HeapArray<int>>>);
  STATIC_REQUIRE(std::equality_comparable<HeapArray<std::vector<int>>>);
  STATIC_REQUIRE(std::three_way_comparable<std::optional<HeapArray<char>>>);
}

TEST_CASE("==: a block is itself, where no element could differ from itself", "[text]") {
  struct Counts {
    int value = 0;
    mutable int compared = 0;
    bool operator==(const Counts& other) const {
      ++compared;
      return value == other.value;
    }
  };
  const RcArray<Counts> counted(3);
  CHECK(counted == RcArray<Counts>(counted));
  CHECK(counted[2].compared != 0);  // who knows

  enum class Colour { red };
  constexpr std::size_t n = std::size_t{1} << 20;
  const ArcArray<Colour> colours(n);
  const ArcArray<const char*> pointers(n);
  CHECK(colours == ArcArray<Colour>(colours));
  CHECK(pointers == ArcArray<const char*>(pointers));
  CHECK(pointers == pointers.as_slice());
  CHECK(pointers != pointers.slice(0, n - 1));
  const RcArray<double> nans(1, [](std::size_t) { return std::numeric_limits<double>::quiet_NaN(); });
  CHECK(nans != RcArray<double>(nans));
  // The labels are compared all the same: this one differs from itself.
  const auto label = RcArray<int, double>::with_len(std::numeric_limits<double>::quiet_NaN(), 3);
  CHECK(label != RcArray<int, double>(label));
}

// ---- Conversion -------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("text: converts to a string_view, and to what takes one", "[text]", CharKinds) {
  const TestType a = TestType::from_text("abc");
  const std::string_view view = a;
  CHECK(view.data() == a.data());
  CHECK(view == "abc");
  CHECK(length_of_view(a) == 3);
  CHECK(length_of_view(TestType::from_text("ab")) == 2);
  CHECK(length_of_view(TestType()) == 0);
  CHECK(length_of_span(a) == 3);
  CHECK(std::string_view(a) == "abc");
  CHECK(std::string(a) == "abc");
  std::string text("x");
  text += a;
  text.append(a).insert(0, a);
  CHECK(text == "abcxabcabc");
  CHECK(text.find(a) == 0);
  CHECK((text = a) == "abc");
  CHECK(std::span<const char>(a).size() == 3);
  CHECK(std::vector<std::string_view>{a, "b"}.front() == "abc");
  CHECK((a ? 1 : 2) == 1);
  STATIC_REQUIRE(std::is_nothrow_convertible_v<const TestType&, std::string_view>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const TestType&, std::string>);  // as a string_view
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const TestType&, bool>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const TestType&, std::wstring_view>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const HeapArray<std::string>&, std::string_view>);
}

TEST_CASE("text: slices, guards and static arrays convert, too", "[text]") {
  const auto text = ArcText<>::from_text("hello");
  CHECK(length_of_view(SharedSlice<ArcText<>>(text, 1, 3)) == 2);
  CHECK(SharedSlice<ArcText<>>(text, 1, 3) == "el");
  static constinit StaticArray<char, 2> fixed({'h', 'i'});
  CHECK(fixed == "hi");
  CHECK(length_of_view(fixed) == 2);
  using Text = BasicRcArray<char, NoLabel, Terminated<LengthInBlock<>>, AtomicCount<>>;
  BasicAtomicArcArray<Text> cell(Text::from_text("hello"));
  CHECK(cell.borrow() == "hello");
  CHECK(length_of_view(cell.borrow()) == 5);
}

// ---- Hashes -----------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("text: the hash of one without a label is that of its string_view", "[text]",
                        CharKinds) {
  for (const auto text : {""sv, "a"sv, "a\0b"sv, "what is longer than a word"sv})
    CHECK(std::hash<TestType>()(TestType::from_text(text)) == std::hash<std::string_view>()(text));
  CHECK(std::hash<TestType>()(TestType()) == 0);
}

TEST_CASE("TextHash, TextEqual: a table is searched without a handle", "[text]") {
  std::unordered_set<ArcText<>, TextHash, TextEqual> names;
  for (const auto name : {"one", "two", "and a longer name than a string keeps in itself"})
    names.insert(ArcText<>::from_text(name));
  const std::string word = "two";
  const test::AllocationScope scope;
  const bool found = names.find("one") != names.end() && names.find(std::string_view(word)) != names.end() &&
                     names.find(word) != names.end() &&
                     names.contains("and a longer name than a string keeps in itself") &&
                     !names.contains("three");
  const auto allocations = scope.allocations();
  CHECK(found);
  CHECK(allocations == 0);
  CHECK(names.contains(ArcText<>::from_text("one")));
  CHECK(names.contains(HeapArray<char>::from_text("one")));
  CHECK_FALSE(names.insert(ArcText<>::from_text("one")).second);

  std::unordered_map<RcText<int>, int, TextHash, TextEqual> labelled;  // by text alone
  labelled.emplace(RcText<int>::from_text(7, "seven"), 7);
  CHECK_FALSE(labelled.emplace(RcText<int>::from_text(8, "seven"), 8).second);
  CHECK(labelled.find("seven")->first.label() == 7);
  labelled.emplace(RcText<int>(), 0);
  CHECK(labelled.contains(""));  // a null handle is an empty text here
}

TEST_CASE("text: ordered tables are searched without a handle, by std::less<>", "[text]") {
  std::map<ArcText<>, int, std::less<>> ages;
  ages.emplace(ArcText<>::from_text("\xC3\xA9va"), 1);
  ages.emplace(ArcText<>::from_text("zoe"), 2);
  CHECK(ages.find("zoe")->second == 2);
  CHECK(ages.find("\xC3\xA9va"sv)->second == 1);
  CHECK(ages.find("adam"s) == ages.end());
  CHECK(ages.begin()->first == "zoe");
}

// ---- Making -----------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("from_text: the characters, without the NUL of a literal", "[text]", CharKinds) {
  CHECK(TestType::from_text("abc").size() == 3);
  CHECK(TestType::from_text("").size() == 0);
  CHECK(TestType::from_text("a\0b"sv).size() == 3);
  CHECK(TestType::from_text(std::string("abc")) == "abc");
  CHECK(TestType::from_text(TestType::from_text("abc")) == "abc");
  CHECK(TestType::try_from_text("abc").value() == "abc");
  CHECK(TestType::from_range(std::span("abc")).size() == 4);  // all elements
}

TEST_CASE("from_text: with a label, which may be a text itself", "[text]") {
  const auto text = ArcText<std::string>::from_text("label", "text");
  CHECK(text.label() == "label");
  CHECK(text == "text");
  const auto built = ArcText<std::string>::from_text(label_args(3u, 'x'), "text"s);
  CHECK(built.label() == "xxx");
  CHECK(ArcText<int>::try_from_text(7, "text")->label() == 7);
  CHECK(ArcText<int>::from_text("text").label() == 0);
}

TEST_CASE("concat: the parts one after the other", "[text]") {
  const auto a = ArcText<>::from_text("a");
  CHECK(ArcText<>::concat() == "");
  CHECK(ArcText<>::concat("") == "");
  CHECK(ArcText<>::concat(a) == "a");
  CHECK(ArcText<>::concat(a, '/', "b"s, "/"sv, "c.txt", ArcText<>(), HeapArray<char>{'!'}) == "a/b/c.txt!");
  CHECK(ArcText<>::concat({a, "b", "c"}) == "abc");
  CHECK(ArcText<>::concat("a\0b"sv, '\0', "c").size() == 5);
  CHECK(HeapArray<char>::concat("a", "b") == "ab");
  CHECK(ArcText<>::try_concat("a", "b").value() == "ab");
  const auto labelled = ArcText<int>::concat(label_args(7), "a", 'b');
  CHECK(labelled.label() == 7);
  CHECK(labelled == "ab");
  CHECK(ArcText<int>::concat(8, {"a", "b"}).label() == 8);
  CHECK(ArcText<int>::try_concat(label_args(9), "a")->label() == 9);
  CHECK(HeapArray<wchar_t>::concat(L"a", L'b') == L"ab");
}

TEST_CASE("concat, from_text: one allocation", "[text]") {
  if (!test::global_new_replaced) return;
  const std::string part(100, 'x');
  const test::AllocationScope scope;
  const auto text = ArcText<>::concat(part, '/', part);
  test::keep(text);
  const auto one = scope.allocations();
  const auto copy = ArcText<>::from_text(text);
  test::keep(copy);
  const auto two = scope.allocations();
  CHECK(one == 1);
  CHECK(two == 2);
  CHECK(copy.size() == 201);
}

TEST_CASE("concat: longer than any block is an error before any allocation", "[text]") {
  const std::string large(std::size_t{1} << 20, 'x');
  using Short = BasicArray<char, NoLabel, Terminated<LengthInBlock<std::uint8_t>>>;
  CHECK_THROWS_AS(Short::concat(large, large), std::length_error);
  CHECK_FALSE(Short::try_concat(large).has_value());
  CHECK_FALSE(Short::try_from_text(large).has_value());
  STATIC_REQUIRE(ArcText<>::max_len() <= std::numeric_limits<std::uint32_t>::max());
}

TEST_CASE("pmr: texts in memory of a resource", "[text]") {
  std::pmr::monotonic_buffer_resource arena;
  const auto text = pmr::ArcText<>::from_text("abc", &arena);
  CHECK(text == "abc");
  CHECK(pmr::RcText<int>::from_text(7, text, &arena).label() == 7);
  CHECK(pmr::ArcText<>::concat({text, "def"}, &arena) == "abcdef");
  CHECK(text.get_allocator().resource() == &arena);
}

// ---- ArcText and RcText -----------------------------------------------------------------------------------

TEST_CASE("ArcText, RcText: one word, eight bytes in front, a NUL behind", "[text]") {
  STATIC_REQUIRE(sizeof(ArcText<>) == sizeof(void*));
  STATIC_REQUIRE(sizeof(RcText<int>) == sizeof(void*));
  STATIC_REQUIRE(ArcText<>::block_type::elements_offset == 8);
  STATIC_REQUIRE(RcText<>::block_type::elements_offset == 8);
  STATIC_REQUIRE(ArcText<int>::block_type::elements_offset == 12);
  STATIC_REQUIRE(ArcText<>::block_type::memory_layout(7).size == 16);
  STATIC_REQUIRE(ReadableArray<ArcText<>>);
  STATIC_REQUIRE(ArrayRef<ArcText<>>);
  STATIC_REQUIRE(std::totally_ordered<ArcText<>>);
  STATIC_REQUIRE(are_ordered<ArcText<>, RcText<>>);
}

TEST_CASE("ArcText, RcText: c_str() goes to C", "[text]") {
  const auto text = RcText<>::from_text("abc");
  CHECK(std::strlen(text.c_str()) == 3);
  CHECK(text.c_str() == text.data());
  CHECK(std::strcmp(ArcText<>::concat(text, 'd').c_str(), "abcd") == 0);
  CHECK(std::strlen(ArcText<>::from_text("").c_str()) == 0);
  CHECK(std::strlen(ArcText<>().c_str()) == 0);  // never null
  char buffer[16];
  CHECK(std::snprintf(buffer, sizeof buffer, "<%s>", text.c_str()) == 5);
  STATIC_REQUIRE(goes_to_c<ArcText<int>>);
  STATIC_REQUIRE_FALSE(goes_to_c<HeapArray<char>>);
  STATIC_REQUIRE_FALSE(goes_to_c<SharedSlice<ArcText<>>>);
  STATIC_REQUIRE_FALSE(goes_to_c<BasicArray<int, NoLabel, Terminated<LengthInHandle>>>);
}

TEST_CASE("ArcText: copies share, and are written to by copy on write", "[text]") {
  const auto text = ArcText<int>::from_text(7, "abc");
  ArcText<int> copy = text;
  CHECK(copy.ref_eq(text));
  copy.make_mut()[0] = 'x';
  CHECK(copy == "xbc");
  CHECK(text == "abc");
  CHECK(std::strlen(copy.c_str()) == 3);
  CHECK(copy.label() == 7);
  const RcText<int> local = convert_to<RcText<int>>(std::move(copy));
  CHECK(local == "xbc");
}

TEST_CASE("ArcText: in an atomic cell", "[text]") {
  BasicAtomicArcArray<ArcText<>> cell(ArcText<>::from_text("one"));
  CHECK(cell.load() == "one");
  cell.store(ArcText<>::from_text("two"));
  CHECK(cell.borrow() == "two");
  CHECK(cell.load().c_str() == "two"s);
}

TEST_CASE("ArcText: prints as its characters", "[text]") {
  const auto text = ArcText<int>::from_text(7, "abc");
  std::ostringstream out;
  out << text << '|' << std::setw(5) << text << '|' << ArcText<>() << '|'
      << SharedSlice<ArcText<int>>(text, 1, 3);
  CHECK(out.str() == "abc|  abc||bc");
  std::ostringstream whole;
  whole << shortened(text, 2) << HeapArray<char>{'a'};
  CHECK(whole.str() ==
        "ArcText { label: 7, len: 3, ref_count: 1, elements: ['a', 'b', ...] }"
        "HeapArray { len: 1, elements: ['a'] }"s);
}

#if defined(__cpp_lib_format)
TEST_CASE("ArcText: formats as its characters", "[text]") {
  const auto text = ArcText<int>::from_text(7, "abc");
  CHECK(std::format("{}|{:>5}|{:.2}|{}", text, text, text, ArcText<>()) == "abc|  abc|ab|");
}
#endif

TEST_CASE("builder: text is appended as what it is", "[text]") {
  ArrayBuilder<ArcText<>> builder(0);
  builder.append("abc"sv);
  builder.append("def"s);
  builder.append_range("ghi"sv);
  char buffer[2] = {'j', 'k'};
  builder.append(buffer);
  builder.append(std::span("l"));  // all elements
  CHECK(builder.size() == 13);
  CHECK(std::move(builder).finish() == "abcdefghijkl\0"sv);
}

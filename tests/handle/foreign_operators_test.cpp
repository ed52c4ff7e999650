// SPDX-License-Identifier: MIT
//
// Operators and conversions of users' classes are preferred to what the library refuses with a sentence; and classes
// derived from handles, or converting to them, make handles.
#include <heaparray/heaparray.hpp>
#include <heaparray/static_array.hpp>
#include <heaparray/text.hpp>

#include <compare>
#include <cstddef>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

using namespace heaparray;

/// Compared with texts.
struct Token {
  std::string text;

  friend bool operator==(const Token& token, std::string_view other) { return token.text == other; }
  friend std::strong_ordering operator<=>(const Token& token, std::string_view other) {
    return token.text <=> other;
  }
};

/// Compared with spans.
struct Sum {
  int value;

  friend bool operator==(std::span<const int> numbers, const Sum& sum) {
    int total = 0;
    for (const int number : numbers) total += number;
    return total == sum.value;
  }
  friend bool operator<(std::span<const int> numbers, const Sum& sum) {
    return numbers.size() == 0 && sum.value > 0;
  }
};

/// Made from an array, and compared with its own kind.
struct Size {
  Size(const HeapArray<int>& a) : value(a.size()) {}

  std::size_t value;

  friend bool operator==(const Size&, const Size&) = default;
  friend auto operator<=>(const Size&, const Size&) = default;
};

/// Compared with everything.
struct Wildcard {
  template <class T>
  bool operator==(const T&) const {
    return true;
  }
};

/// Without an order of its own, but with one of spans.
struct Unordered {
  int value;

  bool operator==(const Unordered&) const = default;
};
bool operator<(std::span<const Unordered> a, std::span<const Unordered> b) { return a.size() < b.size(); }

template <class A, class B>
concept Comparable = requires(const A& a, const B& b) { a == b; };
template <class A, class B>
concept HasOrder = requires(const A& a, const B& b) { a < b; };

TEST_CASE("operators: those of a user's class, for what an array converts to") {
  const auto text = ArcText<>::from_text("abc");
  const Token token{"abc"};
  CHECK(text == token);
  CHECK(token == text);
  CHECK_FALSE(text < token);
  CHECK(token >= text);
  CHECK(HeapArray<char>::from_text("abc") == token);
  const HeapArray<int> numbers = {1, 2};
  CHECK(numbers == Sum{3});
  CHECK(Sum{3} == ArcArray<int>{1, 2});
  CHECK_FALSE(numbers < Sum{3});
  CHECK(numbers == Size(numbers));
  CHECK(Size(numbers) <= numbers);
  CHECK(numbers == Wildcard());
  CHECK(Wildcard() == numbers);
  CHECK(HeapArray<Unordered>(1) < HeapArray<Unordered>(2));
  STATIC_REQUIRE_FALSE(Comparable<HeapArray<int>, Token>);
  STATIC_REQUIRE_FALSE(Comparable<std::list<int>, HeapArray<int>>);
  STATIC_REQUIRE_FALSE(HasOrder<HeapArray<int>, int>);
  CHECK(ArcArray<Unordered>(1) < std::vector<Unordered>(2, Unordered{0}));
}

/// Derived classes with constructors of their own for copies and moves.
struct Name : HeapArray<char> {
  using BasicArray::BasicArray;
  Name(const Name& other) : BasicArray(other) {}
  Name(Name&& other) noexcept : BasicArray(std::move(other)) {}
};
struct UniqueName : UniqueArray<char> {
  using BasicArray::BasicArray;
  UniqueName(UniqueName&& other) noexcept : BasicArray(std::move(other)) {}
};
struct SharedName : ArcText<> {
  explicit SharedName(std::string_view text) : BasicRcArray(from_text(text)) {}
  SharedName(const SharedName& other) : BasicRcArray(other) {}
};
/// Conversions.
struct AsText {
  operator ArcText<>() const { return ArcText<>::from_text("array"); }
  operator std::string_view() const { return "view"; }
};
struct Numbers : std::vector<int> {
  using vector::vector;
  operator HeapArray<int>() const { return HeapArray<int>(size()); }
};

TEST_CASE("constructors: what is derived from a handle, or converts to one") {
  const Name name = {'a', 'b'};
  Name copy(name);
  const Name moved(std::move(copy));
  CHECK(moved == name);
  CHECK(HeapArray<char>(name) == "ab");
  UniqueName unique = {'a'};
  const UniqueArray<char> base(UniqueName(std::move(unique)));
  CHECK(base == "a");
  const SharedName shared("abc");
  CHECK(ArcText<>(SharedName(shared)).ref_eq(shared));
  CHECK(ArcText<>(AsText()) == "array");
  CHECK(HeapArray<int>(Numbers{7, 7, 7}) == HeapArray<int>(3));
  static constinit StaticArray<char, 2> fixed({'h', 'i'});
  const TpArcArray<char> handle(fixed);
  CHECK(handle == "hi");
  STATIC_REQUIRE_FALSE(std::is_constructible_v<ArcText<>, std::string>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<HeapArray<int>, std::vector<int>>);
  // The two literals of std::vector<ArcText<>>{"a", "b"} would be iterators over characters, each of them a length.
  STATIC_REQUIRE_FALSE(std::is_constructible_v<ArcText<>, const char&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<HeapArray<char>, char>);
  CHECK(HeapArray<char>{'a'} == "a");
}

}  // namespace

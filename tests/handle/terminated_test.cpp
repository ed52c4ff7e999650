// SPDX-License-Identifier: MIT
//
// Terminated<Length>: one more element behind the last, in every way of making, and nothing for arrays that
// do not ask.
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

/// Memory that is full of ones before it is used, with bytes behind it that must stay.
template <class T>
struct FullAllocator {
  using value_type = T;
  static constexpr std::size_t guard = 64;

  FullAllocator() = default;
  template <class U>
  FullAllocator(const FullAllocator<U>&) noexcept {}

  T* allocate(std::size_t n) {
    void* const memory = ::operator new(n * sizeof(T) + guard, std::align_val_t(alignof(T)));
    std::memset(memory, 0xFF, n * sizeof(T) + guard);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t n) noexcept {
    const auto* const behind = static_cast<const unsigned char*>(static_cast<const void*>(memory + n));
    if (std::any_of(behind, behind + guard, [](unsigned char c) { return c != 0xFF; }))
      test::report_problem("written behind a block");
    ::operator delete(memory, std::align_val_t(alignof(T)));
  }

  template <class U>
  friend bool operator==(const FullAllocator&, const FullAllocator<U>&) noexcept {
    return true;
  }
};
using Full = FullAllocator<std::byte>;

struct Header {
  std::uint16_t count = 3;
  std::uint16_t kind = 0;

  friend bool operator==(const Header&, const Header&) = default;
};
struct ThreeElements {
  std::size_t operator()(int) const noexcept { return 3; }
};

template <class T, class Label = int>
using Kinds = std::tuple<
    BasicArray<T, Label, Terminated<LengthInHandle>, NoCount, Full>,
    BasicArray<T, Label, Terminated<>, NoCount, Full>,
    BasicArray<T, Label, Terminated<LengthInBlock<std::uint8_t>>, NoCount, Full>,
    BasicRcArray<T, Label, Terminated<LengthInHandle>, LocalCount<>, Full>,
    BasicRcArray<T, Label, Terminated<LengthInBlock<std::uint32_t>>, AtomicCount<std::uint32_t>, Full>>;
template <class T>
using OfThree = std::tuple<BasicArray<T, int, Terminated<FixedLength<3>>, NoCount, Full>,
                           BasicRcArray<T, int, Terminated<FixedLength<3>>, AtomicCount<>, Full>,
                           BasicArray<T, int, Terminated<LengthFromLabel<ThreeElements{}>>, NoCount, Full>>;

struct Wide {
  std::uint64_t words[3] = {0, 0, 0};

  Wide() = default;
  explicit Wide(int i) : words{static_cast<std::uint64_t>(i), 0, 1} {}
  std::uint64_t value() const { return words[0]; }
  friend bool operator==(const Wide&, const Wide&) = default;
};

template <class T>
using TwoKinds = std::tuple<std::tuple_element_t<1, Kinds<T>>, std::tuple_element_t<4, Kinds<T>>>;

using Cases = test::Concat<Kinds<char>, TwoKinds<int>, TwoKinds<char32_t>>;
using CasesOfThree = test::Concat<OfThree<char>, OfThree<int>>;

/// Whether what lies behind the last element is the terminator.
template <class A>
bool ends(const A& a) {
  return a.data()[a.size()] == typename A::value_type();
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Terminated: in every way of making", "", Cases) {
  for (const auto& way : test::ways_of_making<TestType>()) {
    CAPTURE(way.name);
    TestType a = way.make(Full());
    CHECK(way.wrong(a) == "");
    CHECK(ends(a));
    const TestType copy = a.clone();
    CHECK(ends(copy));
    CHECK(ends(*a.try_clone()));
    const TestType moved(std::move(a));
    CHECK(ends(moved));
  }
}

TEMPLATE_LIST_TEST_CASE("Terminated: in every way of making one whose length is known", "", CasesOfThree) {
  using T = typename TestType::value_type;
  for (const auto& way : test::ways_of_making<TestType>()) {
    CAPTURE(way.name);
    const TestType a = way.make(Full());
    CHECK(way.wrong(a) == "");
    CHECK(ends(a));
  }
  CHECK(ends(TestType::with_label(1, [](std::size_t) { return T(1); })));
  CHECK(ends(TestType::filled(1, T(1))));
}

TEMPLATE_LIST_TEST_CASE("Terminated: of every length", "", Cases) {
  using T = typename TestType::value_type;
  for (std::size_t n = 0; n != 40; ++n) {
    const auto a = TestType::filled(7, n, T(1));
    CHECK(a.size() == n);
    CHECK(ends(a));
    CHECK(std::count(a.begin(), a.end(), T(1)) == static_cast<std::ptrdiff_t>(n));
  }
}

TEMPLATE_LIST_TEST_CASE("Terminated: kept by writing, copying, assigning, mapping, converting", "", Cases) {
  using T = typename TestType::value_type;
  using Owner = typename detail::OwnerOf<TestType>::type;
  const auto ones = TestType::filled(7, 3, T(1));
  TestType a = ones;

  Owner owner = convert_to<Owner>(ones);
  CHECK(ends(owner));
  std::ranges::fill(owner.as_slice_mut(), T(2));
  CHECK(owner[2] == T(2));
  CHECK(ends(owner));
  const Owner longer = Owner::filled(8, 5, T(3));
  owner = longer;  // another block
  CHECK(owner.size() == 5);
  CHECK(ends(owner));
  owner = Owner::filled(8, 5, T(4));
  const Owner same = Owner::filled(8, 5, T(5));
  owner = same;  // the same block
  CHECK(ends(owner));

  if constexpr (test::is_shared_handle<TestType>) {
    TestType other = a;
    std::ranges::fill(other.make_mut(), T(6));  // a copy
    CHECK(ends(other));
    CHECK(ends(a));
    CHECK(ends(std::move(other).make_owned()));
  }

  const auto next = [](T x) noexcept { return static_cast<T>(x + 1); };
  CHECK(ends(ones.map(next)));
  CHECK(ends(ones.clone().map(next)));  // in its block
  const auto doubles = ones.clone().map([](T x) noexcept { return static_cast<double>(x) + 1; });
  CHECK(doubles[2] == 2);
  CHECK(ends(doubles));
  const auto floats =
      ones.clone().map([](T x) noexcept { return static_cast<float>(x) + 1; });  // as large as an int
  CHECK(ends(floats));
  const auto strings = ones.map([](T x) { return std::string(100, static_cast<char>('a' + x)); });
  CHECK(strings[0][99] == 'b');  // which no string can end

  const HeapArray<T, int> plain = convert_to<HeapArray<T, int>>(ones);
  CHECK(plain == ones);
  CHECK(ends(convert_to<TestType>(plain)));
  CHECK(ends(convert_to<TestType>(std::vector<T>(3, T(1)))));
}

TEMPLATE_LIST_TEST_CASE("Terminated: a builder writes it where the array ends", "", Cases) {
  using T = typename TestType::value_type;
  for (std::size_t room = 0; room != 6; ++room) {
    for (std::size_t n = 0; n != 20; ++n) {
      ArrayBuilder<TestType> builder(7, room);
      for (std::size_t i = 0; i != n; ++i) builder.push_back(T(1));
      const TestType a = std::move(builder).finish();
      CHECK(a.size() == n);
      CHECK(ends(a));
    }
  }
}

TEST_CASE("Terminated: what is received into a builder ends, all slots used or not") {
  for (const std::size_t n : {std::size_t{0}, std::size_t{5}, std::size_t{8}}) {
    ArrayBuilder<ArcText<>> builder(8);
    std::ranges::fill(builder.spare(), 'x');
    builder.commit(n);
    const ArcText<> text = std::move(builder).finish();
    CHECK(text == std::string(n, 'x'));
    CHECK(std::strlen(text.c_str()) == n);
  }
}

TEST_CASE("Terminated: of arguments, and copied into") {
  auto text = BasicArray<char, int, Terminated<>, NoCount, Full>::with_elements(7, 'a', 'b');
  CHECK(ends(text));
  text.copy_from(std::span<const char>("xy", 2));
  CHECK(text == "xy");
  CHECK(ends(text));
  CHECK(ends(BasicArray<char, NoLabel, Terminated<>, NoCount, Full>::of('a', 'b', 'c')));
}

TEST_CASE("Terminated: counts in the size of a block, and in the longest length") {
  using Plain = BasicArray<char, NoLabel, LengthInBlock<std::uint32_t>>::block_type;
  using Text = BasicArray<char, NoLabel, Terminated<LengthInBlock<std::uint32_t>>>::block_type;
  STATIC_REQUIRE(Text::elements_offset == Plain::elements_offset);
  STATIC_REQUIRE(Plain::memory_layout(4).size == 8);
  STATIC_REQUIRE(Text::memory_layout(3).size == 8);
  STATIC_REQUIRE(Text::memory_layout(4).size == 9);
  STATIC_REQUIRE(Text::max_len_for(64) == Plain::max_len_for(64) - 1);
  STATIC_REQUIRE(Text::max_len_for(4) == 0);

  using Wides = BasicArray<Wide, NoLabel, Terminated<LengthInHandle>>;
  STATIC_REQUIRE(Wides::block_type::memory_layout(2).size == 3 * sizeof(Wide));
  STATIC_REQUIRE(Wides::max_len() == HeapArray<Wide>::max_len() - 1);
  CHECK_THROWS_AS(Wides(Wides::max_len() + 1), std::length_error);
  CHECK_FALSE(Wides::try_with_len(NoLabel(), SIZE_MAX).has_value());
  const Wides wide(2, [](std::size_t) { return Wide(7); });
  CHECK(wide[1] == Wide(7));
  CHECK(ends(wide));

  using Short = BasicArray<char, NoLabel, Terminated<LengthInBlock<std::uint8_t>>>;
  STATIC_REQUIRE(Short::max_len() == 255);  // it is not counted
  CHECK(ends(Short(255, [](std::size_t) { return 'x'; })));
}

TEST_CASE("Terminated: models LengthPolicy where the policy in it does") {
  STATIC_REQUIRE(LengthPolicy<Terminated<>>);
  STATIC_REQUIRE(LengthPolicy<Terminated<LengthInHandle>>);
  STATIC_REQUIRE(LengthPolicy<Terminated<FixedLength<3>>>);
  STATIC_REQUIRE(LengthPolicy<Terminated<LengthFromLabel<&Header::count>>, Header>);
  STATIC_REQUIRE_FALSE(LengthPolicy<Terminated<LengthFromLabel<&Header::count>>, int>);

  using Packet = BasicArray<std::byte, Header, Terminated<LengthFromLabel<&Header::count>>>;
  const auto packet = Packet::with_len(Header{5, 1});
  CHECK(packet.size() == 5);
  CHECK(packet.label() == Header{5, 1});
  CHECK(ends(packet));
}

TEST_CASE("Terminated: an array of pointers ends with null, as argv does") {
  const BasicArray<const char*, NoLabel, Terminated<LengthInHandle>> arguments = {"ls", "-l"};
  const char* const* argv = arguments.data();
  int argc = 0;
  while (argv[argc] != nullptr) ++argc;
  CHECK(argc == 2);
}

TEST_CASE("Terminated: a const array is not terminated by what is written to a slice") {
  auto text = BasicArray<char, NoLabel, Terminated<LengthInHandle>>::from_text("abc");
  std::ranges::fill(text, 'x');
  std::ranges::fill(text.as_slice_mut(), 'y');
  text.back() = 'z';
  CHECK(text.insert(3, '!') == std::nullopt);
  CHECK(text.get_mut(3) == nullptr);
  CHECK_THROWS_AS(text.at(3), std::out_of_range);
  CHECK(text.c_str() == std::string("yyz"));
}

TEST_CASE("Terminated: handles pass as raw pointers, and through cells") {
  using Text = BasicRcArray<char, int, Terminated<LengthInBlock<>>, AtomicCount<>>;
  const Text text = Text::from_text(7, "abc");
  const Text again = Text::from_raw(Text(text).into_raw());
  CHECK(again.ref_eq(text));
  BasicAtomicArcArray<Text> cell(text);
  cell.update([](const Text& old) { return Text::concat(label_args(8), old, "def"); });
  CHECK(cell.load().c_str() == std::string("abcdef"));
  CHECK(cell.borrow().c_str() == std::string("abcdef"));
  CHECK(cell.load().label() == 8);
}

// SPDX-License-Identifier: MIT
//
// Several arrays in one block: layout, making, copies, exceptions, sharing. The rows of tables: columns_rows_test.cpp.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

#include <heaparray/columns.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <list>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::AlignedColumns;
using heaparray::ArcColumns;
using heaparray::Arrays;
using heaparray::BasicColumns;
using heaparray::BasicRcColumns;
using heaparray::Column;
using heaparray::Columns;
using heaparray::FixedLength;
using heaparray::HeapColumns;
using heaparray::label_args;
using heaparray::label_from;
using heaparray::LengthFromLabel;
using heaparray::LengthInBlock;
using heaparray::NoLabel;
using heaparray::RcColumns;
using heaparray::SameLength;

namespace {

using Counting = CountingStateless<std::byte>;
using Checked = CheckedAllocator<std::byte>;

struct Unique {
  template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
  using of = HeapColumns<List, Label, Allocator>;
};
struct Rc {
  template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
  using of = RcColumns<List, Label, Allocator>;
};
struct Compact {
  template <class List, class Label = NoLabel, class Allocator = std::allocator<std::byte>>
  using of = BasicRcColumns<List, Label, heaparray::AtomicCount<std::uint32_t>, Allocator>;
};
using Kinds = std::tuple<Unique, Rc, Compact>;

template <class T>
auto maker(int seed) {
  return [seed](std::size_t i) { return Make<T>::value(seed + static_cast<int>(i)); };
}

template <std::size_t At, class A>
bool has(const A& a, int seed, std::size_t n) {
  const auto column = a.template column<At>();
  if (column.size() != n || a.template size<At>() != n) return false;
  for (std::size_t i = 0; i != n; ++i)
    if (!Make<std::remove_cv_t<typename decltype(column)::element_type>>::equal(column[i],
                                                                                seed + static_cast<int>(i)))
      return false;
  return true;
}

template <class T>
bool is_aligned(std::span<T> column, std::size_t alignment = alignof(T)) {
  return reinterpret_cast<std::uintptr_t>(column.data()) % alignment == 0;
}

// The label's own lengths.
struct Header {
  std::uint32_t kind = 0;
  std::uint16_t operands = 0;
  std::uint16_t uses = 0;

  std::size_t twice() const noexcept { return std::size_t{2} * operands; }
  friend bool operator==(const Header&, const Header&) = default;
};
using Node =
    Arrays<Column<void*, LengthFromLabel<&Header::operands>>, Column<double, LengthFromLabel<&Header::twice>>,
           Column<char, LengthInBlock<std::uint16_t>>>;

}  // namespace

// ---- layout ---------------------------------------------------------------------------------------------

namespace {

// By hand.
struct ByHand {
  std::uint64_t length0, length1, length2;
  std::uint32_t label;
};
using ThreeArrays = HeapColumns<Arrays<char, double, std::uint16_t>, std::uint32_t>;
static_assert(sizeof(ThreeArrays) == sizeof(void*) && sizeof(ArcColumns<Arrays<char, int>>) == sizeof(void*));
static_assert(std::is_nothrow_move_constructible_v<ThreeArrays> && std::is_nothrow_swappable_v<ThreeArrays>);

constexpr std::size_t word = sizeof(void*);
constexpr std::size_t label_end = 3 * word + 4;
static_assert(ThreeArrays::column_offset<0>({5, 3, 1}) == label_end);
static_assert(ThreeArrays::column_offset<1>({5, 3, 1}) ==
              heaparray::round_up(label_end + 5, alignof(double)));
static_assert(ThreeArrays::column_offset<2>({5, 3, 1}) == ThreeArrays::column_offset<1>({5, 3, 1}) + 24);
static_assert(ThreeArrays::memory_layout({5, 3, 1}).size == ThreeArrays::column_offset<2>({5, 3, 1}) + 2);
static_assert(ThreeArrays::memory_layout({5, 3, 1}).alignment == alignof(double));
static_assert(ThreeArrays::column_offset<0>({0, 0, 0}) == offsetof(ByHand, label) - 3 * 8 + 3 * word + 4);

// Lengths of any size, beside the count: 4 + 2 + 1 (+ 1) bytes, then the label, then the arrays.
using Small = BasicRcColumns<
    Arrays<Column<char, LengthInBlock<std::uint16_t>>, Column<char, LengthInBlock<std::uint8_t>>>,
    std::uint32_t, heaparray::AtomicCount<std::uint32_t>>;
static_assert(Small::column_offset<0>({9, 9}) == 12 && Small::column_offset<1>({9, 9}) == 21);
static_assert(Small::memory_layout({9, 9}).size == 30);

// Lengths that are in the label or in the type cost nothing.
static_assert(HeapColumns<Node, Header>::column_offset<0>({1, 2, 3}) == heaparray::round_up(2 + 2 + 8, word));
using InType = HeapColumns<Arrays<Column<int, FixedLength<3>>, Column<char, FixedLength<5>>>>;
static_assert(InType::memory_layout({3, 5}).size == 17 && InType::column_offset<1>({3, 5}) == 12);

// Tables keep one length.
using Table = HeapColumns<Columns<float, std::uint8_t, float>>;
static_assert(Table::memory_layout({5, 5, 5}).size == word + 20 + 5 + 3 + 20);
static_assert(Table::max_len_for(word + 48) == 5 && Table::max_len_for(word + 47) == 4);
static_assert(Table::max_len_for(word) == 0 && Table::max_len_for(0) == 0);
static_assert(Table::memory_layout({Table::max_len(), Table::max_len(), Table::max_len()}).size <=
              heaparray::max_block_size);

// 64 for SIMD: padding is where it must be, and the block is a multiple, as operator new requires.
using Simd = HeapColumns<AlignedColumns<64, float, float, float>>;
static_assert(Simd::column_offset<0>({20, 20, 20}) == 64 && Simd::column_offset<1>({20, 20, 20}) == 192);
static_assert(Simd::column_offset<2>({20, 20, 20}) == 320);
static_assert(Simd::memory_layout({20, 20, 20}) == heaparray::MemoryLayout{448, 64});

}  // namespace

TEMPLATE_LIST_TEST_CASE("Columns: the block has exactly the bytes of the arrays, and each is aligned", "",
                        Kinds) {
  using A = typename TestType::template of<Arrays<char, double, OverAligned64, Big>, int, Checked>;
  for (const auto& n : {std::array<std::size_t, 4>{5, 3, 2, 7}, std::array<std::size_t, 4>{0, 0, 0, 0},
                        std::array<std::size_t, 4>{0, 1, 0, 1}, std::array<std::size_t, 4>{63, 0, 1, 0}}) {
    Ledger ledger;
    const ObjectScope objects;
    {
      auto a = A::with_len(7, {n[0], n[1], n[2], n[3]}, Checked(ledger));
      CHECK(ledger.allocations() == 1);
      CHECK(ledger.last_bytes() == A::memory_layout(n).size);
      CHECK(ledger.last_alignment() == 64);
      CHECK(a.template column<0>().size() == n[0]);
      CHECK(a.template column<3>().size() == n[3]);
      CHECK(is_aligned(a.template column<1>()));
      CHECK(is_aligned(a.template column<2>(), 64));
      const auto* const start =
          reinterpret_cast<const char*>(a.template column<0>().data()) - A::template column_offset<0>(n);
      CHECK(reinterpret_cast<const char*>(a.template column<3>().data()) - start ==
            static_cast<std::ptrdiff_t>(A::template column_offset<3>(n)));
      CHECK(a.label() == 7);
    }
    CHECK(ledger.live() == 0);
    CHECK(objects.live() == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("Columns: an array begins at the alignment that its column asks for", "", Kinds) {
  using A = typename TestType::template of<
      Arrays<char, Column<float, LengthInBlock<std::uint8_t>, 64>, Column<char, SameLength, 4096>>, char>;
  const auto a = A::with_len('x', {3, 5});
  CHECK(is_aligned(a.template column<1>(), 64));
  CHECK(is_aligned(a.template column<2>(), 4096));
  CHECK(a.template size<2>() == 5);
  CHECK(a.label() == 'x');
}

// ---- elements, labels, handles --------------------------------------------------------------------------

namespace {

using ElementCases = Product<std::tuple<Unique, Compact>, ElementKinds>;
using LabelCases = Product<std::tuple<Unique>, LabelKinds>;

// An array of T, one of char, one as long as that, and one whose length is a byte.
template <class T>
using Mixed = Arrays<T, char, Column<T, SameLength>, Column<T, LengthInBlock<std::uint8_t>>>;

template <class A, class T, class... Allocator>
A make_mixed(int seed, const Allocator&... allocator) {
  return A::with_label(label_args(), {3, 2, 4}, maker<T>(seed), maker<char>(seed), maker<T>(seed + 10),
                       maker<T>(seed + 20), allocator...);
}
template <class T, class A>
bool is_mixed(const A& a, int seed) {
  return has<0>(a, seed, 3) && has<1>(a, seed, 2) && has<2>(a, seed + 10, 2) && has<3>(a, seed + 20, 4);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Columns: every kind of element, made, read, moved, swapped and dropped", "",
                        ElementCases) {
  using T = typename TestType::Element;
  using A = typename TestType::Kind::template of<Mixed<T>, NoLabel, Counting>;
  const ObjectScope objects;
  const int live = StatelessCounts::allocations - StatelessCounts::deallocations;
  const auto blocks = [live] { return StatelessCounts::allocations - StatelessCounts::deallocations - live; };
  {
    A a = make_mixed<A, T>(1);
    CHECK(blocks() == 1);
    CHECK(is_mixed<T>(a, 1));
    CHECK(is_aligned(a.template column<0>()));
    CHECK(is_aligned(a.template column<2>()));
    CHECK(is_aligned(a.template column<3>()));
    A b = std::move(a);
    CHECK_FALSE(a);
    CHECK(a == nullptr);
    CHECK(a.template column<3>().empty());
    CHECK(is_mixed<T>(b, 1));
    swap(a, b);
    CHECK(is_mixed<T>(a, 1));
    b = make_mixed<A, T>(2);
    CHECK(blocks() == 2);
    b = std::move(a);
    CHECK(blocks() == 1);
    CHECK(is_mixed<T>(b, 1));
    A c = A::from_raw(std::move(b).into_raw());
    CHECK(is_mixed<T>(c, 1));
    const A zeros({3, 2, 4});
    CHECK(Make<T>::equal(zeros.template column<3>()[3], 0));
    c = nullptr;
    CHECK(blocks() == 1);
  }
  CHECK(blocks() == 0);
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Columns: every kind of label", "", LabelCases) {
  using Label = typename TestType::Element;
  using A = typename TestType::Kind::template of<Arrays<Counted, char>, Label, Counting>;
  const ObjectScope objects;
  {
    A a = Make<Label>::with_args(9, [](auto&&... args) {
      return A::with_label(label_args(std::forward<decltype(args)>(args)...), {2, 3}, maker<Counted>(1),
                           maker<char>(2));
    });
    CHECK(Make<Label>::equal(a.label(), 9));
    CHECK(reinterpret_cast<std::uintptr_t>(std::addressof(a.label())) % alignof(Label) == 0);
    CHECK(has<0>(a, 1, 2));
    CHECK(has<1>(a, 2, 3));
    const A b = A::with_label(label_from([] { return Make<Label>::value(4); }), {0, 0}, maker<Counted>(1),
                              maker<char>(2));
    CHECK(Make<Label>::equal(b.label(), 4));
    CHECK(b);
    if constexpr (std::is_move_constructible_v<Label>) {
      const A c = A::with_label(Make<Label>::value(5), {1, 0}, maker<Counted>(1), maker<char>(2));
      CHECK(Make<Label>::equal(c.label(), 5));
    }
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("Columns: an empty label takes no byte, and is built and destroyed") {
  using A = HeapColumns<Arrays<Column<int, FixedLength<2>>>, EmptyCounted>;
  static_assert(A::column_offset<0>({2}) == 0);
  const ObjectScope objects;
  {
    const A a = A::with_label(label_args(3), maker<int>(1));
    CHECK(objects.live() == 1);
    CHECK(has<0>(a, 1, 2));
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Columns: elements are built in order and destroyed newest first, then the label", "",
                        Kinds) {
  using A = typename TestType::template of<Arrays<Counted, Counted, Counted>, CountedLabel>;
  const ObjectScope objects;
  {
    const auto a =
        A::with_label(label_args(0), {2, 1, 2}, maker<Counted>(1), maker<Counted>(3), maker<Counted>(4));
    CHECK(objects.build_order() == std::vector<int>{0, 1, 2, 3, 4, 5});
  }
  CHECK(objects.destroy_order() == std::vector<int>{5, 4, 3, 2, 1, 0});
}

TEST_CASE("Columns: destroying arrays that need no destructor reads none of them") {
  static_assert(std::is_trivially_destructible_v<heaparray::detail::ColumnsLabel<
                    Columns<int, double>, int, heaparray::NoCount, std::allocator<std::byte>>>);
  static_assert(!std::is_trivially_destructible_v<heaparray::detail::ColumnsLabel<
                    Columns<int, Counted>, int, heaparray::NoCount, std::allocator<std::byte>>>);
}

// ---- making ---------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Columns: each way of making", "", Kinds) {
  using A = typename TestType::template of<Arrays<std::string, int>, int>;
  using Plain = typename TestType::template of<Arrays<std::string, int>>;
  const auto text = [](std::size_t i) { return std::string(i + 20, 'x'); };
  const auto number = [](int& label, std::size_t i) {
    ++label;
    return static_cast<int>(i) * 2;
  };
  const A a = A::with_label(5, {2, 3}, text, number);
  CHECK(a.label() == 8);
  CHECK(a.template column<0>()[1] == std::string(21, 'x'));
  CHECK(a.template column<1>()[2] == 4);

  const A zeros = A::with_len(6, {1, 2});
  CHECK(zeros.template column<0>()[0].empty());
  CHECK(zeros.template column<1>()[1] == 0);
  const A raw = A::with_label_for_overwrite(7, {1, 2});
  CHECK(raw.template column<0>()[0].empty());
  CHECK(raw.template column<1>().size() == 2);

  const std::vector<std::string> strings = {"a", "b"};
  const std::list<short> shorts = {1, 2, 3};
  const A ranges = A::from_ranges(label_args(4), strings, shorts);
  CHECK(ranges.template column<0>()[1] == "b");
  CHECK(ranges.template column<1>()[2] == 3);
  // Functions and ranges side by side.
  const A both = A::with_label(4, {2, 3}, strings, number);
  CHECK(both.template column<0>()[0] == "a");
  CHECK(both.template column<1>()[1] == 2);

  const Plain plain({2, 1}, text, [](std::size_t) { return 9; });
  CHECK(plain.template column<1>()[0] == 9);
  const Plain zero({2, 1});
  CHECK(zero.template column<0>()[1].empty());

  CHECK(A::try_with_label(5, {2, 3}, text, number).value() == a);
  CHECK(A::try_with_len(6, {1, 2}).value() == zeros);
  CHECK(A::try_with_label_for_overwrite(7, {1, 2}).value().template size<1>() == 2);
  CHECK(A::try_from_ranges(4, strings, shorts).value() == ranges);
}

TEMPLATE_LIST_TEST_CASE("Columns: lengths of the label and of the type are not given", "", Kinds) {
  using A = typename TestType::template of<Node, Header>;
  const auto null = [](std::size_t) { return nullptr; };
  const auto half = [](std::size_t i) { return static_cast<double>(i) / 2; };
  const A a = A::with_label(Header{1, 2, 0}, 3, null, half, std::string_view("abc"));
  CHECK(a.template size<0>() == 2);
  CHECK(a.template column<1>()[3] == 1.5);
  CHECK(a.template column<2>()[2] == 'c');
  // A label that is not there yet is built first.
  const A b = A::with_label(label_args(1u, std::uint16_t{2}, std::uint16_t{0}), 3, null, half,
                            std::string_view("abc"));
  CHECK(a == b);
  CHECK(A::with_len(Header{1, 0, 0}, 0).template size<1>() == 0);

  using F =
      typename TestType::template of<Arrays<Column<int, FixedLength<3>>, Column<char, SameLength>>, Header>;
  const F f = F::with_label(Header{1, 0, 0}, maker<int>(1), maker<char>(5));
  CHECK(has<0>(f, 1, 3));
  CHECK(has<1>(f, 5, 3));
  CHECK(F::with_len(Header{}).template size<1>() == 3);
  CHECK(F::try_with_len(Header{}).value().template size<1>() == 3);
  CHECK(F::try_with_label(Header{1, 0, 0}, maker<int>(1), maker<char>(5)).value() == f);
  CHECK(F::with_label_for_overwrite(Header{}).template size<0>() == 3);
  CHECK(F::try_with_label_for_overwrite(Header{}).has_value());
  const std::array<int, 3> three = {1, 2, 3};
  CHECK(F::from_ranges(Header{1, 0, 0}, three, std::string_view("\5\6\7")) == f);
}

TEMPLATE_LIST_TEST_CASE("Columns: a length that does not fit is std::length_error, and nothing leaks", "",
                        Kinds) {
  using A = typename TestType::template of<Node, Header, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  const Checked c(ledger);
  const auto null = [](std::size_t) { return nullptr; };
  const auto zero = [](std::size_t) { return 0.0; };
  std::vector<void*> two(2), three(3);
  std::vector<double> four(4);
  CHECK(A::from_ranges(Header{1, 2, 0}, two, four, std::string_view("x"), c).template size<0>() == 2);
  CHECK_THROWS_AS(A::from_ranges(Header{1, 2, 0}, three, four, std::string_view("x"), c), std::length_error);
  CHECK_THROWS_AS(A::try_from_ranges(Header{1, 2, 0}, three, four, std::string_view("x"), c),
                  std::length_error);
  CHECK_THROWS_AS(A::with_label(Header{1, 2, 0}, 3, null, zero, std::string_view("abcd"), c),
                  std::length_error);
  // An init that changes the length under way.
  const auto meddles = [](Header& h, std::size_t) {
    ++h.operands;
    return 0.0;
  };
  CHECK_THROWS_AS(A::with_label(Header{1, 2, 0}, 3, null, meddles, std::string_view("abc"), c),
                  std::length_error);
  // The array before it, and what a list yields.
  using S = typename TestType::template of<Columns<Counted, Counted>, int, Checked>;
  const std::vector<int> short_one = {1, 2};
  const std::list<int> long_one = {1, 2, 3};
  CHECK_THROWS_AS(S::from_ranges(1, short_one, long_one, c), std::length_error);
  CHECK_THROWS_AS(S::with_label(1, 3, long_one, short_one, c), std::length_error);
  CHECK_THROWS_AS(S::with_label(1, 2, short_one, long_one, c), std::length_error);
  CHECK(ledger.live() == 0);
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Columns: what is too long is refused before any allocation, and nothing wraps", "",
                        Kinds) {
  using A = typename TestType::template of<Arrays<char, double, Column<Big, LengthInBlock<std::uint8_t>>>,
                                           int, Checked>;
  Ledger ledger;
  const Checked c(ledger);
  constexpr std::size_t most = SIZE_MAX;
  for (const auto& n :
       {std::array<std::size_t, 3>{most, 0, 0}, std::array<std::size_t, 3>{0, most, 0},
        std::array<std::size_t, 3>{most, most, most}, std::array<std::size_t, 3>{most / 2, 1, 0},
        std::array<std::size_t, 3>{0, most / 8, 0}, std::array<std::size_t, 3>{8, most / 8, 0},
        std::array<std::size_t, 3>{most / 2 - 40, 0, 255}, std::array<std::size_t, 3>{0, 0, 256}}) {
    CHECK_FALSE(A::try_with_len(1, {n[0], n[1], n[2]}, c).has_value());
    CHECK_FALSE(A::try_with_label_for_overwrite(1, {n[0], n[1], n[2]}, c).has_value());
    CHECK_THROWS_AS(A::with_len(1, {n[0], n[1], n[2]}, c), std::length_error);
    CHECK_THROWS_AS(A::memory_layout(n), std::length_error);
  }
  CHECK_THROWS_AS(A::with_len(1, {-1, 0, 0}, c), std::length_error);
  CHECK(ledger.allocations() == 0);
  CHECK(A::with_len(1, {0, 0, 255}, c).template size<2>() == 255);
}

TEMPLATE_LIST_TEST_CASE("Columns: no memory is std::bad_alloc, or an empty optional", "", Kinds) {
  using A = typename TestType::template of<Arrays<Counted, char>, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  const Checked c(ledger);
  const auto fail = [&] { ledger.fail_on(1); };
  fail();
  CHECK_THROWS_AS(A::with_len(label_args(), {1, 2}, c), std::bad_alloc);
  fail();
  CHECK_FALSE(A::try_with_len(label_args(), {1, 2}, c).has_value());
  fail();
  CHECK_FALSE(A::try_with_label(label_args(), {1, 2}, maker<Counted>(1), maker<char>(1), c).has_value());
  fail();
  CHECK_FALSE(A::try_from_ranges(label_args(), std::vector<int>{1}, std::string_view("x"), c).has_value());
  const auto a = A::with_len(label_args(), {1, 2}, c);
  fail();
  CHECK_THROWS_AS(a.clone(), std::bad_alloc);
  fail();
  CHECK_FALSE(a.try_clone().has_value());
  CHECK(a.try_clone().value() == a);
}

// ---- exceptions -----------------------------------------------------------------------------------------

namespace {

bool newest_first(const ObjectScope& objects) {
  const std::vector<int> undone = objects.destroy_order();
  return objects.build_order() == std::vector<int>(undone.rbegin(), undone.rend());
}

// Each step of `op(allocator)` fails. Returns the number of steps.
template <class Op>
int undone_everywhere(Op op) {
  return fail_everywhere([&] {
    Ledger ledger;
    const ObjectScope objects;
    try {
      op(Checked(ledger));
    } catch (...) {
      CHECK(ledger.live() == 0);
      CHECK(objects.live() == 0);
      CHECK(newest_first(objects));
      throw;
    }
  });
}

Throwing throwing(std::size_t i) {
  fault_point();
  return Throwing(static_cast<int>(i) + 1);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Columns: a throw at every step takes back what was built, newest first", "", Kinds) {
  using A = typename TestType::template of<Arrays<Throwing, char, Throwing>, ThrowingLabel, Checked>;
  const std::vector<int> range = {4, 5, 6};
  const int steps = 1 + 1 + 5;  // the allocation, the label, the elements
  CHECK(undone_everywhere([](Checked c) { static_cast<void>(A::with_len(label_args(9), {2, 4, 3}, c)); }) ==
        steps);
  CHECK(undone_everywhere([](Checked c) {
          static_cast<void>(A::with_label(label_args(9), {2, 4, 3}, throwing, maker<char>(1), throwing, c));
        }) == steps + 5);
  CHECK(undone_everywhere([&](Checked c) {
          static_cast<void>(A::with_label(label_args(9), {2, 4, 3}, throwing, maker<char>(1), range, c));
        }) == steps + 2);
  CHECK(undone_everywhere([&](Checked c) {
          static_cast<void>(A::from_ranges(label_args(9), range, std::string_view("x"),
                                           std::list<int>(range.begin(), range.end()), c));
        }) == steps + 1);
  // A length that is read from the label.
  struct Read : ThrowingLabel {
    using ThrowingLabel::ThrowingLabel;
    std::size_t two() const noexcept { return 2; }
  };
  using R = typename TestType::template of<
      Arrays<Column<Throwing, LengthFromLabel<&Read::two>>, Column<Throwing, FixedLength<3>>>, Read, Checked>;
  // (The label is built in front of the block, and moved there.)
  CHECK(fail_everywhere([] {
          Ledger ledger;
          const ObjectScope objects;
          try {
            static_cast<void>(
                R::with_label(label_from([] { return Read(9); }), throwing, throwing, Checked(ledger)));
          } catch (...) {
            CHECK(ledger.live() == 0);
            CHECK(objects.live() == 0);
            throw;
          }
        }) == 1 + 2 + 5 + 5);
}

TEMPLATE_LIST_TEST_CASE("Columns: a throw at every step of a copy leaves both as they were", "", Kinds) {
  using A = typename TestType::template of<Arrays<Throwing, char, Throwing>, ThrowingLabel, Checked>;
  int steps = 0;
  for (bool failed = true; failed; ++steps) {
    Ledger ledger;
    const ObjectScope objects;
    const auto a = A::with_label(label_args(9), {2, 4, 3}, maker<Throwing>(1), maker<char>(1),
                                 maker<Throwing>(5), Checked(ledger));
    const int live_objects = objects.live();
    auto b = A::with_len(label_args(8), {1, 1, 1}, Checked(ledger));
    const int both = objects.live();
    failed = false;
    try {
      const FailAt armed(steps + 1);
      if constexpr (std::is_same_v<TestType, Unique>)
        b = a;
      else
        b = a.clone();
    } catch (const Boom&) {
      failed = true;
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    CHECK(has<2>(a, 5, 3));
    CHECK(objects.live() == (failed ? both : 2 * live_objects));
    CHECK(ledger.live() == 2);
    CHECK((b == a) == !failed);
    if (failed) CHECK(b.template size<0>() == 1);
  }
  CHECK(steps - 1 == 1 + 1 + 5);
}

// ---- copies, sharing ------------------------------------------------------------------------------------

TEST_CASE("Columns: a copy of a unique handle is deep, and self-consistent") {
  const ObjectScope objects;
  {
    using A = HeapColumns<Arrays<Counted, std::string, char>, CountedLabel>;
    A a = A::with_label(label_args(1), {2, 3, 4}, maker<Counted>(1), maker<std::string>(2), maker<char>(3));
    A b = a;
    CHECK(b == a);
    CHECK(b.column<1>().data() != a.column<1>().data());
    b.column<1>()[0] = "changed";
    CHECK(Make<std::string>::equal(a.column<1>()[0], 2));
    CHECK(a != b);
    a = b;
    CHECK(a == b);
    const A& self = a;
    a = self;
    CHECK(a == b);
    CHECK(a.clone() == b);
    CHECK(a.try_clone().value() == b);
    const A null;
    b = null;
    CHECK_FALSE(b);
    CHECK_FALSE(null.clone());
    CHECK_FALSE(null.try_clone().value());
    CHECK(A(a, std::allocator<std::byte>()) == a);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("Columns: ExplicitCopy copies by clone() only") {
  using A = BasicColumns<Arrays<int, char>, NoLabel, heaparray::ExplicitCopy>;
  static_assert(!std::is_copy_constructible_v<A> && !std::is_copy_assignable_v<A>);
  const A a({1, 2});
  CHECK(a.clone() == a);
}

TEST_CASE("Columns: copies of a shared handle share the block, and make_mut copies it") {
  const ObjectScope objects;
  {
    using A = ArcColumns<Arrays<Counted, char>, std::string>;
    A a = A::with_label("label", {2, 3}, maker<Counted>(1), maker<char>(3));
    A b = a;
    CHECK(a.ref_eq(b));
    CHECK(a.use_count() == 2);
    CHECK(b.to_mut() == nullptr);
    b.make_mut().column<0>()[0] = Counted(7);
    b.make_mut().label() = "other";
    CHECK_FALSE(a.ref_eq(b));
    CHECK(a.is_unique());
    CHECK(has<0>(a, 1, 2));
    CHECK(a.label() == "label");
    CHECK(b.label() == "other");
    CHECK(b.to_mut() != nullptr);

    A c = b;
    CHECK_FALSE(std::move(c).to_owned().has_value());
    CHECK_FALSE(std::move(c).into_inner().has_value());
    CHECK_FALSE(c);
    A::owner_type owner = std::move(b).into_inner().value();
    CHECK(owner.column<0>()[0].value() == 7);
    A d = std::move(owner).share();
    CHECK(d.use_count() == 1);
    A e = d;
    const A::owner_type copied = std::move(e).make_owned();
    CHECK(d == A(copied.clone()));
    CHECK(d.is_unique());
    const A::owner_type taken = std::move(d).to_owned().value();
    CHECK(taken.label() == "other");
    a.reset();
    CHECK(a.use_count() == 0);
    CHECK_FALSE(a.is_unique());
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("Columns: elements and labels that synchronise themselves are mutable through shared handles") {
  using A = ArcColumns<Columns<std::atomic<int>, int>, std::atomic<int>>;
  const A a = A::with_len(label_args(1), 3);
  a.column<0>()[1].fetch_add(5);
  a.label().store(4);
  CHECK(a.column<0>()[1] == 5);
  CHECK(std::get<0>(a[1]) == 5);
  static_assert(std::is_same_v<decltype(a.column<1>()), std::span<const int>>);
}

TEST_CASE("Columns: a label from which a length is read is changed by update_label") {
  using A = HeapColumns<Node, Header>;
  A a = A::with_len(Header{1, 2, 0}, 3);
  static_assert(std::is_same_v<decltype(a.label()), const Header&>);
  a.update_label([](Header& h) { h.kind = 9; });
  CHECK(a.label().kind == 9);
  CHECK_THROWS_AS(a.update_label([](Header& h) { h.operands = 3; }), std::length_error);
  CHECK(a.label() == Header{9, 2, 0});
}

// ---- structures -----------------------------------------------------------------------------------------

namespace {

struct Link;
using LinkList = RcColumns<Arrays<Link, char>, int>;

}  // namespace
template <>
inline constexpr bool heaparray::enable_iterative_drop<Link> = true;
namespace {

struct Link {
  LinkList next;
};

}  // namespace

TEST_CASE("Columns: elements may be handles of their own kind, and a deep structure is destroyed in a loop") {
  LinkList list;
  for (int i = 0; i != 300'000; ++i)
    list =
        LinkList::with_label(i, {1, 2}, [&](std::size_t) { return Link{std::move(list)}; }, maker<char>(1));
  CHECK(list.label() == 299'999);
  CHECK(list.column<0>()[0].next.label() == 299'998);
  list.reset();
  CHECK_FALSE(list);
}

// ---- comparison, hash -----------------------------------------------------------------------------------

TEST_CASE("Columns: compared label first, then array by array, whatever the kind of the handle") {
  using A = HeapColumns<Arrays<int, char>, int>;
  using B = ArcColumns<Arrays<int, char>, int>;
  const auto make = [](int label, std::vector<int> x, std::string_view y) {
    return A::from_ranges(label, x, y);
  };
  const A a = make(1, {1, 2}, "ab");
  CHECK(a == make(1, {1, 2}, "ab"));
  CHECK(a == B::from_ranges(1, std::vector<int>{1, 2}, std::string_view("ab")));
  CHECK(a < make(2, {0}, "a"));
  CHECK(a < make(1, {1, 3}, "a"));
  CHECK(a > make(1, {1}, "zz"));
  CHECK(a < make(1, {1, 2}, "b"));
  CHECK(a < make(1, {1, 2}, "abc"));
  CHECK(a != make(1, {1, 2}, "ac"));
  CHECK(A() < a);
  CHECK(A() == B());
  CHECK(a != A());
  CHECK(std::hash<A>()(a) ==
        std::hash<B>()(B::from_ranges(1, std::vector<int>{1, 2}, std::string_view("ab"))));
  CHECK(std::hash<A>()(a) != std::hash<A>()(make(1, {1}, "ab")));
  CHECK(std::hash<A>()(A()) == 0);
}

// ---- allocators -----------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Columns: a stateful allocator lives in the block", "", Kinds) {
  using A = typename TestType::template of<Arrays<std::string, char>, int, Checked>;
  Ledger ledger, other;
  ledger.set_for_copies(other);
  {
    const auto a = A::with_len(1, {2, 3}, Checked(ledger));
    CHECK(a.get_allocator() == Checked(ledger));
    const auto b = a.clone();
    CHECK(b.get_allocator() == Checked(other));
    CHECK(other.live() == 1);
  }
  CHECK(other.live() == 0);
}

TEST_CASE("Columns: elements that use a polymorphic allocator get it") {
  Ledger ledger;
  CheckedResource resource(ledger);
  using Allocator = std::pmr::polymorphic_allocator<std::byte>;
  using A = HeapColumns<Arrays<std::pmr::string, int>, std::pmr::string, Allocator>;
  {
    const A a = A::with_label(
        std::string(50, 'l'), {2, 1},
        [](std::size_t) { return std::string_view("long enough not to fit inside"); }, maker<int>(1),
        &resource);
    CHECK(ledger.live() == 4);
    CHECK(a.column<0>()[1].get_allocator().resource() == &resource);
    CHECK(a.label().get_allocator().resource() == &resource);
    const A b = A::with_len(label_args(), {1, 0}, &resource);
    CHECK(b.column<0>()[0].get_allocator().resource() == &resource);
  }
  CHECK(ledger.live() == 0);
}

// ---- null handles ---------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("Columns: a null handle", "", Kinds) {
  using A = typename TestType::template of<Columns<int, std::string>, int>;
  A a;
  CHECK(a == nullptr);
  CHECK(a.size() == 0);
  CHECK(a.empty());
  CHECK(a.begin() == a.end());
  CHECK(a.template column<1>().data() == nullptr);
  CHECK(a.template size<1>() == 0);
  CHECK_THROWS_AS(a.at(0), std::out_of_range);
  CHECK_FALSE(A::from_raw(std::move(a).into_raw()));
  A b = nullptr;
  CHECK(a == b);
  b = A::with_len(1, 3);
  CHECK(b.size() == 3);
  b.reset();
  CHECK(b == nullptr);
}

// SPDX-License-Identifier: MIT
//
// LengthFromLabel: arrays whose label knows their length. (Every way of making them: making_test, order_test, ...)
#include <heaparray/heaparray.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

struct Header {
  std::uint16_t kind;
  std::uint16_t count;
  friend bool operator==(const Header&, const Header&) = default;
};

struct Grid {
  int rows, columns;
  int cells() const { return rows * columns; }
};

struct Bits {
  std::uint32_t word;  // the upper 24 bits are a key, the lower 8 the length
};
constexpr auto low_byte = [](const Bits& b) { return b.word & 0xFF; };

using Packet = BasicArray<int, Header, LengthFromLabel<&Header::count>>;
using SharedPacket = BasicRcArray<int, Header, LengthFromLabel<&Header::count>, AtomicCount<std::uint32_t>>;
using Packets = std::tuple<Packet, SharedPacket>;
using Cells = BasicArray<int, Grid, LengthFromLabel<&Grid::cells>>;
using Packed = BasicArray<int, Bits, LengthFromLabel<low_byte>>;

constexpr auto iota = [](std::size_t i) { return static_cast<int>(i); };
using Checked = test::CheckedAllocator<std::byte>;

template <class A>
int sum(const A& a) {
  return std::accumulate(a.begin(), a.end(), 0);
}

// Labels that hold arrays of their own kind: the length is in a member, in a base, or found by a function that
// is defined later.
struct Own {
  std::size_t n;
  BasicRcArray<int, Own, LengthFromLabel<&Own::n>, AtomicCount<>> next;
};
struct Sized {
  std::size_t n;
  std::size_t size() const noexcept { return n; }
};
struct Derived : Sized {
  explicit Derived(std::size_t k) : Sized{k} {}
  BasicRcArray<int, Derived, LengthFromLabel<&Derived::n>, AtomicCount<>> next;
};
struct DerivedOwner : Sized {
  explicit DerivedOwner(std::size_t k) : Sized{k} {}
  BasicArray<int, DerivedOwner, LengthFromLabel<&Sized::size>> next;
};
struct Later;
std::size_t length_of_later(const Later& label) noexcept;
using LaterArray = BasicRcArray<int, Later, LengthFromLabel<&length_of_later>, AtomicCount<>>;
struct Later {
  std::size_t n;
  LaterArray next;
};
std::size_t length_of_later(const Later& label) noexcept { return label.n; }

/// A user's own: the length is in the type, and in the label. Only the second is asked for.
struct Doubled {
  struct handle_part {
    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t) noexcept {}
  };
  struct block_part {
    constexpr explicit block_part(std::size_t) noexcept {}
  };
  static constexpr std::size_t max_len = 100;
  static constexpr bool in_handle = false;

  static constexpr std::size_t length_of(const int& label) noexcept {
    return 2 * static_cast<std::size_t>(label);
  }
  static constexpr std::size_t get(const block_part&, const int& label) noexcept { return length_of(label); }
};

}  // namespace

TEST_CASE("LengthFromLabel: a member, a member function, a callable", "[length]") {
  STATIC_REQUIRE(LengthPolicy<LengthFromLabel<&Header::count>, Header>);
  STATIC_REQUIRE(LengthPolicy<LengthFromLabel<&Grid::cells>, Grid>);
  STATIC_REQUIRE(LengthPolicy<LengthFromLabel<low_byte>, Bits>);
  STATIC_REQUIRE_FALSE(LengthPolicy<LengthFromLabel<&Header::count>, Grid>);
  STATIC_REQUIRE_FALSE(LengthPolicy<LengthFromLabel<&Header::count>>);
  struct Real {
    double length;
  };
  STATIC_REQUIRE_FALSE(LengthPolicy<LengthFromLabel<&Real::length>, Real>);
  STATIC_REQUIRE(sizeof(Packet) == sizeof(void*));
  STATIC_REQUIRE(Packet::max_len_for(sizeof(Header) + 5 * sizeof(int)) == 5);  // nothing but the label

  CHECK(Packet::with_len(Header{1, 5}).size() == 5);
  CHECK(Cells::with_len(Grid{3, 4}).size() == 12);
  CHECK(Packed::with_len(Bits{0xABCDEF07}).size() == 7);
}

TEMPLATE_LIST_TEST_CASE("LengthFromLabel: the length may be left out", "[length]", Packets) {
  using A = TestType;
  const Header five{1, 5};
  CHECK(sum(A::with_label(five, iota)) == 10);
  CHECK(sum(A::with_label(five, 5, iota)) == 10);
  CHECK(sum(A::with_label(label_args(std::uint16_t{1}, std::uint16_t{5}), iota)) == 10);
  CHECK(sum(A::with_len(five)) == 0);
  CHECK(sum(A::filled(five, 3)) == 15);
  CHECK(sum(A::filled(five, 5, 3)) == 15);
  CHECK(A::with_label_for_overwrite(five).size() == 5);
  CHECK(sum(A::try_with_label(five, iota).value()) == 10);
  CHECK(sum(A::from_range(five, std::array{1, 2, 3, 4, 5})) == 15);
  CHECK(A::with_len({}).size() == 0);  // a Header{}
  CHECK(A(0).size() == 0);             // likewise
  CHECK(A().size() == 0);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<A, decltype(iota)>);  // a default label would say the length
}

TEMPLATE_LIST_TEST_CASE("LengthFromLabel: a wrong length is std::length_error", "[length]", Packets) {
  using A = TestType;
  const Header five{1, 5};
  CHECK_THROWS_AS(A::with_label(five, 4, iota), std::length_error);
  CHECK_THROWS_AS(A::with_len(five, 6), std::length_error);
  CHECK_THROWS_AS(A::with_len(five, 65536 + 5), std::length_error);
  CHECK_THROWS_AS(A::with_len(label_args(std::uint16_t{1}, std::uint16_t{5}), 6), std::length_error);
  CHECK_THROWS_AS(A::try_with_label(five, 6, iota), std::length_error);
  CHECK_THROWS_AS(A::from_range(five, std::array{1, 2, 3, 4}), std::length_error);
  CHECK_THROWS_AS(A(3), std::length_error);
  CHECK_THROWS_AS(A({1, 2, 3}), std::length_error);
  CHECK(test::what_of<std::length_error>([&] { return A::with_len(five, 6); }) ==
        "heaparray: length 6 does not fit: the label of the array says 5");
  // More than a block can have, from a label that says so.
  CHECK_THROWS_AS(Cells::with_len(Grid{-1, 1}), std::length_error);
  CHECK_FALSE(Cells::try_with_label(Grid{-1, 1}, iota).has_value());
}

TEST_CASE("LengthFromLabel: a wrong length is found before any allocation where the label can be seen",
          "[length]") {
  using A = BasicArray<test::Counted, Header, LengthFromLabel<&Header::count>, NoCount, Checked>;
  test::Ledger ledger;
  const test::ObjectScope objects;
  const Checked allocator(ledger);
  const auto init = [](std::size_t i) { return test::Counted(static_cast<int>(i)); };
  CHECK_THROWS_AS(A::with_label(Header{1, 5}, 4, init, allocator), std::length_error);
  CHECK(ledger.allocations() == 0);
  // Where it cannot, before any element is built, and the block is given back.
  CHECK_THROWS_AS(A::with_label(label_args(std::uint16_t{1}, std::uint16_t{5}), 4, init, allocator),
                  std::length_error);
  CHECK(ledger.allocations() == 1);
  CHECK(ledger.live() == 0);
  CHECK(objects.built() == 0);
}

TEST_CASE("LengthFromLabel: init may change the label, but not the length", "[length]") {
  using A = BasicArray<test::Counted, Header, LengthFromLabel<&Header::count>, NoCount, Checked>;
  test::Ledger ledger;
  const Checked allocator(ledger);
  const auto count_kinds = [](Header& h, std::size_t i) {
    ++h.kind;
    return test::Counted(static_cast<int>(i));
  };
  CHECK(A::with_label(Header{1, 5}, count_kinds, allocator).label() == Header{6, 5});
  for (const int to : {0, 4, 6}) {
    const test::ObjectScope objects;
    const auto change_length = [&](Header& h, std::size_t i) {
      if (i == 2) h.count = static_cast<std::uint16_t>(to);
      return test::Counted(static_cast<int>(i));
    };
    CHECK_THROWS_AS(A::with_label(Header{1, 5}, change_length, allocator), std::length_error);
    CHECK(objects.built() == objects.destroyed());
    CHECK(objects.built() >= 5);
    CHECK(ledger.live() == 0);  // freed with the size that it was allocated with
    // And a throw while the label says something else.
    const auto change_and_throw = [&](Header& h, std::size_t i) {
      h.count = static_cast<std::uint16_t>(to);
      if (i == 3) throw std::runtime_error("at 3");
      return test::Counted(static_cast<int>(i));
    };
    CHECK_THROWS_AS(A::with_label(Header{1, 5}, change_and_throw, allocator), std::runtime_error);
    CHECK(objects.live() == 0);
    CHECK(ledger.live() == 0);
  }
  // Changed and changed back is not changed.
  CHECK(A::with_label(
            Header{1, 2},
            [](Header& h, std::size_t i) {
              h.count = static_cast<std::uint16_t>(i == 0 ? 9 : 2);
              return test::Counted(1);
            },
            allocator)
            .size() == 2);
}

TEST_CASE("LengthFromLabel: a label that can only be built in place needs the length", "[length]") {
  struct Node {
    std::atomic<int> hits{0};
    std::uint8_t height;
    explicit Node(std::uint8_t h) : height(h) {}
  };
  using A = BasicArray<int, Node, LengthFromLabel<&Node::height>>;
  const A a = A::with_label(label_args(std::uint8_t{4}), 4, iota);
  CHECK(sum(a) == 6);
  CHECK_THROWS_AS(A::with_label(label_args(std::uint8_t{4}), 5, iota), std::length_error);
}

TEST_CASE("LengthFromLabel: the label is handed out as const", "[length]") {
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Packet&>().label()), const Header&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<SharedPacket&>().label_mut()), const Header*>);
  STATIC_REQUIRE(LabelledArray<Packet> && !LabelledArrayMut<Packet>);
  STATIC_REQUIRE(LabelledArray<SharedPacket> && !LabelledArrayRefMut<SharedPacket>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<HeapArray<int, Header>&>().label()), Header&>);
}

TEST_CASE("LengthFromLabel: update_label changes all but the length", "[length]") {
  Packet a = Packet::with_label(Header{1, 5}, iota);
  a.update_label([](Header& h) { h.kind = 7; });
  CHECK(a.label() == Header{7, 5});
  CHECK_THROWS_AS(a.update_label([](Header& h) { h = Header{9, 6}; }), std::length_error);
  CHECK(a.label() == Header{7, 5});
  CHECK_THROWS_AS(a.update_label([](Header& h) {
    h = Header{9, 6};
    throw std::runtime_error("half-way");
  }),
                  std::runtime_error);
  CHECK(a.label() == Header{7, 5});
  CHECK(sum(a) == 10);

  SharedPacket shared = SharedPacket::with_label(Header{1, 5}, iota);
  const SharedPacket other = shared;
  shared.make_mut().update_label([](Header& h) { h.kind = 3; });
  CHECK(shared.label().kind == 3);
  CHECK(other.label().kind == 1);
}

TEST_CASE("LengthFromLabel: copies, assignment in place, moves", "[length]") {
  Packet a = Packet::with_label(Header{1, 3}, iota);
  const Packet b = Packet::with_label(Header{2, 3}, [](std::size_t) { return 9; });
  const Packet longer = Packet::with_label(Header{3, 4}, iota);
  const int* const data = a.data();
  a = b;
  CHECK(a.data() == data);
  CHECK(a == b);
  a = longer;
  CHECK(a.size() == 4);
  CHECK(a.clone() == longer);
  const Packet moved = std::move(a);
  CHECK(a.size() == 0);
  CHECK(moved.label() == Header{3, 4});
  CHECK(SharedPacket::with_label(Header{3, 4}, iota).clone() == moved);
}

namespace {

// Its length is what is left of it: a moved-from or half-assigned one says another.
struct Names {
  std::vector<std::string> names;
  static inline bool fail_in_assignment = false;

  explicit Names(std::size_t n) : names(n, "a name that is long enough for the heap") {}
  Names(const Names&) = default;
  Names(Names&&) = default;
  Names& operator=(const Names& other) {
    names.clear();
    if (fail_in_assignment) throw std::runtime_error("in assignment");
    names = other.names;
    return *this;
  }
  Names& operator=(Names&&) = default;
  std::size_t count() const noexcept { return names.size(); }
};
using Named = BasicArray<test::Counted, Names, LengthFromLabel<&Names::count>, NoCount, Checked>;

}  // namespace

TEST_CASE("LengthFromLabel: a label whose assignment throws leaves the length as it was", "[length]") {
  test::Ledger ledger;
  const Checked allocator(ledger);
  const auto init = [](std::size_t i) { return test::Counted(static_cast<int>(i)); };
  const test::ObjectScope objects;
  {
    Named a = Named::with_label(Names(3), init, allocator);
    const Named b = Named::with_label(label_args(3u), init, allocator);
    Names::fail_in_assignment = true;
    a = b;  // not in place, so nothing is assigned
    Names::fail_in_assignment = false;
    CHECK(a.size() == 3);
    CHECK_THROWS_AS(a.update_label([](Names& n) { n.names.pop_back(); }), std::length_error);
    a.update_label([](Names& n) { n.names[0] = "another"; });
    CHECK(a.label().names[0] == "another");
  }
  CHECK(objects.live() == 0);
  CHECK(ledger.live() == 0);
}

TEST_CASE("LengthFromLabel: moved to another allocator, the label is copied", "[length]") {
  test::Ledger from;
  test::Ledger to;
  const test::ObjectScope objects;
  {
    Named a = Named::with_label(
        Names(3), [](std::size_t i) { return test::Counted(static_cast<int>(i)); }, Checked(from));
    const Named b(std::move(a), Checked(to));
    CHECK_FALSE(a);
    CHECK(b.size() == 3);
    CHECK(b[2].value() == 2);
    CHECK(from.live() == 0);
    CHECK(to.live() == 1);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("a user's policy: one that knows the length has all of it too", "[length]") {
  STATIC_REQUIRE(LengthPolicy<Doubled, int>);
  using A = BasicArray<char, int, Doubled>;
  CHECK(A::with_len(4).size() == 8);
  CHECK(A::filled(3, 'x')[5] == 'x');
  CHECK_THROWS_AS(A::with_len(4, 7), std::length_error);
  CHECK_THROWS_AS(A::with_len(51), std::length_error);  // more than its max_len
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<A&>().label()), const int&>);
}

TEMPLATE_TEST_CASE("LengthFromLabel: a label may hold an array of its own kind", "[length]", Own, Derived,
                   DerivedOwner, Later) {
  using A = decltype(TestType::next);
  const auto label = [](std::size_t n) {
    if constexpr (std::is_aggregate_v<TestType>)
      return TestType{n, {}};
    else
      return TestType(n);
  };
  TestType holder = label(3);
  holder.next = A::with_len(label(2));
  const A a = A::with_label(std::move(holder), iota);
  CHECK(a.size() == 3);
  CHECK(a[2] == 2);
  CHECK(a.label().next.size() == 2);
  CHECK_FALSE(a.label().next.label().next);
  CHECK_THROWS_AS(A::with_len(label(2), 3), std::length_error);
}

// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Length policies: those of the library, and those that a user writes.
#include <heaparray/concepts.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/length.hpp>
#include <heaparray/rc_array.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <type_traits>

using namespace heaparray;

namespace {

constexpr auto iota = [](std::size_t i) { return static_cast<int>(i); };

/// In the type: nowhere at run time.
template <std::size_t N>
struct Exactly {
  struct handle_part {
    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t) noexcept {}
  };
  struct block_part {
    constexpr explicit block_part(std::size_t) noexcept {}
  };
  static constexpr std::size_t max_len = N;
  static constexpr bool in_handle = false;

  template <class Label>
  static constexpr std::size_t get(const block_part&, const Label&) noexcept {
    return N;
  }
};

struct Header {
  std::uint16_t count;
  std::uint16_t kind;
};

/// In the user's label, as file formats have it.
struct InHeader {
  struct handle_part {
    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t) noexcept {}
  };
  struct block_part {
    constexpr explicit block_part(std::size_t) noexcept {}
  };
  static constexpr std::size_t max_len = UINT16_MAX;
  static constexpr bool in_handle = false;

  static constexpr std::size_t get(const block_part&, const Header& header) noexcept { return header.count; }
};

/// In the handle, short.
struct InHandle32 {
  struct handle_part {
    std::uint32_t len = 0;

    constexpr handle_part() noexcept = default;
    constexpr explicit handle_part(std::size_t n) noexcept : len(static_cast<std::uint32_t>(n)) {}
  };
  struct block_part {
    constexpr explicit block_part(std::size_t) noexcept {}
  };
  static constexpr std::size_t max_len = UINT32_MAX;
  static constexpr bool in_handle = true;

  static constexpr std::size_t get(const handle_part& h) noexcept { return h.len; }
};

template <class A>
int sum(const A& a) {
  return std::accumulate(a.begin(), a.end(), 0);
}

}  // namespace

TEST_CASE("LengthInHandle: the handle part tells the length, the block part is empty", "[length]") {
  STATIC_REQUIRE(LengthPolicy<LengthInHandle>);
  STATIC_REQUIRE(LengthPolicy<LengthInHandle, Header>);
  STATIC_REQUIRE(LengthInHandle::in_handle);
  STATIC_REQUIRE(LengthInHandle::max_len == SIZE_MAX);
  STATIC_REQUIRE(std::is_empty_v<LengthInHandle::block_part>);
  STATIC_REQUIRE(LengthInHandle::get(LengthInHandle::handle_part()) == 0);
  STATIC_REQUIRE(LengthInHandle::get(LengthInHandle::handle_part(7)) == 7);
  STATIC_REQUIRE(LengthInHandle::get(LengthInHandle::handle_part(SIZE_MAX)) == SIZE_MAX);
}

TEMPLATE_TEST_CASE("LengthInBlock: the block part tells the length, the handle part is empty", "[length]",
                   std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, std::size_t) {
  using Policy = LengthInBlock<TestType>;
  STATIC_REQUIRE(LengthPolicy<Policy>);
  STATIC_REQUIRE(LengthPolicy<Policy, Header>);
  STATIC_REQUIRE_FALSE(Policy::in_handle);
  STATIC_REQUIRE(Policy::max_len == std::min<std::uint64_t>(static_cast<TestType>(-1), SIZE_MAX));
  STATIC_REQUIRE(std::is_empty_v<typename Policy::handle_part>);
  STATIC_REQUIRE(sizeof(typename Policy::block_part) == sizeof(TestType));
  STATIC_REQUIRE(Policy::get(typename Policy::block_part(0), NoLabel()) == 0);
  STATIC_REQUIRE(Policy::get(typename Policy::block_part(200), NoLabel()) == 200);
  STATIC_REQUIRE(Policy::get(typename Policy::block_part(Policy::max_len), Header{1, 2}) == Policy::max_len);
}

TEST_CASE("LengthInBlock: is a size_t unless told otherwise", "[length]") {
  STATIC_REQUIRE(std::is_same_v<LengthInBlock<>, LengthInBlock<std::size_t>>);
}

TEST_CASE("LengthInBlock: an array as long as the integer can count, and not one more", "[length]") {
  using Short =
      BasicArray<char, NoLabel, LengthInBlock<std::uint8_t>, NoCount, test::CheckedAllocator<std::byte>>;
  STATIC_REQUIRE(Short::max_len() == 255);
  STATIC_REQUIRE(sizeof(Short) == sizeof(void*));
  test::Ledger ledger;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  {
    const Short a = Short::with_len(NoLabel(), 255, allocator);
    CHECK(a.size() == 255);
  }
  CHECK(ledger.allocations() == 1);
  for (const std::size_t n : {std::size_t{256}, std::size_t{257}, std::size_t{511}, std::size_t{SIZE_MAX}}) {
    CAPTURE(n);
    CHECK_THROWS_AS(Short::with_len(NoLabel(), n, allocator), std::length_error);
    CHECK_FALSE(Short::try_with_label(NoLabel(), n, [](std::size_t) { return 'x'; }, allocator).has_value());
  }
  CHECK(ledger.allocations() == 1);
}

TEST_CASE("max_len: what the policy can say and what a block can hold, whichever is less", "[length]") {
  STATIC_REQUIRE(BasicArray<int, NoLabel, LengthInBlock<std::uint16_t>>::max_len() == 65535);
  STATIC_REQUIRE(ThinPtrArray<std::size_t>::max_len() == PTRDIFF_MAX / sizeof(std::size_t) - 1);
  STATIC_REQUIRE(HeapArray<int>::max_len() == PTRDIFF_MAX / sizeof(int));
  STATIC_REQUIRE(BasicArray<int, NoLabel, Exactly<3>>::max_len() == 3);
}

TEST_CASE("a user's policy: a length in the type takes no byte", "[length]") {
  STATIC_REQUIRE(LengthPolicy<Exactly<3>>);
  using Triple = BasicArray<int, NoLabel, Exactly<3>>;
  using SharedTriple = BasicRcArray<int, NoLabel, Exactly<3>, LocalCount<>>;
  STATIC_REQUIRE(sizeof(Triple) == sizeof(void*));
  STATIC_REQUIRE(sizeof(SharedTriple) == sizeof(void*));

  Triple a(3, iota);
  CHECK(a.size() == 3);
  CHECK(sum(a) == 3);
  CHECK(Triple().size() == 0);
  Triple b = a;
  CHECK(b == a);
  Triple c = std::move(a);
  CHECK(a.size() == 0);  // moved from: null
  CHECK(c.size() == 3);
  CHECK_THROWS_AS(Triple(4, iota), std::length_error);

  const SharedTriple shared(3, iota);
  const SharedTriple copy = shared;
  CHECK(copy.size() == 3);
  CHECK(copy == c);
}

TEST_CASE("a user's policy: a length computed from the label", "[length]") {
  STATIC_REQUIRE(LengthPolicy<InHeader, Header>);
  STATIC_REQUIRE_FALSE(LengthPolicy<InHeader, NoLabel>);
  STATIC_REQUIRE_FALSE(LengthPolicy<InHeader>);
  using Packet = BasicRcArray<std::uint8_t, Header, InHeader, AtomicCount<std::uint32_t>>;
  STATIC_REQUIRE(sizeof(Packet) == sizeof(void*));

  const auto packet =
      Packet::with_label(Header{5, 1}, 5, [](std::size_t i) { return static_cast<std::uint8_t>(i); });
  CHECK(packet.size() == 5);
  CHECK(sum(packet) == 10);
  CHECK(sum(packet.clone()) == 10);
  CHECK_THROWS_AS(Packet::with_len(Header{0, 1}, 65536), std::length_error);
}

TEST_CASE("a user's policy: a short length in the handle", "[length]") {
  STATIC_REQUIRE(LengthPolicy<InHandle32>);
  using A = BasicArray<int, NoLabel, InHandle32>;
  STATIC_REQUIRE(A::max_len() == std::min<std::size_t>(UINT32_MAX, FatPtrArray<int>::max_len()));
  A a(6, iota);
  CHECK(a.size() == 6);
  A b(std::move(a));
  CHECK(a.size() == 0);
  CHECK(sum(b) == 15);
  int* const raw = std::move(b).into_raw();
  CHECK(b.size() == 0);
  b = A::from_raw(raw, 6);
  CHECK(sum(b) == 15);
}

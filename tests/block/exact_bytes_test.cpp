// SPDX-License-Identifier: MIT
//
// labels: processor
//
// A block asks for the bytes that it needs, and no more, where the memory is given out in bytes.
#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <tuple>
#include <utility>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"

using namespace heaparray;

namespace {

/// Notes what it is asked for.
class Noting : public std::pmr::memory_resource {
 public:
  std::size_t bytes = 0, alignment = 0, freed = 0;

 private:
  void* do_allocate(std::size_t n, std::size_t align) override {
    bytes = n;
    alignment = align;
    return std::pmr::new_delete_resource()->allocate(n, align);
  }
  void do_deallocate(void* memory, std::size_t n, std::size_t align) override {
    freed = n;
    std::pmr::new_delete_resource()->deallocate(memory, n, align);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

/// What a block has in front of its elements, and behind the first one, without padding at its end.
template <class A>
std::size_t needed(std::size_t n) {
  return A::elements_offset + n * sizeof(typename A::value_type);
}

template <class A>
void check_global(std::size_t n) {
  if (!test::global_new_replaced) return;
  const test::AllocationScope scope;
  {
    const A a = A::with_len(label_args(), n);
    test::keep(a);
    CHECK(test::last_allocation().size == needed<A>(n));
  }
}

template <class A>
void check_resource(std::size_t n) {
  Noting resource;
  {
    const A a = A::with_len(label_args(), n, &resource);
    CHECK(resource.bytes == needed<A>(n));
    CHECK(resource.alignment == A::block_type::alignment);
  }
  CHECK(resource.freed == resource.bytes);
}

template <std::size_t N>
using Bytes = std::array<char, N>;
using Sizes = std::tuple<std::integral_constant<std::size_t, 1>, std::integral_constant<std::size_t, 2>,
                         std::integral_constant<std::size_t, 3>, std::integral_constant<std::size_t, 4>,
                         std::integral_constant<std::size_t, 8>, std::integral_constant<std::size_t, 12>,
                         std::integral_constant<std::size_t, 16>, std::integral_constant<std::size_t, 24>>;

template <class Kind, class Label, class T>
void check_both() {
  for (const std::size_t n : {1u, 3u, 17u, 33u}) {
    check_global<typename Kind::template of<T, Label>>(n);
    check_resource<typename Kind::template of<T, Label, std::pmr::polymorphic_allocator<std::byte>>>(n);
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("exact bytes: labels and elements of many sizes", "", Sizes) {
  using Label = Bytes<TestType::value>;
  check_both<test::Fat, Label, char>();
  check_both<test::Thin, Label, std::uint16_t>();
  check_both<test::TpArc, Label, Bytes<3>>();
  check_both<test::TpArc32, Label, std::uint32_t>();
  check_both<test::TpArc, Label, std::uint64_t>();
  check_both<test::TpArc32, std::uint32_t, Label>();
}

TEST_CASE("exact bytes: an interned string of one character") {
  using A = TpArcArray<char, std::uint32_t>;
  STATIC_REQUIRE(A::block_type::memory_layout(1).size == 2 * sizeof(std::size_t) + sizeof(std::uint32_t) + 1);
  STATIC_REQUIRE(A::max_len_for(2 * sizeof(std::size_t) + sizeof(std::uint32_t) + 1) == 1);
  check_global<A>(1);
  if (test::global_new_replaced) {
    const test::AllocationScope scope;
    const auto text = ArcText<>::from_text("abc");
    test::keep(text);
    CHECK(test::last_allocation().size == 2 * sizeof(std::uint32_t) + 4);
  }
}

TEST_CASE("exact bytes: an over-aligned block is a multiple of its alignment") {
  using A = AlignedArray<char, 64, int>;
  STATIC_REQUIRE(A::block_type::memory_layout(1).size == 128);
  STATIC_REQUIRE(A::max_len_for(128) == 64);
  STATIC_REQUIRE(A::max_len_for(191) == 64);
}

TEST_CASE("exact bytes: an allocator of objects is asked for whole units") {
  test::Ledger ledger;
  using A = TpArcArray<char, std::uint32_t, test::CheckedAllocator<std::byte>>;
  constexpr std::size_t unit = A::block_type::alignment;
  {
    const A a = A::with_len(7u, 2, test::CheckedAllocator<std::byte>(ledger));
    CHECK(ledger.last_bytes() == round_up(A::elements_offset + 2, unit));
  }
  STATIC_REQUIRE(A::block_type::memory_layout(2).size == round_up(A::elements_offset + 2, unit));
  STATIC_REQUIRE(A::max_len_for(A::elements_offset + unit - 1) ==
                 (A::elements_offset + unit - 1) / unit * unit - A::elements_offset);
}

TEST_CASE("exact bytes: an empty array without a label") {
  const test::AllocationScope scope;
  const HeapArray<int> a = HeapArray<int>::with_len(0);
  CHECK(a);
  CHECK(a.empty());
  Noting resource;
  const pmr::HeapArray<int> b(0, &resource);
  CHECK(b);
}

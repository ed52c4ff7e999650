// SPDX-License-Identifier: MIT
//
// AlignedAllocator: elements at a multiple of what the caller asks for, and max_len_for of handles.
#include <heaparray/heaparray.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

using Checked = test::CheckedAllocator<std::byte>;
template <std::size_t Alignment>
using AlignedChecked = AlignedAllocator<Alignment, Checked>;
using Kinds = test::Concat<test::HandleKinds, test::PolicyKinds>;

template <class T>
bool is_aligned(const T* p, std::size_t alignment) {
  return reinterpret_cast<std::uintptr_t>(p) % alignment == 0;
}

/// A user's own, which says so.
template <class T>
struct Pages : std::allocator<T> {
  Pages() = default;
  template <class U>
  Pages(const Pages<U>&) noexcept {}
  template <class U>
  struct rebind {
    using other = Pages<U>;
  };
  static constexpr std::size_t element_alignment = 4096;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("AlignedAllocator: elements of every handle, whatever stands in front of them", "",
                        Kinds) {
  using A = typename TestType::template of<float, std::string, AlignedChecked<64>>;
  using Bare = typename TestType::template of<char, NoLabel, AlignedChecked<256>>;
  STATIC_REQUIRE(std::is_same_v<typename A::value_type, float>);
  STATIC_REQUIRE(sizeof(A) == (TestType::is_fat ? 2 : 1) * sizeof(void*));
  test::Ledger ledger;
  const AlignedChecked<64> allocator{Checked(ledger)};
  {
    std::vector<A> arrays;
    for (std::size_t n = 0; n != 20; ++n) {
      arrays.push_back(A::filled("a label of its own length", n, 1.5f, allocator));
      CHECK(is_aligned(arrays.back().data(), 64));
      CHECK(ledger.last_alignment() == 64);
      CHECK(ledger.last_bytes() % 64 == 0);
      CHECK(arrays.back().size() == n);
    }
    const A copy = arrays[7].clone();
    CHECK(is_aligned(copy.data(), 64));
    CHECK(copy == arrays[7]);
    CHECK(&copy.get_allocator().inner_allocator().ledger() == &ledger);
    const Bare bare(3, AlignedChecked<256>{Checked(ledger)});
    CHECK(is_aligned(bare.data(), 256));
  }
  CHECK(ledger.live() == 0);
}

TEST_CASE("AlignedArray: with nothing in front of them, the elements begin the block", "") {
  using A = AlignedArray<float, 64>;
  STATIC_REQUIRE(sizeof(A) == 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_empty_v<A::allocator_type>);
  STATIC_REQUIRE(A::max_len_for(4096) == 1024);
  STATIC_REQUIRE(A::max_len_for(4095) == 1008);  // a whole number of 64 bytes
  STATIC_REQUIRE(AlignedArray<float, 64, int>::max_len_for(4096) == 1008);
  for (int i = 0; i != 50; ++i) {
    A a(static_cast<std::size_t>(i) * 7, [](std::size_t k) { return static_cast<float>(k); });
    CHECK(is_aligned(a.data(), 64));
    const A b = a;
    CHECK(is_aligned(b.data(), 64));
    CHECK(a == b);
  }
  // Less than the element needs by itself, and as much.
  struct alignas(32) Wide {
    char bytes[32];
  };
  STATIC_REQUIRE(AlignedArray<Wide, 8>::max_len_for(96) == 3);
  CHECK(is_aligned(AlignedArray<Wide, 8>(3).data(), 32));
}

TEST_CASE(
    "AlignedArray: a block is not smaller than its alignment, to which operator new may align no less") {
  // A replaced operator new (of jemalloc, tcmalloc, mimalloc) aligns 8 bytes to 8.
  STATIC_REQUIRE(AlignedArray<float, 16>::block_type::memory_layout(2).size == 16);
  STATIC_REQUIRE(AlignedArray<float, 16>::block_type::memory_layout(0).size == 16);
  // A block without a handle does not know the allocator.
  const AlignedAllocator<16> alloc;
  const test::AllocationScope scope;
  const auto block = heaparray::MemBlock<NoLabel, char>::allocate(alloc, 3);
  test::keep(block);
  if (test::global_new_replaced) CHECK(test::last_allocation().size == 16);
  block.deallocate(alloc, 3);
}

TEST_CASE("AlignedArray: without memory, nothing or std::bad_alloc") {
  using A = AlignedArray<std::byte, 4096>;
  const std::size_t n = A::max_len();
  const std::optional<A> none = A::try_with_label({}, n, [](std::size_t) { return std::byte(); });
  __asm__("" : : "r"(std::addressof(none)) : "memory");  // GCC 16 makes no allocation that nobody looks at
  CHECK_FALSE(none.has_value());
  CHECK_THROWS_AS(A(n + 1), std::length_error);
  test::Ledger ledger;
  ledger.fail_on(1);
  using Failing = HeapArray<char, NoLabel, AlignedChecked<256>>;
  CHECK_THROWS_AS(Failing(3, AlignedChecked<256>{Checked(ledger)}), std::bad_alloc);
  CHECK(ledger.live() == 0);
}

TEST_CASE("AlignedAllocator: a resource is accepted, and an allocator of one's own is read") {
  std::pmr::monotonic_buffer_resource arena;
  using Polymorphic = AlignedAllocator<128, std::pmr::polymorphic_allocator<std::byte>>;
  const HeapArray<int, int, Polymorphic> a = HeapArray<int, int, Polymorphic>::with_len(1, 10, &arena);
  CHECK(is_aligned(a.data(), 128));
  CHECK(a.get_allocator().inner_allocator().resource() == &arena);
  const RcArray<char, int, Pages<std::byte>> page = RcArray<char, int, Pages<std::byte>>::with_len(1, 10);
  CHECK(is_aligned(page.data(), 4096));
}

TEST_CASE("AlignedAllocator: memory that is asked for without a throw is freed as what it is") {
  // Such a range is gathered in memory that is not a whole block, and so is not aligned by itself.
  test::InputRange<float> input({1, 2, 3, 4, 5, 6});
  const auto a = AlignedArray<float, 64>::try_from_range(input);
  REQUIRE(a);
  CHECK((is_aligned(a->data(), 64) && a->size() == 6 && (*a)[5] == 6));
  using Block = MemBlock<NoLabel, float>;
  const AlignedAllocator<64> allocator;
  const Block block = Block::try_allocate(allocator, 3);
  REQUIRE(block);
  CHECK(is_aligned(block.elements(), 64));
  block.deallocate(allocator, 3);
}

TEST_CASE("AlignedAllocator: serves and propagates in containers of the standard") {
  test::Ledger ledger;
  {
    std::vector<float, AlignedAllocator<64, test::CheckedAllocator<float>>> v(
        AlignedAllocator<64, test::CheckedAllocator<float>>{test::CheckedAllocator<float>(ledger)});
    for (int i = 0; i != 100; ++i) {
      v.push_back(1.0f);
      REQUIRE(is_aligned(v.data(), 64));
    }
    const auto copy = v;
    CHECK(is_aligned(copy.data(), 64));
    CHECK(ledger.last_bytes() == 448);
  }
  CHECK(ledger.live() == 0);
  using Traits =
      std::allocator_traits<AlignedAllocator<64, test::CheckedAllocator<int, test::PropagateMove>>>;
  STATIC_REQUIRE(Traits::propagate_on_container_move_assignment::value);
  STATIC_REQUIRE_FALSE(Traits::propagate_on_container_copy_assignment::value);
  STATIC_REQUIRE_FALSE(Traits::is_always_equal::value);
  STATIC_REQUIRE(std::allocator_traits<AlignedAllocator<64>>::is_always_equal::value);
  CHECK(AlignedAllocator<64>() == AlignedAllocator<64>());
  test::Ledger other;
  CHECK_FALSE(AlignedChecked<64>{Checked(ledger)} == AlignedChecked<64>{Checked(other)});
  AlignedAllocator<64> bytes;
  CHECK_THROWS_AS(bytes.allocate(SIZE_MAX), std::length_error);
  CHECK_THROWS_AS(bytes.allocate(PTRDIFF_MAX), std::length_error);
}

TEST_CASE("AlignedAllocator: hands on to elements what its inner allocator does") {
  using Texts = std::pmr::polymorphic_allocator<std::pmr::string>;
  std::pmr::monotonic_buffer_resource arena;
  std::vector<std::pmr::string, AlignedAllocator<64, Texts>> v(&arena);
  v.emplace_back("text");
  CHECK(v[0].get_allocator().resource() == &arena);
  const HeapArray<std::pmr::string, NoLabel, AlignedAllocator<64, Texts>> a(1, &arena);
  CHECK(a[0].get_allocator().resource() == &arena);
}

TEMPLATE_LIST_TEST_CASE("max_len_for: the longest array that fits, and not one element more", "", Kinds) {
  using A = typename TestType::template of<std::uint32_t, char, Checked>;
  test::Ledger ledger;
  for (std::size_t bytes = 0; bytes != 300; ++bytes) {
    const std::size_t n = A::max_len_for(bytes);
    if (n != 0) {
      const A fits(n, Checked(ledger));
      REQUIRE(ledger.last_bytes() <= bytes);
    }
    const A more(n + 1, Checked(ledger));
    REQUIRE(ledger.last_bytes() > bytes);
  }
  CHECK(A::max_len_for(SIZE_MAX) >= A::max_len());
  STATIC_REQUIRE(BasicArray<char, NoLabel, LengthInBlock<std::uint8_t>>::max_len_for(4096) == 255);
}

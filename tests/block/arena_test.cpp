// SPDX-License-Identifier: MIT
//
// Allocators whose deallocate does nothing (enable_arena): no block keeps them, no block is given back, and what is in a
// block is still destroyed.
#include <heaparray/aligned_allocator.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/pmr.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using heaparray::BasicArray;
using heaparray::enable_arena;
using heaparray::HeapArray;
using heaparray::MemBlock;
using heaparray::NoLabel;
using heaparray::ThinPtrArray;
using heaparray::TpArcArray;

constexpr std::size_t word = sizeof(void*);

struct Arena {
  alignas(64) std::byte memory[4096];
  std::size_t used = 0;
  int given_back = 0;
};

// Says so by a nested type, or (Silent) by a specialisation.
template <class T>
struct InArena {
  using value_type = T;
  using deallocates_nothing = std::true_type;
  explicit InArena(Arena& a) : arena(&a) {}
  template <class U>
  InArena(const InArena<U>& other) : arena(other.arena) {}
  T* allocate(std::size_t n) {
    arena->used = heaparray::round_up(arena->used, alignof(T));
    if (n * sizeof(T) > sizeof arena->memory - arena->used) throw std::bad_alloc();
    std::byte* const memory = arena->memory + arena->used;
    arena->used += n * sizeof(T);
    return reinterpret_cast<T*>(memory);
  }
  void deallocate(T*, std::size_t) noexcept { ++arena->given_back; }
  friend bool operator==(const InArena&, const InArena&) = default;
  Arena* arena;
};
template <class T>
struct Silent : InArena<T> {
  using deallocates_nothing = std::false_type;
  Silent(const InArena<std::byte>& other) : InArena<T>(other) {}
  template <class U>
  Silent(const Silent<U>& other) : InArena<T>(*other.arena) {}
};

}  // namespace

template <class T>
inline constexpr bool heaparray::enable_arena<Silent<T>> = true;

namespace {

using Bytes = InArena<std::byte>;
using Aligned = heaparray::AlignedAllocator<32, Bytes>;
using PmrArena = heaparray::pmr::ArenaAllocator<>;

static_assert(enable_arena<Bytes> && enable_arena<Silent<int>> && enable_arena<PmrArena>);
static_assert(enable_arena<Aligned> && !enable_arena<heaparray::AlignedAllocator<32>>);
static_assert(!enable_arena<std::allocator<int>> && !enable_arena<heaparray::pmr::allocator>);

template <class Allocator>
constexpr bool keeps_nothing =
    HeapArray<void*, std::uint64_t, Allocator>::block_type::elements_offset == sizeof(std::uint64_t) &&
    ThinPtrArray<void*, NoLabel, Allocator>::block_type::elements_offset == word &&
    TpArcArray<void*, NoLabel, Allocator>::block_type::elements_offset == 2 * word;
static_assert(keeps_nothing<Bytes> && keeps_nothing<Silent<std::byte>> && keeps_nothing<PmrArena>);
static_assert(HeapArray<int, NoLabel, Aligned>::block_type::elements_offset == 0);

}  // namespace

TEMPLATE_TEST_CASE("Arenas: a block is never given back", "[arena]", Bytes, Silent<std::byte>, Aligned) {
  Arena arena;
  {
    auto a = HeapArray<int, int, TestType>::with_label(
        7, 3, [](std::size_t i) { return int(i); }, TestType(Bytes(arena)));
    const auto b = std::move(a);
    CHECK(b.label() == 7);
    CHECK(b[2] == 2);
    const TpArcArray<int, NoLabel, TestType> c(4, TestType(Bytes(arena)));
    const auto d = c;
    CHECK(d.use_count() == 2);
  }
  CHECK(arena.given_back == 0);
}

TEST_CASE("Arenas: a node has the bytes of label and elements", "[arena]") {
  Arena arena;
  const auto node = HeapArray<void*, std::uint64_t, Bytes>::with_len(5, 2, Bytes(arena));
  CHECK(arena.used == sizeof(std::uint64_t) + 2 * word);
  const auto block =
      MemBlock<std::uint64_t, void*>::create(Bytes(arena), 5, 3, [](std::size_t) { return nullptr; });
  CHECK(block.label() == node.label());
  CHECK(arena.used == 2 * sizeof(std::uint64_t) + 5 * word);
}

TEST_CASE("Arenas: what is in a block is destroyed with its handle", "[arena]") {
  Arena arena;
  const test::ObjectScope objects;
  {
    const auto a = HeapArray<test::Counted, test::CountedLabel, Bytes>::with_len(heaparray::label_args(1), 3,
                                                                                 Bytes(arena));
    const auto b = TpArcArray<test::Counted, test::CountedLabel, Bytes>::with_len(heaparray::label_args(1), 3,
                                                                                  Bytes(arena));
    const auto c = b;
    CHECK(objects.live() == 8);
  }
  CHECK(objects.live() == 0);
  CHECK(arena.given_back == 0);
}

TEST_CASE("Arenas: a failure leaves nothing but bytes of the arena", "[arena]") {
  Arena arena;
  const test::ObjectScope objects;
  using A = HeapArray<test::Counted, NoLabel, Bytes>;
  struct Stop {};
  CHECK_THROWS_AS(
      A(3, [](std::size_t i) { return i == 2 ? throw Stop() : test::Counted(int(i)); }, Bytes(arena)), Stop);
  CHECK_THROWS_AS(A(sizeof arena.memory, Bytes(arena)), std::bad_alloc);
  CHECK_FALSE(A::try_with_len(sizeof arena.memory, Bytes(arena)).has_value());
  CHECK(objects.live() == 0);
  CHECK(arena.given_back == 0);
}

TEST_CASE("Arenas: a copy says where it is", "[arena]") {
  Arena arena, other;
  using A = HeapArray<int, NoLabel, Bytes>;
  const A a({1, 2, 3}, Bytes(arena));
  const std::size_t used = arena.used;
  const A b(a, Bytes(other));
  CHECK(b[2] == 3);
  CHECK(arena.used == used);
  CHECK(other.used == 3 * sizeof(int));
}

TEST_CASE("Arenas: a move says where it is, too, because the block does not know it", "[arena]") {
  Arena arena, other;
  using A = HeapArray<std::unique_ptr<int>, NoLabel, Bytes>;
  A a(1, [](std::size_t) { return std::make_unique<int>(7); }, Bytes(arena));
  A b(std::move(a), Bytes(other));
  CHECK(a == nullptr);
  CHECK(*b[0] == 7);
  CHECK(other.used == word);
  using Shared = heaparray::RcArray<std::unique_ptr<int>, NoLabel, Bytes>;
  const Shared c = heaparray::convert_to<Shared>(std::move(b), Bytes(arena));
  CHECK(*c[0] == 7);
}

TEST_CASE("pmr::ArenaAllocator: a resource that is never asked to deallocate", "[arena]") {
  test::Ledger ledger;
  test::CheckedResource upstream(ledger);
  {
    std::pmr::monotonic_buffer_resource arena(&upstream);
    using A = HeapArray<std::pmr::string, int, PmrArena>;
    const auto a = A::with_len(5, 2, &arena);
    CHECK(a[1].get_allocator().resource() == &arena);  // elements that use a resource get that of the array
    const HeapArray<char, std::uint32_t, PmrArena> b =
        HeapArray<char, std::uint32_t, PmrArena>::with_len(1, 3, &arena);
    CHECK(b.label() == 1);
  }
  CHECK(ledger.live() == 0);
}

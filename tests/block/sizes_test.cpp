// SPDX-License-Identifier: MIT
//
// labels: processor
//
// What things weigh: handles, and what a block has in front of its elements. (That clang passes handles in registers
// is for codegen/registers.cpp to see.)
#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/global_new.hpp"

namespace {

using heaparray::AtomicCount;
using heaparray::BasicArray;
using heaparray::BasicRcArray;
using heaparray::FatPtrArray;
using heaparray::FpArcArray;
using heaparray::FpRcArray;
using heaparray::LengthInBlock;
using heaparray::LengthInHandle;
using heaparray::LocalCount;
using heaparray::MemBlock;
using heaparray::NoCount;
using heaparray::NoLabel;
using heaparray::ThinPtrArray;
using heaparray::TpArcArray;
using heaparray::TpRcArray;

constexpr std::size_t word = sizeof(void*);

// ---- handles ----------------------------------------------------------------------------------------------------

struct alignas(64) Wide {
  std::array<char, 64> bytes;
};

using PmrBytes = std::pmr::polymorphic_allocator<std::byte>;
using CheckedBytes = test::CheckedAllocator<std::byte>;

template <class T, class Label, class Allocator>
constexpr bool handles_have_their_sizes =
    sizeof(FatPtrArray<T, Label, Allocator>) == 2 * word &&
    sizeof(ThinPtrArray<T, Label, Allocator>) == word && sizeof(FpRcArray<T, Label, Allocator>) == 2 * word &&
    sizeof(TpRcArray<T, Label, Allocator>) == word && sizeof(FpArcArray<T, Label, Allocator>) == 2 * word &&
    sizeof(TpArcArray<T, Label, Allocator>) == word &&
    alignof(FatPtrArray<T, Label, Allocator>) == alignof(void*) &&
    alignof(TpArcArray<T, Label, Allocator>) == alignof(void*);

static_assert(handles_have_their_sizes<int, NoLabel, std::allocator<std::byte>>);
static_assert(handles_have_their_sizes<char, char, std::allocator<std::byte>>);
static_assert(handles_have_their_sizes<Wide, Wide, std::allocator<std::byte>>);
static_assert(handles_have_their_sizes<NoLabel, NoLabel, std::allocator<std::byte>>);
// An allocator with state lives in the block.
static_assert(handles_have_their_sizes<int, NoLabel, PmrBytes>);
static_assert(handles_have_their_sizes<int, int, CheckedBytes>);

static_assert(std::is_same_v<heaparray::HeapArray<int>, FatPtrArray<int>>);
static_assert(std::is_same_v<heaparray::RcArray<int>, FpRcArray<int>>);
static_assert(std::is_same_v<heaparray::ArcArray<int>, FpArcArray<int>>);
static_assert(sizeof(MemBlock<Wide, int>) == word && std::is_trivially_copyable_v<MemBlock<Wide, int>>);

TEST_CASE("Handles: thin ones are one word, fat ones two", "[sizes]") {
  CHECK(sizeof(ThinPtrArray<int>) == sizeof(int*));
  CHECK(sizeof(TpRcArray<int>) == sizeof(int*));
  CHECK(sizeof(TpArcArray<int>) == sizeof(int*));
  CHECK(sizeof(FatPtrArray<int>) == sizeof(std::span<int>));
  CHECK(sizeof(FpRcArray<int>) == sizeof(std::span<int>));
  CHECK(sizeof(FpArcArray<int>) == sizeof(std::span<int>));
  // An optional handle needs a flag of its own: null is a value of the handle.
  CHECK(sizeof(std::pair<TpArcArray<int>, ThinPtrArray<int>>) == 2 * word);
}

template <class A>
void check_laid_out_like(const A& array, const void* other, std::size_t size) {
  REQUIRE(sizeof(A) == size);
  CHECK(std::memcmp(static_cast<const void*>(&array), other, size) == 0);
}

TEMPLATE_TEST_CASE("Fat handles: laid out like a std::span", "[sizes]", FatPtrArray<int>, FpRcArray<int>,
                   FpArcArray<int>) {
  const TestType a = {1, 2, 3};
  const std::span<const int> span(a.data(), 3);
  check_laid_out_like(a, &span, sizeof span);
  const TestType null;
  const std::span<const int> nothing;
  check_laid_out_like(null, &nothing, sizeof nothing);
}

TEMPLATE_TEST_CASE("Thin handles: laid out like a pointer to the first element", "[sizes]", ThinPtrArray<int>,
                   TpRcArray<int>, TpArcArray<int>) {
  const TestType a = {1, 2, 3};
  const int* const pointer = a.data();
  check_laid_out_like(a, &pointer, sizeof pointer);
  const TestType null;
  const int* const nothing = nullptr;
  check_laid_out_like(null, &nothing, sizeof nothing);
}

template <class A>
constexpr bool is_no_trivial_handle =
    !std::is_trivially_copyable_v<A> && !std::is_trivially_destructible_v<A> &&
    !std::is_trivially_move_constructible_v<A>;
static_assert(is_no_trivial_handle<ThinPtrArray<int>> && is_no_trivial_handle<FatPtrArray<int>>);
static_assert(is_no_trivial_handle<TpRcArray<int>> && is_no_trivial_handle<FpArcArray<int>>);

#if HEAPARRAY_PASS_IN_REGISTERS && defined(__clang__) && defined(__has_builtin)
#if __has_builtin(__is_trivially_relocatable)
// Clang's word for what [[clang::trivial_abi]] promises.
static_assert(__is_trivially_relocatable(ThinPtrArray<int>) && __is_trivially_relocatable(FatPtrArray<int>));
static_assert(__is_trivially_relocatable(TpRcArray<int>) && __is_trivially_relocatable(FpArcArray<int>));
#endif
#endif

// ---- blocks -----------------------------------------------------------------------------------------------------

// Stateless; remembers where and how large the last block was.
struct Last {
  static inline const void* memory = nullptr;
  static inline std::size_t bytes = 0;
};

template <class T>
struct Recording {
  using value_type = T;
  Recording() = default;
  template <class U>
  Recording(const Recording<U>&) noexcept {}
  T* allocate(std::size_t n) {
    T* const memory = std::allocator<T>().allocate(n);
    Last::memory = memory;
    Last::bytes = n * sizeof(T);
    return memory;
  }
  void deallocate(T* memory, std::size_t n) noexcept { std::allocator<T>().deallocate(memory, n); }
  friend bool operator==(const Recording&, const Recording&) = default;
};
using Bytes = Recording<std::byte>;

struct Sizes {
  std::size_t before_elements;
  std::size_t block;
};

template <class A>
Sizes measure(std::size_t n) {
  const A array = A::with_len(heaparray::label_args(), n);
  const auto* const elements = reinterpret_cast<const std::byte*>(array.data());
  return {static_cast<std::size_t>(elements - static_cast<const std::byte*>(Last::memory)), Last::bytes};
}

// Blocks of `A` have `overhead` bytes in front of the elements, and no more bytes behind them than alignment asks.
template <class A>
void check_overhead(std::size_t overhead, std::size_t alignment) {
  using T = typename A::value_type;
  for (std::size_t n = 0; n != 20; ++n) {
    const Sizes sizes = measure<A>(n);
    REQUIRE(sizes.before_elements == overhead);
    const std::size_t used = overhead + n * sizeof(T);
    const std::size_t rounded = std::max(alignment, (used + alignment - 1) / alignment * alignment);
    REQUIRE(sizes.block == rounded);
  }
}

using Small = LengthInBlock<std::uint32_t>;

TEST_CASE("Blocks: two words in front of the elements by default, as count and length take", "[sizes]") {
  using T = std::size_t;
  check_overhead<TpArcArray<T, NoLabel, Bytes>>(2 * word, word);
  check_overhead<TpRcArray<T, NoLabel, Bytes>>(2 * word, word);
  check_overhead<FpArcArray<T, NoLabel, Bytes>>(word, word);
  check_overhead<FpRcArray<T, NoLabel, Bytes>>(word, word);
  check_overhead<ThinPtrArray<T, NoLabel, Bytes>>(word, word);
  check_overhead<FatPtrArray<T, NoLabel, Bytes>>(0, word);
  // The owner of a shared block has the shared block.
  check_overhead<TpArcArray<T, NoLabel, Bytes>::owner_type>(2 * word, word);
}

TEST_CASE("Blocks: 8 bytes with a count and a length of 32 bits", "[sizes]") {
  using T = std::uint64_t;
  check_overhead<BasicRcArray<T, NoLabel, Small, AtomicCount<std::uint32_t>, Bytes>>(8, alignof(T));
  check_overhead<BasicRcArray<T, NoLabel, Small, LocalCount<std::uint32_t>, Bytes>>(8, alignof(T));
  using Byte = unsigned char;
  check_overhead<BasicRcArray<Byte, NoLabel, Small, AtomicCount<std::uint32_t>, Bytes>>(8, 4);
  check_overhead<BasicRcArray<Byte, NoLabel, LengthInHandle, AtomicCount<std::uint32_t>, Bytes>>(4, 4);
  check_overhead<BasicArray<Byte, NoLabel, Small, NoCount, Bytes>>(4, 4);
  check_overhead<BasicRcArray<Byte, NoLabel, LengthInBlock<Byte>, LocalCount<Byte>, Bytes>>(2, 1);
  check_overhead<FatPtrArray<Byte, NoLabel, Bytes>>(0, 1);
}

struct EmptyLabel {};

TEST_CASE("Blocks: a label takes its own bytes, an empty one none", "[sizes]") {
  using T = std::size_t;
  check_overhead<FatPtrArray<T, EmptyLabel, Bytes>>(0, word);
  check_overhead<TpArcArray<T, EmptyLabel, Bytes>>(2 * word, word);
  check_overhead<FatPtrArray<T, T, Bytes>>(word, word);
  check_overhead<TpArcArray<T, T, Bytes>>(3 * word, word);
  check_overhead<FatPtrArray<char, char, Bytes>>(1, 1);
  check_overhead<BasicRcArray<std::uint32_t, std::uint32_t, Small, AtomicCount<std::uint32_t>, Bytes>>(12, 4);
  // Two words and 4 bytes, and padding before the first element where a word has more.
  check_overhead<TpArcArray<T, std::uint32_t, Bytes>>(3 * word, word);
  check_overhead<FatPtrArray<Wide, char, Bytes>>(64, 64);
  check_overhead<TpArcArray<char, Wide, Bytes>>(128, 64);
  check_overhead<FatPtrArray<Wide, NoLabel, Bytes>>(0, 64);
  // But for a second object of its type at the address of the first element, which the language does not allow.
  check_overhead<FatPtrArray<EmptyLabel, NoLabel, Bytes>>(0, 1);
  check_overhead<FatPtrArray<EmptyLabel, EmptyLabel, Bytes>>(1, 1);
}

TEST_CASE("Blocks: the same as a MemBlock with a label written by hand", "[sizes]") {
  struct Header {
    std::size_t count;
    std::size_t length;
    std::uint32_t label;
  };
  using ByHand = MemBlock<Header, double>;
  const Sizes sizes = measure<TpArcArray<double, std::uint32_t, Bytes>>(5);
  CHECK(sizes.before_elements == ByHand::elements_offset);
  CHECK(sizes.block == ByHand::memory_layout(5).size);
  CHECK(TpArcArray<double, std::uint32_t, Bytes>::max_len() == ByHand::max_len());
  // Without anything to keep, a plain array.
  CHECK(measure<FatPtrArray<double, NoLabel, Bytes>>(5).block == sizeof(double[5]));
  CHECK(FatPtrArray<double>::max_len() == MemBlock<NoLabel, double>::max_len());
}

TEST_CASE("Blocks: max_len is the least of what the bytes and the length policy allow", "[sizes]") {
  CHECK(BasicArray<int, NoLabel, LengthInBlock<std::uint8_t>>::max_len() == 255);
  CHECK(BasicArray<int, NoLabel, Small>::max_len() ==
        std::min<std::size_t>(UINT32_MAX, (PTRDIFF_MAX - 4) / sizeof(int)));
  CHECK(ThinPtrArray<char>::max_len() == PTRDIFF_MAX - (2 * word - 1));  // a word in front, and whole words
  CHECK(FatPtrArray<char>::max_len() == PTRDIFF_MAX);
}

TEST_CASE("Blocks: an allocator with state is kept in the block, one without state is not", "[sizes]") {
  test::Ledger ledger;
  const CheckedBytes checked(ledger);
  {
    const FatPtrArray<std::size_t, NoLabel, CheckedBytes> a(5, checked);
    CHECK(ledger.last_bytes() == sizeof(CheckedBytes) + 5 * word);
    CHECK(ledger.last_alignment() == word);
  }
  {
    const TpArcArray<std::size_t, std::size_t, CheckedBytes> a(5, checked);
    CHECK(ledger.last_bytes() == sizeof(CheckedBytes) + 8 * word);
  }
  test::CheckedResource resource(ledger);
  {
    const FatPtrArray<std::size_t, NoLabel, PmrBytes> a(5, PmrBytes(&resource));
    CHECK(ledger.last_bytes() == sizeof(PmrBytes) + 5 * word);
  }
  check_overhead<FatPtrArray<char, NoLabel, Bytes>>(0, 1);
}

TEST_CASE("Blocks: with the default allocator, one operator new of just these sizes", "[sizes]") {
  if (!test::global_new_replaced) return;
  using T = std::size_t;
  const auto size_of_last = [] { return test::last_allocation().size; };
  const test::AllocationScope allocations;
  {
    const FatPtrArray<T> fat(5);
    test::keep(fat);
    const std::size_t fat_size = size_of_last();
    const ThinPtrArray<T> thin(5);
    test::keep(thin);
    const std::size_t thin_size = size_of_last();
    const FpArcArray<T> fat_arc(5);
    test::keep(fat_arc);
    const std::size_t fat_arc_size = size_of_last();
    const TpArcArray<T> thin_arc(5);
    test::keep(thin_arc);
    const std::size_t thin_arc_size = size_of_last();
    const std::int64_t count = allocations.allocations();
    CHECK(count == 4);
    CHECK(fat_size == 5 * word);
    CHECK(thin_size == 6 * word);
    CHECK(fat_arc_size == 6 * word);
    CHECK(thin_arc_size == 7 * word);
  }
}

// ---- against a struct with a flexible array member -----------------------------------------------------------------

// Elements and labels of every size and alignment.
template <std::size_t Size, std::size_t Align>
struct alignas(Align) Sized {
  unsigned char bytes[Size];
};

// A flexible array member begins where `char elements[]` would, rounded up: `offsetof` of an array of one is the same.
template <class Label, class T>
struct HandUnique {
  Label label;
  T elements[1];
};
template <class Len, class Label, class T>
struct HandThin {
  Len length;
  Label label;
  T elements[1];
};
template <class Count, class Label, class T>
struct HandFatShared {
  Count count;
  Label label;
  T elements[1];
};
template <class Count, class Len, class Label, class T>
struct HandThinShared {
  Count count;
  Len length;
  Label label;
  T elements[1];
};

template <class A, class Hand>
constexpr bool same_offsets() {
  using Block = typename A::block_type;
  static_assert(Block::elements_offset == offsetof(Hand, elements));
  static_assert(Block::label_offset == offsetof(Hand, label));
  static_assert(Block::alignment == alignof(Hand));
  constexpr std::size_t fit = (4096 - offsetof(Hand, elements)) / sizeof(typename A::value_type);
  return A::max_len_for(4096) == std::min(fit, A::max_len());
}

template <class Label, class T>
constexpr bool no_byte_lost() {
  using U32 = std::uint32_t;
  using Word = std::size_t;
  using heaparray::CompactArcArray;
  using heaparray::CompactRcArray;
  return same_offsets<FatPtrArray<T, Label>, HandUnique<Label, T>>() &&
         same_offsets<heaparray::FixedArray<T, 3, Label>, HandUnique<Label, T>>() &&
         same_offsets<ThinPtrArray<T, Label>, HandThin<Word, Label, T>>() &&
         same_offsets<BasicArray<T, Label, Small>, HandThin<U32, Label, T>>() &&
         same_offsets<BasicArray<T, Label, LengthInBlock<std::uint8_t>>,
                      HandThin<std::uint8_t, Label, T>>() &&
         same_offsets<FpRcArray<T, Label>, HandFatShared<Word, Label, T>>() &&
         same_offsets<FpArcArray<T, Label>, HandFatShared<Word, Label, T>>() &&
         same_offsets<TpRcArray<T, Label>, HandThinShared<Word, Word, Label, T>>() &&
         same_offsets<TpArcArray<T, Label>, HandThinShared<Word, Word, Label, T>>() &&
         same_offsets<CompactRcArray<T, Label>, HandThinShared<U32, U32, Label, T>>() &&
         same_offsets<CompactArcArray<T, Label>, HandThinShared<U32, U32, Label, T>>() &&
         same_offsets<typename TpArcArray<T, Label>::owner_type, HandThinShared<Word, Word, Label, T>>();
}

template <class Label>
constexpr bool no_byte_lost_with() {
  return no_byte_lost<Label, Sized<1, 1>>() && no_byte_lost<Label, Sized<2, 2>>() &&
         no_byte_lost<Label, Sized<4, 4>>() && no_byte_lost<Label, Sized<8, 8>>() &&
         no_byte_lost<Label, Sized<16, 16>>() && no_byte_lost<Label, Sized<3, 1>>();
}
static_assert(no_byte_lost_with<Sized<1, 1>>());
static_assert(no_byte_lost_with<Sized<2, 2>>());
static_assert(no_byte_lost_with<Sized<3, 1>>());
static_assert(no_byte_lost_with<Sized<4, 4>>());
static_assert(no_byte_lost_with<Sized<8, 8>>());
static_assert(no_byte_lost_with<Sized<12, 4>>());
static_assert(no_byte_lost_with<Sized<16, 8>>());
static_assert(no_byte_lost_with<Sized<16, 16>>());
static_assert(no_byte_lost_with<Sized<24, 8>>());
static_assert(no_byte_lost_with<Sized<24, 1>>());

TEST_CASE("Blocks: no byte is lost that a flexible array member would not lose", "[sizes]") {
  using U32 = std::uint32_t;
  struct Interned {
    std::size_t refs, len;
    U32 hash;
    char data[1];
  };
  CHECK(4096 - TpArcArray<char, U32>::max_len_for(4096) == offsetof(Interned, data));
  check_overhead<TpArcArray<char, U32, Bytes>>(2 * word + 4, word);
  check_overhead<FpArcArray<char, U32, Bytes>>(word + 4, word);
  check_overhead<ThinPtrArray<char, int, Bytes>>(word + 4, word);
  check_overhead<heaparray::CompactArcArray<char, Sized<3, 1>, Bytes>>(11, 4);
  check_overhead<TpArcArray<std::uint16_t, Sized<1, 1>, Bytes>>(2 * word + 2, word);

  // And each part can be written and read without touching another.
  auto a = TpArcArray<char, U32>::with_label(0xFFFFFFFF, 5, [](std::size_t i) { return char(i + 1); });
  const auto b = a;
  CHECK(a.label() == 0xFFFFFFFF);
  CHECK(a.size() == 5);
  CHECK(a.use_count() == 2);
  CHECK(std::string_view(b.data(), 5) == std::string_view("\1\2\3\4\5", 5));
  CHECK(reinterpret_cast<std::uintptr_t>(&a.label()) % alignof(U32) == 0);
}

// ---- exact bytes -------------------------------------------------------------------------------------------------

/// The sizes that a resource is asked for and given back.
struct CountingResource : std::pmr::memory_resource {
  std::size_t last = 0;
  std::size_t live = 0;

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    last = bytes;
    live += bytes;
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    live -= bytes;
    std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
  }
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }
};

// Of polymorphic allocators with allocate_bytes, which older standard libraries do not have.
constexpr bool resources_are_asked_for_bytes =
    requires(std::pmr::polymorphic_allocator<std::byte>& a) { a.allocate_bytes(1, 1); };

template <class Label, class T>
void check_exact() {
  using A = TpArcArray<T, Label>;
  using Pmr = TpArcArray<T, Label, PmrBytes>;
  const auto needed = [](std::size_t offset, std::size_t n) { return offset + n * sizeof(T); };
  CountingResource resource;
  int wrong = 0;
  for (std::size_t n = 0; n != 18; ++n) {
    const std::size_t bytes = needed(A::block_type::elements_offset, n);
    wrong += A::block_type::memory_layout(n).size != bytes;
    wrong += A::max_len_for(bytes) != n || (n != 0 && A::max_len_for(bytes - 1) != n - 1);
    {
      const A a = A::with_len(Label{}, n);
      test::keep(a);
      // A leak checker's margin behind an array without elements is no part of the layout.
      if (test::global_new_replaced && !(HEAPARRAY_LEAK_CHECKED && n == 0))
        wrong += test::last_allocation().size != bytes;
    }
    if constexpr (resources_are_asked_for_bytes) {
      const Pmr a = Pmr::with_len(Label{}, n, &resource);
      wrong += resource.last != needed(Pmr::block_type::elements_offset, n);
    }
    wrong += resource.live != 0;
  }
  CHECK(wrong == 0);
}

template <class T, std::size_t... I>
void check_exact_labels(std::index_sequence<I...>) {
  (check_exact<Sized<I + 1, 1>, T>(), ...);
}
template <class Label, std::size_t... I>
void check_exact_elements(std::index_sequence<I...>) {
  (check_exact<Label, Sized<I + 1, 1>>(), ...);
}

TEST_CASE("Blocks: of the default alignment of new or less, as long as they need to be", "[sizes]") {
  check_exact_elements<Sized<1, 1>>(std::make_index_sequence<16>());
  check_exact_elements<Sized<7, 1>>(std::make_index_sequence<16>());
  check_exact_labels<char>(std::make_index_sequence<24>());
  check_exact_labels<std::uint16_t>(std::make_index_sequence<24>());
  check_exact_labels<std::uint64_t>(std::make_index_sequence<24>());
  check_exact<std::uint32_t, char>();
  STATIC_REQUIRE(TpArcArray<char, std::uint32_t>::block_type::memory_layout(1).size == 2 * word + 5);
  // Over-aligned, or from an allocator of objects: a multiple of the alignment.
  STATIC_REQUIRE(TpArcArray<char, Wide>::block_type::memory_layout(1).size == 192);
  constexpr std::size_t whole = (2 * word + 5 + word - 1) / word * word;
  STATIC_REQUIRE(TpArcArray<char, std::uint32_t, Bytes>::block_type::memory_layout(1).size == whole);
  STATIC_REQUIRE(TpArcArray<char, std::uint32_t, Bytes>::max_len_for(whole - 1) == 0);
}

}  // namespace

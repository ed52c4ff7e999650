// SPDX-License-Identifier: MIT
//
// labels: processor
//
// MemBlock: where things lie in a block, how long it may be, and what happens while it is built and destroyed.
#include <heaparray/mem_block.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/global_new.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

struct alignas(64) Wide {
  std::byte bytes[64];
};
struct alignas(4096) Page {
  std::byte bytes[4096];
};
struct alignas(8) EmptyWord {};
struct alignas(64) EmptyWide {};
struct Odd {
  char bytes[13];
};
struct Three {
  char bytes[3];
};

/// Fails with something of its own.
template <class T>
struct Refuses {
  using value_type = T;
  Refuses() = default;
  template <class U>
  Refuses(const Refuses<U>&) {}
  T* allocate(std::size_t) { throw test::Boom(); }
  void deallocate(T*, std::size_t) {}
};

using Bytes = test::CheckedAllocator<std::byte>;

template <class T>
constexpr auto make_elements = [](std::size_t i) { return test::Make<T>::value(static_cast<int>(i) + 1); };

std::uintptr_t address(const void* p) { return reinterpret_cast<std::uintptr_t>(p); }

/// The largest length is the largest: it fits, one more does not.
template <class Block>
void check_max_len_for(std::size_t bytes) {
  const std::size_t n = Block::max_len_for(bytes);
  if (n > 0 || Block::memory_layout(0).size <= bytes) {
    if (Block::memory_layout(n).size > bytes) {
      FAIL_CHECK(n << " elements need " << Block::memory_layout(n).size << " bytes, more than " << bytes);
    }
  }
  if (Block::memory_layout(n + 1).size <= bytes) {
    FAIL_CHECK("not only " << n << " elements fit in " << bytes << " bytes");
  }
}

}  // namespace

// ---- layout -----------------------------------------------------------------------------------------------

TEST_CASE("MemBlock: one word, and trivially copyable", "[mem_block]") {
  using Block = MemBlock<std::string, std::string>;
  STATIC_REQUIRE(sizeof(Block) == sizeof(void*));
  STATIC_REQUIRE(std::is_trivially_copyable_v<Block>);
  STATIC_REQUIRE(std::is_nothrow_default_constructible_v<Block>);
  STATIC_REQUIRE(std::is_same_v<Block::label_type, std::string>);
  STATIC_REQUIRE(std::is_same_v<Block::value_type, std::string>);
}

TEST_CASE("MemBlock: none, until there is one", "[mem_block]") {
  using Block = MemBlock<int, int>;
  constexpr Block none;
  STATIC_REQUIRE_FALSE(static_cast<bool>(none));
  STATIC_REQUIRE(none.elements() == nullptr);
  STATIC_REQUIRE(none == Block());
  STATIC_REQUIRE(none == Block::from_elements(nullptr));
}

TEST_CASE("MemBlock: the label stands in front of the elements, padded to their alignment", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<int, int>::elements_offset == 4);
  STATIC_REQUIRE(MemBlock<int, int>::memory_layout(3) == MemoryLayout{16, 4});
  // smaller than an element
  STATIC_REQUIRE(MemBlock<char, std::uint64_t>::elements_offset == alignof(std::uint64_t));
  STATIC_REQUIRE(MemBlock<char, std::uint32_t>::memory_layout(2) == MemoryLayout{12, 4});
  STATIC_REQUIRE(MemBlock<char, Odd>::memory_layout(2) == MemoryLayout{27, 1});
  // bigger than an element
  STATIC_REQUIRE(MemBlock<Odd, char>::elements_offset == 13);
  STATIC_REQUIRE(MemBlock<Odd, char>::memory_layout(1) == MemoryLayout{14, 1});
  STATIC_REQUIRE(MemBlock<Odd, std::uint32_t>::elements_offset == 16);
  STATIC_REQUIRE(MemBlock<Odd, std::uint32_t>::memory_layout(1) == MemoryLayout{20, 4});
}

TEST_CASE("MemBlock: the size is what the block needs, and not rounded up", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::memory_layout(0) == MemoryLayout{4, 4});
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::memory_layout(1) == MemoryLayout{5, 4});
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::memory_layout(4) == MemoryLayout{8, 4});
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::memory_layout(5) == MemoryLayout{9, 4});
  STATIC_REQUIRE(MemBlock<std::uint32_t, Three>::elements_offset == 4);
  STATIC_REQUIRE(MemBlock<std::uint32_t, Three>::memory_layout(3) == MemoryLayout{13, 4});
}

TEST_CASE("MemBlock: elements of alignment 1 follow the label at once", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<Three, char>::elements_offset == 3);
  STATIC_REQUIRE(MemBlock<Three, char>::memory_layout(0) == MemoryLayout{3, 1});
  STATIC_REQUIRE(MemBlock<Three, char>::memory_layout(7) == MemoryLayout{10, 1});
}

TEST_CASE("MemBlock: over-aligned elements", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<char, Wide>::alignment == 64);
  STATIC_REQUIRE(MemBlock<char, Wide>::elements_offset == 64);
  STATIC_REQUIRE(MemBlock<char, Wide>::memory_layout(2) == MemoryLayout{192, 64});
  STATIC_REQUIRE(MemBlock<char, Page>::elements_offset == 4096);
  STATIC_REQUIRE(MemBlock<char, Page>::memory_layout(1) == MemoryLayout{8192, 4096});
  STATIC_REQUIRE(MemBlock<NoLabel, Page>::memory_layout(1) == MemoryLayout{4096, 4096});
}

TEST_CASE("MemBlock: over-aligned labels", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<Wide, char>::alignment == 64);
  STATIC_REQUIRE(MemBlock<Wide, char>::elements_offset == 64);
  STATIC_REQUIRE(MemBlock<Wide, char>::memory_layout(0) == MemoryLayout{64, 64});
  STATIC_REQUIRE(MemBlock<Wide, char>::memory_layout(1) == MemoryLayout{128, 64});
  STATIC_REQUIRE(MemBlock<Page, char>::memory_layout(4096) == MemoryLayout{8192, 4096});
  STATIC_REQUIRE(MemBlock<Page, char>::memory_layout(4097) == MemoryLayout{12288, 4096});
  STATIC_REQUIRE(MemBlock<Page, Wide>::elements_offset == 4096);
  STATIC_REQUIRE(MemBlock<Wide, Page>::elements_offset == 4096);
  STATIC_REQUIRE(MemBlock<Wide, Page>::alignment == 4096);
}

TEST_CASE("MemBlock: an empty label takes no byte", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<NoLabel, std::uint64_t>::elements_offset == 0);
  STATIC_REQUIRE(MemBlock<NoLabel, std::uint64_t>::memory_layout(3).size == 24);
  STATIC_REQUIRE(MemBlock<NoLabel, char>::memory_layout(3) == MemoryLayout{3, 1});
  STATIC_REQUIRE(MemBlock<test::EmptyCounted, int>::elements_offset == 0);  // its destructor does something
  STATIC_REQUIRE(MemBlock<EmptyWide, char>::elements_offset == 0);
  STATIC_REQUIRE(MemBlock<EmptyWide, char>::memory_layout(1) == MemoryLayout{64, 64});
  STATIC_REQUIRE(MemBlock<EmptyWide, char>::memory_layout(65) == MemoryLayout{128, 64});
}

TEST_CASE("MemBlock: a block of length 0 has the label and is never of 0 bytes", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<int, double>::memory_layout(0).size == MemBlock<int, double>::elements_offset);
  STATIC_REQUIRE(MemBlock<NoLabel, char>::memory_layout(0) == MemoryLayout{1, 1});
  STATIC_REQUIRE(MemBlock<NoLabel, std::uint32_t>::memory_layout(0) == MemoryLayout{1, 4});
  STATIC_REQUIRE(MemBlock<EmptyWord, char>::memory_layout(0) == MemoryLayout{8, 8});
  STATIC_REQUIRE(MemBlock<EmptyWide, char>::memory_layout(0) == MemoryLayout{64, 64});
}

// ---- lengths ----------------------------------------------------------------------------------------------

TEST_CASE("MemBlock: max_len_for fills a page exactly", "[mem_block]") {
  STATIC_REQUIRE(MemBlock<NoLabel, char>::max_len_for(4096) == 4096);
  STATIC_REQUIRE(MemBlock<std::uint64_t, std::uint64_t>::max_len_for(4096) == 511);
  STATIC_REQUIRE(MemBlock<std::uint64_t, std::uint64_t>::memory_layout(511).size == 4096);
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::max_len_for(4096) == 4092);
  STATIC_REQUIRE(MemBlock<std::uint32_t, char>::memory_layout(4092).size == 4096);
  STATIC_REQUIRE(MemBlock<Wide, char>::max_len_for(4096) == 4032);
  STATIC_REQUIRE(MemBlock<NoLabel, Page>::max_len_for(4096) == 1);
  STATIC_REQUIRE(MemBlock<char, Page>::max_len_for(4096) == 0);
  STATIC_REQUIRE(MemBlock<char, Page>::max_len_for(8191) == 0);
  STATIC_REQUIRE(MemBlock<char, Page>::max_len_for(8192) == 1);
  STATIC_REQUIRE(MemBlock<std::uint32_t, std::uint32_t>::max_len_for(0) == 0);
  STATIC_REQUIRE(MemBlock<std::uint32_t, std::uint32_t>::max_len_for(7) == 0);
  STATIC_REQUIRE(MemBlock<std::uint32_t, std::uint32_t>::max_len_for(8) == 1);
}

TEMPLATE_TEST_CASE("MemBlock: max_len_for any number of bytes is the most that fits", "[mem_block]",
                   (MemBlock<NoLabel, char>), (MemBlock<NoLabel, std::uint64_t>),
                   (MemBlock<char, std::uint64_t>), (MemBlock<Odd, Three>), (MemBlock<Odd, std::uint32_t>),
                   (MemBlock<std::uint64_t, Three>), (MemBlock<Wide, char>), (MemBlock<EmptyWide, Three>),
                   (MemBlock<EmptyWord, Three>), (MemBlock<char, Wide>), (MemBlock<Page, std::uint16_t>)) {
  for (std::size_t bytes = 0; bytes <= 600; ++bytes) check_max_len_for<TestType>(bytes);
  for (std::size_t bytes = 4000; bytes <= 4200; ++bytes) check_max_len_for<TestType>(bytes);
  for (std::size_t bytes = 8100; bytes <= 8300; ++bytes) check_max_len_for<TestType>(bytes);
  constexpr std::size_t many = std::size_t{1} << (5 * sizeof(std::size_t));
  for (std::size_t bytes = many; bytes <= many + 70; ++bytes) check_max_len_for<TestType>(bytes);
}

TEMPLATE_TEST_CASE("MemBlock: max_len is the largest that stays within PTRDIFF_MAX bytes", "[mem_block]",
                   (MemBlock<NoLabel, char>), (MemBlock<char, char>), (MemBlock<NoLabel, std::uint64_t>),
                   (MemBlock<std::uint64_t, Three>), (MemBlock<Odd, std::uint32_t>), (MemBlock<Wide, char>),
                   (MemBlock<Page, Page>)) {
  using Block = TestType;
  constexpr std::size_t n = Block::max_len();
  constexpr std::size_t unit = std::max(Block::alignment, sizeof(typename Block::value_type));
  STATIC_REQUIRE(Block::memory_layout(n).size <= max_block_size);
  STATIC_REQUIRE(Block::memory_layout(n).size > max_block_size - 2 * unit);  // does not stop early
  CHECK(n == Block::max_len_for(max_block_size));

  for (const std::size_t len : {n + 1, n + 2, 2 * n + 1, SIZE_MAX / sizeof(typename Block::value_type),
                                SIZE_MAX / 2, SIZE_MAX - 1, SIZE_MAX}) {
    CAPTURE(len);
    if (len <= n) continue;
    CHECK_THROWS_AS(Block::memory_layout(len), std::length_error);
  }
}

TEST_CASE("MemBlock: a length that is too long is refused before any allocation", "[mem_block]") {
  using Block = MemBlock<std::uint32_t, std::uint64_t>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const auto fail_if_called = [](std::size_t) -> std::uint64_t { throw std::logic_error("called"); };
  // The last two would wrap to a small number of bytes.
  for (const std::size_t len :
       {Block::max_len() + 1, SIZE_MAX, SIZE_MAX / sizeof(std::uint64_t) + 1, (SIZE_MAX - 7) / 8 + 2}) {
    CAPTURE(len);
    CHECK_THROWS_AS(static_cast<void>(Block::allocate(bytes, len)), std::length_error);
    CHECK_THROWS_AS(static_cast<void>(Block::create(bytes, 1u, len, fail_if_called)), std::length_error);
    CHECK_FALSE(static_cast<bool>(Block::try_allocate(bytes, len)));
  }
  CHECK(ledger.allocations() == 0);
  CHECK(ledger.failures() == 0);  // was not even asked
}

TEST_CASE("MemBlock: the message of a length that is too long has both numbers", "[mem_block]") {
  using Block = MemBlock<NoLabel, char>;
  std::string text;
  try {
    static_cast<void>(Block::memory_layout(Block::max_len() + 1));
  } catch (const std::length_error& error) {
    text = error.what();
  }
  CHECK(text == "heaparray: length " + std::to_string(Block::max_len() + 1) +
                    " is more than max_len(), which is " + std::to_string(Block::max_len()));
}

TEST_CASE("MemBlock: max_len itself is asked of the allocator", "[mem_block]") {
  using Block = MemBlock<std::uint32_t, std::uint64_t>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  ledger.fail_on(1);
  CHECK_THROWS_AS(static_cast<void>(Block::allocate(bytes, Block::max_len())), std::bad_alloc);
  CHECK(ledger.failures() == 1);
}

// ---- memory -----------------------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("MemBlock: one allocation of the layout's size and alignment, given back as it was taken",
                   "[mem_block]", (MemBlock<NoLabel, char>), (MemBlock<char, std::uint64_t>),
                   (MemBlock<Odd, Three>), (MemBlock<Wide, char>), (MemBlock<EmptyWide, Three>),
                   (MemBlock<char, Page>), (MemBlock<Page, char>)) {
  using Block = TestType;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  for (const std::size_t len : {0u, 1u, 2u, 3u, 5u, 64u, 65u}) {
    CAPTURE(len);
    const int before = ledger.allocations();
    const Block block = Block::allocate(bytes, len);
    REQUIRE(static_cast<bool>(block));
    CHECK(ledger.allocations() == before + 1);
    CHECK(ledger.last_bytes() == round_up(Block::memory_layout(len).size, Block::alignment));
    CHECK(ledger.last_alignment() == Block::alignment);
    CHECK(address(block.elements()) % alignof(typename Block::value_type) == 0);
    CHECK(address(block.label_address()) % Block::alignment == 0);
    CHECK(address(block.elements()) - address(block.label_address()) == Block::elements_offset);
    std::fill_n(reinterpret_cast<unsigned char*>(block.elements()), len * sizeof(typename Block::value_type),
                static_cast<unsigned char>(0xA5));  // ASan: all of it is ours
    block.deallocate(bytes, len);
    CHECK(ledger.live() == 0);
  }
}

TEST_CASE("MemBlock: std::allocator gets sizes and alignments that match", "[mem_block]") {
  const test::AllocationScope scope;
  const std::allocator<std::byte> allocator;
  {
    using Block = MemBlock<int, char>;
    Block block = Block::allocate(allocator, 9);
    test::keep(block);
    const test::AllocationInfo info = test::last_allocation();
    block.deallocate(allocator, 9);
    Block tried = Block::try_allocate(allocator, 9);
    test::keep(tried);
    const test::AllocationInfo tried_info = test::last_allocation();
    tried.deallocate(allocator, 9);
    if (test::global_new_replaced) {
      CHECK(info.size == 13);
      CHECK(tried_info == info);
    }
  }
  {
    using Block = MemBlock<int, Page>;
    Block block = Block::allocate(allocator, 2);
    test::keep(block);
    const test::AllocationInfo info = test::last_allocation();
    CHECK(address(block.elements()) % 4096 == 0);
    block.deallocate(allocator, 2);
    Block tried = Block::try_allocate(allocator, 2);
    test::keep(tried);
    const test::AllocationInfo tried_info = test::last_allocation();
    CHECK(address(tried.elements()) % 4096 == 0);
    tried.deallocate(allocator, 2);
    if (test::global_new_replaced) {
      CHECK(info == test::AllocationInfo{3 * 4096, 4096});
      CHECK(tried_info == info);
    }
  }
  CHECK(scope.live() == 0);
}

TEST_CASE("MemBlock: an allocator of any value type is rebound", "[mem_block]") {
  using Block = MemBlock<char, std::uint64_t>;
  test::Ledger ledger;
  const test::CheckedAllocator<std::string> strings(ledger);
  const Block block = Block::allocate(strings, 3);
  CHECK(ledger.last_bytes() == Block::elements_offset + 3 * sizeof(std::uint64_t));
  CHECK(ledger.last_alignment() == alignof(std::uint64_t));
  block.deallocate(test::CheckedAllocator<int>(ledger), 3);
}

TEST_CASE("MemBlock: try_allocate gives no block where the allocator has no memory", "[mem_block]") {
  using Block = MemBlock<int, int>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  ledger.fail_on(1);
  CHECK_FALSE(static_cast<bool>(Block::try_allocate(bytes, 3)));
  CHECK(ledger.failures() == 1);
  const Block block = Block::try_allocate(bytes, 3);
  REQUIRE(static_cast<bool>(block));
  CHECK(ledger.last_bytes() == 16);
  block.deallocate(bytes, 3);

  if (test::global_new_replaced) {
    const test::FailNew fail(1);
    const Block none = Block::try_allocate(std::allocator<std::byte>(), 3);
    test::keep(none);
    CHECK_FALSE(static_cast<bool>(none));
    CHECK(fail.fired());
  }
  if (test::global_new_replaced) {
    const test::FailNew fail(1);
    const auto none = MemBlock<int, Page>::try_allocate(std::allocator<std::byte>(), 3);
    test::keep(none);
    CHECK_FALSE(static_cast<bool>(none));
    CHECK(fail.fired());
  }
}

TEST_CASE("MemBlock: try_allocate lets out what is not a std::bad_alloc", "[mem_block]") {
  CHECK_THROWS_AS((static_cast<void>(MemBlock<int, int>::try_allocate(Refuses<std::byte>(), 3))), test::Boom);
}

// ---- building and destroying ------------------------------------------------------------------------------

TEST_CASE("MemBlock: create builds the label first, then the elements in ascending order", "[mem_block]") {
  using Block = MemBlock<test::CountedLabel, test::Counted>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const test::ObjectScope objects;
  const Block block =
      Block::create(bytes, label_args(100), 4, [](std::size_t i) { return static_cast<int>(i); });
  CHECK(objects.build_order() == std::vector<int>{100, 0, 1, 2, 3});
  CHECK(objects.destroyed() == 0);
  CHECK(ledger.allocations() == 1);
  CHECK(block.label().value() == 100);
  for (std::size_t i = 0; i != 4; ++i) {
    CHECK(&block.element(i) == block.elements() + i);
    CHECK(block.element(i).value() == static_cast<int>(i));
  }

  block.destroy(bytes, 4);
  CHECK(objects.destroy_order() == std::vector<int>{3, 2, 1, 0, 100});
  CHECK(ledger.live() == 0);
}

TEST_CASE("MemBlock: init gets the label to read and write, and every index once", "[mem_block]") {
  using Block = MemBlock<std::vector<std::size_t>, int>;
  const std::allocator<std::byte> allocator;
  const Block block = Block::create(allocator, std::vector<std::size_t>{9}, 3,
                                    [](std::vector<std::size_t>& seen, std::size_t i) {
                                      seen.push_back(i);
                                      return static_cast<int>(seen.size());
                                    });
  CHECK(block.label() == std::vector<std::size_t>{9, 0, 1, 2});
  CHECK(std::vector<int>(block.elements(), block.elements() + 3) == std::vector<int>{2, 3, 4});
  block.destroy(allocator, 3);
}

TEST_CASE("MemBlock: an init that takes both forms is called with the label", "[mem_block]") {
  struct Both {
    int operator()(std::size_t) const { return 1; }
    int operator()(int& label, std::size_t) const { return label; }
  };
  const std::allocator<std::byte> allocator;
  const auto block = MemBlock<int, int>::create(allocator, 7, 1, Both());
  CHECK(block.element(0) == 7);
  block.destroy(allocator, 1);
}

TEST_CASE("MemBlock: init is used as it is, not copied", "[mem_block]") {
  struct Count : test::Immovable {
    int n = 0;
    int operator()(std::size_t) { return ++n; }
  };
  const std::allocator<std::byte> allocator;
  Count init;
  const auto block = MemBlock<NoLabel, int>::create(allocator, NoLabel(), 3, init);
  CHECK(init.n == 3);
  CHECK(block.element(2) == 3);
  block.destroy(allocator, 3);
}

TEST_CASE("MemBlock: immovable elements and labels are built in place", "[mem_block]") {
  using Block = MemBlock<test::InPlaceLabel, test::Immovable>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const test::ObjectScope objects;
  const Block block = Block::create(bytes, label_args(7, "seven", std::make_unique<int>(70)), 3,
                                    [](std::size_t i) { return test::Immovable(static_cast<int>(i)); });
  CHECK(objects.built() == 4);
  CHECK(objects.made() == 4);
  CHECK(block.label().name == "seven");
  CHECK(*block.label().owned == 70);
  CHECK(block.element(2).value() == 2);
  block.destroy(bytes, 3);
  CHECK(objects.destroyed() == 4);
}

TEST_CASE("MemBlock: an empty label is built and destroyed all the same, and harms no element",
          "[mem_block]") {
  using Block = MemBlock<test::EmptyCounted, unsigned>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const test::ObjectScope objects;
  const Block block =
      Block::create(bytes, test::EmptyCounted(), 2, [](std::size_t i) { return 0xFFFFFFFFu - i; });
  CHECK(objects.built() == 2);  // ours was moved or copied from the argument, which is gone
  CHECK(objects.live() == 1);
  CHECK(static_cast<void*>(&block.label()) == static_cast<void*>(block.elements()));
  block.label() = test::EmptyCounted();  // touches no byte
  CHECK(block.element(0) == 0xFFFFFFFFu);
  CHECK(block.element(1) == 0xFFFFFFFEu);
  CHECK(ledger.last_bytes() == 8);
  block.destroy(bytes, 2);
  CHECK(objects.live() == 0);
}

TEST_CASE("MemBlock: a block of length 0 has a label that lives and dies", "[mem_block]") {
  using Block = MemBlock<test::CountedLabel, test::Counted>;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const test::ObjectScope objects;
  const Block block = Block::create(bytes, 5, 0, make_elements<test::Counted>);
  CHECK(static_cast<bool>(block));
  CHECK(block.elements() != nullptr);
  CHECK(block.label().value() == 5);
  CHECK(objects.live() == 1);
  block.destroy(bytes, 0);
}

TEMPLATE_TEST_CASE("MemBlock: every kind of element lies aligned behind every kind of label", "[mem_block]",
                   (MemBlock<NoLabel, test::OverAligned64>), (MemBlock<char, test::OverAligned4096>),
                   (MemBlock<test::OverAlignedLabel, char>),
                   (MemBlock<test::OverAlignedLabel, test::OverAligned64>),
                   (MemBlock<std::string, test::Big>), (MemBlock<char, std::string>),
                   (MemBlock<test::MoveOnlyLabel, test::MoveOnly>), (MemBlock<test::AtomicLabel, int>)) {
  using Block = TestType;
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  test::Ledger ledger;
  const Bytes bytes(ledger);
  const test::ObjectScope objects;  // tracked types check their own alignment
  const Block block = [&] {
    return test::Make<Label>::with_args(3, [&](auto&&... args) {
      return Block::create(bytes, label_args(std::forward<decltype(args)>(args)...), 5, make_elements<T>);
    });
  }();
  CHECK(address(&block.label()) % alignof(Label) == 0);
  CHECK(address(block.elements()) % alignof(T) == 0);
  CHECK(test::Make<Label>::equal(block.label(), 3));
  for (std::size_t i = 0; i != 5; ++i) {
    CAPTURE(i);
    CHECK(test::Make<T>::equal(block.element(i), static_cast<int>(i) + 1));
  }
  CHECK(ledger.allocations() == 1);
  CHECK(ledger.last_bytes() == round_up(Block::memory_layout(5).size, Block::alignment));  // whole units
  block.destroy(bytes, 5);
  CHECK(ledger.live() == 0);
}

TEST_CASE("MemBlock: from_elements gets back from the elements to the block", "[mem_block]") {
  using Block = MemBlock<std::string, test::OverAligned64>;
  const std::allocator<std::byte> allocator;
  const Block block = Block::create(allocator, "label", 2, make_elements<test::OverAligned64>);
  const Block again = Block::from_elements(block.elements());
  CHECK(again == block);
  CHECK_FALSE(again == Block());
  CHECK(&again.label() == &block.label());
  CHECK(again.label() == "label");
  CHECK(again.label_address() == block.label_address());
  CHECK(&again.element(1) == &block.element(1));
  again.destroy(allocator, 2);
}

TEST_CASE("MemBlock: blocks are equal only if they are the same", "[mem_block]") {
  using Block = MemBlock<int, int>;
  const std::allocator<std::byte> allocator;
  const Block a = Block::create(allocator, 1, 1, [](std::size_t) { return 1; });
  const Block b = Block::create(allocator, 1, 1, [](std::size_t) { return 1; });
  CHECK(a != b);
  const Block copy = a;
  CHECK(a == copy);
  a.destroy(allocator, 1);
  b.destroy(allocator, 1);
}

// ---- failure ----------------------------------------------------------------------------------------------

TEST_CASE("MemBlock: a throw at any step of create leaks nothing", "[mem_block]") {
  using Block = MemBlock<test::ThrowingLabel, test::Throwing>;
  const int steps = test::fail_everywhere([] {
    test::Ledger ledger;
    const Bytes bytes(ledger);
    const test::ObjectScope objects;
    const Block block = Block::create(bytes, label_args(100), 4, [](std::size_t i) {
      test::fault_point();  // init itself
      return static_cast<int>(i);
    });
    block.destroy(bytes, 4);
  });
  CHECK(steps == 1 + 1 + 4 * 2);  // the allocation, the label, and for each element init and its constructor
}

TEST_CASE("MemBlock: a throw in create destroys what was built, newest first", "[mem_block]") {
  using Block = MemBlock<test::ThrowingLabel, test::Throwing>;
  const std::vector<int> all{100, 0, 1, 2, 3};
  for (int built = 0; built != 5; ++built) {
    CAPTURE(built);
    test::Ledger ledger;
    const Bytes bytes(ledger);
    const test::ObjectScope objects;
    {
      const test::FailAt fail(built + 2);  // the allocation is step 1
      CHECK_THROWS_AS(static_cast<void>(Block::create(bytes, label_args(100), 4,
                                                      [](std::size_t i) { return static_cast<int>(i); })),
                      test::Boom);
    }
    std::vector<int> expected(all.begin(), all.begin() + built);
    CHECK(objects.build_order() == expected);
    std::reverse(expected.begin(), expected.end());
    CHECK(objects.destroy_order() == expected);
    CHECK(ledger.allocations() == 1);
    CHECK(ledger.live() == 0);
  }
}

TEST_CASE("MemBlock: where the allocator fails, nothing is built", "[mem_block]") {
  using Block = MemBlock<test::CountedLabel, test::Counted>;
  test::Ledger ledger;
  ledger.fail_on(1);
  const test::ObjectScope objects;
  CHECK_THROWS_AS(static_cast<void>(Block::create(Bytes(ledger), 1, 4, make_elements<test::Counted>)),
                  std::bad_alloc);
  CHECK(objects.built() == 0);
}

TEST_CASE("MemBlock: what init throws comes out as it is", "[mem_block]") {
  struct Special {
    int code;
  };
  test::Ledger ledger;
  const test::ObjectScope objects;
  int code = 0;
  try {
    static_cast<void>(MemBlock<test::CountedLabel, test::Counted>::create(
        Bytes(ledger), 1, 4, [](std::size_t i) -> test::Counted {
          if (i == 2) throw Special{77};
          return test::Counted(static_cast<int>(i));
        }));
  } catch (const Special& special) {
    code = special.code;
  }
  CHECK(code == 77);
  CHECK(objects.live() == 0);
  CHECK(ledger.live() == 0);
}

TEST_CASE("MemBlock: a label changed by init is destroyed as it is after a throw", "[mem_block]") {
  const test::ObjectScope objects;
  CHECK_THROWS_AS((static_cast<void>(MemBlock<test::CountedLabel, int>::create(
                      std::allocator<std::byte>(), 1, 4,
                      [](test::CountedLabel& label, std::size_t i) {
                        label = test::CountedLabel(static_cast<int>(50 + i));
                        if (i == 3) throw test::Boom();
                        return 0;
                      }))),
                  test::Boom);
  CHECK(objects.live() == 0);
  CHECK(objects.destroy_order().back() == 53);
}

// ---- found again, and partly built --------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("MemBlock: from its label, from its start", "[mem_block]", test::LabelKinds) {
  using Label = TestType;
  using Block = MemBlock<Label, std::uint64_t>;
  const std::allocator<std::byte> memory;
  const Block block = Block::create(memory, label_from([] { return test::Make<Label>::value(1); }), 3,
                                    make_elements<std::uint64_t>);
  CHECK(Block::from_label(block.label()) == block);
  CHECK(Block::from_start(block.start()) == block);
  CHECK(address(block.elements()) - address(block.start()) == Block::elements_offset);
  CHECK(address(std::addressof(block.label())) - address(block.start()) == Block::label_offset);
  block.destroy(memory, 3);
}

TEST_CASE("MemBlock: a const label", "[mem_block]") {
  using Block = MemBlock<const std::string, int>;
  const std::allocator<std::byte> memory;
  const Block block = Block::create(memory, "key", 2, make_elements<int>);
  STATIC_REQUIRE(std::is_same_v<decltype(block.label()), const std::string&>);
  CHECK(block.label() == "key");
  CHECK(Block::from_label(block.label()) == block);
  block.destroy(memory, 2);
}

TEST_CASE("MemBlock: create_for_overwrite builds the label, and numbers that are not written",
          "[mem_block]") {
  test::Ledger ledger;
  const Bytes memory(ledger);
  const auto numbers = MemBlock<int, int>::create_for_overwrite(memory, 7, 100);
  CHECK(numbers.label() == 7);
  numbers.destroy(memory, 100);
  const auto texts = MemBlock<int, std::string>::create_for_overwrite(memory, 7, 2);
  CHECK(texts.element(1).empty());
  texts.destroy(memory, 2);
}

TEST_CASE("UnfinishedBlock: filled step by step, released with what is built", "[mem_block]") {
  test::Ledger ledger;
  const test::ObjectScope objects;
  const Bytes memory(ledger);
  using Block = MemBlock<test::Counted, test::Counted>;
  auto partly = Block::begin(memory, test::Counted(7), 5);
  STATIC_REQUIRE(std::is_same_v<decltype(partly), UnfinishedBlock<Block, Bytes>>);
  CHECK(partly.label().value() == 7);
  CHECK(partly.len() == 5);
  CHECK(partly.emplace_back(1).value() == 1);
  partly.emplace_back(test::Counted(2));
  ::new (static_cast<void*>(partly.elements() + partly.built())) test::Counted(3);
  partly.commit(1);
  CHECK(partly.built() == 3);
  auto moved = std::move(partly);
  const Block block = moved.finish();
  CHECK_FALSE(moved);
  CHECK(block.element(2).value() == 3);
  block.destroy(memory, 3, 5);
  CHECK(objects.live() == 0);
}

TEST_CASE("UnfinishedBlock: given up, or interrupted at any step, it leaves nothing", "[mem_block]") {
  test::Ledger ledger;
  const Bytes memory(ledger);
  using Block = MemBlock<test::Throwing, test::Throwing>;
  const int steps = test::fail_everywhere([&] {
    const test::ObjectScope objects;
    auto partly = Block::begin(memory, 7, 3);
    partly.emplace_back(1);
    partly.emplace_back(2);
  });
  CHECK(steps == 4);  // the allocation, the label, two elements
}

TEST_CASE("MemBlock: in memory of the caller", "[mem_block]") {
  const test::ObjectScope objects;
  using Block = MemBlock<test::Counted, test::Counted>;
  alignas(Block::alignment) std::byte memory[Block::memory_layout(3).size];
  {
    auto given_up = Block::begin_at(memory, 1, 3);
    given_up.emplace_back(2);
  }
  CHECK(objects.live() == 0);
  auto partly = Block::begin_at(memory, 7, 3);
  partly.emplace_back(8);
  const Block block = partly.finish();
  CHECK(static_cast<void*>(block.start()) == memory);
  CHECK(block.element(0).value() == 8);
  block.destroy_contents(1);
  CHECK(objects.live() == 0);
}

// SPDX-License-Identifier: MIT
//
// labels: processor
//
// The checked arithmetic under every block: right at the edges, in constant expressions and at run time.
#include <heaparray/alloc_utils.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

using namespace heaparray;

namespace {

constexpr std::size_t top = SIZE_MAX;
constexpr std::size_t half = SIZE_MAX / 2 + 1;  // the highest bit alone
constexpr std::size_t root = std::size_t{1}
                             << (std::numeric_limits<std::size_t>::digits / 2);  // root^2 wraps to 0

const std::vector<std::size_t> edges = {0,       1,          2,       3,        7,        8,    4095,
                                        4096,    root - 1,   root,    root + 1, half - 1, half, half + 1,
                                        top / 3, top - 4096, top - 8, top - 7,  top - 1,  top};

}  // namespace

TEST_CASE("round_up: the least multiple that is not less", "[alloc_utils]") {
  STATIC_REQUIRE(round_up(0, 1) == 0);
  STATIC_REQUIRE(round_up(0, 4096) == 0);
  STATIC_REQUIRE(round_up(1, 1) == 1);
  STATIC_REQUIRE(round_up(1, 4096) == 4096);
  STATIC_REQUIRE(round_up(13, 8) == 16);
  STATIC_REQUIRE(round_up(16, 8) == 16);
  STATIC_REQUIRE(round_up(top, 1) == top);
  STATIC_REQUIRE(round_up(top - 7, 8) == top - 7);
  STATIC_REQUIRE(round_up(half - 1, half) == half);
  STATIC_REQUIRE(noexcept(round_up(1, 1)));

  for (std::size_t alignment = 1; alignment <= 64; alignment *= 2) {
    for (std::size_t size = 0; size <= 200; ++size) {
      CAPTURE(size, alignment);
      const std::size_t up = round_up(size, alignment);
      CHECK(up % alignment == 0);
      CHECK(up >= size);
      CHECK(up - size < alignment);
    }
  }
}

TEST_CASE("max_block_size: the largest difference of two pointers", "[alloc_utils]") {
  STATIC_REQUIRE(max_block_size == static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()));
}

TEST_CASE("MemoryLayout: equal if size and alignment are", "[alloc_utils]") {
  constexpr MemoryLayout layout{48, 16};
  STATIC_REQUIRE(layout.size == 48);
  STATIC_REQUIRE(layout.alignment == 16);
  STATIC_REQUIRE(layout == MemoryLayout{48, 16});
  STATIC_REQUIRE_FALSE(layout == MemoryLayout{64, 16});
  STATIC_REQUIRE_FALSE(layout == MemoryLayout{48, 8});
  STATIC_REQUIRE(layout != MemoryLayout{16, 48});
}

TEST_CASE("elements_that_fit: 0 where not even the offset fits", "[alloc_utils]") {
  STATIC_REQUIRE(elements_that_fit(0, 0, 1, 1) == 0);
  STATIC_REQUIRE(elements_that_fit(0, 8, 4, 8) == 0);
  STATIC_REQUIRE(elements_that_fit(7, 8, 1, 1) == 0);
  STATIC_REQUIRE(elements_that_fit(8, 8, 1, 1) == 0);
  STATIC_REQUIRE(elements_that_fit(9, 8, 1, 1) == 1);
  STATIC_REQUIRE(elements_that_fit(63, 0, 1, 64) == 0);  // less than a unit is no block
  STATIC_REQUIRE(elements_that_fit(64, 0, 1, 64) == 64);
  STATIC_REQUIRE(elements_that_fit(4096, 16, 8, 8) == 510);
  STATIC_REQUIRE(noexcept(elements_that_fit(1, 0, 1, 1)));
}

TEST_CASE("elements_that_fit: does not wrap at the top", "[alloc_utils]") {
  STATIC_REQUIRE(elements_that_fit(top, 0, 1, 1) == top);
  STATIC_REQUIRE(elements_that_fit(top, top, 1, 1) == 0);
  STATIC_REQUIRE(elements_that_fit(top, top - 1, 1, 1) == 1);
  STATIC_REQUIRE(elements_that_fit(top, 0, top, 1) == 1);
  STATIC_REQUIRE(elements_that_fit(top, 1, top, 1) == 0);
  STATIC_REQUIRE(elements_that_fit(max_block_size, 0, 1, 16) == max_block_size - 15);
  STATIC_REQUIRE(elements_that_fit(max_block_size, 16, 16, 16) == max_block_size / 16 - 1);
}

TEST_CASE("elements_that_fit: as many as a search finds", "[alloc_utils]") {
  int wrong = 0;
  for (std::size_t alignment = 1; alignment <= 32; alignment *= 2) {
    for (const std::size_t offset : {0u, 1u, 4u, 8u, 24u, 32u, 77u}) {
      for (const std::size_t element : {1u, 2u, 3u, 8u, 16u, 77u}) {
        for (std::size_t bytes = 0; bytes <= 260; ++bytes) {
          std::size_t n = 0;
          while (round_up(offset + (n + 1) * element, alignment) <= bytes) ++n;
          if (elements_that_fit(bytes, offset, element, alignment) != n) ++wrong;
        }
      }
    }
  }
  CHECK(wrong == 0);
}

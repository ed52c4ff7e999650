// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// AtomicPtrArray: every transfer of ownership is exact.

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/objects.hpp"

using heaparray::AtomicPtrArray;
using test::Counted;
using Cell = AtomicPtrArray<Counted, int>;
using Array = Cell::handle_type;

namespace {

Array make(int label, std::size_t n = 3) {
  return Array::with_label(label, n, [&](std::size_t i) { return Counted(label + static_cast<int>(i)); });
}

constinit AtomicPtrArray<int> static_cell;  // no constructor runs for it

}  // namespace

TEST_CASE("AtomicPtrArray: is one word, lock-free, and models AtomicArrayRef") {
  STATIC_REQUIRE(sizeof(Cell) == sizeof(void*));
  STATIC_REQUIRE(Cell::is_always_lock_free);
  STATIC_REQUIRE(heaparray::AtomicArrayRef<Cell>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<Cell> && !std::is_copy_assignable_v<Cell>);
  CHECK(Cell().is_lock_free());
  CHECK(static_cell.is_null());
}

TEST_CASE("AtomicPtrArray: exchange, store and take hand over the array itself") {
  test::ObjectScope objects;
  Cell cell;
  CHECK(cell.is_null());
  CHECK_FALSE(cell.take());

  Array first = make(10);
  const Counted* const address = first.data();
  CHECK_FALSE(cell.exchange(std::move(first)));
  CHECK_FALSE(first);
  CHECK(cell.peek() == address);

  Array out = cell.exchange(make(20));
  CHECK(out.data() == address);
  CHECK(out.label() == 10);
  CHECK(objects.live() == 6);

  cell.store(make(30, 1));  // destroys 20
  CHECK(objects.live() == 4);
  out = cell.take();
  CHECK(out.label() == 30);
  CHECK(cell.is_null());
  CHECK(objects.live() == 1);
  cell.store(Array());
  CHECK(cell.is_null());
}

TEST_CASE("AtomicPtrArray: the destructor destroys what the cell holds") {
  test::ObjectScope objects;
  {
    Cell cell(make(1));
  }
  CHECK(objects.live() == 0);
  CHECK(objects.destroyed() > 0);
}

TEMPLATE_TEST_CASE_SIG("AtomicPtrArray: compare_exchange swaps, or leaves both as they were", "",
                       ((bool strong), strong), true, false) {
  test::ObjectScope objects;
  const auto compare_exchange = [](Cell& cell, const Counted* expected, Array& desired) {
    if constexpr (strong) return cell.compare_exchange_strong(expected, desired);
    // Weak may fail without a reason, but not for ever.
    for (int i = 0; i < 1000; ++i)
      if (cell.compare_exchange_weak(expected, desired)) return true;
    return false;
  };
  Cell cell;
  Array a = make(1);
  const Counted* const a_data = a.data();
  CHECK(compare_exchange(cell, nullptr, a));
  CHECK_FALSE(a);

  Array b = make(2);
  const Counted* const b_data = b.data();
  CHECK_FALSE(compare_exchange(cell, nullptr, b));  // the cell is not null
  CHECK_FALSE(compare_exchange(cell, b_data, b));   // nor holds b
  CHECK(b.data() == b_data);
  CHECK(cell.peek() == a_data);

  CHECK(compare_exchange(cell, a_data, b));
  CHECK(b.data() == a_data);  // the caller has what was there
  CHECK(b.label() == 1);
  CHECK(cell.peek() == b_data);

  Array null;
  CHECK(compare_exchange(cell, b_data, null));
  CHECK(null.data() == b_data);
  CHECK(cell.is_null());
}

TEST_CASE("AtomicPtrArray: initialize makes an array only if there is none") {
  test::ObjectScope objects;
  Cell cell;
  CHECK(cell.initialize(5, 2, [](std::size_t) { return Counted(5); }));
  int calls = 0;
  CHECK_FALSE(cell.initialize(6, 2, [&](std::size_t) { return Counted(++calls); }));
  CHECK(calls == 0);
  CHECK(cell.take().label() == 5);
  CHECK_THROWS_AS(cell.initialize(7, 2,
                                  [](std::size_t i) -> Counted {
                                    if (i == 1) throw test::Boom();
                                    return Counted(1);
                                  }),
                  test::Boom);
  CHECK(cell.is_null());
}

TEST_CASE("AtomicPtrArray: threads neither lose an array nor own one twice") {
  test::ObjectScope objects;
  constexpr int threads = 4, rounds = 2000;
  std::atomic<long> in = 0, out = 0;
  {
    Cell cell;
    std::vector<std::thread> pool;
    for (int t = 0; t < threads; ++t) {
      pool.emplace_back([&, t] {
        for (int i = 0; i < rounds; ++i) {
          const int label = t * rounds + i;
          Array mine = make(label, 2);
          in += label;
          const Counted* const before = cell.peek();
          if (i % 2 == 0 || !cell.compare_exchange_strong(before, mine))
            mine = cell.exchange(std::move(mine));
          if (mine) {
            if (mine[1].value() != mine.label() + 1) std::abort();
            out += mine.label();
          }
        }
      });
    }
    for (std::thread& thread : pool) thread.join();
    if (Array last = cell.take()) out += last.label();
  }
  CHECK(in == out);
  CHECK(objects.live() == 0);
}

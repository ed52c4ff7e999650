// SPDX-License-Identifier: MIT
//
// labels: threads
//
// Cells of several arrays: what each member does, and two threads that exchange and read them.
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"

#include <heaparray/columns.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>

using heaparray::ArcColumns;
using heaparray::AtomicArcColumns;
using heaparray::Columns;

namespace {

using Table = ArcColumns<Columns<int, std::string>, int>;
using Cell = AtomicArcColumns<Columns<int, std::string>, int>;
static_assert(sizeof(Cell) == sizeof(heaparray::AtomicArcArray<int>) && !std::is_copy_constructible_v<Cell>);
static_assert(heaparray::AtomicArrayRef<Cell>);
static_assert(heaparray::enable_shared_mutation<Cell>);

Table make(int label, std::size_t n) {
  return Table::with_label(
      label, n, [label](std::size_t i) { return label + static_cast<int>(i); },
      [label](std::size_t i) { return std::string(30, 'x') + std::to_string(label + static_cast<int>(i)); });
}
template <class A>
bool is_whole(const A& a) {
  const auto numbers = a.template column<0>();
  const auto texts = a.template column<1>();
  if (numbers.size() != texts.size()) return false;
  for (std::size_t i = 0; i != numbers.size(); ++i)
    if (numbers[i] != a.label() + static_cast<int>(i) ||
        texts[i] != std::string(30, 'x') + std::to_string(numbers[i]))
      return false;
  return true;
}

}  // namespace

TEST_CASE("Cells of columns: each member") {
  Cell cell;
  CHECK(cell.load() == nullptr);
  CHECK(cell.is_lock_free() == Cell::is_always_lock_free);
  const Table one = make(1, 3);
  cell.store(one);
  CHECK(cell.load().ref_eq(one));
  CHECK_FALSE(one.is_unique());
  {
    const auto guard = cell.borrow();
    CHECK(guard);
    CHECK(guard.size() == 3);
    CHECK(guard.label() == 1);
    CHECK(std::get<0>(guard[2]) == 3);
    CHECK(is_whole(guard));
    CHECK(guard == one);
    CHECK(guard.retain().ref_eq(one));
  }
  CHECK(cell.exchange(make(2, 1)).ref_eq(one));
  CHECK(one.is_unique());
  Table expected = one;
  CHECK_FALSE(cell.compare_exchange_strong(expected, make(3, 2)));
  CHECK(expected.label() == 2);
  CHECK(cell.compare_exchange_strong(expected, make(3, 2)));
  expected = cell.load();
  while (!cell.compare_exchange_weak(expected, make(4, 2))) {
  }
  const Table old = cell.update([](const Table& now) { return make(now.label() + 1, 5); });
  CHECK(old.label() == 4);
  CHECK(cell.load().label() == 5);
  cell.wait(old);  // it holds another one
  cell.notify_one();
  cell.notify_all();
  cell.store(nullptr);
  CHECK_FALSE(cell.borrow());
  const Cell made(one);
  CHECK(made.load().ref_eq(one));
}

TEST_CASE("Cells of columns: one thread publishes, another one loads and borrows") {
  const int rounds = 2000;
  {
    Cell cell(make(0, 2));
    std::atomic<bool> whole{true};
    std::thread reader([&] {
      int last = 0;
      while (last < rounds) {
        {
          const auto guard = cell.borrow();
          if (!is_whole(guard) || guard.label() < last) whole = false;
        }
        const Table now = cell.load();
        if (!is_whole(now) || now.label() < last) whole = false;
        last = now.label();
      }
    });
    for (int i = 1; i <= rounds; ++i) {
      Table next = i % 3 == 0 ? cell.load() : make(i, 1 + static_cast<std::size_t>(i) % 4);
      if (i % 3 == 0) next = make(i, next.size());
      cell.store(std::move(next));
    }
    reader.join();
    CHECK(whole);
  }
}

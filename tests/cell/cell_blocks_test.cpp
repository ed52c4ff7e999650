// SPDX-License-Identifier: MIT
//
// labels: processor
//
// The end of a cell, and of a guard, whose elements reach back to it when they are destroyed: no block is
// destroyed twice, and none that was put in meanwhile is lost.

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"

using heaparray::AtomicPtrArray;
using heaparray::BasicAtomicArcArray;
using heaparray::Borrowed;
using heaparray::TpArcArray;
using test::Counted;

namespace {

/// Stores the next to the cell that it was in, when it is destroyed.
template <template <class> class CellOf>
struct Refill {
  using Cell = CellOf<Refill>;

  Cell* cell;
  int left;
  Counted counted{left};

  Refill(Cell& c, int n) : cell(&c), left(n) {}
  Refill(const Refill&) = delete;
  Refill& operator=(const Refill&) = delete;
  ~Refill() {
    if (left == 0) return;
    cell->store(make(*cell, left - 1));
  }
};

template <class Cell>
typename Cell::handle_type make(Cell& cell, int left) {
  using Array = typename Cell::handle_type;
  return Array(1, [&](std::size_t) { return typename Array::value_type(cell, left); });
}

template <class T>
using Owning = AtomicPtrArray<T>;
template <class T>
using LockFree = BasicAtomicArcArray<TpArcArray<T>, heaparray::detail::LockFreeCell>;
template <class T>
using LockBit = BasicAtomicArcArray<TpArcArray<T>, heaparray::detail::LockBitCell>;

using Refills = std::tuple<Refill<Owning>, Refill<LockFree>, Refill<LockBit>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("cells: an element may store to the cell that destroys it", "", Refills) {
  test::ObjectScope objects;
  {
    typename TestType::Cell cell;
    cell.store(make(cell, 3));
    CHECK(objects.live() == 1);
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("cells: an element may store to the cell that replaces it", "", Refills) {
  test::ObjectScope objects;
  {
    typename TestType::Cell cell;
    cell.store(make(cell, 3));
    cell.store(typename TestType::Cell::handle_type());
    CHECK(objects.live() == 1);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("cells: an element may store to the borrowed cell that destroys it") {
  test::ObjectScope objects;
  using Cell = LockFree<Refill<LockFree>>;
  {
    Cell cell;
    cell.store(make(cell, 3));
    CHECK(cell.borrow()[0].left == 3);
  }
  CHECK(objects.live() == 0);
}

namespace {

/// Lets go once more of the guard that destroys it, and takes another one before.
struct Resetting {
  std::optional<Borrowed<TpArcArray<Resetting>>>* guard;
  const BasicAtomicArcArray<TpArcArray<int>>* other;
  Counted counted{1};

  explicit Resetting(std::optional<Borrowed<TpArcArray<Resetting>>>& g,
                     const BasicAtomicArcArray<TpArcArray<int>>& o)
      : guard(&g), other(&o) {}
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;
  ~Resetting();
};

Borrowed<TpArcArray<int>> taken_meanwhile;

Resetting::~Resetting() {
  taken_meanwhile = other->borrow();  // in the slot that was just let go of
  (*guard)->reset();
}

}  // namespace

TEST_CASE("Borrowed: an element that it destroys may use the guard") {
  test::ObjectScope objects;
  for (const std::size_t guards_before : {std::size_t{0}, std::size_t{8}}) {  // with a slot, and without
    heaparray::AtomicArcArray<int> other{{1, 2}};
    std::vector<Borrowed<TpArcArray<int>>> before(guards_before);
    for (auto& guard : before) guard = other.borrow();
    heaparray::AtomicArcArray<Resetting> cell;
    std::optional<Borrowed<TpArcArray<Resetting>>> guard;
    cell.store(TpArcArray<Resetting>(1, [&](std::size_t) { return Resetting(guard, other); }));
    guard.emplace(cell.borrow());
    cell = nullptr;
    CHECK(objects.live() == 1);
    guard.reset();
    CHECK(objects.live() == 0);
    // The guard that was made then still has its slot, and is paid for.
    const TpArcArray<int> out = other.exchange({3});
    CHECK(out.use_count() == 2 + guards_before);
    CHECK(taken_meanwhile[1] == 2);
    taken_meanwhile.reset();
    CHECK(out.use_count() == 1 + guards_before);
  }
}

namespace {

struct Three {
  char bytes[3] = {'a', 'b', 'c'};
};

}  // namespace

TEST_CASE("cells: the last bits of an address are put back, whatever they are") {
  alignas(4) static char bytes[8];
  const auto check = []<std::size_t Low>(std::integral_constant<std::size_t, Low>) {
    using Bits = heaparray::detail::WordBits<Low>;
    const std::uint64_t bits = Bits::of(bytes + 4 + Low);
    CHECK(bits % 4 == 0);
    CHECK(bits != 0);
    CHECK(Bits::address(bits) == bytes + 4 + Low);
    CHECK(Bits::of(nullptr) == 0);
    CHECK(Bits::address(0) == nullptr);
  };
  check(std::integral_constant<std::size_t, 0>());
  check(std::integral_constant<std::size_t, 1>());
  check(std::integral_constant<std::size_t, 2>());
  check(std::integral_constant<std::size_t, 3>());
}

TEMPLATE_TEST_CASE("cells: hold blocks whose elements begin at any address", "",
                   heaparray::detail::LockFreeCell, heaparray::detail::LockBitCell) {
  const auto check = [](auto handle) {
    using Handle = decltype(handle);
    BasicAtomicArcArray<Handle, TestType> cell(handle);
    for (int round = 0; round != 3; ++round) {
      const auto guard = cell.borrow();
      CHECK(guard.ref_eq(handle));
      CHECK(cell.load().ref_eq(handle));
      Handle expected = handle;
      CHECK(cell.compare_exchange_strong(expected, handle));
      const Handle out = cell.exchange(handle);
      CHECK(out.ref_eq(handle));
      CHECK(handle.use_count() >= 3);
    }
    const auto guard = cell.borrow();
    cell.store(Handle());
    CHECK_FALSE(cell.borrow());
    CHECK(guard.back() == 'z');
  };
  using heaparray::AtomicCount;
  using heaparray::BasicRcArray;
  using heaparray::LengthInBlock;
  const auto text = [](std::size_t i) { return i == 4 ? 'z' : 'x'; };
  check(TpArcArray<char, Three>::with_label(Three(), 5, text));
  check(TpArcArray<char, char>::with_label('l', 5, text));
  check(TpArcArray<char, short>::with_label(short{1}, 5, text));
  check(BasicRcArray<char, Three, LengthInBlock<std::uint8_t>, AtomicCount<std::uint32_t>>::with_label(
      Three(), 5, text));
  check(BasicRcArray<char, char, LengthInBlock<std::uint8_t>, AtomicCount<std::uint32_t>>::with_label('l', 5,
                                                                                                      text));
  check(BasicRcArray<char, heaparray::NoLabel, LengthInBlock<std::uint8_t>, AtomicCount<std::uint32_t>>(
      5, text));
}

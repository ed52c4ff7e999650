// SPDX-License-Identifier: MIT
//
// labels: threads processor
//
// CellReader: what it reads, how often it loads, what it keeps alive and for how long. On one thread, scripted on
// several, and under load; every interleaving in relacy/.

#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/text.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"
#include "support/recycling.hpp"
#include "support/worker.hpp"

using heaparray::AtomicArcArray;
using heaparray::AtomicCount;
using heaparray::BasicAtomicArcArray;
using heaparray::BasicRcArray;
using heaparray::CellReader;
using heaparray::FixedLength;
using heaparray::LengthInBlock;
using heaparray::MappedCellReader;
using heaparray::TpArcArray;
using heaparray::detail::LockBitCell;
using heaparray::detail::LockFreeCell;
using test::Counted;

namespace {

// ---- Cells ------------------------------------------------------------------------------------------------

/// AtomicCount that notes how often this thread has counted.
class NotedCount {
 public:
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = AtomicCount<std::uint32_t>::max_owners;
  static inline thread_local unsigned counted = 0;

  void increment(std::uint32_t n = 1) noexcept {
    ++counted;
    count_.increment(n);
  }
  bool decrement(std::uint32_t n = 1) noexcept {
    ++counted;
    return count_.decrement(n);
  }
  bool is_unique() const noexcept { return count_.is_unique(); }
  std::size_t use_count() const noexcept { return count_.use_count(); }

 private:
  AtomicCount<std::uint32_t> count_;
};

constexpr std::size_t len = 3;

using Handle = TpArcArray<Counted, int>;
using Fixed = BasicRcArray<Counted, int, FixedLength<len>, AtomicCount<>>;
using Noted = BasicRcArray<Counted, int, LengthInBlock<>, NotedCount>;
using Cells = std::tuple<BasicAtomicArcArray<Handle, LockFreeCell>, BasicAtomicArcArray<Handle, LockBitCell>,
                         heaparray::AtomicCompactArray<Counted, int>, BasicAtomicArcArray<Fixed, LockBitCell>,
                         BasicAtomicArcArray<Noted, test::SmallBiasCell<4>>>;
using Protocols = std::tuple<LockFreeCell, LockBitCell, test::SmallBiasCell<6>>;

template <class H>
H make(int label) {
  return H::with_label(label, len, [&](std::size_t i) { return Counted(label + static_cast<int>(i)); });
}

/// A cell that notes what is asked of it. `before_load` runs between the look at the address and the load.
class NotedCell {
 public:
  using handle_type = TpArcArray<int>;

  handle_type load(std::memory_order order) const {
    ++loads;
    orders.push_back(order);
    if (before_load) before_load();
    return now;
  }
  const int* peek(std::memory_order order) const {
    ++looks;
    orders.push_back(order);
    return now.data();
  }

  handle_type now;
  std::function<void()> before_load;
  mutable int looks = 0, loads = 0;
  mutable std::vector<std::memory_order> orders;
};

}  // namespace

// ---- What it is -------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("CellReader: two words, made from a cell that lives", "", Cells) {
  using Reader = CellReader<TestType>;
  STATIC_REQUIRE(sizeof(Reader) == 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_same_v<typename Reader::cell_type, TestType>);
  STATIC_REQUIRE(std::is_same_v<typename Reader::handle_type, typename TestType::handle_type>);
  STATIC_REQUIRE(std::is_nothrow_constructible_v<Reader, TestType&>);
  STATIC_REQUIRE(std::is_nothrow_constructible_v<Reader, const TestType&>);
  STATIC_REQUIRE(!std::is_convertible_v<const TestType&, Reader>);
  // Neither from a cell that dies, nor from one that would be made of a handle.
  STATIC_REQUIRE(!std::is_constructible_v<Reader, TestType>);
  STATIC_REQUIRE(!std::is_constructible_v<Reader, const TestType>);
  STATIC_REQUIRE(!std::is_constructible_v<Reader, typename TestType::handle_type&>);
  STATIC_REQUIRE(!std::is_constructible_v<Reader, typename TestType::handle_type>);
  STATIC_REQUIRE(!std::is_default_constructible_v<Reader>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<Reader> && std::is_nothrow_copy_assignable_v<Reader>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Reader> && std::is_nothrow_move_assignable_v<Reader>);
  STATIC_REQUIRE(std::is_nothrow_destructible_v<Reader> && std::is_nothrow_swappable_v<Reader>);
  STATIC_REQUIRE(
      std::is_same_v<decltype(std::declval<Reader&>().get()), const typename TestType::handle_type&>);
  STATIC_REQUIRE(noexcept(std::declval<Reader&>().get()) && noexcept(std::declval<Reader&>().reset()));

  const TestType cell;
  CellReader reader(cell);
  STATIC_REQUIRE(std::is_same_v<decltype(reader), Reader>);
  CellReader copy(reader);
  STATIC_REQUIRE(std::is_same_v<decltype(copy), Reader>);
  CellReader moved(std::move(reader));
  STATIC_REQUIRE(std::is_same_v<decltype(moved), Reader>);
}

// ---- What it reads ----------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("CellReader: reads what the cell holds now", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType cell(make<H>(1));
  CellReader reader(cell);
  const H& first = reader.get();
  CHECK(first.label() == 1);
  CHECK(first.data() == cell.peek());
  for (int round = 2; round != 6; ++round) {
    cell.store(make<H>(round));
    const H& now = reader.get();
    CHECK(&now == &first);  // the reader's own
    CHECK(now.label() == round);
    CHECK(now[len - 1].value() == round + static_cast<int>(len) - 1);
    CHECK(now.ref_eq(cell.load()));
    CHECK(&reader.get() == &first);
    CHECK(reader.get().label() == round);
  }
  cell.store(H());
  CHECK_FALSE(reader.get());
  CHECK_FALSE(reader.get());
  CHECK(objects.live() == 0);
  cell.store(make<H>(7));
  CHECK(reader.get().label() == 7);
}

TEMPLATE_LIST_TEST_CASE("CellReader: a null cell reads as null", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType cell;
  CellReader reader(cell);
  CHECK_FALSE(reader.get());
  CHECK(reader.get() == nullptr);
  CHECK(cell.peek() == nullptr);
  // Loads of null count loans in the word; that is still null.
  for (int i = 0; i != 3; ++i) CHECK_FALSE(cell.load());
  CHECK_FALSE(cell.borrow());
  CHECK_FALSE(reader.get());
  CHECK(cell.initialize(5, len, [](std::size_t) { return Counted(5); }));
  CHECK(reader.get().label() == 5);
  cell.store(H());
  CHECK_FALSE(reader.get());
}

TEMPLATE_LIST_TEST_CASE("CellReader: sees whatever puts an array in", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType cell(make<H>(1));
  CellReader reader(cell);
  CHECK(reader.get().label() == 1);
  CHECK(cell.exchange(make<H>(2)).label() == 1);
  CHECK(reader.get().label() == 2);
  H expected = reader.get();
  CHECK(cell.compare_exchange_strong(expected, make<H>(3)));
  CHECK(reader.get().label() == 3);
  CHECK_FALSE(cell.compare_exchange_strong(expected, make<H>(4)));
  CHECK(reader.get().label() == 3);
  cell.update([](const H& now) { return make<H>(now.label() + 2); });
  CHECK(reader.get().label() == 5);
  // The same array again: nothing to see.
  const H kept = reader.get();
  static_cast<void>(cell.exchange(H()));
  cell.store(kept);
  CHECK(reader.get().ref_eq(kept));
}

TEMPLATE_LIST_TEST_CASE("CellReader: texts, and elements at an odd distance from their block", "",
                        Protocols) {
  using Odd = BasicAtomicArcArray<TpArcArray<char, char>, TestType>;
  STATIC_REQUIRE(Odd::handle_type::block_type::elements_offset % 4 != 0);
  Odd cell;
  CellReader reader(cell);
  CHECK_FALSE(reader.get());
  cell.store(TpArcArray<char, char>::from_range('x', std::string_view("abc")));
  CHECK(reader.get().data() == cell.peek());
  CHECK(reader.get()[2] == 'c');
  static_cast<void>(cell.borrow());
  static_cast<void>(cell.load());
  CHECK(reader.get().data() == cell.peek());
  cell.store(nullptr);
  CHECK_FALSE(reader.get());

  BasicAtomicArcArray<heaparray::ArcText<>, TestType> text(heaparray::ArcText<>::from_text("one"));
  CellReader words(text);
  CHECK(words.get() == "one");
  text.store(heaparray::ArcText<>::from_text("two"));
  CHECK(words.get() == "two");
}

// ---- What it costs ----------------------------------------------------------------------------------------

TEST_CASE("CellReader: asks the cell once, and loads only if it holds another array") {
  NotedCell cell;
  cell.now = {1, 2};
  CellReader reader(cell);
  CHECK(cell.looks + cell.loads == 0);
  for (int i = 0; i != 5; ++i) CHECK(reader.get()[0] == 1);
  CHECK(cell.looks == 5);
  CHECK(cell.loads == 1);
  cell.now = {3};
  CHECK(reader.get()[0] == 3);
  CHECK(reader.get()[0] == 3);
  CHECK(cell.looks == 7);
  CHECK(cell.loads == 2);
  cell.now = nullptr;
  CHECK_FALSE(reader.get());
  CHECK_FALSE(reader.get());
  CHECK(cell.looks == 9);
  CHECK(cell.loads == 3);
  CHECK(cell.orders == std::vector(12, std::memory_order_acquire));
}

TEST_CASE("CellReader: the cell changes between the look and the load") {
  NotedCell cell;
  cell.now = {1};
  CellReader reader(cell);
  cell.before_load = [&] { cell.now = {2}; };
  CHECK(reader.get()[0] == 2);  // the newer one
  CHECK(reader.get()[0] == 2);
  CHECK(cell.loads == 1);

  const TpArcArray<int> kept = reader.get();
  cell.now = {3};
  cell.before_load = [&] { cell.now = kept; };
  CHECK(reader.get().ref_eq(kept));  // the one it had
  CHECK(cell.loads == 2);
  CHECK(kept.use_count() == 3);

  cell.now = {4};
  cell.before_load = [&] { cell.now = nullptr; };
  CHECK_FALSE(reader.get());
  CHECK(kept.is_unique());
}

TEMPLATE_LIST_TEST_CASE("CellReader: loans, marks and locks of others in the word are no change", "",
                        Protocols) {
  using Cell = BasicAtomicArcArray<Noted, TestType>;
  Cell cell(make<Noted>(1));
  CellReader reader(cell);
  CHECK(reader.get().label() == 1);
  const unsigned before = NotedCount::counted;
  {
    test::Worker other;
    other.run([&] {
      for (int i = 0; i != 10; ++i) {
        static_cast<void>(cell.load());
        static_cast<void>(cell.borrow());
      }
    });
    for (int i = 0; i != 10; ++i) CHECK(reader.get().label() == 1);
    Noted kept;
    other.run([&] { kept = cell.load(); });
    for (int i = 0; i != 10; ++i) CHECK(reader.get().label() == 1);
    CHECK(NotedCount::counted == before);  // this thread has counted nothing
    other.run([&] { kept.reset(); });
  }
  cell.store(make<Noted>(2));
  const unsigned stored = NotedCount::counted;
  CHECK(reader.get().label() == 2);
  CHECK(NotedCount::counted > stored);  // and here it has
}

// ---- What it keeps alive ----------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("CellReader: keeps what it saw until its next get(), reset() or end", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType cell(make<H>(1));
  {
    CellReader reader(cell);
    H first = cell.load();
    cell.store(make<H>(2));
    CHECK(first.is_unique());  // the reader has loaded nothing yet
    cell.store(first);
    CHECK(reader.get().ref_eq(first));
    cell.store(make<H>(3));
    CHECK_FALSE(first.is_unique());
    first.reset();
    CHECK(objects.live() == 2 * len);

    SECTION("the next get() lets it go") {
      CHECK(reader.get().label() == 3);
      CHECK(objects.live() == len);
      cell.store(H());
      CHECK(objects.live() == len);
      CHECK_FALSE(reader.get());
      CHECK(objects.live() == 0);
    }
    SECTION("reset() lets it go, and the reader goes on") {
      reader.reset();
      CHECK(objects.live() == len);
      reader.reset();
      CHECK(reader.get().label() == 3);
      cell.store(H());
      CHECK(objects.live() == len);
      reader.reset();
      CHECK(objects.live() == 0);
    }
    SECTION("an assignment lets it go") {
      reader = CellReader(cell);
      CHECK(objects.live() == len);
      CHECK(reader.get().label() == 3);
    }
    SECTION("so does a copy of the handle, which is an owner of its own") {
      const H kept = reader.get();  // sees the third
      cell.store(H());
      CHECK_FALSE(reader.get());
      CHECK(kept.is_unique());
      CHECK(kept.label() == 3);
    }
  }
  cell.store(H());
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("CellReader: may outlive the cell, if it reads no more", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  std::optional<TestType> cell(std::in_place, make<H>(1));
  std::optional<CellReader<TestType>> reader(std::in_place, *cell);
  const H& seen = reader->get();
  cell.reset();
  CHECK(objects.live() == len);
  CHECK(seen.label() == 1);
  CHECK(seen.is_unique());
  reader.reset();
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("CellReader: an address does not come back while a reader holds it", "", Protocols) {
  using Allocator = test::RecyclingAllocator<std::byte, test::Reuse>;
  using H = BasicRcArray<int, heaparray::NoLabel, LengthInBlock<>, AtomicCount<>, Allocator>;
  {
    BasicAtomicArcArray<H, TestType> cell(H{1});
    const int* const first = cell.peek();
    cell.store(H());
    cell.store(H{2});
    REQUIRE(cell.peek() == first);  // without a reader it comes back at once

    CellReader reader(cell);
    CHECK(reader.get()[0] == 2);
    for (int i = 3; i != 10; ++i) {
      cell.store(H());
      cell.store(H{i});
      CHECK(cell.peek() != first);
    }
    CHECK(reader.get()[0] == 9);
    cell.store(H());
    cell.store(H{10});
    CHECK(cell.peek() == first);  // let go of by get()
    CHECK(reader.get()[0] == 10);

    // Nor does a reader without a handle take another array for one that it had.
    reader.reset();
    cell.store(H());
    cell.store(H{11});
    CHECK(cell.peek() == first);
    CHECK(reader.get()[0] == 11);
    CellReader taker(std::move(reader));
    taker.reset();
    cell.store(H());
    cell.store(H{12});
    CHECK(cell.peek() == first);
    CHECK(reader.get()[0] == 12);
    CHECK(taker.get()[0] == 12);
  }
  CHECK(Allocator::live() == 0);
}

TEMPLATE_LIST_TEST_CASE("CellReader: copies, moves and swaps", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType one(make<H>(1));
  TestType two(make<H>(2));
  {
    CellReader a(one);
    CHECK(a.get().label() == 1);
    CellReader b(a);  // one more owner
    one.store(H());
    CHECK(objects.live() == 2 * len);
    CHECK_FALSE(a.get());
    CHECK(objects.live() == 2 * len);  // b has it
    CHECK_FALSE(b.get());
    CHECK(objects.live() == len);

    CellReader c(two);
    CHECK(c.get().label() == 2);
    CellReader d(std::move(c));
    two.store(make<H>(3));
    CHECK(objects.live() == 2 * len);
    d.reset();
    CHECK(objects.live() == len);  // c had nothing left
    CHECK(c.get().label() == 3);   // but goes on
    CHECK(d.get().label() == 3);

    a = d;  // the cell too
    CHECK(a.get().label() == 3);
    auto& self = a;
    a = self;
    CHECK(a.get().label() == 3);
    a = std::move(self);
    CHECK(a.get().label() == 3);
    one.store(make<H>(4));
    std::swap(a, b);
    CHECK(a.get().label() == 4);
    CHECK(b.get().label() == 3);
    a = std::move(b);
    CHECK(a.get().label() == 3);
  }
  one.store(H());
  two.store(H());
  CHECK(objects.live() == 0);
}

namespace {

/// When it is destroyed, it reads the cell through the reader that destroys it.
struct ReadsAgain {
  CellReader<AtomicArcArray<ReadsAgain>>* reader = nullptr;
  const AtomicArcArray<ReadsAgain>* cell = nullptr;
  int* good = nullptr;

  ~ReadsAgain() {
    if (reader == nullptr) return;
    const auto& now = reader->get();
    if (now.data() == cell->peek()) ++*good;
  }
};

}  // namespace

TEST_CASE("CellReader: the destructor of an element may use the reader that destroys it") {
  AtomicArcArray<ReadsAgain> cell;
  CellReader reader(cell);
  int good = 0;
  const auto make_one = [&] {
    return TpArcArray<ReadsAgain>(1, [&](std::size_t) { return ReadsAgain{&reader, &cell, &good}; });
  };
  cell.store(make_one());
  CHECK(reader.get().size() == 1);
  cell.store(make_one());
  CHECK(reader.get().size() == 1);  // destroys the first
  CHECK(good == 1);
  cell.store(nullptr);
  CHECK_FALSE(reader.get());
  CHECK(good == 2);
  cell.store(make_one());
  CHECK(reader.get().size() == 1);
  cell.store(nullptr);
  reader.reset();
  CHECK(good == 3);
}

// ---- A part -----------------------------------------------------------------------------------------------

namespace {

struct Limits {
  int requests = 0;
  std::string name = {};
};
using Table = TpArcArray<Counted, Limits>;

Table make_table(int requests, const char* name) {
  return Table::with_label(Limits{requests, name}, len,
                           [&](std::size_t i) { return Counted(requests + int(i)); });
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("CellReader::map(): reads a part of what the cell holds now", "", Protocols) {
  test::ObjectScope objects;
  BasicAtomicArcArray<Table, TestType> cell(make_table(1, "one"));
  {
    const CellReader reader(cell);
    auto name = reader.map([](const auto& table) -> const auto& { return table.label().name; });
    auto second = reader.map([](const Table& table) -> decltype(auto) { return table[1]; });
    auto whole = reader.map([](const Table& table) -> const Table& { return table; });
    STATIC_REQUIRE(std::is_same_v<decltype(name.get()), const std::string&>);
    STATIC_REQUIRE(std::is_same_v<decltype(second.get()), const Counted&>);
    STATIC_REQUIRE(std::is_same_v<decltype(whole.get()), const Table&>);
    CHECK(name.get() == "one");
    CHECK(&name.get() == &cell.load().label().name);  // no copy
    CHECK(second.get().value() == 2);
    CHECK(&second.get() == cell.peek() + 1);
    CHECK(whole.get().data() == cell.peek());

    cell.store(make_table(5, "five"));
    CHECK(name.get() == "five");
    CHECK(objects.live() == 2 * len);  // the others have not looked yet
    CHECK(second.get().value() == 6);
    CHECK(whole.get().label().requests == 5);
    CHECK(objects.live() == len);

    cell.store(make_table(7, "seven"));
    name.reset();
    second.reset();
    whole.reset();
    CHECK(objects.live() == len);
    CHECK(name.get() == "seven");

    auto copy = name;
    auto moved = std::move(name);
    CHECK(copy.get() == "seven");
    CHECK(moved.get() == "seven");
    CHECK(name.get() == "seven");
    cell.store(make_table(8, "eight"));
    CHECK(copy.get() == "eight");
    CHECK(moved.get() == "eight");
    CHECK(name.get() == "eight");
  }
  cell.store(nullptr);
  CHECK(objects.live() == 0);
}

TEST_CASE("CellReader::map(): an rvalue gives its handle to the part, an lvalue shares it") {
  test::ObjectScope objects;
  AtomicArcArray<Counted, Limits> cell(make_table(1, "one"));
  const auto label = [](const Table& table) -> const Limits& { return table.label(); };
  CellReader reader(cell);
  static_cast<void>(reader.get());
  auto first = reader.map(label);
  auto second = std::move(reader).map(label);
  cell.store(nullptr);
  CHECK(objects.live() == len);
  reader.reset();
  first.reset();
  CHECK(objects.live() == len);
  second.reset();
  CHECK(objects.live() == 0);
}

TEST_CASE("CellReader::map(): the function is called each time, with null too, and may have a state") {
  AtomicArcArray<int> cell;
  const int none = -1;
  int calls = 0;
  auto first = CellReader(cell).map(
      [&, counter = std::make_unique<int>(0)](const TpArcArray<int>& now) mutable -> const int& {
        calls = ++*counter;
        return now ? now[0] : none;
      });
  STATIC_REQUIRE(!std::is_copy_constructible_v<decltype(first)>);
  CHECK(&first.get() == &none);
  cell.store({1});
  CHECK(first.get() == 1);
  CHECK(first.get() == 1);
  CHECK(calls == 3);
  auto moved = std::move(first);
  cell.store({2});
  CHECK(moved.get() == 2);
  CHECK(calls == 4);

  struct Thrown {};
  auto throwing = CellReader(cell).map([](const TpArcArray<int>& now) -> const int& {
    if (!now) throw Thrown();
    return now[0];
  });
  CHECK(throwing.get() == 2);
  cell.store(nullptr);
  CHECK_THROWS_AS(throwing.get(), Thrown);
  cell.store({3});
  CHECK(throwing.get() == 3);

  // What synchronises itself is mutable, as through the handle.
  AtomicArcArray<std::atomic<int>> counters(TpArcArray<std::atomic<int>>(2));
  auto counter = CellReader(counters).map([](const auto& now) -> auto& { return now[1]; });
  STATIC_REQUIRE(std::is_same_v<decltype(counter.get()), std::atomic<int>&>);
  ++counter.get();
  CHECK(counters.load()[1] == 1);

  // By a name, without map().
  CellReader reader(cell);
  MappedCellReader by_name(reader, [](const TpArcArray<int>& now) -> const int& { return now[0]; });
  CHECK(by_name.get() == 3);
}

// ---- Threads ----------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("CellReader: goes with its thread, and a copy to another", "", Cells) {
  using H = typename TestType::handle_type;
  test::ObjectScope objects;
  TestType cell(make<H>(1));
  {
    test::Worker one;
    test::Worker two;
    CellReader mine(cell);
    CHECK(mine.get().label() == 1);
    std::optional<CellReader<TestType>> theirs;
    one.run([&] { theirs.emplace(mine); });
    int seen = 0;
    one.run([&] { seen = theirs->get().label(); });
    CHECK(seen == 1);
    two.run([&] { cell.store(make<H>(2)); });
    CHECK(mine.get().label() == 2);
    CHECK(objects.live() == 2 * len);
    one.run([&] { seen = theirs->get().label(); });
    CHECK(seen == 2);
    CHECK(objects.live() == len);
    two.run([&] { theirs.reset(); });
  }
  cell.store(H());
  CHECK(objects.live() == 0);
}

namespace {

template <class Protocol, class Count, class Recycler>
struct Setup {
  using Allocator = test::RecyclingAllocator<std::byte, Recycler>;
  using Handle = BasicRcArray<std::uint32_t, std::uint32_t, LengthInBlock<>, Count, Allocator>;
  using Cell = BasicAtomicArcArray<Handle, Protocol>;
};

using Setups = std::tuple<Setup<LockFreeCell, AtomicCount<>, test::Reuse>,                    //
                          Setup<LockFreeCell, AtomicCount<std::uint32_t>, test::Quarantine>,  //
                          Setup<test::SmallBiasCell<40>, test::StumblingCount, test::Reuse>,  //
                          Setup<LockBitCell, AtomicCount<>, test::Reuse>,                     //
                          Setup<LockBitCell, test::StumblingCount, test::Quarantine>>;

constexpr std::size_t size = 6;

template <class H>
H numbered(std::uint32_t version) {
  return H::with_label(version, size,
                       [&](std::size_t i) { return version * 31 + static_cast<std::uint32_t>(i); });
}

template <class Array>
bool intact(const Array& array) {
  for (std::size_t i = 0; i != array.size(); ++i)
    if (array[i] != array.label() * 31 + static_cast<std::uint32_t>(i)) return false;
  return true;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("CellReader: no torn, old or dead array while others publish, load and borrow", "",
                        Setups) {
  using H = typename TestType::Handle;
  const std::uint32_t last = test::effort(4'000);
  std::atomic<int> broken = 0;
  std::atomic<std::uint32_t> published = 0;
  {
    typename TestType::Cell cell(numbered<H>(0));
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t != 4; ++t)
      threads.emplace_back([&, t] {
        test::Dice dice(t);
        CellReader reader(cell);
        auto part = reader.map([](const H& now) -> const std::uint32_t& { return now.label(); });
        for (std::uint32_t seen = 0; seen != last;) {
          // What was published before must be seen.
          const std::uint32_t at_least = published.load(std::memory_order_acquire);
          const H& now = reader.get();
          if (!now || !intact(now) || now.label() < seen || now.label() < at_least) ++broken;
          if (!now) break;
          seen = now.label();
          if (part.get() < seen) ++broken;
          switch (dice.roll(64)) {
            case 0:
              reader.reset();
              break;
            case 1: {
              CellReader copy(reader);
              reader = std::move(copy);
              break;
            }
            case 2:
              if (!intact(cell.borrow())) ++broken;
              break;
            case 3:
              if (!intact(cell.load())) ++broken;
              break;
            case 4:
              part.reset();
              break;
            default:
              break;
          }
        }
      });
    for (std::uint32_t version = 1; version <= last; ++version) {
      cell.store(numbered<H>(version));
      published.store(version, std::memory_order_release);
      if (version % 64 == 0) std::this_thread::yield();
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(cell.exchange(H()).is_unique());
  }
  CHECK(broken == 0);
  CHECK(TestType::Allocator::live() == 0);
}

TEMPLATE_LIST_TEST_CASE("CellReader: an array that comes back makes visible what happened before", "",
                        Protocols) {
  using H = TpArcArray<int>;
  BasicAtomicArcArray<H, TestType> cell;
  const H block = {1};
  int letter = 0;  // plain: ThreadSanitizer sees whether the cell orders its accesses
  const std::uint32_t rounds = test::effort(2'000);
  std::thread writer([&] {
    for (std::uint32_t i = 1; i <= rounds; ++i) {
      while (cell.peek(std::memory_order_acquire) != nullptr) std::this_thread::yield();
      letter = static_cast<int>(i);
      cell.store(block);
    }
  });
  CellReader reader(cell);
  int wrong = 0;
  for (std::uint32_t i = 1; i <= rounds; ++i) {
    while (!reader.get()) std::this_thread::yield();
    if (letter != static_cast<int>(i)) ++wrong;
    cell.store(H());
    // The reader still has the block, and may see it come back without having seen null.
  }
  writer.join();
  CHECK(wrong == 0);
  reader.reset();
  CHECK(block.is_unique());
}

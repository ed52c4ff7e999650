// SPDX-License-Identifier: MIT
//
// StaticArray: usable before any constructor has run and after any destructor, and never freed.
// labels: threads
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>
#include <heaparray/shared_slice.hpp>
#include <heaparray/static_array.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using heaparray::AtomicArcArray;
using heaparray::label_args;
using heaparray::SharedSlice;
using heaparray::StaticArray;
using heaparray::TpArcArray;

namespace {

struct Header {
  std::string_view name;
  std::atomic<int> uses;
  constexpr Header(std::string_view n, int u) : name(n), uses(u) {}
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Header> = true;

namespace {

struct Unit {
  int number;
  constexpr explicit Unit(int i) : number(i) {}
};
struct alignas(64) Wide {
  int number;
  constexpr Wide(int i) : number(i) {}
};

// ---- before main: this object of an earlier one is used by the constructor of a later one ---------------------------

using Texts = TpArcArray<std::string_view>;

struct EarlyUser {
  Texts handle;
  std::size_t size;
  EarlyUser();
  ~EarlyUser() {
    if (handle.size() != 2 || handle[1] != "8080") std::abort();  // after main
  }
};
const EarlyUser early;  // constructed before `defaults` could be, if that needed any code to run

constinit StaticArray<std::string_view, 2> defaults{{"localhost", "8080"}};

EarlyUser::EarlyUser() : handle(defaults.share()), size(handle.size()) {}

constinit const StaticArray<int, 3, int> numbers{7, {1, 2, 3}};
constinit StaticArray<std::atomic<int>, 3, Header> atomics{label_args("counters", 0), {1, 2, 3}};
constinit StaticArray<Unit, 2> units{{1, 2}};
constinit StaticArray<Wide, 2, char> wides{'w', {1, 2}};
constinit StaticArray<char, 5, char> bytes{'b', {'b', 'y', 't', 'e', 's'}};
constinit StaticArray<std::uint8_t, 1, std::array<char, 3>> odd{std::array{'o', 'd', 'd'}, {std::uint8_t{9}}};
constinit StaticArray deduced{1.5, {1, 2, 3}};
static_assert(std::is_same_v<decltype(deduced), StaticArray<int, 3, double>>);

// The label and the elements are where a handle looks for them, and nowhere else.
template <class Static>
void check_layout(const Static& array) {
  const auto handle = array.share();
  CHECK(handle.data() == array.data());
  CHECK(&handle.label() == &array.label());
  CHECK(handle.size() == array.size());
  const auto* const begin = reinterpret_cast<const std::byte*>(&array);
  const auto* const end = begin + sizeof(array);
  const auto* const label = reinterpret_cast<const std::byte*>(&handle.label());
  CHECK((label >= begin && label < end));
  CHECK(reinterpret_cast<const std::byte*>(handle.data() + handle.size()) <= end);
}

}  // namespace

TEST_CASE("StaticArray: usable before main and after it") {
  CHECK(early.size == 2);
  CHECK(early.handle.data() == defaults.data());
  CHECK(early.handle.use_count() == 2);
  CHECK(defaults.share_count() == 1);
  STATIC_REQUIRE(std::is_trivially_destructible_v<decltype(defaults)>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<decltype(defaults)>);
}

TEST_CASE("StaticArray: laid out like a block from the heap") {
  check_layout(defaults);
  check_layout(numbers);
  check_layout(atomics);
  check_layout(units);
  check_layout(wides);
  check_layout(bytes);
  check_layout(odd);
  check_layout(deduced);
  CHECK(test::wrong(numbers.share(), 7, 3) == "");
  CHECK((wides.share()[1].number == 2 && wides.share().label() == 'w'));
  CHECK((units.share()[1].number == 2 && odd.share()[0] == 9 && odd.share().label()[2] == 'd'));
  const auto shared = bytes.share();
  CHECK((shared.as_string_view() == "bytes" && bytes.as_string_view() == "bytes"));
}

TEST_CASE("StaticArray: handles are like all others, and allocate and free nothing") {
  using Numbers = TpArcArray<int, int>;
  const test::AllocationScope scope;
  {
    Numbers a = numbers;  // converts
    const Numbers b = a;
    CHECK((a == b && a.ref_eq(b) && a.use_count() == 3 && numbers.share_count() == 2));
    CHECK((a == numbers && numbers == b));
    CHECK((numbers[1] == 2 && numbers.label() == 7 && numbers.at(2) == 3));
    const SharedSlice part(a, 1, 3);
    CHECK((part.size() == 2 && part[1] == 3 && part.label() == 7));
    int* const raw = std::move(a).into_raw();
    CHECK_FALSE(a);
    a = Numbers::from_raw(raw);
    CHECK(a.use_count() == 4);
  }
  CHECK(numbers.share_count() == 0);
  CHECK(scope.counts() == test::AllocationCounts());
  CHECK(numbers.share().use_count() == 2);
}

TEST_CASE("StaticArray: a handle is never an only owner, so writing to it copies") {
  using Numbers = TpArcArray<int, int>;
  Numbers a = numbers.share();
  CHECK_FALSE(a.is_unique());
  CHECK(a.get_mut(0) == nullptr);
  CHECK(a.label_mut() == nullptr);
  CHECK_FALSE(a.as_slice_mut().has_value());
  CHECK_FALSE(a.insert(0, 5).has_value());
  CHECK(a.to_mut() == nullptr);
  CHECK_FALSE(std::move(a).to_owned().has_value());
  a.make_mut()[0] = 9;
  CHECK((a[0] == 9 && a.is_unique() && numbers[0] == 1 && numbers.share_count() == 0));
  auto owned = Numbers(numbers.share()).make_owned();
  owned[1] = 8;
  CHECK((numbers[1] == 2 && numbers.share_count() == 0));
  int sum = 0;
  for (const int i : numbers.share().into_iter()) sum += i;
  CHECK(sum == 6);
  CHECK(numbers.share().clone() == numbers);
}

TEST_CASE("StaticArray: elements and labels that synchronise themselves are shared by all handles") {
  const auto handle = atomics.share();
  handle[1].fetch_add(10);
  handle.label().uses.fetch_add(1);
  CHECK(atomics[1] == 12);
  CHECK(atomics.share().label().uses == 1);
  CHECK(atomics.label().name == "counters");
}

TEST_CASE("StaticArray: goes in and out of an atomic cell") {
  using Numbers = TpArcArray<int, int>;
  {
    AtomicArcArray<int, int> cell(numbers.share());
    for (int i = 0; i != 100; ++i) CHECK(cell.load().data() == numbers.data());
    Numbers expected = numbers.share();
    CHECK(cell.compare_exchange_strong(expected, Numbers::from_range(7, {4, 5})));
    CHECK(cell.load()[1] == 5);
    cell.store(numbers.share());
    const Numbers out = cell.exchange(numbers.share());
    CHECK(out.ref_eq(cell.load()));
  }
  CHECK(numbers.share_count() == 0);
}

TEST_CASE("StaticArray: shared by many threads at once") {
  constexpr int rounds = 2000;
  AtomicArcArray<int, int> cell(numbers.share());
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t != 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i != rounds; ++i) {
        const auto a = i % 2 == 0 ? numbers.share() : cell.load();
        const auto b = a;
        if (b[2] != 3 || b.label() != 7) wrong.fetch_add(1);
        if (i % 16 == 0) cell.store(a);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  cell.store({});
  CHECK(numbers.share_count() == 0);
}

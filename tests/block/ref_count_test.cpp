// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Counts of owners: those of the library, overflow, and a count that a user writes. Threads are tested elsewhere.
#include <heaparray/concepts.hpp>
#include <heaparray/rc_array.hpp>
#include <heaparray/ref_count.hpp>

#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

template <class Count>
void add_owners(Count& count, int n) {
  for (int i = 0; i != n; ++i) count.increment();
}

/// How many owners a count of 8 bits may have, and no more.
template <class Count>
inline constexpr int most_owners = Count::thread_safe ? 128 : 255;

/// A user's count: an int that starts at 100, and a log.
class LoggedCount {
 public:
  static constexpr bool thread_safe = false;
  static inline std::string log;

  LoggedCount() noexcept { log += 'n'; }
  ~LoggedCount() { log += 'd'; }
  void increment() noexcept {
    log += '+';
    ++n_;
  }
  bool decrement() noexcept {
    log += '-';
    return --n_ == 100;
  }
  bool is_unique() const noexcept { return n_ == 101; }
  std::size_t use_count() const noexcept { return static_cast<std::size_t>(n_ - 100); }

 private:
  int n_ = 101;
};

}  // namespace

TEMPLATE_TEST_CASE("a count: begins with one owner and tells the last", "[ref_count]", LocalCount<>,
                   LocalCount<std::uint8_t>, LocalCount<std::uint32_t>, AtomicCount<>,
                   AtomicCount<std::uint8_t>, AtomicCount<std::uint32_t>, IsolatedCount<>, LoggedCount) {
  STATIC_REQUIRE(RefCounter<TestType>);
  TestType count;
  CHECK(count.use_count() == 1);
  CHECK(count.is_unique());
  count.increment();
  CHECK(count.use_count() == 2);
  CHECK_FALSE(count.is_unique());
  count.increment();
  CHECK(count.use_count() == 3);
  CHECK_FALSE(count.decrement());
  CHECK(count.use_count() == 2);
  CHECK_FALSE(count.decrement());
  CHECK(count.use_count() == 1);
  CHECK(count.is_unique());
  CHECK(count.decrement());
}

TEST_CASE("a count: takes the bytes of its integer, and cannot be copied", "[ref_count]") {
  STATIC_REQUIRE(sizeof(LocalCount<std::uint8_t>) == 1);
  STATIC_REQUIRE(sizeof(LocalCount<std::uint32_t>) == 4);
  STATIC_REQUIRE(sizeof(AtomicCount<std::uint8_t>) == 1);
  STATIC_REQUIRE(sizeof(AtomicCount<std::uint32_t>) == 4);
  STATIC_REQUIRE(std::is_same_v<LocalCount<>, LocalCount<std::size_t>>);
  STATIC_REQUIRE(std::is_same_v<AtomicCount<>, AtomicCount<std::size_t>>);
  STATIC_REQUIRE(
      std::is_nothrow_copy_constructible_v<LocalCount<>>);  // a label that holds one stays copyable
  STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<LocalCount<>>);
  STATIC_REQUIRE(
      std::is_nothrow_copy_constructible_v<AtomicCount<>>);  // a label that holds one stays copyable
  STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<AtomicCount<>>);
}

TEST_CASE("a count: says whether owners may be on several threads", "[ref_count]") {
  STATIC_REQUIRE_FALSE(LocalCount<>::thread_safe);
  STATIC_REQUIRE(AtomicCount<>::thread_safe);
}

TEST_CASE("NoCount: counts nothing", "[ref_count]") {
  STATIC_REQUIRE(std::is_empty_v<NoCount>);
  STATIC_REQUIRE_FALSE(RefCounter<NoCount>);
}

TEST_CASE("LocalCount: counts in constant expressions", "[ref_count]") {
  constexpr bool works = [] {
    LocalCount<std::uint8_t> count;
    for (int i = 0; i != 254; ++i) count.increment();
    bool ok = count.use_count() == 255 && !count.is_unique();
    for (int i = 0; i != 254; ++i) ok = ok && !count.decrement();
    return ok && count.is_unique() && count.decrement();
  }();
  STATIC_REQUIRE(works);
}

TEMPLATE_TEST_CASE("a count of 8 bits: ends the program before it wraps", "[ref_count]",
                   LocalCount<std::uint8_t>, AtomicCount<std::uint8_t>) {
  constexpr int most = most_owners<TestType>;
  {
    TestType count;
    add_owners(count, most - 1);
    CHECK(count.use_count() == most);
    int not_last = 0;
    while (!count.decrement()) ++not_last;
    CHECK(not_last == most - 1);
  }
  const test::Death death = test::run_to_death([] {
    TestType count;
    add_owners(count, most - 1);
    std::fputs("full\n", stderr);
    count.increment();
    std::fputs("past the end\n", stderr);
  });
  if (death.supported) {
    CAPTURE(death.err);
    CHECK(death.aborted());
    CHECK(death.says("full"));
    CHECK(death.says("heaparray: too many owners"));
    CHECK(death.says("at most " + std::to_string(most)));
    CHECK_FALSE(death.says("past the end"));
  }
}

TEMPLATE_TEST_CASE("a shared handle with a count of 8 bits: the copy that is too many ends the program",
                   "[ref_count]", LocalCount<std::uint8_t>, AtomicCount<std::uint8_t>) {
  using A = BasicRcArray<test::Counted, NoLabel, LengthInHandle, TestType>;
  constexpr std::size_t most = most_owners<TestType>;
  const test::ObjectScope objects;
  const A a(2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  {
    const std::vector<A> owners(most - 1, a);
    CHECK(a.use_count() == most);
    CHECK(objects.live() == 2);
  }
  CHECK(a.is_unique());
  CHECK(objects.destroyed() == 0);

  const std::vector<A> owners(most - 1, a);
  const test::Death by_copy = test::run_to_death([&] { const A one_more = a; });
  const test::Death by_retain = test::run_to_death(
      [&] { const A one_more = A::retain_raw(const_cast<test::Counted*>(a.data()), a.size()); });
  if (by_copy.supported) {
    CHECK(by_copy.aborted());
    CHECK(by_copy.says("too many owners"));
    CHECK(by_retain.aborted());
    CHECK(by_retain.says("too many owners"));
  }
}

TEST_CASE("a user's count: is asked for every owner, and destroyed with the block", "[ref_count]") {
  using A = BasicRcArray<int, NoLabel, LengthInBlock<>, LoggedCount>;
  LoggedCount::log.clear();
  {
    A a(3, [](std::size_t i) { return static_cast<int>(i); });
    CHECK(LoggedCount::log == "n");
    CHECK(a.use_count() == 1);
    {
      const A b = a;
      CHECK(LoggedCount::log == "n+");
      CHECK(a.use_count() == 2);
      CHECK_FALSE(a.is_unique());
      CHECK(a.get_mut(0) == nullptr);
      CHECK(a == b);
    }
    CHECK(LoggedCount::log == "n+-");
    CHECK(a.is_unique());
    REQUIRE(a.get_mut(0) != nullptr);
    const A moved = std::move(a);
    CHECK(LoggedCount::log == "n+-");  // moves are not counted
  }
  CHECK(LoggedCount::log == "n+--d");
}

TEST_CASE("a user's count: goes along with the block between unique and shared handles", "[ref_count]") {
  using A = BasicRcArray<int, NoLabel, LengthInHandle, LoggedCount>;
  LoggedCount::log.clear();
  {
    typename A::owner_type owner{1, 2, 3};
    A a = std::move(owner).share();
    owner = std::move(a).make_owned();
    CHECK(owner.size() == 3);
    CHECK(LoggedCount::log == "n");
  }
  CHECK(LoggedCount::log == "nd");
}

// SPDX-License-Identifier: MIT
//
// Counts that are small, have a cache line of their own, or are a member of the user's label; and compact handles.
//
// labels: threads
#include <heaparray/heaparray.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

constexpr auto iota = [](std::size_t i) { return static_cast<int>(i); };
using Checked = test::CheckedAllocator<std::byte>;

// Copies copy the number, as a careless one does.
template <class N>
struct Header {
  std::atomic<N> owners;
  std::uint32_t count;

  explicit Header(std::uint32_t n) : owners(77), count(n) {}
  Header(const Header& other) : owners(other.owners.load()), count(other.count) {}
  Header& operator=(const Header& other) noexcept {
    owners = other.owners.load();
    count = other.count;
    return *this;
  }
};
using Header32 = Header<std::uint32_t>;

// All that a block needs is in its label.
template <class Allocator = std::allocator<std::byte>>
using Intrusive = BasicRcArray<int, Header32, LengthFromLabel<&Header32::count>,
                               CountFromLabel<&Header32::owners>, Allocator>;

// The number is a RefCounter, and in a base.
struct Base {
  LocalCount<std::uint16_t> owners;
};
struct Derived : Base {
  int number = 5;
  Derived() = default;
  Derived(const Derived& other) : number(other.number) {}
};
using Local = BasicRcArray<int, Derived, LengthInHandle, CountFromLabel<&Base::owners>>;

template <class A>
std::ptrdiff_t bytes_between_label_and_elements(const A& a) {
  return reinterpret_cast<const char*>(a.data()) - reinterpret_cast<const char*>(&a.label());
}

}  // namespace

TEST_CASE("compact handles: 8 bytes in front of the elements, and one word", "[count]") {
  STATIC_REQUIRE(sizeof(CompactArcArray<int>) == sizeof(void*));
  STATIC_REQUIRE(sizeof(CompactRcArray<int>) == sizeof(void*));
  STATIC_REQUIRE(CompactArcArray<std::uint64_t>::max_len_for(8 + 80) == 10);
  STATIC_REQUIRE(CompactArcArray<std::uint64_t>::max_len_for(8 + 79) == 9);
  STATIC_REQUIRE(CompactRcArray<char>::max_len_for(8 + 80) == 80);
  STATIC_REQUIRE(CompactArcArray<char>::max_len() == UINT32_MAX);
  test::Ledger ledger;
  const CompactArcArray<std::uint64_t, NoLabel, Checked> a(10, Checked(ledger));
  CHECK(ledger.last_bytes() == sizeof(Checked) + 8 + 80);
}

TEST_CASE("compact handles: an atomic cell takes them", "[count]") {
  using Cell = AtomicCompactArray<int>;
  STATIC_REQUIRE(std::is_same_v<Cell, BasicAtomicArcArray<CompactArcArray<int>>>);
  STATIC_REQUIRE(sizeof(Cell) == 8);
  const CompactArcArray<int> one(3, iota);
  Cell cell(one);
  CHECK(cell.load().ref_eq(one));
  CHECK_FALSE(one.is_unique());
  std::vector<CompactArcArray<int>> many;
  for (int i = 0; i != 100'000; ++i) many.push_back(cell.load());  // more than one bias
  CHECK(one.use_count() >= many.size());
  const CompactArcArray<int> before = cell.update([](const CompactArcArray<int>& now) {
    CompactArcArray<int> next = now.clone();
    next.make_mut()[0] = 9;
    return next;
  });
  CHECK(before.ref_eq(one));
  CHECK(cell.load()[0] == 9);
  many.clear();
  cell.store({});
  CHECK(one.use_count() == 2);  // `before` is the other
}

TEST_CASE("LocalCount: one byte counts 255 owners and ends the program at the next", "[count]") {
  using Tiny = BasicRcArray<char, NoLabel, LengthInBlock<std::uint8_t>, LocalCount<std::uint8_t>>;
  STATIC_REQUIRE(Tiny::max_len_for(12) == 10);  // two bytes in front
  const Tiny a(3);
  std::vector<Tiny> owners(254, a);
  CHECK(a.use_count() == 255);
  const test::Death death = test::run_to_death([&] { owners.push_back(a); });
  if (death.supported) {
    CHECK(death.aborted());
    CHECK(death.says("too many owners: a block with this type of count can have at most 255"));
  }
}

TEST_CASE("IsolatedCount: neither label nor elements are in its cache line", "[count]") {
  STATIC_REQUIRE(RefCounter<IsolatedCount<>>);
  STATIC_REQUIRE(sizeof(IsolatedCount<>) == 64);
  STATIC_REQUIRE(alignof(IsolatedCount<>) == 64);
  STATIC_REQUIRE(sizeof(IsolatedCount<std::uint32_t, 128>) == 128);
  const auto line = [](const auto* p) { return reinterpret_cast<std::uintptr_t>(p) / 64; };
  {
    using A = BasicRcArray<char, char, LengthInBlock<>, IsolatedCount<>>;
    const A a = A::with_len('x', 10);
    const A b = a;
    CHECK(a.use_count() == 2);
    const char* const label = &a.label();
    // The count begins the block; behind its line come the length, the label and the elements.
    constexpr std::size_t in_front = 64 + sizeof(std::size_t) + sizeof(char);
    CHECK(reinterpret_cast<std::uintptr_t>(a.data() - in_front) % 64 == 0);
    CHECK(line(label) == line(a.data() - in_front) + 1);
    CHECK(line(label) == line(a.data()));
    CHECK(A::max_len_for(127) == 0);
    CHECK(A::max_len_for(128 + 10) == 128 - in_front);  // a whole number of lines
    CHECK(A::max_len_for(192) == 192 - in_front);
  }
  {
    using A = BasicRcArray<char, NoLabel, LengthInHandle, IsolatedCount<std::uint32_t>>;
    STATIC_REQUIRE(A::max_len_for(128) == 64);  // one line for the count, one for the elements
    const A a(64);
    CHECK(reinterpret_cast<std::uintptr_t>(a.data()) % 64 == 0);
  }
  {
    test::Ledger ledger;
    using A = BasicRcArray<char, NoLabel, LengthInHandle, IsolatedCount<>, Checked>;
    const A a(1, Checked(ledger));
    CHECK(ledger.last_alignment() == 64);
    CHECK(ledger.last_bytes() == 64 * 3);  // the allocator, the count, the element
  }
}

TEST_CASE("IsolatedCount: an atomic cell takes it", "[count]") {
  using A = BasicRcArray<int, NoLabel, LengthInBlock<std::uint32_t>, IsolatedCount<std::uint32_t>>;
  BasicAtomicArcArray<A> cell(A(3, iota));
  const A a = cell.load();
  CHECK(a[2] == 2);
  cell.store(A());
  CHECK(a.is_unique());
}

TEST_CASE("CountFromLabel: the block is label and elements, and nothing else", "[count]") {
  using A = Intrusive<>;
  STATIC_REQUIRE(sizeof(A) == sizeof(void*));
  STATIC_REQUIRE(A::max_len_for(sizeof(Header32) + 5 * sizeof(int)) == 5);
  STATIC_REQUIRE(CountFromLabel<&Header32::owners>::thread_safe);
  STATIC_REQUIRE_FALSE(CountFromLabel<&Base::owners>::thread_safe);
  STATIC_REQUIRE(ArrayRef<A> && ArrayRef<Local>);
  const A a = A::with_label(label_args(5u), 5, iota);
  CHECK(bytes_between_label_and_elements(a) == sizeof(Header32));
}

TEST_CASE("CountFromLabel: starts at one owner, whatever the label says, and counts there", "[count]") {
  test::Ledger ledger;
  using A = Intrusive<Checked>;
  {
    A a = A::with_label(label_args(5u), 5, iota, Checked(ledger));
    CHECK(a.use_count() == 1);
    CHECK(a.is_unique());
    CHECK(a.label().owners == 1);
    const A b = a;
    CHECK(a.label().owners == 2);
    CHECK(a.use_count() == 2);
    CHECK_FALSE(a.is_unique());
    CHECK(a.get_mut(0) == nullptr);
    {
      const A c = A::retain_raw(const_cast<int*>(a.data()));
      CHECK(a.use_count() == 3);
    }
    // A deep copy, though of a label that says 2, has one owner.
    const A d = b.clone();
    CHECK(d.use_count() == 1);
    CHECK(d.label().owners == 1);
    a.make_mut()[0] = 9;
    CHECK(a.use_count() == 1);
    CHECK(b.use_count() == 1);
    CHECK(b[0] == 0);
    CHECK(ledger.live() == 3);
  }
  CHECK(ledger.live() == 0);
}

TEST_CASE("CountFromLabel: init cannot change it", "[count]") {
  using A = Intrusive<>;
  const A a = A::with_label(Header32(3), [](Header32& h, std::size_t i) {
    h.owners = 5;
    return static_cast<int>(i);
  });
  CHECK(a.use_count() == 1);
}

TEST_CASE("CountFromLabel: unique handles of such blocks, assigned and shared", "[count]") {
  test::Ledger ledger;
  using A = Intrusive<Checked>;
  using Owner = A::owner_type;
  {
    const A shared = A::with_label(Header32(3), iota, Checked(ledger));
    const A other = shared;
    A target = A::with_label(Header32(3), [](std::size_t) { return 7; }, Checked(ledger));
    Owner source = shared.clone().make_mut();
    *target.to_mut() = source;  // the same length; the label, with its number, is not assigned where it is
    CHECK(target.is_unique());
    CHECK(target[2] == 2);
    source.update_label([](Header32& h) { h.owners = 9; });
    const A again = std::move(source).share();
    CHECK(again.use_count() == 1);
    CHECK(shared.use_count() == 2);
  }
  CHECK(ledger.live() == 0);
}

TEST_CASE("CountFromLabel: a RefCounter as a member, and in a base of the label", "[count]") {
  const Local a = Local::with_len(label_args(), 4);
  const Local b = a;
  CHECK(a.use_count() == 2);
  CHECK(a.label().owners.use_count() == 2);
  const Local c = b.clone();
  CHECK(c.label().number == 5);
  CHECK(c.is_unique());
  // The count says so itself: 65,535 and no more.
  std::vector<Local> owners(65533, a);
  CHECK(a.use_count() == 65535);
  const test::Death death = test::run_to_death([&] { owners.push_back(a); });
  if (death.supported) CHECK(death.says("at most 65535"));
}

TEST_CASE("CountFromLabel: an atomic cell takes such handles, if the count is large enough", "[count]") {
  using A = Intrusive<>;
  BasicAtomicArcArray<A> cell(A::with_label(Header32(3), iota));
  A a = cell.load();
  CHECK(a[2] == 2);
  CHECK_FALSE(a.is_unique());
  cell.store(A());
  CHECK(a.is_unique());

  // Also where the member is a count that says how large it is.
  struct Member {
    AtomicCount<> owners;
  };
  using B = BasicRcArray<int, Member, LengthInBlock<>, CountFromLabel<&Member::owners>>;
  BasicAtomicArcArray<B> other(B::with_label(label_args(), 3, iota));
  const B b = other.load();
  CHECK(b[2] == 2);
  CHECK_FALSE(b.is_unique());
  other.store(B());
  CHECK(b.is_unique());
}

TEST_CASE("AtomicCount: a block of which cells hold all that can be counted ends the program", "[count]") {
  using A = CompactArcArray<int>;
  const test::Death death = test::run_to_death([] {
    const A a(3, iota);
    std::vector<BasicAtomicArcArray<A>> cells(32'768);
    for (BasicAtomicArcArray<A>& cell : cells) cell.store(a);
    const A b = a;
    for (BasicAtomicArcArray<A>& cell : cells) cell.store(A());
    if (b[2] != 2 || a.use_count() != 2) std::abort();
    std::fputs("so many are possible\n", stderr);
    std::vector<BasicAtomicArcArray<A>> more(32'770);
    for (BasicAtomicArcArray<A>& cell : more) cell.store(a);
  });
  if (!death.supported || !BasicAtomicArcArray<A>::is_always_lock_free) return;
  CHECK(death.aborted());
  CHECK(death.says("so many are possible\nheaparray: too many owners"));
}

namespace {

struct Tally {
  std::atomic<std::uint64_t> owners;
  std::uint64_t sum = 0;  // plain: a race on it is one that ThreadSanitizer sees
  std::uint64_t* result;

  explicit Tally(std::uint64_t* r) : owners(0), result(r) {}
  ~Tally() { *result += sum + 1; }
};

}  // namespace

TEST_CASE("CountFromLabel: copied and dropped by several threads, destroyed once", "[count][threads]") {
  using A = BasicRcArray<int, Tally, LengthInBlock<>, CountFromLabel<&Tally::owners>>;
  constexpr int threads = 4;
  constexpr int rounds = 2000;
  std::uint64_t result = 0;
  {
    A first = A::with_label(label_args(&result), 8, iota);
    std::vector<std::thread> running;
    for (int t = 0; t != threads; ++t) {
      running.emplace_back([mine = first] {
        for (int i = 0; i != rounds; ++i) {
          const A copy = mine;
          if (copy.use_count() < 2) std::abort();
        }
      });
    }
    for (std::thread& thread : running) thread.join();
    running.clear();
    CHECK(first.is_unique());
    first.label_mut()->sum = 41;
  }
  CHECK(result == 42);
}

namespace {

/// A count under the user's lock: a plain integer, in a label that is an aggregate and copyable.
struct Plain {
  std::uint16_t refs = 40;
  std::uint32_t hash = 0;
};
using Counted16 = BasicRcArray<char, Plain, LengthInBlock<std::uint16_t>, CountFromLabel<&Plain::refs>>;

/// A counter of ours as a member: still an aggregate, and still copyable.
struct WithCounter {
  AtomicCount<std::uint32_t> refs;
  int number = 0;
};
using CountedByMember = BasicRcArray<char, WithCounter, LengthInBlock<>, CountFromLabel<&WithCounter::refs>>;

}  // namespace

TEST_CASE("CountFromLabel: a plain integer", "[count]") {
  STATIC_REQUIRE(std::is_aggregate_v<Plain> && std::is_trivially_copyable_v<Plain>);
  STATIC_REQUIRE_FALSE(CountFromLabel<&Plain::refs>::thread_safe);
  STATIC_REQUIRE(CountFromLabel<&Plain::refs>::max_owners == 65535);
  Counted16 a = Counted16::filled(Plain{.hash = 5}, 3, 'x');
  CHECK(a.label().refs == 1);
  {
    const Counted16 b = a;
    CHECK(a.label().refs == 2);
    CHECK(a.use_count() == 2);
    CHECK_FALSE(a.is_unique());
    Counted16 deep = b.clone();
    CHECK(deep.label().refs == 1);
    CHECK(deep.label().hash == 5);
    deep = b;
    CHECK(a.label().refs == 3);
    static_cast<void>(deep.make_mut());
    CHECK(deep.label().refs == 1);
  }
  CHECK(a.is_unique());
  const Plain copy = a.label();  // a copy of the label is no owner
  CHECK(copy.refs == 1);
  Counted16 again = Counted16::filled(copy, 2, 'y');
  CHECK(again.is_unique());
}

TEST_CASE("LocalCount, AtomicCount: in a label that is copied, moved and written with braces", "[count]") {
  STATIC_REQUIRE(std::is_aggregate_v<WithCounter>);
  STATIC_REQUIRE(std::is_copy_constructible_v<WithCounter> && std::is_copy_assignable_v<WithCounter>);
  CountedByMember a = CountedByMember::filled(WithCounter{.refs = {}, .number = 3}, 2, 'x');
  const CountedByMember b = a;
  CHECK(a.use_count() == 2);
  WithCounter copy = a.label();
  CHECK(copy.refs.use_count() == 1);  // the owners of a block are not those of a copy of its label
  copy = a.label();
  CHECK(copy.refs.use_count() == 1);
  CHECK(copy.number == 3);
  CHECK(b.clone().use_count() == 1);
  LocalCount<> one;
  one.increment();
  const LocalCount<> two = one;
  CHECK(two.use_count() == 1);
  one = two;
  CHECK(one.use_count() == 2);  // assigning a label does not change who owns its block
}

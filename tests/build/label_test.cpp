// SPDX-License-Identifier: MIT
//
// Labels: none, made from a value, made in place by label_args, and which of them shared handles show as mutable.
#include <heaparray/array_builder.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/label.hpp>
#include <heaparray/rc_array.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"

#include <atomic>
#include <compare>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace {

struct Point {
  int x = 3;
  int y = 4;
  bool operator==(const Point&) const = default;
};

struct Statistics {  // a user's type that opts in
  std::atomic<int> reads{0};
  std::atomic<int> writes{0};
};

struct Plain {
  int n = 0;
};

class SpinLock {  // a lock of another library
 public:
  SpinLock() = default;
  SpinLock(const SpinLock&) = delete;
  SpinLock& operator=(const SpinLock&) = delete;
  void lock();
  bool try_lock();
  void unlock();
};

struct MovableLock {  // as std::unique_lock: not a mutex, but holds one
  void lock();
  bool try_lock();
  void unlock();
};

struct NoTry {  // try_lock() is something else
  NoTry(const NoTry&) = delete;
  void lock();
  void try_lock();
  void unlock();
};

struct WeakLike {  // as std::weak_ptr: its lock() is something else
  WeakLike(const WeakLike&) = delete;
  std::shared_ptr<int> lock() const;
};

constexpr auto zero = [](std::size_t) { return 0; };

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Statistics> = true;

using namespace heaparray;

TEST_CASE("NoLabel: empty, and equal to itself", "[label]") {
  STATIC_REQUIRE(std::is_empty_v<NoLabel>);
  STATIC_REQUIRE(std::is_trivial_v<NoLabel>);
  STATIC_REQUIRE(NoLabel() == NoLabel());
  STATIC_REQUIRE((NoLabel() <=> NoLabel()) == std::strong_ordering::equal);
}

TEST_CASE("label_args: numbers become the constructor's, without a warning from here", "[label]") {
  const auto a = heaparray::HeapArray<char, std::string>::with_len(heaparray::label_args(3, 'x'), 2);
  CHECK(a.label() == "xxx");
}

TEST_CASE("label_args: keeps lvalues by reference and moves rvalues in", "[label]") {
  int number = 1;
  const std::string text = "a";
  STATIC_REQUIRE(std::is_same_v<decltype(label_args()), LabelArgs<>>);
  STATIC_REQUIRE(std::is_same_v<decltype(label_args(number, text, 2, std::string())),
                                LabelArgs<int&, const std::string&, int, std::string>>);
  auto args = label_args(number, text, std::make_unique<int>(2));
  CHECK(&std::get<0>(args.args) == &number);
  CHECK(&std::get<1>(args.args) == &text);
  CHECK(*std::get<2>(args.args) == 2);
  STATIC_REQUIRE(std::get<0>(label_args(7).args) == 7);
}

TEST_CASE("label_args: builds a label that can be neither copied nor moved", "[label]") {
  const test::ObjectScope objects;
  {
    const std::string name = "seven";
    const auto a = HeapArray<int, test::InPlaceLabel>::with_label(
        label_args(7, name, std::make_unique<int>(70)), 2, zero);
    CHECK(a.label().value() == 7);
    CHECK(a.label().name == "seven");
    CHECK(*a.label().owned == 70);
    CHECK(name == "seven");
  }
  CHECK(objects.made() == 1);
  CHECK(objects.copied() + objects.moved() == 0);
}

namespace {

struct Options {
  int kind = 1;
  std::string name = "none";
  double share = 0.5;
};

/// What can only be made in place.
struct Fixed {
  explicit Fixed(int n) : number(n) {}
  Fixed(const Fixed&) = delete;
  int number;
};

}  // namespace

TEST_CASE("label_from: braces with names, and what is immovable", "[label]") {
  int calls = 0;
  const auto a = HeapArray<int, Options>::filled(label_from([&] {
                                                   ++calls;
                                                   return Options{.kind = 7, .name = "seven", .share = 0.5};
                                                 }),
                                                 3, 1);
  CHECK(calls == 1);
  CHECK(a.label().kind == 7);
  CHECK(a.label().name == "seven");
  CHECK(TpArcArray<int, Fixed>::with_len(label_from([] { return Fixed(3); }), 2).label().number == 3);
  CHECK(HeapArray<int, Fixed>::try_with_label(label_from([] { return Fixed(4); }), 2, zero)->label().number ==
        4);
  ArrayBuilder<TpRcArray<int, Fixed>> builder(label_from([] { return Fixed(5); }), 1);
  builder.push_back(1);
  CHECK(std::move(builder).finish().label().number == 5);
  CHECK(ArrayBuilder<HeapArray<int, Options>>(label_from([] { return Options{.kind = 2}; })).label().kind ==
        2);
  // What it returns need not be the label, only make one.
  CHECK(HeapArray<int, std::string>::with_len(label_from([] { return "text"; }), 1).label() == "text");
}

TEST_CASE("label_from: an lvalue, a function with a state, one that moves", "[label]") {
  auto make = label_from([n = std::make_unique<int>(3)]() mutable { return std::move(n); });
  const auto a = HeapArray<int, std::unique_ptr<int>>::with_len(make, 1);
  CHECK(*a.label() == 3);
  const auto again = label_from([] { return Options{.kind = 8}; });
  CHECK(HeapArray<int, Options>::with_len(again, 1).label().kind == 8);
  CHECK(HeapArray<int, Options>::with_len(again, 2).label().kind == 8);
  const auto args = label_args(9, std::string("nine"), 0.5);
  CHECK(HeapArray<int, Options>::with_len(args, 1).label().name == "nine");
  CHECK(HeapArray<int, Options>::with_len(args, 1).label().name == "nine");
}

TEST_CASE("label_from: what it throws leaves nothing", "[label]") {
  test::Ledger ledger;
  using A = TpArcArray<int, int, test::CheckedAllocator<std::byte>>;
  const auto boom = [&] {
    return A::with_len(label_from([]() -> int { throw test::Boom(); }), 3,
                       test::CheckedAllocator<std::byte>(ledger));
  };
  CHECK_THROWS_AS(boom(), test::Boom);
}

TEST_CASE("label_args: builds atomics and mutexes in every kind of block", "[label]") {
  // With optimisation, g++ 12 failed to compile this while the block's prefix had an implicit copy constructor.
  CHECK(HeapArray<int, std::mutex>::with_len(label_args(), 1).size() == 1);
  CHECK(TpArcArray<int, std::mutex>::with_len(label_args(), 1).label().try_lock());
  CHECK(HeapArray<int, std::atomic<int>>::with_len(label_args(), 1).label().load() == 0);
  CHECK(ThinPtrArray<int, std::atomic<int>>::with_len(label_args(5), 1).label().load() == 5);
  CHECK(ArcArray<int, std::atomic<int>>::with_len(6, 1).label().load() == 6);
  CHECK(TpRcArray<std::atomic<int>, Statistics>::with_len(label_args(), 1).label().reads.load() == 0);
}

TEST_CASE("label_args: may be an lvalue, whose rvalues are then moved from", "[label]") {
  auto args =
      label_args(7, std::string("a name that is too long for a small buffer"), std::make_unique<int>(70));
  const auto a = HeapArray<int, test::InPlaceLabel>::with_label(args, 1, zero);
  CHECK(a.label().name == "a name that is too long for a small buffer");
  CHECK(std::get<2>(args.args) == nullptr);
}

TEST_CASE("label_args: passes lvalues on as they are", "[label]") {
  struct Refers {
    int& target;
    explicit Refers(int& t) : target(t) {}
  };
  int number = 1;
  const auto a = HeapArray<int, Refers>::with_label(label_args(number), 0, zero);
  CHECK(&a.label().target == &number);
}

TEST_CASE("label_args: initialises aggregates", "[label]") {
  CHECK(HeapArray<int, Point>::with_label(label_args(1, 2), 0, zero).label() == Point{1, 2});
  CHECK(HeapArray<int, Point>::with_label(label_args(1), 0, zero).label() == Point{1, 4});
  CHECK(HeapArray<int, Point>::with_label(label_args(), 0, zero).label() == Point{3, 4});
  CHECK(HeapArray<int, Point>::with_label(Point{7, 8}, 0, zero).label() == Point{7, 8});
  CHECK(HeapArray<int, Point>::with_label({5, 6}, 0, zero).label() == Point{5, 6});
}

TEST_CASE("label_args: without arguments value-initialises", "[label]") {
  CHECK(HeapArray<int, int>::with_label(label_args(), 0, zero).label() == 0);
  CHECK(HeapArray<int, std::string>::with_label(label_args(), 0, zero).label().empty());
  CHECK(HeapArray<int, test::AtomicLabel>::with_label(label_args(), 0, zero).label().value() == 0);
}

TEST_CASE("label_args: builds an empty label, with and without arguments", "[label]") {
  const test::ObjectScope objects;
  CHECK(HeapArray<int, test::EmptyCounted>::with_label(label_args(), 3, zero).size() == 3);
  CHECK(objects.defaulted() == 1);
  CHECK(HeapArray<int, test::EmptyCounted>::with_label(label_args(5), 3, zero).size() == 3);
  CHECK(objects.made() == 1);
  auto args = label_args(5);
  CHECK(HeapArray<int, test::EmptyCounted>::with_label(args, 3, zero).size() == 3);
  CHECK(objects.made() == 2);
  CHECK(objects.destroyed() == objects.built());
}

TEST_CASE("a label: built from a value by one move or copy", "[label]") {
  const test::ObjectScope objects;
  const test::CountedLabel label(4);
  {
    const auto copied = HeapArray<int, test::CountedLabel>::with_label(label, 1, zero);
    CHECK(copied.label().value() == 4);
    CHECK(objects.copied() == 1);
    CHECK(objects.moved() == 0);
    const auto moved = HeapArray<int, test::CountedLabel>::with_label(test::CountedLabel(5), 1, zero);
    CHECK(moved.label().value() == 5);
    CHECK(objects.copied() == 1);
    CHECK(objects.moved() == 1);
  }
  CHECK(label.value() == 4);
}

TEST_CASE("a label: built from what it can be constructed from", "[label]") {
  CHECK(HeapArray<int, std::string>::with_label("seven", 0, zero).label() == "seven");
  CHECK(HeapArray<int, unsigned char>::with_label(200, 0, zero).label() ==
        200);  // no warning for the conversion
  CHECK(HeapArray<int, test::AtomicLabel>::with_label(9, 0, zero).label().value() == 9);
}

int twice(int x) { return 2 * x; }

TEST_CASE("a label: built from the name of a function", "[label]") {
  CHECK(HeapArray<int, int (*)(int)>::with_label(twice, 1, zero).label()(4) == 8);
  CHECK(HeapArray<int, std::function<int(int)>>::with_len(twice, 1).label()(4) == 8);
}

TEST_CASE("a label: a tuple label is a value, not arguments", "[label]") {
  using Pair = std::tuple<int, std::string>;
  const auto a = HeapArray<int, Pair>::with_label(Pair(1, "one"), 0, zero);
  CHECK(std::get<1>(a.label()) == "one");
  const auto b = HeapArray<int, Pair>::with_label(label_args(2, "two"), 0, zero);
  CHECK(std::get<1>(b.label()) == "two");
}

TEST_CASE("enable_shared_mutation: true for atomics and mutexes", "[label]") {
  STATIC_REQUIRE(enable_shared_mutation<std::atomic<int>>);
  STATIC_REQUIRE(enable_shared_mutation<std::atomic<bool>>);
  STATIC_REQUIRE(enable_shared_mutation<std::atomic<int*>>);
  STATIC_REQUIRE(enable_shared_mutation<std::mutex>);
  STATIC_REQUIRE(enable_shared_mutation<std::recursive_mutex>);
  STATIC_REQUIRE(enable_shared_mutation<std::timed_mutex>);
  STATIC_REQUIRE(enable_shared_mutation<std::shared_mutex>);
  STATIC_REQUIRE(enable_shared_mutation<SpinLock>);
}

TEST_CASE("enable_shared_mutation: false for all else", "[label]") {
  STATIC_REQUIRE_FALSE(enable_shared_mutation<int>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<int*>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::string>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<NoLabel>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<test::Immovable>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<test::AtomicLabel>);  // holds one, but has not opted in
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::unique_lock<std::mutex>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::shared_lock<std::shared_mutex>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::lock_guard<std::mutex>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::scoped_lock<std::mutex, std::mutex>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::weak_ptr<int>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<std::shared_ptr<int>>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<MovableLock>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<NoTry>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<WeakLike>);
}

TEST_CASE("enable_shared_mutation: what a user opts in is mutable through a shared handle", "[label]") {
  STATIC_REQUIRE(enable_shared_mutation<Statistics>);
  const auto a = RcArray<int, Statistics>::with_label(label_args(), 1, zero);
  const auto b = a;
  STATIC_REQUIRE(std::is_same_v<decltype(a.label()), Statistics&>);
  STATIC_REQUIRE(std::is_same_v<decltype(a[0]), const int&>);
  a.label().reads.fetch_add(2);
  CHECK(b.label().reads.load() == 2);

  const auto elements =
      RcArray<Statistics, Plain>::with_label(Plain{}, 1, [](std::size_t) { return Statistics{}; });
  STATIC_REQUIRE(std::is_same_v<decltype(elements[0]), Statistics&>);
  STATIC_REQUIRE(std::is_same_v<decltype(elements.label()), const Plain&>);
  elements[0].writes.fetch_add(3);
  CHECK(elements.unchecked(0).writes.load() == 3);
}

namespace {

/// Says so itself, and is incomplete when it is asked.
struct Linked {
  using shared_mutation = std::true_type;
  ArcArray<char, Linked> next;
  int writes = 0;
};
struct NotLinked {
  using shared_mutation = std::false_type;
};
/// Only some members.
struct Partly {
  int fixed = 0;
  mutable std::atomic<int> reads{0};
};

}  // namespace

TEST_CASE("shared_mutation: a type says for itself that it is mutable in shared arrays", "[label]") {
  STATIC_REQUIRE(enable_shared_mutation<Linked>);
  STATIC_REQUIRE_FALSE(enable_shared_mutation<NotLinked>);
  const ArcArray<char, Linked> a = ArcArray<char, Linked>::with_len(label_args(), 1);
  const ArcArray<char, Linked> b = a;
  ++b.label().writes;
  b.label().next = ArcArray<char, Linked>::with_len(label_args(), 2);
  CHECK(a.label().writes == 1);
  CHECK(a.label().next.size() == 2);
  STATIC_REQUIRE(std::is_same_v<decltype(a.label()), Linked&>);
  const auto partly = ArcArray<char, Partly>::with_len(label_args(), 1);
  ++partly.label().reads;
  CHECK(partly.label().reads == 1);
  STATIC_REQUIRE(std::is_same_v<decltype(partly.label()), const Partly&>);
}

TEST_CASE("enable_shared_mutation: says nothing about unique handles", "[label]") {
  using A = HeapArray<std::atomic<int>, Statistics>;
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const A&>().label()), const Statistics&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const A&>()[0]), const std::atomic<int>&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<A&>()[0]), std::atomic<int>&>);
}

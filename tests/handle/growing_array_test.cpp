// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Arrays that grow, next to std::vector: the same elements after every step, and the same guarantees.
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/weak_array.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <list>
#include <memory>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

namespace {

using heaparray::AtomicCount;
using heaparray::GrowingArcArray;
using heaparray::GrowingArray;
using heaparray::LengthAndCapacity;
using heaparray::LocalCount;
using heaparray::NoCount;
using heaparray::NoLabel;

struct Growing : test::UniqueKind<LengthAndCapacity<>, NoCount> {};
struct Growing32 : test::UniqueKind<LengthAndCapacity<std::uint32_t>, NoCount> {};
struct Growing8 : test::UniqueKind<LengthAndCapacity<std::uint8_t>, heaparray::ExplicitCopy> {};
struct GrowingOwner : test::UniqueKind<LengthAndCapacity<>, AtomicCount<>> {};

using Kinds = std::tuple<Growing, Growing32, Growing8, GrowingOwner>;
using Movable = test::Spread<Kinds, test::MovableKinds>;
using Copyable = test::Spread<Kinds, test::CopyableKinds>;

template <class A>
std::string wrong_next_to(const A& a, const std::vector<int>& model) {
  using T = typename A::value_type;
  if (a.size() != model.size()) return "its size is " + std::to_string(a.size());
  if (a.capacity() < a.size()) return "its capacity is less than its size";
  for (std::size_t i = 0; i != model.size(); ++i)
    if (!test::Make<T>::equal(a[i], model[i])) return "element " + std::to_string(i) + " is another one";
  return "";
}

TEMPLATE_LIST_TEST_CASE("GrowingArray: random steps, next to std::vector", "[growing]", Movable) {
  using A = test::ArrayOf<TestType, int, test::CheckedAllocator<std::byte>>;
  using T = typename A::value_type;
  test::Ledger ledger;
  test::ObjectScope objects;
  std::mt19937 random(7);
  {
    A a = A::with_label(
        5, 0, [](std::size_t i) { return test::nth<T>(i); }, test::CheckedAllocator<std::byte>(ledger));
    std::vector<int> model;
    std::string wrong;
    int next = 1;
    for (int step = 0; step != 2000 && wrong.empty(); ++step) {
      const std::size_t n = a.size();
      const std::size_t i = n == 0 ? 0 : random() % n;
      switch (random() % 12) {
        case 0:
        case 1:
          if (n > 100) break;
          a.push_back(test::Make<T>::value(next));
          model.push_back(next++);
          break;
        case 2:
          if (n > 100) break;
          a.emplace_back(test::Make<T>::value(next));
          model.push_back(next++);
          break;
        case 3:
          if (n == 0) break;
          a.pop_back();
          model.pop_back();
          break;
        case 4:
          if (n > 100) break;
          if (&a.insert_at(i, test::Make<T>::value(next)) != a.data() + i) wrong = "insert_at";
          model.insert(model.begin() + static_cast<std::ptrdiff_t>(i), next++);
          break;
        case 5:
          if (n == 0) break;
          a.erase_at(i);
          model.erase(model.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        case 6: {
          const std::size_t last = i + random() % (n - i + 1);
          a.erase_at(i, last);
          model.erase(model.begin() + static_cast<std::ptrdiff_t>(i),
                      model.begin() + static_cast<std::ptrdiff_t>(last));
          break;
        }
        case 7:
          a.truncate(i);
          if (i < n) model.resize(i);
          break;
        case 8:
          a.reserve(i * 2);
          if (a.capacity() < i * 2) wrong = "reserve";
          break;
        case 9:
          a.shrink_to_fit();
          if (a.capacity() != n) wrong = "shrink_to_fit";
          break;
        case 10: {
          if (n > 100) break;
          std::list<T> more;
          for (int k = 0; k != 3; ++k) more.push_back(test::Make<T>::value(next + k));
          const auto first = std::make_move_iterator(more.begin());
          const auto last = std::make_move_iterator(more.end());
          a.insert_range_at(i, heaparray::detail::range_between(first, last));
          for (int k = 0; k != 3; ++k)
            model.insert(model.begin() + static_cast<std::ptrdiff_t>(i) + k, next + k);
          next += 3;
          break;
        }
        default:
          a.make_room(2);
          if (a.capacity() - n < 2) wrong = "make_room";
      }
      if (wrong.empty()) wrong = wrong_next_to(a, model);
      if (a.label() != 5) wrong = "the label";
      next %= 100;
    }
    CHECK(wrong == "");
    a.clear();
    CHECK(a.empty());
    CHECK(a.capacity() > 0);
    CHECK(objects.live() == 0);
  }
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("GrowingArray: copies of elements", "[growing]", Copyable) {
  test::ObjectScope objects;
  using A = test::ArrayOf<TestType, NoLabel>;
  using T = typename A::value_type;
  A a;
  CHECK(a.capacity() == 0);
  const T one = test::Make<T>::value(1);
  a.push_back(one);
  for (int i = 0; i != 20; ++i) a.push_back(a[0]);  // an element of its own, also when it grows
  a.emplace_back(a[0]);
  CHECK(wrong_next_to(a, std::vector<int>(22, 1)) == "");
  a.shrink_to_fit();
  a.resize(23, a[3]);
  a.shrink_to_fit();
  a.insert_at(0, a[22]);
  CHECK(wrong_next_to(a, std::vector<int>(24, 1)) == "");
  const std::vector<T> more(3, one);
  a.append(more);
  a.append_range(std::list<T>(2, one));
  CHECK(wrong_next_to(a, std::vector<int>(29, 1)) == "");
  A b = a.clone_with_room(5);
  CHECK(b.capacity() == a.size() + 5);
  CHECK(wrong_next_to(b, std::vector<int>(29, 1)) == "");
  const A copy = a.clone();
  CHECK(copy.capacity() == copy.size());
  CHECK(A().clone_with_room(3) == nullptr);
}

TEMPLATE_TEST_CASE("GrowingArray: resize value-initialises", "[growing]", int, std::string, test::Big) {
  GrowingArray<TestType> a;
  a.resize(3);
  CHECK(a == GrowingArray<TestType>(3));
  a.resize(1);
  CHECK(a.size() == 1);
  CHECK(a.capacity() == 3);
}

TEST_CASE("GrowingArray: members at the end have no effect if they throw", "[growing]") {
  using A = GrowingArray<test::Throwing, test::ThrowingLabel>;
  const auto check = [](auto operation) {
    const int steps = test::fail_everywhere([&] {
      test::ObjectScope objects;
      A a = A::with_label(7, 3, [](std::size_t i) { return test::Throwing(static_cast<int>(i)); });
      const std::vector<test::Throwing> more = {test::Throwing(8), test::Throwing(9)};
      struct Same {
        const A& array;
        bool done = false;
        ~Same() {
          if (done) return;
          CHECK(wrong_next_to(array, {0, 1, 2}) == "");
          CHECK(array.label().value() == 7);
        }
      } same{a};
      operation(a, more);
      same.done = true;
    });
    CHECK(steps > 0);
  };
  check([](A& a, const auto& more) { a.push_back(more[0]); });
  check([](A& a, const auto& more) { a.push_back(test::Throwing(more[0])); });
  check([](A& a, const auto&) { a.emplace_back(4); });
  check([](A& a, const auto& more) { a.append(more); });
  check([](A& a, const auto& more) { a.append_range(std::list<test::Throwing>(more.begin(), more.end())); });
  check([](A& a, const auto&) { a.resize(6); });
  check([](A& a, const auto& more) { a.resize(6, more[1]); });
  check([](A& a, const auto&) { a.reserve(9); });
  check([](A& a, const auto&) { a.make_room(9); });
  check([](A& a, const auto&) {
    a.reserve(9);
    a.shrink_to_fit();
  });
  check([](A& a, const auto&) { static_cast<void>(a.clone_with_room(2)); });
}

TEST_CASE("GrowingArray: insertions and removals in the middle leave no dead element", "[growing]") {
  using A = GrowingArray<test::Throwing>;
  const int steps = test::fail_everywhere([] {
    test::ObjectScope objects;
    A a(4, [](std::size_t i) { return test::Throwing(static_cast<int>(i)); });
    a.insert_at(1, test::Throwing(7));
    a.erase_at(0);
    a.erase_at(1, 3);
    a.insert_range_at(0, std::vector<test::Throwing>(2, test::Throwing(3)));
  });
  CHECK(steps > 10);
}

TEST_CASE("GrowingArray: a failed allocation changes nothing", "[growing]") {
  test::Ledger ledger;
  using A = heaparray::BasicArray<int, int, LengthAndCapacity<>, NoCount, test::CheckedAllocator<std::byte>>;
  A a = A::with_label(1, 2, [](std::size_t) { return 3; }, test::CheckedAllocator<std::byte>(ledger));
  ledger.fail_on(1);
  CHECK_THROWS_AS(a.push_back(4), std::bad_alloc);
  CHECK(a.size() == 2);
  CHECK(a.label() == 1);
  a.push_back(4);
  CHECK(a[2] == 4);
  CHECK(ledger.live() == 1);
}

TEMPLATE_TEST_CASE("GrowingArray: a failed allocation leaves the argument as it was", "[growing]",
                   std::string, GrowingArray<char>) {
  test::Ledger ledger;
  using Allocator = test::CheckedAllocator<std::byte>;
  using A = heaparray::BasicArray<TestType, int, LengthAndCapacity<>, NoCount, Allocator>;
  const auto made = [](std::size_t i) { return TestType(std::size_t{40 + i}, 'x'); };
  A a = A::with_label(1, 2, made, Allocator(ledger));
  const auto fails = [&](auto push, TestType& argument) {
    const std::size_t size = argument.size();
    ledger.fail_on(1);
    CHECK_THROWS_AS(push(std::move(argument)), std::bad_alloc);
    CHECK(argument.size() == size);
  };
  TestType other = made(7);
  fails([&](TestType&& x) { a.push_back(std::move(x)); }, other);
  fails([&](TestType&& x) { a.push_back(std::move(x)); }, a[0]);
  fails([&](TestType&& x) { a.emplace_back(std::move(x)); }, a[1]);
  heaparray::ArrayBuilder<A> builder(std::move(a));
  fails([&](TestType&& x) { builder.push_back(std::move(x)); }, other);
  fails([&](TestType&& x) { builder.emplace_back(std::move(x)); }, builder.as_slice_mut()[0]);
  builder.push_back(std::move(other));
  CHECK(builder.size() == 3);
  CHECK(builder.as_slice()[0].size() == 40);
  CHECK(builder.as_slice()[1].size() == 41);
  CHECK(builder.as_slice()[2].size() == 47);
}

// An element that is made from the array that it is added to.
struct Follower {
  std::size_t before;
  std::string text = "longer than what a string has room for";
  explicit Follower(const GrowingArray<Follower>& array) : before(array.size()) {}
};

TEST_CASE("GrowingArray: reads as before while elements are added", "[growing]") {
  GrowingArray<Follower> a;
  for (int i = 0; i != 20; ++i) a.emplace_back(a);
  for (std::size_t i = 0; i != a.size(); ++i) CHECK(a[i].before == i);

  GrowingArray<int> numbers = {1, 2, 3};
  struct Read {
    const GrowingArray<int>* array;
    std::size_t i;
    explicit operator int() const { return (*array)[i % array->size()]; }
  };
  std::forward_list<Read> reads;  // its length is not known, so the array grows while it is read
  for (std::size_t i = 20; i-- != 0;) reads.push_front(Read{&numbers, i});
  numbers.append_range(reads);
  CHECK(numbers.size() == 23);
  for (std::size_t i = 0; i != numbers.size(); ++i) CHECK(numbers[i] == static_cast<int>(i % 3) + 1);
}

TEST_CASE("GrowingArray: nothing added to a null array leaves it null", "[growing]") {
  struct NoDefault {
    explicit NoDefault(int) {}
  };
  GrowingArray<int, NoDefault> a;
  a.append(std::span<const int>());
  a.append_range(std::list<int>());
  a.append_range(std::vector<long>());
  a.insert_range_at(0, std::list<int>());
  a.resize(0);
  a.resize(0, 7);
  a.reserve(0);
  a.make_room(0);
  a.shrink_to_fit();
  a.truncate(0);
  a.clear();
  a.erase_at(0, 0);
  CHECK(a == nullptr);
}

TEST_CASE("GrowingArray: too long", "[growing]") {
  GrowingArray<int> a = {1};
  CHECK_THROWS_AS(a.reserve(SIZE_MAX), std::length_error);
  CHECK_THROWS_AS(a.make_room(SIZE_MAX), std::length_error);
  CHECK_THROWS_AS(a.resize(SIZE_MAX), std::length_error);
  CHECK_THROWS_AS(static_cast<void>(a.clone_with_room(SIZE_MAX)), std::length_error);
  CHECK(a.size() == 1);
  using Short = heaparray::BasicArray<char, NoLabel, LengthAndCapacity<std::uint8_t>, NoCount>;
  Short s;
  for (int i = 0; i != 255; ++i) s.push_back('x');
  CHECK(s.capacity() == 255);
  CHECK_THROWS_AS(s.push_back('y'), std::length_error);
  CHECK(s.size() == 255);
}

TEST_CASE("GrowingArray: broken contracts say what was wrong", "[growing]") {
  const auto check = [](auto broken, const char* words) {
    const test::Death death = test::run_to_report(broken);
    if (!death.supported) return;
    CHECK(death.aborted());
    CHECK(death.says(words));
    CHECK(death.says("growing_array_test.cpp"));
  };
  check([] { GrowingArray<int>().pop_back(); }, "pop_back() of an empty array");
  check([] { GrowingArray<int>{1, 2}.erase_at(2); }, "slice [2, 3) is out of range for an array of size 2");
  check([] { GrowingArray<int>{1, 2}.erase_at(2, 1); }, "slice [2, 1)");
  check([] { GrowingArray<int>{1, 2}.insert_at(3, 0); }, "slice [3, 2)");
  struct NoDefault {
    explicit NoDefault(int) {}
  };
  const test::Death death = test::run_to_report([] { GrowingArray<int, NoDefault>().push_back(1); });
  if (death.supported) {
    CHECK(death.aborted());
    CHECK(death.says("growth of a null handle"));
  }
}

TEST_CASE("GrowingArray: growth is that of a vector, and shrinking frees", "[growing]") {
  GrowingArray<int> a;
  std::size_t blocks = 0, capacity = 0;
  for (int i = 0; i != 10000; ++i) {
    a.push_back(i);
    if (a.capacity() != capacity) {
      capacity = a.capacity();
      ++blocks;
    }
  }
  CHECK(blocks <= 13);
  CHECK(a[9999] == 9999);
  STATIC_REQUIRE(sizeof(GrowingArray<int>) == sizeof(void*));
  STATIC_REQUIRE(sizeof(GrowingArcArray<int>) == sizeof(void*));
  STATIC_REQUIRE(GrowingArray<char>::elements_offset == 2 * sizeof(std::size_t));
  STATIC_REQUIRE(heaparray::BasicArray<char, char, LengthAndCapacity<std::uint32_t>>::elements_offset == 9);
}

TEST_CASE("GrowingArray: elements that are handles move as bytes", "[growing]") {
  STATIC_REQUIRE(heaparray::enable_trivial_relocation<heaparray::ArcArray<int>>);
  STATIC_REQUIRE(heaparray::enable_trivial_relocation<heaparray::HeapArray<std::string, int>>);
  STATIC_REQUIRE(
      heaparray::enable_trivial_relocation<heaparray::WeakArray<heaparray::ArcArrayWithWeak<int>>>);
  STATIC_REQUIRE(heaparray::enable_trivial_relocation<heaparray::SharedSlice<heaparray::RcArray<int>>>);
  STATIC_REQUIRE_FALSE(heaparray::enable_trivial_relocation<std::string>);
  GrowingArray<heaparray::ArcArray<int>> a;
  const heaparray::ArcArray<int> shared = {1, 2, 3};
  for (int i = 0; i != 100; ++i) a.push_back(shared);
  CHECK(shared.use_count() == 101);
  a.insert_at(5, heaparray::ArcArray<int>{4});
  a.erase_at(0, 50);
  CHECK(shared.use_count() == 52);
  a = nullptr;
  CHECK(shared.is_unique());
  heaparray::ArrayBuilder<heaparray::HeapArray<heaparray::ArcArray<int>>> builder(0);
  for (int i = 0; i != 10; ++i) builder.push_back(shared);
  CHECK(std::move(builder).finish()[9].use_count() == 11);
}

TEST_CASE("GrowingArray: a builder goes on in its block, and gives the room back", "[growing]") {
  GrowingArray<int, std::string> a = GrowingArray<int, std::string>::with_label(
      "name", 2, [](std::size_t i) { return static_cast<int>(i); });
  a.reserve(10);
  const int* const data = a.data();
  heaparray::ArrayBuilder builder(std::move(a));
  CHECK_FALSE(a);  // NOLINT(bugprone-use-after-move): null, as documented
  CHECK(builder.size() == 2);
  CHECK(builder.capacity() == 10);
  CHECK(builder.label() == "name");
  builder.push_back(2);
  a = std::move(builder).finish();
  CHECK(a.data() == data);
  CHECK(a.capacity() == 10);
  CHECK(wrong_next_to(a, {0, 1, 2}) == "");
  heaparray::ArrayBuilder<GrowingArray<char>> receive(GrowingArray<char>{});
  receive.reserve(8);
  receive.spare()[0] = 'x';
  receive.commit(1);
  CHECK(std::move(receive).finish() == std::string_view("x"));
  // One that is dropped destroys what it has.
  test::ObjectScope objects;
  {
    GrowingArray<test::Counted> counted;
    counted.emplace_back(1);
    const heaparray::ArrayBuilder<GrowingArray<test::Counted>> dropped(std::move(counted));
    CHECK(objects.live() == 1);
  }
  CHECK(objects.live() == 0);
}

TEST_CASE("GrowingArcArray: copy on write, with room", "[growing]") {
  test::ObjectScope objects;
  using A = GrowingArcArray<test::Counted, std::string>;
  A a = A::with_label("list", 2, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const A before = a;
  {
    const test::AllocationScope allocations;
    a.make_mut(2).emplace_back(2);
    a.make_mut(1).emplace_back(3);
    if (test::global_new_replaced) CHECK(allocations.allocations() == 1);
  }
  CHECK(before.size() == 2);
  CHECK(a.size() == 4);
  CHECK(a.label() == "list");
  CHECK(a[3].value() == 3);
  const A also = a;
  a.make_mut().erase_at(0);
  CHECK(also.size() == 4);
  CHECK(a.size() == 3);
  A none;
  none.make_mut(1).emplace_back(1);
  CHECK(none.size() == 1);
  auto owner = std::move(none).to_owned();
  REQUIRE(owner.has_value());
  owner->emplace_back(2);
  CHECK(A(*std::move(owner)).size() == 2);
}

TEST_CASE("GrowingArray: all that other arrays can", "[growing]") {
  using A = GrowingArray<int>;
  A a = {3, 1, 2};
  a.reserve(10);
  CHECK(a == A{3, 1, 2});
  CHECK((a < A{3, 1, 3}));
  CHECK(std::hash<A>()(a) == std::hash<A>()(A{3, 1, 2}));
  std::sort(a.begin(), a.end());
  CHECK(a == std::vector<int>{1, 2, 3});
  A copy = a;
  copy.push_back(4);
  copy = a;
  CHECK(copy.size() == 3);
  CHECK(a.insert(0, 7) == 1);
  CHECK(a.size() == 3);
  const auto mapped = std::move(a).map([](int x) { return x * 2.0; });
  CHECK(mapped[0] == 14.0);
  auto fixed = heaparray::convert_to<heaparray::HeapArray<int>>(copy);
  CHECK(fixed.size() == 3);
  A again = heaparray::convert_to<A>(std::move(fixed));
  again.push_back(4);
  int sum = 0;
  for (int&& x : std::move(again).into_iter()) sum += x;
  CHECK(sum == 10);
  A swapped = {1};
  swapped.reserve(9);
  swap(swapped, copy);
  CHECK(copy.capacity() == 9);
}

struct Entry {
  unsigned refs = 0;
  int number = 0;
};

TEST_CASE("GrowingArray: a count in the label starts at one in the larger block", "[growing]") {
  using A = heaparray::BasicRcArray<int, Entry, LengthAndCapacity<>, heaparray::CountFromLabel<&Entry::refs>>;
  A a = A::with_label(Entry{9, 4});
  for (int i = 0; i != 10; ++i) a.make_mut().push_back(i);
  CHECK(a.use_count() == 1);
  CHECK(a.label().number == 4);
  const A b = a;
  a.make_mut(3).push_back(10);
  CHECK(b.use_count() == 1);
  CHECK(a.use_count() == 1);
  CHECK(a.size() == 11);
}

TEST_CASE("GrowingArray: a weak handle keeps the block that was grown out of, empty", "[growing]") {
  using A = heaparray::BasicRcArray<int, NoLabel, LengthAndCapacity<>, heaparray::AtomicCountWithWeak<>>;
  A a = {1, 2};
  const heaparray::WeakArray<A> weak(a);
  a.make_mut(9).push_back(3);  // a copy: there is a weak handle
  CHECK(weak.expired());
  CHECK(a.size() == 3);
}

TEST_CASE("GrowingArray: atomic cells hold them", "[growing]") {
  heaparray::BasicAtomicArcArray<GrowingArcArray<int>> cell(GrowingArcArray<int>{1});
  auto mine = cell.load();
  mine.make_mut(1).push_back(2);
  cell.store(mine);
  CHECK(cell.load().size() == 2);
}

}  // namespace

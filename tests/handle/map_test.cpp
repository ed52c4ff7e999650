// SPDX-License-Identifier: MIT
//
// map: an array of another element type, in one allocation or in the same block.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::label_args;

namespace {

using Checked = CheckedAllocator<std::byte>;
using AnyLength = Concat<ShapeKinds, KindsOfThree>;

// Of the size of a Counted, and as well watched.
struct Other : Tracked<Other> {
  using Tracked::Tracked;
};
static_assert(sizeof(Other) == sizeof(Counted) && alignof(Other) == alignof(Counted));

constexpr auto to_other = [](const Counted& x) noexcept { return Other(x.value() * 10); };
constexpr auto to_other_throwing = [](const Counted& x) { return Other(x.value() * 10); };

template <class A, class T>
constexpr bool is_of = std::is_same_v<typename A::value_type, T>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("map: of an lvalue, a new array of the same kind, in one allocation", "", AnyLength) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    A a = ascending<A>(5, 3, Checked(ledger));
    const auto b = a.map(to_other);
    STATIC_REQUIRE(
        std::is_same_v<decltype(b), const typename TestType::template of<Other, CountedLabel, Checked>>);
    CHECK(wrong(b, 5, 3, 10, 10) == "");
    CHECK(wrong(a, 5, 3) == "");
    CHECK(ledger.allocations() == 2);
    CHECK(b.get_allocator() == a.get_allocator());
    const auto c = std::as_const(a).map([](const Counted& x) { return std::to_string(x.value()); });
    CHECK((c.size() == 3 && c[2] == "3" && c.label().value() == 5));
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("map: of an rvalue, in the same block", "", AnyLength) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    A a = ascending<A>(5, 3, Checked(ledger));
    const void* const block = a.data();
    const CountedLabel* const label = &a.label();
    const auto b = std::move(a).map(to_other);
    CHECK_FALSE(a);
    CHECK(wrong(b, 5, 3, 10, 10) == "");
    CHECK(b.data() == block);
    CHECK(&b.label() == label);
    CHECK(ledger.allocations() == 1);
    CHECK(objects.live() == 4);
    if constexpr (TestType::is_shared) {
      CHECK(b.is_unique());
    }
  }
  CHECK(objects.live() == 0);
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("map: of an rvalue, in a new block if something could throw or does not fit", "",
                        HandleKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  const auto check = [&](auto f, auto is_right) {
    A a = ascending<A>(5, 3, Checked(ledger));
    const int before = ledger.allocations();
    const auto b = std::move(a).map(f);
    CHECK_FALSE(a);
    CHECK((b.size() == 3 && b.label().value() == 5 && is_right(b)));
    CHECK(ledger.allocations() == before + 1);
    CHECK(ledger.live() == 1);
  };
  check(to_other_throwing, [](const auto& b) { return b[2].value() == 30; });
  check([](const Counted& x) noexcept { return static_cast<char>(x.value()); },
        [](const auto& b) { return b[2] == 3; });
  check([](const Counted& x) noexcept { return OverAligned64(x.value()); },
        [](const auto& b) { return b[2].value() == 3; });
  check([](const Counted& x) noexcept { return Throwing(x.value()); },
        [](const auto& b) { return b[2].value() == 3; });
  check([](const Counted& x) noexcept { return Immovable(x.value()); },
        [](const auto& b) { return b[2].value() == 3; });
}

TEMPLATE_LIST_TEST_CASE("map: a shared array is copied from, and stays", "", SharedKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  A a = ascending<A>(5, 3, Checked(ledger));
  const A other = a;
  const auto b = std::move(a).map(to_other);
  CHECK_FALSE(a);
  CHECK(other.is_unique());
  CHECK(wrong(other, 5, 3) == "");
  CHECK(wrong(b, 5, 3, 10, 10) == "");
  CHECK(ledger.allocations() == 2);
}

TEMPLATE_LIST_TEST_CASE("map: null and empty", "", ShapeKinds) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  A null;
  CHECK_FALSE(null.map(to_other));
  CHECK_FALSE(std::move(null).map(to_other));
  A empty = ascending<A>(5, 0, Checked(ledger));
  CHECK((empty.map(to_other) && empty.map(to_other).label() == 5));
  const auto b = std::move(empty).map(to_other);
  CHECK((b && b.empty() && b.label() == 5 && ledger.live() == 1));
}

TEMPLATE_LIST_TEST_CASE("map: the elements of a unique rvalue may be moved from", "", UniqueKinds) {
  using A = typename TestType::template of<std::unique_ptr<int>, MoveOnlyLabel>;
  A a = A::with_label(5, 3, [](std::size_t i) { return std::make_unique<int>(static_cast<int>(i)); });
  const void* const block = a.data();
  auto b =
      std::move(a).map([](std::unique_ptr<int>&& p) noexcept { return std::shared_ptr<int>(std::move(p)); });
  CHECK((b.size() == 3 && *b[2] == 2 && b.label().value() == 5));
  const auto c = std::move(b).map([](std::shared_ptr<int>&& p) { return *p; });
  CHECK((c[1] == 1 && c.label().value() == 5));
  A d = A::with_label(5, 3, [](std::size_t i) { return std::make_unique<int>(static_cast<int>(i)); });
  const void* const other = d.data();
  const auto e = std::move(d).map([](std::unique_ptr<int>&& p) noexcept { return p.release(); });
  CHECK(e.data() == other);
  CHECK(block != nullptr);
  for (int* p : e) delete p;
}

TEMPLATE_LIST_TEST_CASE("map: elements of a unique rvalue to the same type, references, and state", "",
                        UniqueKinds) {
  using A = typename TestType::template of<std::string, int>;
  A a = ascending<A>(5, 3);
  const void* const block = a.data();
  int calls = 0;
  auto b = std::move(a).map([&](std::string&& s) noexcept -> std::string&& { return ++calls, std::move(s); });
  CHECK(wrong(b, 5, 3) == "");
  CHECK(b.data() == block);
  CHECK(calls == 3);
  const auto sizes = b.map([](const std::string& s) { return s.size(); });
  CHECK(sizes[0] == Make<std::string>::value(1).size());
  const auto copies = b.map([](const std::string& s) -> const std::string& { return s; });
  STATIC_REQUIRE(is_of<decltype(copies), const std::string> || is_of<decltype(copies), std::string>);
  CHECK(copies == b);
}

TEMPLATE_LIST_TEST_CASE("map: a throw anywhere leaks nothing", "", AnyLength) {
  using A = typename TestType::template of<Throwing, ThrowingLabel, Checked>;
  const auto f = [](const Throwing& x) { return Throwing(x.value()); };
  Ledger ledger;
  const A source = ascending<A>(5, 3, Checked(ledger));
  // A block, a label, three elements.
  CHECK(fail_everywhere([&] {
          const ObjectScope objects;
          const auto b = source.map(f);
          CHECK(wrong(b, 5, 3) == "");
        }) == 5);
  CHECK(wrong(source, 5, 3) == "");
  CHECK(ledger.live() == 1);
  for (int step = 1; step <= 6; ++step) {
    const ObjectScope objects;
    A a = ascending<A>(5, 3, Checked(ledger));
    bool threw = true;
    try {
      const FailAt armed(step);
      const auto b = std::move(a).map(f);
      threw = false;
    } catch (const Boom&) {
    } catch (const std::bad_alloc&) {
    }
    CHECK(threw == (step <= 5));
    CHECK_FALSE(a);
    CHECK(ledger.live() == 1);
    CHECK(objects.live() == 0);
  }
}

TEST_CASE("map: too long is std::length_error, and what was given away is gone") {
  using Huge = std::array<char, (PTRDIFF_MAX >> 6)>;
  heaparray::HeapArray<char> a(100);
  const auto to_huge = [](char) -> const Huge& { throw Boom(); };
  CHECK_THROWS_AS(a.map(to_huge), std::length_error);
  CHECK(a.size() == 100);
  CHECK_THROWS_AS(std::move(a).map([](char) -> int { throw Boom(); }), Boom);
  CHECK_FALSE(a);
}

TEST_CASE("map: bytes of trivial types, and elements that share their address with the label") {
  heaparray::HeapArray<std::uint32_t> a(1000, [](std::size_t i) { return static_cast<std::uint32_t>(i); });
  const void* const block = a.data();
  auto b = std::move(a).map([](std::uint32_t i) noexcept { return static_cast<float>(i) / 2; });
  CHECK((b.data() == block && b[999] == 499.5f));
  auto c = std::move(b).map(
      [](float x) noexcept { return std::array<std::uint16_t, 2>{1, static_cast<std::uint16_t>(x)}; });
  CHECK(c.data() != block);  // another alignment
  CHECK(c[999][1] == 499);
  heaparray::HeapArray<Empty, EmptyLabel> empties(3);
  const auto counted = std::move(empties).map([](const Empty&) noexcept { return EmptyCounted(); });
  CHECK(counted.size() == 3);
}

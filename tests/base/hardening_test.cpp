// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Broken contracts end the program with a message that says what and where: the line of the caller, here.
#include <heaparray/array_builder.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/shared_slice.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"

namespace {

using heaparray::NoLabel;

static_assert(HEAPARRAY_HARDENING == 1, "the default");

const std::string huge = std::to_string(SIZE_MAX);

template <class F>
void check_dies(F f, unsigned line, const std::string& message) {
  const test::Death death = test::run_to_death(f);
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.err == __FILE__ ":" + std::to_string(line) + ": heaparray: " + message + "\n");
}

// The expression, on a line of its own, must end the program with the message and this very line.
#define CHECK_DIES(expression, message) check_dies([&] { static_cast<void>(expression); }, __LINE__, message)

// A type for every class that has a member of its own for each check; constness and fatness share them.
#define ALL_KINDS                                                                                        \
  (heaparray::HeapArray<int, int>), (heaparray::ThinPtrArray<int, int>), (heaparray::RcArray<int, int>), \
      (heaparray::TpRcArray<int, int>), (heaparray::ArcArray<int, int>), (heaparray::TpArcArray<int, int>)

template <class A>
A make(std::size_t n) {
  return A::with_label(1, n, [](std::size_t i) { return static_cast<int>(i); });
}

TEMPLATE_TEST_CASE("Hardening: an index out of range is reported with index, size and place", "[death]",
                   ALL_KINDS) {
  TestType a = make<TestType>(3);
  const TestType& c = a;
  CHECK(a[2] == 2);
  CHECK_DIES(a[3], "index 3 is out of range for an array of size 3");
  CHECK_DIES(c[3], "index 3 is out of range for an array of size 3");
  CHECK_DIES(a[7], "index 7 is out of range for an array of size 3");
  CHECK_DIES(c[7u], "index 7 is out of range for an array of size 3");
  CHECK_DIES(a[SIZE_MAX], "index " + huge + " is out of range for an array of size 3");
  TestType empty = make<TestType>(0);
  CHECK_DIES(empty[0], "index 0 is out of range for an array of size 0");
  TestType null;
  CHECK_DIES(null[0], "index 0 is out of range for an array of size 0");
  CHECK_DIES(std::as_const(null)[5], "index 5 is out of range for an array of size 0");
  const TestType moved = std::move(a);
  CHECK_DIES(a[0], "index 0 is out of range for an array of size 0");
}

enum Column { name, price };

template <class I>
concept IsIndex = requires(const heaparray::HeapArray<int>& a, I i) { a[i]; };

TEST_CASE("Hardening: any type that converts to std::size_t is an index, and knows its line", "[death]") {
  const heaparray::HeapArray<int> a = {10, 11, 12};
  CHECK(a[1] == 11);
  CHECK(a[1u] == 11);
  CHECK(a[std::uint8_t{1}] == 11);
  CHECK(a['\1'] == 11);
  CHECK(a[price] == 11);
  CHECK(a[std::integral_constant<int, 1>()] == 11);
  static_assert(IsIndex<std::integral_constant<int, 1>> && !IsIndex<double> && !IsIndex<const char*>);
  CHECK_DIES(a[-1], "index " + huge + " is out of range for an array of size 3");
  const int minus_two = -2;
  CHECK_DIES(a[minus_two],
             "index " + std::to_string(SIZE_MAX - 1) + " is out of range for an array of size 3");
  CHECK_DIES(a[std::uint8_t{200}], "index 200 is out of range for an array of size 3");
  const auto a_function_that_is_called_from_elsewhere = [&](std::size_t i) { return a[i]; };
  const unsigned line = __LINE__ - 1;
  check_dies([&] { static_cast<void>(a_function_that_is_called_from_elsewhere(9)); }, line,
             "index 9 is out of range for an array of size 3");
}

TEMPLATE_TEST_CASE("Hardening: front and back of an empty array", "[death]", ALL_KINDS) {
  TestType a = make<TestType>(3);
  CHECK(a.front() == 0);
  CHECK(a.back() == 2);
  TestType empty = make<TestType>(0);
  const TestType& c = empty;
  CHECK_DIES(empty.front(), "front() of an empty array");
  CHECK_DIES(c.front(), "front() of an empty array");
  CHECK_DIES(empty.back(), "back() of an empty array");
  CHECK_DIES(c.back(), "back() of an empty array");
  TestType null;
  CHECK_DIES(null.front(), "front() of an empty array");
  CHECK_DIES(null.back(), "back() of an empty array");
}

TEMPLATE_TEST_CASE("Hardening: a slice must be in order and inside", "[death]", ALL_KINDS) {
  const TestType a = make<TestType>(3);
  CHECK(a.slice(0, 3).size() == 3);
  CHECK(a.slice(3, 3).empty());
  CHECK(a.slice(1, 2)[0] == 1);
  CHECK_DIES(a.slice(0, 4), "slice [0, 4) is out of range for an array of size 3");
  CHECK_DIES(a.slice(2, 1), "slice [2, 1) is out of range for an array of size 3");
  CHECK_DIES(a.slice(4, 4), "slice [4, 4) is out of range for an array of size 3");
  CHECK_DIES(a.slice(1, SIZE_MAX), "slice [1, " + huge + ") is out of range for an array of size 3");
  const TestType null;
  CHECK(null.slice(0, 0).empty());
  CHECK_DIES(null.slice(0, 1), "slice [0, 1) is out of range for an array of size 0");
}

TEMPLATE_TEST_CASE("Hardening: a null handle has no label", "[death]", ALL_KINDS) {
  const std::string message =
      "label() of a null handle, which has no block (it was default-constructed or moved from)";
  TestType null;
  CHECK_DIES(null.label(), message);
  CHECK_DIES(std::as_const(null).label(), message);
  TestType a = make<TestType>(3);
  CHECK(a.label() == 1);
  const TestType moved = std::move(a);
  CHECK_DIES(a.label(), message);
  CHECK(make<TestType>(0).label() == 1);
}

TEMPLATE_TEST_CASE("Hardening: a null handle has no allocator, if it cannot make one", "[death]",
                   (heaparray::HeapArray<int, NoLabel, test::CheckedAllocator<std::byte>>),
                   (heaparray::TpArcArray<int, NoLabel, test::CheckedAllocator<std::byte>>)) {
  test::Ledger ledger;
  const TestType null;
  CHECK_DIES(
      null.get_allocator(),
      "get_allocator() of a null handle, which has no block (it was default-constructed or moved from)");
  const TestType a(3, test::CheckedAllocator<std::byte>(ledger));
  CHECK(a.get_allocator() == test::CheckedAllocator<std::byte>(ledger));
}

TEMPLATE_TEST_CASE("at: out of range is an exception with index and size in its text", "[errors]",
                   ALL_KINDS) {
  TestType a = make<TestType>(3);
  CHECK(a.at(2) == 2);
  CHECK(std::as_const(a).at(0) == 0);
  const auto text_of = [](auto&& call) -> std::string {
    try {
      call();
    } catch (const std::out_of_range& error) {
      return error.what();
    }
    return "nothing thrown";
  };
  CHECK(text_of([&] { return a.at(3); }) == "heaparray: at(3) is out of range for an array of size 3");
  CHECK(text_of([&] { return std::as_const(a).at(70); }) ==
        "heaparray: at(70) is out of range for an array of size 3");
  CHECK(text_of([&] { return TestType().at(0); }) ==
        "heaparray: at(0) is out of range for an array of size 0");
  // Asked, not demanded: nothing ends.
  CHECK(a.get(3) == nullptr);
  CHECK(a.get_mut(3) == nullptr);
  CHECK(a.insert(3, 0) == std::nullopt);
}

TEST_CASE("Hardening: indexing in the middle of an expression spoils nothing of its value category") {
  heaparray::HeapArray<std::string> a = {"a", "b"};
  const std::string taken = std::move(a[0]) + a[1];
  CHECK(taken == "ab");
  static_assert(std::is_same_v<decltype(a[0]), std::string&>);
  static_assert(std::is_same_v<decltype(std::as_const(a)[0]), const std::string&>);
  static_assert(!noexcept(a[0]), "a violation handler may throw");
  static_assert(!noexcept(a.label()) && !noexcept(a.front()) && !noexcept(a.slice(0, 0)));
}

TEST_CASE("Hardening: parts that are not there, and numbers of elements that do not match", "[death]") {
  heaparray::HeapArray<int> a{1, 2, 3};
  CHECK_DIES(a.first(4), "slice [0, 4) is out of range for an array of size 3");
  CHECK_DIES(a.last(4), "slice [0, 4) is out of range for an array of size 3");
  CHECK_DIES(a.subspan(4), "slice [4, 3) is out of range for an array of size 3");
  CHECK_DIES(a.subspan(1, 3), "slice [1, 4) is out of range for an array of size 3");
  CHECK_DIES(a.subspan(5, 1), "slice [5, 6) is out of range for an array of size 3");
  CHECK_DIES(a.subspan(1, SIZE_MAX - 1), "slice [1, " + huge + ") is out of range for an array of size 3");
  CHECK_DIES(a.slice_mut(2, 4), "slice [2, 4) is out of range for an array of size 3");
  CHECK_DIES(a.copy_from(a.as_slice().first(2)), "copy_from() with 2 elements for an array of size 3");
  const heaparray::RcArray<int> shared{1, 2, 3};
  CHECK_DIES(shared.share_slice(2, 4), "slice [2, 4) is out of range for an array of size 3");
  heaparray::ArrayBuilder<heaparray::HeapArray<char>> builder(2);
  CHECK_DIES(builder.commit(3), "slice [0, 3) is out of range for an array of size 2");
  CHECK_DIES(builder.commit(SIZE_MAX), "slice [0, " + huge + ") is out of range for an array of size 2");
  const heaparray::HeapArray<int> null;
  CHECK_DIES(null.as_bytes(),
             "as_bytes() of a null handle, which has no block (it was default-constructed or moved from)");
}

TEST_CASE("Hardening: emplace_back of a null builder says its own name", "[death]") {
  const test::Death death = test::run_to_death([] {
    heaparray::ArrayBuilder<heaparray::HeapArray<int>> builder(1);
    const auto array = std::move(builder).finish();
    builder.emplace_back(1);  // NOLINT(bugprone-use-after-move): that is the fault
  });
  if (death.supported) CHECK(death.says("heaparray: emplace_back() of a null handle"));
}

TEST_CASE("Hardening: a builder that is null, and slices out of range", "[death]") {
  heaparray::ArrayBuilder<heaparray::HeapArray<int, int>> b(1, 2);
  b.push_back(1);
  static_cast<void>(std::move(b).finish());
  const auto null = [](const std::string& function) {
    return function + " of a null handle, which has no block (it was default-constructed or moved from)";
  };
  CHECK_DIES(b.push_back(1), null("push_back()"));
  CHECK_DIES(b.label(), null("label()"));
  CHECK_DIES(b.reserve(0), null("reserve()"));
  CHECK_DIES(b.try_reserve(0), null("try_reserve()"));
  CHECK_DIES(b.append_range(std::string("text")), null("append_range()"));
  CHECK_DIES(std::move(b).finish(), null("finish()"));
  CHECK_DIES(std::move(b).try_finish(), null("try_finish()"));

  using Slice = heaparray::SharedSlice<heaparray::RcArray<int, int>>;
  const auto array = make<heaparray::RcArray<int, int>>(3);
  const Slice slice(array, 1, 3);
  CHECK_DIES(Slice(array, 1, 4), "slice [1, 4) is out of range for an array of size 3");
  CHECK_DIES(slice.share_slice(0, 3), "slice [0, 3) is out of range for an array of size 2");
  CHECK_DIES(slice.slice(0, 3), "slice [0, 3) is out of range for an array of size 2");
  CHECK_DIES(Slice(slice).share_slice(2, 1), "slice [2, 1) is out of range for an array of size 2");
  CHECK_DIES(slice.split_at(3), "slice [0, 3) is out of range for an array of size 2");
  CHECK_DIES(Slice(slice).split_at(3), "slice [0, 3) is out of range for an array of size 2");
  CHECK_DIES(slice[2], "index 2 is out of range for an array of size 2");
  CHECK_DIES(Slice().label(), null("label()"));
}

}  // namespace

// SPDX-License-Identifier: MIT
//
// A program that installs a violation handler of its own.
namespace heaparray {
struct Violation;
}
void on_violation(const heaparray::Violation&);
#define HEAPARRAY_VIOLATION_HANDLER on_violation
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/elements.hpp"
#include "support/objects.hpp"

namespace {

struct Caught {
  std::string message;
  std::string file;
  unsigned line;
};

bool handler_returns = false;

}  // namespace

void on_violation(const heaparray::Violation& violation) {
  if (handler_returns) {
    std::fprintf(stderr, "handled: %s\n", violation.message);
    return;
  }
  throw Caught{violation.message, violation.file == nullptr ? "" : violation.file, violation.line};
}

namespace {

template <class F>
void check_caught(F f, unsigned line, const std::string& message) {
  try {
    f();
  } catch (const Caught& caught) {
    CHECK(caught.message == message);
    CHECK(caught.file == __FILE__);
    CHECK(caught.line == line);
    return;
  }
  FAIL_CHECK("the handler was not called: " << message);
}

#define CHECK_CAUGHT(expression, message) \
  check_caught([&] { static_cast<void>(expression); }, __LINE__, message)

TEMPLATE_TEST_CASE("Violation handler: is told what and where, may throw, and the array is as it was",
                   "[handler]", (heaparray::HeapArray<test::Counted, int>),
                   (heaparray::ThinPtrArray<test::Counted, int>), (heaparray::RcArray<test::Counted, int>),
                   (heaparray::TpArcArray<test::Counted, int>)) {
  const test::ObjectScope objects;
  const auto init = [](std::size_t i) { return test::Counted(static_cast<int>(i)); };
  TestType a = TestType::with_label(7, 3, init);
  TestType null;
  CHECK_CAUGHT(a[3], "index 3 is out of range for an array of size 3");
  CHECK_CAUGHT(std::as_const(a)[SIZE_MAX],
               "index " + std::to_string(SIZE_MAX) + " is out of range for an array of size 3");
  CHECK_CAUGHT(null.front(), "front() of an empty array");
  CHECK_CAUGHT(a.slice(1, 4), "slice [1, 4) is out of range for an array of size 3");
  CHECK_CAUGHT(null.label(),
               "label() of a null handle, which has no block (it was default-constructed or moved from)");
  CHECK_CAUGHT(std::as_const(null).label(),
               "label() of a null handle, which has no block (it was default-constructed or moved from)");

  CHECK(objects.built() == 3);
  CHECK(objects.destroyed() == 0);
  CHECK(a.size() == 3);
  CHECK(a.label() == 7);
  CHECK(a[0].value() == 0);
  CHECK(a[2].value() == 2);
  CHECK_FALSE(static_cast<bool>(null));
  null = std::move(a);
  CHECK(null.at(1).value() == 1);
}

TEST_CASE("Violation handler: may throw out of init, and what was built is destroyed", "[handler]") {
  const test::ObjectScope objects;
  const heaparray::HeapArray<int> source = {0, 1, 2};
  const auto copy_too_much = [&] {
    return heaparray::TpArcArray<test::Counted>(5, [&](std::size_t i) { return test::Counted(source[i]); });
  };
  CHECK_THROWS_AS(copy_too_much(), Caught);
  CHECK(objects.made() == 3);
  CHECK(objects.live() == 0);
}

TEST_CASE("Violation handler: when it returns, the program is aborted", "[handler][death]") {
  const heaparray::HeapArray<int> a = {0, 1, 2};
  const test::Death death = test::run_to_death([&] {
    handler_returns = true;
    static_cast<void>(a[3]);
    std::fprintf(stderr, "went on\n");
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.err == "handled: index 3 is out of range for an array of size 3\n");
}

TEST_CASE("Violation handler: is told of too many owners, of no known line", "[handler][death]") {
  using A = heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle,
                                    heaparray::AtomicCount<std::uint8_t>>;
  const test::Death death = test::run_to_death([] {
    handler_returns = true;
    const std::vector<A> owners(200, A{1, 2, 3});
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.err == "handled: too many owners: a block with this type of count can have at most 128\n");
}

TEST_CASE("Violation handler: has no part in exceptions", "[handler]") {
  const heaparray::HeapArray<int> a = {0, 1, 2};
  CHECK_THROWS_AS(a.at(3), std::out_of_range);
  CHECK_THROWS_AS(heaparray::HeapArray<int>(SIZE_MAX), std::length_error);
}

}  // namespace

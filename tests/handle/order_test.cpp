// SPDX-License-Identifier: MIT
//
// The label is built first and destroyed last, elements are built ascending and destroyed descending: for every
// way of making and of dropping an array.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ways.hpp"

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

using namespace test;

namespace {

using AllKinds = Concat<HandleKinds, PolicyKinds>;
using AllOfThree = Concat<AllKinds, KindsOfThree>;

// The last four, that is to say those of the array and not of what was there before it.
std::vector<int> last_four(std::vector<int> values) {
  REQUIRE(values.size() >= 4);
  return {values.end() - 4, values.end()};
}

template <class A>
const void* first_byte(const A& a) {
  return &a.label();  // in front of the elements
}
template <class A>
const void* last_byte(const A& a) {
  return a.data() + a.size();
}

const std::vector<int> label_then_elements = {5, 1, 2, 3};
const std::vector<int> elements_then_label = {3, 2, 1, 5};

}  // namespace

TEMPLATE_LIST_TEST_CASE("Order: label first, then ascending, for every way of making", "", AllOfThree) {
  using A = typename TestType::template of<Counted, CountedLabel>;
  for (const auto& way : ways_of_making<A>()) {
    CAPTURE(way.name);
    std::vector<int> values = {way.label};
    for (int i = 0; i != 3; ++i) values.push_back(way.first + i * way.step);

    const ObjectScope objects;
    std::optional<A> a = way.make({});
    // By address, which leaves the temporaries out.
    CHECK(last_four(objects.build_order(first_byte(*a), last_byte(*a))) == values);
    CHECK(objects.live() == 4);

    const int destroyed = objects.destroyed();
    a.reset();
    CHECK(last_four(objects.destroy_order()) == std::vector<int>(values.rbegin(), values.rend()));
    CHECK(objects.destroyed() - destroyed == 4);
  }
}

TEMPLATE_LIST_TEST_CASE("Order: label first, then ascending, for copies", "", AllKinds) {
  using A = typename TestType::template of<Counted, CountedLabel>;
  A a = ascending<A>(5, 3);
  const A b = a;
  const ObjectScope objects;
  const auto check = [&](int copies) {
    CHECK(objects.copied() == 4 * copies);
    CHECK(objects.built() == 4 * copies);
    CHECK(last_four(objects.build_order()) == label_then_elements);
  };
  const A c = a.clone();
  check(1);
  if constexpr (TestType::is_shared) {
    CHECK(a.make_mut().size() == 3);
    check(2);
    a = b;
    const auto d = std::move(a).make_owned();
    check(3);
  } else {
    const A d = a;
    check(2);
    A e = ascending<A>(9, 2);
    const int built = objects.built();
    e = a;
    CHECK(objects.built() - built == 4);
    CHECK(last_four(objects.build_order()) == label_then_elements);
  }
}

TEMPLATE_LIST_TEST_CASE("Order: descending, then the label, for every way of dropping", "", AllKinds) {
  using A = typename TestType::template of<Counted, CountedLabel>;
  const ObjectScope objects;
  auto a = std::make_unique<A>(ascending<A>(5, 3));
  A& array = *a;
  A other = ascending<A>(9, 2);
  const A longer = ascending<A>(8, 7);
  const int before = objects.destroyed();
  const auto check = [&] {
    CHECK(last_four(objects.destroy_order()) == elements_then_label);
    CHECK(objects.destroyed() - before == 4);
  };

  SECTION("the destructor") {
    a.reset();
    check();
  }
  SECTION("move assignment") {
    array = std::move(other);
    check();
  }
  SECTION("move assignment of null") {
    array = A();
    check();
  }
  SECTION("copy assignment of null") {
    const A null;
    array = null;
    check();
  }
  SECTION("copy assignment of another length") {
    array = longer;
    check();
  }
  SECTION("swap, then the destructor of the other") {
    {
      A third;
      swap(array, third);
    }
    check();
  }
  SECTION("into_iter, not read") {
    static_cast<void>(std::move(array).into_iter());
    check();
  }
  SECTION("into_raw, then from_raw") {
    static_cast<void>(from_raw<A>(std::move(array).into_raw(), 3));
    check();
  }
  if constexpr (TestType::is_shared) {
    SECTION("the last of several owners") {
      A second = array;
      A third = second;
      array = A();
      second = other;
      CHECK(objects.destroyed() == before);
      third = A();
      check();
    }
    SECTION("to_owned") {
      static_cast<void>(std::move(array).to_owned());
      check();
    }
    SECTION("make_owned") {
      static_cast<void>(std::move(array).make_owned());
      check();
    }
    SECTION("to a unique handle and back") {
      {
        A shared = std::move(array).make_owned().share();
        CHECK(shared.is_unique());
      }
      check();
    }
  }
}

TEMPLATE_LIST_TEST_CASE("Order: into_iter, read half-way, destroys all elements descending, then the label",
                        "", HandleKinds) {
  using A = typename TestType::template of<Counted, CountedLabel>;
  const ObjectScope objects;
  A a = ascending<A>(5, 3);
  const void* const first = first_byte(a);
  const void* const last = last_byte(a);
  {
    auto rest = std::move(a).into_iter();
    const Counted taken = *rest.begin();
    ++rest.begin();
    CHECK(taken.value() == 1);
  }
  CHECK(objects.destroy_order(first, last) == std::vector<int>{3, 2, -1, 5});  // -1: moved from
}

// SPDX-License-Identifier: MIT
//
// ways.hpp: every way of making an array, as a table that tests go through.
//
//   for (const auto& way : test::ways_of_making<A>()) {
//     CAPTURE(way.name);
//     const A a = way.make(allocator);
//     CHECK(way.wrong(a) == "");
//   }
#ifndef HEAPARRAY_TESTS_SUPPORT_WAYS_HPP
#define HEAPARRAY_TESTS_SUPPORT_WAYS_HPP

#include "elements.hpp"
#include "handles.hpp"
#include "ranges.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace test {

/// One way of making an array of three elements.
template <class A>
struct Way {
  const char* name;
  A (*make)(const typename A::allocator_type&);
  int label;                   // the label is made from this
  int first, step;             // and element i from first + i * step
  bool uninitialized = false;  // the elements have no value
  int allocations = 1;

  /// Empty if `a` is what this way promises; else what is wrong with it.
  std::string wrong(const A& a) const {
    if (uninitialized) {
      return a.size() == 3 && Make<typename A::label_type>::equal(a.label(), label) ? "" : "size or label";
    }
    return test::wrong(a, label, 3, first, step);
  }
};

template <class T>
std::vector<T> three() {
  std::vector<T> result;
  result.reserve(3);
  for (std::size_t i = 0; i != 3; ++i) {
    result.push_back(nth<T>(i));
  }
  return result;
}

/// Those that the types allow. Labels are default ones, or made from 5.
template <class A>
std::vector<Way<A>> ways_of_making() {
  using T = typename A::value_type;
  using Label = typename A::label_type;
  using Allocator = typename A::allocator_type;
  using heaparray::label_args;

  // One lambda for all ways: each would be another instantiation of what they call.
  static constexpr auto init = [](std::size_t i) { return nth<T>(i); };

  std::vector<Way<A>> ways;
  ways.push_back({"A(n, init)", [](const Allocator& a) { return A(3, init, a); }, 0, 1, 1});
  ways.push_back({"A(n)", [](const Allocator& a) { return A(3, a); }, 0, 0, 0});
  ways.push_back({"with_label(label_args(...), n, init)",
                  [](const Allocator& a) {
                    return Make<Label>::with_args(5, [&](auto&&... args) {
                      return A::with_label(label_args(std::forward<decltype(args)>(args)...), 3, init, a);
                    });
                  },
                  5, 1, 1});
  ways.push_back({"try_with_label",
                  [](const Allocator& a) {
                    return Make<Label>::with_args(5, [&](auto&&... args) {
                      return A::try_with_label(
                                 label_args(std::forward<decltype(args)>(args)...), 3,
                                 [](Label&, std::size_t i) { return nth<T>(i); }, a)
                          .value();
                    });
                  },
                  5, 1, 1});
  if constexpr (std::is_move_constructible_v<Label>) {
    ways.push_back({"with_label(label, n, init)",
                    [](const Allocator& a) {
                      return A::with_label(
                          Make<Label>::value(5), 3, [](Label&, std::size_t i) { return nth<T>(i); }, a);
                    },
                    5, 1, 1});
    ways.push_back({"with_len(label, n)",
                    [](const Allocator& a) { return A::with_len(Make<Label>::value(5), 3, a); }, 5, 0, 0});
    ways.push_back(
        {"with_label_for_overwrite(label, n)",
         [](const Allocator& a) { return A::with_label_for_overwrite(Make<Label>::value(5), 3, a); }, 5, 0, 0,
         std::is_trivially_default_constructible_v<T>});
    ways.push_back({"try_with_len(label, n)",
                    [](const Allocator& a) { return A::try_with_len(Make<Label>::value(5), 3, a).value(); },
                    5, 0, 0});
    ways.push_back({"try_with_label_for_overwrite(label, n)",
                    [](const Allocator& a) {
                      return A::try_with_label_for_overwrite(Make<Label>::value(5), 3, a).value();
                    },
                    5, 0, 0, std::is_trivially_default_constructible_v<T>});
  }
  if constexpr (std::is_copy_constructible_v<T>) {
    ways.push_back(
        {"A{a, b, c}", [](const Allocator& a) { return A({nth<T>(0), nth<T>(1), nth<T>(2)}, a); }, 0, 1, 1});
    ways.push_back({"try_from_range(contiguous)",
                    [](const Allocator& a) { return A::try_from_range(three<T>(), a).value(); }, 0, 1, 1});
    ways.push_back({"from_range(contiguous)",
                    [](const Allocator& a) {
                      const std::array<T, 3> source = {nth<T>(0), nth<T>(1), nth<T>(2)};
                      return A::from_range(source, a);
                    },
                    0, 1, 1});
    ways.push_back({"from_range(forward)",
                    [](const Allocator& a) {
                      ForwardRange<T> source(three<T>());
                      return A::from_range(source, a);
                    },
                    0, 1, 1});
  }
  if constexpr (std::is_copy_constructible_v<T> && std::is_move_constructible_v<Label>) {
    ways.push_back({"filled(label, n, value)",
                    [](const Allocator& a) { return A::filled(Make<Label>::value(5), 3, nth<T>(3), a); }, 5,
                    4, 0});
    ways.push_back(
        {"try_filled(label, n, value)",
         [](const Allocator& a) { return A::try_filled(Make<Label>::value(5), 3, nth<T>(3), a).value(); }, 5,
         4, 0});
    ways.push_back({"from_range(label, {a, b, c})",
                    [](const Allocator& a) {
                      return A::from_range(Make<Label>::value(5), {nth<T>(0), nth<T>(1), nth<T>(2)}, a);
                    },
                    5, 1, 1});
  }
  if constexpr (std::is_move_constructible_v<T> && std::is_move_constructible_v<Label>) {
    ways.push_back({"from_range(label, input)",
                    [](const Allocator& a) {
                      InputRange<T, T&&> source(three<T>());
                      return A::from_range(Make<Label>::value(5), source, a);
                    },
                    5, 1, 1, false, 2});  // gathered first
    ways.push_back({"from_range(label, sized input)",
                    [](const Allocator& a) {
                      SizedInputRange<T, T&&> source(three<T>());
                      return A::from_range(Make<Label>::value(5), source, a);
                    },
                    5, 1, 1});
    ways.push_back({"try_from_range(label, input)",
                    [](const Allocator& a) {
                      InputRange<T, T&&> source(three<T>());
                      return A::try_from_range(Make<Label>::value(5), source, a).value();
                    },
                    5, 1, 1, false, 2});
  }
  return ways;
}

}  // namespace test

#endif

// SPDX-License-Identifier: MIT
//
// The guarantees of what grows: arrays with a capacity, and builders. Each of a full array, of one with room
// and, where it may be null, of a null one.
#include "support/handles.hpp"
#include "table.hpp"

#include <heaparray/array_builder.hpp>
#include <heaparray/growing_array.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace faults {
namespace {

/// Moves may not fail; copies may.
struct Soft : test::Tracked<Soft> {
  Soft() : Tracked((fault_point(), 0)) {}
  Soft(int value) : Tracked((fault_point(), value)) {}
  Soft(const Soft& other) : Tracked((fault_point(), other)) {}
  Soft(Soft&&) noexcept = default;
  Soft& operator=(const Soft& other) {
    fault_point();
    Tracked::operator=(other);
    return *this;
  }
  Soft& operator=(Soft&&) noexcept = default;
};

template <class A>
void add_array(Table& table, std::string kind) {
  using T = typename A::value_type;
  table.next(std::move(kind));
  const auto full = [] {
    A a;
    a.push_back(T(1));
    a.push_back(T(2));
    a.push_back(T(3));
    a.shrink_to_fit();
    return std::tuple(std::move(a));
  };
  const auto roomy = [&] {
    auto w = full();
    std::get<0>(w).reserve(20);
    return w;
  };
  const auto null = [] { return std::tuple(A()); };

  const auto strong = [&](const char* member, auto op) {
    table.strong(member, full, op);
    table.strong(member, null, op);
  };
  const auto basic = [&](const char* member, auto op) {
    table.basic(member, full, op, same_contents);
    table.basic(member, roomy, op, same_contents);
    table.basic(member, null, op, same_contents);
  };
  const auto more = [] { return fault_due() ? SIZE_MAX : 20; };

  strong("ChangesLength::reserve", [&](auto& w) { std::get<0>(w).reserve(more()); });
  strong("ChangesLength::make_room", [&](auto& w) { std::get<0>(w).make_room(more()); });
  table.strong("ChangesLength::shrink_to_fit", roomy, [](auto& w) { std::get<0>(w).shrink_to_fit(); });
  const auto emplace = [](auto& w) { std::get<0>(w).emplace_back(4); };
  const auto push_copy = [](auto& w) {
    auto& a = std::get<0>(w);
    const T value(4);
    a.push_back(a.empty() ? value : a[0]);
  };
  const auto push = [](auto& w) { std::get<0>(w).push_back(T(4)); };
  strong("ChangesLength::emplace_back", emplace);
  table.strong("ChangesLength::emplace_back", roomy, emplace);
  strong("ChangesLength::push_back", push_copy);
  table.strong("ChangesLength::push_back", roomy, push_copy);
  strong("ChangesLength::push_back", push);
  table.strong("ChangesLength::push_back", roomy, push);

  basic("ChangesLength::append", [](auto& w) {
    const std::vector<T> values{11, 12, 13};
    std::get<0>(w).append(values);
  });
  basic("ChangesLength::append_range", [](auto& w) { std::get<0>(w).append_range(Forward()); });
  basic("ChangesLength::append_range", [](auto& w) { std::get<0>(w).append_range(SizedInput()); });
  basic("ChangesLength::append_range", [](auto& w) { std::get<0>(w).append_range(Input()); });
  const auto resize = [](auto& w) { std::get<0>(w).resize(6); };
  const auto resize_with = [](auto& w) {
    auto& a = std::get<0>(w);
    const T value(4);
    a.resize(6, a.empty() ? value : a[0]);
  };
  strong("ChangesLength::resize", resize);
  table.strong("ChangesLength::resize", roomy, resize);
  strong("ChangesLength::resize", resize_with);
  table.strong("ChangesLength::resize", roomy, resize_with);
  table.strong("ChangesLength::clone_with_room", full,
               [&](auto& w) { return std::get<0>(w).clone_with_room(more()); });

  // Of all elements that there are, each can be assigned to.
  const auto alive = [](auto& w, const Look&) { return std::get<0>(w).size() >= 3; };
  for (const auto& make : {std::function<std::tuple<A>()>(full), std::function<std::tuple<A>()>(roomy)}) {
    table.basic("ChangesLength::insert_at", make, [](auto& w) { std::get<0>(w).insert_at(1, T(4)); }, alive);
    table.basic(
        "ChangesLength::insert_range_at", make, [](auto& w) { std::get<0>(w).insert_range_at(1, Forward()); },
        alive);
  }
  if constexpr (std::is_same_v<T, Item>)  // those of Soft do not fail
    table.basic(
        "ChangesLength::erase_at",
        [&] {
          auto w = full();
          for (int i = 4; i != 9; ++i) std::get<0>(w).push_back(T(i));
          return w;
        },
        [](auto& w) { std::get<0>(w).erase_at(1, 2); },
        [](auto& w, const Look&) { return std::get<0>(w).size() == 8 && std::get<0>(w)[0].value() == 1; });
}

template <class A>
void add_shared(Table& table, std::string kind) {
  table.next(std::move(kind));
  const auto shared = [] {
    A a = some<A>();
    A b = a;
    return std::tuple(std::move(a), std::move(b));
  };
  const auto more = [] { return fault_due() ? SIZE_MAX : 20; };
  table.strong("BasicRcArray::make_mut", shared,
               [](auto& w) { static_cast<void>(std::get<0>(w).make_mut()); });
  table.strong("BasicRcArray::make_mut", shared,
               [&](auto& w) { static_cast<void>(std::get<0>(w).make_mut(more())); });
  table.strong(
      "BasicRcArray::make_mut", [] { return std::tuple(some<A>()); },
      [&](auto& w) { static_cast<void>(std::get<0>(w).make_mut(more())); });
  table.strong(
      "BasicRcArray::make_mut", [] { return std::tuple(A()); },
      [&](auto& w) { static_cast<void>(std::get<0>(w).make_mut(more())); });
}

template <class A>
void add_builder(Table& table, std::string kind) {
  using B = heaparray::ArrayBuilder<A>;
  table.next(std::move(kind));
  // With two elements and room for `room` more.
  const auto begun = [](std::size_t room) {
    return [room] {
      B builder(label_args(5), 2 + room);
      builder.emplace_back(1);
      builder.emplace_back(2);
      return std::tuple(std::move(builder));
    };
  };
  const auto strong = [&](const char* member, auto op) {
    table.strong(member, begun(0), op);
    table.strong(member, begun(5), op);
  };
  // What was there stays; copies may have been added.
  const auto longer = [](auto& w, const Look&) {
    const auto elements = std::get<0>(w).as_slice();
    for (std::size_t i = 2; i < elements.size(); ++i)
      if (elements[i].value() != static_cast<int>(i) - 1) return false;
    return std::get<0>(w).label().value() == 5 && elements.size() >= 2 && elements[0].value() == 1 &&
           elements[1].value() == 2;
  };
  const auto basic = [&](const char* member, auto op) {
    table.basic(member, begun(0), op, longer);
    table.basic(member, begun(5), op, longer);
  };

  table.strong("ArrayBuilder::ArrayBuilder", sources, [](Sources& s) { B(s.label, length()); });
  table.strong("ArrayBuilder::ArrayBuilder", sources, [](Sources&) { B{length()}; });
  table.strong("ArrayBuilder::ArrayBuilder", sources, [](Sources& s) { B{s.label}; });
  if constexpr (std::is_constructible_v<B, A&&>) {
    table.strong(
        "ArrayBuilder::ArrayBuilder", [] { return std::tuple(A()); },
        [](auto& w) { B(std::move(std::get<0>(w))); });
  }
  table.strong("ArrayBuilder::try_make", sources, [](Sources& s) { return B::try_make(s.label, length()); });
  table.strong("ArrayBuilder::try_make", sources, [](Sources&) { return B::try_make(length()); });
  strong("ArrayBuilder::emplace_back", [](auto& w) { std::get<0>(w).emplace_back(4); });
  strong("ArrayBuilder::push_back", [](auto& w) { std::get<0>(w).push_back(std::get<0>(w).as_slice()[0]); });
  strong("ArrayBuilder::push_back", [](auto& w) { std::get<0>(w).push_back(Item(4)); });
  basic("ArrayBuilder::append", [](auto& w) {
    const std::vector<Item> values{1, 2, 3};
    std::get<0>(w).append(values);
  });
  basic("ArrayBuilder::append_range", [](auto& w) { std::get<0>(w).append_range(Forward()); });
  basic("ArrayBuilder::append_range", [](auto& w) { std::get<0>(w).append_range(Input()); });
  basic("ArrayBuilder::append_range", [](auto& w) { std::get<0>(w).append_range(SizedInput()); });
  const auto more = [] { return fault_due() ? SIZE_MAX : 20; };
  strong("ArrayBuilder::reserve", [&](auto& w) { std::get<0>(w).reserve(more()); });
  strong("ArrayBuilder::try_reserve", [&](auto& w) { return std::get<0>(w).try_reserve(more()); });
  if constexpr (!std::is_constructible_v<B, A&&>) {
    table.strong("ArrayBuilder::finish", begun(5),
                 [](auto& w) { return std::move(std::get<0>(w)).finish(); });
    table.strong("ArrayBuilder::try_finish", begun(5),
                 [](auto& w) { return std::move(std::get<0>(w)).try_finish(); });
  }
}

}  // namespace

void add_growing(Table& table) {
  add_array<heaparray::GrowingArray<Item, Tag, Pool<>>>(table, "GrowingArray");
  add_array<heaparray::GrowingArray<Soft, Soft, Pool<>>>(table, "GrowingArray, moves do not fail");
  add_shared<heaparray::GrowingArcArray<Item, Tag, Pool<>>>(table, "GrowingArcArray");
  add_builder<heaparray::HeapArray<Item, Tag, Pool<>>>(table, "HeapArray");
  add_builder<heaparray::TpArcArray<Item, Tag, Pool<>>>(table, "TpArcArray");
  add_builder<heaparray::GrowingArray<Item, Tag, Pool<>>>(table, "GrowingArray");
}

}  // namespace faults

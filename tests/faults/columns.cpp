// SPDX-License-Identifier: MIT
//
// The guarantees of several arrays in one block.
#include "table.hpp"

#include <heaparray/columns.hpp>

#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

namespace faults {
namespace {

using List = heaparray::Columns<Item, Item>;

template <class A>
A table_of() {
  const auto nth = [](std::size_t i) { return Item(static_cast<int>(i) + 1); };
  return A::with_label(label_args(5), 3, nth, nth);
}
template <class A>
auto one() {
  return std::tuple(table_of<A>());
}
template <class A>
auto two() {
  A a = table_of<A>();
  A b = a;
  return std::tuple(std::move(a), std::move(b));
}

template <class A>
void add(Table& table, const std::string& name) {
  table.next(name);
  const auto source = std::vector<int>{1, 2, 3};
  table.strong("ColumnsFactories::memory_layout", sources,
               [](Sources&) { static_cast<void>(A::memory_layout({length()})); });
  table.strong("ColumnsFactories::with_label", sources,
               [&](Sources& s) { return A::with_label(s.label, length(), each, s.items); });
  table.strong("ColumnsFactories::with_label", sources, [&](Sources& s) {
    return A::with_label(
        label_args(5), length(),
        [](Tag& label, std::size_t i) {
          label = Tag(6);
          return each(i);
        },
        s.items, Pool<>());
  });
  table.strong("ColumnsFactories::try_with_label", sources,
               [&](Sources& s) { return A::try_with_label(s.label, length(), each, each); });
  table.strong("ColumnsFactories::with_len", sources,
               [](Sources& s) { return A::with_len(s.label, length()); });
  table.strong("ColumnsFactories::try_with_len", sources,
               [](Sources& s) { return A::try_with_len(s.label, length()); });
  table.strong("ColumnsFactories::with_label_for_overwrite", sources,
               [](Sources& s) { return A::with_label_for_overwrite(s.label, length()); });
  table.strong("ColumnsFactories::try_with_label_for_overwrite", sources,
               [](Sources& s) { return A::try_with_label_for_overwrite(s.label, length()); });
  table.strong("ColumnsFactories::from_ranges", sources,
               [&](Sources& s) { return A::from_ranges(s.label, s.items, source); });
  table.strong("ColumnsFactories::from_ranges", sources,
               [&](Sources& s) { return A::from_ranges(s.label, Forward(), SizedInput()); });
  table.strong("ColumnsFactories::try_from_ranges", sources,
               [&](Sources& s) { return A::try_from_ranges(s.label, s.items, source); });

  const std::string constructor = name + "::" + name;
  table.strong(constructor, sources, [](Sources&) { return A(length()); });
  table.strong(constructor, sources, [](Sources&) { return A(length(), each, each); });
  table.strong(name + "::clone", two<A>, [](auto& w) { return std::get<0>(w).clone(); });
  table.strong(name + "::try_clone", two<A>, [](auto& w) { return std::get<0>(w).try_clone(); });

  table.strong("ColumnsReader::at", one<A>,
               [](auto& w) { return std::get<0>(std::as_const(std::get<0>(w)).at(index())).value() == 2; });
  table.strong("operator==", two<A>, [](auto& w) { return std::get<0>(w) == std::get<1>(w); });
  table.strong("operator<=>", two<A>, [](auto& w) { return std::is_eq(std::get<0>(w) <=> std::get<1>(w)); });
}

/// A length whose conversion may fail.
struct Length {
  operator std::size_t() const {
    fault_point();
    return 3;
  }
};

}  // namespace

void add_columns(Table& table) {
  using Heap = heaparray::HeapColumns<List, Tag, Pool<>>;
  using Arc = heaparray::ArcColumns<List, Tag, Pool<>>;
  add<Heap>(table, "BasicColumns");
  add<Arc>(table, "BasicRcColumns");
  table.strong("GivenLengths::GivenLengths", sources, [](Sources&) { heaparray::GivenLengths<1>{Length()}; });

  table.next("HeapColumns");
  table.strong("ColumnsWriter::at", one<Heap>,
               [](auto& w) { return std::get<0>(std::get<0>(w).at(index())).value() == 2; });
  table.strong("BasicColumns::BasicColumns", one<Heap>, [](auto& w) { return Heap(std::get<0>(w)); });
  table.strong("BasicColumns::BasicColumns", one<Heap>,
               [](auto& w) { return Heap(std::get<0>(w), Pool<>()); });
  table.strong("BasicColumns::operator=", two<Heap>, [](auto& w) { std::get<0>(w) = std::get<1>(w); });
  table.strong(
      "BasicColumns::operator=", [] { return std::tuple(Heap(), table_of<Heap>()); },
      [](auto& w) { std::get<0>(w) = std::get<1>(w); });
  using InLabel = heaparray::HeapColumns<
      heaparray::Columns<heaparray::Column<Item, heaparray::LengthFromLabel<LengthOfSized{}>>>, Sized,
      Pool<>>;
  table.strong(
      "BasicColumns::update_label", [] { return std::tuple(InLabel::with_len(Sized(3))); },
      [](auto& w) {
        std::get<0>(w).update_label([](Sized& label) {
          fault_point();
          if (fault_due()) label = Sized(4);
        });
      });
  const auto assigned_in_order = [](auto& w, const Look&) {
    const auto& a = std::get<0>(w);
    return a.size() == 3 && a.label().value() == 5 && std::get<0>(a[1]).value() == 2 &&
           (std::get<0>(a[0]).value() == 2 || std::get<1>(a[0]).value() == 1);
  };
  table.basic(
      "Row::operator=", one<Heap>, [](auto& w) { std::get<0>(w)[0] = std::get<0>(w)[1]; }, assigned_in_order);
  table.basic(
      "Row::operator=", one<Heap>, [](auto& w) { std::get<0>(w)[0] = std::tuple<Item, Item>(2, 2); },
      assigned_in_order);
  table.basic(
      "Row::swap", one<Heap>, [](auto& w) { swap(std::get<0>(w)[0], std::get<0>(w)[1]); },
      [](auto& w, const Look&) {
        const auto& a = std::get<0>(w);
        return a.size() == 3 && a.label().value() == 5 && std::get<0>(a[2]).value() == 3;
      });

  table.next("ArcColumns");
  table.strong("BasicRcColumns::make_mut", two<Arc>,
               [](auto& w) { static_cast<void>(std::get<0>(w).make_mut()); });
  table.strong("BasicRcColumns::make_owned", two<Arc>,
               [](auto& w) { return std::move(std::get<0>(w)).make_owned(); });

  struct World {
    heaparray::AtomicArcColumns<List, Tag, Pool<>> cell;
    Arc other;

    // The cell counts in advance, so not how many owners its arrays have.
    auto all() const { return std::tuple(cell.load().columns_block().elements(), other); }
  };
  table.strong(
      "AtomicColumns::update", [] { return World{table_of<Arc>(), table_of<Arc>()}; },
      [](World& w) {
        w.cell.update([&](const Arc& current) {
          fault_point();
          return current.clone();
        });
      });
}

}  // namespace faults

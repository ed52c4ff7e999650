// SPDX-License-Identifier: MIT
//
// The guarantees of the ways of making an array.
#include "support/handles.hpp"
#include "table.hpp"

#include <heaparray/growing_array.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace faults {
namespace {

template <class Kind>
void add(Table& table, std::string kind) {
  using A = typename Kind::template of<Item, Tag, Pool<>>;
  using N = typename Kind::template of<Item, heaparray::NoLabel, Pool<>>;
  table.next(std::move(kind));

  const std::string with_label = "ArrayFactories::with_label";
  table.strong(with_label, sources, [](Sources& s) { return A::with_label(s.label, length(), each); });
  table.strong(with_label, sources, [](Sources&) { return A::with_label(label_args(5), length(), each); });
  table.strong(with_label, sources, [](Sources& s) { return A::with_label(s.label); });
  table.strong(with_label, sources, [](Sources&) {
    return A::with_label(heaparray::label_from([] { return Tag(5); }), length(), each);
  });
  table.strong(with_label, sources, [](Sources& s) {
    return A::with_label(s.label, length(), [](Tag& label, std::size_t i) {
      label = Tag(6);
      return each(i);
    });
  });
  const std::string try_with_label = "ArrayFactories::try_with_label";
  table.strong(try_with_label, sources,
               [](Sources& s) { return A::try_with_label(s.label, length(), each); });
  table.strong(try_with_label, sources, [](Sources& s) { return A::try_with_label(s.label); });

  table.strong("ArrayFactories::with_elements", sources,
               [](Sources& s) { return A::with_elements(s.label, s.value, 4, s.items[0]); });
  table.strong("ArrayFactories::try_with_elements", sources,
               [](Sources& s) { return A::try_with_elements(s.label, s.value, 4, s.items[0]); });
  table.strong("ArrayFactories::of", sources, [](Sources& s) { return A::of(s.value, 4, s.items[0]); });
  table.strong("ArrayFactories::try_of", sources,
               [](Sources& s) { return A::try_of(s.value, 4, s.items[0]); });

  table.strong("ArrayFactories::with_len", sources,
               [](Sources& s) { return A::with_len(s.label, length()); });
  table.strong("ArrayFactories::with_len", sources, [](Sources&) { return N::with_len(length()); });
  table.strong("ArrayFactories::try_with_len", sources,
               [](Sources& s) { return A::try_with_len(s.label, length()); });
  table.strong("ArrayFactories::try_with_len", sources, [](Sources&) { return N::try_with_len(length()); });
  table.strong("ArrayFactories::with_label_for_overwrite", sources,
               [](Sources& s) { return A::with_label_for_overwrite(s.label, length()); });
  table.strong("ArrayFactories::try_with_label_for_overwrite", sources,
               [](Sources& s) { return A::try_with_label_for_overwrite(s.label, length()); });
  table.strong("ArrayFactories::for_overwrite", sources, [](Sources&) { return N::for_overwrite(length()); });
  table.strong("ArrayFactories::try_for_overwrite", sources,
               [](Sources&) { return N::try_for_overwrite(length()); });
  table.strong("ArrayFactories::filled", sources,
               [](Sources& s) { return A::filled(s.label, length(), s.value); });
  table.strong("ArrayFactories::filled", sources, [](Sources& s) { return N::filled(length(), s.value); });
  table.strong("ArrayFactories::try_filled", sources,
               [](Sources& s) { return A::try_filled(s.label, length(), s.value); });
  table.strong("ArrayFactories::try_filled", sources,
               [](Sources& s) { return N::try_filled(length(), s.value); });

  const std::string from_range = "ArrayFactories::from_range";
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.items); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.label, s.items); });
  table.strong(from_range, sources, [](Sources& s) {
    return A::from_range(heaparray::label_from([] { return Tag(5); }), s.items);
  });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.label, {s.value, Item(1)}); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range({s.value, Item(1)}); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.label, Forward()); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.label, Input()); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.label, SizedInput()); });
  table.strong(from_range, sources,
               [](Sources& s) { return A::from_range(s.label, s.items.begin(), s.items.end()); });
  table.strong(from_range, sources, [](Sources& s) { return A::from_range(s.items.begin(), s.items.end()); });
  const std::string try_from_range = "ArrayFactories::try_from_range";
  table.strong(try_from_range, sources, [](Sources& s) { return A::try_from_range(s.items); });
  table.strong(try_from_range, sources, [](Sources& s) { return A::try_from_range(s.label, s.items); });
  table.strong(try_from_range, sources, [](Sources& s) { return A::try_from_range(s.label, Forward()); });
  table.strong(try_from_range, sources, [](Sources& s) { return A::try_from_range(s.label, Input()); });
  table.strong(try_from_range, sources, [](Sources& s) { return A::try_from_range(s.label, SizedInput()); });
  table.strong(try_from_range, sources,
               [](Sources& s) { return A::try_from_range(s.label, s.items.begin(), s.items.end()); });
  table.strong(try_from_range, sources,
               [](Sources& s) { return A::try_from_range(s.items.begin(), s.items.end()); });
  table.strong(try_from_range, sources,
               [](Sources& s) { return A::try_from_range(s.label, {s.value, Item(1)}); });

  const auto one = [] { return std::tuple(some<A>()); };
  const auto mapped = [](const Item& x) {
    fault_point();
    return Item(x.value() + 10);
  };
  table.strong("ArrayFactories::map", one, [&](auto& w) { return std::get<0>(w).map(mapped); });
  const std::string map_given_away = "ArrayFactories::map(F&& f) &&";
  table.basic(
      map_given_away, one, [&](auto& w) { return std::move(std::get<0>(w)).map(mapped); }, first_is_null);
  if constexpr (Kind::is_shared) {
    const auto two = [] {
      A a = some<A>();
      return std::tuple(a, a);
    };
    table.basic(
        map_given_away, two, [&](auto& w) { return std::move(std::get<0>(w)).map(mapped); },
        [](auto& w, const Look&) {
          return !std::get<0>(w) && std::get<1>(w).use_count() == 1 && std::get<1>(w)[2].value() == 3;
        });
  }

  const std::string constructor = Kind::is_shared ? "BasicRcArray::BasicRcArray" : "BasicArray::BasicArray";
  table.strong(constructor, sources, [](Sources&) { return A(length(), each); });
  table.strong(constructor, sources, [](Sources&) { return A(length()); });
  table.strong(constructor, sources, [](Sources& s) { return A(length(), s.value); });
  table.strong(constructor, sources, [](Sources& s) { return A{s.value, Item(1)}; });
#if HEAPARRAY_HAS_FROM_RANGE
  table.strong(constructor, sources, [](Sources&) { return A(std::from_range, Forward()); });
#endif
}

template <class A>
void add_text(Table& table, std::string kind) {
  table.next(std::move(kind));
  const auto words = [] { return std::tuple(std::string("a text that is longer than a word"), Tag(5)); };
  const auto as_label = [](auto& w) { return label_args(std::get<1>(w)); };
  table.strong("TextFactories::from_text", words, [](auto& w) { return A::from_text(std::get<0>(w)); });
  table.strong("TextFactories::from_text", words, [](auto& w) { return A::from_text(std::get<1>(w), "ab"); });
  table.strong("TextFactories::try_from_text", words,
               [](auto& w) { return A::try_from_text(std::get<0>(w)); });
  table.strong("TextFactories::try_from_text", words,
               [](auto& w) { return A::try_from_text(std::get<1>(w), "ab"); });
  table.strong("TextFactories::concat", words, [](auto& w) { return A::concat(std::get<0>(w), '/', "ab"); });
  table.strong("TextFactories::concat", words,
               [&](auto& w) { return A::concat(as_label(w), std::get<0>(w), '/', "ab"); });
  table.strong("TextFactories::concat", words,
               [](auto& w) { return A::concat(std::get<1>(w), {std::get<0>(w), "ab"}); });
  table.strong("TextFactories::try_concat", words,
               [](auto& w) { return A::try_concat(std::get<0>(w), '/', "ab"); });
  table.strong("TextFactories::try_concat", words,
               [&](auto& w) { return A::try_concat(as_label(w), std::get<0>(w), '/', "ab"); });
  table.strong("TextFactories::try_concat", words,
               [](auto& w) { return A::try_concat(std::get<1>(w), {std::get<0>(w), "ab"}); });
}

struct Growing : test::UniqueKind<heaparray::LengthAndCapacity<>, heaparray::NoCount> {};

}  // namespace

void add_factories(Table& table) {
  add<test::Fat>(table, "HeapArray");
  add<test::Thin>(table, "ThinPtrArray");
  add<test::TpRc>(table, "TpRcArray");
  add<test::FpArc>(table, "ArcArray");
  add<test::ArcWeak>(table, "ArcArrayWithWeak");
  add<Growing>(table, "GrowingArray");
  add_text<heaparray::HeapArray<char, Tag, Pool<>>>(table, "HeapArray<char>");
  add_text<heaparray::ArcText<Tag, Pool<>>>(table, "ArcText");
}

}  // namespace faults

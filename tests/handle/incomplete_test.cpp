// SPDX-License-Identifier: MIT
//
// Incomplete types: every template is a member of the very type that is its label or its element, as in lists and trees; and
// arrays of pointers never look into what these point to (std::span and the range concepts of libstdc++ 16 do: none here).
#include <heaparray/array_builder.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/into_iter.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/shared_slice.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "support/catch.hpp"

namespace {

namespace ha = heaparray;

/// A type with a member of each template, for which it is incomplete where the member is declared: as the element, as the
/// label, and as both.
struct Everything {
  template <class T, class Label>
  struct Handles {
    ha::HeapArray<T, Label> fat;
    ha::ThinPtrArray<T, Label> thin;
    ha::FixedArray<T, 3, Label> fixed;
    ha::AlignedArray<T, 64, Label> aligned;
    ha::RcArray<T, Label> rc;
    ha::TpRcArray<T, Label> thin_rc;
    ha::ArcArray<T, Label> arc;
    ha::TpArcArray<T, Label> thin_arc;
    ha::CompactArcArray<T, Label> compact;
    ha::pmr::ThinPtrArray<T, Label> pmr;
    ha::AtomicPtrArray<T, Label> unique_cell;
    ha::AtomicArcArray<T, Label> cell;
    ha::AtomicCompactArray<T, Label> compact_cell;
    ha::Borrowed<ha::TpArcArray<T, Label>> guard;
    ha::SharedSlice<ha::ArcArray<T, Label>> slice;
    ha::SharedSlice<ha::TpRcArray<T, Label>> thin_slice;
    std::optional<ha::ArrayBuilder<ha::HeapArray<T, Label>>> builder;
    std::optional<ha::ArrayBuilder<ha::TpArcArray<T, Label>>> shared_builder;
    std::optional<ha::IntoIter<ha::HeapArray<T, Label>>> rest;
    ha::MemBlock<Label, T> block;
  };

  Handles<Everything, int> elements;
  Handles<int, Everything> labels;
  Handles<Everything, Everything> both;
};

TEST_CASE("Incomplete: every template can be a member of its own label or element") {
  Everything e;
  CHECK(e.labels.cell.load().empty());
  CHECK(e.both.fat.empty());
  e.elements.fat = ha::HeapArray<Everything, int>::with_label(1);
  e.labels.arc = ha::ArcArray<int, Everything>::with_len(ha::label_args(), 2);
  CHECK(e.labels.arc.label().labels.arc.size() == 0);
}

/// A list on which threads push without a lock: the cell is in the label of the arrays that it holds.
struct Node {
  int number = 0;
  ha::AtomicArcArray<char, Node> next{};
};
using List = ha::TpArcArray<char, Node>;

TEST_CASE("Incomplete: a list whose cells are in the labels of its arrays") {
  List head = List::with_len(ha::label_args(1), 3);
  for (const int number : {2, 3}) {
    List node = List::with_len(ha::label_args(number), 3);
    node.label_mut()->next.store(std::move(head));
    head = std::move(node);
  }
  int sum = 0;
  std::size_t nodes = 0;
  for (List node = head; node; node = node.label().next.load()) {
    sum += node.label().number;
    ++nodes;
  }
  CHECK(sum == 6);
  CHECK(nodes == 3);
}

struct Incomplete;
template <class T>
struct Hold {
  T value;
};
#if __cplusplus > 202002L && defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE >= 16
using Pointer = Incomplete*;  // there, std::span itself looks names up by the type of an element
#else
using Pointer =
    Hold<Incomplete>*;  // an operator or a call that looks its name up by this type does not compile
#endif

template <class A>
void use_unique() {
  A a(3);
  A b = a;
  b = a;
  b.swap(a);
  b = A(2, [](std::size_t) -> Pointer { return nullptr; });
  CHECK(a.insert(0, nullptr).has_value());
  CHECK(a.clone().size() == 3);
  CHECK(A::filled(ha::NoLabel(), 2, nullptr).size() == 2);
  CHECK(A::with_label_for_overwrite(ha::NoLabel(), 2).size() == 2);
  CHECK(a.map([](Pointer p) { return p; }).size() == 3);
  CHECK(std::hash<A>()(a) == ha::ArrayHash<A>()(a));
  b = A(3);
  b.copy_from(a.as_slice());
  const Pointer few[3] = {};
  CHECK(A{nullptr, nullptr}.size() == 2);
  CHECK(A::from_range(few, a.get_allocator()).size() == 3);
  CHECK(A::from_range(few, 2).size() == 2);
  CHECK(A::from_range(few, few + 3).size() == 3);
  ha::ArrayBuilder<A> builder(1);
  builder.push_back(nullptr);
  CHECK(std::move(builder).finish().size() == 1);
  CHECK(std::move(a).into_iter().size() == 3);
}

template <class A>
void use_shared() {
  A a(3);
  A b = a;
  b = a;
  CHECK(b.ref_eq(a));
  b.swap(a);
  CHECK(b.use_count() == 2);
  b.make_mut()[0] = nullptr;
  CHECK(b.is_unique());
  CHECK(bool(b.to_mut()));
  CHECK(b.clone().size() == 3);
  CHECK(b.try_clone().has_value());
  CHECK(ha::convert_to<ha::ThinPtrArray<Pointer>>(A(b)).size() == 3);
  CHECK(ha::convert_to<ha::ThinPtrArray<Pointer>>(b.clone()).size() == 3);
  CHECK(ha::SharedSlice<A>(a, 1, 2).size() == 1);
  CHECK(std::move(b).make_owned().size() == 3);
}

TEST_CASE("Incomplete: arrays of pointers do not look into what these point to") {
  use_unique<ha::HeapArray<Pointer>>();
  use_unique<ha::ThinPtrArray<Pointer>>();
  use_shared<ha::RcArray<Pointer>>();
  use_shared<ha::TpArcArray<Pointer>>();
  ha::AtomicArcArray<Pointer> cell;
  cell.store(ha::TpArcArray<Pointer>(3));
  CHECK(cell.load().size() == 3);
  CHECK(cell.borrow().size() == 3);
  CHECK(cell.exchange({}).size() == 3);
}

}  // namespace

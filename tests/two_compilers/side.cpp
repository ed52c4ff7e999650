// SPDX-License-Identifier: MIT
//
// One side of a program: compiled with HERE=one and THERE=two by one compiler, with HERE=two and THERE=one by
// another.
#include <cstdio>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "sides.hpp"

#if defined(__clang__)
#define COMPILER "clang"
#else
#define COMPILER "gcc"
#endif

namespace {

template <class H>
inline constexpr bool is_shared = requires(const H& h) { h.use_count(); };

// What tells arrays apart.
template <class A>
std::size_t value(const A& array) {
  std::size_t sum = 1000 * array.label().value();
  for (const auto& element : array) sum = 7 * sum + element.value();
  return sum;
}

template <class H>
H new_array() {
  using T = typename H::value_type;
  return H::with_label(heaparray::label_args(std::size_t{5}), 3, [](std::size_t i) { return T(10 + i); });
}

}  // namespace

// ---- what this side does for the other

template <class H>
const Layout& HERE::layout() {
  static constexpr Layout here = layout_of<H>();
  return here;
}
template <class H>
H HERE::make() {
  return new_array<H>();
}
template <class H>
std::size_t HERE::take(H array) {
  return value(array);
}
template <class H>
std::size_t HERE::take_more(int, H a, double, const H& b, H c, std::size_t n) {
  return value(a) + value(b) + value(c) + n;
}
template <class H>
H HERE::pass(H array) {
  return array;
}
template <class H>
std::optional<H> HERE::pass_optional(std::optional<H> array) {
  return array;
}
template <class H>
Both<H> HERE::pass_both(Both<H> arrays) {
  return {std::move(arrays.second), std::move(arrays.first)};
}
template <class H>
H HERE::fail(H array) {
  if (!array.empty()) throw 5;
  return array;
}
template <class H>
heaparray::ArrayBuilder<H> HERE::pass_builder(heaparray::ArrayBuilder<H> builder) {
  builder.emplace_back(10 + builder.size());
  return builder;
}
template <class H>
heaparray::IntoIter<H> HERE::pass_iter(heaparray::IntoIter<H> iter) {
  return iter;
}
template <class H>
heaparray::SharedSlice<H> HERE::pass_slice(heaparray::SharedSlice<H> slice) {
  return slice;
}
template <class H>
H HERE::exchange(heaparray::BasicAtomicArcArray<H>& cell, H array) {
  return cell.exchange(std::move(array));
}
template <class H>
H HERE::load(const heaparray::BasicAtomicArcArray<H>& cell) {
  return cell.load();
}
template <class H>
heaparray::BasicAtomicArcArray<H> HERE::make_cell(H array) {
  return heaparray::BasicAtomicArcArray<H>(std::move(array));
}
template <class H>
heaparray::Borrowed<H> HERE::borrow(const heaparray::BasicAtomicArcArray<H>& cell) {
  return cell.borrow();
}
template <class H>
heaparray::Borrowed<H> HERE::pass_guard(heaparray::Borrowed<H> guard) {
  return guard;
}
template <class T, class L>
heaparray::ThinPtrArray<T, L> HERE::exchange_owner(heaparray::AtomicPtrArray<T, L>& cell,
                                                   heaparray::ThinPtrArray<T, L> array) {
  return cell.exchange(std::move(array));
}
template <class T, class L>
heaparray::MemBlock<L, T> HERE::pass_block(heaparray::MemBlock<L, T> block) {
  return block;
}
heaparray::TpArcArray<int, int> HERE::share_static() {
  static constinit heaparray::StaticArray<int, 3, int> array(7, {1, 2, 3});
  return array.share();
}

// ---- and what it asks of the other

namespace {

int wrong = 0;

void check(bool ok, const char* what, const std::type_info& type) {
  if (ok) return;
  ++wrong;
  std::printf("wrong in code of " COMPILER ": %s: %s\n", what, type.name());
}

// Instantiates what the other side calls: a function whose address is stored is there.
void* volatile kept = nullptr;

void keep_one(void* function) { kept = function; }
template <class... F>
void keep(F*... functions) {
  (keep_one(reinterpret_cast<void*>(functions)), ...);
}

template <class H>
void check_layout() {
  keep(HERE::layout<H>);
  const Layout& there = THERE::layout<H>();
  const Layout here = layout_of<H>();
  check(here == there, "layout", typeid(H));
  for (std::size_t i = 0; i != here.size(); ++i)
    if (here[i] != there[i]) std::printf("  [%zu]: %zu, and %zu there\n", i, here[i], there[i]);
}

template <class H>
void check_calls() {
  keep(HERE::make<H>, HERE::take<H>, HERE::pass<H>);
  const std::size_t right = value(new_array<H>());
  check(value(THERE::make<H>()) == right, "returned", typeid(H));
  check(THERE::take(new_array<H>()) == right, "passed", typeid(H));
  H array = THERE::pass(new_array<H>());
  check(value(array) == right, "passed and returned", typeid(H));
  array = THERE::pass(std::move(array));
  check(value(array) == right, "passed and returned by the same handle", typeid(H));
}

template <class H>
void check_more() {
  keep(HERE::take_more<H>, HERE::pass_optional<H>, HERE::pass_both<H>, HERE::fail<H>, HERE::pass_builder<H>);
  const auto that = [](bool ok, const char* what) { check(ok, what, typeid(H)); };
  const H mine = new_array<H>();
  const std::size_t right = value(mine);

  that(THERE::take_more(1, new_array<H>(), 2.0, mine, THERE::make<H>(), 3) == 3 * right + 3,
       "more arguments");
  that(value(*THERE::pass_optional(std::optional<H>(new_array<H>()))) == right, "optional");
  const Both<H> both = THERE::pass_both(Both<H>{new_array<H>(), new_array<H>()});
  that(value(both.first) == right && value(both.second) == right, "members");
  that(!THERE::pass(H()), "null");
  std::size_t caught = 0;
  try {
    static_cast<void>(THERE::fail(new_array<H>()));
  } catch (int) {
    ++caught;
  }
  that(caught == 1, "thrown while it was passed");

  heaparray::ArrayBuilder<H> builder(heaparray::label_args(std::size_t{5}), 3);
  builder.emplace_back(10u);
  heaparray::ArrayBuilder<H> passed = THERE::pass_builder<H>(std::move(builder));
  passed.emplace_back(12u);
  that(value(std::move(passed).finish()) == right, "builder");

  if constexpr (is_shared<H>) {
    keep(HERE::pass_slice<H>, HERE::pass<typename H::owner_type>);
    that(THERE::pass(mine).ref_eq(mine), "a share");
    that(THERE::take_more(1, mine, 2.0, mine, mine, 3) == 3 * right + 3, "three shares");
    try {
      static_cast<void>(THERE::fail(mine));
    } catch (int) {
    }
    that(mine.use_count() == 1, "every share was dropped once");
    const auto slice = THERE::pass_slice(heaparray::SharedSlice<H>(mine, 1, 3));
    that(slice.size() == 2 && slice[0].value() == mine[1].value() && mine.use_count() == 2, "slice");
    auto owner = THERE::pass(*new_array<H>().to_owned());
    that(value(THERE::pass(std::move(owner).share())) == right, "owner to shared");
  } else {
    keep(HERE::pass_iter<H>);
    auto iter = THERE::pass_iter(new_array<H>().into_iter());
    std::size_t seen = 0;
    for (auto&& element : iter) seen += element.value();
    that(seen == mine[0].value() + mine[1].value() + mine[2].value(), "iterator");
  }
}

template <class H>
void check_cell() {
  keep(HERE::exchange<H>, HERE::load<H>, HERE::make_cell<H>, HERE::borrow<H>, HERE::pass_guard<H>);
  const auto that = [](bool ok, const char* what) { check(ok, what, typeid(H)); };
  const H mine = new_array<H>();
  const std::size_t right = value(mine);
  {
    heaparray::BasicAtomicArcArray<H> cell = THERE::make_cell(mine);
    that(THERE::load(cell).ref_eq(mine) && cell.load().ref_eq(mine), "loaded from a cell");
    heaparray::Borrowed<H> guard = THERE::borrow(cell);  // its writers are on the other side, and this one
    heaparray::Borrowed<H> second = THERE::pass_guard(cell.borrow());
    that(THERE::exchange(cell, new_array<H>()).ref_eq(mine), "exchanged in a cell");
    that(value(guard) == right && value(second) == right && guard.data() == mine.data(), "guard");
    guard = THERE::pass_guard(std::move(guard));
    H alone = new_array<H>();
    const auto* const data = alone.data();
    static_cast<void>(THERE::exchange(cell, std::move(alone)));
    heaparray::Borrowed<H> only = cell.borrow();
    static_cast<void>(THERE::exchange(cell, H()));  // the guard alone keeps it alive
    that(only.data() == data && value(only) == right, "guard of what was taken out by the other side");
    alone = new_array<H>();
    cell.store(std::move(alone));
    heaparray::Borrowed<H> theirs = THERE::borrow(cell);
    cell.store(H());
    that(value(theirs) == right, "guard of the other side of what was taken out here");
  }
  that(mine.use_count() == 1, "every share of a cell was dropped once");
}

template <class L>
void check_owning_cell() {
  using T = Words<std::uint32_t, 1>;
  using H = heaparray::ThinPtrArray<T, L>;
  keep(HERE::exchange_owner<T, L>, HERE::pass_block<T, L>);
  const std::size_t right = value(new_array<H>());
  heaparray::AtomicPtrArray<T, L> cell(new_array<H>());
  H array = THERE::exchange_owner(cell, H());
  check(value(array) == right && cell.is_null(), "exchanged in an owning cell", typeid(L));
  check(!THERE::exchange_owner(cell, std::move(array)) && value(cell.take()) == right,
        "exchanged in an owning cell, again", typeid(L));

  const std::allocator<std::byte> bytes;
  using Block = heaparray::MemBlock<L, T>;
  const Block block = THERE::pass_block(
      Block::create(bytes, heaparray::label_args(std::size_t{5}), 3, [](std::size_t i) { return T(i); }));
  check(block.label().value() == L(5).value() && block.element(2).value() == 2, "block", typeid(L));
  block.destroy(bytes, 3);
}

void check_static() {
  const auto array = THERE::share_static();
  check(array.size() == 3 && array[2] == 3 && array.label() == 7, "static array", typeid(array));
}

template <class... H>
void check_layouts(const std::tuple<H...>*) {
  (check_layout<H>(), ...);
}
template <class... H>
void check_calls_of(const std::tuple<H...>*) {
  (check_calls<H>(), ...);
}
template <class... All, class... Some>
void check_labelled(const std::tuple<All...>*, const std::tuple<Some...>*) {
  (check_layouts(static_cast<All*>(nullptr)), ...);
  (check_calls_of(static_cast<Some*>(nullptr)), ...);
}
template <class... H>
void check_cells() {
  (check_cell<H>(), ...);
}
template <class... L>
void check_owning_cells() {
  (check_owning_cell<L>(), ...);
}

}  // namespace

int HERE::check_other() {
  const EachHandle* const each = nullptr;
  check_calls_of(each);
  using L = Words<std::uint32_t, 1>;
  check_more<heaparray::HeapArray<Bytes<1>, L>>();
  check_more<heaparray::pmr::ThinPtrArray<Bytes<1>, L>>();
  check_more<heaparray::ArcArray<Bytes<1>, L>>();
  check_more<heaparray::TpRcArray<Bytes<1>, L>>();
  const Labelled<Handles>* const all = nullptr;
  const Labelled<SomeHandles>* const some = nullptr;
  check_labelled(all, some);
  using T = Words<std::uint32_t, 1>;
  check_cells<heaparray::TpArcArray<T, Empty>, heaparray::CompactArcArray<T, Bytes<1>>, Page<T, Text>>();
  check_owning_cells<Empty, TailPadded, Text>();
  check_static();
  return wrong;
}

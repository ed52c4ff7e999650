// SPDX-License-Identifier: MIT
//
// world.hpp: handles of all kinds, weak handles, slices, cells, guards, readers and builders, each beside its
// model, and the operations on them that an input chooses.
//
// An operation does the real thing first, and tells the model when that has not thrown. So after a throw
// everything must be as before: the strong guarantee. Where the library promises less, the operation says so
// (weaker()), and what it wrote to is given up.
#ifndef HEAPARRAY_TESTS_FUZZ_WORLD_HPP
#define HEAPARRAY_TESTS_FUZZ_WORLD_HPP

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <heaparray/cell_reader.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/weak_array.hpp>

#include "../support/cells.hpp"
#include "model.hpp"

namespace fuzz {

namespace ha = heaparray;

/// A handle and its model.
template <class H>
struct Slot {
  using handle = H;

  H real;
  Ref model;

  void set(H&& h, Ref ref) {
    real = std::move(h);
    model = std::move(ref);
  }
  void clear() {
    real = H();
    model.reset();
  }
};

template <class Handle>
struct WeakSlot {
  ha::WeakArray<Handle> real;
  WeakRef model;
};

/// A part of a block.
template <class Handle>
struct SliceSlot {
  ha::SharedSlice<Handle> real;
  Ref model;
  std::size_t first = 0, last = 0;

  void set(ha::SharedSlice<Handle>&& r, Ref m, std::size_t f, std::size_t l) {
    real = std::move(r);
    model = std::move(m);
    first = f;
    last = l;
  }
};

template <class Cell>
struct CellSlot {
  Cell real;
  Ref model;

  void set(Ref ref) {
    if (model) --model->cells;
    model = std::move(ref);
    if (model) ++model->cells;
  }
  ~CellSlot() { set(Ref()); }
};

template <class Handle>
struct GuardSlot {
  ha::Borrowed<Handle> real;
  Ref model;

  void set(ha::Borrowed<Handle>&& guard, Ref ref) {
    real = std::move(guard);
    if (model) --model->guards;
    model = std::move(ref);
    if (model) ++model->guards;
  }
  ~GuardSlot() {
    if (model) --model->guards;
  }
};

template <class Handle>
struct BuilderSlot {
  std::optional<ha::ArrayBuilder<Handle>> real;
  Ref model;
};

template <class E, class L, class A>
class World {
  using Heap = ha::HeapArray<E, L, A>;
  using Thin = ha::ThinPtrArray<E, L, A>;
  using Growing = ha::GrowingArray<E, L, A>;
  using Rc = ha::RcArray<E, L, A>;
  using TpRc = ha::TpRcArray<E, L, A>;
  using Arc = ha::ArcArray<E, L, A>;
  using TpArc = ha::TpArcArray<E, L, A>;
  using Compact = ha::CompactArcArray<E, L, A>;
  using GrowingArc = ha::GrowingArcArray<E, L, A>;
  using RcWeak = ha::RcArrayWithWeak<E, L, A>;
  using ArcWeak = ha::ArcArrayWithWeak<E, L, A>;
  using UniqueArc = typename Arc::owner_type;
  using UniqueTpArc = typename TpArc::owner_type;

  using LockFree = ha::BasicAtomicArcArray<TpArc, ha::detail::LockFreeCell>;
  using SmallBias = ha::BasicAtomicArcArray<TpArc, test::SmallBiasCell<6>>;
  using LockBit = ha::BasicAtomicArcArray<TpArc, ha::detail::LockBitCell>;

 public:
  /// `faults`: each step may throw at a place that the input chooses.
  World(Input& input, bool faults) : in_(input), faults_(faults) {}

  void run() {
    for (int steps = 0; steps != max_steps && !in_.empty(); ++steps) {
      const int fault = faults_ ? in_.byte() % 16 : 0;
      try {
        const test::FailAt armed(fault);
        step();
      } catch (const test::Boom&) {
        check(fault != 0, "an exception that nobody asked for");
      } catch (const std::bad_alloc&) {
        check(fault != 0, "no memory, and nobody asked for that");
      }
      verify();
    }
  }

 private:
  static constexpr int max_steps = 80;
  static constexpr std::size_t no = static_cast<std::size_t>(-1);

  // ---- all that there is --------------------------------------------------------------------------------

  template <class H>
  using Two = std::array<Slot<H>, 2>;

  test::ObjectScope objects_;  // the first, so that all others are gone at its end

  std::tuple<Two<Heap>, Two<Thin>, Two<UniqueArc>, Two<UniqueTpArc>, Two<Growing>> uniques_;
  std::tuple<Two<Rc>, Two<TpRc>, Two<Arc>, Two<TpArc>, Two<Compact>, Two<GrowingArc>, Two<RcWeak>,
             Two<ArcWeak>>
      shareds_;
  std::tuple<std::array<WeakSlot<RcWeak>, 2>, std::array<WeakSlot<ArcWeak>, 2>> weaks_;
  std::tuple<std::array<SliceSlot<Arc>, 2>, std::array<SliceSlot<TpRc>, 2>> slices_;
  std::tuple<std::array<CellSlot<LockFree>, 2>, std::array<CellSlot<SmallBias>, 1>,
             std::array<CellSlot<LockBit>, 1>>
      cells_;
  CellSlot<ha::AtomicPtrArray<E, L, A>> pointer_;
  std::array<GuardSlot<TpArc>, 9> guards_;  // more than a thread has slots
  ha::CellReader<LockFree> reader_{std::get<0>(cells_)[0].real};
  Ref read_;
  std::tuple<BuilderSlot<Thin>, BuilderSlot<Arc>, BuilderSlot<Growing>> builders_;

  Input& in_;
  bool faults_;

  // ---- choices ------------------------------------------------------------------------------------------

  int value() { return in_.byte() & 127; }
  std::size_t length() {
    const std::size_t n = in_.byte();
    return n < 240 ? n % 7 : n - 220;
  }
  std::vector<int> values() {
    std::vector<int> result(length());
    for (int first = value(); int& x : result) x = first = (first + 7) & 127;
    return result;
  }
  A allocator() {
    if constexpr (is_pool<A>)
      return A(in_.below(2));
    else
      return A();
  }
  static std::size_t arena(const A& a) {
    if constexpr (is_pool<A>)
      return a.arena;
    else
      return 0;
  }

  template <class Array>
  auto& one_of(Array& slots) {
    return slots[in_.below(slots.size())];
  }
  /// Calls `f` with one of the members of a tuple.
  template <class Tuple, class F>
  void any_of(Tuple& tuple, F f) {
    const std::size_t chosen = in_.below(std::tuple_size_v<Tuple>);
    std::size_t i = 0;
    std::apply([&](auto&... members) { ((i++ == chosen ? f(members) : void()), ...); }, tuple);
  }

  /// An operation that, if it throws, may leave `slot` with other values: they are given up.
  template <class S, class F>
  static void weaker(S& slot, F f) {
    try {
      f();
    } catch (...) {
      const NoFault off;
      if (slot.model && slot.real)
        check(slot.real.size() <= slot.model->size(), "elements too many after a throw");
      slot.clear();
      throw;
    }
  }

  // ---- steps --------------------------------------------------------------------------------------------

  void step() {
    switch (in_.below(16)) {
      case 0:
      case 1:
      case 2:
        return any_of(uniques_, [&](auto& slots) { step_unique(slots); });
      case 3:
      case 4:
      case 5:
        return any_of(shareds_, [&](auto& slots) { step_shared(slots); });
      case 6:
        return grow(one_of(std::get<Two<Growing>>(uniques_)));
      case 7:
        return grow_one_owner(one_of(std::get<Two<GrowingArc>>(shareds_)));
      case 8:
        return in_.coin() ? step_weak(std::get<0>(weaks_), std::get<Two<RcWeak>>(shareds_))
                          : step_weak(std::get<1>(weaks_), std::get<Two<ArcWeak>>(shareds_));
      case 9:
        return in_.coin() ? step_slice(std::get<0>(slices_), std::get<Two<Arc>>(shareds_))
                          : step_slice(std::get<1>(slices_), std::get<Two<TpRc>>(shareds_));
      case 10:
      case 11:
        return any_of(cells_, [&](auto& cells) { step_cell(one_of(cells)); });
      case 12:
        return step_pointer();
      case 13:
        return any_of(builders_, [&](auto& builder) { step_builder(builder); });
      case 14:
        return step_convert();
      default:
        return step_compare();
    }
  }

  // ---- making -------------------------------------------------------------------------------------------

  template <class S>
  void make_one(S& slot) {
    using H = typename S::handle;
    const int l = value();
    const A a = allocator();
    const std::vector<int> v = values();
    const std::size_t n = v.size();
    const auto element = [&](std::size_t i) { return fuzz::make<E>(v[i]); };
    switch (in_.below(10)) {
      case 0:
        slot.real = H::with_label(fuzz::make<L>(l), n, element, a);
        break;
      case 1:
        slot.real = H::with_label(
            ha::label_from([&] { return fuzz::make<L>(l); }), n,
            [&](L& label, std::size_t i) {
              check(equals(label, l), "the label that init is given");
              return element(i);
            },
            a);
        break;
      case 2: {
        const std::vector<E> from = real_values(v);
        slot.real = H::from_range(fuzz::make<L>(l), from, a);
        break;
      }
      case 3: {
        const std::vector<E> vector = real_values(v);
        const std::list<E> from(vector.begin(), vector.end());
        slot.real = H::from_range(fuzz::make<L>(l), from, a);
        break;
      }
      case 4: {  // read once, of unknown length
        auto from = Heap::with_label(fuzz::make<L>(0), n, element).into_iter();
        slot.real = H::from_range(fuzz::make<L>(l), OnceOnly{from}, a);
        break;
      }
      case 5:
        slot.real = H::with_len(fuzz::make<L>(l), n, a);
        slot.model = block(l, std::vector<int>(n, 0), arena(a));
        return;
      case 6: {
        const int x = value();
        const E filler = fuzz::make<E>(x);
        slot.real = H::filled(fuzz::make<L>(l), n, filler, a);
        slot.model = block(l, std::vector<int>(n, x), arena(a));
        return;
      }
      case 7: {
        std::optional<H> made = H::try_with_label(fuzz::make<L>(l), n, element, a);
        if (!made) return expect_no_memory();
        slot.real = std::move(*made);
        break;
      }
      case 8:
        slot.real = H::with_elements(fuzz::make<L>(l), fuzz::make<E>(1), fuzz::make<E>(2), fuzz::make<E>(3));
        slot.model = block(l, {1, 2, 3}, 0);
        return;
      default: {
        std::vector<E> from = real_values(v);
        slot.real = H::from_range(fuzz::make<L>(l), ha::moved(from), a);
      }
    }
    slot.model = block(l, v, arena(a));
  }

  static std::vector<E> real_values(const std::vector<int>& v) {
    const NoFault off;
    std::vector<E> result;
    result.reserve(v.size());
    for (const int x : v) result.push_back(fuzz::make<E>(x));
    return result;
  }

  /// An input range.
  struct OnceOnly {
    typename ha::IntoIter<Heap>& elements;
    auto begin() { return elements.begin(); }
    auto end() const { return elements.end(); }
  };

  void expect_no_memory() { check(faults_, "no memory, and nobody asked for that"); }

  // ---- unique and shared --------------------------------------------------------------------------------

  /// What all kinds have. False if `op` is not one of these.
  template <class S>
  bool step_any(std::size_t op, S& slot, S& other) {
    using H = typename S::handle;
    switch (op) {
      case 0:
      case 1:
        make_one(slot);
        return true;
      case 2:
        slot.real.swap(other.real);
        if (&slot != &other) slot.model.swap(other.model);
        return true;
      case 3:
        slot.real = std::move(other.real);
        if (&slot != &other) slot.model = std::move(other.model);
        return true;
      case 4:
        slot.real = nullptr;
        slot.model.reset();
        return true;
      case 5: {
        H taken(std::move(slot.real));
        check(!slot.real && slot.real.size() == 0 && slot.real.data() == nullptr, "moved from, and not null");
        slot.real = std::move(taken);
        return true;
      }
      case 6:
        if (in_.coin())
          other.set(slot.real.clone(), copy(slot.model));
        else if (std::optional<H> clone = slot.real.try_clone())
          other.set(std::move(*clone), copy(slot.model));
        else
          expect_no_memory();
        return true;
      case 7: {
        const std::size_t n = slot.real.size();
        if constexpr (H::length_policy::in_handle) {
          E* const raw = std::move(slot.real).into_raw();
          slot.real = H::from_raw(raw, n);
        } else {
          E* const raw = std::move(slot.real).into_raw();
          slot.real = H::from_raw(raw);
        }
        return true;
      }
      case 8: {
        if constexpr (requires { slot.real.map(plus_one); }) {
          auto mapped = slot.real.map(plus_one);
          Ref m = copy(slot.model);
          if (m)
            for (int& x : m->values) x = (x + 1) & 127;
          other.set(std::move(mapped), std::move(m));
        }
        return true;
      }
      case 9: {
        if constexpr (requires { slot.real.map(plus_one); }) {
          const bool alone = is_unique(slot);
          weaker(slot, [&] {
            auto mapped = std::move(slot.real).map(plus_one);
            Ref m = alone ? std::move(slot.model) : copy(slot.model);
            if (m)
              for (int& x : m->values) x = (x + 1) & 127;
            slot.set(std::move(mapped), std::move(m));
          });
        }
        return true;
      }
      case 10: {  // some of the elements
        auto elements = std::move(slot.real).into_iter();
        const Ref model = std::move(slot.model);
        check(elements.size() == (model ? model->size() : 0), "into_iter().size()");
        slot.real = H();
        std::size_t stop = in_.below(8), i = 0;
        const NoFault off;
        for (auto it = elements.begin(); it != elements.end() && stop != 0; ++it, --stop, ++i) {
          const E x(*it);
          check(equals(x, model->values[i]), "what into_iter() yields");
        }
        return true;
      }
      default:
        return false;
    }
  }

  static constexpr auto plus_one = [](const E& x) -> E {
    for (int i = 0; i != 128; ++i)
      if (equals(x, i)) return fuzz::make<E>((i + 1) & 127);
    return fuzz::make<E>(0);
  };

  template <class S>
  static bool is_unique(const S& slot) {
    return slot.model && slot.model.use_count() == 1 && slot.model->weak() == 0;
  }

  template <class H>
  void step_unique(Two<H>& slots) {
    Slot<H>& slot = one_of(slots);
    Slot<H>& other = one_of(slots);
    const std::size_t op = in_.below(22);
    if (step_any(op, slot, other)) return;
    switch (op) {
      case 11:
      case 12: {  // in place if the lengths are the same: then it may stop half-way
        if constexpr (std::is_copy_assignable_v<H>) {
          if (&slot == &other) {
            const H& same = slot.real;
            slot.real = same;
            return;
          }
          const bool in_place = slot.model && other.model && slot.model->size() == other.model->size();
          const auto assign = [&] { slot.real = other.real; };
          if (in_place)
            weaker(slot, assign);
          else
            assign();
          const std::size_t where = slot.model ? slot.model->memory->arena : no;
          Ref m = copy(other.model);
          if (m && where != no) m = block(m->label, m->values, where);
          slot.model = std::move(m);
        }
        return;
      }
      case 13: {
        if constexpr (std::is_copy_constructible_v<H>) {
          H made(other.real);
          slot.set(std::move(made), copy(other.model));
        }
        return;
      }
      case 14: {
        const A a = allocator();
        H made(other.real, a);
        Ref m = other.model ? block(other.model->label, other.model->values, arena(a)) : Ref();
        slot.set(std::move(made), std::move(m));
        return;
      }
      case 15: {
        const A a = allocator();
        weaker(other, [&] {
          H made(std::move(other.real), a);
          Ref m = other.model ? block(other.model->label, other.model->values, arena(a)) : Ref();
          other.model.reset();
          slot.set(std::move(made), std::move(m));
        });
        return;
      }
      case 16:
      case 17:
        return insert(slot, true);
      case 18:
        return write(slot.real, slot.model);
      case 19: {
        if (!slot.model) return;
        const int l = value();
        slot.real.label() = fuzz::make<L>(l);
        slot.model->label = l;
        return;
      }
      case 20: {
        if (!slot.model) return;
        const std::vector<int> v = values();
        const std::vector<E> from = real_values(v);
        if (v.size() != slot.model->size()) return;
        weaker(slot, [&] { slot.real.copy_from(from); });
        slot.model->values = v;
        return;
      }
      default:  // shared, and back
        if constexpr (std::is_same_v<H, UniqueArc>)
          share(slot, one_of(std::get<Two<Arc>>(shareds_)));
        else if constexpr (std::is_same_v<H, UniqueTpArc>)
          share(slot, one_of(std::get<Two<TpArc>>(shareds_)));
    }
  }

  template <class S, class T>
  static void share(S& owner, T& shared) {
    shared.set(std::move(owner.real).share(), std::move(owner.model));
  }

  template <class S>
  void insert(S& slot, bool alone) {
    const std::size_t i = in_.below(8);
    const int x = value();
    weaker(slot, [&] {
      const std::optional<E> old = slot.real.insert(i, fuzz::make<E>(x));
      const bool expected = alone && slot.model && i < slot.model->size();
      check(old.has_value() == expected, "whether insert() replaces");
      if (!old) return;
      check(equals(*old, slot.model->values[i]), "what insert() returns");
      slot.model->values[i] = x;
    });
  }

  /// Through a unique handle.
  template <class H>
  void write(H& real, const Ref& model) {
    const std::size_t i = in_.below(8);
    const int x = value();
    if (!model || i >= model->size()) {
      check(real.get_mut(i) == nullptr, "get_mut() out of range");
      return;
    }
    switch (in_.below(4)) {
      case 0:
        real[i] = fuzz::make<E>(x);
        break;
      case 1:
        *real.get_mut(i) = fuzz::make<E>(x);
        break;
      case 2:
        real.as_slice_mut()[i] = fuzz::make<E>(x);
        break;
      default:
        real.slice_mut(i, model->size())[0] = fuzz::make<E>(x);
    }
    model->values[i] = x;
  }

  template <class H>
  void step_shared(Two<H>& slots) {
    Slot<H>& slot = one_of(slots);
    Slot<H>& other = one_of(slots);
    const bool alone = is_unique(slot);
    const std::size_t op = in_.below(28);
    if (step_any(op, slot, other)) return;
    switch (op) {
      case 11:
      case 12:
      case 13:
        other.real = slot.real;
        other.model = slot.model;
        return;
      case 14:
        return insert(slot, alone);
      case 15: {
        E* const p = slot.real.get_mut(0);
        check((p != nullptr) == (alone && slot.model->size() != 0), "get_mut() of a shared array");
        if (p == nullptr) return;
        const int x = value();
        *p = fuzz::make<E>(x);
        slot.model->values[0] = x;
        return;
      }
      case 16: {
        L* const p = slot.real.label_mut();
        check((p != nullptr) == alone, "label_mut() of a shared array");
        if (p == nullptr) return;
        const int l = value();
        *p = fuzz::make<L>(l);
        slot.model->label = l;
        return;
      }
      case 17: {
        auto* const owner = slot.real.to_mut();
        check((owner != nullptr) == alone, "to_mut() of a shared array");
        check(slot.real.as_slice_mut().has_value() == alone, "as_slice_mut() of a shared array");
        if (owner != nullptr) write(*owner, slot.model);
        return;
      }
      case 18:
      case 19: {
        auto& owner = slot.real.make_mut();
        if (!alone) slot.model = copy(slot.model);
        return write(owner, slot.model);
      }
      case 20: {
        auto owner = std::move(slot.real).to_owned();
        check(owner.has_value() == alone, "to_owned() of a shared array");
        if (owner) slot.real = std::move(*owner);
        return;
      }
      case 21: {
        const bool last = slot.model && slot.model.use_count() == 1;
        Ref m = last && slot.model->weak() != 0 ? copy(slot.model) : slot.model;
        std::optional<typename H::owner_type> owner;
        try {
          owner = std::move(slot.real).into_inner();
        } catch (...) {
          slot.model.reset();  // the share is gone
          throw;
        }
        check(owner.has_value() == last, "into_inner() of a shared array");
        slot.model.reset();
        if (owner) slot.set(std::move(*owner), std::move(m));
        return;
      }
      case 22: {
        typename H::owner_type owner = std::move(slot.real).make_owned();
        Ref m = alone ? std::move(slot.model) : copy(slot.model);
        slot.set(std::move(owner), std::move(m));
        return;
      }
      case 23: {
        if (!slot.model) return;
        if constexpr (H::length_policy::in_handle)
          other.real = in_.coin() ? H::retain_raw(slot.real.data(), slot.real.size())
                                  : H::retain_label(slot.real.label(), slot.real.size());
        else
          other.real = in_.coin() ? H::retain_raw(slot.real.data()) : H::retain_label(slot.real.label());
        other.model = slot.model;
        return;
      }
      case 24: {
        if (!slot.model) return;
        if constexpr (H::length_policy::in_handle) {
          H::retain(slot.real.data(), slot.real.size());
          check(!H::release(slot.real.data(), slot.real.size()), "release() of one of two");
        } else {
          H::retain(slot.real.data());
          check(!H::release(slot.real.data()), "release() of one of two");
        }
        return;
      }
      case 25: {
        if (!slot.model) return;
        const bool last = slot.model.use_count() == 1;
        const std::size_t n = slot.real.size();
        const bool loose = slot.model->cells + slot.model->guards != 0;
        E* const raw = std::move(slot.real).into_raw();
        bool gone = false;
        if constexpr (H::length_policy::in_handle)
          gone = H::release(raw, n);
        else
          static_cast<void>(n), gone = H::release(raw);
        check(loose || gone == last, "release() of the last");
        slot.model.reset();
        return;
      }
      default:
        check(slot.real.ref_eq(other.real) == (slot.model == other.model), "ref_eq()");
        if constexpr (std::is_same_v<H, Arc>) {
          if (alone) give_owner(slot, one_of(std::get<Two<UniqueArc>>(uniques_)));
        } else if constexpr (std::is_same_v<H, TpArc>) {
          if (alone) give_owner(slot, one_of(std::get<Two<UniqueTpArc>>(uniques_)));
        }
    }
  }

  template <class S, class T>
  static void give_owner(S& slot, T& owner) {
    owner.set(std::move(slot.real).make_owned(), std::move(slot.model));
  }

  // ---- arrays that grow ---------------------------------------------------------------------------------

  void grow(Slot<Growing>& slot) {
    if (!slot.model && in_.coin()) make_one(slot);
    grow(slot, slot.real);
  }
  void grow_one_owner(Slot<GrowingArc>& slot) {
    const bool alone = is_unique(slot);
    typename GrowingArc::owner_type* owner = nullptr;
    if (in_.coin()) {
      owner = &slot.real.make_mut();
      if (!alone) slot.model = copy(slot.model);
    } else {
      const std::size_t room = in_.below(5);
      owner = &slot.real.make_mut(room);
      if (!alone && slot.model) slot.model = copy(slot.model);
      if (slot.real && !slot.model) slot.model = block(0, {}, 0);  // a first block, for the room
      check(owner->capacity() - owner->size() >= room, "room of make_mut(room)");
    }
    grow(slot, *owner);
  }

  /// A null array gets a block with a default label if something is added.
  template <class S, class H>
  void grow(S& slot, H& real) {
    std::vector<int> v = slot.model ? slot.model->values : std::vector<int>();
    const std::size_t n = v.size();
    const std::size_t capacity = real.capacity();
    const int x = value();
    switch (in_.below(18)) {
      case 0:
        real.push_back(fuzz::make<E>(x));
        v.push_back(x);
        break;
      case 1:
        real.emplace_back(fuzz::make<E>(x));
        v.push_back(x);
        break;
      case 2:  // one of its own
        if (n == 0) break;
        real.push_back(std::as_const(real)[n / 2]);
        v.push_back(v[n / 2]);
        break;
      case 3: {
        const std::vector<int> more = values();
        const std::vector<E> from = real_values(more);
        real.append(from);
        v.insert(v.end(), more.begin(), more.end());
        break;
      }
      case 4: {
        const std::vector<int> more = values();
        auto from = elements_once(more);
        real.append_range(OnceOnly{from});
        v.insert(v.end(), more.begin(), more.end());
        break;
      }
      case 5: {
        const std::vector<int> more = values();
        const std::vector<E> vector = real_values(more);
        const std::list<E> from(vector.begin(), vector.end());
        real.append_range(from);
        v.insert(v.end(), more.begin(), more.end());
        break;
      }
      case 6:
        if (n == 0) break;
        real.pop_back();
        v.pop_back();
        break;
      case 7: {
        const std::size_t to = length();
        real.resize(to);
        v.resize(to, 0);
        break;
      }
      case 8: {
        const std::size_t to = length();
        if (n == 0 || in_.coin()) {
          const E filler = fuzz::make<E>(x);
          real.resize(to, filler);
          v.resize(to, x);
        } else {
          real.resize(to, std::as_const(real)[n - 1]);
          v.resize(to, v[n - 1]);
        }
        break;
      }
      case 9: {
        const std::size_t to = in_.below(8);
        real.truncate(to);
        if (to < n) v.resize(to);
        check(real.capacity() == capacity, "truncate() keeps the capacity");
        break;
      }
      case 10:
        real.clear();
        v.clear();
        check(real.capacity() == capacity, "clear() keeps the capacity");
        break;
      case 11: {
        const std::size_t i = in_.below(n + 1);
        disturbing(slot, real, n, n + 1, [&] {
          const E& added = real.insert_at(i, fuzz::make<E>(x));
          check(&added == real.data() + i, "what insert_at() returns");
        });
        v.insert(v.begin() + static_cast<std::ptrdiff_t>(i), x);
        break;
      }
      case 12: {
        const std::size_t i = in_.below(n + 1);
        const std::vector<int> more = values();
        const std::vector<E> from = real_values(more);
        disturbing(slot, real, n, n + more.size(), [&] { real.insert_range_at(i, from); });
        v.insert(v.begin() + static_cast<std::ptrdiff_t>(i), more.begin(), more.end());
        break;
      }
      case 13: {
        if (n == 0) break;
        const std::size_t i = in_.below(n);
        disturbing(slot, real, n, n, [&] { real.erase_at(i); });
        v.erase(v.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
      case 14: {
        const std::size_t last = in_.below(n + 1), first = in_.below(last + 1);
        disturbing(slot, real, n, n, [&] { real.erase_at(first, last); });
        v.erase(v.begin() + static_cast<std::ptrdiff_t>(first),
                v.begin() + static_cast<std::ptrdiff_t>(last));
        break;
      }
      case 15: {
        const std::size_t to = length();
        real.reserve(to);
        check(real.capacity() >= to && real.capacity() >= capacity, "reserve()");
        break;
      }
      case 16:
        real.shrink_to_fit();
        check(real.capacity() == n, "shrink_to_fit()");
        break;
      default: {
        const std::size_t room = in_.below(9);
        H copied = real.clone_with_room(room);
        check(copied.size() == n && (!real || copied.capacity() >= n + room), "clone_with_room()");
        if (!real) break;
        real = std::move(copied);
        slot.model = copy(slot.model);
      }
    }
    if (!slot.model && real) slot.model = block(0, {}, 0);
    if (slot.model) slot.model->values = v;
  }

  /// Elements are moved by assignment: after a throw they are alive, in some order, and some moved from.
  template <class S, class H, class F>
  static void disturbing(S& slot, H& real, std::size_t before, std::size_t after, F f) {
    try {
      f();
    } catch (...) {
      const NoFault off;
      check(real.size() == before || real.size() == after, "the length after a throw");
      slot.clear();
      throw;
    }
  }

  ha::IntoIter<Heap> elements_once(const std::vector<int>& v) {
    const NoFault off;
    return Heap::with_label(fuzz::make<L>(0), v.size(), [&](std::size_t i) { return fuzz::make<E>(v[i]); })
        .into_iter();
  }

  // ---- weak handles -------------------------------------------------------------------------------------

  template <class Weaks, class H>
  void step_weak(Weaks& weaks, Two<H>& handles) {
    auto& weak = one_of(weaks);
    auto& other = one_of(weaks);
    Slot<H>& slot = one_of(handles);
    switch (in_.below(8)) {
      case 0:
      case 1:
        weak.real = slot.real.downgrade();
        weak.model = WeakRef(slot.model);
        return;
      case 2:
      case 3: {
        H owner = weak.real.upgrade();
        check(static_cast<bool>(owner) == !weak.model.block.expired(), "upgrade()");
        slot.set(std::move(owner), weak.model.block.lock());
        return;
      }
      case 4:
        other.real = weak.real;
        other.model = weak.model;
        return;
      case 5:
        other.real = std::move(weak.real);
        if (&other != &weak) other.model = std::move(weak.model), weak.model = WeakRef();
        return;
      case 6:
        weak.real.reset();
        weak.model = WeakRef();
        return;
      default: {
        const int l = value();
        const std::vector<int> v = values();
        const A a = allocator();
        ha::WeakArray<H> self;
        H made;
        try {
          made = ha::make_cyclic<H>(
              fuzz::make<L>(l), v.size(),
              [&](const ha::WeakArray<H>& now, std::size_t i) {
                check(!now.upgrade() && now.expired(), "upgrade() before there is an owner");
                if (i == 0) self = now;
                return fuzz::make<E>(v[i]);
              },
              a);
        } catch (...) {
          check(self.expired(), "a weak handle to what was never made");
          throw;
        }
        slot.set(std::move(made), block(l, v, arena(a)));
        weak.real = std::move(self);
        weak.model = v.empty() ? WeakRef() : WeakRef(slot.model);
      }
    }
  }

  // ---- slices -------------------------------------------------------------------------------------------

  template <class Slices, class H>
  void step_slice(Slices& slices, Two<H>& handles) {
    auto& slice = one_of(slices);
    auto& other = one_of(slices);
    Slot<H>& slot = one_of(handles);
    const std::size_t n = slice.last - slice.first;
    switch (in_.below(8)) {
      case 0:
      case 1: {
        const std::size_t last = in_.below(slot.real.size() + 1), first = in_.below(last + 1);
        slice.set(slot.real.share_slice(first, last), slot.model, first, last);
        return;
      }
      case 2:
        other.real = slice.real;
        other.model = slice.model;
        other.first = slice.first;
        other.last = slice.last;
        return;
      case 3: {
        const std::size_t last = in_.below(n + 1), first = in_.below(last + 1);
        const std::size_t from = slice.first;
        other.set(slice.real.share_slice(first, last), slice.model, from + first, from + last);
        return;
      }
      case 4: {
        if (&slice == &other) return;
        const std::size_t i = in_.below(n + 1), begin = slice.first, end = slice.last;
        auto parts = std::move(slice.real).split_at(i);
        Ref m = std::move(slice.model);
        slice.set(std::move(parts.first), m, begin, begin + i);
        other.set(std::move(parts.second), std::move(m), begin + i, end);
        return;
      }
      case 5: {
        const bool same = slice.model == other.model && &slice != &other;
        const bool behind = same && slice.last == other.first;
        const bool before = same && !behind && other.last == slice.first;
        check(slice.real.try_unsplit(other.real) == (behind || before), "try_unsplit()");
        if (!behind && !before) return;
        (behind ? slice.last : slice.first) = behind ? other.last : other.first;
        other.set({}, Ref(), 0, 0);
        return;
      }
      case 6: {
        H whole = std::move(slice.real).into_handle();
        slot.set(std::move(whole), std::move(slice.model));
        slice.set({}, Ref(), 0, 0);
        return;
      }
      default:
        slice.set({}, Ref(), 0, 0);
    }
  }

  // ---- cells --------------------------------------------------------------------------------------------

  template <class S>
  void step_cell(S& cell) {
    Slot<TpArc>& slot = one_of(std::get<Two<TpArc>>(shareds_));
    GuardSlot<TpArc>& guard = one_of(guards_);
    switch (in_.below(14)) {
      case 0:
      case 1:
        cell.real.store(slot.real);
        return cell.set(slot.model);
      case 2:
        cell.real.store(std::move(slot.real));
        return cell.set(std::move(slot.model));
      case 3:
      case 4:
        slot.real = cell.real.load();
        slot.model = cell.model;
        return;
      case 5: {
        TpArc old = cell.real.exchange(std::move(slot.real));
        Ref in = std::move(slot.model), out = cell.model;
        cell.set(std::move(in));
        return slot.set(std::move(old), std::move(out));
      }
      case 6:
      case 7: {  // for null, the one that is there, or one that is not
        TpArc expected = in_.coin() ? slot.real : cell.real.load();
        const bool same = expected.data() == cell.real.peek();
        Slot<TpArc> made;
        if (in_.coin()) make_one(made);
        check(same == (expected.data() == (cell.model ? address(cell.model, cell) : nullptr)), "peek()");
        check(cell.real.compare_exchange_strong(expected, std::move(made.real)) == same,
              "compare_exchange_strong()");
        check(expected.ref_eq(cell.real.load()) == (!same || !cell.real.peek() == !expected) || same,
              "what compare_exchange_strong() leaves");
        if (same) cell.set(std::move(made.model));
        return;
      }
      case 8: {
        const int l = value();
        const std::vector<int> v = values();
        const bool done = cell.real.initialize(fuzz::make<L>(l), v.size(),
                                               [&](std::size_t i) { return fuzz::make<E>(v[i]); });
        check(done == !cell.model, "initialize()");
        if (done) cell.set(block(l, v, 0));
        return;
      }
      case 9: {
        Slot<TpArc> made;
        const TpArc old = cell.real.update([&](const TpArc& now) {
          check(now.data() == cell.real.peek(), "what update() calls with");
          make_one(made);
          return made.real;
        });
        made.real = nullptr;
        cell.set(std::move(made.model));
        return;
      }
      case 10:
      case 11:
        return guard.set(cell.real.borrow(), cell.model);
      case 12:
        if (in_.coin()) {
          slot.real = guard.real.retain();
          slot.model = guard.model;
        } else {
          GuardSlot<TpArc>& other = one_of(guards_);
          if (&other == &guard) return;
          Ref m = guard.model;
          ha::Borrowed<TpArc> taken(std::move(guard.real));
          guard.set({}, Ref());
          other.set(std::move(taken), std::move(m));
        }
        return;
      default:
        if (in_.coin()) {
          guard.set({}, Ref());
        } else if (in_.coin()) {
          const TpArc& now = reader_.get();
          read_ = std::get<0>(cells_)[0].model;
          check(static_cast<bool>(now) == static_cast<bool>(read_), "what a reader reads");
        } else {
          reader_.reset();
          read_.reset();
        }
    }
  }
  /// What the cell holds of a block that the model knows.
  template <class S>
  static const E* address(const Ref&, const S& cell) {
    return cell.real.peek();
  }

  void step_pointer() {
    Slot<Thin>& slot = one_of(std::get<Two<Thin>>(uniques_));
    switch (in_.below(5)) {
      case 0: {
        Thin old = pointer_.real.exchange(std::move(slot.real));
        Ref m = std::move(pointer_.model);
        pointer_.model = std::move(slot.model);
        return slot.set(std::move(old), std::move(m));
      }
      case 1:
        pointer_.real.store(std::move(slot.real));
        pointer_.model = std::move(slot.model);
        return;
      case 2: {
        Thin taken = pointer_.real.take();
        return slot.set(std::move(taken), std::move(pointer_.model));
      }
      case 3: {
        const E* const expected = in_.coin() ? pointer_.real.peek() : nullptr;
        const bool same = expected == pointer_.real.peek();
        check(pointer_.real.compare_exchange_strong(expected, slot.real) == same,
              "compare_exchange_strong()");
        if (same) slot.model.swap(pointer_.model);
        return;
      }
      default: {
        const int l = value();
        const std::vector<int> v = values();
        const bool done = pointer_.real.initialize(fuzz::make<L>(l), v.size(),
                                                   [&](std::size_t i) { return fuzz::make<E>(v[i]); });
        check(done == !pointer_.model, "initialize()");
        if (done) pointer_.model = block(l, v, 0);
      }
    }
  }

  // ---- builders -----------------------------------------------------------------------------------------

  template <class H>
  void step_builder(BuilderSlot<H>& builder) {
    if (!builder.real) {
      const int l = value();
      const A a = allocator();
      const std::size_t n = length();
      if (in_.coin())
        builder.real.emplace(fuzz::make<L>(l), n, a);
      else if (auto made = ha::ArrayBuilder<H>::try_make(fuzz::make<L>(l), n, a))
        builder.real.emplace(std::move(*made));
      else
        return expect_no_memory();
      builder.model = block(l, {}, arena(a));
      check(builder.real->capacity() >= n, "capacity() of a builder");
      return;
    }
    ha::ArrayBuilder<H>& real = *builder.real;
    std::vector<int>& v = builder.model->values;
    const int x = value();
    switch (in_.below(12)) {
      case 0:
      case 1:
        real.push_back(fuzz::make<E>(x));
        v.push_back(x);
        return;
      case 2:
        real.emplace_back(fuzz::make<E>(x));
        v.push_back(x);
        return;
      case 3:
        if (v.empty()) return;
        real.emplace_back(std::as_const(real).as_slice()[v.size() / 2]);
        v.push_back(v[v.size() / 2]);
        return;
      case 4:
      case 5: {  // the copies before a throw stay
        const std::vector<int> more = values();
        const std::vector<E> from = real_values(more);
        const auto keep = [&] {
          const std::size_t added = real.size() - v.size();
          check(added <= more.size(), "append() adds no more than it is given");
          v.insert(v.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(added));
        };
        try {
          if (in_.coin()) {
            real.append(from);
          } else {
            auto once = elements_once(more);
            real.append_range(OnceOnly{once});
          }
        } catch (...) {
          keep();
          throw;
        }
        check(real.size() - v.size() == more.size(), "append()");
        return keep();
      }
      case 6: {
        const std::size_t n = length();
        real.reserve(n);
        check(real.capacity() >= n, "reserve()");
        return;
      }
      case 7: {
        const std::size_t n = length();
        if (!real.try_reserve(n)) expect_no_memory();
        return;
      }
      case 8:
        real.label() = fuzz::make<L>(x);
        builder.model->label = x;
        return;
      case 9:
        builder.real.reset();
        builder.model.reset();
        return;
      default: {
        H made;
        if (in_.coin()) {
          made = std::move(real).finish();
        } else {
          std::optional<H> maybe = std::move(real).try_finish();
          if (!maybe) return expect_no_memory();
          made = std::move(*maybe);
        }
        builder.real.reset();
        if constexpr (std::is_same_v<H, Arc>)
          one_of(std::get<Two<H>>(shareds_)).set(std::move(made), std::move(builder.model));
        else
          one_of(std::get<Two<H>>(uniques_)).set(std::move(made), std::move(builder.model));
      }
    }
  }

  // ---- from kind to kind --------------------------------------------------------------------------------

  void step_convert() {
    switch (in_.below(5)) {
      case 0:
        return convert_both(unique<Heap>(), shared<Arc>());
      case 1:
        return convert_both(unique<Thin>(), shared<TpRc>());
      case 2:
        return convert_both(unique<Growing>(), shared<Compact>());
      case 3:
        return convert_both(unique<UniqueArc>(), shared<Arc>());  // the block may stay
      default:
        return convert_both(shared<ArcWeak>(), shared<GrowingArc>());
    }
  }
  template <class H>
  Slot<H>& unique() {
    return one_of(std::get<Two<H>>(uniques_));
  }
  template <class H>
  Slot<H>& shared() {
    return one_of(std::get<Two<H>>(shareds_));
  }
  template <class S, class T>
  void convert_both(S& a, T& b) {
    if (in_.coin())
      convert(a, b);
    else
      convert(b, a);
  }

  template <class From, class To>
  void convert(From& from, To& to) {
    using Target = typename To::handle;
    if (in_.coin()) {
      Target made = ha::convert_to<Target>(std::as_const(from.real));
      return to.set(std::move(made), copy(from.model));
    }
    try {
      Target made = ha::convert_to<Target>(std::move(from.real));
      Ref m = copy(from.model);
      from.clear();
      to.set(std::move(made), std::move(m));
    } catch (...) {
      from.clear();
      throw;
    }
  }

  // ---- the comparison with the model ----------------------------------------------------------------------

  void step_compare() {
    switch (in_.below(4)) {
      case 0:
        return compare(unique<Heap>(), shared<TpRc>());
      case 1:
        return compare(unique<Thin>(), unique<Thin>());
      case 2:
        return compare(shared<Arc>(), shared<Arc>());
      default:
        return compare(shared<GrowingArc>(), unique<Growing>());
    }
  }
  template <class S, class T>
  void compare(const S& a, const T& b) {
    if (!a.model || !b.model) {
      check((a.real == b.real) == (!a.model && !b.model), "== with a null handle");
      return;
    }
    const bool same = a.model->label == b.model->label && a.model->values == b.model->values;
    check((a.real == b.real) == same && (b.real == a.real) == same, "==");
    const NoFault off;
    const auto order = compare_values<L>(a.model->label, b.model->label);
    std::weak_ordering expected = order;
    for (std::size_t i = 0; expected == 0 && i != std::min(a.model->size(), b.model->size()); ++i)
      expected = compare_values<E>(a.model->values[i], b.model->values[i]);
    if (expected == 0) expected = a.model->size() <=> b.model->size();
    check((a.real <=> b.real) == expected, "<=>");
  }
  template <class T>
  static std::weak_ordering compare_values(int a, int b) {
    return fuzz::make<T>(a) <=> fuzz::make<T>(b);
  }

  template <class R>
  static void verify_contents(const R& real, const Block& model, std::size_t first, std::size_t last) {
    check(real.size() == last - first && real.data() != nullptr, "the length");
    check(equals(real.label(), model.label), "the label");
    for (std::size_t i = first; i != last; ++i) check(equals(real[i - first], model.values[i]), "an element");
  }
  template <class S>
  static void verify(const S& slot) {
    check(static_cast<bool>(slot.real) == static_cast<bool>(slot.model), "whether a handle is null");
    if (!slot.model) {
      check(slot.real.size() == 0 && slot.real.data() == nullptr, "a null handle");
      return;
    }
    verify_contents(slot.real, *slot.model, 0, slot.model->size());
    check(arena(slot.real.get_allocator()) == slot.model->memory->arena, "the allocator");
    if constexpr (requires { slot.real.capacity(); })
      check(slot.real.capacity() >= slot.real.size(), "the capacity");
    if constexpr (requires { slot.real.use_count(); }) verify_count(slot.real, slot.model);
  }
  template <class R>
  static void verify_count(const R& real, const Ref& model) {
    const auto owners = static_cast<std::size_t>(model.use_count());
    const std::size_t count = real.use_count();
    if (model->cells + model->guards == 0)
      check(count == owners, "the count");
    else
      check(count >= owners - static_cast<std::size_t>(model->guards), "the count of what a cell holds");
    if constexpr (requires { real.is_unique(); })
      check(real.is_unique() == (owners == 1 && model->weak() == 0), "is_unique()");
  }

  void verify() const {
    const auto each = [](const auto& tuple, auto f) {
      std::apply([&](const auto&... arrays) { (std::ranges::for_each(arrays, f), ...); }, tuple);
    };
    each(uniques_, [](const auto& slot) { verify(slot); });
    each(shareds_, [](const auto& slot) { verify(slot); });
    each(weaks_, [](const auto& weak) {
      const Ref owner = weak.model.block.lock();
      check(weak.real.expired() == !owner, "expired()");
      check(static_cast<bool>(weak.real) == static_cast<bool>(weak.model.memory),
            "whether a weak handle is null");
      const auto owners = owner ? static_cast<std::size_t>(owner.use_count()) - 1 : 0;
      check(weak.real.use_count() == owners, "use_count() of a weak handle");
      check(weak.real.weak_count() == (owner ? static_cast<std::size_t>(owner->weak()) : 0), "weak_count()");
    });
    each(slices_, [](const auto& slice) {
      check((slice.real.data() != nullptr) == static_cast<bool>(slice.model), "whether a slice is null");
      if (!slice.model) return;
      verify_contents(slice.real, *slice.model, slice.first, slice.last);
      verify_count(slice.real, slice.model);
    });
    each(cells_, [](const auto& cell) {
      check((cell.real.peek() != nullptr) == static_cast<bool>(cell.model), "whether a cell is null");
      if (cell.model && cell.real.peek() != nullptr) {
        const TpArc now = cell.real.load();
        verify_contents(now, *cell.model, 0, cell.model->size());
      }
    });
    check(pointer_.real.is_null() == !pointer_.model, "whether a cell is null");
    for (const auto& guard : guards_) {
      check(static_cast<bool>(guard.real) == static_cast<bool>(guard.model), "whether a guard is null");
      if (guard.model) verify_contents(guard.real, *guard.model, 0, guard.model->size());
    }
    std::apply([](const auto&... builders) { (verify_builder(builders), ...); }, builders_);
    verify_alive();
  }
  template <class B>
  static void verify_builder(const B& builder) {
    check(builder.real.has_value() == static_cast<bool>(builder.model), "whether there is a builder");
    if (!builder.model) return;
    check(builder.real->size() == builder.model->size(), "size() of a builder");
    check(equals(builder.real->label(), builder.model->label), "label() of a builder");
    const std::span<const E> elements = builder.real->as_slice();
    for (std::size_t i = 0; i != elements.size(); ++i)
      check(equals(elements[i], builder.model->values[i]), "an element of a builder");
  }

  /// Objects and blocks.
  void verify_alive() const {
    std::size_t objects = 0;
    for (const Block* b : Block::all) {
      if (is_tracked<E>) objects += b->size();
      if (is_tracked<L>) objects += 1;
    }
    check(objects_.live() == static_cast<int>(objects), "the objects that are alive");
    if (is_pool<A>) check(blocks_in_pools == Memory::live, "the blocks that are allocated");
  }
};

/// What a target does with an input.
template <class E, class L, class A>
int run_world(const std::uint8_t* data, std::size_t size, bool faults) {
  Input input(data, size);
  std::make_unique<World<E, L, A>>(input, faults)->run();
  check(Block::all.empty(), "the model keeps a block");
  check(blocks_in_pools[0] == 0 && blocks_in_pools[1] == 0, "a block is not freed");
  return 0;
}

}  // namespace fuzz

#endif  // HEAPARRAY_TESTS_FUZZ_WORLD_HPP

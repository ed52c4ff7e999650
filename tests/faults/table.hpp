// SPDX-License-Identifier: MIT
//
// table.hpp: rows {member, guarantee, operation}, and what holds each to its guarantee.
//
// A row makes its operands, and runs the operation with a fault at the first opportunity, then on new
// operands at the second, and so on until it succeeds. Opportunities are each construction, copy, move,
// assignment, comparison and printing of an Item or a Tag, each call of fault_point() and fault_due(), and
// each allocation. After each fault:
//
//   strong   the operands look as before: addresses, lengths, capacities, counts of owners, labels, elements.
//            As many objects and blocks are alive. The operation then succeeds on them
//   basic    what the row says of the operands is true. All elements that can be reached are assigned to, and
//            the operation then succeeds
//
// In both cases nothing is left when the operands are gone, and nothing was destroyed twice
// (support/objects.hpp). It is an error if no fault could be injected, if one is swallowed, or if two rows of
// a member claim different guarantees.
#ifndef HEAPARRAY_TESTS_FAULTS_TABLE_HPP
#define HEAPARRAY_TESTS_FAULTS_TABLE_HPP

#include "support/allocators.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/global_new.hpp"
#include "support/objects.hpp"
#include "support/problems.hpp"

#include <heaparray/columns.hpp>
#include <heaparray/heaparray.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace faults {

using heaparray::label_args;
using test::fault_due;
using test::fault_point;

// ---- what fails -----------------------------------------------------------------------------------------

/// An element: whatever is done with it may fail.
template <class Self>
struct Failing : test::BasicThrowing<Self> {
  using test::BasicThrowing<Self>::BasicThrowing;

  friend bool operator==(const Self& a, const Self& b) {
    fault_point();
    return a.value() == b.value();
  }
  friend std::strong_ordering operator<=>(const Self& a, const Self& b) {
    fault_point();
    return a.value() <=> b.value();
  }
  friend std::ostream& operator<<(std::ostream& os, const Self& x) {
    fault_point();
    return os << x.value();
  }
};
struct Item : Failing<Item> {
  using Failing::Failing;
};
/// A label.
struct Tag : Failing<Tag> {
  using Failing::Failing;
};

/// The books of all blocks, but for those of a second allocator.
test::Ledger& pool();
test::Ledger& second_pool();

/// Without a state, so that handles can be made without naming it.
template <class T = std::byte>
struct Pool {
  using value_type = T;
  using is_always_equal = std::true_type;

  Pool() = default;
  template <class U>
  Pool(const Pool<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    return static_cast<T*>(pool().allocate(n * sizeof(T), alignof(T)));
  }
  void deallocate(T* memory, std::size_t n) noexcept { pool().deallocate(memory, n * sizeof(T), alignof(T)); }

  template <class U>
  friend bool operator==(const Pool&, const Pool<U>&) noexcept {
    return true;
  }
};

/// Three, or more elements than any array has; an index, or one that no array has.
inline std::size_t length() { return fault_due() ? SIZE_MAX : 3; }
inline std::size_t index() { return fault_due() ? 9 : 1; }

/// Makes an element.
inline Item each(std::size_t i) {
  fault_point();
  return Item(static_cast<int>(i) + 1);
}

/// A range of numbers whose every operation may fail. `Concept` is that of its iterator.
template <class Concept, bool sized>
struct Numbers {
  struct Iterator {
    using iterator_concept = Concept;
    using value_type = int;
    using difference_type = std::ptrdiff_t;

    const int* at = nullptr;

    int operator*() const {
      fault_point();
      return *at;
    }
    Iterator& operator++() {
      fault_point();
      ++at;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;
  };

  int values[5] = {1, 2, 3, 4, 5};

  Iterator begin() const {
    fault_point();
    return {values};
  }
  Iterator end() const { return {values + 5}; }
  std::size_t size() const
    requires sized
  {
    fault_point();
    return 5;
  }
};
using Forward = Numbers<std::forward_iterator_tag, false>;
using Input = Numbers<std::input_iterator_tag, false>;
using SizedInput = Numbers<std::input_iterator_tag, true>;

/// What arrays are made from.
struct Sources {
  Tag label{5};
  Item value{7};
  std::vector<Item> items{1, 2, 3};

  auto all() const { return std::tie(label, value, items); }
};
inline Sources sources() { return {}; }

/// An array of 1, 2, 3, or of as many elements, with the label 5.
template <class A>
A some(std::size_t n = 3) {
  return A::with_label(label_args(5), n, [](std::size_t i) { return Item(static_cast<int>(i) + 1); });
}

// ---- how operands look ----------------------------------------------------------------------------------

template <class X>
inline constexpr bool is_tuple = false;
template <class... Xs>
inline constexpr bool is_tuple<std::tuple<Xs...>> = true;

template <class X>
concept HasInt = requires(const X& x) {
  { x.value() } -> std::same_as<int>;
};

/// What can be seen of `x`; where `places` is false, not where it is, and for how many elements there is
/// room.
template <class X>
void draw(std::string& out, const X& x, bool places) {
  const auto number = [&out](auto n) { out.append(std::to_string(n)).append(" "); };
  const auto place = [&](const void* at) {
    if (places)
      number(reinterpret_cast<std::uintptr_t>(at));
    else
      out.append(at == nullptr ? "null " : "block ");
  };
  const auto elements = [&](const auto& range) {
    for (const auto& element : range) draw(out, element, places);
  };
  if constexpr (std::is_arithmetic_v<X>) {
    number(x);
  } else if constexpr (std::is_pointer_v<X>) {
    place(x);
  } else if constexpr (HasInt<X>) {
    number(x.value());
  } else if constexpr (is_tuple<X>) {
    std::apply([&](const auto&... xs) { (draw(out, xs, places), ...); }, x);
  } else if constexpr (requires { x.all(); }) {
    draw(out, x.all(), places);
  } else if constexpr (requires { x.expired(); }) {
    number(x.weak_count());
  } else if constexpr (requires { x.columns_block(); }) {
    place(x.columns_block().elements());
    if (!x) return;
    if constexpr (requires { x.use_count(); }) number(x.use_count());
    draw(out, x.label(), places);
    X::columns_type::each([&]<std::size_t At>() {
      number(x.template size<At>());
      elements(x.template column<At>());
    });
  } else if constexpr (requires { x.peek(); }) {
    place(x.peek());
  } else if constexpr (requires { x.built(); }) {
    place(x.elements());
    number(x.built());
    number(x.len());
  } else if constexpr (requires {
                         x.as_slice();
                         x.label();
                       }) {
    place(x.as_slice().data());
    if (!x) return;
    number(x.size());
    if constexpr (requires { x.use_count(); }) number(x.use_count());
    if constexpr (requires { x.capacity(); })
      if (places) number(x.capacity());
    if constexpr (!std::is_empty_v<typename X::label_type>) draw(out, x.label(), places);
    elements(x.as_slice());
  } else {
    elements(x);
  }
}

struct Look {
  std::string places;
  std::string contents;
};
template <class X>
Look look(const X& x) {
  Look result;
  draw(result.places, x, true);
  draw(result.contents, x, false);
  return result;
}

/// Assigns to all that can be assigned to.
template <class X>
void assign_all(X& x) {
  if constexpr (HasInt<X>) {
    if constexpr (std::is_move_assignable_v<X>) x = X(2);
  } else if constexpr (is_tuple<X>) {
    std::apply([](auto&... xs) { (assign_all(xs), ...); }, x);
  } else if constexpr (requires { x.to_mut(); }) {
    if (auto* const owner = x.to_mut()) assign_all(*owner);
  } else if constexpr (requires { x.columns_block(); }) {
    if (!x) return;
    assign_all(x.label());
    X::columns_type::each([&]<std::size_t At>() {
      for (auto& element : x.template column<At>()) assign_all(element);
    });
  } else if constexpr (requires {
                         x.as_slice_mut();
                         x.label();
                       }) {
    if (!x) return;
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(x.label())>>) assign_all(x.label());
    for (auto& element : x.as_slice_mut()) assign_all(element);
  } else if constexpr (std::ranges::range<X> && !heaparray::ReadableArray<X>) {
    for (auto& element : x) assign_all(element);
  }
}

// ---- the table ------------------------------------------------------------------------------------------

enum class Guarantee { strong, basic };

/// What a fault is: a step of faults.hpp, or a call of the global operator new.
enum class Fault { step, global_new };

class Table {
 public:
  /// Of which handle the next rows are; for messages.
  void next(std::string kind) { kind_ = std::move(kind); }

  /// `make()` makes the operands, and `op(operands)` is the operation. It fails by an exception; if it
  /// returns an optional or a bool, also by an empty one or false.
  template <class Make, class Op>
  void strong(const std::string& member, Make make, Op op, Fault fault = Fault::step) {
    run(member, Guarantee::strong, make, op, [](auto&, const Look&) { return true; }, fault);
  }
  /// `check(operands, before)` is what else the comment promises.
  template <class Make, class Op, class Check>
  void basic(const std::string& member, Make make, Op op, Check check, Fault fault = Fault::step) {
    run(member, Guarantee::basic, make, op, check, fault);
  }

  /// Prints a line for each member, and returns whether all was well.
  bool finish() const;

 private:
  struct Member {
    Guarantee guarantee;
    int rows = 0;
    int faults = 0;
  };
  struct Outcome {
    bool fired = false;
    bool failed = false;
  };

  template <class World>
  struct Case {
    std::function<World()> make;
    std::function<bool(World&)> op;
    std::function<bool(World&, const Look&)> check;
  };

  template <class Make, class Op, class Check>
  void run(const std::string& member, Guarantee guarantee, Make& make, Op& op, const Check& check,
           Fault fault) {
    using World = decltype(make());
    run(member, guarantee,
        Case<World>{make, [&op](World& world) { return succeeds(op, world); },
                    [&check](World& w, const Look& l) { return static_cast<bool>(check(w, l)); }},
        fault);
  }

  template <class Op, class World>
  static bool succeeds(Op& op, World& world) {
    using Result = std::remove_cvref_t<decltype(op(world))>;
    if constexpr (std::is_void_v<Result>) {
      op(world);
      return true;
    } else {
      [[maybe_unused]] auto&& result = op(world);
      if constexpr (std::is_same_v<Result, bool>)
        return result;
      else if constexpr (requires { result.has_value(); })
        return result.has_value();
      else
        return true;
    }
  }

  static Outcome attempt(const std::function<bool()>& op, Fault fault, int k);

  template <class World>
  void run(const std::string& member, Guarantee guarantee, const Case<World>& row, Fault fault) {
    if (fault == Fault::global_new && !test::global_new_replaced) return skip(member, guarantee);
    int faults = 0;
    for (Outcome outcome{true, true}; outcome.fired; faults += outcome.fired ? 1 : 0) {
      const auto bad = [&](const std::string& what) { wrong(member, faults + 1, what); };
      const test::ProblemCapture problems;
      {
        const test::ObjectScope objects;
        const int blocks_at_first = pool().live() + second_pool().live();
        {
          World world = row.make();
          const Look before = look(world);
          const int live = objects.live();
          const int blocks = pool().live() + second_pool().live();
          outcome = attempt([&] { return row.op(world); }, fault, faults + 1);
          if (outcome.fired && !outcome.failed) bad("the fault was swallowed");
          if (!outcome.fired && outcome.failed) bad("it failed without a fault");
          if (outcome.fired) {
            if (guarantee == Guarantee::strong) {
              if (const Look after = look(world); after.places != before.places)
                bad("not strong: the operands were\n  " + before.places + "\nand are\n  " + after.places);
              if (objects.live() != live) bad("not strong: another number of objects is alive");
              if (pool().live() + second_pool().live() != blocks)
                bad("not strong: another number of blocks is allocated");
            } else {
              if (!row.check(world, before)) bad("not what is said of the basic guarantee");
              assign_all(world);
            }
            if (attempt([&] { return row.op(world), true; }, fault, 0).failed) bad("it fails for ever");
          }
        }
        if (objects.live() != 0) bad("objects are left, or were destroyed twice");
        if (pool().live() + second_pool().live() != blocks_at_first) bad("blocks are left");
      }
      if (problems.count() != 0) bad(problems.text());
      if (faults == 1000) {
        bad("still failing after 1000 faults");
        break;
      }
    }
    count(member, guarantee, faults);
  }

  void count(const std::string& member, Guarantee guarantee, int faults);
  void skip(const std::string& member, Guarantee guarantee);
  void wrong(const std::string& member, int fault, const std::string& what);

  std::string kind_;
  std::map<std::string, Member> members_;
  int errors_ = 0;
};

// For a basic guarantee.

/// The operands are unchanged, and at the same places.
inline constexpr auto unchanged = [](auto& world, const Look& before) {
  return look(world).places == before.places;
};
/// Labels and elements are unchanged.
inline constexpr auto same_contents = [](auto& world, const Look& before) {
  return look(world).contents == before.contents;
};
/// The first operand is null.
inline constexpr auto first_is_null = [](auto& world, const Look&) { return !std::get<0>(world); };

// The parts of the table.
void add_factories(Table& table);
void add_handles(Table& table);
void add_growing(Table& table);
void add_columns(Table& table);
void add_others(Table& table);

/// A label with the length, whose copies may fail.
struct Sized : test::Tracked<Sized> {
  Sized(int n) : Tracked(n) { fault_point(); }
  Sized(const Sized& other) : Tracked((fault_point(), other)) {}
  Sized(Sized&&) noexcept = default;
  Sized& operator=(const Sized&) = default;
  Sized& operator=(Sized&&) noexcept = default;
};
struct LengthOfSized {
  std::size_t operator()(const Sized& label) const noexcept {
    return static_cast<std::size_t>(label.value());
  }
};

}  // namespace faults

template <>
struct std::hash<faults::Item> {
  std::size_t operator()(const faults::Item& x) const {
    test::fault_point();
    return std::hash<int>()(x.value());
  }
};
template <>
struct std::hash<faults::Tag> {
  std::size_t operator()(const faults::Tag& x) const {
    test::fault_point();
    return std::hash<int>()(x.value());
  }
};

#endif

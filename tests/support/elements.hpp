// SPDX-License-Identifier: MIT
//
// elements.hpp: the kinds of elements and labels that typed tests run over.
//
// Make<T>::value(i) makes one (as a prvalue, so that immovable types work), Make<T>::equal(x, i) tells
// whether x is the one made from i; a value-initialised one equals 0. `distinct` is false where i leaves no
// trace (empty types). Make<T>::with_args(i, f) calls f with the arguments that build one in place.
// Use 0 <= i < 128, so that a char can hold it.
#ifndef HEAPARRAY_TESTS_SUPPORT_ELEMENTS_HPP
#define HEAPARRAY_TESTS_SUPPORT_ELEMENTS_HPP

#include "faults.hpp"
#include "objects.hpp"

#include <array>
#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace test {

// ---- elements -------------------------------------------------------------------------------------------

struct Empty {
  friend auto operator<=>(const Empty&, const Empty&) = default;
};

/// Empty, but every object is registered. The language gives no two of them the same address at once.
class EmptyCounted {
 public:
  EmptyCounted() { built(What::defaulted); }
  EmptyCounted(int) { built(What::made); }
  EmptyCounted(const EmptyCounted&) { built(What::copied); }
  EmptyCounted& operator=(const EmptyCounted&) = default;
  ~EmptyCounted() { detail::Register::get().destroyed(0, this, &detail::type_tag<EmptyCounted>); }

  friend auto operator<=>(const EmptyCounted&, const EmptyCounted&) = default;

 private:
  void built(What what) { detail::Register::get().built(what, 0, this, &detail::type_tag<EmptyCounted>, 1); }
};

/// Copies and moves; every use is checked (objects.hpp).
struct Counted : Tracked<Counted> {
  using Tracked::Tracked;
};

/// Like Counted, but each construction, copy, move and assignment is a step that may fail (faults.hpp).
/// A failed assignment leaves its target as it was.
template <class Self>
class BasicThrowing : public Tracked<Self> {
  using Base = Tracked<Self>;

 public:
  BasicThrowing() : Base(step(0)) {}
  BasicThrowing(int value) : Base(step(value)) {}
  BasicThrowing(const BasicThrowing& other) : Base(step<const Base&>(other)) {}
  BasicThrowing(BasicThrowing&& other) noexcept(false) : Base(step<Base&&>(std::move(other))) {}
  BasicThrowing& operator=(const BasicThrowing& other) {
    Base::operator=(step<const Base&>(other));
    return *this;
  }
  BasicThrowing& operator=(BasicThrowing&& other) noexcept(false) {
    Base::operator=(step<Base&&>(std::move(other)));
    return *this;
  }
  ~BasicThrowing() = default;

 private:
  template <class U>
  static U step(std::type_identity_t<U> argument) {
    fault_point();
    return static_cast<U>(argument);
  }
  static int step(int value) {
    fault_point();
    return value;
  }
};

struct Throwing : BasicThrowing<Throwing> {
  using BasicThrowing::BasicThrowing;
};

struct MoveOnly : Tracked<MoveOnly> {
  using Tracked::Tracked;
  MoveOnly(MoveOnly&&) = default;
  MoveOnly& operator=(MoveOnly&&) = default;
};

struct Immovable : Tracked<Immovable> {
  Immovable() = default;
  explicit Immovable(int value) : Tracked(value) {}
  Immovable(const Immovable&) = delete;
  Immovable& operator=(const Immovable&) = delete;
};

/// Their constructors check that `this` is aligned (as those of all tracked types do).
struct alignas(64) OverAligned64 : Tracked<OverAligned64> {
  using Tracked::Tracked;
};
struct alignas(4096) OverAligned4096 : Tracked<OverAligned4096> {
  using Tracked::Tracked;
};

/// Trivial, of an odd size that no register or vector instruction covers; every byte tells its value.
struct Big {
  std::array<unsigned char, 77> bytes;

  Big() = default;
  Big(int value) : bytes{} {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<unsigned char>(static_cast<std::size_t>(value) * (i + 1));
    }
  }
  friend auto operator<=>(const Big&, const Big&) = default;
};

// ---- labels ---------------------------------------------------------------------------------------------

struct EmptyLabel {
  friend auto operator<=>(const EmptyLabel&, const EmptyLabel&) = default;
};

struct CountedLabel : Tracked<CountedLabel> {
  using Tracked::Tracked;
};

struct ThrowingLabel : BasicThrowing<ThrowingLabel> {
  using BasicThrowing::BasicThrowing;
};

struct MoveOnlyLabel : Tracked<MoveOnlyLabel> {
  using Tracked::Tracked;
  MoveOnlyLabel(MoveOnlyLabel&&) = default;
  MoveOnlyLabel& operator=(MoveOnlyLabel&&) = default;
};

/// Built from three arguments, one of which can only be moved; cannot be copied or moved itself.
struct InPlaceLabel : Tracked<InPlaceLabel> {
  std::string name;
  std::unique_ptr<int> owned;

  InPlaceLabel() : name("0"), owned(std::make_unique<int>(0)) {}
  InPlaceLabel(int value, std::string n, std::unique_ptr<int> o)
      : Tracked(value), name(std::move(n)), owned(std::move(o)) {}
  InPlaceLabel(const InPlaceLabel&) = delete;
  InPlaceLabel& operator=(const InPlaceLabel&) = delete;
};

/// Holds an atomic: cannot be copied or moved. Writing it through a shared handle is opt-in for its user.
struct AtomicLabel {
  using is_test_element = void;

  std::atomic<int> number;

  AtomicLabel() : number(0) {}
  explicit AtomicLabel(int value) : number(value) {}
  int value() const { return number.load(std::memory_order_relaxed); }
  friend bool operator==(const AtomicLabel& a, const AtomicLabel& b) { return a.value() == b.value(); }
  friend auto operator<=>(const AtomicLabel& a, const AtomicLabel& b) { return a.value() <=> b.value(); }
};

struct alignas(128) OverAlignedLabel : Tracked<OverAlignedLabel> {
  using Tracked::Tracked;
};

// ---- Make -----------------------------------------------------------------------------------------------

template <class T>
struct Make {
  static constexpr bool distinct = true;
  static T value(int i) { return T(i); }
  static bool equal(const T& x, int i) { return x.value() == i; }
  template <class F>
  static decltype(auto) with_args(int i, F&& f) {
    return std::forward<F>(f)(i);
  }
};

template <class T>
  requires std::integral<T>
struct Make<T> {
  static constexpr bool distinct = true;
  static T value(int i) { return static_cast<T>(i); }
  static bool equal(const T& x, int i) { return x == static_cast<T>(i); }
  template <class F>
  static decltype(auto) with_args(int i, F&& f) {
    return std::forward<F>(f)(static_cast<T>(i));
  }
};

template <class T>
  requires std::is_empty_v<T>
struct Make<T> {
  static constexpr bool distinct = false;
  static T value(int i) {
    if constexpr (std::is_constructible_v<T, int>) {
      return T(i);
    } else {
      return T();
    }
  }
  static bool equal(const T&, int) { return true; }
  template <class F>
  static decltype(auto) with_args(int, F&& f) {
    return std::forward<F>(f)();
  }
};

template <>
struct Make<Big> {
  static constexpr bool distinct = true;
  static Big value(int i) { return Big(i); }
  static bool equal(const Big& x, int i) { return x == Big(i); }
  template <class F>
  static decltype(auto) with_args(int i, F&& f) {
    return std::forward<F>(f)(i);
  }
};

template <>
struct Make<std::string> {
  static constexpr bool distinct = true;
  // Too long for the buffer inside of a string, so that a lost destructor is a leak.
  static std::string value(int i) {
    return i == 0 ? std::string() : "a string on the heap, number " + std::to_string(i);
  }
  static bool equal(const std::string& x, int i) { return x == value(i); }
  template <class F>
  static decltype(auto) with_args(int i, F&& f) {
    return std::forward<F>(f)(value(i));
  }
};

template <>
struct Make<InPlaceLabel> {
  static constexpr bool distinct = true;
  static InPlaceLabel value(int i) { return InPlaceLabel(i, std::to_string(i), std::make_unique<int>(i)); }
  static bool equal(const InPlaceLabel& x, int i) {
    return x.value() == i && x.name == std::to_string(i) && x.owned != nullptr && *x.owned == i;
  }
  template <class F>
  static decltype(auto) with_args(int i, F&& f) {
    return std::forward<F>(f)(i, std::to_string(i), std::make_unique<int>(i));
  }
};

// ---- lists for TEMPLATE_LIST_TEST_CASE --------------------------------------------------------------------

using TrivialKinds = std::tuple<int, char, Empty, Big>;
using CopyableKinds = std::tuple<int, char, Empty, EmptyCounted, Counted, Throwing, OverAligned64,
                                 OverAligned4096, Big, std::string>;
using MovableKinds = std::tuple<int, char, Empty, EmptyCounted, Counted, Throwing, OverAligned64,
                                OverAligned4096, Big, std::string, MoveOnly>;
using ElementKinds = std::tuple<int, char, Empty, EmptyCounted, Counted, Throwing, OverAligned64,
                                OverAligned4096, Big, std::string, MoveOnly, Immovable>;

using CopyableLabelKinds = std::tuple<int, char, EmptyLabel, EmptyCounted, CountedLabel, ThrowingLabel,
                                      OverAlignedLabel, std::string>;
using LabelKinds = std::tuple<int, char, EmptyLabel, EmptyCounted, CountedLabel, ThrowingLabel,
                              OverAlignedLabel, std::string, MoveOnlyLabel, InPlaceLabel, AtomicLabel>;

// ---- hash and text ----------------------------------------------------------------------------------------

/// The types above that answer value().
template <class T>
concept HasValue = requires(const T& x) {
  typename T::is_test_element;
  { x.value() } -> std::same_as<int>;
};

template <class Traits, HasValue T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, const T& x) {
  return out << x.value();
}

}  // namespace test

template <test::HasValue T>
struct std::hash<T> {
  std::size_t operator()(const T& x) const { return std::hash<int>()(x.value()); }
};

#endif

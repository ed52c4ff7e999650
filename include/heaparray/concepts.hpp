// SPDX-License-Identifier: MIT
//
// concepts.hpp: the vocabulary: containers, labelled arrays, handles, policies.
//
// A concept takes one type and finds the others in it: `A::value_type`, `A::label_type`. Generic code
// (comparison, hashing, printing) is written against these concepts, so it also works with a handle of your
// own.
//
// In the tables, `a` is a `const A&`, `m` is an `A&`, `i` and `n` are `std::size_t`, `V` is `A::value_type`,
// `L` is `A::label_type`, and `init` is callable as `V init(std::size_t)`.
//
//   template <heaparray::LabelledArray A> void log(const A& a) { std::cout << a.label() << a.size(); }
#ifndef HEAPARRAY_CONCEPTS_HPP
#define HEAPARRAY_CONCEPTS_HPP

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "fwd.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Stands for any `init` for elements of type `V`. Never called.
template <class V>
struct InitProbe {
  V operator()(std::size_t) const;
};

/// Whether the allocator has a default constructor, so that an array can be made without an allocator. This
/// is tested first, because a concept cannot test whether the default argument `Allocator()` compiles.
template <class A>
inline constexpr bool has_default_allocator = true;
template <class A>
  requires requires { typename A::allocator_type; }
inline constexpr bool has_default_allocator<A> = std::is_default_constructible_v<typename A::allocator_type>;

/// A `std::span<V>` of any extent.
template <class S, class V>
concept SpanOf = requires {
  S::extent;
  requires std::same_as<S, std::span<V, S::extent>>;
};
template <class O, class V>
concept OptionalSpanOf = requires {
  typename O::value_type;
  requires SpanOf<typename O::value_type, V> && std::same_as<O, std::optional<typename O::value_type>>;
};

}  // namespace detail

/// A type with a number of elements.
///
/// | expression  | result                    | meaning |
/// |-------------|---------------------------|---------|
/// | `a.size()`  | converts to `std::size_t` | the number of elements; 0 for a null handle |
/// | `a.empty()` | converts to `bool`        | `a.size() == 0` |
template <class A>
concept Container = requires(const A& a) {
  { a.size() } -> std::convertible_to<std::size_t>;
  { a.empty() } -> std::convertible_to<bool>;
};

/// Elements by index. An index out of range is not an error: the result is null or an empty optional.
///
/// | expression       | result                 | meaning |
/// |------------------|------------------------|---------|
/// | `a.get(i)`       | converts to `const V*` | element `i`; null if out of range |
/// | `m.get_mut(i)`   | `V*`                   | element `i`, for writing; null if out of range or shared |
/// | `m.insert(i, V)` | `std::optional<V>`     | replaces element `i` and returns the old value |
///
/// `insert` changes nothing and returns an empty optional if `i` is out of range or the block is shared.
template <class A>
concept CopyMap = Container<A> && requires(const A& a, A& m, std::size_t i) {
  { a.get(i) } -> std::convertible_to<const typename A::value_type*>;
  { m.get_mut(i) } -> std::same_as<typename A::value_type*>;
  {
    m.insert(i, std::declval<typename A::value_type>())
  } -> std::same_as<std::optional<typename A::value_type>>;
};

/// Can be made from a length and a function.
///
/// | expression   | result | meaning |
/// |--------------|--------|---------|
/// | `A(n, init)` | `A`    | element `i` is what `init(i)` returns; the label, if any, is `L()` |
template <class A>
concept MakeArray = Container<A> && detail::has_default_allocator<A> &&
                    std::constructible_from<A, std::size_t, detail::InitProbe<typename A::value_type>>;

/// What comparison, hashing and printing need.
///
/// | expression     | result                           | meaning |
/// |----------------|----------------------------------|---------|
/// | `a.label()`    | converts to `const L&`           | the label; \pre `a` is not null |
/// | `a.as_slice()` | converts to `std::span<const V>` | the elements; empty if `a` is null |
///
/// A type that may be null converts to `bool` by `static_cast<bool>(a)`: false if it is null.
template <class A>
concept ReadableArray = Container<A> && requires(const A& a) {
  { a.label() } -> std::convertible_to<const typename A::label_type&>;
  { a.as_slice() } -> std::convertible_to<std::span<const typename A::value_type>>;
};

/// A label and an array that are made together.
///
/// | expression                  | result                 | meaning |
/// |-----------------------------|------------------------|---------|
/// | `A::with_label(L, n, init)` | `A`                    | the label, then element `i` from `init(i)` |
/// | `a.label()`                 | converts to `const L&` | the label; \pre `a` is not null |
/// | `a.unchecked(i)`            | converts to `const V&` | element `i`, unchecked; \pre `i < a.size()` |
template <class A>
concept LabelledArray =
    Container<A> && detail::has_default_allocator<A> &&
    requires(const A& a, std::size_t i, const detail::InitProbe<typename A::value_type>& init) {
      { A::with_label(std::declval<typename A::label_type>(), i, init) } -> std::same_as<A>;
      { a.label() } -> std::convertible_to<const typename A::label_type&>;
      { a.unchecked(i) } -> std::convertible_to<const typename A::value_type&>;
    };

/// A labelled array whose label can be written to.
///
/// | expression  | result | meaning |
/// |-------------|--------|---------|
/// | `m.label()` | `L&`   | the label; \pre `m` is not null |
template <class A>
concept LabelledArrayMut = LabelledArray<A> && requires(A& m) {
  { m.label() } -> std::same_as<typename A::label_type&>;
};

/// A labelled array whose label can be written to if the handle is the only owner.
///
/// | expression      | result | meaning |
/// |-----------------|--------|---------|
/// | `m.label_mut()` | `L*`   | the label; null if the block is shared or `m` is null |
template <class A>
concept LabelledArrayRefMut = LabelledArray<A> && requires(A& m) {
  { m.label_mut() } -> std::same_as<typename A::label_type*>;
};

/// A labelled array that can be made from a label and a length.
///
/// | expression          | result | meaning |
/// |---------------------|--------|---------|
/// | `A::with_len(L, n)` | `A`    | the label, then `n` value-initialised elements |
template <class A>
concept DefaultLabelledArray = LabelledArray<A> && requires(std::size_t n) {
  { A::with_len(std::declval<typename A::label_type>(), n) } -> std::same_as<A>;
};

/// An array whose elements are contiguous.
///
/// | expression     | result                           | meaning |
/// |----------------|----------------------------------|---------|
/// | `a.data()`     | converts to `const V*`           | the first element |
/// | `a.as_slice()` | converts to `std::span<const V>` | all elements |
template <class A>
concept SliceArray = Container<A> && requires(const A& a) {
  { a.data() } -> std::convertible_to<const typename A::value_type*>;
  { a.as_slice() } -> std::convertible_to<std::span<const typename A::value_type>>;
};

/// A contiguous array whose elements can be written to.
///
/// | expression         | result                        | meaning |
/// |--------------------|-------------------------------|---------|
/// | `m.as_slice_mut()` | `std::span<V>`, of any extent | all elements, for writing |
template <class A>
concept SliceArrayMut = SliceArray<A> && requires(A& m) {
  { m.as_slice_mut() } -> detail::SpanOf<typename A::value_type>;
};

/// A contiguous array whose elements can be written to if the handle is the only owner.
///
/// | expression         | result                                       | meaning |
/// |--------------------|----------------------------------------------|---------|
/// | `m.as_slice_mut()` | `std::optional<std::span<V>>`, of any extent | all elements, for writing |
///
/// The result is an empty optional if the block is shared or `m` is null.
template <class A>
concept SliceArrayRef = SliceArray<A> && requires(A& m) {
  { m.as_slice_mut() } -> detail::OptionalSpanOf<typename A::value_type>;
};

/// A handle: an owner of a block elsewhere. Moving a handle does not touch the elements.
///
/// | expression                | result | meaning |
/// |---------------------------|--------|---------|
/// | `std::move(m).into_raw()` | `V*`   | the first element; the caller owns the share of the handle |
///
/// Moves (construction and assignment) do not throw.
template <class A>
concept BaseArrayRef = Container<A> && std::is_nothrow_move_constructible_v<A> &&
                       std::is_nothrow_move_assignable_v<A> && requires(A& m) {
                         { std::move(m).into_raw() } -> std::same_as<typename A::value_type*>;
                       };

/// A handle whose copies share the block.
///
/// | expression      | result                    | meaning |
/// |-----------------|---------------------------|---------|
/// | `A(a)`          | `A`                       | one more owner; does not throw |
/// | `a.ref_eq(a)`   | `bool`                    | whether both share the same block, or both are null |
/// | `a.use_count()` | converts to `std::size_t` | the number of owners; 0 for a null handle |
/// | `a.is_unique()` | `bool`                    | whether there is one owner; false for a null handle |
template <class A>
concept ArrayRef = BaseArrayRef<A> && std::is_nothrow_copy_constructible_v<A> && requires(const A& a) {
  { a.ref_eq(a) } -> std::same_as<bool>;
  { a.use_count() } -> std::convertible_to<std::size_t>;
  { a.is_unique() } -> std::same_as<bool>;
};

/// A handle that may be null.
///
/// | expression             | result | meaning |
/// |------------------------|--------|---------|
/// | `A()`                  | `A`    | a null handle; does not throw |
/// | `static_cast<bool>(a)` | `bool` | whether there is a block |
template <class A>
concept UnsafeArrayRef =
    BaseArrayRef<A> && std::is_nothrow_default_constructible_v<A> && requires(const A& a) {
      { static_cast<bool>(a) } noexcept;
    };

/// An atomic cell that owns a handle. `H` is `C::handle_type`, `e` is an lvalue of type `C::expected_type`,
/// and `h` is an lvalue of type `H`.
///
/// | expression                        | result | meaning |
/// |-----------------------------------|--------|---------|
/// | `c.exchange(H)`                   | `H`    | puts one handle in and takes the other out |
/// | `c.compare_exchange_strong(e, h)` | `bool` | the same, if the cell holds `e`; otherwise false |
/// | `c.compare_exchange_weak(e, h)`   | `bool` | the same, and may fail spuriously |
///
/// If a compare-exchange fails, the caller keeps `h`.
template <class C>
concept AtomicArrayRef = requires(C& c, typename C::expected_type& e, typename C::handle_type& h) {
  { c.exchange(std::move(h)) } -> std::same_as<typename C::handle_type>;
  { c.compare_exchange_strong(e, h) } -> std::same_as<bool>;
  { c.compare_exchange_weak(e, h) } -> std::same_as<bool>;
};

namespace detail {

template <class P>
concept HandleTellsLength = P::in_handle && requires(const typename P::handle_part& h) {
  { P::get(h) } noexcept -> std::same_as<std::size_t>;
};
template <class P, class Label>
concept BlockTellsLength = (!P::in_handle) && requires(const typename P::block_part& b, const Label& label) {
  { P::get(b, label) } noexcept -> std::same_as<std::size_t>;
};

}  // namespace detail

/// Where the length is stored. The handle and the block each keep a part, which may be empty.
///
/// | expression                      | result        | meaning |
/// |---------------------------------|---------------|---------|
/// | `P::handle_part`                | type          | what the handle keeps; trivially copyable |
/// | `P::block_part`                 | type          | what the block keeps |
/// | `P::handle_part()`              |               | the handle part of a null handle |
/// | `P::handle_part(n)`             |               | the handle part for length `n`; does not throw |
/// | `P::block_part(n)`              |               | the block part for length `n`; does not throw |
/// | `P::max_len`                    | `std::size_t` | constant; the largest length that fits |
/// | `P::in_handle`                  | `bool`        | constant; whether the handle part gives the length |
/// | `P::get(h)` if `P::in_handle`   | `std::size_t` | the length; 0 for `handle_part()` |
/// | `P::get(b, label)` otherwise    | `std::size_t` | the length, from the block part and the label |
/// | `P::extent`, optional           | `std::size_t` | constant; the only possible length |
/// | `P::length_of(label)`, optional | `std::size_t` | the length that the label requires; does not throw |
/// | `P::keeps_terminator`, optional | `bool`        | constant; whether a block has one more element, `T()` |
///
/// A length of more than `max_len` is `std::length_error`. With `extent` or `length_of`, the length may be
/// left out when an array is made, and a wrong length is `std::length_error`. With `length_of`, the label is
/// checked when it has been built and again when the array has been filled, and is exposed as const.
template <class P, class Label = NoLabel>
concept LengthPolicy = requires(std::size_t n) {
  typename P::handle_part;
  typename P::block_part;
  requires std::is_trivially_copyable_v<typename P::handle_part>;
  { typename P::handle_part() } noexcept;
  { typename P::handle_part(n) } noexcept;
  { typename P::block_part(n) } noexcept;
  requires std::same_as<decltype(P::max_len), const std::size_t>;
  requires std::same_as<decltype(P::in_handle), const bool>;
  requires detail::HandleTellsLength<P> || detail::BlockTellsLength<P, Label>;
};

namespace detail {

template <class P>
concept FixesLength = requires { requires std::same_as<decltype(P::extent), const std::size_t>; };
template <class P, class Label>
concept ReadsLength = requires(const Label& label) {
  { P::length_of(label) } noexcept -> std::same_as<std::size_t>;
};
template <class P, class Label>
concept ImpliesLength = FixesLength<P> || ReadsLength<P, Label>;

/// Blocks have one more element behind the last, outside of the length. \see Terminated
template <class P>
concept KeepsTerminator = requires { requires P::keeps_terminator; };

/// Blocks may have room for more elements than there are. \see LengthAndCapacity
template <class P>
concept KeepsCapacity = requires { requires P::keeps_capacity; };

template <class P>
inline constexpr std::size_t extent_of = std::dynamic_extent;
template <FixesLength P>
inline constexpr std::size_t extent_of<P> = P::extent;

/// Whether the number of elements of a list in braces is checked at compile time. Not for one element,
/// because braces around a single number would be taken for a length.
template <class P>
concept FixesSeveral = FixesLength<P> && extent_of<P> != 1;

}  // namespace detail

/// Counts the owners of a block. The count is stored in the block.
///
/// | expression       | result        | meaning |
/// |------------------|---------------|---------|
/// | `C()`            |               | one owner; does not throw |
/// | `c.increment()`  | any           | adds one owner; ends the program before the count can wrap |
/// | `c.decrement()`  | `bool`        | removes one owner; true for the last one |
/// | `c.is_unique()`  | `bool`        | whether there is one owner |
/// | `c.use_count()`  | converts to `std::size_t` | the number of owners, at some moment; synchronises nothing |
/// | `C::thread_safe` | `bool`        | constant; whether owners may be on several threads |
///
/// None of them throws. `is_unique` and `use_count` are `const`. When `decrement` or `is_unique` returns
/// true, the caller sees everything that the former owners did to the block.
template <class C>
concept RefCounter = std::is_nothrow_default_constructible_v<C> && std::is_nothrow_destructible_v<C> &&
                     requires(C& c, const C& k) {
                       { c.increment() } noexcept;
                       { c.decrement() } noexcept -> std::same_as<bool>;
                       { k.is_unique() } noexcept -> std::same_as<bool>;
                       { k.use_count() } noexcept -> std::convertible_to<std::size_t>;
                       requires std::same_as<decltype(C::thread_safe), const bool>;
                     };

namespace detail {

/// A count that is a member of the label. \see CountFromLabel
template <class C>
concept CountsInLabel =
    requires { requires C::in_label && std::same_as<decltype(C::thread_safe), const bool>; };

/// A count that also counts weak handles. \see WeakArray
template <class C>
concept CountsWeak = requires { requires C::counts_weak; };

/// The message for what a count lacks: the first thing only.
template <class C>
struct ValidCount : std::true_type {
  static constexpr bool increments = requires(C& c) {
    { c.increment() } noexcept;
  };
  static constexpr bool decrements = requires(C& c) {
    { c.decrement() } noexcept -> std::same_as<bool>;
  };
  static constexpr bool tells_unique = requires(const C& c) {
    { c.is_unique() } noexcept -> std::same_as<bool>;
  };
  static constexpr bool tells_number = requires(const C& c) {
    { c.use_count() } noexcept -> std::convertible_to<std::size_t>;
  };
  static_assert(increments,
                "heaparray: Count must model heaparray::RefCounter, as LocalCount<> and AtomicCount<> do. It "
                "needs void increment() noexcept, which adds one owner.");
  static_assert(
      !increments || decrements,
      "heaparray: Count must model heaparray::RefCounter. It needs bool decrement() noexcept, which "
      "removes one owner, and is true for the last one. (The number of those that are left would "
      "be true for all others.)");
  static_assert(
      !decrements || tells_unique,
      "heaparray: Count must model heaparray::RefCounter. It needs bool is_unique() const noexcept, "
      "which is true if there is one owner, who may then write.");
  static_assert(!tells_unique || tells_number,
                "heaparray: Count must model heaparray::RefCounter. It needs std::size_t use_count() const "
                "noexcept, the number of owners.");
  static_assert(
      !tells_number || requires { requires std::same_as<decltype(C::thread_safe), const bool>; },
      "heaparray: Count must model heaparray::RefCounter. It needs static constexpr bool "
      "thread_safe, which is true if owners may be on several threads.");
  static_assert(!tells_number || std::is_nothrow_default_constructible_v<C>,
                "heaparray: Count must model heaparray::RefCounter. It needs a noexcept default constructor, "
                "which makes a count of one owner.");
};
template <CountsInLabel C>
struct ValidCount<C> : std::true_type {};

}  // namespace detail

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_CONCEPTS_HPP

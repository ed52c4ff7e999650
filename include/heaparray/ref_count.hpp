// SPDX-License-Identifier: MIT
//
// ref_count.hpp: how the owners of a block are counted.
//
//   NoCount            not at all: one owner
//   ExplicitCopy       the same, and only clone() copies the array
//   LocalCount<N>      a plain integer: all owners on one thread at a time, or otherwise synchronised
//   AtomicCount<N>     an atomic integer: owners on any threads
//   IsolatedCount<N>   the same, with a cache line of its own
//   CountFromLabel<M>  a member of your label
//
// A policy of your own models RefCounter (concepts.hpp).
#ifndef HEAPARRAY_REF_COUNT_HPP
#define HEAPARRAY_REF_COUNT_HPP

#include <atomic>
#include <concepts>
#include <cstddef>
#include <limits>
#include <memory>
#include <type_traits>

#include "concepts.hpp"
#include "config.hpp"
#include "detail/base/atomic_counter.hpp"  // IWYU pragma: export
#include "detail/base/fail.hpp"            // IWYU pragma: export
#include "fwd.hpp"                         // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// One owner, no count: the policy of plain unique handles.
struct NoCount {};

/// The same, for unique handles that are not copied by accident: they cannot be copied except by `clone()`.
/// A function that takes such an array by value must be given one with std::move.
struct ExplicitCopy : NoCount {};

namespace detail {

/// The counter of a LocalCount. `Integer` is an `N`, or a reference to one elsewhere.
template <class Integer, class N>
class LocalCounter {
 public:
  static constexpr std::size_t max_owners = (std::numeric_limits<N>::max)();

  constexpr LocalCounter() noexcept : n_(1) {}
  constexpr explicit LocalCounter(Integer n) noexcept
    requires std::is_reference_v<Integer>
      : n_(n) {}
  LocalCounter(const LocalCounter&) = delete;
  LocalCounter& operator=(const LocalCounter&) = delete;

  HEAPARRAY_STEP_OVER constexpr void increment() noexcept {
    if (n_ == max_owners) [[unlikely]]
      count_overflow(max_owners);
    ++n_;
  }
  HEAPARRAY_STEP_OVER constexpr bool decrement() noexcept { return --n_ == 0; }
  HEAPARRAY_STEP_OVER constexpr bool is_unique() const noexcept { return n_ == 1; }
  HEAPARRAY_STEP_OVER constexpr std::size_t use_count() const noexcept { return n_; }

 private:
  Integer n_;
};

}  // namespace detail

/// Counts with a plain integer of type `N`.
/// \threads all owners of one block must be on one thread at a time
template <class N>
class LocalCount {
  static_assert(std::unsigned_integral<N> && !std::same_as<N, bool>,
                "heaparray: LocalCount<N> needs an unsigned integer type, such as std::uint32_t.");

 public:
  static constexpr bool thread_safe = false;
  static constexpr std::size_t max_owners = detail::LocalCounter<N, N>::max_owners;

  /// One owner.
  constexpr LocalCount() noexcept = default;
  /// One owner: a copy of a label that holds a count is the label of another block.
  constexpr LocalCount(const LocalCount&) noexcept : LocalCount() {}
  /// Changes nothing: the owners of a block stay the same when its label is assigned.
  constexpr LocalCount& operator=(const LocalCount&) noexcept { return *this; }

  /// Adds one owner. Ends the program if `N` cannot count it.
  HEAPARRAY_STEP_OVER constexpr void increment() noexcept { counter_.increment(); }
  /// Removes one owner. True if it was the last.
  HEAPARRAY_STEP_OVER constexpr bool decrement() noexcept { return counter_.decrement(); }
  /// Whether there is exactly one owner.
  HEAPARRAY_STEP_OVER constexpr bool is_unique() const noexcept { return counter_.is_unique(); }
  /// The number of owners.
  HEAPARRAY_STEP_OVER constexpr std::size_t use_count() const noexcept { return counter_.use_count(); }

 private:
  detail::LocalCounter<N, N> counter_{};
};

/// Counts with a `std::atomic<N>`. The program ends when the count would go past the value whose highest bit
/// alone is set. The upper half of the range is room for increments by other threads that are in progress at
/// that moment.
/// \threads owners may call all member functions at the same time
template <class N>
class AtomicCount {
  static_assert(std::unsigned_integral<N> && !std::same_as<N, bool>,
                "heaparray: AtomicCount<N> needs an unsigned integer type, such as std::uint32_t.");

 public:
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = detail::AtomicCounter<std::atomic<N>, N>::max_owners;

  /// One owner.
  constexpr AtomicCount() noexcept = default;
  /// One owner: a copy of a label that holds a count is the label of another block.
  constexpr AtomicCount(const AtomicCount&) noexcept : AtomicCount() {}
  /// Changes nothing: the owners of a block stay the same when its label is assigned.
  constexpr AtomicCount& operator=(const AtomicCount&) noexcept { return *this; }

  /// Adds `n` owners. \pre the caller is an owner, and `n` is at most 2^16
  /// \threads relaxed. detail::AtomicCounter gives the reason, also for the following members
  HEAPARRAY_INLINE void increment(N n = 1) noexcept { counter_.increment(n); }

  /// Removes `n` owners, which the caller represents. True if they were the last.
  /// \threads release; acquire for the last owner. An only owner does no read-modify-write
  HEAPARRAY_INLINE bool decrement(N n = 1) noexcept { return counter_.decrement(n); }

  /// Whether there is exactly one owner.
  /// \threads acquire: a thread that sees `true` may write to the block, after everything that the other
  ///          owners did
  HEAPARRAY_INLINE bool is_unique() const noexcept { return counter_.is_unique(); }

  /// The number of owners, at some moment.
  /// \threads relaxed: the number is for information only; it synchronises nothing
  std::size_t use_count() const noexcept { return counter_.use_count(); }

 private:
  detail::AtomicCounter<std::atomic<N>, N> counter_{};
};

/// An AtomicCount that shares its cache line neither with the label nor with elements. For arrays that some
/// threads read while others copy and drop handles: the readers do not wait for the cache line that contains
/// the count. The count takes a whole line, and the block is aligned to a line.
template <class N, std::size_t Line>
class alignas(Line) IsolatedCount : public AtomicCount<N> {
  static_assert(Line > sizeof(AtomicCount<N>), "heaparray: a cache line is longer than the count in it.");

  // Alignment alone is not enough: what stands after the count could use its tail padding.
  [[maybe_unused]] std::byte rest_of_line_[Line - sizeof(AtomicCount<N>)];
};

namespace detail {

/// Uses an integer or a counter in a label as the count.
template <class M>
struct LabelCounter {
  static_assert(RefCounter<M>,
                "heaparray: the member that CountFromLabel<M> points to must be an unsigned integer, a "
                "std::atomic of one, or model heaparray::RefCounter, as LocalCount<> and AtomicCount<> do.");
  static_assert(!CountsWeak<M>,
                "heaparray: a count with weak handles cannot be in the label, because it is needed longer.");
  static constexpr bool thread_safe = M::thread_safe;
  static constexpr std::size_t max_owners = [] {
    if constexpr (requires { M::max_owners; })
      return std::size_t{M::max_owners};
    else
      return std::size_t{0};  // not known
  }();
  /// The counter, which is the member itself.
  static constexpr M& of(M& m) noexcept { return m; }
  /// Begins again with one owner.
  static constexpr void start(M& m) noexcept {
    std::destroy_at(std::addressof(m));
    std::construct_at(std::addressof(m));
  }
};
template <std::unsigned_integral N>
  requires(!std::is_same_v<N, bool>)
struct LabelCounter<N> {
  using Counter = LocalCounter<N&, N>;
  static constexpr bool thread_safe = false;
  static constexpr std::size_t max_owners = Counter::max_owners;
  /// A counter that counts in `n`.
  static constexpr Counter of(N& n) noexcept { return Counter(n); }
  /// Begins again with one owner.
  static constexpr void start(N& n) noexcept { n = 1; }
};
template <std::unsigned_integral N>
struct LabelCounter<std::atomic<N>> {
  using Counter = AtomicCounter<std::atomic<N>&, N>;
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = Counter::max_owners;
  /// A counter that counts in `m`.
  static Counter of(std::atomic<N>& m) noexcept { return Counter(m); }
  /// Begins again with one owner.
  static void start(std::atomic<N>& m) noexcept {
    m.store(1, std::memory_order_relaxed);  // relaxed: no other thread knows of the block yet
  }
};

template <class M>
struct MemberType;
template <class L, class M>
  requires std::is_object_v<M>
struct MemberType<M L::*> {
  using type = M;
};

}  // namespace detail

/// The count is a member of the label: an unsigned integer, a `std::atomic` of one, or a RefCounter. The
/// block stores no other count. For a plain integer, all owners are on one thread at a time, or hold a lock
/// of the user's. A label stays copyable if the member is a plain integer, a LocalCount or an AtomicCount.
///
/// The library sets the member to one owner when a block is made, after the label is built and the array is
/// filled. The value that the label's constructor gave it does not matter, so copying a label may copy the
/// number. Arrays with this count are never assigned in place.
/// \pre only the library writes to the member while an array lives; not checked
template <auto Member>
struct CountFromLabel : detail::LabelCounter<typename detail::MemberType<decltype(Member)>::type> {
  static constexpr bool in_label = true;

  /// The count in `label`, as an object with the member functions of a RefCounter.
  template <class Label>
  static constexpr decltype(auto) in(Label& label) noexcept {
    return CountFromLabel::of(label.*Member);
  }
  /// Sets the count to one owner.
  template <class Label>
  static constexpr void start_in(Label& label) noexcept {
    CountFromLabel::start(label.*Member);
  }
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_REF_COUNT_HPP

// SPDX-License-Identifier: MIT
//
// ref_count.hpp: how the owners of a block are counted.
//
//   NoCount            not at all: one owner
//   LocalCount<N>      a plain integer: all owners on one thread at a time, or otherwise synchronised
//   AtomicCount<N>     an atomic integer: owners on any threads
//   IsolatedCount<N>   the same, with a cache line of its own
//   CountFromLabel<M>  a member of your label, where it has one already
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

/// One owner, nothing counted: the policy of plain unique handles.
struct NoCount {};

/// Counts with a plain integer of type `N`.
/// \threads all owners of one block must be on one thread at a time
template <class N>
class LocalCount {
  static_assert(std::unsigned_integral<N> && !std::same_as<N, bool>,
                "heaparray: LocalCount<N> needs an unsigned integer type, such as std::uint32_t.");

 public:
  static constexpr bool thread_safe = false;
  static constexpr std::size_t max_owners = (std::numeric_limits<N>::max)();

  /// One owner.
  constexpr LocalCount() noexcept = default;
  LocalCount(const LocalCount&) = delete;
  LocalCount& operator=(const LocalCount&) = delete;

  /// One more owner; ends the program if `N` can count no more.
  HEAPARRAY_STEP_OVER constexpr void increment() noexcept {
    if (n_ == max_owners) [[unlikely]]
      detail::count_overflow(max_owners);
    ++n_;
  }
  /// One owner less; true if that was the last.
  HEAPARRAY_STEP_OVER constexpr bool decrement() noexcept { return --n_ == 0; }
  /// Whether there is one owner.
  HEAPARRAY_STEP_OVER constexpr bool is_unique() const noexcept { return n_ == 1; }
  /// The number of owners.
  HEAPARRAY_STEP_OVER constexpr std::size_t use_count() const noexcept { return n_; }

 private:
  N n_ = 1;
};

/// Counts with a `std::atomic<N>`. The program ends when the count would come past half-way, where its highest bit is
/// set: the other half is room for increments by other threads that are under way at that moment.
/// \threads all member functions may be called at the same time by owners
template <class N>
class AtomicCount {
  static_assert(std::unsigned_integral<N> && !std::same_as<N, bool>,
                "heaparray: AtomicCount<N> needs an unsigned integer type, such as std::uint32_t.");

 public:
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = detail::AtomicCounter<std::atomic<N>, N>::max_owners;

  /// One owner.
  constexpr AtomicCount() noexcept = default;

  /// `n` owners more. \pre the caller is an owner, and `n` is at most 2^16
  /// \threads relaxed: see detail::AtomicCounter for why that is enough, here and below
  HEAPARRAY_STEP_OVER void increment(N n = 1) noexcept { counter_.increment(n); }

  /// `n` owners less, for all of whom the caller speaks; true if they were the last.
  /// \threads release, and acquire for the last. An only owner does no read-modify-write
  HEAPARRAY_STEP_OVER bool decrement(N n = 1) noexcept { return counter_.decrement(n); }

  /// Whether there is one owner.
  /// \threads acquire: who learns that it is alone may write to the block, after all that the others did
  HEAPARRAY_STEP_OVER bool is_unique() const noexcept { return counter_.is_unique(); }

  /// The number of owners, at some moment.
  /// \threads relaxed: a number to look at; nothing may be concluded from it
  std::size_t use_count() const noexcept { return counter_.use_count(); }

 private:
  detail::AtomicCounter<std::atomic<N>, N> counter_{};
};

/// An AtomicCount that shares its cache line with nothing: neither with the label nor with elements. For arrays that
/// some threads copy and drop handles of while others read: those who read then do not wait for the line that the
/// count is in. It costs the rest of the line, and aligns the block to it.
template <class N, std::size_t Line>
class alignas(Line) IsolatedCount : public AtomicCount<N> {
  static_assert(Line > sizeof(AtomicCount<N>), "heaparray: a cache line is longer than the count in it.");

  // Not left to alignment alone: what stands behind a member may use the padding at its end.
  [[maybe_unused]] std::byte rest_of_line_[Line - sizeof(AtomicCount<N>)];
};

namespace detail {

/// How an integer or a counter inside of a label is used as a count.
template <class M>
struct LabelCounter {
  static_assert(RefCounter<M>,
                "heaparray: the member that CountFromLabel<M> points to must be a std::atomic of an unsigned "
                "integer type, or model heaparray::RefCounter, as LocalCount<> and AtomicCount<> do.");
  static constexpr bool thread_safe = M::thread_safe;
  static constexpr std::size_t max_owners = [] {
    if constexpr (requires { M::max_owners; })
      return std::size_t{M::max_owners};
    else
      return std::size_t{0};  // it does not say
  }();
  static constexpr M& of(M& m) noexcept { return m; }
  static constexpr void start(M& m) noexcept {
    std::destroy_at(std::addressof(m));
    std::construct_at(std::addressof(m));
  }
};
template <std::unsigned_integral N>
struct LabelCounter<std::atomic<N>> {
  using Counter = AtomicCounter<std::atomic<N>&, N>;
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = Counter::max_owners;
  static Counter of(std::atomic<N>& m) noexcept { return Counter(m); }
  static void start(std::atomic<N>& m) noexcept {
    m.store(1, std::memory_order_relaxed);  // relaxed: nobody else knows of the block yet
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

/// The count is a member of the user's label: a `std::atomic` of an unsigned integer, or a RefCounter. Nothing else is
/// kept in the block.
///
/// The library sets it to one owner when a block is made, after the label has been built and the array filled, whatever
/// the label's constructor left in it: a label whose copies copy the number is as good as one whose copies do not.
/// Arrays are never assigned in place with it.
/// \pre nobody but the library writes to the member while an array lives; not checked
template <auto Member>
struct CountFromLabel : detail::LabelCounter<typename detail::MemberType<decltype(Member)>::type> {
  static constexpr bool in_label = true;

  /// The count in `label`, as something that has the member functions of a RefCounter.
  template <class Label>
  static constexpr decltype(auto) in(Label& label) noexcept {
    return CountFromLabel::of(label.*Member);
  }
  /// One owner, whatever was there.
  template <class Label>
  static constexpr void start_in(Label& label) noexcept {
    CountFromLabel::start(label.*Member);
  }
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_REF_COUNT_HPP

// SPDX-License-Identifier: MIT
//
// weak_array.hpp (opt-in): WeakArray<Handle>, which knows a block and does not keep its contents alive, the
// counts that it needs, and make_cyclic.
//
//    owners:         [ data ]  [ data ]            weak handles:  [ data ]
//                       |         |                                  |
//                       +----+----+----------------------------------+
//                            |
//     [owners|weak][length][Label] T T T T
//
// The last owner destroys the elements and the label at once. The memory is freed with the last weak handle.
// What `std::weak_ptr` is for `std::shared_ptr`, in one word.
//
//   using Dir = heaparray::ArcArrayWithWeak<File, Info>;
//   heaparray::WeakArray<Dir> parent = dir.downgrade();
//   if (const Dir d = parent.upgrade()) use(d);    // null if the last owner is gone
#ifndef HEAPARRAY_WEAK_ARRAY_HPP
#define HEAPARRAY_WEAK_ARRAY_HPP

#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "detail/base/weak_counter.hpp"     // IWYU pragma: export
#include "detail/build/element.hpp"         // IWYU pragma: export
#include "detail/handle/handle_traits.hpp"  // IWYU pragma: export
#include "detail/handle/held_block.hpp"     // IWYU pragma: export
#include "fwd.hpp"                          // IWYU pragma: export
#include "label.hpp"                        // IWYU pragma: export
#include "rc_array.hpp"                     // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// As LocalCount, with weak handles: two plain integers of type `N`.
/// \threads all owners and weak handles of one block must be on one thread at a time
template <class N>
class LocalCountWithWeak {
  static_assert(std::unsigned_integral<N> && !std::same_as<N, bool>,
                "heaparray: LocalCountWithWeak<N> needs an unsigned integer type, such as std::uint32_t.");

 public:
  static constexpr bool thread_safe = false;
  static constexpr bool counts_weak = true;  ///< Handles with this count have `downgrade()`.
  /// The number of owners, and of weak handles, after which the program ends.
  static constexpr std::size_t max_owners = (std::numeric_limits<N>::max)();

  /// One owner, and no weak handle.
  constexpr LocalCountWithWeak() noexcept = default;
  LocalCountWithWeak(const LocalCountWithWeak&) = delete;
  LocalCountWithWeak& operator=(const LocalCountWithWeak&) = delete;

  /// Adds one owner. Ends the program if `N` cannot count it.
  void increment() noexcept { add(owners_); }
  /// Removes one owner. True if it was the last.
  bool decrement() noexcept { return --owners_ == 0; }
  /// Whether there is exactly one owner, and no weak handle.
  bool is_unique() const noexcept { return owners_ == 1 && holders_ == 1; }
  /// The number of owners.
  std::size_t use_count() const noexcept { return owners_; }

  /// Adds one owner, unless there is none. True if it did.
  bool upgrade() noexcept {
    if (owners_ == 0) return false;
    add(owners_);
    return true;
  }
  /// Adds one weak handle.
  void increment_weak() noexcept { add(holders_); }
  /// Removes one weak handle or, after the last owner has destroyed the label and the elements, all owners.
  /// True if nothing is left that needs the memory.
  bool decrement_weak() noexcept { return --holders_ == 0; }
  /// Whether there are weak handles.
  bool has_weak() const noexcept { return holders_ != 1; }
  /// The number of weak handles; 0 if there is no owner.
  std::size_t weak_count() const noexcept { return owners_ == 0 ? 0 : holders_ - std::size_t{1}; }

  /// No owner yet. \see make_cyclic
  void withdraw() noexcept { owners_ = 0; }
  /// The first owner.
  void publish() noexcept { owners_ = 1; }

 private:
  static void add(N& n) noexcept {
    if (n == max_owners) [[unlikely]]
      detail::count_overflow(max_owners);
    ++n;
  }

  N owners_ = 1;
  N holders_ = 1;  // the weak handles, and one for all owners
};

/// As AtomicCount, with weak handles: two counts of type `N` in one atomic integer of twice the size. An only
/// owner without weak handles does no read-modify-write to drop the block.
/// \threads owners and weak handles may call all member functions at the same time. detail::AtomicWeakCounter
///          gives the reason for each order
template <class N>
class AtomicCountWithWeak {
  static_assert(std::same_as<N, std::uint8_t> || std::same_as<N, std::uint16_t> ||
                    std::same_as<N, std::uint32_t>,
                "heaparray: AtomicCountWithWeak<N> keeps two counts of type N in one atomic integer: N is "
                "std::uint32_t, std::uint16_t or std::uint8_t.");

  using Word = std::conditional_t<sizeof(N) == 4, std::uint64_t,
                                  std::conditional_t<sizeof(N) == 2, std::uint32_t, std::uint16_t>>;
  using Counter = detail::AtomicWeakCounter<std::atomic<Word>, Word, N>;

 public:
  static constexpr bool thread_safe = true;
  static constexpr bool counts_weak = true;  ///< Handles with this count have `downgrade()`.
  /// The number of owners, and of weak handles, after which the program ends.
  static constexpr std::size_t max_owners = Counter::max_owners;

  /// One owner, and no weak handle.
  constexpr AtomicCountWithWeak() noexcept = default;

  /// Adds `n` owners. \pre the caller is an owner, and `n` is at most 2^16
  void increment(N n = 1) noexcept { counter_.increment(n); }
  /// Removes `n` owners, which the caller represents. True if they were the last.
  bool decrement(N n = 1) noexcept { return counter_.decrement(n); }
  /// Whether there is exactly one owner, and no weak handle.
  bool is_unique() const noexcept { return counter_.is_unique(); }
  /// The number of owners, at some moment.
  std::size_t use_count() const noexcept { return counter_.use_count(); }

  /// Adds one owner, unless there is none. True if it did. Lock-free.
  bool upgrade() noexcept { return counter_.upgrade(); }
  /// Adds one weak handle.
  void increment_weak() noexcept { counter_.increment_weak(); }
  /// Removes one weak handle or, after the last owner has destroyed the label and the elements, all owners.
  /// True if nothing is left that needs the memory.
  bool decrement_weak() noexcept { return counter_.decrement_weak(); }
  /// Whether there are weak handles. \pre no other owner
  bool has_weak() const noexcept { return counter_.has_weak(); }
  /// The number of weak handles, at some moment; 0 if there is no owner.
  std::size_t weak_count() const noexcept { return counter_.weak_count(); }

  /// No owner yet. \see make_cyclic
  void withdraw() noexcept { counter_.withdraw(); }
  /// The first owner.
  void publish() noexcept { counter_.publish(); }

 private:
  Counter counter_{};
};

namespace detail {
template <class Handle>
class CyclicBlock;
template <class Handle>
struct WeakHash;
}  // namespace detail

/// Knows the block of shared handles, and is no owner of it: the last owner destroys the elements and the
/// label at once. The memory is freed when the last weak handle is gone, too. `upgrade()` makes an owner, if
/// there is still one. A weak handle is null when it is default-constructed, moved from, or made from a null
/// handle.
///
/// Weak handles count in `is_unique()` of the owners, as Rust's do: while there is one, `to_mut()`,
/// `get_mut()` and the like give nothing, and `make_mut()` makes a copy. Weak handles then stay with the old
/// block, and expire when its last owner leaves it.
///
/// One word for thin handles, and two for fat ones.
/// \tparam Handle a BasicRcArray with a LocalCountWithWeak or AtomicCountWithWeak
/// \threads as for the handle: different weak handles of one block, and its owners, may be used by several
///          threads at the same time if the count is atomic
template <class Handle>
class HEAPARRAY_TRIVIAL_ABI WeakArray {
  static_assert(
      detail::CountsWeak<typename Handle::count_policy> && detail::SharedHandle<Handle>,
      "heaparray: WeakArray<Handle> needs a shared handle whose count knows weak handles, such as "
      "ArcArrayWithWeak<T, Label> or BasicRcArray<T, Label, LengthInBlock<>, AtomicCountWithWeak<>>.");

  using Block = typename Handle::block_type;
  using Held = detail::HeldBlock<Block>;

 public:
  using handle_type = Handle;

  /// A null handle.
  WeakArray() noexcept = default;
  /// A null handle.
  template <std::same_as<std::nullptr_t> Null>
  WeakArray(Null) noexcept {}
  /// A weak handle to the block of `handle`, like `handle.downgrade()`. The program ends before the count can
  /// wrap.
  explicit WeakArray(const Handle& handle) noexcept : held_(handle.block(), handle.size()) { add(); }

  /// One more weak handle to the same block. The program ends before the count can wrap.
  WeakArray(const WeakArray& other) noexcept : held_(other.held_) { add(); }
  /// Takes over what `other` knows; `other` is null afterwards.
  WeakArray(WeakArray&& other) noexcept : held_(other.held_.take()) {}
  /// Forgets its block, and knows that of `other`.
  WeakArray& operator=(const WeakArray& other) noexcept {
    WeakArray(other).swap(*this);
    return *this;
  }
  /// Forgets its block, and takes over what `other` knows. `other` is null afterwards.
  WeakArray& operator=(WeakArray&& other) noexcept {
    WeakArray(std::move(other)).swap(*this);
    return *this;
  }
  /// Frees the memory if there is neither an owner nor another weak handle.
  ~WeakArray() {
    if (held_.block) held_.block.hidden().drop_weak(held_.length());
  }

  /// One more owner of the block. Null if the last owner is gone, and for a null handle.
  /// \complexity O(1), no allocation
  /// \threads of an upgrade and the last drop at the same time, the upgrade gets an owner, or nothing
  [[nodiscard]] Handle upgrade() const noexcept {
    if (!held_.block || !held_.block.count().upgrade()) return Handle();
    return detail::adopt<Handle>(held_.block, held_.length());
  }

  /// Whether the last owner is gone. True for a null handle.
  /// \threads true stays true. False may be old when it is returned: to use the array, test what upgrade()
  ///          returns
  [[nodiscard]] bool expired() const noexcept { return use_count() == 0; }

  /// The number of owners, at some moment; 0 for a null handle.
  [[nodiscard]] std::size_t use_count() const noexcept {
    return held_.block ? static_cast<std::size_t>(held_.block.count().use_count()) : 0;
  }
  /// The number of weak handles of the block, at some moment; 0 if the last owner is gone.
  [[nodiscard]] std::size_t weak_count() const noexcept {
    return held_.block ? static_cast<std::size_t>(held_.block.count().weak_count()) : 0;
  }

  /// Whether this is not null. (An expired handle is not null: its block is only known by address.)
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(held_.block); }

  /// Whether `handle` is an owner of the same block, or both are null.
  [[nodiscard]] bool ref_eq(const Handle& handle) const noexcept {
    return held_.block.elements() == handle.data();
  }

  /// Null afterwards.
  void reset() noexcept { WeakArray(std::move(*this)); }
  /// Exchanges what the handles know.
  void swap(WeakArray& other) noexcept { std::swap(held_, other.held_); }
  /// As the member.
  friend void swap(WeakArray& a, WeakArray& b) noexcept { a.swap(b); }

  /// Compare by block: two weak handles are equal if they know the same block, expired or not. While one of
  /// them lives, its block's address is not used again.
  friend bool operator==(const WeakArray& a, const WeakArray& b) noexcept {
    return a.address() == b.address();
  }
  /// The order of the addresses of the blocks.
  friend std::strong_ordering operator<=>(const WeakArray& a, const WeakArray& b) noexcept {
    return std::compare_three_way()(a.address(), b.address());
  }

 private:
  friend detail::WeakHash<Handle>;
  friend detail::CyclicBlock<Handle>;

  /// \pre `block` has its count
  explicit WeakArray(const detail::CyclicBlock<Handle>& block) noexcept : held_(block.block(), block.size()) {
    add();
  }

  const void* address() const noexcept { return held_.block.elements(); }
  void add() const noexcept {
    if (held_.block) held_.block.count().increment_weak();
  }

  Held held_ = Held();
};

namespace detail {

/// A block that is being built, and to which there may be weak handles already.
template <class Handle>
class CyclicBlock {
  using Block = typename Handle::block_type;
  using T = typename Handle::value_type;
  using Label = typename Handle::label_type;
  using Allocator = typename Handle::allocator_type;
  using Weak = WeakArray<Handle>;

 public:
  CyclicBlock(const Allocator& a, std::size_t n)
      : allocator_(a), block_(Block::template allocate<OrThrow>(a, n)), len_(n) {}
  CyclicBlock(const CyclicBlock&) = delete;
  CyclicBlock& operator=(const CyclicBlock&) = delete;

  ~CyclicBlock() {
    if (!block_) return;
    detail::destroy_elements(block_.elements(), built_);
    if (has_label_) detail::destroy_label(block_);
    if (has_front_)
      block_.drop_memory(len_);
    else
      block_.deallocate(allocator_, len_);
  }

  template <class L, class Init>
  Handle build(L&& label, Init&& init) {
    constexpr bool label_takes_self =
        std::is_invocable_v<L&, const Weak&> && !std::is_convertible_v<L, const Label&>;
    static_assert(!label_takes_self || !std::is_empty_v<Label>,
                  "heaparray: the label of this array is empty, so it cannot hold a weak handle: give "
                  "make_cyclic only n and init.");
    // A label without members may be written to where the parts in front are, so it is built before them.
    if constexpr (std::is_empty_v<Label>) {
      build_label(std::forward<L>(label));
      build_front();
    }
    if constexpr (!std::is_empty_v<Label>) build_front();
    const Weak self(*this);
    if constexpr (label_takes_self)
      build_label(label_from([&]() -> decltype(auto) { return label(self); }));
    else if constexpr (!std::is_empty_v<Label>)
      build_label(std::forward<L>(label));
    for (; built_ != len_; ++built_)
      // SAFETY: slot built_ < len_ is inside the block, is aligned, and contains no object yet.
      ::new (static_cast<void*>(block_.elements() + built_)) T(detail::make_element<T>(
          allocator_, [&]() -> decltype(auto) { return element(init, self, std::size_t{built_}); }));
    block_.count().publish();
    return detail::adopt<Handle>(std::exchange(block_, Block()), len_);
  }

  Block block() const noexcept { return block_; }
  std::size_t size() const noexcept { return len_; }

 private:
  void build_front() noexcept {
    block_.construct_front(allocator_, len_);
    has_front_ = true;
    block_.count().withdraw();
  }

  template <class Source>
  void build_label(Source&& source) {
    if constexpr (has_no_state<Label>)
      static_cast<void>(detail::make_label_from<Label>(allocator_, std::forward<Source>(source)));
    else
      // SAFETY: the memory at label_address() is reserved and aligned for the label, and contains no object
      // yet.
      ::new (block_.label_address())
          Label(detail::make_label_from<Label>(allocator_, std::forward<Source>(source)));
    has_label_ = true;
  }

  template <class Init>
  static decltype(auto) element(Init& init, [[maybe_unused]] const Weak& self, std::size_t i) {
    if constexpr (std::is_invocable_v<Init&, const Weak&, std::size_t>)
      return init(self, i);
    else
      return init(i);
  }

  const Allocator& allocator_;
  Block block_;
  std::size_t len_;
  std::size_t built_ = 0;
  bool has_front_ = false;
  bool has_label_ = false;
};

}  // namespace detail

/// An array whose label and elements may hold weak handles to it: parents of trees, observers. `label` is the
/// label or what `with_label` takes for one, or a function: `label(self)` returns the label. Element `i` is
/// what `init(self, i)` or `init(i)` returns. `self` is a `const WeakArray<A>&`, of which copies may be kept.
/// While the array is built, `self.upgrade()` is null.
/// \throws std::length_error if `n` is more than `max_len()` or not the length that the type fixes;
///         std::bad_alloc; what `label` and `init` throw. All that was built is destroyed. Copies of `self`
///         are then expired, and the memory is freed with the last of them. Strong guarantee
/// \complexity one allocation
template <detail::SharedHandle A, class L, class Init>
[[nodiscard]] A make_cyclic(L&& label, std::size_t n, Init&& init,
                            const typename A::allocator_type& allocator = typename A::allocator_type()) {
  static_assert(
      std::is_invocable_v<Init&, const WeakArray<A>&, std::size_t> || std::is_invocable_v<Init&, std::size_t>,
      "heaparray: make_cyclic calls init(self, i), with a const WeakArray<A>& and a std::size_t, "
      "or init(i), for each element.");
  if constexpr (detail::FixesLength<typename A::length_policy>)
    if (n != A::length_policy::extent) [[unlikely]]
      detail::raise_wrong_length(n, "type", A::length_policy::extent);
  return detail::CyclicBlock<A>(allocator, n).build(std::forward<L>(label), std::forward<Init>(init));
}
/// The same with a default label.
template <detail::SharedHandle A, class Init>
[[nodiscard]] A make_cyclic(std::size_t n, Init&& init,
                            const typename A::allocator_type& allocator = typename A::allocator_type()) {
  return heaparray::make_cyclic<A>(label_args(), n, std::forward<Init>(init), allocator);
}

/// Only the message.
template <class Handle, class Protocol>
class BasicAtomicArcArray<WeakArray<Handle>, Protocol> {
  static_assert(sizeof(Handle) == 0,
                "heaparray: atomic cells hold owners, such as ArcArrayWithWeak, because they count what they "
                "hold in advance for readers. Keep the owner in the cell, and downgrade what load() returns; "
                "or keep the weak handle under a mutex.");
};

namespace detail {

/// By the address of the block.
template <class Handle>
struct WeakHash {
  std::size_t operator()(const WeakArray<Handle>& x) const noexcept {
    return std::hash<const void*>()(x.address());
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

/// By the address of the block.
template <class Handle>
struct std::hash<heaparray::WeakArray<Handle>> : heaparray::detail::WeakHash<Handle> {};

#endif  // HEAPARRAY_WEAK_ARRAY_HPP

// SPDX-License-Identifier: MIT
//
// array_builder.hpp: ArrayBuilder<Handle>, for arrays whose elements come one at a time.
//
//    being built:  [Label] T T T . . .        size() == 3, capacity() == 6
//    finish():     [Label] T T T T T T        all slots used: this block, as it is
//                  [Label] T T T              fewer: moved to a block of that length
//
// The elements are built in the block that the handle will own. If the builder is made for the right number
// of elements, nothing is reallocated or moved.
//
//   heaparray::ArrayBuilder<heaparray::ArcArray<std::string, int>> lines(17, 2);
//   lines.push_back("one");
//   lines.emplace_back(3, 'x');
//   heaparray::ArcArray<std::string, int> array = std::move(lines).finish();
#ifndef HEAPARRAY_ARRAY_BUILDER_HPP
#define HEAPARRAY_ARRAY_BUILDER_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>  // and the range concepts, without the weight of <ranges>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "detail/base/character.hpp"          // IWYU pragma: export
#include "detail/base/fail.hpp"               // IWYU pragma: export
#include "detail/base/leak_check.hpp"         // IWYU pragma: export
#include "detail/block/growth.hpp"            // IWYU pragma: export
#include "detail/handle/array_factories.hpp"  // IWYU pragma: export
#include "detail/handle/handle_traits.hpp"    // IWYU pragma: export
#include "fwd.hpp"                            // IWYU pragma: export
#include "label.hpp"                          // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// Builds the block of a `Handle`, which is any unique or shared handle. Grows like a `std::vector` when it
/// gets more elements than it was made for. A builder that is destroyed before `finish()` destroys what was
/// built. A builder is null when it is moved from or finished: it then has no block, `size() == 0` and
/// `capacity() == 0`.
///
/// Elements or labels that cannot be moved are built in place and stay there. For these, `capacity()` cannot
/// change, and `finish()` requires that every slot is used.
///
/// Unless stated otherwise, a member function that throws leaves the builder as it was before the call. There
/// is one case in which it does not: if the elements or the label can only be moved, and moving them throws
/// when the builder grows, they may have been moved from.
/// \threads like a container
template <class Handle>
class ArrayBuilder {
  static_assert(detail::BlockHandle<Handle>,
                "heaparray: ArrayBuilder<Handle> builds the arrays of heaparray, such as HeapArray<T> and "
                "ArcArray<T, Label>: give it the type of a handle, not of its elements.");

  using Block = typename Handle::block_type;
  using Unfinished = typename Block::Unfinished;
  using AllocatorArg = detail::AllocatorArg<typename Handle::allocator_type>;

  // Whether an `A` is an array, and no label.
  template <class A>
  static constexpr bool is_array =
      detail::BlockHandle<std::remove_cvref_t<A>> && !std::is_constructible_v<typename Handle::label_type, A>;

 public:
  using handle_type = Handle;
  using value_type = typename Handle::value_type;
  using label_type = typename Handle::label_type;
  using allocator_type = typename Handle::allocator_type;
  using size_type = std::size_t;

  /// Allocates a block for `n` elements and builds its label from a value, `label_args(...)` or
  /// `label_from(make)`.
  /// \throws std::length_error if `n > max_len()`; what the allocator or the label's constructor throws.
  ///         Strong guarantee
  template <class L = label_type>
    requires(!std::is_same_v<std::remove_cvref_t<L>, ArrayBuilder> && !is_array<L>)
  ArrayBuilder(L&& label, size_type n, const allocator_type& allocator = allocator_type())
      : block_(Block::template begin<detail::OrThrow>(allocator, n, std::forward<L>(label))) {}
  template <class A>
    requires is_array<A>
  ArrayBuilder(A&&, size_type) = delete;  // heaparray: begin with a label, then append_range(array)

  /// Goes on with an array that has a capacity (GrowingArray), in its own block.
  explicit ArrayBuilder(Handle&& array)
    requires(detail::KeepsCapacity<typename Handle::length_policy> && !detail::SharedHandle<Handle>)
      : block_(detail::Resumed<Handle>::resume(array, 0)) {}

  /// The same without slots for elements.
  template <class L>
    requires(!std::is_same_v<std::remove_cvref_t<L>, ArrayBuilder> && !std::is_convertible_v<L, size_type> &&
             std::is_constructible_v<label_type, L> && std::is_default_constructible_v<allocator_type>)
  explicit ArrayBuilder(L&& label)  // NOLINT(bugprone-forwarding-reference-overload): a builder is no label
      : ArrayBuilder(std::forward<L>(label), 0) {}
  /// The same, with `label_args(...)` or `label_from(make)`.
  template <class Recipe>
    requires(detail::is_label_recipe<std::remove_cvref_t<Recipe>> &&
             std::is_default_constructible_v<allocator_type>)
  explicit ArrayBuilder(Recipe&& label)  // NOLINT(bugprone-forwarding-reference-overload)
      : ArrayBuilder(std::forward<Recipe>(label), 0) {}

  /// The same with a default label.
  explicit ArrayBuilder(size_type n, const allocator_type& allocator = allocator_type())
      : ArrayBuilder(label_args(), n, allocator) {}

  /// Like the constructors, but returns an empty optional if `n > max_len()` or if there is no memory. Works
  /// without exceptions for `std::allocator`. Together with `try_reserve` and `try_finish`, so does all
  /// building.
  /// \throws what the label's constructor throws. Strong guarantee
  template <class L = label_type>
  [[nodiscard]] static std::optional<ArrayBuilder> try_make(
      L&& label, size_type n, const allocator_type& allocator = allocator_type()) {
    Unfinished block = Block::template begin<detail::OrNull>(allocator, n, std::forward<L>(label));
    if (block.elements() == nullptr) [[unlikely]]
      return std::nullopt;
    return ArrayBuilder(std::move(block), Built());
  }
  /// The same with a default label.
  [[nodiscard]] static std::optional<ArrayBuilder> try_make(
      size_type n, const allocator_type& allocator = allocator_type()) {
    return try_make(label_args(), n, allocator);
  }

  /// Takes over what `other` has built. `other` is null afterwards.
  ArrayBuilder(ArrayBuilder&& other) noexcept = default;
  ArrayBuilder& operator=(ArrayBuilder&& other) = delete;

  /// Destroys the elements built so far, last to first, then the label, and frees the block.
  HEAPARRAY_STEP_OVER ~ArrayBuilder() = default;

  /// The largest number of elements that a block can have.
  [[nodiscard]] static constexpr size_type max_len() noexcept { return Block::max_len(); }

  // What has been built

  /// The number of elements built so far.
  [[nodiscard]] size_type size() const noexcept { return block_.built(); }
  /// Whether no element has been built yet.
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// The number of slots in the block.
  [[nodiscard]] size_type capacity() const noexcept { return block_.len(); }

  /// Whether there is a block.
  explicit operator bool() const noexcept { return static_cast<bool>(block_); }

  /// The label, which may be changed between elements. \pre not null; checked by hardening
  [[nodiscard]] label_type& label(detail::Caller caller = detail::Caller::here()) HEAPARRAY_LIFETIME_BOUND {
    expect_block("label()", caller);
    return block_.label();
  }
  /// The label, read-only. \pre not null; checked by hardening
  [[nodiscard]] const label_type& label(detail::Caller caller = detail::Caller::here()) const
      HEAPARRAY_LIFETIME_BOUND {
    expect_block("label()", caller);
    return block_.label();
  }

  /// The elements built so far. \post the result is valid until the builder grows or is finished
  [[nodiscard]] std::span<value_type> as_slice_mut() & noexcept HEAPARRAY_LIFETIME_BOUND {
    return std::span<value_type>(block_.elements(), size());
  }
  /// The elements built so far, read-only; empty for a null builder.
  [[nodiscard]] std::span<const value_type> as_slice() const& noexcept HEAPARRAY_LIFETIME_BOUND {
    return std::span<const value_type>(block_.elements(), size());
  }

  /// A copy of the allocator. \pre not null
  [[nodiscard]] allocator_type get_allocator() const noexcept { return block_.allocator(); }

  // Building. For all of these: \pre not null; checked by hardening

  /// Builds one more element in place from `args`, which may refer to elements and to the label of this
  /// builder.
  /// \throws what the element's constructor throws. If the builder has to grow: std::length_error, and what
  ///         the allocator or moving the elements and the label throws. Strong guarantee
  /// \complexity amortised O(1)
  template <class... Args>
  value_type& emplace_back(Args&&... args) {
    static_assert(std::is_constructible_v<value_type, Args...>,
                  "heaparray: emplace_back: an element cannot be constructed from these arguments.");
    return emplace(
        []([[maybe_unused]] const auto& a, Args&... as) -> value_type {
          if constexpr (Unfinished::given_allocator)
            return detail::make_given<value_type>(a, std::forward<Args>(as)...);
          else
            return detail::construct<value_type>(std::forward<Args>(as)...);
        },
        "emplace_back()", detail::Caller(), args...);  // behind a pack is no place for the caller's line
  }
  /// Adds `value`, which may be an element of this builder.
  /// \throws as emplace_back. Strong guarantee
  void push_back(const value_type& value, detail::Caller caller = detail::Caller::here()) {
    emplace([](const auto&, const value_type& v) -> const value_type& { return v; }, "push_back()", caller,
            value);
  }
  /// Adds `value`, which is moved. It may be an element of this builder.
  void push_back(value_type&& value, detail::Caller caller = detail::Caller::here()) {
    emplace([](const auto&, value_type& v) -> value_type&& { return std::move(v); }, "push_back()", caller,
            value);
  }

  /// Appends copies of the elements of `values`. Trivially copyable elements are copied as bytes.
  /// \pre `values` are not elements of this builder
  /// \throws as emplace_back. Basic guarantee: the copies made before the throw stay
  /// \complexity amortised O(values.size())
  void append(std::span<const value_type> values, detail::Caller caller = detail::Caller::here()) {
    reserve_more(values.size(), "append()", caller);
    block_.append(values.data(), values.size());
  }
  /// The sentence for a literal.
  template <class R>
    requires detail::is_literal<R, value_type>
  void append(R&) {
    static_assert(
        !detail::is_literal<R, value_type>,
        "heaparray: append of a literal would count the NUL at its end. Append a std::string_view of it, "
        "or, for all elements of an array of characters, std::span(array).");
  }

  /// Appends the elements of `range`, whose length need not be known. \pre as append
  /// \throws as append, and what the range throws. Basic guarantee: the copies made before the throw stay
  template <std::ranges::input_range R>
  void append_range(R&& range, detail::Caller caller = detail::Caller::here()) {
    static_assert(
        !detail::is_literal<std::remove_reference_t<R>, value_type>,
        "heaparray: append_range of a literal would count the NUL at its end. Append a std::string_view of "
        "it, or, for all elements of an array of characters, std::span(array).");
    if constexpr (detail::ContiguousRangeOf<R&, value_type>) {
      const auto first = std::ranges::begin(range);
      const auto n = static_cast<size_type>(std::ranges::end(range) - first);
      if (n != 0) append(std::span<const value_type>(std::to_address(first), n), caller);
    } else {
      if constexpr (std::ranges::sized_range<R&>)
        reserve_more(static_cast<size_type>(std::ranges::size(range)), "append_range()", caller);
      auto it = std::ranges::begin(range);
      const auto last = std::ranges::end(range);
      for (; it != last; ++it)
        emplace([](const auto&, auto& i) -> decltype(auto) { return *i; }, "append_range()", caller, it);
    }
  }

  /// The free slots, for writing, for example by reading a socket or a file. `commit` then counts them as
  /// elements. Only for trivial elements, which exist as soon as their memory exists. Their values are
  /// indeterminate.
  [[nodiscard]] std::span<value_type> spare() & noexcept HEAPARRAY_LIFETIME_BOUND {
    static_assert(fills_itself,
                  "heaparray: spare() gives out elements that nobody has constructed, which is for "
                  "trivial types such as char and float. Others are built by emplace_back, push_back "
                  "or append.");
    if constexpr (Block::closes_slots) detail::open_slots(block_.elements() + size(), capacity() - size());
    return std::span<value_type>(block_.elements() + size(), capacity() - size());
  }

  /// Adds the first `n` slots of `spare()` to the elements.
  /// \pre `n <= capacity() - size()`; checked by hardening
  void commit(size_type n, detail::Caller caller = detail::Caller::here()) {
    static_assert(fills_itself, "heaparray: commit(n) goes with spare(), which is for trivial types.");
    detail::expect_slice(size(), size() + n, capacity(), caller);
    block_.build_at_once(n, [](value_type*, size_type) {});
  }

  /// Makes room for `n` elements in total. Nothing is allocated until there are more than `n` elements.
  /// \throws std::length_error if `n > max_len()`; what the allocator or moving the elements and the label
  ///         throws. Strong guarantee
  void reserve(size_type n, detail::Caller caller = detail::Caller::here()) {
    expect_block("reserve()", caller);
    if (n > capacity()) relocate<detail::OrThrow>(n);
  }

  /// As `reserve`, but returns false, with no effect, if `n > max_len()` or if there is no memory. Works
  /// without exceptions for `std::allocator`.
  /// \throws what moving the elements and the label throws. Strong guarantee
  [[nodiscard("false: no memory")]] bool try_reserve(size_type n,
                                                     detail::Caller caller = detail::Caller::here()) {
    expect_block("try_reserve()", caller);
    return n <= capacity() || relocate<detail::OrNull>(n);
  }

  // Giving away

  /// The finished array. The builder is null afterwards. An array with a capacity keeps the spare room.
  /// \throws what the allocator or moving the elements throws, if fewer than `capacity()` elements were
  ///         built. Strong guarantee
  /// \complexity O(1) if every slot is used; otherwise O(n) and one allocation
  [[nodiscard]] Handle finish(detail::Caller caller = detail::Caller::here()) && {
    expect_block("finish()", caller);
    if constexpr (!detail::KeepsCapacity<typename Handle::length_policy>)
      if (size() != capacity()) relocate<detail::OrThrow>(size());
    return give_away();
  }

  /// As `finish`, but returns an empty optional, and the builder keeps its block, if there is no memory for a
  /// smaller block.
  /// \throws what moving the elements and the label throws. Strong guarantee
  [[nodiscard]] std::optional<Handle> try_finish(detail::Caller caller = detail::Caller::here()) && {
    expect_block("try_finish()", caller);
    if constexpr (!detail::KeepsCapacity<typename Handle::length_policy>)
      if (size() != capacity() && !relocate<detail::OrNull>(size())) return std::nullopt;
    return give_away();
  }

 private:
  struct Built {};
  ArrayBuilder(Unfinished&& block, Built) noexcept : block_(std::move(block)) {}

  static constexpr bool fills_itself = std::is_trivially_default_constructible_v<value_type> &&
                                       std::is_trivially_copyable_v<value_type> &&
                                       !Unfinished::given_allocator;
  static constexpr bool can_relocate =
      std::is_move_constructible_v<value_type> && std::is_move_constructible_v<label_type>;
  void expect_block(const char* function, detail::Caller caller) const {
    detail::expect_block(block_.elements(), function, caller);
  }

  // Builds one more element from what `Make()(allocator, args...)` returns. The function that grows gets the
  // arguments themselves: GCC would store a lambda that refers to them for each element.
  template <class Make, class... Args>
  HEAPARRAY_STEP_OVER value_type& emplace(Make, const char* function, const detail::Caller& caller,
                                          Args&... args) {
    const auto make = [&]() -> decltype(auto) { return Make()(block_.allocator(), args...); };
    if constexpr (Unfinished::copied_as_bytes && sizeof(value_type) <= 2 * sizeof(void*)) {
      const auto value = detail::make_element<value_type>(block_.allocator(), make);
      reserve_more(1, function, caller);
      return block_.emplace([&]() -> const value_type& { return value; });
    } else if (size() != capacity()) [[likely]] {
      return block_.emplace(make);
    } else {
      detail::expect_block(block_.elements(), function, caller);
      detail::continue_in(block_,
                          emplaced_in_larger<Make>(block_.allocator(), block_.block(), capacity(), args...));
      return block_.elements()[size() - 1];
    }
  }
  HEAPARRAY_STEP_OVER void reserve_more(size_type n, const char* function, const detail::Caller& caller) {
    if (n > capacity() - size()) [[unlikely]] {
      detail::expect_block(block_.elements(), function, caller);
      detail::continue_in(block_, larger(block_.allocator(), block_.block(), capacity(), size(), n));
    }
  }

  // Blocks grow in functions that get the members of a builder by value, so that it can be in registers.

  HEAPARRAY_OUT_OF_LINE static Unfinished larger(AllocatorArg a, Block old, size_type capacity,
                                                 size_type size, size_type n) {
    return relocated<detail::OrThrow>(a, old, capacity, size, len_for(capacity, size, n));
  }
  /// \pre the block is full
  template <class Make, class... Args>
  HEAPARRAY_OUT_OF_LINE static Unfinished emplaced_in_larger(AllocatorArg a, Block old, size_type capacity,
                                                             Args&... args) {
    const size_type n = len_for(capacity, capacity, 1);
    if constexpr (can_relocate) {
      const allocator_type allocator(a);
      const auto make = [&]() -> decltype(auto) { return Make()(allocator, args...); };
      return detail::relocated<detail::OrThrow>(allocator, old, capacity, capacity, n, make);
    } else {
      return relocated<detail::OrThrow>(a, old, capacity, capacity, n);
    }
  }

  /// The capacity for `n` more elements.
  static size_type len_for(size_type capacity, size_type size, size_type n) {
    if (n > max_len() - size) [[unlikely]]
      detail::raise_too_long(n > SIZE_MAX - size ? SIZE_MAX : size + n, max_len());
    return detail::grown_len(capacity, size + n, max_len());
  }

  /// What was built, in a block of `n` slots. \see detail::relocated
  template <class OnFailure>
  HEAPARRAY_OUT_OF_LINE static Unfinished relocated(AllocatorArg a, Block old, size_type capacity,
                                                    size_type size, size_type n) {
    if constexpr (can_relocate) {
      return detail::relocated<OnFailure>(allocator_type(a), old, capacity, size, n);
    } else {
      if constexpr (std::is_same_v<OnFailure, detail::OrThrow>) detail::raise_immovable(capacity, n);
      return Unfinished(a, Block(), 0);
    }
  }
  template <class OnFailure>
  bool relocate(size_type n) {
    Unfinished next = relocated<OnFailure>(block_.allocator(), block_.block(), capacity(), size(), n);
    if (std::is_same_v<OnFailure, detail::OrNull> && next.elements() == nullptr) [[unlikely]]
      return false;
    detail::continue_in(block_, std::move(next));
    return true;
  }

  Handle give_away() {
    const size_type n = size();
    const Block block = Block::complete(block_);
    if constexpr (detail::KeepsCapacity<typename Handle::length_policy>) {
      // They may be open after spare().
      if constexpr (Block::closes_slots) detail::close_slots(block.elements() + n, block.capacity() - n);
      block.set_length(n);
    }
    return detail::adopt<Handle>(block, n);
  }

  Unfinished block_;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ARRAY_BUILDER_HPP

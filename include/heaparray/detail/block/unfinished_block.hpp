// SPDX-License-Identifier: MIT
//
// detail/block/unfinished_block.hpp: a block while it is being built.
//
// It owns the memory and what has been built in it so far, so that a throw at any point takes all of it back
// by construction: elements newest first, then the label, then the memory.
#ifndef HEAPARRAY_DETAIL_BLOCK_UNFINISHED_BLOCK_HPP
#define HEAPARRAY_DETAIL_BLOCK_UNFINISHED_BLOCK_HPP

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "../../label.hpp"
#include "uses_allocator.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Ends the lives of `n` elements, the last one first.
template <class T>
void destroy_elements(T* elements, std::size_t n) noexcept {
  static_assert(
      std::is_nothrow_destructible_v<T>,
      "heaparray: the destructors of elements must be noexcept: a throw while a block is destroyed would "
      "leak the rest of it.");
  if constexpr (!std::is_trivially_destructible_v<T>)
    while (n != 0) std::destroy_at(elements + --n);
}

/// The sentence for elements that cannot be built from nothing.
template <class T>
struct HasDefault : std::is_default_constructible<T> {
  static_assert(
      std::is_default_constructible_v<T>,
      "heaparray: these elements have no default constructor. Say what each of them is built from: with "
      "A(n, init), with_label(label, n, init), filled(label, n, value) or from_range(range).");
};

/// The label that users see in what a block keeps in front of its elements: all of it, unless a prefix wraps it.
template <class Label>
struct UserLabel {
  using type = Label;
  static constexpr Label& of(Label& label) noexcept { return label; }
};

/// What an element may be built from: a `T`, also an immovable one, or what a `T` can be constructed from.
template <class Result, class T>
concept MakesElement = std::is_same_v<Result, T> || std::is_constructible_v<T, Result>;

template <class Init, class Label>
concept TakesLabel = std::is_invocable_v<Init&, Label&, std::size_t>;

/// `init(label, i)`, or `init(i)` where it does not take that.
template <class Init, class T, class Label>
concept ElementInit =
    (TakesLabel<Init, Label> && MakesElement<std::invoke_result_t<Init&, Label&, std::size_t>, T>) ||
    (!TakesLabel<Init, Label> && std::is_invocable_v<Init&, std::size_t> &&
     MakesElement<std::invoke_result_t<Init&, std::size_t>, T>);

template <class Init, class Label>
constexpr decltype(auto) call_init(Init& init, Label& label, std::size_t i) {
  if constexpr (TakesLabel<Init, Label>)
    return init(label, i);
  else
    return init(i);
}

/// The sentence for an element that cannot be built.
template <class Result, class T>
struct BuildsElement : std::true_type {
  static_assert(
      MakesElement<Result, T>,
      "heaparray: an element cannot be constructed from what is given for it. Elements that cannot be "
      "copied can be moved out of a range with std::make_move_iterator, or made in place by init.");
};

/// The element that `make()` returns, or that is constructed from what it returns.
template <class T, class Make>
constexpr T make_element(Make& make) {
  using Result = std::invoke_result_t<Make&>;
  static_assert(BuildsElement<Result, T>::value);
  if constexpr (std::is_same_v<Result, T>)
    return make();
  else
    return detail::convert<T>(make());
}

/// A block while it is being built. Made by whoever is about to own it; `finish()` gives it away.
template <class Block, class Allocator>
class UnfinishedBlock {
 public:
  using T = typename Block::value_type;
  using Label = typename Block::label_type;

  /// Takes over the memory of `block`, allocated from `allocator` for `len` elements; or nothing, if there is none.
  UnfinishedBlock(const Allocator& allocator, Block block, std::size_t len) noexcept
      : allocator_(allocator), block_(block), len_(len) {}
  UnfinishedBlock(UnfinishedBlock&& other) noexcept : UnfinishedBlock(other.allocator_, Block(), 0) {
    swap(other);
  }
  UnfinishedBlock& operator=(const UnfinishedBlock&) = delete;

  ~UnfinishedBlock() {
    if (!block_) return;
    detail::destroy_elements(block_.elements(), built_);
    if (has_label_) std::destroy_at(std::addressof(block_.label()));
    block_.deallocate(allocator_, len_);
  }

  /// Builds the label; to be called once, before any element is built.
  template <class Source>
  void construct_label(Source&& source) {
    // SAFETY: the memory at label_address() is the label's by layout, aligned for it, and holds nothing yet.
    ::new (block_.label_address())
        Label(detail::make_label_given<Label>(allocator_, std::forward<Source>(source)));
    has_label_ = true;
  }

  /// Builds the next element from what `make()` returns; with the allocator, if it uses it and is not immovable.
  /// \pre fewer than len() elements are built
  template <class Make>
  void emplace(Make&& make) {
    // SAFETY: slot built_ < len_ lies in the block, aligned, and holds nothing yet.
    ::new (static_cast<void*>(block_.elements() + built_)) T(element(make));
    ++built_;
  }

  /// The element that `emplace` builds.
  template <class Make>
  T element(Make& make) const {
    using Result = std::invoke_result_t<Make&>;
    static_assert(BuildsElement<Result, T>::value);
    if constexpr (given_allocator && !(std::is_same_v<Result, T> && !std::is_move_constructible_v<T>))
      return detail::make_given<T>(allocator_, make());
    else
      return detail::make_element<T>(make);
  }

  /// An element from `args`; with the allocator, if it uses it.
  template <class... Args>
  T element_from(Args&&... args) const {
    if constexpr (given_allocator)
      return detail::make_given<T>(allocator_, std::forward<Args>(args)...);
    else
      return detail::construct<T>(std::forward<Args>(args)...);
  }

  /// Builds the rest, each from what `init` returns for it.
  template <class Init>
  void fill(Init& init) {
    static_assert(
        ElementInit<Init, T, typename UserLabel<Label>::type>,
        "heaparray: init must be callable as init(label, i) or init(i), with a label_type& and a "
        "std::size_t, and must return the element or what one can be constructed from. To fill an array "
        "with copies of a value, use filled(label, n, value).");
    if constexpr (ElementInit<Init, T, typename UserLabel<Label>::type>)
      while (built_ != len_)
        emplace([&]() -> decltype(auto) {
          return detail::call_init(init, UserLabel<Label>::of(block_.label()), built_);
        });
  }

  /// Builds the rest as `T()`.
  void fill_value_initialized() {
    if constexpr (given_allocator)
      fill_given_allocator();
    else if constexpr (std::is_trivially_default_constructible_v<T>)
      fill_at_once([](T* first, std::size_t n) { std::uninitialized_value_construct_n(first, n); });
    else if constexpr (HasDefault<T>::value)
      while (built_ != len_) emplace([] { return T(); });
  }

  /// Builds the rest as `T`: nothing is written for trivial types.
  void fill_default_initialized() {
    if constexpr (given_allocator)
      fill_given_allocator();
    else if constexpr (std::is_trivially_default_constructible_v<T>)
      fill_at_once([](T* first, std::size_t n) { std::uninitialized_default_construct_n(first, n); });
    else if constexpr (HasDefault<T>::value)
      for (; built_ != len_; ++built_)
        ::new (static_cast<void*>(block_.elements() + built_)) T;  // SAFETY: as emplace
  }

  /// Builds the rest as copies of `value`.
  void fill_copies_of(const T& value) {
    if constexpr (is_copied_as_bytes)
      fill_at_once([&](T* first, std::size_t n) { std::uninitialized_fill_n(first, n, value); });
    else
      while (built_ != len_) emplace([&]() -> const T& { return value; });
  }

  /// Builds the rest as copies of the elements at `source`; bytes are copied as bytes.
  void fill_from(const T* source) { append(source, len_ - built_); }

  /// Builds the next `n` as copies of the elements at `source`, or by moving from them if `T` is not const.
  /// \pre no more than are left to build
  template <class Source>
  void append(Source* source, std::size_t n) {
    using Element = std::conditional_t<std::is_const_v<Source>, Source&, Source&&>;
    if constexpr (is_copied_as_bytes) {
      std::uninitialized_copy_n(source, n, block_.elements() + built_);
      built_ += n;
    } else {
      for (; n != 0; --n, ++source) emplace([&]() -> Element { return static_cast<Element>(*source); });
    }
  }

  std::size_t built() const noexcept { return built_; }
  std::size_t len() const noexcept { return len_; }
  T* elements() const noexcept { return block_.elements(); }
  Label& label() const noexcept { return block_.label(); }
  const Allocator& allocator() const noexcept { return allocator_; }

  /// Whether there is a block.
  explicit operator bool() const noexcept { return static_cast<bool>(block_); }

  /// \pre the allocators are equal
  void swap(UnfinishedBlock& other) noexcept {
    std::swap(block_, other.block_);
    std::swap(len_, other.len_);
    std::swap(built_, other.built_);
    std::swap(has_label_, other.has_label_);
  }

  /// Gives the finished block away.
  /// \pre the label and every element are built
  [[nodiscard]] Block finish() noexcept {
    built_ = len_ = 0;
    return std::exchange(block_, Block());
  }

 private:
  static constexpr bool given_allocator = GivenAllocator<T, Allocator>;
  static constexpr bool is_copied_as_bytes =
      std::is_trivially_copyable_v<T> && std::is_copy_constructible_v<T> && !given_allocator;

  // Each from the allocator alone: also for default initialisation, which has no syntax for arguments.
  void fill_given_allocator() {
    for (; built_ != len_; ++built_)
      ::new (static_cast<void*>(block_.elements() + built_))
          T(detail::make_given<T>(allocator_));  // SAFETY: as emplace
  }

  // For what cannot throw: one call for all, which the compiler turns into memset or memcpy.
  template <class Fill>
  void fill_at_once(Fill&& fill_n) {
    fill_n(block_.elements() + built_, len_ - built_);
    built_ = len_;
  }

  HEAPARRAY_NO_UNIQUE_ADDRESS Allocator allocator_;
  Block block_;
  std::size_t len_;
  std::size_t built_ = 0;
  bool has_label_ = false;
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_UNFINISHED_BLOCK_HPP

// SPDX-License-Identifier: MIT
//
// detail/handle/block_lookup.hpp: from the address of a label or of the elements to the rest of their block,
// without a handle. For intrusive lists, hash chains, and interfaces that hand out a pointer.
#ifndef HEAPARRAY_DETAIL_HANDLE_BLOCK_LOOKUP_HPP
#define HEAPARRAY_DETAIL_HANDLE_BLOCK_LOOKUP_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <span>
#include <type_traits>

#include "../../config.hpp"
#include "../../label.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The static members that find a block. A `label` that is passed to them is what `label()` of an array of
/// this type refers to, and not a copy; `data` is what `data()` returns, and not null. The array is alive, or
/// was given up by `into_raw`. These conditions cannot be checked.
///
/// In the destructor of a label, `elements_of(*this)` may be used if the elements are trivially destructible;
/// other elements have been destroyed by then. (While an array is being made, a label may be destroyed before
/// all its elements are built.)
///
/// \tparam is_shared whether the handles expose the block as shared ones do
/// \complexity O(1): additions of constants
template <class Derived, class Block, bool is_shared>
class BlockLookup {
  using T = typename Block::value_type;
  using Label = typename Block::label_type;
  using Length = typename Block::length_policy;

  // An `X` in a block of which a part was given as a `Given`: const if that is const, as for a member of a
  // struct.
  template <class Given, class X>
  using Access =
      std::conditional_t<is_shared, Shared<X>, std::conditional_t<std::is_const_v<Given>, const X, X>>;

 public:
  /// The type of the blocks: the address of one, with what it takes to count its owners and to destroy it.
  /// Other handles may hold it, and share blocks with this one by `from_block`.
  using block_type = Block;

  /// Bytes from the start of a block to its first element. (`memory_layout(0).size` may be more.)
  static constexpr std::size_t elements_offset = Block::elements_offset;

  /// The label in front of the elements at `data`.
  template <class Element>
    requires std::is_same_v<std::remove_const_t<Element>, T>
  [[nodiscard]] static auto label_of(Element* data) noexcept
      -> Access<Element, typename OwnedLabel<Label, Length>::type>& {
    return Block::from_elements(const_cast<T*>(data)).label();
  }

  /// The elements behind `label`.
  template <class Given>
    requires std::is_same_v<std::remove_const_t<Given>, Label>
  [[nodiscard]] static std::span<Access<Given, T>> elements_of(Given& label) noexcept
    requires(!Length::in_handle)
  {
    const Block block = Block::from_label(label);
    return std::span<Access<Given, T>>(block.elements(), block.length({}));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length that the array has
  template <class Given>
    requires std::is_same_v<std::remove_const_t<Given>, Label>
  [[nodiscard]] static std::span<Access<Given, T>> elements_of(Given& label, std::size_t n) noexcept
    requires Length::in_handle
  {
    return std::span<Access<Given, T>>(Block::from_label(label).elements(), n);
  }

  /// As `from_raw`, by the label: takes back what `into_raw` gave up.
  [[nodiscard]] static Derived from_label(const Label& label) noexcept
    requires(!Length::in_handle)
  {
    return from_block(Block::from_label(label));
  }
  /// The same for fat handles, which need the length. \pre `n` is the length that the array has
  [[nodiscard]] static Derived from_label(const Label& label, std::size_t n) noexcept
    requires Length::in_handle
  {
    return from_block(Block::from_label(label), n);
  }

  /// As `from_raw`, by the block. Null if there is none.
  [[nodiscard]] static Derived from_block(Block block) noexcept
    requires(!Length::in_handle)
  {
    return Derived::from_raw(block.elements());
  }
  /// The same for fat handles, which need the length. \pre `n` is the length that the array has
  [[nodiscard]] static Derived from_block(Block block, std::size_t n) noexcept
    requires Length::in_handle
  {
    return Derived::from_raw(block.elements(), n);
  }

 protected:
  BlockLookup() = default;  // only as a base class
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_HANDLE_BLOCK_LOOKUP_HPP

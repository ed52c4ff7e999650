// SPDX-License-Identifier: MIT
//
// detail/build/fill.hpp: the ways to fill a new block. Each is called with an UnfinishedBlock and builds all
// elements.
#ifndef HEAPARRAY_DETAIL_BUILD_FILL_HPP
#define HEAPARRAY_DETAIL_BUILD_FILL_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <tuple>
#include <type_traits>

#include "../../config.hpp"
#include "element.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// Builds each element from what `init(label, i)` or `init(i)` returns.
template <class Init>
struct ByInit {
  Init& init;

  /// Whether `init` gets the label, and may change it.
  template <class Label>
  static constexpr bool changes_label = TakesLabel<Init, Label>;

  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    using Label = typename Unfinished::Label;
    static_assert(
        ElementInit<Init, typename Unfinished::T, Label>,
        "heaparray: init must be callable as init(label, i) or init(i), with a label_type& and a "
        "std::size_t, and must return the element or what one can be constructed from. To fill an array "
        "with copies of a value, use filled(label, n, value).");
    if constexpr (ElementInit<Init, typename Unfinished::T, Label>) {
      if constexpr (TakesLabel<Init, Label>)
        block.emplace_each(block.len(),
                           [&](std::size_t i) -> decltype(auto) { return init(block.label(), i); });
      else
        block.emplace_each(block.len(), init);
    }
  }
};

/// Value-initialises each element, or builds it from the allocator alone.
struct ValueInitialized {
  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    using T = typename Unfinished::T;
    if constexpr (Unfinished::given_allocator)
      block.emplace_each(block.len(), [&](std::size_t) { return detail::make_given<T>(block.allocator()); });
    else if constexpr (std::is_trivially_default_constructible_v<T>)
      block.build_at_once(block.len(), [](T* first, std::size_t n) {
        // SAFETY: as UnfinishedBlock::emplace. Not by the algorithm of libstdc++, which is longer code, and
        // looks names up by what a pointer points to, which need not be complete. Compilers turn the loop
        // into memset.
        if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
          std::memset(first, 0, n * sizeof(T));
        else
          for (T* const last = first + n; first != last; ++first) ::new (static_cast<void*>(first)) T();
      });
    else if constexpr (HasDefault<T>::value)
      block.place_each(block.len(), [](void* place) { ::new (place) T(); });  // SAFETY: as emplace
  }
};

/// Default-initialises each element. For trivial types, nothing is written.
struct DefaultInitialized {
  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    using T = typename Unfinished::T;
    // With an allocator, as ValueInitialized: default initialisation has no syntax for arguments.
    if constexpr (Unfinished::given_allocator)
      ValueInitialized()(block);
    else if constexpr (std::is_trivially_default_constructible_v<T>)
      block.build_at_once(block.len(), [](T*, std::size_t) {});  // allocated memory contains such objects
    else if constexpr (HasDefault<T>::value)
      block.place_each(block.len(), [](void* place) { ::new (place) T; });  // SAFETY: as emplace
  }
};

/// Builds copies of `value`.
template <class T>
struct CopiesOf {
  const T& value;

  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    if constexpr (Unfinished::copied_as_bytes)
      block.build_at_once(block.len(),
                          [this](T* first, std::size_t n) { std::uninitialized_fill_n(first, n, value); });
    else
      block.emplace_each(block.len(), [this](std::size_t) -> const T& { return value; });
  }
};

/// Builds one element from each of `args`, in their order.
template <class... Args>
struct Elements {
  std::tuple<Args&&...> args;

  constexpr explicit Elements(std::type_identity_t<Args>&... as) noexcept
      : args(static_cast<Args&&>(as)...) {}

  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    using T = typename Unfinished::T;
    static_assert(
        (std::is_constructible_v<T, Args> && ...),
        "heaparray: of(a, b, ...) and with_elements(label, a, b, ...) make one element of each argument "
        "after the label, and an element cannot be constructed from one of these.");
    if constexpr ((std::is_constructible_v<T, Args> && ...))
      std::apply(
          [&](auto&... as) { (block.emplace([&]() -> Args&& { return static_cast<Args&&>(as); }), ...); },
          args);
  }
};

/// Builds copies of the elements at `source`, or moves them if `Source` is not const.
template <class Source>
struct FromElements {
  Source* source;

  template <class Unfinished>
  HEAPARRAY_STEP_OVER void operator()(Unfinished& block) const {
    block.append(source, block.len());
  }
  // Not forced: what GCC is forced to inline here counts against the function that makes the block.
  template <class Unfinished>
    requires(Unfinished::copied_as_bytes)
  void operator()(Unfinished& block) const {
    block.append(source, block.len());
  }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BUILD_FILL_HPP

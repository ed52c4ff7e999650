// SPDX-License-Identifier: MIT
//
// label.hpp: what the label may be, and how it is built.
//
//   struct Header {
//     explicit Header(std::uint64_t k) : key(k) {}
//     std::uint64_t key;
//     std::atomic<int> hits{0};
//   };
//   template <> inline constexpr bool heaparray::enable_shared_mutation<Header> = true;
//   auto a = heaparray::ArcArray<char, Header>::with_label(heaparray::label_args(42u), 5, init);
//   a.label().hits.fetch_add(1);           // shared handles read as const, except for types that opt in
#ifndef HEAPARRAY_LABEL_HPP
#define HEAPARRAY_LABEL_HPP

#include <atomic>
#include <compare>
#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include "alloc_utils.hpp"
#include "concepts.hpp"
#include "config.hpp"
#include "fwd.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// The label of an array that has none. It takes no byte, equals every other NoLabel and is not printed.
struct NoLabel {
  friend constexpr std::strong_ordering operator<=>(const NoLabel&, const NoLabel&) = default;
};

/// Arguments for the constructor of a label, kept until the label is built in its block.
/// \see label_args
template <class... Args>
struct LabelArgs {
  std::tuple<Args...> args;  ///< rvalues by value, lvalues by reference
};

/// Builds the label in place from `args`. For labels that can be neither copied nor moved, such as those that
/// hold an atomic or a mutex. Aggregates are initialised as with braces.
/// \pre lvalue arguments, which are kept by reference, outlive the call that the result is passed to
/// \throws what moving an rvalue throws. Strong guarantee, except that rvalues may have been moved from
template <class... Args>
[[nodiscard]] constexpr LabelArgs<Args...> label_args(Args&&... args) {
  return LabelArgs<Args...>{std::tuple<Args...>(std::forward<Args>(args)...)};
}

/// A function that makes the label.
/// \see label_from
template <class F>
struct LabelFrom {
  F make;  ///< called once, when the label is built
};

/// Builds the label in place from what `make()` returns, also if it is immovable. For labels that are written
/// as braces with names: `label_from([&] { return Header{.kind = 7, .sender = id}; })`. The label is not
/// passed the allocator of the array.
/// \pre `make()` returns a `Label` by value, or something that a label can be made from
/// \throws what moving `make` throws. Strong guarantee
template <class F>
[[nodiscard]] constexpr LabelFrom<F> label_from(F make) {
  return LabelFrom<F>{std::move(make)};
}

namespace detail {

template <class>
inline constexpr bool is_label_args = false;
template <class... Args>
inline constexpr bool is_label_args<LabelArgs<Args...>> = true;
template <class>
inline constexpr bool is_label_from = false;
template <class F>
inline constexpr bool is_label_from<LabelFrom<F>> = true;

/// What tells how to build a label, and is none itself.
template <class T>
inline constexpr bool is_label_recipe = is_label_args<T> || is_label_from<T>;

/// The requirements on element and label types, with the message for each.
template <class T>
concept Storable = std::is_same_v<T, std::remove_cv_t<T>> &&
                   (std::is_class_v<T> || (std::is_object_v<T> && !std::is_array_v<T>));
template <class T>
struct ValidElement : std::true_type {
  static_assert(Storable<T>,
                "heaparray: elements must be of an object type that is not an array, const or volatile. For "
                "references use pointers or std::reference_wrapper, for arrays std::array.");
};
template <class Label>
struct ValidLabel : std::true_type {
  static_assert(Storable<Label>,
                "heaparray: a label must be of an object type that is not an array, const or volatile. For "
                "references use pointers, for arrays std::array, for no label heaparray::NoLabel.");
};

template <class T>
inline constexpr bool is_std_atomic = false;
template <class T>
inline constexpr bool is_std_atomic<std::atomic<T>> = true;

template <class T>
inline constexpr bool is_of_template = false;
template <template <class...> class Template, class... Ts>
inline constexpr bool is_of_template<Template<Ts...>> = true;

// A mutex of any library: it can lock, and it cannot be moved (std::unique_lock can).
//
// For a node that holds an array of nodes, this concept is checked while the node is incomplete and has no
// members. If the node is of a template, asking for a member would complete it, before the array is. The
// first requirement is one after which GCC 16 does not warn at the definition of the node
// (-Wsfinae-incomplete).
template <class T>
concept MutexLike = (!is_of_template<T>) && requires { &T::unlock; } && requires(T& m) {
  m.lock();
  { m.try_lock() } -> std::same_as<bool>;
  m.unlock();
} && !std::is_move_constructible_v<T>;

template <class T>
concept AllowsSharedMutation = (!is_of_template<T>) && requires { requires T::shared_mutation::value; };

}  // namespace detail

/// Whether a `T` in a shared block is exposed as mutable, because it synchronises itself. True for
/// `std::atomic`, for mutexes that are no template, and for the atomic cells of this library. A type of your
/// own says so if each of its non-const member functions may be called by several threads at the same time
/// (or, for handles with a plain count, by several owners). It has a member
/// `using shared_mutation = std::true_type;`, or this is specialised for it. To make only some members of a
/// label mutable, declare them `mutable`.
/// \pre A type that itself holds shared arrays is incomplete when this is read. For it, the member type
///      stands before those arrays. A specialisation is declared before the definition of the type, and
///      before the type is first used in a shared handle. A class template needs a specialisation of this,
///      because asking it for a member would complete it
template <class T>
inline constexpr bool enable_shared_mutation =
    detail::is_std_atomic<T> || std::is_same_v<T, std::atomic_flag> || detail::AllowsSharedMutation<T> ||
    detail::MutexLike<T>;

/// The cells of this library synchronise themselves, as std::atomic does.
template <class T, class Label, class Allocator>
inline constexpr bool enable_shared_mutation<AtomicPtrArray<T, Label, Allocator>> = true;
/// Cells of shared arrays synchronise themselves too.
template <class Handle, class Protocol>
inline constexpr bool enable_shared_mutation<BasicAtomicArcArray<Handle, Protocol>> = true;

/// Whether arrays whose label or elements are a `T` are destroyed in a loop instead of by recursion. For a
/// `T` that holds handles to arrays of its own kind, as the nodes of lists and trees do: the destructor of
/// the root would otherwise call itself once for each level, and overflow the stack of a deep structure.
///
/// If such a block loses its last owner while this thread destroys another block of the same type, it waits,
/// and is destroyed as soon as that block has been. So the block of a parent is gone, with its memory, before
/// the blocks that it owned are destroyed. All are gone when the destructor or assignment that began returns.
/// Waiting takes no memory: a block waits in a list that is linked where its count was. Where there is no
/// count, or the count is shorter than an address, or the handle is fat, a block has one or two words more
/// for it.
/// \pre the specialisation is declared before the definition of `T`, if `T` has handles to arrays of `T` as
///      members
/// \pre what a node owns does not depend on the node when it is destroyed: a memory resource that is a member
///      of a node is gone before the blocks that the node has allocated from it
/// \complexity as without it, with a stack of constant depth
/// \threads the thread that drops destroys; the list is its own
template <class T>
inline constexpr bool enable_iterative_drop = false;

/// Whether an object of type `T` may be moved by copying its bytes to other memory and forgetting the old
/// ones. True for trivially copyable types, and for the handles of this library if their allocator has raw
/// pointers. Arrays that grow and builders move such elements with `memcpy`. Specialise it for types of your
/// own that contain no pointer to themselves, and whose address nobody keeps.
template <class T>
inline constexpr bool enable_trivial_relocation = std::is_trivially_copyable_v<T>;
/// A handle holds addresses and numbers, none of which is its own. A fancy pointer may be relative to itself.
template <class T, class Label, class Length, class Count, class Allocator>
inline constexpr bool enable_trivial_relocation<BasicArray<T, Label, Length, Count, Allocator>> =
    detail::has_raw_pointers<Allocator>;
/// The same.
template <class T, class Label, class Length, class Count, class Allocator>
inline constexpr bool enable_trivial_relocation<BasicRcArray<T, Label, Length, Count, Allocator>> =
    detail::has_raw_pointers<Allocator>;
/// The same.
template <class Handle>
inline constexpr bool enable_trivial_relocation<SharedSlice<Handle>> = enable_trivial_relocation<Handle>;
/// The same.
template <class Handle>
inline constexpr bool enable_trivial_relocation<WeakArray<Handle>> = enable_trivial_relocation<Handle>;

namespace detail {

/// `T`, as a shared handle exposes it.
template <class T>
using Shared = std::conditional_t<enable_shared_mutation<T>, T, const T>;

/// `Label`, as the only owner of a block may change it.
template <class Label, class Length>
struct OwnedLabel {
  using type = Label;
};
template <class Label, ReadsLength<Label> Length>
struct OwnedLabel<Label, Length> {
  using type = Shared<Label>;
};

/// `T(args...)`, written by the standard library: compilers do not warn about conversions in its headers.
template <class T, class... Args>
constexpr T construct(Args&&... args) {
  return std::make_from_tuple<T>(std::forward_as_tuple(std::forward<Args>(args)...));
}

/// Whether a label is built from `Args` by parentheses. Aggregates are built by braces, with every compiler,
/// except from a single argument that converts to the aggregate.
template <class Label, class... Args>
inline constexpr bool label_from_value = std::is_constructible_v<Label, Args...>;
template <class Label, class... Args>
  requires std::is_aggregate_v<Label>
inline constexpr bool label_from_value<Label, Args...> =
    sizeof...(Args) == 1 && (std::is_convertible_v<Args, Label> && ...);

/// The message for a label that cannot be built.
template <class Label, class... Args>
struct BuildsLabel : std::true_type {
  static_assert(
      label_from_value<Label, Args...> || requires { Label{std::declval<Args>()...}; },
      "heaparray: the label cannot be built from what was given for it. Pass a value that the label's "
      "type can be constructed from, or label_args(...) with the arguments of one of its constructors; "
      "a label without a default constructor needs with_label(label, n, init).");
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_LABEL_HPP

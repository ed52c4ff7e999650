// SPDX-License-Identifier: MIT
//
// detail/block/array_block.hpp: the block behind a handle.
//
// In C, a counted array with a header is one struct and one call of malloc():
//
//    struct block { size_t count, length; struct header label; int elements[]; };
//
// An ArrayBlock is that struct for any label, any elements, and the parts that the policies of a handle need:
//
//    [allocator][count][length][Label] T T T T ...
//     ^ each only if its policy        ^ an ArrayBlock holds the address of element 0
//       stores something
//
// An ArrayBlock is a value, a pointer of the allocator wide, and owns nothing. A handle stores one and decides when it is
// copied and when it is destroyed. An ArrayBlock is a MemBlock with additional parts before the label.
//
//   using Block = ArrayBlock<int, Header, LengthInBlock<>, AtomicCount<>, std::allocator<std::byte>>;
//   Block block = Block::make<OrThrow>(allocator, 3, header, ValueInitialized());    // a count of one
//   block.count().increment();
//   if (block.count().decrement()) block.destroy(block.length({}));
#ifndef HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP
#define HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP
// IWYU pragma: private, include <heaparray/heaparray.hpp>

#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../../mem_block.hpp"
#include "../base/debug_level.hpp"
#include "../base/fail.hpp"
#include "../base/hidden.hpp"
#include "../build/arguments.hpp"
#include "../build/element.hpp"
#include "../build/fill.hpp"
#include "../build/unfinished_block.hpp"
#include "drop_queue.hpp"
#include "front.hpp"

HEAPARRAY_NAMESPACE_BEGIN
namespace detail {

/// The messages for types that are no policies at all. Other requirements depend on the label:
/// \see ValidBlock
template <class Length, class Allocator>
struct ValidPolicies : std::true_type {
  static_assert(
      requires {
        typename Length::handle_part;
        typename Length::block_part;
        Length::in_handle;
      },
      "heaparray: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do. (That "
      "of arrays that grow, LengthAndCapacity<>, needs #include <heaparray/growing_array.hpp>.)");
  static_assert(
      requires { typename Allocator::value_type; },
      "heaparray: Allocator must be an allocator, as std::allocator<std::byte> is.");
};

/// The messages for requirements that are checked when the types are complete.
template <class Label, class Length, class Count, class Allocator>
struct ValidBlock : std::true_type {
  static_assert(
      LengthPolicy<Length, Label>,
      "heaparray: Length must model heaparray::LengthPolicy, as LengthInHandle and LengthInBlock<> do; "
      "LengthFromLabel<Get> does if Get finds a whole number in the label.");
  static_assert(!(requires { requires Length::reads_writable_member; } && enable_shared_mutation<Label>),
                "heaparray: this label allows shared mutation, and LengthFromLabel reads the length of the "
                "array from a member of it that every owner could change. Declare that member const, or give "
                "LengthFromLabel a const member function.");
  static_assert(!(CountsWeak<Count> && ReadsLength<Length, Label>),
                "heaparray: the last weak handle needs the length of a block whose label is gone: keep it "
                "in the block (LengthInBlock<>) or in the handle (LengthInHandle), not in the label.");
  static_assert(
      !(KeepsCapacity<Length> && KeepsTerminator<Length>),
      "heaparray: Terminated<Length> writes what is behind the last element once, and an array with "
      "a capacity grows over it. Append a T() before it goes to C.");
  static_assert(std::has_single_bit(element_alignment<Allocator>),
                "heaparray: an allocator's element_alignment must be a power of two, such as 64.");
};

template <class Length>
inline constexpr bool is_fat = requires { requires Length::in_handle; };

/// The link of a block that waits to be destroyed; void if no block of this kind waits.
template <class T, class Label, class Length>
using DropLinkOf = std::conditional_t<enable_iterative_drop<T> || enable_iterative_drop<Label>,
                                      DropLink<T, is_fat<Length>>, void>;

/// A block of this kind, or none. The members that read a block have undefined behaviour if there is none.
template <class T, class Label, class Length, class Count, class Allocator>
class ArrayBlock
    : public MemBlock<Label, T, BlockFront<Length, Count, Allocator, DropLinkOf<T, Label, Length>>> {
  static_assert(ValidPolicies<Length, Allocator>::value);

  using Link = DropLinkOf<T, Label, Length>;
  using Memory = MemBlock<Label, T, BlockFront<Length, Count, Allocator, Link>>;

 public:
  using Front = BlockFront<Length, Count, Allocator, Link>;
  using length_policy = Length;
  using count_policy = Count;
  using allocator_type = Allocator;
  using handle_part = typename Length::handle_part;
  using Unfinished = UnfinishedBlock<ArrayBlock, Allocator>;

  /// Whether slots that hold no element are closed. \see detail/base/leak_check.hpp
  static constexpr bool closes_slots = closes_free_slots<Allocator>;

  /// No block.
  HEAPARRAY_STEP_OVER constexpr ArrayBlock() noexcept = default;
  /// The block whose first element is at `elements`. No block if `elements` is null.
  HEAPARRAY_STEP_OVER constexpr explicit ArrayBlock(T* elements) noexcept : Memory(elements) {}
  static constexpr ArrayBlock from_elements(T* elements) noexcept { return ArrayBlock(elements); }
  static ArrayBlock from_label(const Label& label) noexcept {
    return ArrayBlock(Memory::elements_behind(label));
  }
  static ArrayBlock from_start(void* start) noexcept {
    return ArrayBlock(Memory::elements_from(static_cast<std::byte*>(start)));
  }

  static constexpr std::size_t max_len() noexcept { return longest; }
  static constexpr std::size_t max_len_for(std::size_t bytes) noexcept {
    return smaller(Memory::max_len_for(bytes), Length::max_len);
  }

  /// Whether assignment may assign to the label and the elements in place. It may not if the count is in the
  /// label, or if an exception could change the length, which is read from the label.
  static constexpr bool assigns_in_place() noexcept {
    return std::is_copy_assignable_v<T> && std::is_copy_assignable_v<Label> && !CountsInLabel<Count> &&
           (!ReadsLength<Length, Label> || std::is_nothrow_copy_assignable_v<Label>);
  }

  // The parts

  /// The count: a reference, or an object with the same member functions. \pre there is a count
  HEAPARRAY_STEP_OVER decltype(auto) count() const noexcept {
    if constexpr (Front::keeps_canary)
      return this->watched_count();
    else if constexpr (CountsInLabel<Count>)
      return Count::in(this->label());
    else
      return part<Count>(Front::count.begin);
  }

#if HEAPARRAY_HARDENING >= 2
  // The canary

  /// What the canary of a block says that it is. In all compilers of a platform the same.
  static constexpr std::size_t kind() noexcept {
    constexpr auto flag_at = [](bool flag, int at) { return std::size_t{flag} << at; };
    constexpr std::size_t extent = [] {
      if constexpr (FixesLength<Length>)
        return std::size_t{Length::extent};
      else
        return std::size_t{0};
    }();
    constexpr bool is_counted = !std::is_base_of_v<NoCount, Count>;
    constexpr bool counts_any_thread = [] {
      if constexpr (is_counted)
        return bool{Count::thread_safe};
      else
        return false;
    }();
    constexpr std::size_t numbers[] = {
        sizeof(T),
        alignof(T),
        std::is_empty_v<Label> ? 0 : sizeof(Label),
        alignof(Label),
        Memory::label_offset,
        Memory::elements_offset,
        Front::allocator.end,
        Front::count.begin,
        Front::count.end,
        Front::length.begin,
        Front::length.end,
        Front::link.end,
        Front::terminators,
        extent,
        flag_at(Length::in_handle, 0) | flag_at(KeepsCapacity<Length>, 1) |
            flag_at(ReadsLength<Length, Label>, 2) | flag_at(is_counted, 3) | flag_at(counts_any_thread, 4) |
            flag_at(CountsInLabel<Count>, 5) | flag_at(CountsWeak<Count>, 6) | flag_at(Front::in_bytes, 7) |
            flag_at(is_std_allocator<Allocator>, 8) | flag_at(enable_arena<Allocator>, 9)};
    constexpr std::size_t result = Canary::kind_of(numbers);
    return result;
  }

  /// Reports if this is no living block of this type. `what` is what is done with it.
  void expect_kind(const char* what) const { Canary::expect(place(Front::canary.begin), kind(), what); }
  /// The same of the block whose first element is at `elements`, unless that is null.
  static void expect_block(T* elements, const char* what) {
    if (elements != nullptr) ArrayBlock(elements).expect_kind(what);
  }
  /// Says that this is a block of this type. Called when it is made, and when the block of
  /// another type becomes one.
  // SAFETY: as construct_count. A canary has no destructor.
  void mark_kind() const noexcept { ::new (place(Front::canary.begin)) Canary(kind()); }
  void die() const noexcept { part<Canary>(Front::canary.begin).die(); }
#endif

  /// The number of elements, from the part in the handle or from the block.
  HEAPARRAY_STEP_OVER std::size_t length([[maybe_unused]] const handle_part& in_handle) const noexcept {
    if constexpr (Length::in_handle)
      return Length::get(in_handle);
    else if constexpr (Front::keeps_length)
      return Length::get(part<typename Front::LengthPart>(Front::length.begin),
                         static_cast<const Label&>(this->label()));
    else
      return Length::get(typename Front::LengthPart(0), static_cast<const Label&>(this->label()));
  }

  /// The number of elements for which the memory is, if the block keeps it; otherwise `len`, its length.
  HEAPARRAY_STEP_OVER std::size_t capacity([[maybe_unused]] std::size_t len = 0) const noexcept {
    if constexpr (KeepsCapacity<Length>)
      return static_cast<std::size_t>(part<typename Front::LengthPart>(Front::length.begin).capacity);
    else
      return len;
  }
  /// Says that there are `n` elements. \pre `n <= capacity()`
  HEAPARRAY_STEP_OVER void set_length(std::size_t n) const noexcept
    requires KeepsCapacity<Length>
  {
    auto& len = part<typename Front::LengthPart>(Front::length.begin).len;
    len = static_cast<std::remove_reference_t<decltype(len)>>(n);
  }

  /// A copy of the allocator, which outlives the block.
  KeptAllocator<Allocator> allocator() const noexcept {
    if constexpr (Front::keeps_allocator)
      return part<Allocator>(Front::allocator.begin);
    else {
      static_assert(
          is_stateless_allocator<Allocator>,
          "heaparray: a block in an arena does not keep its allocator (enable_arena), so nothing can "
          "be allocated by it for a copy. Say where: A(array, allocator), or another way of making that "
          "takes an allocator.");
      if constexpr (std::is_default_constructible_v<Allocator>)
        return Allocator();
      else
        std::abort();  // after the message
    }
  }

  /// Whether `a` frees this block. Not known of a block in an arena.
  bool is_freed_by([[maybe_unused]] const Allocator& a) const noexcept {
    if constexpr (is_stateless_allocator<Allocator>)
      return true;
    else if constexpr (Front::keeps_allocator)
      return allocator() == a;
    else
      return false;
  }

  /// The label and `len` elements as bytes.
  std::span<std::byte> in_bytes(std::size_t len) const noexcept {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_copyable_v<Label>,
                  "heaparray: a label and elements are sent and received as bytes only if both are trivially "
                  "copyable.");
    constexpr std::size_t begin = Memory::label_offset + (std::is_empty_v<Label> ? 0 : sizeof(Label));
    static_assert(std::is_empty_v<Label> || begin == Memory::elements_offset,
                  "heaparray: between this label and the elements is padding, which has no value to be "
                  "sent. Give the label a size that is a multiple of the elements' alignment, for "
                  "example by a member that says what it is for.");
    const std::size_t front = std::is_empty_v<Label> ? 0 : Memory::elements_offset - Memory::label_offset;
    return std::span<std::byte>(this->start() + Memory::elements_offset - front, front + len * sizeof(T));
  }

  // From the first byte to the last

  /// Memory for `len` elements, in which only the terminator is built.
  template <class OnFailure>
  HEAPARRAY_STEP_OVER static ArrayBlock allocate(AllocatorArg<Allocator> a, std::size_t len) {
    const ArrayBlock block(Memory::template allocate_elements<OnFailure>(a, len, longest));
    if constexpr (Front::terminators != 0) {
      static_assert(
          std::is_nothrow_default_constructible_v<T> && std::is_trivially_destructible_v<T>,
          "heaparray: Terminated<Length> keeps one more element, T(), behind the last: T must be nothrow "
          "default constructible and trivially destructible, as characters, numbers and pointers are.");
      // SAFETY: slot len is the terminator's by layout, aligned, and holds nothing yet. It needs no
      // destructor.
      if (std::is_same_v<OnFailure, OrThrow> || block.elements() != nullptr)
        ::new (static_cast<void*>(block.elements() + len)) T();
    }
    return block;
  }

  /// A new block for `len` elements and for what is built from `label`, in which nothing is built. No block
  /// if `OnFailure` is OrNull and `len` is too large or there is no memory.
  template <class OnFailure, class Source>
  [[nodiscard]] HEAPARRAY_STEP_OVER static Unfinished unbuilt(AllocatorArg<Allocator> a, std::size_t len,
                                                              const Source& label) {
    static_assert(ValidBlock<Label, Length, Count, Allocator>::value);
    const bool fits = has_right_length<OnFailure>(len, label);
    return Unfinished(a, fits ? allocate<OnFailure>(a, len) : ArrayBlock(nullptr), len);
  }
  /// The same, in which only the parts and the label are built.
  template <class OnFailure, class Source>
  [[nodiscard]] HEAPARRAY_STEP_OVER static Unfinished begin(AllocatorArg<Allocator> a, std::size_t len,
                                                            Source&& label) {
    static_assert(ValidBlock<Label, Length, Count, Allocator>::value);  // before what it is about is used
    Unfinished block = unbuilt<OnFailure>(a, len, label);
    if (std::is_same_v<OnFailure, OrThrow> || block.elements() != nullptr) [[likely]] {
      block.construct_head(static_cast<Source&&>(label));
      // The length is checked again, because destroy() will use what this label says.
      if constexpr (ReadsLength<Length, Label> && !copies_bytes_of<Source>)
        if (len != Length::length_of(std::as_const(block.label()))) [[unlikely]]
          refuse_label(a, block.finish(), len);
    }
    return block;
  }

  /// Releases a block in which everything is built. The label may have been changed since it was built.
  [[nodiscard]] static ArrayBlock complete(Unfinished& block) {
    static_cast<void>(has_right_length<OrThrow>(block.len(), std::as_const(block.label())));
    start_count(block);
    return block.finish();
  }

  /// A new block of `len` elements, which `fill(unfinished_block)` builds. \see begin
  template <class OnFailure, class Source, class Fill>
  [[nodiscard]] HEAPARRAY_STEP_OVER static ArrayBlock make(AllocatorArg<Allocator> a, std::size_t len,
                                                           Source&& label, const Fill& fill) {
    // What a lambda makes is made at one place of a program, and most lambdas refer to variables there.
    if constexpr (is_label_from<std::remove_cvref_t<Source>>) {
      Unfinished block = begin<OnFailure>(a, len, static_cast<Source&&>(label));
      return filled<OnFailure>(block, fill);
    } else {
      return make_by<OnFailure, Fill, Source>(a, len, static_cast<Source&&>(label), fill);
    }
  }
  template <class OnFailure, class Fill, class Source>
  [[nodiscard]] static ArrayBlock make_by(AllocatorArg<Allocator> a, std::size_t len,
                                          InRegisters<Source, Source&&> label,
                                          InRegisters<Fill, const Fill&> fill) {
    Unfinished block = begin<OnFailure>(a, len, static_cast<Source&&>(label));
    return filled<OnFailure>(block, fill);
  }
  template <class OnFailure, class Fill>
  [[nodiscard]] HEAPARRAY_STEP_OVER static ArrayBlock filled(Unfinished& block, const Fill& fill) {
    if constexpr (std::is_same_v<OnFailure, OrNull>)
      if (block.elements() == nullptr) [[unlikely]]
        return ArrayBlock(nullptr);
    if constexpr (requires { requires Fill::template changes_label<Label>; }) {
      fill(block);
      return complete(block);
    } else {
      if constexpr (CountsInLabel<Count>) start_count(block);
      fill(block);
      return block.finish();
    }
  }

  /// A new block with copies of the label and of the elements of `source`. \pre `len` is its length
  template <class OnFailure>
  [[nodiscard]] static ArrayBlock copy(AllocatorArg<Allocator> a, std::size_t len, ArrayBlock source) {
    if constexpr (copies_bytes_of<const Label&> && Unfinished::copied_as_bytes) {
      detail::known(len <= longest);
      const ArrayBlock block = allocate<OnFailure>(a, len);
      // No operator of a class is looked up: that would complete what `T` may point to.
      if (std::is_same_v<OnFailure, OrNull> && block.elements() == nullptr) [[unlikely]]
        return block;
      // SAFETY: both have these bytes, and memcpy begins the lives of the copies: all are trivially copyable.
      std::memcpy(block.first_byte(), source.first_byte(), bytes_of(len));
      block.construct_front(a, len);
      start_count(block);
      return block;
    } else {
      return make<OnFailure>(a, len, std::as_const(source.label()), FromElements<const T>{source.elements()});
    }
  }

  /// Assigns the label and then the elements of `source`. \pre both have `len` elements, and are not the same
  void assign(std::size_t len, ArrayBlock source) const {
    this->label() = std::as_const(source.label());
    if constexpr (std::is_trivially_copyable_v<T> && std::is_trivially_copy_assignable_v<T>)
      std::memcpy(static_cast<void*>(this->elements()), source.elements(), len * sizeof(T));
    else
      for (std::size_t i = 0; i != len; ++i) this->element(i) = std::as_const(source.element(i));
  }

  /// Destroys the elements, last to first, then the label, and frees the memory: now, or as soon as the block
  /// is destroyed that this thread is destroying. \pre `len` is the length of the block
  HEAPARRAY_STEP_OVER void destroy(std::size_t len) const noexcept {
    static_assert(ValidBlock<Label, Length, Count, Allocator>::value);
    if constexpr (Front::keeps_canary) this->expect_kind("the destruction of");
    if constexpr (Front::is_linked)
      DropQueue<ArrayBlock>::drop(*this, len);
    else
      destroy_now(len);
  }
  void destroy_now(std::size_t len) const noexcept {
    if constexpr (CountsWeak<Count>) {
      detail::destroy_elements(this->elements(), len);
      detail::destroy_label(*this);
      drop_memory(len);
    } else if constexpr (enable_arena<Allocator>) {
      destroy_contents(len);
    } else {
      const KeptAllocator<Allocator> a = allocator();  // a copy: the one in the block dies with it
      const std::size_t allocated = capacity(len);
      destroy_contents(len);
      this->deallocate(a, allocated);
    }
  }

  // A block whose contents are gone, and of which only the parts in front are alive. The memory is freed if
  // nothing needs it any more: by the last owner, and by a weak handle.
  void drop_memory(std::size_t len) const noexcept {
    if (!count().has_weak() || count().decrement_weak()) free_memory(len);
  }
  void drop_weak(std::size_t len) const noexcept {
    if (count().decrement_weak()) free_memory(len);
  }

  // Builds the parts of a new block. Called after the label is built, because an empty label has no byte of
  // its own and may have been written there.
  // SAFETY: as construct_count.
  HEAPARRAY_STEP_OVER void construct_front([[maybe_unused]] const KeptAllocator<Allocator>& a,
                                           [[maybe_unused]] std::size_t len) const noexcept {
    if constexpr (Front::keeps_allocator) ::new (place(Front::allocator.begin)) Allocator(a);
    if constexpr (Front::keeps_count) construct_count();
    if constexpr (Front::keeps_length) ::new (place(Front::length.begin)) typename Front::LengthPart(len);
    if constexpr (Front::keeps_canary) this->mark_kind();
  }
  HEAPARRAY_STEP_OVER void destroy_contents(std::size_t len) const noexcept {
    detail::destroy_elements(this->elements(), len);
    destroy_front();
    detail::destroy_label(*this);
  }
  HEAPARRAY_STEP_OVER void destroy_front() const noexcept {
    if constexpr (Front::keeps_canary) this->die();
    if constexpr (Front::keeps_length) destroy_part<typename Front::LengthPart>(Front::length.begin);
    if constexpr (Front::keeps_count) destroy_part<Count>(Front::count.begin);
    if constexpr (Front::keeps_allocator) destroy_part<Allocator>(Front::allocator.begin);
  }

  /// The same block. GCC does not see that this is a block that other owners may still read.
  /// \see detail/base/hidden.hpp
  HEAPARRAY_STEP_OVER ArrayBlock hidden() const noexcept {
    return ArrayBlock(detail::hidden(this->elements()));
  }

  /// Calls `f` with a copy of the label and replaces the label with the copy if the length is still the same.
  /// \pre the caller is the only owner
  template <class F>
  void update_label(std::size_t len, F&& f) const {
    static_assert(std::is_copy_constructible_v<Label> && std::is_nothrow_move_assignable_v<Label>,
                  "heaparray: update_label changes a copy of the label, and lets it take the label's place "
                  "if the length is the same: that takes a label with a copy constructor and a noexcept move "
                  "assignment.");
    Label changed(std::as_const(this->label()));
    std::forward<F>(f)(changed);
    static_cast<void>(has_right_length<OrThrow>(len, std::as_const(changed)));
    this->label() = std::move(changed);
    if constexpr (CountsInLabel<Count>) Count::start_in(this->label());
  }

  /// Sets the count to one owner. \pre the caller is the last owner
  void restart_count() const noexcept {
    if constexpr (CountsInLabel<Count>) {
      Count::start_in(this->label());
    } else {
      destroy_part<Count>(Front::count.begin);
      construct_count();
    }
  }

  /// The same block with a count of another type, which starts at one owner. \pre the caller is the only
  /// owner
  template <class To>
  To with_count() const noexcept {
    using ToFront = typename To::Front;
    static_assert(ToFront::count.begin == Front::count.begin && ToFront::count.end == Front::count.end &&
                  ToFront::link.begin == Front::link.begin && ToFront::size == Front::size);
    if constexpr (Front::keeps_count) {
      destroy_part<Count>(Front::count.begin);
      const To block(this->elements());
      block.construct_count();
      if constexpr (Front::keeps_canary) block.mark_kind();
      return block;
    } else {
      if constexpr (Front::keeps_canary) To(this->elements()).mark_kind();
      return To(this->elements());
    }
  }

 private:
  template <class, class, class, class, class>
  friend class ArrayBlock;

  static constexpr std::size_t longest = smaller(Memory::max_len(), Length::max_len);

  /// Whether a label that is built from a `Source` has the bytes of that label, and so the same length.
  template <class Source>
  static constexpr bool copies_bytes_of =
      std::is_same_v<std::remove_cvref_t<Source>, Label> && std::is_trivially_copyable_v<Label> &&
      std::is_trivially_constructible_v<Label, Source> && !GivenAllocator<Label, Allocator>;

  /// Whether `len` is the length that the type or, if `label` is a Label, the label requires. If it is not,
  /// throws, except if `OnFailure` is OrNull and `len` is too large.
  template <class OnFailure, class Source>
  HEAPARRAY_STEP_OVER static bool has_right_length(std::size_t len, [[maybe_unused]] const Source& label) {
    std::size_t right = len;
    if constexpr (FixesLength<Length>)
      right = Length::extent;
    else if constexpr (std::is_same_v<Source, Label> && ReadsLength<Length, Label>)
      right = Length::length_of(label);
    if (len == right) [[likely]]
      return true;
    refuse_wrong_length<OnFailure>(len, FixesLength<Length> ? "type" : "label", right, longest);
    detail::known(std::is_same_v<OnFailure, OrNull>);
    return false;
  }
  /// Frees a block without elements, and throws.
  HEAPARRAY_COLD static void refuse_label(KeptAllocator<Allocator> a, ArrayBlock block, std::size_t len) {
    const std::size_t right = Length::length_of(std::as_const(block.label()));
    Unfinished::give_up(a, block, len, 0, true);
    raise_wrong_length(len, "label", right);
  }

  void free_memory(std::size_t len) const noexcept {
    if constexpr (enable_arena<Allocator>) {
      destroy_front();
    } else {
      const KeptAllocator<Allocator> a = allocator();
      const std::size_t allocated = capacity(len);
      destroy_front();
      this->deallocate(a, allocated);
    }
  }

  // The label and the elements, with the padding between them.
  static constexpr std::size_t label_bytes =
      takes_bytes<Label, T, Front>() ? Memory::elements_offset - Memory::label_offset : 0;
  std::byte* first_byte() const noexcept { return this->start() + Memory::elements_offset - label_bytes; }
  static constexpr std::size_t bytes_of(std::size_t len) noexcept { return label_bytes + len * sizeof(T); }

  template <class Block>
  HEAPARRAY_STEP_OVER static void start_count([[maybe_unused]] const Block& block) noexcept {
    if constexpr (CountsInLabel<Count>) Count::start_in(block.label());
  }

#if HEAPARRAY_HARDENING >= 2
  // The count, after a look at the canary; if it is one thread's at a time, as one that looks for others.
  decltype(auto) watched_count() const noexcept {
    expect_kind("counting the owners of");
    if constexpr (CountsInLabel<Count>) {
      using Counter = decltype(Count::in(this->label()));
      if constexpr (Count::thread_safe)
        return Count::in(this->label());
      else
        return WatchedCount<Counter>{Count::in(this->label()), part<Canary>(Front::canary.begin)};
    } else {
      Count& count = part<Count>(Front::count.begin);
      if constexpr (Count::thread_safe)
        return (count);
      else
        return WatchedCount<Count&>{count, part<Canary>(Front::canary.begin)};
    }
  }
#endif

  template <class>
  friend class DropQueue;

  // The block has no owner any more, so its count is not needed, and the link may take its place.
  void link(T* next, [[maybe_unused]] std::size_t len) const noexcept {
    if constexpr (Front::links_in_count) destroy_part<Count>(Front::count.begin);
    if constexpr (Length::in_handle)
      ::new (place(Front::link.begin)) Link{next, len};
    else
      ::new (place(Front::link.begin)) Link{next};
  }
  /// Takes the link out: the next block, and the length of this one.
  std::size_t unlink(T*& next) const noexcept {
    const Link link = part<Link>(Front::link.begin);
    next = link.next;
    if constexpr (Front::links_in_count) construct_count();  // for destroy_now
    if constexpr (Length::in_handle)
      return link.len;
    else
      return length(handle_part());
  }

  // SAFETY: a block of this type has a `Part` at this place as long as it lives. No std::launder: see
  // MemBlock::label.
  template <class Part>
  HEAPARRAY_STEP_OVER Part& part(std::size_t begin) const noexcept {
    return *static_cast<Part*>(static_cast<void*>(this->start() + begin));
  }

  template <class Part>
  HEAPARRAY_STEP_OVER void destroy_part(std::size_t begin) const noexcept {
    if constexpr (!TriviallyDestructible<Part>) std::destroy_at(std::addressof(part<Part>(begin)));
  }

  HEAPARRAY_STEP_OVER void* place(std::size_t begin) const noexcept { return this->start() + begin; }
  // SAFETY: the place is inside the memory of the block, is aligned for the part, and contains no other
  // object.
  HEAPARRAY_STEP_OVER void construct_count() const noexcept { ::new (place(Front::count.begin)) Count(); }
};

}  // namespace detail
HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_ARRAY_BLOCK_HPP

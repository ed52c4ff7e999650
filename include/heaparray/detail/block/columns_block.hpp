// SPDX-License-Identifier: MIT
//
// detail/block/columns_block.hpp: a block with several arrays.
//
//    [allocator][count][lengths][Label] A A A A  B B  C C C ...
//                                       ^ the bytes of an ArrayBlock of bytes
//
// The arrays are in the bytes of an ordinary ArrayBlock. Each begins where the array before it ends,
// rounded up to its own alignment, as a C programmer would lay them out; the block has the largest of these
// alignments. Its length policy, ColumnsLength, keeps the lengths that the block must keep, and computes
// the number of bytes from all lengths. Its label, ColumnsLabel, contains the user's label, and its
// destructor destroys the arrays. So whoever owns such a block (BasicArray, BasicRcArray, a cell) destroys
// it correctly, and knows nothing of the arrays.
#ifndef HEAPARRAY_DETAIL_BLOCK_COLUMNS_BLOCK_HPP
#define HEAPARRAY_DETAIL_BLOCK_COLUMNS_BLOCK_HPP
// IWYU pragma: private, include <heaparray/columns.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../alloc_utils.hpp"
#include "../../concepts.hpp"
#include "../../config.hpp"
#include "../../label.hpp"
#include "../base/fail.hpp"
#include "../build/arguments.hpp"
#include "../build/element.hpp"
#include "../build/fill.hpp"
#include "../build/unfinished_block.hpp"
#include "array_block.hpp"
#include "column_types.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

namespace detail {

/// Where the label of the user is. An empty one takes no byte: it is built at this address.
template <class Label, bool = std::is_empty_v<Label>>
struct LabelPlace {
  Label label;

  template <class Allocator, class Source>
  LabelPlace(const Allocator& allocator, Source&& source)
      : label(detail::make_label_from<Label>(allocator, std::forward<Source>(source))) {}
  const Label& get() const noexcept { return label; }
};
template <class Label>
struct alignas(Label) LabelPlace<Label, true> {
  // SAFETY: compilers emit no load and no store for an empty object. \see MemBlock::label
  const Label& get() const noexcept { return *static_cast<const Label*>(static_cast<const void*>(this)); }
};

template <class List, class Label, class Count, class Allocator>
struct ColumnsBlock;

/// The label of a block with several arrays, if its destructor has something to do.
template <class Columns, class Label, bool trivial>
struct ColumnsEnd : LabelPlace<Label> {
  using LabelPlace<Label>::LabelPlace;
  ColumnsEnd(const ColumnsEnd&) = delete;
  ColumnsEnd& operator=(const ColumnsEnd&) = delete;
  /// Destroys the arrays, the last first. The label follows.
  ~ColumnsEnd() {
    using Block = typename Columns::Block;
    // SAFETY: this is the label of a block, and it is alive.
    Columns::destroy_columns(Block::from_start(reinterpret_cast<std::byte*>(this) - Block::label_offset));
    if constexpr (std::is_empty_v<Label> && !std::is_trivially_destructible_v<Label>)
      std::destroy_at(std::addressof(const_cast<Label&>(this->get())));
  }
};
template <class Columns, class Label>
struct ColumnsEnd<Columns, Label, true> : LabelPlace<Label> {
  using LabelPlace<Label>::LabelPlace;
};

/// The label of a block with several arrays. A template of types only: \see enable_shared_mutation
template <class List, class Label, class Count, class Allocator>
struct ColumnsLabel : ColumnsEnd<ColumnsBlock<List, Label, Count, Allocator>, Label,
                                 ColumnsOf<List>::type::destroys_nothing() &&
                                     (!std::is_empty_v<Label> || std::is_trivially_destructible_v<Label>)> {
  static_assert(std::is_nothrow_destructible_v<Label>,
                "heaparray: the destructor of a label must be noexcept: a throw while a block is destroyed "
                "would leak its memory.");
  using Base = ColumnsEnd<ColumnsBlock<List, Label, Count, Allocator>, Label,
                          ColumnsOf<List>::type::destroys_nothing() &&
                              (!std::is_empty_v<Label> || std::is_trivially_destructible_v<Label>)>;
  using Base::Base;
};

/// The length of a block with several arrays: its bytes.
template <class List, class Label, class Count, class Allocator>
struct ColumnsLength {
  using handle_part = NoLengthPart<ColumnsLength, true>;
  using block_part = typename ColumnsOf<List>::type::Kept;
  static constexpr std::size_t max_len = SIZE_MAX;
  static constexpr bool in_handle = false;
  static constexpr std::size_t contents_alignment = ColumnsOf<List>::type::largest_alignment();

  template <class L>
  static constexpr std::size_t get(const block_part& kept, const L& label) noexcept {
    return ColumnsBlock<List, Label, Count, Allocator>::contents_size(kept, label.get());
  }
};

/// One column while it is built: what an UnfinishedBlock must know of it. The memory is not its own.
template <class T, class L>
struct ColumnPlace {
  using value_type = T;
  using label_type = L;

  T* first = nullptr;
  L* labelled = nullptr;

  T* elements() const noexcept { return first; }
  L& label() const noexcept { return *labelled; }
  void* label_address() const noexcept { return labelled; }
  template <class Allocator>
  void deallocate(const Allocator&, std::size_t) const noexcept {}
};

/// What can be done with a block of several arrays, and how it is made.
template <class List, class Label, class Count, class Allocator>
struct ColumnsBlock {
  using Types = typename ColumnsOf<List>::type;
  // Debuggers know the arguments of a type only if it is complete, and `sizeof` completes it.
  static_assert(sizeof(List) != 0);
  using Block = ArrayBlock<std::byte, ColumnsLabel<List, Label, Count, Allocator>,
                           ColumnsLength<List, Label, Count, Allocator>, Count, Allocator>;
  using Lengths = typename Types::Lengths;
  using Kept = typename Types::Kept;
  using Given = GivenLengths<Types::given>;
  static constexpr std::size_t number = Types::number;
  template <std::size_t At>
  using Type = typename Types::template Type<At>;

  static Label& label(Block block) noexcept { return const_cast<Label&>(std::as_const(block.label()).get()); }

  // Lengths and places

  // SAFETY: a block has such a part as long as it lives, also while its label is destroyed: the part is
  // trivial.
  static const Kept& kept(Block block) noexcept {
    if constexpr (Block::Front::keeps_length) {
      return *static_cast<const Kept*>(static_cast<const void*>(block.start() + Block::Front::length.begin));
    } else {
      static constexpr Kept nothing(0);
      return nothing;
    }
  }

  template <std::size_t At>
  HEAPARRAY_STEP_OVER static constexpr std::size_t length(const Kept& kept, const Label& label) noexcept {
    constexpr std::size_t lead = Types::template lead<At>();
    using Length = typename Types::template Length<lead>;
    using Part = typename Types::template Part<lead>;
    if constexpr (FixesLength<Length>)
      return Length::extent;
    else if constexpr (Types::template is_kept<Length>)
      return Length::get(static_cast<const Part&>(kept).part, label);
    else
      return Length::get(typename Length::block_part(0), label);
  }

  /// Where column `At` begins, in bytes from the start of the block.
  template <std::size_t At>
  HEAPARRAY_STEP_OVER static constexpr std::size_t begin(const Kept& kept, const Label& label) noexcept {
    if constexpr (At == 0)
      return round_up(Block::elements_offset, Types::template alignment<0>());
    else
      return round_up(end<At - 1>(kept, label), Types::template alignment<At>());
  }
  template <std::size_t At>
  HEAPARRAY_STEP_OVER static constexpr std::size_t end(const Kept& kept, const Label& label) noexcept {
    return begin<At>(kept, label) + length<At>(kept, label) * sizeof(Type<At>);
  }
  /// The bytes behind the label.
  static constexpr std::size_t contents_size(const Kept& kept, const Label& label) noexcept {
    return end<number - 1>(kept, label) - Block::elements_offset;
  }

  template <std::size_t At>
  HEAPARRAY_STEP_OVER static std::size_t length(Block block) noexcept {
    return length<At>(kept(block), label(block));
  }
  /// The first element of column `At`.
  // SAFETY: it is inside the block, and aligned. No std::launder: see MemBlock::label.
  template <std::size_t At>
  HEAPARRAY_STEP_OVER static Type<At>* data(Block block) noexcept {
    return static_cast<Type<At>*>(static_cast<void*>(block.start() + begin<At>(kept(block), label(block))));
  }
  static Lengths lengths(Block block) noexcept { return lengths_of(block, typename Types::Numbers()); }

  /// Where the arrays of these lengths begin, and behind them, where the last one ends.
  struct Places {
    std::size_t begin[number + 1];
    std::size_t too_long;  ///< the first column that does not fit, or `number`
    std::size_t room;      ///< for how many elements of it there is room
  };
  static constexpr Places places(const Lengths& n) noexcept {
    return places_of(n, max_block_size & ~(Block::alignment - 1), typename Types::Numbers());
  }

  // Making

  /// All lengths, from those that are given, from the types, and from the label.
  static constexpr Lengths all_lengths([[maybe_unused]] const Given& given, const Label* label) noexcept {
    static_assert(Types::template find_lengths<Label>());
    Lengths n{};
    [[maybe_unused]] std::size_t next = 0;
    each([&]<std::size_t At>() {
      using Length = typename Types::template Length<At>;
      if constexpr (Types::template is_kept<Length>)
        n[At] = given.of(next++);
      else if constexpr (At != Types::template lead<At>())
        n[At] = n[At - 1];
      else if constexpr (FixesLength<Length>)
        n[At] = Length::extent;
      else
        n[At] = Length::get(typename Length::block_part(0), *label);
    });
    return n;
  }

  /// Throws if a column has not the length that its type, the label or the column before it says.
  static void expect_lengths(const Lengths& n, [[maybe_unused]] const Label* label) {
    each([&]<std::size_t At>() {
      using Length = typename Types::template Length<At>;
      std::size_t right = n[At];
      if constexpr (At != Types::template lead<At>())
        right = n[At - 1];
      else if constexpr (FixesLength<Length>)
        right = Length::extent;
      else if constexpr (Types::template is_read<Length>)
        if (label != nullptr) right = Length::get(typename Length::block_part(0), *label);
      if (n[At] != right) [[unlikely]]
        raise_column_length(At, n[At], right);
    });
  }

  /// A new block with arrays of these lengths. `fills` are the functions of fill.hpp, one for each array.
  /// If an exception is thrown, what was built is destroyed, newest first, and the block is freed.
  template <class OnFailure, class Source, class... Fills>
  [[nodiscard]] static Block make(const Allocator& allocator, const Lengths& n, Source&& source,
                                  const std::tuple<Fills...>& fills) {
    static_assert(ValidBlock<ColumnsLabel<List, Label, Count, Allocator>,
                             ColumnsLength<List, Label, Count, Allocator>, Count, Allocator>::value);
    static_assert(!CountsInLabel<Count> && !CountsWeak<Count>,
                  "heaparray: a block of several arrays has a count such as LocalCount<> or AtomicCount<>, "
                  "without weak "
                  "handles, and not in the label.");
    expect_lengths(n, nullptr);
    const Places at = places(n);
    if (at.too_long != number) [[unlikely]] {
      if constexpr (std::is_same_v<OnFailure, OrThrow>)
        raise_column_too_long(at.too_long, n[at.too_long], at.room);
      return Block(nullptr);
    }
    const std::size_t bytes = at.begin[number] - Block::elements_offset;
    Head head{allocator, Block::template allocate<OnFailure>(allocator, bytes), bytes};
    if (std::is_same_v<OnFailure, OrNull> && head.block.elements() == nullptr) [[unlikely]]
      return Block(nullptr);
    head.construct(std::forward<Source>(source), n);
    fill<0>(head, n, at, fills);
    return std::exchange(head.block, Block());
  }

  /// A copy of a block.
  template <class OnFailure>
  [[nodiscard]] static Block copy(const Allocator& allocator, Block block) {
    static_assert(
        copies_elements(typename Types::Numbers()),
        "heaparray: copying several arrays copies their elements, and some of these cannot be copied. Move "
        "the handle with std::move, or use a shared one (RcColumns, ArcColumns), whose copies share the "
        "block.");
    static_assert(
        std::is_copy_constructible_v<Label>,
        "heaparray: copying several arrays copies their label, and this one cannot be copied. Move the "
        "handle with std::move, or use a shared one (RcColumns, ArcColumns), whose copies share the block.");
    if constexpr (copies_elements(typename Types::Numbers()) && std::is_copy_constructible_v<Label>)
      return copy_of<OnFailure>(allocator, block, typename Types::Numbers());
    else
      return Block();  // after the message
  }

  static void destroy_columns([[maybe_unused]] Block block) noexcept {
    if constexpr (!Types::destroys_nothing()) destroy_before<number>(block);
  }

  /// Calls `f` for each column.
  template <class F>
  HEAPARRAY_STEP_OVER static constexpr void each(const F& f) {
    [&]<std::size_t... Ats>(std::index_sequence<Ats...>) {
      (f.template operator()<Ats>(), ...);
    }(typename Types::Numbers());
  }

 private:
  /// A block in which the arrays are not all built: owns its memory and its label.
  struct Head {
    KeptAllocator<Allocator> allocator;
    Block block;
    std::size_t size;
    bool has_label = false;

    Head(const Allocator& a, Block b, std::size_t n) noexcept : allocator(a), block(b), size(n) {}
    Head(const Head&) = delete;
    Head& operator=(const Head&) = delete;
    ~Head() {
      if (block.elements() != nullptr) [[unlikely]]
        give_up(allocator, block, size, has_label);
    }

    template <class Source>
    void construct(Source&& source, const Lengths& n) {
      if constexpr (has_no_state<Label>)
        static_cast<void>(detail::make_label_from<Label>(Allocator(allocator), std::forward<Source>(source)));
      // SAFETY: the memory at label_address() is reserved and aligned for the label, and contains no object
      // yet.
      else if constexpr (std::is_empty_v<Label>)
        ::new (block.label_address())
            Label(detail::make_label_from<Label>(Allocator(allocator), std::forward<Source>(source)));
      else
        ::new (block.label_address())
            typename Block::label_type(Allocator(allocator), std::forward<Source>(source));
      block.construct_front(allocator, size);
      if constexpr (Block::Front::keeps_length)
        ::new (static_cast<void*>(block.start() + Block::Front::length.begin)) Kept(n);
      has_label = true;
      if constexpr (Types::reads_label) expect_lengths(n, std::addressof(label(block)));
    }
  };
  HEAPARRAY_COLD static void give_up(KeptAllocator<Allocator> a, Block block, std::size_t bytes,
                                     bool has_label) noexcept {
    if (has_label) {
      block.destroy_front();
      std::destroy_at(std::addressof(label(block)));  // not what would destroy the arrays
    }
    block.deallocate(a, bytes);
  }

  // Each array owns what is built of it until the last one is complete.
  template <std::size_t At, class... Fills>
  static void fill(const Head& head, const Lengths& n, const Places& at, const std::tuple<Fills...>& fills) {
    if constexpr (At != number) {
      using T = Type<At>;
      using Place = ColumnPlace<T, Label>;
      // SAFETY: the place is inside the block and aligned, and nothing lives there yet.
      T* const first = static_cast<T*>(static_cast<void*>(head.block.start() + at.begin[At]));
      UnfinishedBlock<Place, Allocator> column(head.allocator,
                                               Place{first, std::addressof(label(head.block))}, n[At]);
      std::get<At>(fills)(column);
      fill<At + 1>(head, n, at, fills);
      static_cast<void>(column.finish());
    } else if constexpr (Types::reads_label && (changes_label<Fills> || ...)) {
      expect_lengths(n, std::addressof(label(head.block)));
    }
  }
  template <class Fill>
  static constexpr bool changes_label = requires { requires Fill::template changes_label<Label>; };

  template <std::size_t At>
  static void destroy_before(Block block) noexcept {
    if constexpr (At != 0) {
      detail::destroy_elements(data<At - 1>(block), length<At - 1>(block));
      destroy_before<At - 1>(block);
    }
  }

  template <std::size_t... Ats>
  static Lengths lengths_of(Block block, std::index_sequence<Ats...>) noexcept {
    return Lengths{length<Ats>(block)...};
  }
  template <std::size_t... Ats>
  static constexpr Places places_of(const Lengths& n, std::size_t limit,
                                    std::index_sequence<Ats...>) noexcept {
    Places result{};
    std::size_t last = Block::elements_offset;
    // Unrolled, so that each division is by a constant.
    const auto place = [&]<std::size_t At>() {
      const std::size_t first = round_up(last, Types::template alignment<At>());
      result.begin[At] = first;
      result.too_long = At;
      result.room = first > limit
                        ? 0
                        : smaller((limit - first) / sizeof(Type<At>), Types::template Length<At>::max_len);
      if (n[At] > result.room) return false;
      last = first + n[At] * sizeof(Type<At>);
      return true;
    };
    if ((place.template operator()<Ats>() && ...)) {
      result.begin[number] = last;
      result.too_long = number;
    }
    return result;
  }

  template <std::size_t... Ats>
  static constexpr bool copies_elements(std::index_sequence<Ats...>) noexcept {
    return (std::is_copy_constructible_v<Type<Ats>> && ...);
  }
  template <class OnFailure, std::size_t... Ats>
  static Block copy_of(const Allocator& allocator, Block block, std::index_sequence<Ats...>) {
    return make<OnFailure>(allocator, lengths(block), std::as_const(label(block)),
                           std::tuple(FromElements<const Type<Ats>>{data<Ats>(block)}...));
  }
};

}  // namespace detail

/// Blocks of several arrays are destroyed in a loop if their label or an element asks for it.
template <class List, class Label, class Count, class Allocator>
inline constexpr bool enable_iterative_drop<detail::ColumnsLabel<List, Label, Count, Allocator>> =
    enable_iterative_drop<Label> || detail::ColumnsOf<List>::type::drops_iteratively;

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_DETAIL_BLOCK_COLUMNS_BLOCK_HPP

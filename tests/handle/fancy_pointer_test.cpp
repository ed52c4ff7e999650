// SPDX-License-Identifier: MIT
//
// Allocators with fancy pointers: handles, labels and elements are right wherever their memory is seen.
#include <heaparray/aligned_allocator.hpp>
#include <heaparray/array_builder.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/shared_slice.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/death.hpp"
#include "support/handles.hpp"
#include "support/relative.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

struct LoopNode;
struct Header {
  int id;
  char name[12];
  friend bool operator==(const Header&, const Header&) = default;
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_iterative_drop<LoopNode> = true;
template <>
struct std::hash<Header> {
  std::size_t operator()(const Header& h) const noexcept { return static_cast<std::size_t>(h.id); }
};

namespace {

using heaparray::enable_trivial_relocation;
using heaparray::NoLabel;
using test::RelativeAllocator;
using test::RelativePtr;
using test::Segment;

using Allocator = RelativeAllocator<std::byte>;

struct Growing : test::UniqueKind<heaparray::LengthAndCapacity<std::uint32_t>, heaparray::NoCount> {};
struct GrowingArc
    : test::SharedKind<heaparray::LengthAndCapacity<std::uint32_t>, heaparray::AtomicCount<std::uint32_t>> {};
using Kinds = test::Concat<test::HandleKinds, test::PolicyKinds, std::tuple<Growing, GrowingArc>>;

template <class T, class Label = NoLabel>
using Thin = heaparray::ThinPtrArray<T, Label, Allocator>;
template <class T, class Label = NoLabel>
using Arc = heaparray::TpArcArray<T, Label, Allocator>;

constexpr auto squares = [](std::size_t i) { return static_cast<int>(i * i); };

template <class A>
bool holds_squares(const A& a, std::size_t n, int id) {
  if (!a || a.size() != n || a.label().id != id || std::string(a.label().name) != "squares") return false;
  for (std::size_t i = 0; i != n; ++i)
    if (a[i] != squares(i)) return false;
  return true;
}

TEMPLATE_LIST_TEST_CASE("Fancy pointers: a handle is right where its memory moves to", "", Kinds) {
  using A = typename TestType::template of<int, Header, Allocator>;
  STATIC_REQUIRE(sizeof(A) == (TestType::is_fat ? 2 : 1) * sizeof(void*));
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const A&>().data()), const int*>);
  STATIC_REQUIRE(!std::is_trivially_copyable_v<typename A::block_type>);

  Segment here;
  here.make_root(A::with_label(Header{7, "squares"}, 5, squares, Allocator(here)));
  const std::size_t one_block = here.live_bytes();
  const Segment there = here.move();
  A& a = there.root<A>();
  CHECK(holds_squares(a, 5, 7));
  CHECK(a.get_allocator() == Allocator(there));

  A copy(a);  // in the new place
  CHECK(holds_squares(copy, 5, 7));
  CHECK(there.live_bytes() == (TestType::is_shared ? 1 : 2) * one_block);
  A moved(std::move(copy));
  CHECK(!copy);
  CHECK(copy.size() == 0);
  CHECK(copy.data() == nullptr);
  CHECK(copy == nullptr);
  CHECK(moved != nullptr);
  CHECK(holds_squares(moved, 5, 7));

  A deep = a.clone();
  CHECK(deep == a);
  CHECK(deep.data() != a.data());
  a.swap(deep);
  CHECK(holds_squares(a, 5, 7));
  CHECK(holds_squares(deep, 5, 7));
  a = std::move(deep);
  CHECK(!deep);
  deep = a;
  CHECK(holds_squares(deep, 5, 7));
  A& itself = a;
  a = std::move(itself);
  CHECK(holds_squares(a, 5, 7));

  int* const raw = std::move(deep).into_raw();
  CHECK(deep == nullptr);
  deep = test::from_raw<A>(raw, 5);
  CHECK(holds_squares(deep, 5, 7));
  CHECK(!test::from_raw<A>(nullptr, 0));

  if constexpr (TestType::is_shared) {
    deep.reset();
    moved.reset();
    CHECK(a.is_unique());
    const A other = a;
    CHECK(a.use_count() == 2);
    CHECK(a.ref_eq(other));
    a.make_mut()[0] = 9;  // copied first
    CHECK(a[0] == 9);
    CHECK(holds_squares(other, 5, 7));
    auto owner = std::move(a).to_owned();
    REQUIRE(owner.has_value());
    a = std::move(*owner).share();
    CHECK(a[0] == 9);
  } else {
    a[0] = 9;
    CHECK(a.insert(0, 8) == 9);
  }
  std::destroy_at(&a);
}

TEMPLATE_LIST_TEST_CASE("Fancy pointers: handles are elements and labels, and move with their array", "",
                        test::HandleKinds) {
  using Inner = typename TestType::template of<int, Header, Allocator>;
  using Outer = typename TestType::template of<Inner, Inner, Allocator>;
  Segment here;
  const auto make = [&](std::size_t i) {
    return Inner::with_label(Header{static_cast<int>(i), "squares"}, i, squares, Allocator(here));
  };
  here.make_root(Outer::with_label(make(9), 4, make, Allocator(here)));
  Segment there = here.move();
  {
    const Outer& outer = there.root<Outer>();
    CHECK(holds_squares(outer.label(), 9, 9));
    for (std::size_t i = 0; i != 4; ++i) CHECK(holds_squares(outer[i], i, static_cast<int>(i)));
    Outer copy = outer;
    there.root<Outer>() = nullptr;
    there.root<Outer>() = std::move(copy);
  }
  const Segment again = there.move();
  Outer& outer = again.root<Outer>();
  for (std::size_t i = 0; i != 4; ++i) CHECK(holds_squares(outer[i], i, static_cast<int>(i)));
  std::destroy_at(&outer);
  CHECK(again.live_bytes() == 0);
}

TEST_CASE("Fancy pointers: a handle is no longer its bytes, unless they are raw") {
  STATIC_REQUIRE(enable_trivial_relocation<heaparray::TpArcArray<int>>);
  STATIC_REQUIRE(enable_trivial_relocation<heaparray::SharedSlice<heaparray::TpArcArray<int>>>);
  STATIC_REQUIRE(!enable_trivial_relocation<Thin<int>>);
  STATIC_REQUIRE(!enable_trivial_relocation<Arc<int>>);
  STATIC_REQUIRE(!enable_trivial_relocation<heaparray::SharedSlice<Arc<int>>>);
  STATIC_REQUIRE(
      !enable_trivial_relocation<heaparray::WeakArray<heaparray::ArcArrayWithWeak<int, NoLabel, Allocator>>>);

  // Arrays that grow would move them by memcpy.
  Segment here;
  using Rows = heaparray::GrowingArray<Arc<int>, NoLabel, Allocator>;
  Rows& rows = here.make_root(Rows::with_label(NoLabel(), Allocator(here)));
  for (std::size_t i = 0; i != 40; ++i) rows.push_back(Arc<int>(i, squares, Allocator(here)));
  rows.insert_at(3, Arc<int>(100, squares, Allocator(here)));
  rows.erase_at(0);
  const Segment there = here.move();
  Rows& moved = there.root<Rows>();
  REQUIRE(moved.size() == 40);
  CHECK(moved[2].size() == 100);
  for (std::size_t i = 3; i != 40; ++i) {
    REQUIRE(moved[i].size() == i);
    CHECK(moved[i].back() == squares(i - 1));
  }
  std::destroy_at(&moved);
}

struct Node {
  int depth;
  Arc<Node> children;  // of a type that is incomplete here
};
struct LoopNode {
  int depth;
  Arc<LoopNode> next;
};

TEST_CASE("Fancy pointers: trees of nodes that hold arrays of nodes") {
  Segment here;
  Node leaf{0, nullptr};
  for (int depth = 1; depth != 5; ++depth)
    leaf = Node{depth, Arc<Node>(2, [&](std::size_t) { return leaf; }, Allocator(here))};
  here.make_root(std::move(leaf));
  const Segment there = here.move();
  Node& root = there.root<Node>();
  const Node* node = &root;
  for (int depth = 4; depth != 0; --depth) {
    CHECK(node->depth == depth);
    REQUIRE(node->children.size() == 2);
    node = &node->children[1];
  }
  CHECK(!node->children);
  std::destroy_at(&root);

  Segment chain;
  LoopNode last{0, nullptr};
  for (int depth = 1; depth != 500; ++depth)
    last = LoopNode{depth, Arc<LoopNode>(1, [&](std::size_t) { return std::move(last); }, Allocator(chain))};
  chain.make_root(std::move(last));
  const Segment moved = chain.move();
  std::destroy_at(&moved.root<LoopNode>());
  CHECK(moved.live_bytes() == 0);
}

TEST_CASE("Fancy pointers: weak handles, slices, texts, builders and iterators") {
  using Counted = heaparray::ArcArrayWithWeak<int, Header, Allocator>;
  using Slice = heaparray::SharedSlice<Arc<int, Header>>;
  using Text = heaparray::BasicRcArray<char, Header, heaparray::Terminated<heaparray::LengthInBlock<>>,
                                       heaparray::AtomicCount<>, Allocator>;
  struct Root {
    Counted counted;
    heaparray::WeakArray<Counted> weak;
    Slice slice;
    Slice rest;
    Text text;
    std::optional<heaparray::IntoIter<Thin<int>>> iterator;
    std::optional<heaparray::ArrayBuilder<Thin<int, Header>>> builder;
  };
  STATIC_REQUIRE(sizeof(Slice) == 3 * sizeof(void*));

  Segment here;
  const Allocator allocator(here);
  Root& begun = here.make_root(Root());
  begun.counted = Counted::with_label(Header{1, "squares"}, 4, squares, allocator);
  begun.weak = begun.counted.downgrade();
  begun.slice = Slice(Arc<int, Header>::with_label(Header{2, "squares"}, 10, squares, allocator), 2, 6);
  auto [first, second] = begun.slice.split_at(1);
  begun.slice = std::move(first);
  begun.rest = std::move(second);
  begun.text = Text::from_text(Header{3, "text"}, "a text", allocator);
  begun.iterator.emplace(Thin<int>(3, squares, allocator).into_iter());
  ++begun.iterator->begin();
  begun.builder.emplace(Header{4, "squares"}, 1, allocator);
  begun.builder->push_back(0);
  begun.builder->push_back(1);  // moved to a larger block

  const Segment there = here.move();
  Root& root = there.root<Root>();
  CHECK(holds_squares(root.weak.upgrade(), 4, 1));
  CHECK(root.weak.ref_eq(root.counted));
  root.counted.reset();
  CHECK(root.weak.expired());
  CHECK(!root.weak.upgrade());

  CHECK(root.slice.size() == 1);
  CHECK(root.slice[0] == squares(2));
  CHECK(root.slice.label().id == 2);
  CHECK(root.rest.size() == 3);
  CHECK(root.rest[0] == squares(3));
  Slice whole = root.slice;
  CHECK(whole.try_unsplit(root.rest));
  CHECK(!root.rest);
  CHECK(root.rest == nullptr);
  CHECK(whole.size() == 4);
  CHECK(whole.back() == squares(5));
  Slice part = whole.share_slice(1, 3);
  swap(part, whole);
  CHECK(whole[0] == squares(3));
  CHECK(part[0] == squares(2));
  Slice taken = std::move(part);
  CHECK(part.data() == nullptr);
  CHECK(taken.size() == 4);
  CHECK(std::move(taken).into_handle().size() == 10);

  CHECK(root.text.as_string_view() == "a text");
  CHECK(std::string(root.text.c_str()) == "a text");
  CHECK(root.iterator->size() == 2);
  CHECK(*root.iterator->begin() == squares(1));
  root.builder->push_back(4);
  const Thin<int, Header> finished = std::move(*root.builder).finish();
  CHECK(holds_squares(finished, 3, 4));
  std::destroy_at(&root);
}

TEST_CASE("Fancy pointers: conversions, maps and copies to other allocators") {
  Segment here;
  const Allocator allocator(here);
  auto array = Thin<int, Header>::with_label(Header{5, "squares"}, 6, squares, allocator);
  const std::size_t one_block = here.live_bytes();

  // Out of the segment, and into it again.
  const auto outside = heaparray::convert_to<heaparray::ArcArray<int, Header>>(array);
  CHECK(holds_squares(outside, 6, 5));
  const auto inside = heaparray::convert_to<Arc<int, Header>>(outside, allocator);
  CHECK(holds_squares(inside, 6, 5));
  CHECK(outside == inside);
  CHECK(std::hash<std::remove_cv_t<decltype(outside)>>()(outside) ==
        std::hash<std::remove_cv_t<decltype(inside)>>()(inside));

  using Owner = Arc<int, Header>::owner_type;
  const auto owner = heaparray::convert_to<Owner>(std::move(array), allocator);
  CHECK(holds_squares(owner, 6, 5));
  CHECK(std::as_const(array) == nullptr);

  auto mapped = Arc<int, Header>(inside).map([](int i) { return i + 0.5; });
  CHECK(mapped[3] == 9.5);
  const auto in_place = Owner(owner).map([](int i) noexcept { return static_cast<unsigned>(i); });
  CHECK(in_place[3] == 9);
  CHECK(in_place.get_allocator() == allocator);

  Segment elsewhere;
  Thin<int, Header> moved(Thin<int, Header>::with_label(Header{5, "squares"}, 6, squares, allocator),
                          Allocator(elsewhere));
  CHECK(holds_squares(moved, 6, 5));
  CHECK(elsewhere.live_bytes() == one_block);

  // A failure leaves nothing behind.
  const std::size_t before = here.live_bytes();
  CHECK_THROWS_AS((Thin<int>(Segment::bytes, squares, allocator)), std::bad_alloc);
  CHECK(!Thin<int>::try_with_len(NoLabel(), Segment::bytes, allocator));
  CHECK(here.live_bytes() == before);
}

TEST_CASE("Fancy pointers: an allocator without state takes no byte, and is made where it is needed") {
  using A = heaparray::ArcArray<int, short, test::FancyAllocator<int>>;
  STATIC_REQUIRE(A::elements_offset == heaparray::ArcArray<int, short>::elements_offset);
  A a = A::with_label(short{3}, 4, squares);
  const A b = a;
  a = A{1, 2};
  CHECK(a.label() == 0);
  CHECK(b.label() == 3);
  CHECK(b[3] == 9);
  const std::vector<A> several(3, b);
  CHECK(b.use_count() == 4);
}

TEST_CASE("Fancy pointers: an allocator that aligns has the pointers of the one inside") {
  using Aligned = heaparray::AlignedAllocator<64, Allocator>;
  using A = heaparray::TpArcArray<int, Header, Aligned>;
  STATIC_REQUIRE(std::is_same_v<std::allocator_traits<Aligned>::pointer, RelativePtr<std::byte>>);
  STATIC_REQUIRE(std::is_same_v<heaparray::AlignedAllocator<64>::pointer, std::byte*>);
  STATIC_REQUIRE(!enable_trivial_relocation<A>);
  Segment here;
  here.make_root(A::with_label(Header{7, "squares"}, 5, squares, Aligned(Allocator(here))));
  const Segment there = here.move();
  A& a = there.root<A>();
  CHECK(holds_squares(a, 5, 7));
  CHECK(reinterpret_cast<std::uintptr_t>(a.data()) % 64 == 0);
  std::destroy_at(&a);
}

TEST_CASE("Fancy pointers: a MemBlock is a raw address, whatever allocates it") {
  Segment here;
  using Block = heaparray::MemBlock<Header, int>;
  STATIC_REQUIRE(std::is_trivially_copyable_v<Block>);
  const Block block = Block::create(Allocator(here), Header{6, "squares"}, 3, squares);
  CHECK(block.element(2) == 4);
  CHECK(here.live_bytes() != 0);
  block.destroy(Allocator(here), 3);
  CHECK(here.live_bytes() == 0);
}

// As Boost's do for more than 16 bytes.
TEST_CASE("Fancy pointers: an allocator that does not align is reported") {
  struct alignas(128) Line {
    int i;
  };
  const test::Death death = test::run_to_report([] {
    Segment here;
    Allocator allocator(here);
    here.head().used += 8;
    here.head().aligns_to = 16;
    static_cast<void>(Thin<Line>::with_len(NoLabel(), 3, allocator));
  });
  if (!death.supported) return;
  CHECK(death.aborted());
  CHECK(death.says("this allocator does not align its memory for what it allocates"));
}

// What counts owners must work for every address at which it is seen.
TEST_CASE("Fancy pointers: atomic counts are lock-free") {
  STATIC_REQUIRE(std::atomic<std::size_t>::is_always_lock_free);
  STATIC_REQUIRE(std::atomic<std::uint32_t>::is_always_lock_free);
}

}  // namespace

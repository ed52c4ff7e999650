// SPDX-License-Identifier: MIT
//
// convert_to and moved: from every kind of array to every other, and from and to standard containers.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <heaparray/convert.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/shared_slice.hpp>
#include <heaparray/static_array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <list>
#include <memory>
#include <memory_resource>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test;
using heaparray::convert_to;
using heaparray::label_args;
using heaparray::moved;
using heaparray::same_block_layout;

namespace {

using Checked = CheckedAllocator<std::byte>;
using Some = std::tuple<Fat, Thin, FpRc, TpArc, TpArcOwner, Fixed3, Said3>;

template <class A>
concept IsText = requires(const A& a) { a.as_string_view(); };

template <class F, class List>
struct ForEach;
template <class F, class... Kinds>
struct ForEach<F, std::tuple<Kinds...>> {
  static void run(F f) { (f(std::type_identity<Kinds>()), ...); }
};
template <class List, class F>
void for_each_kind(F f) {
  ForEach<F, List>::run(f);
}

}  // namespace

TEST_CASE("convert_to: elements that cannot be moved, where the block always stays") {
  using A = heaparray::ArcArray<Immovable>;
  A::owner_type owner(2, [](std::size_t i) { return Immovable(static_cast<int>(i)); });
  const Immovable* const data = owner.data();
  const A shared = convert_to<A>(std::move(owner));
  CHECK((shared.data() == data && shared[1].value() == 1));
}

TEMPLATE_LIST_TEST_CASE("convert_to: a deep copy from any handle to any other", "", Some) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    const A a = ascending<A>(5, 3, Checked(ledger));
    for_each_kind<Some>([&]<class Kind>(std::type_identity<Kind>) {
      using B = typename Kind::template of<Counted, CountedLabel, Checked>;
      const int copied = objects.copied();
      const B b = convert_to<B>(a);
      CHECK(wrong(b, 5, 3) == "");
      CHECK(objects.copied() == copied + 4);
      CHECK(static_cast<const void*>(b.data()) != a.data());
      CHECK(b.get_allocator() == a.get_allocator());
    });
    CHECK(wrong(a, 5, 3) == "");
  }
  CHECK(objects.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("convert_to: an only owner's rvalue gives its elements away", "", Some) {
  // A label that the length is read from is copied.
  using Label = std::conditional_t<std::is_same_v<TestType, Said3>, CountedLabel, MoveOnlyLabel>;
  using A = typename TestType::template of<MoveOnly, Label, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  for_each_kind<Some>([&]<class Kind>(std::type_identity<Kind>) {
    using B = typename Kind::template of<MoveOnly, Label, Checked>;
    if constexpr (!TestType::is_shared) {
      A a = ascending<A>(5, 3, Checked(ledger));
      const auto* const elements = a.data();
      const B b = convert_to<B>(std::move(a));
      CHECK_FALSE(a);
      CHECK(wrong(b, 5, 3) == "");
      CHECK((b.data() == elements) == same_block_layout<A, B>);
      CHECK(ledger.live() == 1);
    }
  });
}

TEMPLATE_LIST_TEST_CASE("convert_to: of a shared array, moved for an only owner and copied for others", "",
                        SharedKinds) {
  using A = typename TestType::template of<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  for_each_kind<Some>([&]<class Kind>(std::type_identity<Kind>) {
    using B = typename Kind::template of<Counted, CountedLabel, Checked>;
    A a = ascending<A>(5, 3, Checked(ledger));
    A other = a;
    const auto* const elements = a.data();
    int copied = objects.copied();
    const B b = convert_to<B>(std::move(a));
    CHECK((!a && other.is_unique()));
    CHECK(objects.copied() == copied + 4);
    CHECK((wrong(b, 5, 3) == "" && wrong(other, 5, 3) == ""));
    copied = objects.copied();
    const B c = convert_to<B>(std::move(other));
    CHECK_FALSE(other);
    CHECK(objects.copied() == copied);
    CHECK(wrong(c, 5, 3) == "");
    CHECK((c.data() == elements) == same_block_layout<A, B>);
  });
}

TEST_CASE("convert_to: which blocks stay where they are") {
  using namespace heaparray;
  struct alignas(32) Wide {
    int number = 0;
  };
  // The table of convert.hpp.
  STATIC_REQUIRE(same_block_layout<ArcArray<int, int>, ArcArray<int, int>::owner_type>);
  STATIC_REQUIRE(same_block_layout<RcArray<int, int>, ArcArray<int, int>>);
  STATIC_REQUIRE(same_block_layout<TpArcArray<int>, TpRcArray<int>::owner_type>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<int>, ThinPtrArray<int>>);
  STATIC_REQUIRE(!same_block_layout<ArcArray<int>, TpArcArray<int>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<int>, ArcArray<int>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<int, int>, HeapArray<unsigned, int>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<int, int>, HeapArray<int, unsigned>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<int, int>, std::vector<int>>);
  // Padding that happens to have room is not used.
  STATIC_REQUIRE(!same_block_layout<HeapArray<Wide, int>, ThinPtrArray<Wide, int>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<Wide, int>, TpArcArray<Wide, int>>);
  STATIC_REQUIRE(!same_block_layout<HeapArray<Wide>, ThinPtrArray<Wide>>);
  // The label stays where it is, so that it may be immovable.
  STATIC_REQUIRE(same_block_layout<RcArray<int, ThrowingLabel>, ArcArray<int, ThrowingLabel>>);
}

TEST_CASE("convert_to: a block that stays gets the count of its new kind") {
  using Rc = heaparray::TpRcArray<Counted, CountedLabel, Checked>;
  using Arc = heaparray::TpArcArray<Counted, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    Rc a = ascending<Rc>(5, 3, Checked(ledger));
    const auto* const elements = a.data();
    const int built = objects.built();
    Arc b = convert_to<Arc>(std::move(a));
    CHECK((wrong(b, 5, 3) == "" && b.data() == elements && b.use_count() == 1));
    CHECK(b.get_allocator() == Checked(ledger));
    const Arc other = b;
    CHECK(b.use_count() == 2);
    b = convert_to<Arc>(std::move(b));  // to its own type, while shared: a copy
    CHECK((wrong(b, 5, 3) == "" && b.data() != elements && other.is_unique()));
    Arc::owner_type c = convert_to<Arc::owner_type>(std::move(b));
    a = convert_to<Rc>(std::move(c));
    CHECK((wrong(a, 5, 3) == "" && a.use_count() == 1));
    // The label and the elements of the copy, and no others, were built.
    CHECK(objects.built() == built + 4);
    CHECK(ledger.allocations() == 2);
  }
  CHECK(ledger.live() == 0);
}

TEST_CASE("convert_to: a length that is in type or label is checked, and the elements moved") {
  using heaparray::FixedArray;
  using heaparray::HeapArray;
  struct Header {
    int id;
    std::uint32_t count;
  };
  using Packet = heaparray::BasicArray<unsigned char, Header, heaparray::LengthFromLabel<&Header::count>>;
  STATIC_REQUIRE_FALSE(same_block_layout<FixedArray<unsigned char, 3>, HeapArray<unsigned char>>);
  STATIC_REQUIRE_FALSE(same_block_layout<Packet, HeapArray<unsigned char, Header>>);
  HeapArray<unsigned char> a = {1, 2, 3};
  const FixedArray<unsigned char, 3> b = convert_to<FixedArray<unsigned char, 3>>(std::move(a));
  CHECK((!a && b[0] == 1 && b[2] == 3));
  CHECK_THROWS_AS((convert_to<FixedArray<unsigned char, 4>>(HeapArray<unsigned char>{1, 2, 3})),
                  std::length_error);
  auto c = HeapArray<unsigned char, Header>::with_len(Header{7, 2}, 2);
  CHECK((convert_to<Packet>(std::move(c)).label().id == 7));
  CHECK_THROWS_AS(convert_to<Packet>(HeapArray<unsigned char, Header>::with_len(Header{7, 3}, 2)),
                  std::length_error);
}

TEST_CASE("convert_to: with another allocator, nothing stays") {
  using A = heaparray::HeapArray<MoveOnly, int, Checked>;
  Ledger one;
  Ledger two;
  A a = ascending<A>(5, 3, Checked(one));
  a = convert_to<A>(std::move(a), Checked(two));
  CHECK((wrong(a, 5, 3) == "" && one.live() == 0 && two.live() == 1));
  const auto* const elements = a.data();
  a = convert_to<A>(std::move(a), Checked(two));
  CHECK((a.data() == elements && two.allocations() == 1));

  using Pmr = heaparray::HeapArray<int, int, std::pmr::polymorphic_allocator<std::byte>>;
  std::array<std::byte, 256> memory;
  std::pmr::monotonic_buffer_resource arena(memory.data(), memory.size(), std::pmr::null_memory_resource());
  const Pmr pmr = convert_to<Pmr>(heaparray::ThinPtrArray<int, int>::from_range(5, {1, 2, 3}), &arena);
  CHECK(wrong(pmr, 5, 3) == "");
  CHECK(pmr.get_allocator().resource() == &arena);
  CHECK(convert_to<heaparray::ArcArray<int, int>>(pmr) == pmr);
}

TEMPLATE_LIST_TEST_CASE("convert_to: elements and labels are converted too", "", Some) {
  using A = typename TestType::template of<int, int>;
  const A a = ascending<A>(5, 3);
  CHECK(convert_to<heaparray::HeapArray<long, double>>(a) == a);
  CHECK(convert_to<heaparray::TpArcArray<short>>(a)[2] == 3);  // no label any more
  CHECK(convert_to<heaparray::RcArray<int, int>>(heaparray::HeapArray<int>{1, 2}).label() == 0);  // a new one
  const auto strings = heaparray::ThinPtrArray<const char*>{"one", "two"};
  CHECK(convert_to<heaparray::RcArray<std::string>>(strings)[1] == "two");
  A given = a;
  const auto longs = convert_to<heaparray::ThinPtrArray<long, long>>(std::move(given));
  CHECK((!given && longs == a));
}

TEST_CASE("convert_to: null becomes null or empty, and an array of none stays one") {
  using A = heaparray::HeapArray<int, int>;
  using B = heaparray::TpArcArray<int, int>;
  CHECK_FALSE(convert_to<B>(A()));
  const A null;
  CHECK_FALSE(convert_to<B>(null));
  CHECK_FALSE(convert_to<A>(B()));
  CHECK(convert_to<std::vector<int>>(null).empty());
  CHECK(convert_to<std::vector<int>>(B()).empty());
  CHECK(convert_to<std::unique_ptr<int[]>>(B()) == nullptr);
  CHECK(convert_to<B>(A::with_len(5, 0)).label() == 5);
  CHECK(convert_to<A>(std::unique_ptr<int[]>(), 0));
}

TEST_CASE("convert_to: too long for the target") {
  using Short = heaparray::BasicArray<OverAligned64, int, heaparray::LengthInBlock<std::uint8_t>>;
  using Long = heaparray::ThinPtrArray<OverAligned64, int>;
  Long a = Long::with_len(5, 256);
  CHECK_THROWS_AS(convert_to<Short>(a), std::length_error);
  CHECK_THROWS_AS(convert_to<Short>(std::move(a)), std::length_error);
  CHECK(convert_to<Short>(Long::with_len(5, 255)).size() == 255);
}

TEMPLATE_LIST_TEST_CASE("convert_to: from and to std::vector and other containers", "", Some) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  std::vector<Counted> vector = {1, 2, 3};
  int copied = objects.copied();
  A a = convert_to<A>(vector, Checked(ledger));
  CHECK((wrong(a, 0, 3) == "" && objects.copied() == copied + 3));
  a = convert_to<A>(std::move(vector), Checked(ledger));
  CHECK((wrong(a, 0, 3) == "" && objects.copied() == copied + 3));
  a = A::from_range(5, moved(a), Checked(ledger));  // a shared array is copied from
  CHECK(wrong(a, 5, 3) == "");
  CHECK(ledger.live() == 1);

  copied = objects.copied();
  std::vector<Counted> back = convert_to<std::vector<Counted>>(a);
  CHECK((back.size() == 3 && back[2].value() == 3 && objects.copied() == copied + 3));
  back = convert_to<std::vector<Counted>>(std::move(a));
  CHECK((!a && back.size() == 3 && back[2].value() == 3 && objects.copied() == copied + 3));
  CHECK(ledger.live() == 0);

  std::list<Counted> list = {1, 2, 3};
  std::deque<Counted> deque = {1, 2, 3};
  copied = objects.copied();
  CHECK(wrong(convert_to<A>(std::move(list), Checked(ledger)), 0, 3) == "");
  CHECK(wrong(A::from_range(5, moved(deque), Checked(ledger)), 5, 3) == "");
  CHECK(objects.copied() == copied);
  const std::initializer_list<Counted> braces = {1, 2, 3};
  CHECK(wrong(convert_to<A>(braces, Checked(ledger)), 0, 3) == "");
  CHECK(wrong(convert_to<A>(std::span(braces.begin(), 3), Checked(ledger)), 0, 3) == "");  // a view: copied
  ForwardRange<Counted> forward(convert_to<std::vector<Counted>>(convert_to<A>(braces, Checked(ledger))));
  CHECK(wrong(A::from_range(5, forward, Checked(ledger)), 5, 3) == "");
}

TEMPLATE_LIST_TEST_CASE("convert_to: from and to std::unique_ptr<T[]>", "", Some) {
  using A = typename TestType::template of<Counted, int, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  auto pointer = std::make_unique<Counted[]>(3);
  for (int i = 0; i != 3; ++i) pointer[static_cast<std::size_t>(i)] = Counted(i + 1);
  A a = convert_to<A>(std::move(pointer), 3, Checked(ledger));
  CHECK((wrong(a, 0, 3) == "" && pointer == nullptr));
  const A copy = a.clone();
  pointer = convert_to<std::unique_ptr<Counted[]>>(copy);
  CHECK((pointer[0].value() == 1 && pointer[2].value() == 3));
  const int copied = objects.copied();
  pointer = convert_to<std::unique_ptr<Counted[]>>(std::move(a));
  CHECK((!a && pointer[2].value() == 3 && objects.copied() == copied));
}

TEST_CASE("convert_to: texts") {
  using Text = heaparray::ThinPtrArray<char, int>;
  const Text text = Text::from_range(5, std::string_view("a text"));
  CHECK(text.as_string_view() == "a text");
  CHECK(convert_to<std::string>(text) == "a text");
  CHECK(convert_to<std::string_view>(text).data() == text.data());
  CHECK(convert_to<std::span<const char>>(text).size() == 6);
  const auto of_view = convert_to<heaparray::ArcArray<char>>(std::string_view("view"));
  CHECK(of_view.as_string_view() == "view");
  const auto of_string = convert_to<heaparray::ArcArray<char>>(std::string("string"));
  CHECK(of_string.as_string_view() == "string");
  const heaparray::HeapArray<char32_t> wide{U'a', U'b'};
  CHECK(wide.as_string_view() == U"ab");
  const heaparray::HeapArray<char> null;
  CHECK(null.as_string_view().empty());
  STATIC_REQUIRE(IsText<heaparray::HeapArray<char8_t>>);
  STATIC_REQUIRE(!IsText<heaparray::HeapArray<int>>);
}

TEST_CASE("convert_to: from slices and static arrays, with their label") {
  static constinit heaparray::StaticArray<int, 4, int> numbers{5, {0, 1, 2, 3}};
  using A = heaparray::HeapArray<int, int>;
  CHECK(convert_to<A>(numbers) == numbers);
  CHECK(wrong(convert_to<A>(heaparray::SharedSlice(numbers.share(), 1, 4)), 5, 3) == "");
  CHECK(convert_to<std::vector<int>>(numbers).size() == 4);
}

TEST_CASE("convert_to: a throw anywhere leaks nothing, and copies leave the source as it was") {
  using A = heaparray::HeapArray<Throwing, ThrowingLabel, Checked>;
  using B = heaparray::TpArcArray<Throwing, ThrowingLabel, Checked>;
  Ledger ledger;
  const A source = ascending<A>(5, 3, Checked(ledger));
  const auto check_copy = [](const auto& a) {
    return fail_everywhere([&] {
      const ObjectScope objects;
      const B b = convert_to<B>(a);
      CHECK(wrong(b, 5, 3) == "");
    });
  };
  CHECK(check_copy(source) == 5);
  CHECK(check_copy(convert_to<B>(source)) == 5);
  CHECK(wrong(source, 5, 3) == "");
  CHECK(ledger.live() == 1);
  int moved_whole = 0;
  for (int step = 1; moved_whole == 0; ++step) {
    const ObjectScope objects;
    A a = ascending<A>(5, 3, Checked(ledger));
    try {
      const FailAt armed(step);
      const B b = convert_to<B>(std::move(a));
      moved_whole = step;
    } catch (const Boom&) {
    } catch (const std::bad_alloc&) {
    }
    CHECK(objects.live() == 0);
    CHECK(ledger.live() == 1);
  }
  CHECK(moved_whole == 6);
}

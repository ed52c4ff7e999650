// SPDX-License-Identifier: MIT
//
// SharedSlice: a part that keeps the whole alive, reads like a handle, and is cut and joined without an allocation.
#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"

#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/shared_slice.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace test;
using heaparray::SharedSlice;

namespace {

using Checked = CheckedAllocator<std::byte>;
using Kinds = Concat<SharedKinds, std::tuple<TpRc32, TpArc32>>;
using Slices =
    Product<SharedKinds, std::tuple<int, EmptyCounted, OverAligned64, std::string, MoveOnly, Immovable>>;

template <class H>
using Slice = SharedSlice<H>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("SharedSlice: three words for thin handles, four for fat ones", "", Kinds) {
  using H = typename TestType::template of<int, int>;
  STATIC_REQUIRE(sizeof(Slice<H>) == sizeof(H) + 2 * sizeof(void*));
  STATIC_REQUIRE(heaparray::ReadableArray<Slice<H>>);
  STATIC_REQUIRE(heaparray::SliceArray<Slice<H>>);
  STATIC_REQUIRE(std::ranges::contiguous_range<const Slice<H>>);
  STATIC_REQUIRE(std::ranges::sized_range<const Slice<H>>);
  STATIC_REQUIRE(std::ranges::common_range<const Slice<H>>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<Slice<H>>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Slice<H>>);
  STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<Slice<H>>);
  STATIC_REQUIRE(std::is_nothrow_move_assignable_v<Slice<H>>);
  STATIC_REQUIRE(std::is_nothrow_swappable_v<Slice<H>>);
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: shows a part of the array, and its label, without an allocation", "",
                        Slices) {
  using H = ArrayOf<TestType, CountedLabel, Checked>;
  Ledger ledger;
  const ObjectScope objects;
  {
    H handle = ascending<H>(7, 6, Checked(ledger));
    const auto* const elements = handle.data();
    const int built = objects.built();
    const Slice<H> part(handle, 2, 5);
    CHECK(wrong(part, 7, 3, 3) == "");
    CHECK(part.data() == elements + 2);
    CHECK(part.use_count() == 2);
    CHECK(part.handle().ref_eq(handle));
    const Slice<H> whole(handle);
    CHECK(wrong(whole, 7, 6) == "");
    CHECK(handle.use_count() == 3);
    handle = H();  // the slices keep it alive
    CHECK(wrong(part, 7, 3, 3) == "");
    CHECK(wrong(part.share_slice(1, 3), 7, 2, 4) == "");
    CHECK(part.share_slice(3, 3).empty());
    CHECK(part.share_slice(3, 3));
    CHECK(ledger.allocations() == 1);
    CHECK(objects.built() == built);
  }
  CHECK(objects.live() == 0);
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: owners are counted, and rvalues pass on their share", "", Kinds) {
  using H = typename TestType::template of<Counted, int>;
  H handle = ascending<H>(7, 6);
  Slice<H> a(handle, 1, 5);
  CHECK(handle.use_count() == 2);
  {
    const Slice<H> copy = a;
    CHECK(handle.use_count() == 3);
    CHECK(copy == a);
  }
  CHECK(handle.use_count() == 2);
  Slice<H> b = std::move(a);
  CHECK((!a && a.size() == 0 && a.data() == nullptr && a.use_count() == 0 && !a.handle()));
  CHECK(handle.use_count() == 2);
  Slice<H> c = std::move(b).share_slice(1, 3);
  CHECK((!b && b.empty()));
  CHECK(wrong(c, 7, 2, 3) == "");
  CHECK(handle.use_count() == 2);
  a = c;
  CHECK(handle.use_count() == 3);
  auto& same = a;
  a = same;
  CHECK(wrong(a, 7, 2, 3) == "");
  a = std::move(same);
  CHECK(wrong(a, 7, 2, 3) == "");
  swap(a, b);
  CHECK((!a && b == c));
  a = std::move(b);
  CHECK((!b && a == c));
  const H back = std::move(a).into_handle();
  CHECK((back.ref_eq(handle) && !a && a.size() == 0));
  CHECK(handle.use_count() == 3);
  H moved = handle;
  CHECK(Slice<H>(std::move(moved), 0, 1).use_count() == 4);
  CHECK_FALSE(moved);
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: split at every index, and joined again", "", Kinds) {
  using H = typename TestType::template of<Counted, int>;
  const H handle = ascending<H>(7, 6);
  const Slice<H> part(handle, 1, 5);
  for (std::size_t i = 0; i <= 4; ++i) {
    CAPTURE(i);
    auto [front, back] = part.split_at(i);
    CHECK(handle.use_count() == 4);
    CHECK(wrong(front, 7, i, 2) == "");
    CHECK(wrong(back, 7, 4 - i, static_cast<int>(i) + 2) == "");
    if (i % 2 == 0) {
      CHECK(front.try_unsplit(std::move(back)));
    } else {
      CHECK(back.try_unsplit(front));  // in any order
      std::swap(front, back);
    }
    CHECK((front == part && front.data() == part.data()));
    CHECK((!back && back.empty()));
    CHECK(handle.use_count() == 3);
  }
  Slice<H> given = part;
  const auto [front, back] = std::move(given).split_at(1);
  CHECK((!given && given.empty()));
  CHECK(handle.use_count() == 4);
  CHECK((front.size() == 1 && back.size() == 3));
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: joins neighbours of one array only", "", Kinds) {
  using H = typename TestType::template of<int, int>;
  const H handle = ascending<H>(7, 6);
  const H other = ascending<H>(7, 6);
  const auto refuses = [](Slice<H> a, Slice<H> b) {
    const Slice<H> a_before = a;
    const Slice<H> b_before = b;
    CHECK_FALSE(a.try_unsplit(b));
    CHECK((a.data() == a_before.data() && a.size() == a_before.size()));
    CHECK((b.data() == b_before.data() && b.size() == b_before.size()));
  };
  refuses(Slice<H>(handle, 0, 2), Slice<H>(handle, 3, 5));  // a gap
  refuses(Slice<H>(handle, 3, 5), Slice<H>(handle, 0, 2));
  refuses(Slice<H>(handle, 0, 3), Slice<H>(handle, 2, 5));  // an overlap
  refuses(Slice<H>(handle, 0, 3), Slice<H>(handle, 0, 3));
  refuses(Slice<H>(handle, 0, 3), Slice<H>(other, 3, 6));
  refuses(Slice<H>(handle, 0, 3), Slice<H>());
  Slice<H> empty(handle, 2, 2);
  CHECK_FALSE(empty.try_unsplit(empty));
  CHECK(empty);
  CHECK(empty.try_unsplit(Slice<H>(handle, 2, 4)));
  CHECK(empty.size() == 2);
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: a null one, and one of a null handle", "", Kinds) {
  using H = typename TestType::template of<int, int>;
  for (const Slice<H>& null : {Slice<H>(), Slice<H>(H()), Slice<H>(H(), 0, 0)}) {
    CHECK((!null && null.empty() && null.data() == nullptr && null.use_count() == 0));
    CHECK(null.begin() == null.end());
    CHECK(null == Slice<H>());
    CHECK(null < Slice<H>(ascending<H>(1, 1)));
    CHECK_FALSE(null.share_slice(0, 0));
    CHECK_FALSE(null.split_at(0).second);
    CHECK_FALSE(Slice<H>(null).into_handle());
  }
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: compared, hashed and printed like the handle", "", Kinds) {
  using H = typename TestType::template of<int, int>;
  const H handle = H::from_range(7, {1, 2, 1, 2, 3});
  const Slice<H> a(handle, 0, 2);
  const Slice<H> b(handle, 2, 4);
  const Slice<H> c(handle, 2, 5);
  CHECK((a == b && a != c && a < c));
  CHECK((a == H::from_range(7, {1, 2}) && H::from_range(8, {1, 2}) > a));
  CHECK((a == heaparray::HeapArray<long, int>::from_range(7, {1L, 2L})));
  CHECK(std::hash<Slice<H>>()(a) == std::hash<Slice<H>>()(b));
  CHECK(std::hash<Slice<H>>()(a) == std::hash<H>()(H::from_range(7, {1, 2})));
  CHECK(std::unordered_set<Slice<H>>{a, b, c}.size() == 2);
  std::ostringstream text;
  text << c << Slice<H>();
  CHECK(text.str() == "SharedSlice { label: 7, len: 3, elements: [1, 2, 3] }null");
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: reads as const, but for what synchronises itself", "", SharedKinds) {
  using H = typename TestType::template of<int, int>;
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Slice<H>&>()[0]), const int&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Slice<H>&>().label()), const int&>);
  using Atomics = typename TestType::template of<std::atomic<int>, std::atomic<int>>;
  const Atomics atomics(4);
  const Slice<Atomics> part(atomics, 1, 3);
  part[1] = 5;
  part.label() = 6;
  CHECK(atomics[2] == 5);
  CHECK(atomics.label() == 6);
}

TEMPLATE_LIST_TEST_CASE("SharedSlice: the rest of the reading interface", "", SharedKinds) {
  using H = typename TestType::template of<char>;
  const SharedSlice part(H::from_range(std::string_view("a text")), 2, 6);
  CHECK(part.as_string_view() == "text");
  CHECK((part.front() == 't' && part.back() == 't' && part.at(1) == 'e' && part.unchecked(2) == 'x'));
  CHECK(part.get(4) == nullptr);
  CHECK_THROWS_AS(part.at(4), std::out_of_range);
  CHECK(std::string(part.rbegin(), part.rend()) == "txet");
  CHECK(std::ranges::count(part, 't') == 2);
  CHECK(part.as_slice().subspan(1, 2).data() == part.data() + 1);
}

TEST_CASE("SharedSlice: of arrays whose length or count is elsewhere") {
  const SharedSlice fixed(FixedArc3::of<int>{1, 2, 3}, 1, 3);
  CHECK((fixed.size() == 2 && fixed[1] == 3 && fixed == heaparray::HeapArray<int>{2, 3}));
  const SharedSlice isolated(Isolated::of<int>{1, 2, 3}, 0, 2);
  const auto [front, back] = isolated.split_at(1);
  CHECK((front[0] == 1 && back[0] == 2 && isolated.use_count() == 3));
  CHECK_FALSE(SharedSlice(FixedArc3::of<int>()));
}

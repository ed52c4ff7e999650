// SPDX-License-Identifier: MIT
//
// labels: threads
//
// From a label or an element to the rest of the block, and counting without a handle.
#include <heaparray/heaparray.hpp>
#include <heaparray/text.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

using namespace heaparray;

namespace {

/// The members that find a block, for fat and thin handles alike: fat ones take the length.
template <class A>
struct Find {
  static constexpr bool is_fat = A::length_policy::in_handle;

  template <class L>
  static auto elements(L& label, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      return A::elements_of(label, n);
    else
      return A::elements_of(label);
  }
  template <class L>
  static A from_label(L& label, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      return A::from_label(label, n);
    else
      return A::from_label(label);
  }
  static A from_block(typename A::block_type block, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      return A::from_block(block, n);
    else
      return A::from_block(block);
  }
  template <class L>
  static A retain_label(L& label, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      return A::retain_label(label, n);
    else
      return A::retain_label(label);
  }
  template <class P>
  static void retain(P* data, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      A::retain(data, n);
    else
      A::retain(data);
  }
  template <class P>
  static bool release(P* data, [[maybe_unused]] std::size_t n) {
    if constexpr (is_fat)
      return A::release(data, n);
    else
      return A::release(data);
  }
};

template <class A, class Label>
void find_all_parts(A a, const Label& expected) {
  REQUIRE(a);
  const std::size_t n = a.size();
  const auto* const data = a.data();
  const auto* const label = std::addressof(a.label());
  CHECK(std::addressof(A::label_of(a.data())) == label);
  CHECK(std::addressof(A::label_of(std::as_const(a).data())) == label);
  CHECK(Find<A>::elements(a.label(), n).data() == data);
  CHECK(Find<A>::elements(std::as_const(a).label(), n).size() == n);
  CHECK(static_cast<const void*>(a.block().start()) ==
        static_cast<const void*>(reinterpret_cast<const std::byte*>(data) - A::elements_offset));
  CHECK(A::block_type::from_start(a.block().start()) == a.block());
  CHECK(A::block_type::from_label(*label) == a.block());

  static_cast<void>(std::move(a).into_raw());
  a = Find<A>::from_label(*label, n);
  CHECK(a.data() == data);
  CHECK(a.label() == expected);
  const typename A::block_type block = a.block();
  static_cast<void>(std::move(a).into_raw());
  a = Find<A>::from_block(block, n);
  CHECK(a.data() == data);
  CHECK(a.size() == n);
}

using Handles = std::tuple<test::Fat, test::Thin, test::FpRc, test::TpRc, test::FpArc, test::TpArc,
                           test::TpRc32, test::TpArc32, test::Isolated>;

TEMPLATE_LIST_TEST_CASE("the parts of a block find each other, with labels of all sizes", "", Handles) {
  test::ObjectScope objects;
  // Labels and elements of every size and alignment, each next to what is smaller, larger and equal.
  const auto with = [&]<class Label, class... Elements>(const Label& label, std::tuple<Elements...>) {
    std::size_t n = 0;
    (find_all_parts(TestType::template of<Elements, Label>::with_len(label, n++), label), ...);
  };
  with(char{7}, std::tuple<std::uint64_t, char>());
  with(std::uint32_t{7}, std::tuple<char, test::Counted>());
  with(std::array<char, 3>{'a', 'b', 'c'}, std::tuple<std::uint16_t, std::uint64_t>());
  with(std::array<std::uint64_t, 3>{1, 2, 3}, std::tuple<char, std::array<std::uint64_t, 3>>());
  with(std::string(40, 'y'), std::tuple<std::uint32_t, std::string>());
  with(test::Counted(4), std::tuple<test::OverAligned64>());
  with(test::Empty(), std::tuple<test::Empty, char>());
}

TEST_CASE(
    "the parts of a block find each other: an allocator, an alignment, a terminator in front or behind") {
  test::Ledger ledger;
  using Checked = test::CheckedAllocator<std::byte>;
  using A = TpArcArray<char, std::uint16_t, Checked>;
  find_all_parts(A::filled(7, 3, 'x', Checked(ledger)), std::uint16_t{7});
  using Aligned = BasicRcArray<char, char, LengthInBlock<>, AtomicCount<>, AlignedAllocator<64>>;
  find_all_parts(Aligned::filled('l', 3, 'x'), 'l');
  find_all_parts(ArcText<std::uint16_t>::from_text(std::uint16_t{9}, "text"), std::uint16_t{9});
}

/// As an entry of a cache has it: all that is found starts at the label.
struct Entry {
  using shared_mutation = std::true_type;

  const std::uint32_t length = 0;
  std::uint32_t refs = 0;
  std::uint64_t hash = 0;
  Entry* next = nullptr;

  std::string_view key() const;
};
using Entries = BasicRcArray<char, Entry, LengthFromLabel<&Entry::length>, CountFromLabel<&Entry::refs>>;

std::string_view Entry::key() const {
  const std::span<const char> found = Entries::elements_of(*this);
  return std::string_view(found.data(), found.size());
}

TEST_CASE("a hash chain of labels: found, retained and released by the label alone") {
  Entry* first = nullptr;
  for (const std::string_view key : {"one", "two", "three"}) {
    auto entry = Entries::from_range(
        label_from([&] {
          return Entry{.length = static_cast<std::uint32_t>(key.size()), .hash = key.size(), .next = first};
        }),
        key);
    CHECK(entry.use_count() == 1);
    first = &Entries::label_of(std::move(entry).into_raw());
  }
  CHECK(first->key() == "three");
  CHECK(first->next->key() == "two");
  const Entries two = Entries::retain_label(*first->next);
  CHECK(two.use_count() == 2);
  CHECK(two.label().refs == 2);
  std::size_t last = 0;
  while (first != nullptr) {
    Entry* const next = first->next;
    last += Entries::release(Entries::elements_of(*first).data());
    first = next;
  }
  CHECK(last == 2);
  CHECK(two.is_unique());
  CHECK(two.label().key() == "two");
}

TEST_CASE("access: const leads to const, a shared block is read") {
  using Unique = ThinPtrArray<int, char>;
  STATIC_REQUIRE(std::is_same_v<decltype(Unique::label_of(std::declval<int*>())), char&>);
  STATIC_REQUIRE(std::is_same_v<decltype(Unique::label_of(std::declval<const int*>())), const char&>);
  STATIC_REQUIRE(std::is_same_v<decltype(Unique::elements_of(std::declval<char&>())), std::span<int>>);
  STATIC_REQUIRE(
      std::is_same_v<decltype(Unique::elements_of(std::declval<const char&>())), std::span<const int>>);
  using Shared = TpArcArray<int, char>;
  STATIC_REQUIRE(std::is_same_v<decltype(Shared::label_of(std::declval<int*>())), const char&>);
  STATIC_REQUIRE(std::is_same_v<decltype(Shared::elements_of(std::declval<char&>())), std::span<const int>>);
  using Cells = TpArcArray<std::atomic<int>, std::atomic<char>>;
  STATIC_REQUIRE(
      std::is_same_v<decltype(Cells::label_of(std::declval<const std::atomic<int>*>())), std::atomic<char>&>);
  STATIC_REQUIRE(std::is_same_v<decltype(Cells::elements_of(std::declval<const std::atomic<char>&>())),
                                std::span<std::atomic<int>>>);
  // The length is in the label: nobody may write to that.
  using Counted = BasicArray<int, std::uint32_t, LengthFromLabel<[](std::uint32_t n) { return n; }>>;
  STATIC_REQUIRE(std::is_same_v<decltype(Counted::label_of(std::declval<int*>())), const std::uint32_t&>);
}

using Shared =
    std::tuple<test::FpRc, test::TpRc, test::FpArc, test::TpArc, test::TpRc32, test::TpArc32, test::Isolated>;

TEMPLATE_LIST_TEST_CASE("retain, release: owners that have no handle", "", Shared) {
  test::ObjectScope objects;
  using A = typename TestType::template of<test::Counted, test::Counted>;
  A a = A::with_len(test::Counted(7), 3);
  const auto* const data = a.data();
  Find<A>::retain(data, 3);
  CHECK(a.use_count() == 2);
  A b = Find<A>::retain_label(a.label(), 3);
  CHECK(b.ref_eq(a));
  CHECK_FALSE(Find<A>::release(data, 3));
  CHECK(a.use_count() == 2);
  b = nullptr;
  static_cast<void>(std::move(a).into_raw());
  CHECK(objects.live() == 4);
  CHECK(Find<A>::release(data, 3));
  CHECK(objects.live() == 0);
}

using AmongThreads = std::tuple<test::FpArc, test::TpArc, test::TpArc32>;

TEMPLATE_LIST_TEST_CASE("release: exactly one of several threads is the last", "", AmongThreads) {
  using A = typename TestType::template of<int, std::atomic<int>*>;
  constexpr int threads = 4;
  for (int round = 0; round != 200; ++round) {
    std::atomic<int> last{0};
    const int* const data = A::with_len(&last, threads).into_raw();
    for (int i = 1; i != threads; ++i) Find<A>::retain(data, threads);
    std::atomic<int> ready{0};
    std::vector<std::thread> all;
    for (int i = 0; i != threads; ++i)
      all.emplace_back([&, i] {
        ready.fetch_add(1);
        while (ready.load() != threads) {
        }
        const_cast<int*>(data)[i] = i;  // each thread its own: the last one frees after all of them
        if (Find<A>::release(data, threads)) last.fetch_add(1);
      });
    for (std::thread& thread : all) thread.join();
    REQUIRE(last.load() == 1);
  }
}

/// A handle of a user, which shares its blocks with ours.
class Text {
  using Block = TpArcArray<char, std::uint32_t>::block_type;

 public:
  explicit Text(std::string_view text)
      : block_(TpArcArray<char, std::uint32_t>::from_range(7u, text).into_raw()) {}
  Text(const Text& other) : block_(other.block_) { block_.count().increment(); }
  Text& operator=(const Text&) = delete;
  ~Text() {
    if (block_.count().decrement()) block_.destroy(block_.length({}));
  }
  TpArcArray<char, std::uint32_t> share() const {
    const Text copy = *this;
    TpArcArray<char, std::uint32_t> shared = TpArcArray<char, std::uint32_t>::from_block(copy.block_);
    shared.block().count().increment();
    return shared;
  }
  std::string_view view() const { return std::string_view(block_.elements(), block_.length({})); }

 private:
  Block block_;
};

TEST_CASE("block_type: a user's handle and ours share a block") {
  TpArcArray<char, std::uint32_t> ours;
  {
    const Text text("shared");
    ours = text.share();
    const Text second = text;
    CHECK(ours.use_count() == 3);
    CHECK(second.view().data() == ours.data());
  }
  CHECK(ours.is_unique());
  CHECK(ours.label() == 7);
}

/// A label that looks at its elements for the last time.
struct Farewell {
  std::uint64_t* sum;
  ~Farewell() {
    for (const int i : ThinPtrArray<int, Farewell>::elements_of(*this)) *sum += static_cast<std::uint64_t>(i);
  }
};

TEST_CASE("the destructor of a label: elements with a trivial destructor are still there") {
  std::uint64_t sum = 0;
  {
    const auto array = ThinPtrArray<int, Farewell>::from_range(label_args(&sum), {1, 2, 3});
  }
  CHECK(sum == 6);
}

}  // namespace

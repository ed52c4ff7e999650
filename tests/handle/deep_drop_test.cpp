// SPDX-License-Identifier: MIT
//
// labels: threads
//
// enable_iterative_drop: lists and trees of any depth are destroyed on a small stack, in a loop that allocates nothing.
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif

#include "support/catch.hpp"
#include "support/global_new.hpp"
#include "support/handles.hpp"

namespace {

template <class Kind>
struct LabelNode;
template <class Kind>
struct ElementNode;
struct Egg;
struct Hen;
struct CellNode;
struct UniqueCellNode;
struct InVector;
struct Ordered;

}  // namespace

template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<LabelNode<Kind>> = true;
template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<ElementNode<Kind>> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Egg> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Hen> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<CellNode> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<UniqueCellNode> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<InVector> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Ordered> = true;

namespace {

/// Runs `f` in a thread with a stack of 256 KB, where there are such threads.
template <class F>
void on_small_stack(F f) {
#if defined(__unix__) || defined(__APPLE__)
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  REQUIRE(pthread_attr_setstacksize(&attributes, std::size_t{256} * 1024) == 0);
  pthread_t thread;
  const auto run = [](void* p) -> void* {
    (*static_cast<F*>(p))();
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, run, &f) == 0);
  REQUIRE(pthread_join(thread, nullptr) == 0);
  REQUIRE(pthread_attr_destroy(&attributes) == 0);
#else
  std::thread(f).join();
#endif
}

// More than the stack has bytes: no recursion of this depth has room there.
constexpr std::size_t levels = 300'000;

// Sanitizers make each block several times as large, and counters each line several times as slow.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(HEAPARRAY_COVERAGE)
constexpr bool slow = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool slow = true;
#else
constexpr bool slow = false;
#endif
#else
constexpr bool slow = false;
#endif

thread_local std::size_t alive = 0;

/// Counts the nodes of this thread that are alive.
struct Counted {
  Counted() noexcept { ++alive; }
  Counted(const Counted&) noexcept { ++alive; }
  Counted(Counted&&) noexcept { ++alive; }
  Counted& operator=(const Counted&) noexcept = default;
  Counted& operator=(Counted&&) noexcept = default;
  ~Counted() { --alive; }
};

/// A list, whose links are in the labels.
template <class Kind>
struct LabelNode {
  typename Kind::template of<char, LabelNode> next;
  Counted counted{};
};

/// A list, whose links are in the elements.
template <class Kind>
struct ElementNode {
  typename Kind::template of<ElementNode> next;
  Counted counted{};
};

using Kinds =
    std::tuple<test::Fat, test::Thin, test::FpRc, test::TpArc, test::TpArcOwner, test::Thin16, test::TpRc32>;

TEMPLATE_LIST_TEST_CASE("Deep drop: a list in labels", "", Kinds) {
  using List = typename TestType::template of<char, LabelNode<TestType>>;
  std::size_t left = 1;
  std::int64_t allocations = 1;
  on_small_stack([&] {
    List list;
    for (std::size_t i = 0; i != levels; ++i)
      list = List::with_label(heaparray::label_args(std::move(list)), 1, [](std::size_t) { return 'x'; });
    left = alive - levels;
    const auto before = test::global_new_counts().allocations;
    list = nullptr;
    allocations = test::global_new_counts().allocations - before;
    left += alive;
  });
  CHECK(left == 0);
  CHECK(allocations == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: a list in elements", "", Kinds) {
  using List = typename TestType::template of<ElementNode<TestType>>;
  std::size_t left = 1;
  on_small_stack([&] {
    {
      List list;
      for (std::size_t i = 0; i != levels; ++i)
        list = List::with_label(heaparray::NoLabel(), 1,
                                [&](std::size_t) { return ElementNode<TestType>{std::move(list)}; });
    }
    left = alive;
  });
  CHECK(left == 0);
}

TEST_CASE("Deep drop: ten million levels") {
  constexpr std::size_t depth = slow ? levels : 10'000'000;
  using List = heaparray::TpArcArray<char, LabelNode<test::TpArc>>;
  std::size_t left = 1;
  on_small_stack([&] {
    {
      List list;
      for (std::size_t i = 0; i != depth; ++i)
        list = List::with_len(heaparray::label_args(std::move(list)), 1);
    }
    left = alive;
  });
  CHECK(left == 0);
}

// Two types that own each other.
struct Egg {
  heaparray::ThinPtrArray<char, Hen> hen;
  Counted counted{};
};
struct Hen {
  heaparray::RcArray<Egg> eggs;
  Counted counted{};
};

TEST_CASE("Deep drop: types that own each other") {
  std::size_t left = 1;
  on_small_stack([&] {
    {
      heaparray::ThinPtrArray<char, Hen> hen;
      for (std::size_t i = 0; i != levels; ++i) {
        auto eggs = heaparray::RcArray<Egg>(1, [&](std::size_t) { return Egg{std::move(hen)}; });
        hen = heaparray::ThinPtrArray<char, Hen>::with_label(heaparray::label_args(std::move(eggs)));
      }
    }
    left = alive;
  });
  CHECK(left == 0);
}

struct CellNode {
  heaparray::AtomicArcArray<char, CellNode> next{};
  Counted counted{};
};
struct UniqueCellNode {
  heaparray::AtomicPtrArray<UniqueCellNode> next{};
  Counted counted{};
};

TEST_CASE("Deep drop: cells") {
  std::size_t left = 1;
  on_small_stack([&] {
    {
      using List = heaparray::TpArcArray<char, CellNode>;
      heaparray::AtomicArcArray<char, CellNode> root;
      for (std::size_t i = 0; i != levels; ++i) {
        List node = List::with_len(heaparray::label_args(), 1);
        node.label_mut()->next.store(root.exchange(nullptr));
        root.store(node);
      }
    }
    left = alive;
    {
      heaparray::ThinPtrArray<UniqueCellNode> root;
      for (std::size_t i = 0; i != levels; ++i) {
        heaparray::ThinPtrArray<UniqueCellNode> node(1);
        node[0].next.store(std::move(root));
        root = std::move(node);
      }
    }
    left += alive;
  });
  CHECK(left == 0);
}

struct InVector {
  std::vector<heaparray::ArcArray<InVector>> children{};
  std::unique_ptr<heaparray::HeapArray<InVector>> more{};
  Counted counted{};
};

TEST_CASE("Deep drop: handles inside of other containers, and blocks that others own too") {
  std::size_t left = 1;
  std::size_t kept = 0;
  on_small_stack([&] {
    {
      using Tree = heaparray::ArcArray<InVector>;
      Tree tree(2);
      const Tree shared = tree;
      for (std::size_t i = 0; i != levels / 4; ++i) {
        Tree parent(2);
        auto& nodes = *parent.to_mut();
        nodes[0].children.push_back(std::move(tree));
        nodes[1].children.push_back(shared);
        nodes[1].more = std::make_unique<heaparray::HeapArray<InVector>>(1);
        tree = std::move(parent);
      }
      tree = nullptr;
      kept = alive;
    }
    left = alive;
  });
  CHECK(kept == 2);
  CHECK(left == 0);
}

std::vector<int> gone;  // numbers of nodes in the order of their ends

struct Ordered {
  int number = 0;
  heaparray::RcArray<Ordered> children{};
  ~Ordered() { gone.push_back(number); }
};

TEST_CASE("Deep drop: a parent goes before its children, and all before the call returns") {
  using Tree = heaparray::RcArray<Ordered>;
  // 1 and 2 are the root's; 11 and 12 the children of 1; 111 of 11; 21 of 2.
  Tree root = Tree::of(Ordered{1, Tree::of(Ordered{11, Tree::of(Ordered{111})}, Ordered{12})},
                       Ordered{2, Tree::of(Ordered{21})});
  gone.clear();
  root.reset();
  CHECK(gone == std::vector<int>{2, 1, 12, 11, 111, 21});
}

TEST_CASE("Deep drop: what a block has for it") {
  // The count is as wide as an address: nothing more.
  STATIC_REQUIRE(heaparray::TpArcArray<char, LabelNode<test::TpArc>>::block_type::elements_offset ==
                 sizeof(LabelNode<test::TpArc>) + 2 * sizeof(void*));
  STATIC_REQUIRE(heaparray::TpArcArray<ElementNode<test::TpArc>>::block_type::elements_offset ==
                 2 * sizeof(void*));
  // One word where there is no count, two for a fat handle.
  STATIC_REQUIRE(heaparray::ThinPtrArray<ElementNode<test::Thin>>::block_type::elements_offset ==
                 2 * sizeof(void*));
  STATIC_REQUIRE(heaparray::HeapArray<ElementNode<test::Fat>>::block_type::elements_offset ==
                 2 * sizeof(void*));
  STATIC_REQUIRE(heaparray::HeapArray<int>::block_type::elements_offset == 0);
}

}  // namespace

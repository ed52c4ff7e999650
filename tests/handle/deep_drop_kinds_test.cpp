// SPDX-License-Identifier: MIT
//
// labels: threads
//
// enable_iterative_drop: the order, destructors that do more than destroy, threads, and what is done to such
// arrays before they are dropped, over all kinds of handles. \see deep_drop_test.cpp for depth
#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/handles.hpp"

namespace {

template <class Kind>
struct Item;
template <class Kind>
struct Title;
template <class Kind>
struct Hooked;
template <class Kind>
struct Laden;
struct Optional;
struct Chosen;
struct Pooled;
struct Sized;
struct SizedLabel;
struct SharedSized;
struct SharedSizedLabel;
struct Pair;
struct Trio;
struct CountedNode;
struct CountedTitle;
struct Asks;
struct AsksToo;
template <class Kind>
struct Read;
struct Leaf;

}  // namespace

template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<Item<Kind>> = true;
template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<Hooked<Kind>> = true;
template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<Laden<Kind>> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Optional> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Chosen> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Pooled> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<SizedLabel> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<SharedSizedLabel> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Pair> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Trio> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<CountedTitle> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Asks> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<AsksToo> = true;
template <class Kind>
inline constexpr bool heaparray::enable_iterative_drop<Read<Kind>> = true;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Leaf> = true;

namespace {

using heaparray::convert_to;
using heaparray::label_args;

/// Enough for a recursion to overflow a stack of 8 MB.
constexpr std::size_t levels = 200'000;

using Kinds =
    std::tuple<test::Fat, test::Thin, test::FpRc, test::TpArc, test::TpArcOwner, test::Thin16, test::TpRc32>;
using SharedKinds = std::tuple<test::FpRc, test::TpArc, test::TpRc32, test::Isolated>;

// Of all threads. Relaxed throughout: it must not order them.
constinit std::atomic<std::ptrdiff_t> alive = 0;

/// Counts what is alive.
struct Counted {
  Counted() noexcept { alive.fetch_add(1, std::memory_order_relaxed); }
  Counted(const Counted&) noexcept : Counted() {}
  Counted& operator=(const Counted&) noexcept = default;
  ~Counted() { alive.fetch_sub(1, std::memory_order_relaxed); }
};

/// What this thread destroys, in words: "e11 l1 f1" is element 11, label 1, the memory of block 1.
class Log {
 public:
  Log() { current = this; }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log() { current = nullptr; }

  static void note(char what, int id) {
    if (current == nullptr || id == 0) return;
    if (!current->text_.empty()) current->text_ += ' ';
    current->text_ += what;
    current->text_ += std::to_string(id);
  }
  const std::string& text() const { return text_; }

 private:
  static inline constinit thread_local Log* current = nullptr;
  std::string text_;
};

/// Logs that it is destroyed, unless it was moved from.
class Mark {
 public:
  Mark() = default;
  Mark(char what, int id) : what_(what), id_(id) {}
  Mark(Mark&& other) noexcept : what_(other.what_), id_(std::exchange(other.id_, 0)) {}
  Mark& operator=(Mark&&) = delete;
  ~Mark() { Log::note(what_, id_); }

 private:
  char what_ = ' ';
  int id_ = 0;
};

/// Logs what it frees. Has state, so each block has a copy.
template <class T>
struct LogAllocator {
  using value_type = T;
  int id = 0;

  LogAllocator() = default;
  explicit LogAllocator(int number) : id(number) {}
  template <class U>
  LogAllocator(const LogAllocator<U>& other) noexcept : id(other.id) {}
  T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
  void deallocate(T* p, std::size_t n) noexcept {
    Log::note('f', id);
    std::allocator<T>().deallocate(p, n);
  }
  template <class U>
  friend bool operator==(const LogAllocator& a, const LogAllocator<U>& b) noexcept {
    return a.id == b.id;
  }
};

// Order

template <class Kind>
using Tree = typename Kind::template of<Item<Kind>, Title<Kind>, LogAllocator<std::byte>>;

// The marks come last, so that they are destroyed first.
template <class Kind>
struct Item {
  Tree<Kind> child;
  Mark mark;
};
template <class Kind>
struct Title {
  Tree<Kind> next;
  Mark mark;
};

/// A block with label `id` and elements 10 * id, 10 * id + 1, ..., one for each child.
template <class Kind>
Tree<Kind> tree(int id, Tree<Kind> next, std::vector<Tree<Kind>> children) {
  return Tree<Kind>::with_label(
      label_args(std::move(next), Mark('l', id)), children.size(),
      [&](std::size_t i) {
        return Item<Kind>{std::move(children[i]), Mark('e', 10 * id + static_cast<int>(i))};
      },
      LogAllocator<std::byte>(id));
}
template <class Kind, class... Children>
std::vector<Tree<Kind>> list(Children... children) {
  std::vector<Tree<Kind>> result;
  (result.push_back(std::move(children)), ...);
  return result;
}

TEMPLATE_LIST_TEST_CASE("Deep drop: the order", "", Kinds) {
  using K = TestType;
  const auto leaf = [](int id) { return tree<K>(id, {}, list<K>(Tree<K>())); };
  Tree<K> root = tree<K>(1, leaf(4), list<K>(tree<K>(2, {}, list<K>(leaf(5))), leaf(3)));
  const Log log;
  root = nullptr;
  // 3 waits, then 2, then 4: the newest goes first. 5 waits while 2 is destroyed, and goes before 3.
  CHECK(log.text() == "e11 e10 l1 f1 e40 l4 f4 e20 l2 f2 e50 l5 f5 e30 l3 f3");
}

TEMPLATE_LIST_TEST_CASE("Deep drop: what is assigned over goes before the assignment returns", "", Kinds) {
  using K = TestType;
  const auto leaf = [](int id) { return tree<K>(id, {}, list<K>(Tree<K>())); };
  Tree<K> root = tree<K>(1, {}, list<K>(leaf(2)));
  const Log log;
  root = leaf(3);
  Log::note('-', 1);
  root.reset();
  CHECK(log.text() == "e10 l1 f1 e20 l2 f2 -1 e30 l3 f3");
}

TEMPLATE_LIST_TEST_CASE("Deep drop: a child that is taken out of its parent stays", "", Kinds) {
  using K = TestType;
  Tree<K> root = tree<K>(1, {}, list<K>(tree<K>(2, {}, list<K>(Tree<K>()))));
  const Log log;
  root = std::move(test::writable(root)[0].child);
  CHECK(log.text() == "e10 l1 f1");
  root = nullptr;
  CHECK(log.text() == "e10 l1 f1 e20 l2 f2");
}

// Destructors that do more

/// Calls a function when it is destroyed, unless it was moved from.
class Hook {
 public:
  Hook() = default;
  explicit Hook(std::function<void()> f) : f_(std::move(f)) {}
  Hook(Hook&& other) noexcept : f_(std::exchange(other.f_, nullptr)) {}
  Hook& operator=(Hook&&) = delete;
  ~Hook() {
    if (f_) f_();
  }

 private:
  std::function<void()> f_;
};

template <class Kind>
struct Hooked {
  typename Kind::template of<Hooked> child{};
  Counted counted{};
  Mark mark{};
  Hook hook{};
};
template <class Kind>
using HookedArray = typename Kind::template of<Hooked<Kind>>;

/// One element, with a mark and a hook.
template <class Kind>
HookedArray<Kind> hooked(int id, std::function<void()> f = nullptr) {
  return HookedArray<Kind>(
      1, [&](std::size_t) { return Hooked<Kind>{{}, {}, Mark('e', id), Hook(std::move(f))}; });
}

TEMPLATE_LIST_TEST_CASE("Deep drop: a destructor that makes and drops arrays of the same type", "", Kinds) {
  using K = TestType;
  alive = 0;
  {
    HookedArray<K> kept = hooked<K>(3);
    HookedArray<K> root = hooked<K>(1, [&] {
      Log::note('[', 1);
      {
        const HookedArray<K> made = hooked<K>(2, [] {
          Log::note('[', 2);
          static_cast<void>(hooked<K>(4));
          Log::note(']', 2);
        });
        CHECK(made.size() == 1);
      }
      kept = hooked<K>(5);  // what was there waits; what comes stays
      Log::note(']', 1);
    });
    const Log log;
    root = nullptr;
    CHECK(log.text() == "[1 ]1 e1 e3 [2 ]2 e2 e4");
    kept = nullptr;
    CHECK(log.text() == "[1 ]1 e1 e3 [2 ]2 e2 e4 e5");
  }
  CHECK(alive == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: a destructor that drops a deep structure", "", Kinds) {
  using K = TestType;
  alive = 0;
  HookedArray<K> deep;
  for (std::size_t i = 0; i != levels; ++i)
    deep = HookedArray<K>(1, [&](std::size_t) { return Hooked<K>{std::move(deep)}; });
  CHECK(alive == static_cast<std::ptrdiff_t>(levels));
  HookedArray<K> root = hooked<K>(1, [&] { deep.reset(); });
  root.reset();
  CHECK(alive == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: a destructor that gives up a block by into_inner or to_owned", "",
                        SharedKinds) {
  using K = TestType;
  alive = 0;
  HookedArray<K> other = hooked<K>(2);
  HookedArray<K> another = hooked<K>(3);
  HookedArray<K> root = hooked<K>(1, [&] {
    auto inner = std::move(other).into_inner();
    CHECK(inner.has_value());
    inner.reset();
    CHECK(std::move(another).to_owned().has_value());
    Log::note('-', 1);
  });
  const Log log;
  root = nullptr;
  CHECK(log.text() == "-1 e1 e3 e2");
  CHECK(alive == 0);
}

// Threads

TEMPLATE_LIST_TEST_CASE("Deep drop: another thread does not wait for a destructor of this one", "", Kinds) {
  using K = TestType;
  alive = 0;
  HookedArray<K> other = hooked<K>(2);
  HookedArray<K> root = hooked<K>(1, [&] {
    std::string gone;
    std::thread([&] {
      const Log log;
      other.reset();
      gone = log.text();
    }).join();
    CHECK(gone == "e2");
    Log::note('-', 1);
  });
  const Log log;
  root = nullptr;
  CHECK(log.text() == "-1 e1");
  CHECK(alive == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: while a thread ends", "", Kinds) {
  using K = TestType;
  alive = 0;
  std::ptrdiff_t before = 0;
  std::thread([&] {
    static thread_local HookedArray<K> first;
    static thread_local HookedArray<K> second;  // destroyed before `first`, and drops what that has
    for (std::size_t i = 0; i != levels; ++i)
      first = HookedArray<K>(1, [&](std::size_t) { return Hooked<K>{std::move(first)}; });
    auto* const deep = &first;
    second = hooked<K>(1, [deep] {
      HookedArray<K> rest = hooked<K>(2);
      rest.swap(*deep);
    });
    before = alive;
  }).join();
  CHECK(before == static_cast<std::ptrdiff_t>(levels) + 1);
  CHECK(alive == 0);
}

/// Written by its destructor, without atomics: ThreadSanitizer sees if a block is destroyed while another
/// thread reads it.
template <class Kind>
struct Read {
  typename Kind::template of<Read> left{};
  typename Kind::template of<Read> right{};
  int number = 0;
  Counted counted{};

  Read(int n, typename Kind::template of<Read> l, typename Kind::template of<Read> r)
      : left(std::move(l)), right(std::move(r)), number(n) {}
  Read(Read&&) = default;
  Read& operator=(Read&&) = delete;
  ~Read() { *const_cast<volatile int*>(&number) = -1; }
};

using AtomicKinds = std::tuple<test::FpArc, test::TpArc, test::TpArc32, test::Isolated>;

TEMPLATE_LIST_TEST_CASE("Deep drop: several threads drop one structure", "", AtomicKinds) {
  using A = typename TestType::template of<Read<TestType>>;
  constexpr int threads = 3;
  constexpr int depth = 20;
  alive = 0;
  std::atomic<int> wrong = 0;
  const std::uint32_t rounds = test::effort(100);
  for (std::uint32_t round = 0; round != rounds; ++round) {
    // Each block has the one below it twice, and the threads have some of them too.
    std::vector<A> all;
    for (int i = 0; i != depth; ++i) {
      const A below = all.empty() ? A() : all.back();
      all.push_back(A(2, [&](std::size_t) { return Read<TestType>(i, below, below); }));
    }
    std::atomic<int> ready = 0;
    std::vector<std::thread> workers;
    workers.reserve(threads);
    for (int t = 0; t != threads; ++t)
      workers.emplace_back([t, &ready, &wrong, mine = all]() mutable {
        int sum = 0;
        for (const A& a : mine) sum += a[0].number + a[1].number;
        if (sum != depth * (depth - 1)) wrong.fetch_add(1, std::memory_order_relaxed);
        ready.fetch_add(1, std::memory_order_relaxed);
        while (ready.load(std::memory_order_relaxed) != threads) std::this_thread::yield();
        // From above, from below, or one by one as a vector does.
        if (t == 0)
          while (!mine.empty()) mine.pop_back();
        else if (t == 1)
          for (A& a : mine) a.reset();
      });
    all.clear();
    for (std::thread& worker : workers) worker.join();
    workers.clear();
    if (alive != 0) wrong.fetch_add(1, std::memory_order_relaxed);
  }
  CHECK(wrong == 0);
}

// Members that hold the handles

struct Optional {
  std::optional<heaparray::TpRcArray<Optional>> next{};
  std::optional<heaparray::HeapArray<Optional>> more{};
  Counted counted{};
};

TEST_CASE("Deep drop: handles in std::optional") {
  alive = 0;
  {
    std::optional<heaparray::TpRcArray<Optional>> root;
    for (std::size_t i = 0; i != levels; ++i) {
      heaparray::TpRcArray<Optional> node(2);
      auto& nodes = node.make_mut();
      nodes[0].next = std::move(root);
      nodes[1].more.emplace(1);
      root = std::move(node);
    }
    CHECK(alive == 3 * static_cast<std::ptrdiff_t>(levels));
    root.reset();
    CHECK(alive == 0);
  }
}

struct Chosen {
  std::variant<std::monostate, heaparray::ThinPtrArray<Chosen>, heaparray::FpArcArray<Chosen>> next{};
  Counted counted{};
};

TEST_CASE("Deep drop: handles of two kinds in std::variant") {
  alive = 0;
  {
    Chosen root;
    for (std::size_t i = 0; i != levels; ++i) {
      if (i % 2 == 0) {
        heaparray::ThinPtrArray<Chosen> node(1);
        node[0].next = std::move(root.next);
        root.next = std::move(node);
      } else {
        heaparray::FpArcArray<Chosen> node(1);
        node.make_mut()[0].next = std::move(root.next);
        root.next = std::move(node);
      }
    }
    CHECK(alive == static_cast<std::ptrdiff_t>(levels) + 1);
  }
  CHECK(alive == 0);
}

// Allocators

struct Pooled {
  heaparray::pmr::RcArray<Pooled> next{};
  heaparray::pmr::HeapArray<Pooled> more{};
  Counted counted{};
};

TEST_CASE("Deep drop: arrays of several memory resources") {
  alive = 0;
  test::Ledger one;
  test::Ledger two;
  {
    test::CheckedResource first(one);
    test::CheckedResource second(two);
    heaparray::pmr::RcArray<Pooled> root;
    for (int i = 0; i != 2000; ++i) {
      heaparray::pmr::RcArray<Pooled> node(static_cast<std::size_t>(i % 3 + 1),
                                           i % 2 == 0 ? &first : &second);
      auto& nodes = node.make_mut();
      nodes[0].next = std::move(root);
      nodes[0].more = heaparray::pmr::HeapArray<Pooled>(2, &second);
      root = std::move(node);
    }
    CHECK(one.live() == 1000);
    CHECK(two.live() == 3000);
  }
  CHECK(alive == 0);
  CHECK(one.live() == 0);
  CHECK(two.live() == 0);
}

/// Its arrays have the link, whatever their kind; it owns one of any.
template <class Kind>
struct Laden {
  typename Kind::template of<Laden, int, test::CheckedAllocator<std::byte>> child{};
  std::shared_ptr<void> cargo{};
  Counted counted{};
};

// The ledger checks that each block is freed with the size with which it was allocated: the length came
// through the queue.
TEMPLATE_LIST_TEST_CASE("Deep drop: allocators with state, and blocks of many lengths", "", Kinds) {
  using L = Laden<TestType>;
  using A = typename TestType::template of<L, int, test::CheckedAllocator<std::byte>>;
  alive = 0;
  test::Ledger ledger;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  A root;
  for (int i = 0; i != 1000; ++i) {
    A twig = A::with_label(i, static_cast<std::size_t>(i % 5), [](std::size_t) { return L(); }, allocator);
    root = A::with_label(
        i, static_cast<std::size_t>(i % 7 + 2),
        [&](std::size_t k) { return k == 0   ? L{std::move(root)}
                                    : k == 1 ? L{std::move(twig)}
                                             : L(); },
        allocator);
  }
  CHECK(ledger.live() == 2000);
  root = nullptr;
  CHECK(ledger.live() == 0);
  CHECK(alive == 0);
}

// Lengths and counts that are not in front of the label

struct SaidLength {
  template <class L>
  constexpr std::size_t operator()(const L& label) const {
    return label.n;
  }
};
template <class T, class Label>
using SaidUnique = heaparray::BasicArray<T, Label, heaparray::LengthFromLabel<SaidLength{}>,
                                         heaparray::NoCount, test::CheckedAllocator<std::byte>>;
template <class T, class Label>
using SaidShared =
    heaparray::BasicRcArray<T, Label, heaparray::LengthFromLabel<SaidLength{}>,
                            heaparray::AtomicCount<std::uint32_t>, test::CheckedAllocator<std::byte>>;

// The elements ask for nothing: that the label asks is enough.
struct Sized {
  SaidUnique<Sized, SizedLabel> child{};
  Counted counted{};
};
struct SizedLabel {
  std::size_t n = 0;
  SaidUnique<Sized, SizedLabel> next{};
};
struct SharedSized {
  SaidShared<SharedSized, SharedSizedLabel> child{};
  Counted counted{};
};
struct SharedSizedLabel {
  std::size_t n = 0;
  SaidShared<SharedSized, SharedSizedLabel> next{};
};

TEMPLATE_TEST_CASE("Deep drop: lengths that labels say", "", (SaidUnique<Sized, SizedLabel>),
                   (SaidShared<SharedSized, SharedSizedLabel>)) {
  using A = TestType;
  using S = typename A::value_type;
  alive = 0;
  test::Ledger ledger;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  A root;
  std::ptrdiff_t all = 0;
  for (std::size_t i = 0; i != levels; ++i) {
    const std::size_t n = i % 4 + 1;
    all += static_cast<std::ptrdiff_t>(n);
    if (i % 2 == 0)
      root = A::with_label(
          label_args(std::size_t{n}, std::move(root)), n, [](std::size_t) { return S(); }, allocator);
    else
      root = A::with_label(
          label_args(std::size_t{n}, A()), n,
          [&](std::size_t k) { return k == 0 ? S{std::move(root)} : S(); }, allocator);
  }
  CHECK(alive == all);
  root = nullptr;
  CHECK(alive == 0);
  CHECK(ledger.live() == 0);
}

struct Pair {
  heaparray::FixedArray<Pair, 2> child{};
  Counted counted{};
};
using SharedTrio = heaparray::BasicRcArray<Trio, heaparray::NoLabel, heaparray::FixedLength<3>,
                                           heaparray::AtomicCount<std::uint32_t>>;
struct Trio {
  SharedTrio child{};
  Counted counted{};
};

TEST_CASE("Deep drop: lengths of types") {
  alive = 0;
  {
    heaparray::FixedArray<Pair, 2> root;
    for (std::size_t i = 0; i != levels; ++i)
      root = heaparray::FixedArray<Pair, 2>(
          2, [&](std::size_t k) { return k == 0 ? Pair{std::move(root)} : Pair(); });
    CHECK(alive == 2 * static_cast<std::ptrdiff_t>(levels));
  }
  CHECK(alive == 0);
  {
    SharedTrio root;
    for (std::size_t i = 0; i != levels; ++i)
      root = SharedTrio(3, [&](std::size_t) { return Trio{root}; });  // each is owned three times
    CHECK(alive == 3 * static_cast<std::ptrdiff_t>(levels));
  }
  CHECK(alive == 0);
}

struct Refs {
  std::atomic<std::uint32_t> refs{0};
};
using CountedList = heaparray::BasicRcArray<CountedNode, CountedTitle, heaparray::LengthInBlock<>,
                                            heaparray::CountFromLabel<&Refs::refs>>;
using FatCountedList = heaparray::BasicRcArray<CountedNode, CountedTitle, heaparray::LengthInHandle,
                                               heaparray::CountFromLabel<&Refs::refs>>;
struct CountedNode {
  CountedList child{};
  FatCountedList fat{};
  Counted counted{};
};
struct CountedTitle : Refs {
  CountedTitle() = default;
  explicit CountedTitle(CountedList list) : next(std::move(list)) {}
  CountedList next{};
};

TEST_CASE("Deep drop: counts in labels") {
  alive = 0;
  {
    CountedList root;
    for (std::size_t i = 0; i != levels; ++i) {
      CountedList list =
          CountedList::with_label(label_args(root), 1, [](std::size_t) { return CountedNode(); });
      const auto nodes = test::writable(list);
      nodes[0].child = std::move(root);
      nodes[0].fat = FatCountedList::with_label(label_args(), 2, [](std::size_t) { return CountedNode(); });
      root = std::move(list);
    }
    CHECK(alive == 3 * static_cast<std::ptrdiff_t>(levels));
    CountedList other = root;
    root.reset();
    CHECK(alive == 3 * static_cast<std::ptrdiff_t>(levels));
    auto inner = std::move(other).into_inner();
    REQUIRE(inner.has_value());
    CHECK(inner->label().refs == 1);
  }
  CHECK(alive == 0);
}

// What is done to such arrays before they are dropped

struct Leaf {
  std::shared_ptr<void> cargo{};
  Counted counted{};
};
template <class Kind>
using Leaves = typename Kind::template of<Leaf, int, test::CheckedAllocator<std::byte>>;

/// Drops `array` while an array of the same type is destroyed, so that it waits.
template <class A>
void drop_inside(A array, const test::CheckedAllocator<std::byte>& allocator) {
  A outer = A::with_label(
      0, 1, [&](std::size_t) { return Leaf{std::make_shared<A>(std::move(array))}; }, allocator);
  outer.reset();
}

template <class Kind>
Leaves<Kind> leaves(int label, const test::CheckedAllocator<std::byte>& allocator) {
  return Leaves<Kind>::with_label(label, 3, [](std::size_t) { return Leaf(); }, allocator);
}

template <class From, class... Tos>
void convert_to_each(std::type_identity<std::tuple<Tos...>>,
                     const test::CheckedAllocator<std::byte>& allocator) {
  const auto one = [&]<class To>(std::type_identity<To>) {
    using A = Leaves<From>;
    using B = Leaves<To>;
    for (const bool inside : {false, true}) {
      A a = leaves<From>(7, allocator);
      const void* const data = a.data();
      B b = convert_to<B>(std::move(a));
      CHECK(b.label() == 7);
      CHECK((b.data() == data) == heaparray::same_block_layout<A, B>);
      if constexpr (To::is_shared) {
        const B copy = b;
        CHECK(b.use_count() == 2);
      }
      CHECK(alive == 3);
      if (inside)
        drop_inside(std::move(b), allocator);
      else
        b.reset();
      CHECK(alive == 0);
    }
  };
  (one(std::type_identity<Tos>()), ...);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: after convert_to, from each kind to each", "", Kinds) {
  alive = 0;
  test::Ledger ledger;
  convert_to_each<TestType>(std::type_identity<Kinds>(), test::CheckedAllocator<std::byte>(ledger));
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: after share, to_owned and into_inner", "", SharedKinds) {
  using A = Leaves<TestType>;
  using Owner = typename A::owner_type;
  alive = 0;
  test::Ledger ledger;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  const auto owner = [&] {
    Owner o = *leaves<TestType>(7, allocator).to_owned();
    CHECK(alive == 3);
    return o;
  };
  drop_inside(owner(), allocator);
  CHECK(alive == 0);
  drop_inside(owner().share(), allocator);
  CHECK(alive == 0);
  {
    A a = owner().share();
    A b = a;
    CHECK_FALSE(std::move(a).into_inner().has_value());
    std::optional<Owner> inner = std::move(b).into_inner();
    REQUIRE(inner.has_value());
    A again = std::move(*inner).share();
    CHECK(again.use_count() == 1);
    A more = again;
    again.reset();
    CHECK(more.is_unique());
    CHECK(alive == 3);
    drop_inside(std::move(more), allocator);
    CHECK(alive == 0);
  }
  {
    A a = owner().share();
    A b = a;
    drop_inside(std::move(a), allocator);  // not the last owner
    CHECK(alive == 3);
    std::optional<Owner> inner = std::move(b).into_inner();
    REQUIRE(inner.has_value());
    drop_inside(*std::move(inner), allocator);
    CHECK(alive == 0);
  }
  CHECK(ledger.live() == 0);
}

// ArrayBuilder

TEMPLATE_LIST_TEST_CASE("Deep drop: a builder that is dropped half-way", "", Kinds) {
  using K = TestType;
  const auto build = [](std::size_t depth) {
    HookedArray<K> deep;
    for (std::size_t i = 0; i != depth; ++i)
      deep = HookedArray<K>(1, [&](std::size_t) { return Hooked<K>{std::move(deep)}; });
    return deep;
  };
  alive = 0;
  {
    heaparray::ArrayBuilder<HookedArray<K>> builder(4);
    builder.push_back(Hooked<K>{build(levels)});
    builder.push_back(Hooked<K>{build(1)});
    CHECK(alive == static_cast<std::ptrdiff_t>(levels) + 3);
  }
  CHECK(alive == 0);
  {
    heaparray::ArrayBuilder<HookedArray<K>> builder(1);
    builder.push_back(Hooked<K>{build(levels)});
    builder.push_back(Hooked<K>{build(1)});  // the first moves to another block
    HookedArray<K> array = std::move(builder).finish();
    CHECK(array.size() == 2);
    CHECK(alive == static_cast<std::ptrdiff_t>(levels) + 3);
  }
  CHECK(alive == 0);
  // Inside of a destructor: its own elements go at once, what they own waits.
  HookedArray<K> root = hooked<K>(1, [&] {
    {
      heaparray::ArrayBuilder<HookedArray<K>> builder(4);
      builder.push_back(Hooked<K>{hooked<K>(3), {}, Mark('e', 2), {}});
    }
    Log::note('-', 1);
  });
  const Log log;
  root = nullptr;
  CHECK(log.text() == "e2 -1 e1 e3");
  CHECK(alive == 0);
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
TEMPLATE_LIST_TEST_CASE("Deep drop: an array of which an element throws", "", Kinds) {
  using K = TestType;
  alive = 0;
  HookedArray<K> deep;
  for (std::size_t i = 0; i != levels; ++i)
    deep = HookedArray<K>(1, [&](std::size_t) { return Hooked<K>{std::move(deep)}; });
  CHECK_THROWS_AS(HookedArray<K>(3,
                                 [&](std::size_t i) {
                                   if (i == 2) throw std::runtime_error("no");
                                   return i == 0 ? Hooked<K>{std::move(deep)} : Hooked<K>();
                                 }),
                  std::runtime_error);
  CHECK(alive == 0);
}
#endif

// map

struct Asks {
  std::uint64_t value = 0;
};
struct AsksToo {
  std::uint64_t value = 0;
};
struct DoesNot {
  std::uint64_t value = 0;
};

/// Maps an array of `From` to one of `To`, given away and copied.
template <class Kind, class From, class To>
void map_from_to() {
  using A = typename Kind::template of<From, int, test::CheckedAllocator<std::byte>>;
  using B = typename Kind::template of<To, int, test::CheckedAllocator<std::byte>>;
  test::Ledger ledger;
  const test::CheckedAllocator<std::byte> allocator(ledger);
  const auto f = [](const From& from) noexcept { return To{from.value + 1}; };
  {
    A a = A::with_label(7, 3, [](std::size_t i) { return From{i}; }, allocator);
    const void* const data = a.data();
    const B copied = a.map(f);
    const B b = std::move(a).map(f);
    CHECK((b.data() == data) ==
          (heaparray::enable_iterative_drop<From> == heaparray::enable_iterative_drop<To>));
    for (const B* array : {&copied, &b}) {
      CHECK(array->label() == 7);
      REQUIRE(array->size() == 3);
      CHECK((*array)[2].value == 3);
    }
    CHECK(ledger.live() == 2);
  }
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("Deep drop: map, between types that ask for it and types that do not", "", Kinds) {
  map_from_to<TestType, Asks, AsksToo>();
  map_from_to<TestType, Asks, DoesNot>();
  map_from_to<TestType, DoesNot, Asks>();
}

}  // namespace

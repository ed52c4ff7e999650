// SPDX-License-Identifier: MIT
//
// labels: threads
//
// into_inner(): exactly one of those who give up a block gets it.
#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

namespace {

using Shared =
    std::tuple<test::FpRc, test::TpRc, test::FpArc, test::TpArc, test::TpRc32, test::TpArc32, test::Isolated>;

TEMPLATE_LIST_TEST_CASE("into_inner: the last one gets the block", "", Shared) {
  test::ObjectScope objects;
  using A = typename TestType::template of<test::Counted, int>;
  A a = A::with_label(7, 3, [](std::size_t i) { return test::Counted(static_cast<int>(i)); });
  const auto* const data = a.data();
  A b = a;
  CHECK_FALSE(std::move(a).into_inner().has_value());
  CHECK_FALSE(a);  // NOLINT(bugprone-use-after-move): null, as documented
  CHECK(b.is_unique());
  std::optional<typename A::owner_type> inner = std::move(b).into_inner();
  REQUIRE(inner.has_value());
  CHECK_FALSE(b);  // NOLINT(bugprone-use-after-move)
  CHECK(inner->data() == data);
  CHECK(inner->label() == 7);
  CHECK_FALSE(A().into_inner().has_value());
  const A again = *std::move(inner);  // a count of one
  CHECK(again.use_count() == 1);
  CHECK(again[2].value() == 2);
}

struct Entry {
  std::atomic<std::uint32_t> refs{0};
  int number = 0;
};

TEST_CASE("into_inner: a count in the label") {
  using A = heaparray::BasicRcArray<int, Entry, heaparray::LengthInBlock<>,
                                    heaparray::CountFromLabel<&Entry::refs>>;
  A a = A::with_len(heaparray::label_args(), 2);
  A b = a;
  CHECK_FALSE(std::move(a).into_inner().has_value());
  auto inner = std::move(b).into_inner();
  REQUIRE(inner.has_value());
  CHECK(inner->label().refs == 1);
}

TEST_CASE("into_inner: an array in static storage is never given away") {
  static const heaparray::StaticArray<int, 2> numbers{{1, 2}};
  CHECK_FALSE(numbers.share().into_inner().has_value());
}

/// Each thread writes its own element, without atomics: ThreadSanitizer sees if the last one may read them too early.
struct Plain {
  int number = 0;
};

}  // namespace

template <>
inline constexpr bool heaparray::enable_shared_mutation<Plain> = true;

namespace {

TEMPLATE_TEST_CASE("into_inner: one of many threads gets the block, with all that the others wrote", "",
                   heaparray::ArcArray<Plain>, heaparray::CompactArcArray<Plain>) {
  constexpr int threads = 4;
  const std::uint32_t rounds = test::effort(300);
  bool one_each_time = true;
  for (std::uint32_t round = 0; round != rounds; ++round) {
    std::vector<TestType> handles(threads, TestType(threads));
    std::atomic<int> winners = 0;
    std::atomic<int> sum = 0;
    std::atomic<int> ready = 0;
    std::vector<std::thread> workers;
    workers.reserve(threads);
    for (std::size_t i = 0; i != threads; ++i)
      workers.emplace_back([&winners, &sum, &ready, i, handle = std::move(handles[i])]() mutable {
        handle[i].number = 1;
        // All give up at once. Relaxed: what waits here learns nothing of what the others wrote.
        ready.fetch_add(1, std::memory_order_relaxed);
        while (ready.load(std::memory_order_relaxed) != threads) std::this_thread::yield();
        if (auto inner = std::move(handle).into_inner()) {
          for (const Plain& plain : *inner) sum.fetch_add(plain.number, std::memory_order_relaxed);
          winners.fetch_add(1, std::memory_order_relaxed);
        }
      });
    for (std::thread& worker : workers) worker.join();
    one_each_time = one_each_time && winners == 1 && sum == threads;
  }
  CHECK(one_each_time);
}

}  // namespace

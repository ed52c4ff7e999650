// SPDX-License-Identifier: MIT
//
// labels: processor
//
// Memory is given back in the way in which it was allocated, by every form that makes an array.
//
// MSVC's std::allocator keeps a header in front of blocks of 4096 bytes and more, and reads it when it frees.
// Here a user's allocator does the same, and std::allocator is specialised to do so for the units that blocks
// consist of: memory that comes from another function and goes there, or the other way round, is a problem
// that is reported.
#include <heaparray/alloc_utils.hpp>

#include "support/global_new.hpp"
#include "support/problems.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <set>

namespace {

/// What is behind a header, and how often memory was asked for.
struct Large {
  static inline std::set<const void*> live;
  static inline int asked = 0;
};

template <class T>
struct WithHeader {
  static constexpr bool is_over_aligned = alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__;
  static constexpr std::size_t header = alignof(T) > 32 ? alignof(T) : 32;

  static T* allocate(std::size_t n) {
    ++Large::asked;
    const std::size_t bytes = n * sizeof(T);
    if (bytes < 4096) return static_cast<T*>(get(bytes));
    void* const memory = static_cast<std::byte*>(get(header + bytes)) + header;
    Large::live.insert(memory);
    return static_cast<T*>(memory);
  }
  static void deallocate(T* memory, std::size_t n) noexcept {
    if (n * sizeof(T) < 4096) return give_back(memory);
    if (Large::live.erase(memory) == 0)
      return test::report_problem("there is no header in front of this block");
    give_back(reinterpret_cast<std::byte*>(memory) - header);
  }

 private:
  static void* get(std::size_t bytes) {
    if constexpr (is_over_aligned)
      return ::operator new(bytes, std::align_val_t{alignof(T)});
    else
      return ::operator new(bytes);
  }
  static void give_back(void* memory) noexcept {
    if constexpr (is_over_aligned)
      ::operator delete(memory, std::align_val_t{alignof(T)});
    else
      ::operator delete(memory);
  }
};

/// A user's.
template <class T>
struct HeaderAllocator : WithHeader<T> {
  using value_type = T;
  HeaderAllocator() = default;
  template <class U>
  HeaderAllocator(const HeaderAllocator<U>&) noexcept {}
  friend bool operator==(const HeaderAllocator&, const HeaderAllocator&) = default;
};

}  // namespace

/// The library's.
template <std::size_t N>
class std::allocator<heaparray::detail::Unit<N>> : public WithHeader<heaparray::detail::Unit<N>> {
 public:
  using value_type = heaparray::detail::Unit<N>;
  allocator() = default;
  template <class U>
  allocator(const allocator<U>&) noexcept {}
  friend bool operator==(const allocator&, const allocator&) = default;
};

#include <heaparray/heaparray.hpp>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using namespace test;

namespace {

struct alignas(64) Line {
  Line(int i = 0) : number(i) {}
  int number;
};

// Makes and drops arrays of 3 and of 2000 elements, by all forms in turn.
template <class A>
void make_and_drop() {
  using T = typename A::value_type;
  using heaparray::label_args;
  const T value(3);
  const auto init = [](std::size_t i) { return T(static_cast<int>(i)); };
  for (const std::size_t n : {std::size_t{3}, std::size_t{2000}}) {
    std::vector<int> numbers(n);
    std::iota(numbers.begin(), numbers.end(), 0);
    const auto input = [&] { return InputRange<int>(numbers); };

    // One of these without memory would be nothing.
    CHECK(A::try_with_label(5, n, init).has_value());
    CHECK(A::try_with_len(5, n).has_value());
    CHECK(A::try_with_label_for_overwrite(5, n).has_value());
    CHECK(A::try_filled(5, n, value).has_value());
    CHECK(A::try_from_range(numbers).has_value());
    CHECK(A::try_from_range(5, numbers).has_value());
    auto range = input();
    CHECK(A::try_from_range(5, range).has_value());
    const std::optional<A> tried = A::try_with_label(label_args(5), n, init);
    const A made = A::with_label(5, n, init);
    CHECK(tried->try_clone()->size() == n);
    CHECK(made.try_clone()->size() == n);
    CHECK(made.clone().size() == n);
    CHECK(A::with_len(5, n).size() == n);
    CHECK(A::with_label_for_overwrite(5, n).size() == n);
    CHECK(A::filled(5, n, value).size() == n);
    CHECK(A::from_range(numbers).size() == n);
    auto other = input();
    CHECK(A::from_range(other).size() == n);

    // Grown and shrunk by both forms, and dropped while it is built.
    using Builder = heaparray::ArrayBuilder<A>;
    for (const bool drop : {false, true}) {
      std::optional<Builder> builder = Builder::try_make(5, std::size_t{2});
      REQUIRE(builder.has_value());
      for (const int i : numbers) builder->emplace_back(i);
      CHECK(builder->try_reserve(n + 1));
      if (!drop) {
        CHECK(std::move(*builder).try_finish()->size() == n);
      }
      Builder second(5, n);
      second.emplace_back(1);
      second.reserve(n + 2000);
      if (!drop) {
        CHECK(std::move(second).finish().size() == 1);
      }
    }
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("Header: a user's allocator gets back what it gave", "", HandleKinds) {
  const int before = Large::asked;
  make_and_drop<typename TestType::template of<int, int, HeaderAllocator<std::byte>>>();
  make_and_drop<typename TestType::template of<Line, int, HeaderAllocator<std::byte>>>();
  CHECK(Large::asked > before);
  CHECK(Large::live.empty());
}

TEMPLATE_LIST_TEST_CASE("Header: std::allocator gets back what it gave, if anything", "", HandleKinds) {
  make_and_drop<typename TestType::template of<int, int>>();
  make_and_drop<typename TestType::template of<Line, int>>();
  make_and_drop<typename TestType::template of<int, int, heaparray::AlignedAllocator<64>>>();
  CHECK(Large::live.empty());
}

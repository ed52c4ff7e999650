// SPDX-License-Identifier: MIT
//
// A cell adds many owners at once.
//
// expect: an atomic cell counts many owners at once: a count of your own needs increment\(n\) and decrement\(n\)
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>

template <bool Many>
struct Count {
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = UINT32_MAX;

  heaparray::AtomicCount<> count;

  void increment() noexcept { count.increment(); }
  bool decrement() noexcept { return count.decrement(); }
  void increment(std::uint32_t n) noexcept
    requires Many
  {
    count.increment(n);
  }
  bool decrement(std::uint32_t n) noexcept
    requires Many
  {
    return count.decrement(n);
  }
  bool is_unique() const noexcept { return count.is_unique(); }
  std::size_t use_count() const noexcept { return count.use_count(); }
};

template <bool Many>
using Array = heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInBlock<>, Count<Many>>;

#ifdef HEAPARRAY_EXPECT_OK
heaparray::BasicAtomicArcArray<Array<true>> a;
#else
heaparray::BasicAtomicArcArray<Array<false>> a;
#endif

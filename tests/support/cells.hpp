// SPDX-License-Identifier: MIT
//
// cells.hpp: counting protocols and counts for tests of the atomic cells under load.
#ifndef HEAPARRAY_TESTS_SUPPORT_CELLS_HPP
#define HEAPARRAY_TESTS_SUPPORT_CELLS_HPP

#include <heaparray/atomic_array.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>

namespace test {

/// `n`, or that times the number in HEAPARRAY_TEST_EFFORT: 100 for a long soak, 0.1 for a slow emulator. At least 1.
inline std::uint32_t effort(std::uint32_t n) {
  const char* const factor = std::getenv("HEAPARRAY_TEST_EFFORT");
  if (factor == nullptr) return n;
  const double scaled = n * std::stod(factor);
  return scaled < 1 ? 1 : static_cast<std::uint32_t>(scaled);
}

/// The lock-free cell with a small bias, so that after every `Bias` / 2 loads one tops it up. For less than `Bias` / 2
/// threads.
template <std::uint32_t Bias>
struct SmallBiasCell {
  template <class Handle>
  using type = heaparray::detail::LoanCell<std::atomic, heaparray::detail::CountedBlock<Handle>, Bias>;
};

/// A small generator of pseudo-random numbers (xorshift).
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed * 2654435761u | 1) {}

  /// A number from 0 to n - 1.
  std::uint32_t roll(std::uint32_t n) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_ % n;
  }

 private:
  std::uint32_t state_;
};

/// Now and then lets another thread run.
inline void stumble() {
  static std::atomic<std::uint32_t> seed = 1;
  static thread_local Dice dice(seed.fetch_add(1, std::memory_order_relaxed));
  if (dice.roll(16) == 0) std::this_thread::yield();
}

/// AtomicCount that lets other threads run before and after it counts: there a protocol is between two of its steps,
/// where threads seldom stop by themselves.
class StumblingCount {
 public:
  static constexpr bool thread_safe = true;
  static constexpr std::size_t max_owners = heaparray::AtomicCount<std::uint32_t>::max_owners;

  void increment(std::uint32_t n = 1) noexcept {
    stumble();
    count_.increment(n);
    stumble();
  }
  bool decrement(std::uint32_t n = 1) noexcept {
    stumble();
    const bool last = count_.decrement(n);
    stumble();  // the block may be gone
    return last;
  }
  bool is_unique() const noexcept { return count_.is_unique(); }
  std::size_t use_count() const noexcept { return count_.use_count(); }

 private:
  heaparray::AtomicCount<std::uint32_t> count_;
};

}  // namespace test

#endif

// SPDX-License-Identifier: MIT
//
// global_new.hpp: what the replaced global operator new and delete (global_new.cpp) saw.
//
// Reported as problems: a delete with a size, an alignment or a form (array or not) other than that of the
// new, a delete of what is not a live block, and bytes overwritten just in front of a block.
// All counts are relaxed atomics, and there is no lock: nothing here hides a race from ThreadSanitizer.
#ifndef HEAPARRAY_TESTS_SUPPORT_GLOBAL_NEW_HPP
#define HEAPARRAY_TESTS_SUPPORT_GLOBAL_NEW_HPP

#include <cstddef>
#include <cstdint>

namespace test {

/// False with clang's ThreadSanitizer, whose own operator new cannot be replaced: all counts stay 0, nothing
/// fails, and tests of them must be skipped.
#if defined(__clang__)
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HEAPARRAY_TEST_HAS_GLOBAL_NEW 0
#endif
#endif
#ifndef HEAPARRAY_TEST_HAS_GLOBAL_NEW
#define HEAPARRAY_TEST_HAS_GLOBAL_NEW 1
#endif
inline constexpr bool global_new_replaced = HEAPARRAY_TEST_HAS_GLOBAL_NEW != 0;

struct AllocationCounts {
  std::int64_t allocations = 0;
  std::int64_t deallocations = 0;
  std::int64_t bytes_allocated = 0;
  std::int64_t bytes_freed = 0;

  std::int64_t live() const { return allocations - deallocations; }
  std::int64_t live_bytes() const { return bytes_allocated - bytes_freed; }
  bool operator==(const AllocationCounts&) const = default;
};

/// Of the whole program, all threads, since it began.
AllocationCounts global_new_counts() noexcept;

struct AllocationInfo {
  std::size_t size = 0;
  std::size_t alignment = 0;  // that of the call, 0 if it named none
  bool operator==(const AllocationInfo&) const = default;
};

/// How a live block was asked for. \pre `memory` is what a global operator new returned.
AllocationInfo allocation_info(const void* memory) noexcept;

/// The newest block of this thread.
AllocationInfo last_allocation() noexcept;

/// Lets the address of a value escape, and so the memory that it points at: compilers leave out a pair of new and delete
/// whose memory nobody looks at (g++ from 15 on, and clang, also between functions).
template <class T>
inline void keep(const T& value) noexcept {
#if defined(__GNUC__)
  asm volatile("" : : "g"(&value) : "memory");
#else
  static const volatile void* volatile kept;
  kept = &value;
#endif
}

/// Counts since it was made. Assertion macros allocate too: take counts() first, then assert on the copy.
/// keep() what was allocated, or it may not be.
class AllocationScope {
 public:
  AllocationScope() noexcept : start_(global_new_counts()) {}

  AllocationCounts counts() const noexcept {
    const AllocationCounts now = global_new_counts();
    return {now.allocations - start_.allocations, now.deallocations - start_.deallocations,
            now.bytes_allocated - start_.bytes_allocated, now.bytes_freed - start_.bytes_freed};
  }
  std::int64_t allocations() const noexcept { return counts().allocations; }
  std::int64_t deallocations() const noexcept { return counts().deallocations; }
  std::int64_t live() const noexcept { return counts().live(); }

 private:
  AllocationCounts start_;
};

/// The nth global new of this thread from here (1 is the next) fails; disarms at the end of its scope.
class FailNew {
 public:
  explicit FailNew(int n) noexcept;
  FailNew(const FailNew&) = delete;
  FailNew& operator=(const FailNew&) = delete;
  ~FailNew();

  bool fired() const noexcept;

 private:
  [[maybe_unused]] int before_;
};

}  // namespace test

#endif

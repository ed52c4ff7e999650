// SPDX-License-Identifier: MIT
//
// Each block lies behind a header that tells how it was asked for:
//
//   base                        what operator new returns
//   |                           |
//   [ up to the alignment ][Header] size bytes, to the end of what malloc gave (so that ASan sees overruns)
#include "global_new.hpp"

#if HEAPARRAY_TEST_HAS_GLOBAL_NEW

#include "problems.hpp"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define HEAPARRAY_TEST_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAPARRAY_TEST_ASAN 1
#endif
#endif

#ifdef HEAPARRAY_TEST_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

namespace {

enum class Form : std::size_t { single = 1, array = 2 };

constexpr std::size_t live_mark = 0x51f0cafe;
constexpr std::size_t dead_mark = 0xdeadb10c;

struct alignas(16) Header {
  std::size_t size;
  std::size_t alignment;  // 0: none given
  Form form;
  // Last, to be next to the block; volatile, or the compiler drops the last write before free().
  volatile std::size_t mark;
};
static_assert(sizeof(Header) == 4 * sizeof(std::size_t));  // no padding that would hide a write

std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> deallocations{0};
std::atomic<std::int64_t> bytes_allocated{0};
std::atomic<std::int64_t> bytes_freed{0};

thread_local constinit int news_to_fault = 0;  // 0: not armed
thread_local constinit test::AllocationInfo last{};

// The counts order nothing.
constexpr auto relaxed = std::memory_order_relaxed;

std::size_t prefix_of(std::size_t alignment) {
  return alignment > sizeof(Header) ? alignment : sizeof(Header);
}

Header* header_of(void* memory) { return static_cast<Header*>(memory) - 1; }

void* get_memory(std::size_t bytes, std::size_t alignment) {
  if (alignment <= alignof(std::max_align_t)) {
    return std::malloc(bytes);
  }
#ifdef _WIN32
  return _aligned_malloc(bytes, alignment);
#else
  void* base = nullptr;
  return posix_memalign(&base, alignment, bytes) == 0 ? base : nullptr;
#endif
}

void give_back(void* base, [[maybe_unused]] std::size_t alignment) {
#ifdef _WIN32
  if (alignment > alignof(std::max_align_t)) {
    _aligned_free(base);
    return;
  }
#endif
  std::free(base);
}

void* allocate(std::size_t size, std::size_t alignment, Form form) {
  if (news_to_fault > 0 && --news_to_fault == 0) {
    return nullptr;
  }
  const std::size_t prefix = prefix_of(alignment);
  if (size > static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) - prefix) {
    return nullptr;
  }
  void* base = get_memory(prefix + (size == 0 ? 1 : size), alignment);
  if (base == nullptr) {
    return nullptr;
  }
  void* memory = static_cast<char*>(base) + prefix;
  ::new (static_cast<void*>(header_of(memory))) Header{size, alignment, form, live_mark};
  ASAN_POISON_MEMORY_REGION(header_of(memory), sizeof(Header));
  allocations.fetch_add(1, relaxed);
  bytes_allocated.fetch_add(static_cast<std::int64_t>(size), relaxed);
  last = {size, alignment};
  return memory;
}

void* allocate_or_throw(std::size_t size, std::size_t alignment, Form form) {
  void* memory = allocate(size, alignment, form);
  if (memory == nullptr) {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    throw std::bad_alloc();
#else
    std::abort();
#endif
  }
  return memory;
}

constexpr auto any_size = std::numeric_limits<std::size_t>::max();

void deallocate(void* memory, std::size_t size, std::size_t alignment, Form form) noexcept {
  if (memory == nullptr) {
    return;
  }
  Header* const header = header_of(memory);
  ASAN_UNPOISON_MEMORY_REGION(header, sizeof(Header));
  if (header->mark != live_mark) {
    test::report_problem(
        "operator delete of %p: freed before, not from operator new, or written over just in front of it",
        memory);
    return;
  }
  if (header->form != form) {
    test::report_problem("operator delete of %p: array form and single form mixed", memory);
  }
  if (size != any_size && header->size != size) {
    test::report_problem("operator delete of %p: %zu bytes, but allocated as %zu", memory, size,
                         header->size);
  }
  if (header->alignment != alignment) {
    test::report_problem("operator delete of %p: alignment %zu, but allocated with %zu (0 is none)", memory,
                         alignment, header->alignment);
  }
  header->mark = dead_mark;
  deallocations.fetch_add(1, relaxed);
  bytes_freed.fetch_add(static_cast<std::int64_t>(header->size), relaxed);
  const std::size_t allocated_with = header->alignment;
  give_back(static_cast<char*>(memory) - prefix_of(allocated_with), allocated_with);
}

std::size_t number(std::align_val_t alignment) { return static_cast<std::size_t>(alignment); }

}  // namespace

namespace test {

AllocationCounts global_new_counts() noexcept {
  return {allocations.load(relaxed), deallocations.load(relaxed), bytes_allocated.load(relaxed),
          bytes_freed.load(relaxed)};
}

AllocationInfo allocation_info(const void* memory) noexcept {
  Header* const header = header_of(const_cast<void*>(memory));
  ASAN_UNPOISON_MEMORY_REGION(header, sizeof(Header));
  if (header->mark != live_mark) {
    report_problem("allocation_info of %p, which is no live block of operator new", memory);
  }
  const AllocationInfo info{header->size, header->alignment};
  ASAN_POISON_MEMORY_REGION(header, sizeof(Header));
  return info;
}

AllocationInfo last_allocation() noexcept { return last; }

FailNew::FailNew(int n) noexcept : before_(news_to_fault) { news_to_fault = n; }
FailNew::~FailNew() { news_to_fault = before_; }
bool FailNew::fired() const noexcept { return news_to_fault == 0; }

}  // namespace test

using std::align_val_t;
using std::nothrow_t;
using std::size_t;

void* operator new(size_t n) { return allocate_or_throw(n, 0, Form::single); }
void* operator new[](size_t n) { return allocate_or_throw(n, 0, Form::array); }
void* operator new(size_t n, align_val_t a) { return allocate_or_throw(n, number(a), Form::single); }
void* operator new[](size_t n, align_val_t a) { return allocate_or_throw(n, number(a), Form::array); }
void* operator new(size_t n, const nothrow_t&) noexcept { return allocate(n, 0, Form::single); }
void* operator new[](size_t n, const nothrow_t&) noexcept { return allocate(n, 0, Form::array); }
void* operator new(size_t n, align_val_t a, const nothrow_t&) noexcept {
  return allocate(n, number(a), Form::single);
}
void* operator new[](size_t n, align_val_t a, const nothrow_t&) noexcept {
  return allocate(n, number(a), Form::array);
}

void operator delete(void* p) noexcept { deallocate(p, any_size, 0, Form::single); }
void operator delete[](void* p) noexcept { deallocate(p, any_size, 0, Form::array); }
void operator delete(void* p, size_t n) noexcept { deallocate(p, n, 0, Form::single); }
void operator delete[](void* p, size_t n) noexcept { deallocate(p, n, 0, Form::array); }
void operator delete(void* p, align_val_t a) noexcept { deallocate(p, any_size, number(a), Form::single); }
void operator delete[](void* p, align_val_t a) noexcept { deallocate(p, any_size, number(a), Form::array); }
void operator delete(void* p, size_t n, align_val_t a) noexcept { deallocate(p, n, number(a), Form::single); }
void operator delete[](void* p, size_t n, align_val_t a) noexcept {
  deallocate(p, n, number(a), Form::array);
}
void operator delete(void* p, const nothrow_t&) noexcept { deallocate(p, any_size, 0, Form::single); }
void operator delete[](void* p, const nothrow_t&) noexcept { deallocate(p, any_size, 0, Form::array); }
void operator delete(void* p, align_val_t a, const nothrow_t&) noexcept {
  deallocate(p, any_size, number(a), Form::single);
}
void operator delete[](void* p, align_val_t a, const nothrow_t&) noexcept {
  deallocate(p, any_size, number(a), Form::array);
}

#else

namespace test {

AllocationCounts global_new_counts() noexcept { return {}; }
AllocationInfo allocation_info(const void*) noexcept { return {}; }
AllocationInfo last_allocation() noexcept { return {}; }

FailNew::FailNew(int n) noexcept : before_(n) {}
FailNew::~FailNew() = default;
bool FailNew::fired() const noexcept { return false; }

}  // namespace test

#endif

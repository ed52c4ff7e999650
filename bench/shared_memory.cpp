// SPDX-License-Identifier: MIT
//
// Arrays in a segment of shared memory (Boost.Interprocess), next to who does it otherwise: a vector of that library behind
// its shared_ptr, and a struct with an array behind it by hand, found by an offset_ptr. And, for what the segment costs, the
// same array on the heap. Without Boost the program has nothing to measure.
#if __has_include(<boost/interprocess/managed_external_buffer.hpp>)
#define HEAPARRAY_BENCH_BOOST 1
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/vector.hpp>
#include <boost/interprocess/managed_external_buffer.hpp>
#include <boost/interprocess/offset_ptr.hpp>
#include <boost/interprocess/smart_ptr/shared_ptr.hpp>
#endif

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "support/operations.hpp"

#ifdef HEAPARRAY_BENCH_BOOST
namespace {

using namespace bench;
namespace bip = boost::interprocess;

using Memory = bip::managed_external_buffer;
using Bytes = bip::allocator<std::byte, Memory::segment_manager>;

/// A segment, in memory of this process: what is measured does not depend on who else maps it.
struct Segment {
  static constexpr std::size_t size = 1 << 24;
  struct Free {
    void operator()(void* p) const { ::operator delete(p, std::align_val_t(4096)); }
  };
  std::unique_ptr<void, Free> bytes{::operator new(size, std::align_val_t(4096))};
  Memory memory{bip::create_only, bytes.get(), size};
};
Memory::segment_manager* segment() {
  static Segment one;
  return one.memory.get_segment_manager();
}

constexpr auto value = [](std::size_t i) { return static_cast<std::uint32_t>(i * 2654435761u); };

struct OnHeap : Named<"heap_TpArcArray", "shared"> {
  using array = heaparray::TpArcArray<std::uint32_t>;
  static array make(std::size_t n) { return array(n, value); }
};
struct InSegment : Named<"segment_TpArcArray", "segment"> {
  using array = heaparray::TpArcArray<std::uint32_t, heaparray::NoLabel, Bytes>;
  static array make(std::size_t n) { return array(n, value, Bytes(segment())); }
};

/// A block with a count, which its allocator is known for.
class ByHand {
  struct Block {
    std::atomic<std::size_t> owners;
    std::size_t len;
    std::uint32_t* elements() { return reinterpret_cast<std::uint32_t*>(this + 1); }
  };

 public:
  ByHand() = default;
  explicit ByHand(std::size_t n) {
    auto* const block = static_cast<Block*>(segment()->allocate(sizeof(Block) + n * sizeof(std::uint32_t)));
    ::new (&block->owners) std::atomic<std::size_t>(1);
    block->len = n;
    for (std::size_t i = 0; i != n; ++i) block->elements()[i] = value(i);
    block_ = block;
  }
  ByHand(const ByHand& other) : block_(other.block_) {
    if (block_ && block_->owners.fetch_add(1, std::memory_order_relaxed) > SIZE_MAX / 2) std::abort();
  }
  ByHand(ByHand&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  ByHand& operator=(ByHand other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~ByHand() {
    if (block_ && block_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
      segment()->deallocate(block_.get());
  }
  const std::uint32_t* begin() const { return block_->elements(); }
  const std::uint32_t* end() const { return begin() + block_->len; }

 private:
  bip::offset_ptr<Block> block_;
};
struct HandInSegment : Named<"segment_by_hand", "segment"> {
  using array = ByHand;
  static array make(std::size_t n) { return ByHand(n); }
};

/// What Boost's documentation shows: a shared_ptr, with an allocator and a deleter, to a vector.
struct VectorInSegment : Named<"segment_shared_ptr_vector", "segment"> {
  using Element = bip::allocator<std::uint32_t, Memory::segment_manager>;
  using Vector = bip::vector<std::uint32_t, Element>;
  using Pointer = bip::managed_shared_ptr<Vector, Memory>::type;
  struct array {
    Pointer vector;
    const std::uint32_t* begin() const { return vector->data(); }
    const std::uint32_t* end() const { return vector->data() + vector->size(); }
  };
  static array make(std::size_t n) {
    auto* const memory = segment();
    auto* const vector = memory->construct<Vector>(bip::anonymous_instance)(Element(memory));
    vector->reserve(n);
    for (std::size_t i = 0; i != n; ++i) vector->push_back(value(i));
    return {Pointer(vector, bip::allocator<void, Memory::segment_manager>(memory),
                    bip::deleter<Vector, Memory::segment_manager>(memory))};
  }
};

using Arrays = List<OnHeap, InSegment, HandInSegment, VectorInSegment>;

template <class Array>
std::uint64_t sum_of(const Array& array) {
  std::uint64_t sum = 0;
  for (const std::uint32_t x : array) sum += x;
  return sum;
}

template <class C>
struct MakeDrop {
  std::size_t n;
  typename C::array last;

  explicit MakeDrop(std::size_t len) : n(len) {}
  void step() {
    last = C::make(n);
    benchmark::DoNotOptimize(last);
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return sum_of(last); }
};
template <class C>
struct CopyDrop {
  typename C::array array;

  explicit CopyDrop(std::size_t n) : array(C::make(n)) {}
  void step() {
    typename C::array copy = array;
    benchmark::DoNotOptimize(copy);
  }
  std::uint64_t result() const { return sum_of(array); }
};
template <class C>
struct Read {
  typename C::array array;
  std::uint64_t sum = 0;

  explicit Read(std::size_t n) : array(C::make(n)) {}
  void step() {
    benchmark::DoNotOptimize(array);
    sum = sum_of(array);
    benchmark::DoNotOptimize(sum);
  }
  std::uint64_t result() const { return sum; }
};

}  // namespace

void add_operations() {
  add<MakeDrop>("segment_make_drop", Arrays(), {8, 1000});
  add<CopyDrop>("segment_copy_drop", Arrays(), {8});
  add<Read>("segment_read", Arrays(), {8, 1000});
}

#else
void add_operations() {}
#endif

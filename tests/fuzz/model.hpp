// SPDX-License-Identifier: MIT
//
// model.hpp: what the arrays of a fuzz target are compared with.
//
//     real                         model
//     handle of any kind           Ref, a std::shared_ptr<Block>      so its use_count() is that of the block
//     weak handle                  WeakRef
//     label, elements              numbers, of which test::Make makes the values
//
// The blocks of the model know what must be alive and allocated: the tracked objects and the memory of the
// real ones are counted against them.
#ifndef HEAPARRAY_TESTS_FUZZ_MODEL_HPP
#define HEAPARRAY_TESTS_FUZZ_MODEL_HPP

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../support/elements.hpp"
#include "input.hpp"

namespace fuzz {

/// The memory of a block, which weak handles keep.
struct Memory {
  static inline std::array<long, 2> live = {};

  std::size_t arena;

  explicit Memory(std::size_t a) : arena(a) { ++live[arena]; }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() { --live[arena]; }
};

struct Block {
  static inline std::set<const Block*> all;

  std::vector<int> values;
  int label;
  std::shared_ptr<Memory> memory;
  long cells = 0;   // cells that hold it: they count in advance
  long guards = 0;  // guards that borrow it: they may be counted, or not

  Block(int l, std::vector<int> v, std::size_t arena)
      : values(std::move(v)), label(l), memory(std::make_shared<Memory>(arena)) {
    all.insert(this);
  }
  Block(const Block& other) : Block(other.label, other.values, other.memory->arena) {}
  Block& operator=(const Block&) = delete;
  ~Block() { all.erase(this); }

  std::size_t size() const { return values.size(); }
  long weak() const { return memory.use_count() - 1; }
};

using Ref = std::shared_ptr<Block>;

inline Ref block(int label, std::vector<int> values, std::size_t arena) {
  return std::make_shared<Block>(label, std::move(values), arena);
}
inline Ref copy(const Ref& ref) { return ref ? std::make_shared<Block>(*ref) : Ref(); }

struct WeakRef {
  std::weak_ptr<Block> block;
  std::shared_ptr<Memory> memory;

  WeakRef() = default;
  explicit WeakRef(const Ref& ref) : block(ref), memory(ref ? ref->memory : nullptr) {}
};

inline std::array<long, 2> blocks_in_pools = {};

/// One of two places where blocks come from; also where an allocation may fail.
template <class T>
class Pool {
 public:
  using value_type = T;

  std::size_t arena = 0;

  Pool() = default;
  explicit Pool(std::size_t a) : arena(a) {}
  template <class U>
  Pool(const Pool<U>& other) noexcept : arena(other.arena) {}

  T* allocate(std::size_t n) {
    if (test::fault_due()) throw std::bad_alloc();
    ++blocks_in_pools[arena];
    return std::allocator<T>().allocate(n);
  }
  void deallocate(T* p, std::size_t n) noexcept {
    --blocks_in_pools[arena];
    std::allocator<T>().deallocate(p, n);
  }
  friend bool operator==(const Pool& a, const Pool& b) noexcept { return a.arena == b.arena; }
};

template <class A>
inline constexpr bool is_pool = false;
template <class T>
inline constexpr bool is_pool<Pool<T>> = true;

/// Moves without a throw; copies are steps that may fail.
struct Soft : test::Tracked<Soft> {
  Soft() = default;
  Soft(int value) : Tracked(value) {}
  Soft(const Soft& other) : Tracked((test::fault_point(), static_cast<const Tracked&>(other))) {}
  Soft(Soft&& other) noexcept = default;
  Soft& operator=(const Soft& other) {
    test::fault_point();
    Tracked::operator=(other);
    return *this;
  }
  Soft& operator=(Soft&& other) noexcept = default;
  ~Soft() = default;
};

/// Not an opportunity to fail: what the model does itself.
class NoFault {
 public:
  NoFault() = default;

 private:
  test::FailAt off_{0};
};

template <class T>
inline constexpr bool is_tracked = std::is_base_of_v<test::Tracked<T>, T>;

template <class T>
bool equals(const T& x, int value) {
  return test::Make<T>::equal(x, value);
}
template <class T>
T make(int value) {
  return test::Make<T>::value(value);
}

}  // namespace fuzz

#endif  // HEAPARRAY_TESTS_FUZZ_MODEL_HPP

// SPDX-License-Identifier: MIT
//
// The same operations by hand and by this library, to be counted by callgrind: handles that are assigned, kept in
// containers, cut, built, borrowed and read again, and elements that are not trivial.
//
// Where ours may take more, and what for:
//
// why[copy_assign]: the address of the count is a subtraction away from that of the elements
// why[fill_clear_vector]: the same
// why[make_clear_vector]: the same
// why[copy_drop_strings]: what is built is counted for a destructor, not by an exception handler
// why[append_strings]: the same
// why[slice]: the address of the count, and of the block
// why[build_append]: no elements are not copied, and a builder may be null
// why[borrow]: a guard may be null
// bound[copy_assign]: GNU=106
// bound[slice]: GNU=106
// bound[append_strings]: Clang=107
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hand.hpp"
#include "harness.hpp"

namespace {

using heaparray::ArrayBuilder;
using heaparray::AtomicArcArray;
using heaparray::CellReader;
using heaparray::HeapArray;
using heaparray::SharedSlice;
using heaparray::TpArcArray;
using parity::escape;

constexpr std::size_t handles = 64;

namespace by_hand {

/// A handle of hand::Block.
class Arc {
 public:
  Arc() = default;
  explicit Arc(hand::Block* b) : block_(b) {}
  Arc(const Arc& other) noexcept : block_(hand::arc_copy(other.block_)) {}
  Arc(Arc&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Arc& operator=(const Arc& other) noexcept {
    Arc(other).swap(*this);
    return *this;
  }
  Arc& operator=(Arc&& other) noexcept {
    Arc(std::move(other)).swap(*this);
    return *this;
  }
  ~Arc() { hand::arc_drop(block_); }
  void swap(Arc& other) noexcept { std::swap(block_, other.block_); }
  hand::Block* get() const { return block_; }

 private:
  hand::Block* block_ = nullptr;
};

/// A part of a hand::Block.
struct Slice {
  Arc owner;
  const int* data;
  std::size_t size;

  Slice(const Arc& a, std::size_t first, std::size_t last)
      : owner(a), data(a.get()->elements + first), size(last - first) {
    if (first > last || last > a.get()->len) hand::fail_index(last, a.get()->len);
  }
};

/// An array that gets its elements one at a time.
class Builder {
 public:
  explicit Builder(std::size_t n) : block_(hand::shared_make(n)) {}
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder() { hand::arc_drop(block_); }

  void push_back(int value) {
    if (size_ == block_->len) [[unlikely]]
      grow();
    block_->elements[size_++] = value;
  }
  void append(const int* values, std::size_t n) {
    while (n > block_->len - size_) grow();
    std::memcpy(block_->elements + size_, values, n * sizeof(int));
    size_ += n;
  }
  Arc finish() {
    if (size_ != block_->len) grow();
    return Arc(std::exchange(block_, nullptr));
  }

 private:
  [[gnu::cold, gnu::noinline]] void grow() {
    hand::Block* const next = hand::shared_make(2 * size_ + 1);
    std::memcpy(next->elements, block_->elements, size_ * sizeof(int));
    hand::arc_drop(std::exchange(block_, next));
  }

  hand::Block* block_;
  std::size_t size_ = 0;
};

/// Strings behind their number and the number of their owners.
struct Strings {
  std::size_t count, len;

  std::string* elements() { return reinterpret_cast<std::string*>(this + 1); }
};

void destroy(std::string* elements, std::size_t n) {
  for (std::string* last = elements + n; last != elements;) std::destroy_at(--last);
}
void strings_drop(Strings* b) {
  if (--b->count != 0) return;
  destroy(b->elements(), b->len);
  hand::free_bytes(b, sizeof(Strings) + b->len * sizeof(std::string));
}
/// Each element is what `make(i)` returns.
template <class Make>
Strings* strings_make(std::size_t n, Make make) {
  if (n > (PTRDIFF_MAX - sizeof(Strings)) / sizeof(std::string)) hand::fail("too long");
  void* const memory = ::operator new(sizeof(Strings) + n * sizeof(std::string));
  auto* const b = ::new (memory) Strings{1, n};
  std::size_t i = 0;
  try {
    for (; i != n; ++i) ::new (static_cast<void*>(b->elements() + i)) std::string(make(i));
  } catch (...) {
    destroy(b->elements(), i);
    hand::free_bytes(b, sizeof(Strings) + n * sizeof(std::string));
    throw;
  }
  return b;
}

/// What a thread borrows, and what it owes for it to a writer.
struct Slot {
  std::atomic<const void*> held{nullptr};
  std::atomic<std::uint64_t> debt{0};
};
struct Node {
  Slot slots[7];
};
constinit Node only_node{};  // this program has one thread
constinit thread_local Node* node = &only_node;

/// 1 if writers make the threads that read have a fence.
constinit std::atomic<int> fences{1};
inline void light_fence() {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (fences.load(std::memory_order_relaxed) != 1) std::atomic_thread_fence(std::memory_order_seq_cst);
}

/// A block that a slot of this thread borrows or, if there is no slot, that is counted.
class Guard {
 public:
  Guard(hand::Block* b, Slot* slot) : block_(b), slot_(slot) {}
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() {
    Slot* const slot = std::exchange(slot_, nullptr);
    hand::Block* const b = std::exchange(block_, nullptr);
    if (slot == nullptr) {
      hand::arc_drop(b);
      return;
    }
    slot->held.store(nullptr, std::memory_order_release);
    light_fence();
    if (slot->debt.load(std::memory_order_relaxed) != 0) hand::fail("this program has no writers");
  }
  const hand::Block* block() const { return block_; }

 private:
  hand::Block* block_;
  Slot* slot_;
};

[[gnu::cold, gnu::noinline]] Guard borrow_otherwise(const std::atomic<std::uint64_t>& cell) {
  return Guard(hand::arc_copy(reinterpret_cast<hand::Block*>(cell.load() & ~std::uint64_t{1})), nullptr);
}
inline Guard borrow_from(const std::atomic<std::uint64_t>& cell) {
  Slot& slot = node->slots[0];
  if (slot.held.load(std::memory_order_relaxed) == nullptr) {
    const std::uint64_t seen = cell.load(std::memory_order_acquire);
    if ((seen & 1) != 0) {
      auto* const b = reinterpret_cast<hand::Block*>((seen & ~std::uint64_t{1}) << 16 >> 16);
      slot.held.store(b, std::memory_order_release);
      light_fence();
      if ((cell.load(std::memory_order_acquire) ^ seen) << 16 == 0) return Guard(b, &slot);
      slot.held.store(nullptr, std::memory_order_release);
    }
  }
  return borrow_otherwise(cell);
}

/// Reads a cell again and again, and keeps what it saw last.
class Reader {
 public:
  explicit Reader(const std::atomic<std::uint64_t>& cell) : cell_(&cell) {}
  const hand::Block* get() {
    const std::uint64_t seen = cell_->load(std::memory_order_acquire);
    if ((seen & 0xFFFF'FFFF'FFFE) != reinterpret_cast<std::uintptr_t>(kept_.get())) [[unlikely]]
      refresh();
    return kept_.get();
  }

 private:
  [[gnu::cold, gnu::noinline]] void refresh() {
    kept_ = Arc(hand::arc_copy(reinterpret_cast<hand::Block*>(cell_->load() & ~std::uint64_t{1})));
  }

  const std::atomic<std::uint64_t>* cell_;
  Arc kept_;
};

}  // namespace by_hand

/// What the operations work on; their arguments, since nothing must be known while compiling.
struct Input {
  explicit Input(std::size_t length)
      : n(length),
        hand_arc(hand::shared_make(n)),
        hand_other(hand::shared_make(n)),
        arc(TpArcArray<int>::with_len(n)),
        other(TpArcArray<int>::with_len(n)),
        strings(n, std::string("text")),
        hand_unique(hand::unique_make(n)),
        unique(n),
        cell(arc) {
    for (std::size_t i = 0; i != n; ++i) {
      hand_arc.get()->elements[i] = hand_other.get()->elements[i] = hand_unique.data[i] = 0;
      values.push_back(static_cast<int>(i));
    }
    hand_kept.reserve(handles);
    kept.reserve(handles);
    hand_cell = reinterpret_cast<std::uintptr_t>(hand_arc.get()) | 1;
    hand_strings = by_hand::strings_make(n, [&](std::size_t i) -> const std::string& { return strings[i]; });
    counted = TpArcArray<std::string>(n, [&](std::size_t i) -> const std::string& { return strings[i]; });
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    hand::unique_drop(hand_unique);
    for (const hand::Unique& a : hand_targets) hand::unique_drop(a);
    by_hand::strings_drop(hand_strings);
  }

  std::size_t n;
  by_hand::Arc hand_arc, hand_other;
  TpArcArray<int> arc, other;
  std::vector<by_hand::Arc> hand_kept;
  std::vector<TpArcArray<int>> kept;
  std::vector<std::string> strings;
  std::vector<int> values;
  by_hand::Strings* hand_strings;
  TpArcArray<std::string> counted;
  hand::Unique hand_unique, hand_targets[8] = {};
  HeapArray<int> unique, targets[8];
  std::atomic<std::uint64_t> hand_cell;
  AtomicArcArray<int> cell;
  by_hand::Reader hand_reader{hand_cell};
  CellReader<AtomicArcArray<int>> reader{cell};
};

namespace by_hand {

std::size_t copy_assign(Input& in) {
  Arc a;
  for (std::size_t i = 0; i != 8; ++i) {
    a = in.hand_arc;
    escape(&a);
    a = in.hand_other;
    escape(&a);
  }
  return 0;
}
std::size_t move_assign(Input& in) {
  for (std::size_t i = 0; i != 8; ++i) {
    Arc a = std::move(in.hand_arc);
    in.hand_arc = std::move(in.hand_other);
    in.hand_other = std::move(a);
    escape(&in);
  }
  return 0;
}
std::size_t assign_unique(Input& in) {
  const hand::Unique& b = in.hand_unique;
  for (hand::Unique& a : in.hand_targets) {
    if (&a == &b) continue;
    if (a.data != nullptr && b.data != nullptr && a.len == b.len) {
      std::memcpy(a.data, b.data, a.len * sizeof(int));
    } else {
      const hand::Unique old = std::exchange(a, hand::unique_make(b.len));
      std::memcpy(a.data, b.data, b.len * sizeof(int));
      hand::unique_drop(old);
    }
  }
  escape(&in);
  return 0;
}
std::size_t fill_clear_vector(Input& in) {
  for (std::size_t i = 0; i != handles; ++i) in.hand_kept.push_back(in.hand_arc);
  escape(&in);
  in.hand_kept.clear();
  return 0;
}
std::size_t make_clear_vector(Input& in) {
  for (std::size_t i = 0; i != handles; ++i) in.hand_kept.emplace_back(hand::shared_make(4));
  escape(&in);
  in.hand_kept.clear();
  return 0;
}
std::size_t make_drop_strings(Input& in) {
  Strings* const b = strings_make(in.n, [&](std::size_t) { return std::string("text"); });
  escape(b);
  strings_drop(b);
  return 0;
}
std::size_t copy_drop_strings(Input& in) {
  const std::string* const source = in.hand_strings->elements();
  Strings* const b = strings_make(in.n, [&](std::size_t i) -> const std::string& { return source[i]; });
  escape(b);
  strings_drop(b);
  return 0;
}
std::size_t append_strings(Input& in) {
  Strings* const b = strings_make(in.n, [&](std::size_t i) -> const std::string& { return in.strings[i]; });
  escape(b);
  strings_drop(b);
  return 0;
}
std::size_t slice(Input& in) {
  const Slice part(in.hand_arc, 1, in.n - 1);
  std::size_t sum = 0;
  for (const int *p = part.data, *end = p + part.size; p != end; ++p) sum += static_cast<std::size_t>(*p);
  return sum;
}
std::size_t build(Input& in) {
  Builder builder(in.n);
  for (std::size_t i = 0; i != in.n; ++i) builder.push_back(static_cast<int>(i));
  const Arc a = builder.finish();
  escape(a.get());
  return 0;
}
std::size_t build_append(Input& in) {
  Builder builder(2 * in.n);
  builder.append(in.values.data(), in.values.size());
  builder.append(in.values.data(), in.values.size());
  const Arc a = builder.finish();
  escape(a.get());
  return 0;
}
std::size_t borrow(Input& in) {
  const Guard a = borrow_from(in.hand_cell);
  return static_cast<std::size_t>(a.block()->elements[0]);
}
std::size_t read_again(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != 8; ++i) sum += static_cast<std::size_t>(in.hand_reader.get()->elements[i]);
  return sum;
}

}  // namespace by_hand

namespace ours {

std::size_t copy_assign(Input& in) {
  TpArcArray<int> a;
  for (std::size_t i = 0; i != 8; ++i) {
    a = in.arc;
    escape(&a);
    a = in.other;
    escape(&a);
  }
  return 0;
}
std::size_t move_assign(Input& in) {
  for (std::size_t i = 0; i != 8; ++i) {
    TpArcArray<int> a = std::move(in.arc);
    in.arc = std::move(in.other);
    in.other = std::move(a);
    escape(&in);
  }
  return 0;
}
std::size_t assign_unique(Input& in) {
  for (HeapArray<int>& a : in.targets) a = in.unique;
  escape(&in);
  return 0;
}
std::size_t fill_clear_vector(Input& in) {
  for (std::size_t i = 0; i != handles; ++i) in.kept.push_back(in.arc);
  escape(&in);
  in.kept.clear();
  return 0;
}
std::size_t make_clear_vector(Input& in) {
  for (std::size_t i = 0; i != handles; ++i) in.kept.push_back(TpArcArray<int>::for_overwrite(4));
  escape(&in);
  in.kept.clear();
  return 0;
}
std::size_t make_drop_strings(Input& in) {
  heaparray::TpRcArray<std::string> a(in.n, [](std::size_t) { return std::string("text"); });
  escape(a.data());
  return 0;
}
std::size_t copy_drop_strings(Input& in) {
  TpArcArray<std::string> a = in.counted.clone();
  escape(a.data());
  return 0;
}
std::size_t append_strings(Input& in) {
  ArrayBuilder<TpArcArray<std::string>> builder(in.n);
  builder.append(in.strings);
  TpArcArray<std::string> a = std::move(builder).finish();
  escape(a.data());
  return 0;
}
std::size_t slice(Input& in) {
  const SharedSlice<TpArcArray<int>> part(in.arc, 1, in.n - 1);
  std::size_t sum = 0;
  for (int e : part) sum += static_cast<std::size_t>(e);
  return sum;
}
std::size_t build(Input& in) {
  ArrayBuilder<TpArcArray<int>> builder(in.n);
  for (std::size_t i = 0; i != in.n; ++i) builder.push_back(static_cast<int>(i));
  const TpArcArray<int> a = std::move(builder).finish();
  escape(a.data());
  return 0;
}
std::size_t build_append(Input& in) {
  ArrayBuilder<TpArcArray<int>> builder(2 * in.n);
  builder.append(in.values);
  builder.append(in.values);
  const TpArcArray<int> a = std::move(builder).finish();
  escape(a.data());
  return 0;
}
std::size_t borrow(Input& in) {
  const auto a = in.cell.borrow();
  return static_cast<std::size_t>(a.unchecked(0));
}
std::size_t read_again(Input& in) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != 8; ++i) sum += static_cast<std::size_t>(in.reader.get().unchecked(i));
  return sum;
}

}  // namespace ours

constexpr parity::Operation<Input> operations[] = {
    {"copy_assign", by_hand::copy_assign, ours::copy_assign},
    {"move_assign", by_hand::move_assign, ours::move_assign},
    {"assign_unique", by_hand::assign_unique, ours::assign_unique},
    {"fill_clear_vector", by_hand::fill_clear_vector, ours::fill_clear_vector},
    {"make_clear_vector", by_hand::make_clear_vector, ours::make_clear_vector},
    {"make_drop_strings", by_hand::make_drop_strings, ours::make_drop_strings},
    {"copy_drop_strings", by_hand::copy_drop_strings, ours::copy_drop_strings},
    {"append_strings", by_hand::append_strings, ours::append_strings},
    {"slice", by_hand::slice, ours::slice},
    {"build", by_hand::build, ours::build},
    {"build_append", by_hand::build_append, ours::build_append},
    {"borrow", by_hand::borrow, ours::borrow},
    {"read_again", by_hand::read_again, ours::read_again},
};

}  // namespace

int main() {
  Input in(16);
  // Another part of the program could change these.
  escape(&by_hand::fences);
  escape(&by_hand::node);
  static_cast<void>(in.cell.borrow());  // the first one of a thread gets its slots
  return parity::run_all(operations, in);
}

// SPDX-License-Identifier: MIT
//
// The same operations by hand and by this library, to be counted by callgrind: arrays of numbers.
//
// Where ours may take more, and what for:
//
// why[make_drop_unique]: Clang keeps length and size in registers of their own, and saves those first
// why[copy_drop_arc]: the address of the count is a subtraction away from that of the elements
// why[index_unique]: Clang divides the loop differently
// why[iterate_unique]: the same
// why[unchecked_arc]: GCC and Clang count up to an end pointer, which is made first
// why[unchecked_unique]: the same
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "hand.hpp"
#include "harness.hpp"

namespace {

using heaparray::HeapArray;
using heaparray::TpArcArray;
using heaparray::TpRcArray;

using parity::escape;

constexpr std::size_t walked = 64;  // handles

/// What the operations work on; their arguments, since nothing must be known while compiling.
struct Input {
  std::size_t n = 0;
  hand::Unique hand_unique{};
  hand::Block* hand_arc = nullptr;
  hand::Block* hand_rc = nullptr;
  hand::Block* hand_walk[walked] = {};
  HeapArray<int> unique;
  TpArcArray<int> arc;
  TpRcArray<int> rc;
  TpArcArray<int> walk[walked];
};

constexpr auto element = [](std::size_t i) { return static_cast<int>(3 * i + 1); };

namespace by_hand {

std::size_t make_drop_unique(Input& in) {
  const hand::Unique a = hand::unique_make(in.n);
  for (std::size_t i = 0; i != in.n; ++i) a.data[i] = element(i);
  escape(a.data);
  hand::unique_drop(a);
  return 0;
}
std::size_t make_drop_arc(Input& in) {
  hand::Block* const b = hand::shared_make(in.n);
  for (std::size_t i = 0; i != in.n; ++i) b->elements[i] = element(i);
  escape(b);
  hand::arc_drop(b);
  return 0;
}
std::size_t make_uninitialised_unique(Input& in) {
  const hand::Unique a = hand::unique_make(in.n);
  escape(a.data);
  hand::unique_drop(a);
  return 0;
}
std::size_t make_uninitialised_arc(Input& in) {
  hand::Block* const b = hand::shared_make(in.n);
  escape(b);
  hand::arc_drop(b);
  return 0;
}
std::size_t fill_unique(Input& in) {
  const hand::Unique& a = in.hand_unique;
  int next = 1;
  for (int *p = a.data, *end = p + a.len; p != end; ++p) *p = next++;
  return 0;
}
std::size_t iterate_unique(Input& in) {
  const hand::Unique& a = in.hand_unique;
  std::size_t sum = 0;
  for (const int *p = a.data, *end = p + a.len; p != end; ++p) sum += static_cast<std::size_t>(*p);
  return sum;
}
std::size_t sum_of(const hand::Block* b) {
  if (b == nullptr) return 0;
  std::size_t sum = 0;
  for (const int *p = b->elements, *end = p + b->len; p != end; ++p) sum += static_cast<std::size_t>(*p);
  return sum;
}
std::size_t iterate_arc(Input& in) { return sum_of(in.hand_arc); }
std::size_t index_unique(Input& in) {
  const hand::Unique& a = in.hand_unique;
  std::size_t sum = 0;
  for (std::size_t i = 0; i != in.n; ++i) {
    if (i >= a.len) hand::fail_index(i, a.len);
    sum += static_cast<std::size_t>(a.data[i]);
  }
  return sum;
}
std::size_t index_arc(Input& in) {
  const hand::Block* const b = in.hand_arc;
  std::size_t sum = 0;
  for (std::size_t i = 0; i != in.n; ++i) {
    if (b == nullptr) hand::fail_index(i, 0);
    if (i >= b->len) hand::fail_index(i, b->len);
    sum += static_cast<std::size_t>(b->elements[i]);
  }
  return sum;
}
std::size_t unchecked_unique(Input& in) {
  const hand::Unique& a = in.hand_unique;
  std::size_t sum = 0;
  for (std::size_t i = 0; i != in.n; ++i) sum += static_cast<std::size_t>(a.data[i]);
  return sum;
}
std::size_t unchecked_arc(Input& in) {
  const hand::Block* const b = in.hand_arc;
  std::size_t sum = 0;
  for (std::size_t i = 0; i != in.n; ++i) sum += static_cast<std::size_t>(b->elements[i]);
  return sum;
}
std::size_t copy_drop_arc(Input& in) {
  hand::Block* const copy = hand::arc_copy(in.hand_arc);
  escape(copy);
  hand::arc_drop(copy);
  return 0;
}
std::size_t copy_drop_rc(Input& in) {
  hand::Block* const copy = hand::rc_copy(in.hand_rc);
  escape(copy);
  hand::rc_drop(copy);
  return 0;
}
std::size_t walk_arc(Input& in) {
  std::size_t sum = 0;
  for (const hand::Block* b : in.hand_walk) sum += sum_of(b);
  return sum;
}

}  // namespace by_hand

namespace ours {

std::size_t make_drop_unique(Input& in) {
  HeapArray<int> a(in.n, element);
  escape(a.data());
  return 0;
}
std::size_t make_drop_arc(Input& in) {
  TpArcArray<int> a(in.n, element);
  escape(a.data());
  return 0;
}
std::size_t make_uninitialised_unique(Input& in) {
  auto a = HeapArray<int>::with_label_for_overwrite({}, in.n);
  escape(a.data());
  return 0;
}
std::size_t make_uninitialised_arc(Input& in) {
  auto a = TpArcArray<int>::with_label_for_overwrite({}, in.n);
  escape(a.data());
  return 0;
}
std::size_t fill_unique(Input& in) {
  int next = 1;
  for (int& e : in.unique) e = next++;
  return 0;
}

template <class A>
std::size_t sum_of(const A& a) {
  std::size_t sum = 0;
  for (int e : a) sum += static_cast<std::size_t>(e);
  return sum;
}
template <class A>
std::size_t sum_by_index(const A& a, std::size_t n) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(a[i]);
  return sum;
}
template <class A>
std::size_t sum_unchecked(const A& a, std::size_t n) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i != n; ++i) sum += static_cast<std::size_t>(a.unchecked(i));
  return sum;
}

std::size_t iterate_unique(Input& in) { return sum_of(in.unique); }
std::size_t iterate_arc(Input& in) { return sum_of(in.arc); }
std::size_t index_unique(Input& in) { return sum_by_index(in.unique, in.n); }
std::size_t index_arc(Input& in) { return sum_by_index(in.arc, in.n); }
std::size_t unchecked_unique(Input& in) { return sum_unchecked(in.unique, in.n); }
std::size_t unchecked_arc(Input& in) { return sum_unchecked(in.arc, in.n); }
std::size_t copy_drop_arc(Input& in) {
  TpArcArray<int> copy = in.arc;
  escape(copy.data());
  return 0;
}
std::size_t copy_drop_rc(Input& in) {
  TpRcArray<int> copy = in.rc;
  escape(copy.data());
  return 0;
}
std::size_t walk_arc(Input& in) {
  std::size_t sum = 0;
  for (const TpArcArray<int>& a : in.walk) sum += sum_of(a);
  return sum;
}

}  // namespace ours

constexpr parity::Operation<Input> operations[] = {
    {"make_drop_unique", by_hand::make_drop_unique, ours::make_drop_unique},
    {"make_drop_arc", by_hand::make_drop_arc, ours::make_drop_arc},
    {"make_uninitialised_unique", by_hand::make_uninitialised_unique, ours::make_uninitialised_unique},
    {"make_uninitialised_arc", by_hand::make_uninitialised_arc, ours::make_uninitialised_arc},
    {"fill_unique", by_hand::fill_unique, ours::fill_unique},
    {"iterate_unique", by_hand::iterate_unique, ours::iterate_unique},
    {"iterate_arc", by_hand::iterate_arc, ours::iterate_arc},
    {"index_unique", by_hand::index_unique, ours::index_unique},
    {"index_arc", by_hand::index_arc, ours::index_arc},
    {"unchecked_unique", by_hand::unchecked_unique, ours::unchecked_unique},
    {"unchecked_arc", by_hand::unchecked_arc, ours::unchecked_arc},
    {"copy_drop_arc", by_hand::copy_drop_arc, ours::copy_drop_arc},
    {"copy_drop_rc", by_hand::copy_drop_rc, ours::copy_drop_rc},
    {"walk_arc", by_hand::walk_arc, ours::walk_arc},
};

hand::Block* hand_block(std::size_t n) {
  hand::Block* const b = hand::shared_make(n);
  for (std::size_t i = 0; i != n; ++i) b->elements[i] = element(i);
  return b;
}

void set_up(Input& in, std::size_t n) {
  in.n = n;
  in.hand_unique = hand::unique_make(n);
  for (std::size_t i = 0; i != n; ++i) in.hand_unique.data[i] = element(i);
  in.hand_arc = hand_block(n);
  in.hand_rc = hand_block(n);
  for (hand::Block*& b : in.hand_walk) b = hand_block(n);
  in.unique = HeapArray<int>(n, element);
  in.arc = TpArcArray<int>(n, element);
  in.rc = TpRcArray<int>(n, element);
  for (TpArcArray<int>& a : in.walk) a = TpArcArray<int>(n, element);
}
void clean_up(Input& in) {
  hand::unique_drop(in.hand_unique);
  hand::arc_drop(in.hand_arc);
  hand::rc_drop(in.hand_rc);
  for (hand::Block* b : in.hand_walk) hand::arc_drop(b);
}

}  // namespace

int main() {
  Input in;
  set_up(in, 16);
  const int result = parity::run_all(operations, in);
  clean_up(in);
  return result;
}

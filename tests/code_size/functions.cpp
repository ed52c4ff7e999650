// SPDX-License-Identifier: MIT
//
// Typical functions, each out of line, compiled once for each side: SIDE is hand, ours, vector or pointer. The sizes are
// compared by check_code_size.cmake.
//
// Where ours may be more than 10 % larger, and what for:
//
// With optimisation for speed, a null handle has a report of its own, so that a loop need not copy the size for it:
// bound[index_shared]: GNU-O2=150 Clang-O2=140
//
// Two pointers to elements become two pointers to blocks, and move assignment frees in two places:
// bound[copy_assign_status]: GNU-O2=130 Clang-O2=120 Clang-Os=125
// bound[copy_assign_unique]: GNU-O2=115
// bound[copy_status]: GNU-O2=130 GNU-Os=125 Clang-O2=125 Clang-Os=125
// bound[copy_unique]: GNU-Os=120
// bound[ok_path]: GNU-O2=120 Clang-O2=115 Clang-Os=115
//
// GCC and Clang pass the label and the elements to a function that makes the block, which any other of this kind can use; the
// report of a wrong length is another function:
// bound[make_status]: Clang-Os=145
// bound[make_unique]: GNU-Os=125 Clang-Os=125
#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#define SIDE_hand 1
#define SIDE_ours 2
#define SIDE_vector 3
#define SIDE_pointer 4
#define JOIN(a, b) JOINED(a, b)
#define JOINED(a, b) a##b
#define IS(side) (JOIN(SIDE_, SIDE) == SIDE_##side)

#if IS(hand)
#include "by_hand.hpp"
using by_hand::Array, by_hand::Shared, by_hand::Status;
#elif IS(ours)
#include "ours.hpp"
using ours::Array, ours::Shared, ours::Status;
#elif IS(vector)
using Array = std::vector<int>;
#else
using Array = std::unique_ptr<int[]>;
#endif

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wreturn-type-c-linkage"
#endif

extern "C" {

#if !IS(pointer)
void copy_unique(Array* place, const Array& a) { ::new (place) Array(a); }
Array return_unique(std::size_t n) {
  Array a(n);
  for (std::size_t i = 0; i != n; ++i) a[i] = 1;
  return a;
}
void make_unique(Array* place, std::size_t n) { ::new (place) Array(n); }
#else
void make_unique(Array* place, std::size_t n) { ::new (place) Array(new int[n]()); }
#endif
#if !IS(pointer)
void copy_assign_unique(Array& a, const Array& b) { a = b; }
#endif
void move_assign_unique(Array& a, Array& b) { a = std::move(b); }
void drop_unique(Array* a) { std::destroy_at(a); }
int index_unique(Array& a, std::size_t i) { return a[i]; }
void clear_unique(std::vector<Array>& arrays) { arrays.clear(); }

#if IS(hand) || IS(ours)
void make_shared(Shared* place, std::size_t n) {
#if IS(hand)
  ::new (place) Shared(7, n);
#else
  ::new (place) Shared(Shared::with_len(std::size_t{7}, n));
#endif
}
void copy_shared(Shared* place, const Shared& a) { ::new (place) Shared(a); }
void copy_assign_shared(Shared& a, const Shared& b) { a = b; }
void move_assign_shared(Shared& a, Shared& b) { a = std::move(b); }
void drop_shared(Shared* a) { std::destroy_at(a); }
std::size_t label_shared(const Shared& a) { return a.label(); }
int index_shared(const Shared& a, std::size_t i) { return a[i]; }
void clear_shared(std::vector<Shared>& arrays) { arrays.clear(); }

void take(Shared a);
void pass_shared(const Shared& a) { take(a); }
Shared find(int i);
Shared return_shared(int i) {
  Shared a = find(i);
  if (a.size() == 0) a = find(i + 1);
  return a;
}

void copy_status(Status* place, const Status& a) { ::new (place) Status(a); }
void copy_assign_status(Status& a, const Status& b) { a = b; }
void move_assign_status(Status& a, Status& b) { a = std::move(b); }
void drop_status(Status* a) { std::destroy_at(a); }
Status make_status(int i, int* place) {
  if (i < 0) return Status(3, "a negative number");
  *place = i;
  return Status();
}
Status step(int i);
Status ok_path(int i) {
  Status status = step(i);
  if (status.ok()) status = step(i + 1);
  if (status.ok()) status = step(i + 2);
  return status;
}
#endif

}  // extern "C"

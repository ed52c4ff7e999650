// SPDX-License-Identifier: MIT
//
// Making an array of numbers is what a loop over a plain array is: vectors of them, or memset, memcpy.
//
// flags: -O3
// arch: x86_64
// asm[zeros]: memset
// asm[filled_with_zeros]: memset
// asm[zeros_from_init]: memset
// asm[copy]: mem(cpy|move)
// asm[from_span]: mem(cpy|move)
// asm[sevens]: \tmov[au]ps|\tmovdq[au]|\tvmov
// asm[from_init]: \tpadd[dq]|\tvpadd[dq]
// asm[twice]: \tpaddd|\tpslld|\tvpaddd|\tvpslld
// asm[labelled]: \tpadd[dq]|\tvpadd[dq]
// asm-not[from_init]: _Unwind
#include <heaparray/heaparray.hpp>

#include <new>
#include <span>

using A = heaparray::HeapArray<int>;
using Thin = heaparray::TpArcArray<int>;
using Labelled = heaparray::TpArcArray<int, long>;

extern "C" {

void zeros(void* to, std::size_t n) { ::new (to) A(n); }
void filled_with_zeros(void* to, std::size_t n) { ::new (to) A(A::filled(heaparray::NoLabel(), n, 0)); }
void zeros_from_init(void* to, std::size_t n) {
  ::new (to) A(n, [](std::size_t) { return 0; });
}
void sevens(void* to, std::size_t n) {
  ::new (to) A(n, [](std::size_t) { return 7; });
}
void from_init(void* to, std::size_t n) {
  ::new (to) Thin(n, [](std::size_t i) { return static_cast<int>(i); });
}
void twice(void* to, const int* from, std::size_t n) {
  ::new (to) Thin(n, [=](std::size_t i) { return 2 * from[i]; });
}
void labelled(void* to, std::size_t n) {
  ::new (to) Labelled(Labelled::with_label(0L, n, [](long& sum, std::size_t i) {
    sum += 2;
    return static_cast<int>(i);
  }));
}
void copy(void* to, const A& a) { ::new (to) A(a); }
void from_span(void* to, const std::span<const int>& s) { ::new (to) Thin(Thin::from_range(s)); }
}

// SPDX-License-Identifier: MIT
//
// HEAPARRAY_HARDENING=0 leaves nothing of the checks.
//
// flags: -DHEAPARRAY_HARDENING=0
// arch: x86_64
// asm-not[fat_index]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[thin_index]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[thin_write]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[shared_index]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[first]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[label]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not[slice]: cmp|test|call|jmp|ja|jb|je|jn
// asm-not: violated
#include <heaparray/heaparray.hpp>

using Label = int;

extern "C" {

int fat_index(const heaparray::HeapArray<int>& a, std::size_t i) { return a[i]; }
int thin_index(const heaparray::ThinPtrArray<int>& a, std::size_t i) { return a[i]; }
void thin_write(heaparray::ThinPtrArray<int>& a, std::size_t i) { a[i] = 1; }
int shared_index(const heaparray::TpArcArray<int>& a, std::size_t i) { return a[i]; }
int first(const heaparray::HeapArray<int>& a) { return a.front(); }
int label(const heaparray::TpArcArray<int, Label>& a) { return a.label(); }
const int* slice(const heaparray::ThinPtrArray<int>& a, std::size_t i) { return a.slice(i, i + 1).data(); }
}

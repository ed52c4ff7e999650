// SPDX-License-Identifier: MIT
//
// A checked index is a compare, a branch and the access. What the message takes is made elsewhere.
//
// arch: x86_64
// asm[fat_index]: cmp
// asm[fat_index]: violated_index
// asm-not[fat_index]: cmp.*cmp
// asm-not[fat_index]: snprintf|fprintf|abort
// asm[thin_index]: violated_index
// asm-not[thin_index]: snprintf|fprintf|abort
// asm[label]: violated_null
// asm-not[label]: snprintf|fprintf|abort
//
// The check of a fat handle reads the handle (its length is 8 bytes in) and no memory of the block: the address of
// the first element is not even loaded.
// asm[fat_check]: 8\(%rdi\)
// asm-not[fat_check]: \t[^\n]*[ \t]\(%r[^\n]*
// asm[fat_size]: ^\n+fat_size:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t8\(%rdi\), %rax\n\tretq?\n
// asm[fat_slice]: violated_slice
// asm-not[fat_slice]: snprintf|fprintf|abort
#include <heaparray/heaparray.hpp>

extern "C" {

int fat_index(const heaparray::HeapArray<int>& a, std::size_t i) { return a[i]; }
int thin_index(const heaparray::TpArcArray<int>& a, std::size_t i) { return a[i]; }
int label(const heaparray::HeapArray<int, int>& a) { return a.label(); }
void fat_check(const heaparray::HeapArray<int>& a, std::size_t i) { static_cast<void>(a[i]); }
std::size_t fat_size(const heaparray::ArcArray<int>& a) { return a.size(); }
std::size_t fat_slice(const heaparray::ArcArray<int>& a, std::size_t i) { return a.slice(i, i + 2).size(); }
}

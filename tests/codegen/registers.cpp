// SPDX-License-Identifier: MIT
//
// Clang passes and returns handles in registers when it is asked to: no stack, no address of a handle.
//
// flags: -DHEAPARRAY_PASS_IN_REGISTERS=1
// only: Clang
// arch: x86_64
// asm-not[pass_thin]: %rsp|%rbp|push
// asm-not[pass_fat]: %rsp|%rbp|push
// asm-not[pass_arc]: %rsp|%rbp|push
// asm-not[pass_fat_arc]: %rsp|%rbp|push
// asm[pass_arc]: movq\t\(%rdi\), %rax\n\tmovq\t[$]0, \(%rdi\)\n\tmovq\t%rax, %rdi\n\tjmp\t
// asm[data_of_argument]: movq\t%rdi, %rax
#include <heaparray/heaparray.hpp>

#include <utility>

void thin(heaparray::ThinPtrArray<int>);
void fat(heaparray::HeapArray<int>);
void arc(heaparray::TpArcArray<int>);
void fat_arc(heaparray::ArcArray<int>);

extern "C" {

void pass_thin(heaparray::ThinPtrArray<int>& a) { thin(std::move(a)); }
void pass_fat(heaparray::HeapArray<int>& a) { fat(std::move(a)); }
void pass_arc(heaparray::TpArcArray<int>& a) { arc(std::move(a)); }
void pass_fat_arc(heaparray::ArcArray<int>& a) { fat_arc(std::move(a)); }
int* data_of_argument(heaparray::ThinPtrArray<int> a) { return std::move(a).into_raw(); }
}

// SPDX-License-Identifier: MIT
//
// `data()` is free: the handle is the address of the first element.
//
// arch: x86_64
// asm[thin]: ^\n+thin:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tretq?\n
// asm[fat]: ^\n+fat:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tretq?\n
// asm[thin_arc]: ^\n+thin_arc:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tretq?\n
// asm[fat_rc]: ^\n+fat_rc:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tretq?\n
// asm[unchecked]: ^\n+unchecked:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tmovl\t\(%rax,%rsi,4\), %eax\n\tretq?\n
#include <heaparray/heaparray.hpp>

extern "C" {

const int* thin(const heaparray::ThinPtrArray<int, long>& a) { return a.data(); }
const int* fat(const heaparray::HeapArray<int, long>& a) { return a.data(); }
const int* thin_arc(const heaparray::TpArcArray<int, long>& a) { return a.data(); }
const int* fat_rc(const heaparray::RcArray<int, long>& a) { return a.begin(); }
int unchecked(const heaparray::TpArcArray<int, long>& a, std::size_t i) { return a.unchecked(i); }
}

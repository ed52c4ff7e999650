// SPDX-License-Identifier: MIT
//
// A length in the type is a constant: nothing is read from the block to tell it, and a loop over as_slice(), which has no
// test for null in it, is no loop any more. (One over the handle still is, since a null one has no elements.)
//
// flags: -O3 -DHEAPARRAY_HARDENING=0
// arch: x86_64
// asm[element]: ^\n+element:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tmovl\t\(%rax,%rsi,4\), %eax\n\tretq?\n
// asm[third]: ^\n+third:(\n\.L[^\n]*|\n\tendbr64)*\n\tmovq\t\(%rdi\), %rax\n\tmovl\t8\(%rax\), %eax\n\tretq?\n
// asm[bound]: 8\(%r
// asm-not[bound]: cmp|test|call|\tj
// asm-not[sum_of_slice]: cmp|test|call|\tj
// asm[sum_of_slice]: padd
// asm[sum]: padd
// asm-not[size]: \(%r[^d]
//
// The allocation has a constant size, and nothing is stored in the block but the elements.
// asm[make]: [$]64, %edi
// asm[copy]: [$]64, %edi
#include <heaparray/heaparray.hpp>

#include <new>

using A = heaparray::FixedArray<int, 16>;

extern "C" {

int element(const A& a, std::size_t i) { return a[i]; }
int third(const A& a) { return get<2>(a); }
int bound(const heaparray::FixedArray<int, 3>& a) {
  const auto& [x, y, z] = a;
  return x + y + z;
}
int sum_of_slice(const A& a) {
  int sum = 0;
  for (const int x : a.as_slice()) sum += x;
  return sum;
}
int sum(const A& a) {
  int sum = 0;
  for (const int x : a) sum += x;
  return sum;
}
std::size_t size(const A& a) { return a.size(); }
void make(void* to) { ::new (to) A(16); }
void copy(void* to, const A& a) { ::new (to) A(a); }
}

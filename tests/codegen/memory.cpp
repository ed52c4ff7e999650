// SPDX-License-Identifier: MIT
//
// By default every compiler passes a handle in memory, as the platform's ABI says: what one compiles, another
// can call.
//
// arch: x86_64
// asm[data_of_argument]: [(]%rdi[)], %rax
// asm[data_of_fat_argument]: [(]%rdi[)], %rax
// asm[data_of_shared_argument]: [(]%rdi[)], %rax
// asm[data_of_cell_argument]: [(]%rdi[)]
#include <heaparray/heaparray.hpp>

#include <utility>

extern "C" {

int* data_of_argument(heaparray::ThinPtrArray<int> a) { return std::move(a).into_raw(); }
int* data_of_fat_argument(heaparray::HeapArray<int> a) { return std::move(a).into_raw(); }
const int* data_of_shared_argument(heaparray::TpArcArray<int> a) { return a.data(); }
const int* data_of_cell_argument(heaparray::SharedSlice<heaparray::TpArcArray<int>> a) { return a.data(); }
}

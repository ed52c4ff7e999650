// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
#include <stddef.h>
extern "C" {
[[noreturn]] void abort();
void* malloc(size_t);
void* calloc(size_t, size_t);
void free(void*);
void* _aligned_malloc(size_t, size_t);
void _aligned_free(void*);
}
#if !defined(_MSC_VER)
struct ldiv_t {
  long quot, rem;
};
struct lldiv_t {
  long long quot, rem;
};
extern "C" {
ldiv_t ldiv(long, long);
lldiv_t lldiv(long long, long long);
int abs(int);
long labs(long);
long long llabs(long long);
}
#endif

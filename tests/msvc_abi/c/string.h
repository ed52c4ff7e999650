// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
#include <stddef.h>
extern "C" {
void* memcpy(void*, const void*, size_t);
void* memmove(void*, const void*, size_t);
void* memset(void*, int, size_t);
int memcmp(const void*, const void*, size_t);
void* memchr(const void*, int, size_t);
char* strchr(const char*, int);
size_t strlen(const char*);
int strcmp(const char*, const char*);
}

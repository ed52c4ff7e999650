// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
#include <stddef.h>
#define EOF (-1)
struct FILE;
extern "C" {
extern FILE* stderr;
int fprintf(FILE*, const char*, ...);
int snprintf(char*, size_t, const char*, ...);
int remove(const char*);
}

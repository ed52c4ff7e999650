// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
template <class T>
bool isnan(T);
template <class T>
bool isinf(T);

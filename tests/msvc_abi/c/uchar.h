// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
typedef int mbstate_t;
typedef unsigned short wint_t;

// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once
typedef long long time_t;
struct timespec {
  time_t tv_sec;
  long tv_nsec;
};

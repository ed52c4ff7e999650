// SPDX-License-Identifier: MIT
//
// Of the C library, what libc++ asks for where layouts are looked at. See ../layouts.cpp.
#pragma once

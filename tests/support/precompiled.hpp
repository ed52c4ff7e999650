// SPDX-License-Identifier: MIT
//
// precompiled.hpp: what most test programs read, parsed once for all of them. Each includes what it needs by itself.
#ifndef HEAPARRAY_TESTS_SUPPORT_PRECOMPILED_HPP
#define HEAPARRAY_TESTS_SUPPORT_PRECOMPILED_HPP

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"

#endif

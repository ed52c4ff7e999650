// SPDX-License-Identifier: MIT
//
// The library, with nothing of it used.
#include <heaparray/heaparray.hpp>

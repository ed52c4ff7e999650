// SPDX-License-Identifier: MIT
//
// heaparray.hpp: everything but the opt-in headers (format.hpp, ostream.hpp).
#ifndef HEAPARRAY_HEAPARRAY_HPP
#define HEAPARRAY_HEAPARRAY_HPP

#include "alloc_utils.hpp"
#include "array_operators.hpp"
#include "atomic_array.hpp"
#include "concepts.hpp"
#include "config.hpp"
#include "fwd.hpp"
#include "heap_array.hpp"
#include "into_iter.hpp"
#include "label.hpp"
#include "length.hpp"
#include "mem_block.hpp"
#include "rc_array.hpp"
#include "ref_count.hpp"

#endif  // HEAPARRAY_HEAPARRAY_HPP

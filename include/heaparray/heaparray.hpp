// SPDX-License-Identifier: MIT
//
// heaparray.hpp: all headers except the opt-in ones (cell_reader.hpp, format.hpp, growing_array.hpp,
// ostream.hpp, pmr.hpp, shared_ptr.hpp, text.hpp, weak_array.hpp).
#ifndef HEAPARRAY_HEAPARRAY_HPP
#define HEAPARRAY_HEAPARRAY_HPP

// IWYU pragma: begin_exports
#include "aligned_allocator.hpp"
#include "alloc_utils.hpp"
#include "array_builder.hpp"
#include "array_operators.hpp"
#include "atomic_array.hpp"
#include "borrowed.hpp"
#include "concepts.hpp"
#include "config.hpp"
#include "convert.hpp"
#include "fwd.hpp"
#include "heap_array.hpp"
#include "into_iter.hpp"
#include "label.hpp"
#include "length.hpp"
#include "mem_block.hpp"
#include "rc_array.hpp"
#include "ref_count.hpp"
#include "shared_slice.hpp"
#include "static_array.hpp"
// IWYU pragma: end_exports

#endif  // HEAPARRAY_HEAPARRAY_HPP

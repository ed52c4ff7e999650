// SPDX-License-Identifier: MIT
//
// cell_reader.hpp: what the tests of the instructions of CellReader look at: reading what was read before is one load of
// the cell's word and one compare; nothing is counted or written.
#ifndef HEAPARRAY_TESTS_CODEGEN_CELL_READER_HPP
#define HEAPARRAY_TESTS_CODEGEN_CELL_READER_HPP

#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>

using Handle = heaparray::TpArcArray<int>;
template <class Protocol>
using Reader = heaparray::CellReader<heaparray::BasicAtomicArcArray<Handle, Protocol>>;

extern "C" {

const int* loan_get(Reader<heaparray::detail::LockFreeCell>& reader) { return reader.get().data(); }
const int* lock_get(Reader<heaparray::detail::LockBitCell>& reader) { return reader.get().data(); }
}

#endif

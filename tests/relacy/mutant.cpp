// SPDX-License-Identifier: MIT
//
// One program, compiled with a weakened copy of the library: relacy must find what is wrong. \see mutants/
#include "borrow_programs.hpp"
#include "weak_programs.hpp"

using namespace relacy_model;

int main() { return run<HEAPARRAY_PROGRAM>("weakened", HEAPARRAY_SEARCH, true) ? 0 : 1; }

// SPDX-License-Identifier: MIT
//
// The same as atomic_cells_aarch64.cpp where the processor is known to have the instruction.
//
// labels: processor
// arch: aarch64
// flags: -march=armv8.1-a
// asm[loan_load]: \n\tldaddal\t
// asm-not[loan_load]: ldaxr|__aarch64
// asm[loan_exchange]: \n\tswpal\t
// asm[loan_compare]: \n\tcasal\t
#include "codegen/atomic_cells.hpp"

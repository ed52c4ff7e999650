// SPDX-License-Identifier: MIT
//
// A load of a lock-free cell is one `lock xadd`; no cell needs a library for its atomics.
//
// labels: processor
// arch: x86_64
// asm[loan_load]: \n\tlock[ \t]+xaddq\t
// asm-not[loan_load]: \tlock[ \t].*\tlock[ \t]|xchg|mfence|back_off
// asm[loan_load_acquire]: \n\tlock[ \t]+xaddq\t
// asm[loan_exchange]: \n\txchgq\t
// asm[loan_compare]: \n\tlock[ \t]+cmpxchgq\t
// asm-not[loan_compare]: back_off
// asm[lock_load]: \n\tlock[ \t].*back_off
// asm[ptr_take]: \n\txchgq\t
// asm-not[ptr_take]: call|\tlock[ \t]
// asm-not: \tcallq?\t_*(atomic|sync|pthread)_
#include "codegen/atomic_cells.hpp"

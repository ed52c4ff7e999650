// SPDX-License-Identifier: MIT
//
// A load of a lock-free cell is a loop around one `lock cmpxchg8b`; no cell needs a library for its atomics.
//
// labels: processor
// arch: i386
// asm[loan_load]: \n\tlock[ \t]+cmpxchg8b\t
// asm-not[loan_load]: \tlock[ \t].*\tlock[ \t]|xadd|mfence|back_off
// asm[loan_load_acquire]: \n\tlock[ \t]+cmpxchg8b\t
// asm[loan_exchange]: \n\tlock[ \t]+cmpxchg8b\t
// asm[loan_compare]: \n\tlock[ \t]+cmpxchg8b\t
// asm-not[loan_compare]: back_off
// asm[lock_load]: \n\tlock[ \t]+cmpxchgl\t.*back_off
// asm-not[lock_load]: cmpxchg8b
// asm[ptr_take]: \n\txchgl\t
// asm-not[ptr_take]: \tlock[ \t]
// asm-not: \tcalll?\t_*(atomic|sync|pthread)_
#include "codegen/atomic_cells.hpp"

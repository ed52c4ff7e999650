// SPDX-License-Identifier: MIT
//
// A load of a lock-free cell is one `ldadd`, or `ldaxr` and `stlxr` where there is none: by itself, or chosen at run time by
// a function of the compiler's (outline atomics), which takes no lock. No cell needs a library for its atomics.
//
// labels: processor
// arch: aarch64
// asm[loan_load]: \n\t(ldaddal\t|bl\t__aarch64_ldadd8_acq_rel|ldaxr\t.*\n\tstlxr\t)
// asm-not[loan_load]: back_off|dmb
// asm[loan_load_acquire]: \n\t(ldadda\t|bl\t__aarch64_ldadd8_acq\n|ldaxr\t.*\n\tstxr\t)
// asm[loan_exchange]: \n\t(swpal\t|bl\t__aarch64_swp8_acq_rel|ldaxr\t.*\n\tstlxr\t)
// asm[loan_compare]: \n\t(casal\t|bl\t__aarch64_cas8_acq_rel|ldaxr\t.*\n\tstlxr\t)
// asm-not[loan_compare]: back_off
// asm[lock_load]: back_off
// asm[ptr_take]: \n\t(swpal\t|bl\t__aarch64_swp8_acq_rel|ldaxr\t.*\n\tstlxr\t)
// asm-not: \tbl\t_*(atomic|sync|pthread)_
#include "codegen/atomic_cells.hpp"

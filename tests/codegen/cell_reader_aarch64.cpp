// SPDX-License-Identifier: MIT
//
// The same with a load-acquire.
//
// arch: aarch64
// asm[loan_get]: \n\tlda(p?)r\tx.*\n\tcmp\t
// asm-not[loan_get]: \tlda.*\tlda|\tcmp.*\tcmp|\tcsel|dmb|\tldax|\tstl|\tstx|\tldadd|\tswp|\tcas|__aarch64|\tstr\t[^\n]*\[x
// asm[lock_get]: \n\tlda(p?)r\tx.*\n\tcmp\t
// asm-not[lock_get]: \tlda.*\tlda|\tcmp.*\tcmp|\tcsel|dmb|\tldax|\tstl|\tstx|\tldadd|\tswp|\tcas|__aarch64|\tstr\t[^\n]*\[x
#include "codegen/cell_reader.hpp"

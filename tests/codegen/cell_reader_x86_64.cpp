// SPDX-License-Identifier: MIT
//
// The word is loaded from where the reader points, masked, and compared once; what writes is in a function that is called
// when it differs.
//
// arch: x86_64
// asm[loan_get]: \n\tmovq\t\(%r[^\n]*\n.*\tandq\t.*\n\tcmpq\t[^\n]*\n\tj(ne|e)\t
// asm-not[loan_get]: \tcmp.*\tcmp|\ttest|\tcmov|\tj[^\n]*\n.*\tj[^m][^\n]*\n
// asm-not[loan_get]: \tlock|\txchg|\tmfence|\t(mov|add|inc)[a-z]*\t[^\n]*, *[-0-9]*\(%r([^s]|s[^p])
// asm-not[loan_get]: \tcall.*\tcall
// asm[lock_get]: \n\tmovq\t\(%r[^\n]*\n.*\tandq\t.*\n\tcmpq\t[^\n]*\n\tj(ne|e)\t
// asm-not[lock_get]: \tcmp.*\tcmp|\ttest|\tcmov|\tj[^\n]*\n.*\tj[^m][^\n]*\n
// asm-not[lock_get]: \tlock|\txchg|\tmfence|\t(mov|add|inc)[a-z]*\t[^\n]*, *[-0-9]*\(%r([^s]|s[^p])
// asm-not[lock_get]: \tcall.*\tcall
#include "codegen/cell_reader.hpp"

// SPDX-License-Identifier: MIT
//
// Dropping an Arc handle looks at the count first: an only owner pays no read-modify-write. There is one of them for
// the others, one for a copy, and none where the count is plain.
//
// arch: x86_64
// asm[drop_thin]: cmpq?\t[$]1, .*\n\tj.*lock
// asm-not[drop_thin]: lock.*lock
// asm-not[drop_thin]: xchg|cmpxchg|mfence
// asm[drop_fat]: cmpq?\t[$]1, .*\n\tj.*lock
// asm-not[drop_fat]: lock.*lock
// asm[copy]: lock
// asm-not[copy]: lock.*lock
// asm-not[copy]: snprintf|fprintf|abort
// asm-not[copy]: xchg|cmpxchg|mfence
// asm-not[drop_rc]: lock
// asm-not[copy_rc]: lock
// asm-not[move]: lock
// asm-not[is_unique]: lock
#include <heaparray/heaparray.hpp>

#include <memory>
#include <new>
#include <utility>

using Thin = heaparray::TpArcArray<int>;
using Fat = heaparray::ArcArray<int>;
using Rc = heaparray::TpRcArray<int>;

extern "C" {

void drop_thin(Thin& a) { std::destroy_at(&a); }
void drop_fat(Fat& a) { std::destroy_at(&a); }
void copy(void* to, const Thin& a) { ::new (to) Thin(a); }
void drop_rc(Rc& a) { std::destroy_at(&a); }
void copy_rc(void* to, const Rc& a) { ::new (to) Rc(a); }
void move(Thin& to, Thin& a) { swap(to, a); }
bool is_unique(const Thin& a) { return a.is_unique(); }
}

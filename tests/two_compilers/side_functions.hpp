// SPDX-License-Identifier: MIT
//
// side_functions.hpp: what side SIDE does for the other. No guard: it is included once for each side.
// side.cpp defines and instantiates the functions of one side; there, those of the other are only declared.
namespace SIDE {

/// \see layout_of
template <class H>
const Layout& layout();
template <class H>
H make();
template <class H>
std::size_t take(H array);
template <class H>
std::size_t take_more(int, H a, double, const H& b, H c, std::size_t n);
template <class H>
H pass(H array);
template <class H>
std::optional<H> pass_optional(std::optional<H> array);
template <class H>
Both<H> pass_both(Both<H> arrays);
/// Throws an int while it has the array.
template <class H>
H fail(H array);

template <class H>
heaparray::ArrayBuilder<H> pass_builder(heaparray::ArrayBuilder<H> builder);
template <class H>
heaparray::IntoIter<H> pass_iter(heaparray::IntoIter<H> iter);
template <class H>
heaparray::SharedSlice<H> pass_slice(heaparray::SharedSlice<H> slice);

template <class H>
H exchange(heaparray::BasicAtomicArcArray<H>& cell, H array);
template <class H>
H load(const heaparray::BasicAtomicArcArray<H>& cell);
template <class H>
heaparray::BasicAtomicArcArray<H> make_cell(H array);
template <class H>
heaparray::Borrowed<H> borrow(const heaparray::BasicAtomicArcArray<H>& cell);
template <class H>
heaparray::Borrowed<H> pass_guard(heaparray::Borrowed<H> guard);
template <class T, class L>
heaparray::ThinPtrArray<T, L> exchange_owner(heaparray::AtomicPtrArray<T, L>& cell,
                                             heaparray::ThinPtrArray<T, L> array);
template <class T, class L>
heaparray::MemBlock<L, T> pass_block(heaparray::MemBlock<L, T> block);
/// Handles to an array in static storage.
heaparray::TpArcArray<int, int> share_static();

/// Calls everything of the other side. Returns the number of what was wrong, after a line for each.
int check_other();

}  // namespace SIDE

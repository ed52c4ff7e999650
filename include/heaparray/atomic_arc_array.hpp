// SPDX-License-Identifier: MIT
//
// atomic_arc_array.hpp: AtomicArcArray, a cell that owns a share of an array, or nothing. Readers take shares
// of their own while others publish new arrays: what `std::atomic<std::shared_ptr<T[]>>` is, in one word and
// without a lock.
//
//   heaparray::AtomicArcArray<int> settings(heaparray::TpArcArray<int>{1, 2, 3});
//   // any thread:                                   another:
//   auto now = settings.load();                      settings.store({4, 5, 6});
//   use(now[0]);   // now keeps its array alive, whatever is stored meanwhile
//
// A memory order that is weaker than correctness needs is strengthened, see atomic_array.hpp.
//
// It is lock-free where the top 16 bits of an address are free and 64-bit atomics are: `load()` is one
// fetch_add. Elsewhere, and where HEAPARRAY_LOCK_FREE_CELLS is defined as 0, a lock bit in the word takes its
// place. With Address- and LeakSanitizer that is the default: the leak checker looks for addresses, and would
// not find the one of a block that only a cell points to in a word that also counts. Define it as 1 to test
// the lock-free cell under AddressSanitizer, and keep no such block in static storage at exit. GCC does not
// tell its programs of -fsanitize=leak (without address): define it as 0 there.
//
// To load or to borrow
//
//   load()     gives a handle: an owner like any other, to be kept, copied, passed on. Two counts are
//              changed, in lines that all readers share: readers slow each other down.
//   borrow()   gives a guard: for a look, on this thread, then let go. A reader writes to its own line only,
//              with no read-modify-write and no fence, and is not slowed by other readers. See borrowed.hpp.
//
// What borrowing costs others: whoever takes a block that was borrowed out of a cell (store, exchange,
// compare_exchange, update, the destructor) asks, on Linux, the kernel for a barrier on all cores that run a
// thread of the program, which is 0.2 us alone and some microseconds where several run; and looks through the
// slots of all threads that borrow, 7 ns for each. Threads that have ended cost nothing. Cells that nobody
// borrows from pay nothing.
#ifndef HEAPARRAY_ATOMIC_ARC_ARRAY_HPP
#define HEAPARRAY_ATOMIC_ARC_ARRAY_HPP

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "borrowed.hpp"  // IWYU pragma: export
#include "config.hpp"
#include "detail/cell/cell_protocols.hpp"  // IWYU pragma: export
#include "detail/cell/memory_order.hpp"    // IWYU pragma: export
#include "fwd.hpp"                         // IWYU pragma: export
#include "label.hpp"                       // IWYU pragma: export
#include "rc_array.hpp"                    // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// A cell that owns a share of an array, or nothing (null): the interface and meaning of
/// `std::atomic<std::shared_ptr<T[]>>`, for any thin handle with an atomic count of at least 32 bits. One word.
/// A count of your own that says so, with `max_owners`, also counts many at once: `increment(n)`,
/// `decrement(n)`.
///
/// A cell keeps up to 65,534 owners of its block in advance, so with a 32-bit count a block is in 32,000
/// cells at the same time at most; the program ends, with a message, when it would be in more.
///
/// A block that is in a cell has the cell for an owner: `is_unique()` of its handles is false, and all that
/// depends on it keeps to that. Their `use_count()` is an upper bound, since a cell keeps counts in advance
/// for its readers.
///
/// \tparam Protocol how readers are counted: chosen by the platform, see above
/// \threads all member functions but the destructor may be called at the same time
template <class Handle, class Protocol>
class BasicAtomicArcArray {
  static_assert(
      sizeof(Handle) == sizeof(void*) && !Handle::length_policy::in_handle,
      "heaparray: cells hold thin handles, such as TpArcArray and CompactArcArray: a cell is one word, and "
      "a fat handle, such as ArcArray, is two.");
  static_assert(
      Handle::count_policy::thread_safe,
      "heaparray: the handles that come out of an atomic cell are on several threads, and need an atomic "
      "count, such as TpArcArray has.");
  static_assert(
      requires { requires Handle::count_policy::max_owners >= UINT32_MAX / 2; },
      "heaparray: an atomic cell counts in advance for its readers, and needs a count of at least 32 bits "
      "that says so with `max_owners`.");

  using Cell = typename Protocol::template type<Handle>;
  using Registry = typename Cell::counted::Registry;

  static_assert(
      requires(typename Handle::block_type block, std::uint32_t n) {
        block.count().increment(n);
        { block.count().decrement(n) } -> std::same_as<bool>;
      },
      "heaparray: an atomic cell counts many owners at once: a count of your own needs increment(n) and "
      "decrement(n).");

 public:
  /// The handle that goes in and comes out.
  using handle_type = Handle;
  /// The same, by the name that `std::atomic` has for it.
  using value_type = Handle;
  using expected_type = Handle;
  using label_type = typename Handle::label_type;
  using allocator_type = typename Handle::allocator_type;

  static constexpr bool is_always_lock_free = Cell::is_always_lock_free;

  /// A cell that holds null.
  constexpr BasicAtomicArcArray() noexcept = default;
  /// The same, as `std::atomic<std::shared_ptr>` can be written. A template, so that the 0 of `{{0}}` is an
  /// element.
  template <std::same_as<std::nullptr_t> Null>
  constexpr BasicAtomicArcArray(Null) noexcept {}

  /// A cell that takes over the share of `array`.
  BasicAtomicArcArray(Handle array) noexcept : cell_(std::move(array).into_raw()) {}

  BasicAtomicArcArray(const BasicAtomicArcArray&) = delete;
  BasicAtomicArcArray& operator=(const BasicAtomicArcArray&) = delete;

  /// Drops the cell's share, and that of what the destructors of elements store to the cell meanwhile.
  /// \pre no other thread uses the cell any more
  ~BasicAtomicArcArray() = default;

  [[nodiscard]] bool is_lock_free() const noexcept { return is_always_lock_free; }

  /// A handle to what the cell holds.
  /// \complexity O(1). Where the cell is lock-free: wait-free if the processor has a fetch_add (x86-64,
  ///             AArch64 with LSE; elsewhere it is a loop, which is lock-free), except for one call in
  ///             32,000, which is lock-free
  /// \threads not in a signal handler if the cell has a lock bit: the thread that it interrupts may have the
  ///          lock
  [[nodiscard]] Handle load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return Handle::from_raw(cell_.load(order));
  }
  operator Handle() const noexcept { return load(); }

  /// A look at what the cell holds, without counting: null if it holds null.
  /// \pre the guard is destroyed by the thread that called this
  /// \post no owner of the block finds itself unique while the guard is alive
  /// \complexity O(1), lock-free; it starts again only when the cell was written to in between. The first
  ///             call of a thread makes its slots: it may allocate, and register their end with the thread,
  ///             which takes locks of the system. The first borrow of a block from a cell with a lock bit
  ///             takes that lock. A thread that has all its slots in use, or has destroyed its thread-local
  ///             objects, gets a guard that counts, as load() does
  /// \threads reads the cell twice, acquire: what was published is visible. Nothing is written but a slot of
  ///          this thread
  [[nodiscard]] Borrowed<Handle, Registry> borrow() const noexcept {
    typename Registry::Slot& slot = Registry::first_slot();
    if (slot.is_free()) [[likely]] {
      typename Handle::value_type* const data = slot.try_borrow(cell_);
      if (data != nullptr) [[likely]]
        return {data, &slot};
    }
    return borrow_otherwise();
  }

  /// Calls `f` with a `const Borrowed<Handle>&` to what the cell holds, and returns what `f` returns.
  /// \pre `f` returns nothing that refers to the array
  template <class F>
  decltype(auto) read(F&& f) const {
    const Borrowed<Handle, Registry> array = borrow();
    return std::forward<F>(f)(array);
  }

  /// Puts `desired` in and drops what was there.
  /// \threads elements may be destroyed here, of what was there and, if blocks are borrowed, of blocks from
  ///          other cells: hold no lock that a destructor of an element takes. The same is true of every
  ///          member that takes a block out
  void store(Handle desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    cell_.store(std::move(desired).into_raw(), order);
  }
// Nothing is returned, as by std::atomic<std::shared_ptr>.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Weffc++"
#endif
  /// As `store(desired)`.
  void operator=(Handle desired) noexcept { store(std::move(desired)); }
  template <std::same_as<std::nullptr_t> Null>
  void operator=(Null) noexcept {
    store(Handle());
  }
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

  /// Puts `desired` in and takes out what was there.
  [[nodiscard]] Handle exchange(Handle desired,
                                std::memory_order order = std::memory_order_seq_cst) noexcept {
    return Handle::from_raw(cell_.exchange(std::move(desired).into_raw(), order));
  }

  /// If the cell holds the same block as `expected` (or null, for null): puts `desired` in and returns true.
  /// Otherwise `expected` becomes what the cell holds.
  bool compare_exchange_strong(Handle& expected, Handle desired, std::memory_order success,
                               std::memory_order failure) noexcept {
    for (;;) {
      if (try_exchange(expected, desired, success, failure)) return true;
      Handle current = load(failure);
      const bool changed = !current.ref_eq(expected);
      expected = std::move(current);
      if (changed) return false;  // otherwise it came back in between, and there is no reason to fail
    }
  }
  bool compare_exchange_strong(Handle& expected, Handle desired,
                               std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_strong(expected, std::move(desired), order, detail::failure_order(order));
  }

  /// As compare_exchange_strong, and may fail without a reason.
  bool compare_exchange_weak(Handle& expected, Handle desired, std::memory_order success,
                             std::memory_order failure) noexcept {
    if (try_exchange(expected, desired, success, failure)) return true;
    expected = load(failure);
    return false;
  }
  bool compare_exchange_weak(Handle& expected, Handle desired,
                             std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_weak(expected, std::move(desired), order, detail::failure_order(order));
  }

  /// Replaces what the cell holds by `f(current)`, of which `current` is a `const Handle&`, and returns what
  /// was replaced: read, copy, update. When another thread was faster, `f` is called again with what that one
  /// stored. `f` may return null, or the handle that it was given.
  /// \throws what `f` throws; the cell is then as it was
  template <class F>
  Handle update(F&& f, std::memory_order order = std::memory_order_seq_cst) {
    Handle current = load(detail::failure_order(order));
    while (!compare_exchange_weak(current, f(std::as_const(current)), order)) {
    }
    return current;
  }

  /// If the cell holds null, makes an array and puts it in. False, and no change, if it holds one, also if
  /// another thread was faster.
  /// \throws as Handle::with_label
  template <class L = label_type, class Init>
  bool initialize(L&& label, std::size_t n, Init&& init, const allocator_type& allocator = allocator_type()) {
    if (cell_.peek(std::memory_order_relaxed) != nullptr) return false;  // relaxed: nothing is read from it
    Handle array = Handle::with_label(std::forward<L>(label), n, std::forward<Init>(init), allocator);
    Handle expected;
    return compare_exchange_strong(expected, std::move(array));
  }

  /// Blocks until the cell holds something else than `old`, and a notification or luck tells this thread.
  /// Loads by others change the word, though not the block: while there are many of them, it looks again and
  /// again in place of sleeping.
  void wait(const Handle& old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
    cell_.wait(raw(old), order);
  }
  void notify_one() noexcept { cell_.notify_one(); }
  void notify_all() noexcept { cell_.notify_all(); }

 private:
  using pointer = typename Handle::value_type*;

  // SAFETY: cells compare addresses and count; they never write to elements.
  static pointer raw(const Handle& h) noexcept { return const_cast<pointer>(h.data()); }

  bool try_exchange(const Handle& expected, Handle& desired, std::memory_order success,
                    std::memory_order failure) noexcept {
    if (!cell_.compare_exchange(raw(expected), raw(desired), success, failure)) return false;
    static_cast<void>(std::move(desired).into_raw());  // the cell owns this share now
    return true;
  }

  // The first time since the block was put in, null, nested guards, a cell that is being written to.
  HEAPARRAY_COLD Borrowed<Handle, Registry> borrow_otherwise() const noexcept {
    for (;;) {
      typename Registry::Slot* const slot = Registry::free_slot();
      if (slot == nullptr) return {load().into_raw(), nullptr};
      typename Handle::value_type* data = nullptr;
      if (slot->borrow(cell_, data)) return {data, data != nullptr ? slot : nullptr};
    }
  }

  Cell cell_{};
};

HEAPARRAY_NAMESPACE_END

/// As for the handle in it.
template <class Handle, class Protocol, class Other>
struct std::uses_allocator<heaparray::BasicAtomicArcArray<Handle, Protocol>, Other> : std::false_type {};

#endif  // HEAPARRAY_ATOMIC_ARC_ARRAY_HPP

// SPDX-License-Identifier: MIT
//
// atomic_arc_array.hpp: AtomicArcArray, a cell that owns a share of an array, or nothing. Readers take shares
// of their own while others publish new arrays. Like `std::atomic<std::shared_ptr<T[]>>`, but one word wide
// and without a lock.
//
//   heaparray::AtomicArcArray<int> settings(heaparray::TpArcArray<int>{1, 2, 3});
//   // any thread:                                   another:
//   auto now = settings.load();                      settings.store({4, 5, 6});
//   use(now[0]);   // now keeps its array alive, whatever is stored meanwhile
//
// A memory order that is weaker than correctness requires is strengthened, see atomic_array.hpp.
//
// The cell is lock-free if the top 16 bits of an address are free and 64-bit atomics are lock-free. `load()`
// is then one fetch_add. Otherwise, and if HEAPARRAY_LOCK_FREE_CELLS is defined as 0, the cell uses a lock
// bit in the word. This is also the default with AddressSanitizer and LeakSanitizer. A leak checker looks for
// addresses, and does not find the address of a block in a word that also contains a count. To test the
// lock-free cell under AddressSanitizer, define the macro as 1, and do not leave a block at exit to which
// only a cell in static storage points. GCC does not tell programs about -fsanitize=leak (without address):
// define the macro as 0 there.
//
// To load or to borrow
//
//   load()     returns a handle, an owner that may be kept, copied and passed on. It changes two counts in
//              cache lines that all readers share, so readers slow each other down.
//   borrow()   returns a guard for short reads on this thread. A reader writes only to a cache line of its
//              own, without a read-modify-write and without a fence, and other readers do not slow it down.
//              See borrowed.hpp.
//
// A loop that reads the same cell again and again may keep what it saw last: see cell_reader.hpp.
//
// Borrowing makes writers slower. A writer that takes a borrowed block out of a cell (store, exchange,
// compare_exchange, update, the destructor) searches the slots of all threads that borrow. On Linux, it also
// asks the kernel for a barrier on all cores that run a thread of the program. The page "Atomic cells" has
// figures. Threads that have ended cost nothing. Cells from which no thread borrows cost nothing.
#ifndef HEAPARRAY_ATOMIC_ARC_ARRAY_HPP
#define HEAPARRAY_ATOMIC_ARC_ARRAY_HPP

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// A cell that owns a share of an array, or nothing (null). It has the interface and the meaning of
/// `std::atomic<std::shared_ptr<T[]>>`, for any thin handle with an atomic count of at least 32 bits. One
/// word. A count of your own must declare `max_owners` and must have `increment(n)` and `decrement(n)`, which
/// count several owners at once.
///
/// A cell counts up to 65,534 owners of its block in advance. With a 32-bit count, a block can therefore be
/// in about 32,000 cells at the same time. The program ends with a message if it would be in more.
///
/// A cell is an owner of its block: `is_unique()` of the handles of the block is false, and so are the
/// results that depend on it. `use_count()` of the handles is an upper bound, because the cell counts in
/// advance for its readers.
///
/// \tparam Protocol how readers are counted; the platform determines it, see above
/// \threads all member functions except the destructor may be called at the same time
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

  static_assert(detail::has_raw_pointers<typename Handle::allocator_type>,
                "heaparray: a cell is one atomic word with the address of its array, which is right in one "
                "process only. Handles whose allocator has fancy pointers are exchanged under a mutex.");

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
  /// The type of the handles that are stored and loaded.
  using handle_type = Handle;
  /// The same, by the name that `std::atomic` uses.
  using value_type = Handle;
  using expected_type = Handle;
  using label_type = typename Handle::label_type;
  using allocator_type = typename Handle::allocator_type;

  static constexpr bool is_always_lock_free = Cell::is_always_lock_free;

  /// A cell that holds null.
  constexpr BasicAtomicArcArray() noexcept = default;
  /// A cell that holds null, like that of `std::atomic<std::shared_ptr>`. A template, so that the 0 of
  /// `{{0}}` is an element.
  template <std::same_as<std::nullptr_t> Null>
  constexpr BasicAtomicArcArray(Null) noexcept {}

  /// A cell that takes over the share of `array`.
  BasicAtomicArcArray(Handle array) noexcept : cell_(std::move(array).into_raw()) {}

  BasicAtomicArcArray(const BasicAtomicArcArray&) = delete;
  BasicAtomicArcArray& operator=(const BasicAtomicArcArray&) = delete;

  /// Drops the share of the cell, and the shares that destructors of elements store to the cell meanwhile.
  /// \pre no other thread uses the cell any more
  ~BasicAtomicArcArray() = default;

  /// Whether this cell is lock-free, which all cells of the type are or none is.
  [[nodiscard]] bool is_lock_free() const noexcept { return is_always_lock_free; }

  /// A handle to the array in the cell.
  /// \complexity O(1). If the cell is lock-free, this is wait-free on processors that have a fetch_add
  ///             instruction (x86-64, AArch64 with LSE), and lock-free on others, where it is a loop. One
  ///             call in about 32,000 is lock-free and not wait-free
  /// \threads must not be called in a signal handler if the cell uses a lock bit, because the interrupted
  ///          thread may hold the lock
  [[nodiscard]] Handle load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return Handle::from_raw(cell_.load(order));
  }
  /// As `load()`.
  operator Handle() const noexcept { return load(); }

  /// The address of the first element, at some moment. It may be compared, but not dereferenced, because the
  /// array may no longer exist. `order` is not strengthened.
  [[nodiscard]] const typename Handle::value_type* peek(
      std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return cell_.peek(order);
  }

  /// A guard for short reads of the array in the cell, which is not counted. Null if the cell holds null.
  /// \pre the guard is destroyed by the thread that called this
  /// \post while the guard is alive, `is_unique()` is false for every owner of the block
  /// \complexity O(1), lock-free; it starts again only if the cell was written to meanwhile. The first call
  ///             of a thread makes the slots of the thread: it may allocate, and it registers a destructor
  ///             with the thread, which takes locks of the system. The first borrow of a block from a cell
  ///             with a lock bit takes that lock. If all slots of a thread are in use, or its thread-local
  ///             objects have been destroyed, the guard is counted, as by load()
  /// \threads reads the cell twice with acquire, so what was published is visible. Writes only to a slot of
  ///          this thread
  [[nodiscard("ends with the guard")]] Borrowed<Handle, Registry> borrow() const noexcept {
    if constexpr (!HEAPARRAY_BORROW_SLOTS) {
      return {load().into_raw(), nullptr};
    } else {
      typename Registry::Slot& slot = Registry::first_slot();
      if (slot.is_free()) [[likely]] {
        typename Handle::value_type* const data = slot.try_borrow(cell_);
        if (data != nullptr) [[likely]]
          return {data, &slot};
      }
      return borrow_otherwise();
    }
  }

  /// Calls `f` with a `const Borrowed<Handle>&` to the array in the cell, and returns what `f` returns.
  /// \pre the result of `f` does not refer to the array
  /// \throws what `f` throws. Strong guarantee
  template <class F>
  decltype(auto) read(F&& f) const {
    const Borrowed<Handle, Registry> array = borrow();
    return std::forward<F>(f)(array);
  }

  /// Puts `desired` into the cell and drops what was there.
  /// \threads this may destroy elements: those of the array that was there and, if blocks are borrowed, those
  ///          of arrays from other cells. The caller must not hold a lock that a destructor of an element
  ///          takes. The same is true of every member that takes a block out
  void store(Handle desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    cell_.store(std::move(desired).into_raw(), order);
  }
// Returns void, like that of std::atomic<std::shared_ptr>.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Weffc++"
#endif
  /// As `store(desired)`.
  void operator=(Handle desired) noexcept { store(std::move(desired)); }
  /// Empties the cell, as `store(nullptr)`.
  template <std::same_as<std::nullptr_t> Null>
  void operator=(Null) noexcept {
    store(Handle());
  }
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

  /// Puts `desired` into the cell and returns what was there.
  [[nodiscard("store() drops it")]] Handle exchange(
      Handle desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return Handle::from_raw(cell_.exchange(std::move(desired).into_raw(), order));
  }

  /// As `link = exchange(desired)`, except that `link` is written first: a thread that gets `desired` from
  /// the cell finds there what was in the cell before. This is the push of a stack of which each node owns
  /// the next one, where `link` is a member of the label of `desired`.
  /// \pre `link` is null, and no thread uses it that has not got `desired` from the cell; not checked
  /// \complexity O(1), lock-free; it starts again only if the cell was used meanwhile
  HEAPARRAY_INLINE void exchange_into(Handle& link, Handle&& desired,
                                      std::memory_order order = std::memory_order_seq_cst) noexcept {
    // Not assigned: what the link holds after an attempt that failed is not its own.
    const auto point = [to = std::addressof(link)](pointer p) { std::construct_at(to, Handle::from_raw(p)); };
    cell_.exchange_into(point, std::move(desired).into_raw(), order);
  }

  /// If the cell holds the same block as `expected` (or both are null), puts `desired` into the cell and
  /// returns true. Otherwise, `expected` becomes a handle to what the cell holds. If `desired` is an lvalue,
  /// it keeps its share, and the cell becomes one more owner.
  template <std::convertible_to<Handle> Desired = Handle>
  bool compare_exchange_strong(Handle& expected, Desired&& desired, std::memory_order success,
                               std::memory_order failure) noexcept {
    for (Given<Desired> given(std::forward<Desired>(desired));;) {
      if (try_exchange(expected, given, success, failure)) return true;
      Handle current = load(failure);
      const bool changed = !current.ref_eq(expected);
      expected = std::move(current);
      if (changed) return false;  // otherwise it came back in between, and there is no reason to fail
    }
  }
  /// Compares and exchanges, with one order: that of a failure follows from it.
  template <std::convertible_to<Handle> Desired = Handle>
  bool compare_exchange_strong(Handle& expected, Desired&& desired,
                               std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_strong(expected, std::forward<Desired>(desired), order,
                                   detail::failure_order(order));
  }

  /// As compare_exchange_strong, but may fail spuriously.
  template <std::convertible_to<Handle> Desired = Handle>
  HEAPARRAY_INLINE bool compare_exchange_weak(Handle& expected, Desired&& desired, std::memory_order success,
                                              std::memory_order failure) noexcept {
    Given<Desired> given(std::forward<Desired>(desired));
    if (try_exchange(expected, given, success, failure)) return true;
    expected = load(failure);
    return false;
  }
  /// Compares and exchanges, with one order: that of a failure follows from it.
  template <std::convertible_to<Handle> Desired = Handle>
  HEAPARRAY_INLINE bool compare_exchange_weak(Handle& expected, Desired&& desired,
                                              std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_weak(expected, std::forward<Desired>(desired), order,
                                 detail::failure_order(order));
  }

  /// Read, copy, update: replaces the array in the cell with `f(current)`, where `current` is a
  /// `const Handle&`, and returns the array that was replaced. If another thread stores an array meanwhile,
  /// `f` is called again with that array. `f` may return null, or the handle that it was given.
  /// \throws what `f` throws. Strong guarantee
  template <class F>
  Handle update(F&& f, std::memory_order order = std::memory_order_seq_cst) {
    Handle current = load(detail::failure_order(order));
    while (!compare_exchange_weak(current, f(std::as_const(current)), order)) {
    }
    return current;
  }

  /// If the cell holds null, makes an array and puts it into the cell. Returns false, without effect, if the
  /// cell holds an array, or if another thread stores one first.
  /// \throws as Handle::with_label. Strong guarantee
  template <class L = label_type, class Init>
  bool initialize(L&& label, std::size_t n, Init&& init, const allocator_type& allocator = allocator_type()) {
    if (peek(std::memory_order_relaxed) != nullptr) return false;  // relaxed: nothing is read from it
    Handle array = Handle::with_label(std::forward<L>(label), n, std::forward<Init>(init), allocator);
    Handle expected;
    return compare_exchange_strong(expected, std::move(array));
  }

  /// Blocks until the cell holds something other than `old`. Wakes after a notification, or spuriously. Loads
  /// by other threads change the word, but not the block. While there are many of them, this function polls
  /// instead of sleeping.
  void wait(const Handle& old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
    cell_.wait(raw(old), order);
  }
  /// Wakes one thread that waits, if there is one.
  void notify_one() noexcept { cell_.notify_one(); }
  /// Wakes all threads that wait.
  void notify_all() noexcept { cell_.notify_all(); }

 private:
  using pointer = typename Handle::value_type*;

  // SAFETY: cells compare addresses and count; they never write to elements.
  static pointer raw(const Handle& h) noexcept { return const_cast<pointer>(h.data()); }

  // What is offered to the cell: a share that it takes over, or the handle of another owner.
  template <class Desired>
  using Given = std::conditional_t<std::is_lvalue_reference_v<Desired> &&
                                       std::is_same_v<std::remove_cvref_t<Desired>, Handle>,
                                   const Handle&, Handle>;

  template <class H>
  HEAPARRAY_INLINE bool try_exchange(const Handle& expected, H& desired, std::memory_order success,
                                     std::memory_order failure) noexcept {
    constexpr bool owned = !std::is_const_v<H>;
    if (!cell_.compare_exchange(raw(expected), raw(desired), success, failure, owned ? 1 : 0)) return false;
    if constexpr (owned) static_cast<void>(std::move(desired).into_raw());  // the cell owns this share now
    return true;
  }

  // The first borrow since the block was put in, null, nested guards, a cell that is being written to.
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

/// False, as for the handle in the cell.
template <class Handle, class Protocol, class Other>
struct std::uses_allocator<heaparray::BasicAtomicArcArray<Handle, Protocol>, Other> : std::false_type {};

#endif  // HEAPARRAY_ATOMIC_ARC_ARRAY_HPP

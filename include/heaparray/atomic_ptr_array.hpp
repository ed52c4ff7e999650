// SPDX-License-Identifier: MIT
//
// atomic_ptr_array.hpp: AtomicPtrArray, a cell that owns a ThinPtrArray or nothing, and that many threads use
// at the same time.
//
//   heaparray::AtomicPtrArray<char> mailbox;
//   mailbox.store({'h', 'i'});              // one thread
//   auto letter = mailbox.take();           // another; the array is the same, nothing is copied
//
// A memory order that is weaker than correctness requires is strengthened, see atomic_array.hpp.
#ifndef HEAPARRAY_ATOMIC_PTR_ARRAY_HPP
#define HEAPARRAY_ATOMIC_PTR_ARRAY_HPP

#include <atomic>
#include <cstddef>
#include <utility>

#include "config.hpp"
#include "detail/cell/memory_order.hpp"  // IWYU pragma: export
#include "fwd.hpp"                       // IWYU pragma: export
#include "heap_array.hpp"                // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// A cell that owns a ThinPtrArray or nothing (null), through which threads pass arrays to each other. One
/// word, lock-free. An array is never owned twice and never lost: its owner is the cell, or the caller that
/// took it out.
/// \threads all member functions except the destructor may be called at the same time
template <class T, class Label, class Allocator>
class AtomicPtrArray {
  static_assert(detail::has_raw_pointers<Allocator>,
                "heaparray: a cell is one atomic word with the address of its array, which is right in one "
                "process only. Handles whose allocator has fancy pointers are exchanged under a mutex.");

 public:
  using handle_type = ThinPtrArray<T, Label, Allocator>;
  using expected_type = const T*;
  using value_type = T;
  using label_type = Label;

  static constexpr bool is_always_lock_free = std::atomic<T*>::is_always_lock_free;

  /// A cell that holds null.
  constexpr AtomicPtrArray() noexcept : data_(nullptr) {}

  /// A cell that takes the block of `array`.
  explicit AtomicPtrArray(handle_type array) noexcept : data_(std::move(array).into_raw()) {}

  AtomicPtrArray(const AtomicPtrArray&) = delete;
  AtomicPtrArray& operator=(const AtomicPtrArray&) = delete;

  /// Destroys the array, and the arrays that destructors of elements store to the cell meanwhile.
  /// \pre no other thread uses the cell any more
  ~AtomicPtrArray() {
    // relaxed: what made this thread the last user synchronises with the others. The word is cleared before
    // the array is destroyed and read again afterwards, because a destructor of an element may store to this
    // cell.
    while (T* const data = data_.load(std::memory_order_relaxed)) {
      data_.store(nullptr, std::memory_order_relaxed);
      static_cast<void>(handle_type::from_raw(data));
    }
  }

  /// Whether this cell is lock-free.
  [[nodiscard]] bool is_lock_free() const noexcept {
    // Called at run time only if necessary, because the call may need a library of its own (libatomic).
    if constexpr (is_always_lock_free)
      return true;
    else
      return data_.is_lock_free();
  }

  /// Puts `desired` into the cell and returns what was there.
  /// \threads one exchange, at least acq_rel: release, so that a thread that takes `desired` sees its
  ///          contents; acquire, so that the caller sees the contents of the result
  [[nodiscard("store() drops it")]] handle_type exchange(
      handle_type desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return handle_type::from_raw(
        data_.exchange(std::move(desired).into_raw(), detail::at_least_acq_rel(order)));
  }

  /// Puts `desired` into the cell and destroys what was there. \threads as exchange
  void store(handle_type desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
    static_cast<void>(exchange(std::move(desired), order));
  }

  /// Returns what is in the cell and leaves null. \threads as exchange
  [[nodiscard]] handle_type take(std::memory_order order = std::memory_order_seq_cst) noexcept {
    return exchange(handle_type(), order);
  }

  /// If the cell holds the array whose first element is at `expected` (or both are null), puts `desired` into
  /// the cell and the array that was there into `desired`. Otherwise returns false, and the caller keeps
  /// `desired`.
  /// \threads success at least acq_rel, as exchange
  bool compare_exchange_strong(const T* expected, handle_type& desired,
                               std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_strong(expected, desired, order, detail::failure_order(order));
  }
  /// Compares and exchanges, with an order of its own for a failure.
  bool compare_exchange_strong(const T* expected, handle_type& desired, std::memory_order success,
                               std::memory_order failure) noexcept {
    return swap_if(expected, desired, [&](T*& e, T* d) {
      return data_.compare_exchange_strong(e, d, detail::at_least_acq_rel(success), failure);
    });
  }

  /// As compare_exchange_strong, but may fail spuriously.
  bool compare_exchange_weak(const T* expected, handle_type& desired,
                             std::memory_order order = std::memory_order_seq_cst) noexcept {
    return compare_exchange_weak(expected, desired, order, detail::failure_order(order));
  }
  /// Compares and exchanges, with an order of its own for a failure.
  bool compare_exchange_weak(const T* expected, handle_type& desired, std::memory_order success,
                             std::memory_order failure) noexcept {
    return swap_if(expected, desired, [&](T*& e, T* d) {
      return data_.compare_exchange_weak(e, d, detail::at_least_acq_rel(success), failure);
    });
  }

  /// Whether the cell holds null, at some moment.
  [[nodiscard]] bool is_null(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return peek(order) == nullptr;
  }

  /// The address of the first element, at some moment. It may be compared, but not dereferenced, because the
  /// array may no longer exist.
  [[nodiscard]] const T* peek(std::memory_order order = std::memory_order_seq_cst) const noexcept {
    return data_.load(order);
  }

  /// If the cell holds null, makes an array and puts it into the cell. Returns false, without effect, if the
  /// cell holds an array, or if another thread stores one first.
  /// \throws as ThinPtrArray::with_label. Strong guarantee
  template <class L = Label, class Init>
  bool initialize(L&& label, std::size_t n, Init&& init, const Allocator& allocator = Allocator()) {
    if (!is_null(std::memory_order_relaxed)) return false;  // relaxed: nothing is read from the array
    auto array = handle_type::with_label(std::forward<L>(label), n, std::forward<Init>(init), allocator);
    return compare_exchange_strong(nullptr, array);
  }

 private:
  template <class CompareExchange>
  static bool swap_if(const T* expected, handle_type& desired, CompareExchange&& compare_exchange) noexcept {
    // SAFETY: the pointer is only compared. Nothing is written through it.
    T* current = const_cast<T*>(expected);
    if (!compare_exchange(current, desired.data())) return false;
    static_cast<void>(std::move(desired).into_raw());  // the cell owns it now
    desired = handle_type::from_raw(current);
    return true;
  }

  std::atomic<T*> data_;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_ATOMIC_PTR_ARRAY_HPP

// SPDX-License-Identifier: MIT
//
// What the program and each of its libraries can do with a cell that belongs to one of them. `Module` is a
// type of each module's own, so that every one has its own functions, however symbols are bound.
#ifndef HEAPARRAY_TESTS_SHARED_LIBRARIES_LIBRARY_HPP
#define HEAPARRAY_TESTS_SHARED_LIBRARIES_LIBRARY_HPP

#include <heaparray/heaparray.hpp>

#include <atomic>
#include <memory>
#include <utility>

/// An element that says when it dies.
struct Element {
  int value;
  std::atomic<int>* alive;

  Element(int v, std::atomic<int>& a) : value(v), alive(&a) { ++*alive; }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;
  ~Element() { --*alive; }
};

using Handle = heaparray::TpArcArray<Element>;
using Cell = heaparray::AtomicArcArray<Element>;
using Guard = heaparray::Borrowed<Handle>;

/// Behind an interface, so that the code that runs is that of the module that made it.
struct Module {
  virtual ~Module() = default;
  virtual void store(Cell& cell, int value, std::atomic<int>& alive) = 0;
  virtual void borrow(const Cell& cell) = 0;
  virtual int read() const = 0;
  virtual bool borrows_at_once(const Cell& cell) = 0;
  virtual void let_go() = 0;
};

namespace {

struct ThisModule final : Module {
  void store(Cell& cell, int value, std::atomic<int>& alive) override {
    cell.store(
        Handle::with_label(heaparray::NoLabel(), 1, [&](std::size_t) { return Element(value, alive); }));
  }
  void borrow(const Cell& cell) override { guard = cell.borrow(); }
  int read() const override { return guard[0].value; }

  /// Whether the code of this module finds the slots of this thread, so that the short part of borrow(),
  /// which is inlined, need not ask for them each time.
  bool borrows_at_once(const Cell& cell) override {
    using Registry = heaparray::detail::BorrowRegistry;
    if (!HEAPARRAY_BORROW_SLOTS) return true;
    static_cast<void>(cell.borrow());
    if (!Registry::first_slot().is_free()) return false;
    const Guard now = cell.borrow();
    return !Registry::first_slot().is_free();
  }

  void let_go() override { guard.reset(); }

  Guard guard;
};

}  // namespace

#if defined(_WIN32)
#define MODULE_EXPORT extern "C" __declspec(dllexport)
#else
#define MODULE_EXPORT extern "C" [[gnu::visibility("default")]]
#endif

#endif

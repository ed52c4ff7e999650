// SPDX-License-Identifier: MIT
//
// borrow_programs.hpp: programs that borrow. \see programs.hpp
//
// A thread has one slot, so that it is used again as soon as it can be, and a second guard counts. Blocks
// that a thread borrows or owns it reads, which relacy reports as a race, or as a use of what is destroyed,
// if they are not kept alive; what a thread finds to be its own alone it writes to.
#ifndef HEAPARRAY_TESTS_RELACY_BORROW_PROGRAMS_HPP
#define HEAPARRAY_TESTS_RELACY_BORROW_PROGRAMS_HPP

#include "programs.hpp"

#include <heaparray/borrowed.hpp>
#include <heaparray/detail/cell/hazard_list.hpp>

namespace relacy_model {

/// The slots of the threads of one execution. A shelf has places for two threads, and a writer remembers one
/// slot, so that it has to look at all if it has paid two.
template <class Barriers>
class Slots {
 public:
  using List = heaparray::detail::HazardList<RelacyAtomic, Barriers, 1, 2, 1>;
  using Node = typename List::Node;
  using Shelf = typename List::Shelf;

  static inline Slots* now = nullptr;  // of the execution that runs

  List list;

  /// The node of this thread: one that another has left, or a new one.
  Node& node() {
    Node*& mine = mine_[self()];
    if (mine == nullptr) mine = list.enter(*this);
    return *mine;
  }

  /// As a thread does that ends.
  void leave() { std::exchange(mine_[self()], nullptr)->leave(); }

  // What the list asks for. \see HazardList::enter
  Node* make_node() { return &nodes_[used_nodes_++].emplace(true); }
  Shelf* make_shelf() { return &shelves_[used_shelves_++].emplace(); }
  void drop_shelf(Shelf*) {}

 private:
  // The last is that of before() and after().
  static std::size_t self() {
    const auto index = static_cast<std::size_t>(rl::ctx().current_thread());
    return index < max_threads ? index : max_threads;
  }

  std::array<std::optional<Node>, max_threads + 1> nodes_;
  std::array<std::optional<Shelf>, max_threads + 1> shelves_;
  std::size_t used_nodes_ = 0, used_shelves_ = 0;
  std::array<Node*, max_threads + 1> mine_ = {};
};

/// BorrowRegistry, of the model.
template <class Barriers>
struct Registry {
  using SlotsNow = Slots<Barriers>;
  using Slot = typename SlotsNow::List::Slot;

  static Slot& first_slot() noexcept { return SlotsNow::now->node().first_slot(); }
  static Slot* free_slot() noexcept { return SlotsNow::now->node().free_slot(); }
  template <class Counted>
  static void protect(typename Counted::pointer p) noexcept {
    SlotsNow::now->list.template protect<Counted>(p);
  }
};

template <class BarrierPair>
struct LoansAnd {
  using Barriers = BarrierPair;
  using BorrowRegistry = Registry<Barriers>;
  template <class H>
  using type =
      heaparray::detail::LoanCell<RelacyAtomic, heaparray::detail::CountedBlock<H, BorrowRegistry>, 6>;
};
template <class BarrierPair>
struct LockAnd {
  using Barriers = BarrierPair;
  using BorrowRegistry = Registry<Barriers>;
  template <class H>
  using type = heaparray::detail::LockCell<RelacyAtomic, heaparray::detail::CountedBlock<H, BorrowRegistry>>;
};
using LoansAndSlots = LoansAnd<RelacyBarriers>;
using LockAndSlots = LockAnd<RelacyBarriers>;
// With barriers as Linux and Windows have them.
using LoansAndOneSided = LoansAnd<OneSidedBarriers>;
using LockAndOneSided = LockAnd<OneSidedBarriers>;

template <class Protocol>
using Guard = heaparray::Borrowed<Handle, typename Protocol::BorrowRegistry>;

template <class BorrowRegistry>
int read(const heaparray::Borrowed<Handle, BorrowRegistry>& guard, rl::debug_info where = here()) {
  if (!guard) rl::ctx().fail_test("a null guard", rl::test_result_user_assert_failed, where);
  rl::ctx().sched();  // else what is not atomic is one step with the operation before it
  return guard[0].read(where);
}

template <class Program>
struct SlotsOf;
template <template <class> class Program, class Protocol>
struct SlotsOf<Program<Protocol>> {
  using type = typename Protocol::BorrowRegistry::SlotsNow;
};

/// The base of every program that borrows. Members of a program, cells above all, are destroyed before the
/// slots are.
template <class Program, int Threads, bool Reuse = false>
struct BorrowModel : Model<Program, Threads, Reuse> {
  typename SlotsOf<Program>::type its_slots;

  BorrowModel() { its_slots.now = &its_slots; }
};

template <class Protocol>
struct BorrowAgainstStore : BorrowModel<BorrowAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.borrow());
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// The cell is marked already when the threads begin: the common case of borrow().
template <class Protocol>
struct BorrowAgainAgainstStore : BorrowModel<BorrowAgainAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.borrow());
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// Who gets the new block drops the one that was there, which is still borrowed.
template <class Protocol>
struct BorrowAgainstExchangeInto : BorrowModel<BorrowAgainstExchangeInto<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle link;

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.borrow());
      RL_ASSERT(value == 1 || value == 2);
    } else if (t == 1) {
      cell.exchange_into(link, make(2), weakest);
    } else if (read(cell.load(weakest)) == 2) {
      link = Handle();
    }
  }
};

template <class Protocol>
struct TwoBorrowsAgainstTwoStores : BorrowModel<TwoBorrowsAgainstTwoStores<Protocol>, 2, true> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const int first = read(cell.borrow());
      const int second = read(cell.borrow());
      RL_ASSERT(first <= second);
    } else {
      cell.store(make(2), weakest);
      cell.store(make(3), weakest);
    }
  }
};

/// Both may be the first, and so mark the cell.
template <class Protocol>
struct TwoReadersAgainstStore : BorrowModel<TwoReadersAgainstStore<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t < 2) {
      const int value = read(cell.borrow());
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// What comes out of the cell is unique when the last guard is gone, and not before: its owner writes to it.
template <class Protocol>
struct BorrowAgainstTakeAndWrite : BorrowModel<BorrowAgainstTakeAndWrite<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle taken;

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Guard<Protocol> guard = cell.borrow()) RL_ASSERT(read(guard) == 1);
    } else {
      taken = cell.exchange(Handle(), weakest);
      if (Payload* payload = taken.get_mut(0)) payload->write(2);
    }
  }
  void after() { RL_ASSERT(taken.is_unique()); }
};

/// The block leaves the cell and comes back.
template <class Protocol>
struct BorrowAgainstReturn : BorrowModel<BorrowAgainstReturn<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Guard<Protocol> guard = cell.borrow()) RL_ASSERT(read(guard) == 1);
    } else {
      cell.store(cell.exchange(Handle(), weakest), weakest);
      Handle taken = cell.exchange(Handle(), weakest);
      if (Payload* payload = taken.get_mut(0)) payload->write(1);
    }
  }
};

/// One block in two cells, each of which a writer empties, while a reader borrows it from both through one
/// slot: a debt that one writer is about to take back is one that the other counts on.
template <class Protocol>
struct TwoCellsAgainstTwoWriters : BorrowModel<TwoCellsAgainstTwoWriters<Protocol>, 3> {
  Cell<Protocol> first{make(1)};
  Cell<Protocol> second{first.load(weakest)};

  void before() {
    static_cast<void>(first.borrow());
    static_cast<void>(second.borrow());
  }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Guard<Protocol> guard = first.borrow()) RL_ASSERT(read(guard) == 1);
      if (const Guard<Protocol> guard = second.borrow()) RL_ASSERT(read(guard) == 1);
    } else {
      (t == 1 ? first : second).store(Handle(), weakest);
    }
  }
};

/// The same of what matters there, and shorter: the first writer has emptied its cell and passed its barrier before the
/// threads begin, and the slot still holds the block. So the debt that it leaves may come too late for release().
template <class Protocol>
struct DebtComesLate : BorrowModel<DebtComesLate<Protocol>, 3> {
  using RawCell = typename Protocol::template type<Handle>;
  using Counted = typename RawCell::counted;
  using Pointer = typename RawCell::pointer;

  RawCell cell{make(1).into_raw()};
  Handle taken = Handle::from_raw(cell.load(weakest));  // what the first writer owns
  typename Protocol::BorrowRegistry::Slot* slot = nullptr;

  void before() {
    slot = &this->its_slots.list.enter(this->its_slots)->first_slot();
    Pointer p = nullptr;
    RL_ASSERT(slot->borrow(cell, p) && p != nullptr);
  }
  void thread(unsigned t) {
    if (t == 0) {
      slot->release();
      Pointer p = nullptr;
      RL_ASSERT(slot->borrow(cell, p));
      if (p == nullptr) return;
      rl::ctx().sched();
      RL_ASSERT(p->read(here()) == 1);
      slot->release();
    } else if (t == 1) {
      const Pointer p = std::move(taken).into_raw();
      if (slot->template pay<Counted>(p)) {
        Protocol::Barriers::heavy();
        slot->take_back(heaparray::detail::Debt::name(Counted::to_bits(p)));
      }
      Counted::drop(p, 1);
    } else {
      cell.store(nullptr, weakest);
    }
  }
};

/// A thread empties a cell of which it has borrowed: it looks through its own slot, and may find a debt there that
/// another writer is about to take back.
template <class Protocol>
struct BorrowerWrites : BorrowModel<BorrowerWrites<Protocol>, 2> {
  Cell<Protocol> first{make(1)};
  Cell<Protocol> second{first.load(weakest)};

  void before() {
    static_cast<void>(first.borrow());
    static_cast<void>(second.borrow());
  }
  void thread(unsigned t) {
    if (t == 0) {
      first.borrow().reset();
      const Guard<Protocol> guard = second.borrow();
      second.store(Handle(), weakest);
      RL_ASSERT(read(guard) == 1);
    } else {
      first.store(Handle(), weakest);
    }
  }
};

/// Two blocks through one slot: a debt of one is in the way of a debt of the other.
template <class Protocol>
struct TwoBlocksAgainstTwoWriters : BorrowModel<TwoBlocksAgainstTwoWriters<Protocol>, 3> {
  Cell<Protocol> first{make(1)};
  Cell<Protocol> second{make(2)};

  void before() {
    static_cast<void>(first.borrow());
    static_cast<void>(second.borrow());
  }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Guard<Protocol> guard = first.borrow()) RL_ASSERT(read(guard) == 1);
      if (const Guard<Protocol> guard = second.borrow()) RL_ASSERT(read(guard) == 2);
    } else {
      (t == 1 ? first : second).store(Handle(), weakest);
    }
  }
};

/// A writer finds, in the way of its payment, a debt that a third one counts on.
template <class Protocol>
struct DebtInTheWay : BorrowModel<DebtInTheWay<Protocol>, 4> {
  std::array<Cell<Protocol>, 3> cells{make(1), make(2), Handle()};

  void before() {
    cells[2].store(cells[0].load(weakest), weakest);
    for (const Cell<Protocol>& cell : cells) static_cast<void>(cell.borrow());
  }
  void thread(unsigned t) {
    if (t == 3) {
      for (const Cell<Protocol>& cell : cells)
        if (const Guard<Protocol> guard = cell.borrow()) static_cast<void>(read(guard));
    } else {
      cells[t].store(Handle(), weakest);
    }
  }
};

/// As both before: a reader, three cells, two blocks, and writers that put back what they take out.
template <class Protocol>
struct ThreeCells : BorrowModel<ThreeCells<Protocol>, 3, true> {
  std::array<Cell<Protocol>, 3> cells{make(1), make(2), Handle()};

  void before() { cells[2].store(cells[0].load(weakest), weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      for (int i = 0; i != 4; ++i)
        if (const Guard<Protocol> guard = cells[rl::rand(3)].borrow()) static_cast<void>(read(guard));
    } else {
      for (int i = 0; i != 2; ++i) {
        Handle taken = cells[rl::rand(3)].exchange(Handle(), weakest);
        if (Payload* payload = taken.get_mut(0)) payload->write(3);
        if (rl::rand(2) == 0) cells[rl::rand(3)].store(std::move(taken), weakest);
      }
    }
  }
};

/// The second guard has no slot, and counts. Guards are let go in any order.
template <class Protocol>
struct NestedGuardsAgainstStore : BorrowModel<NestedGuardsAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Guard<Protocol> outer = cell.borrow();
      const Guard<Protocol> inner = cell.borrow();
      RL_ASSERT(read(outer) <= read(inner));
      outer.reset();
      static_cast<void>(read(inner));
    } else {
      cell.store(make(2), weakest);
    }
  }
};

template <class Protocol>
struct RetainAgainstStore : BorrowModel<RetainAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle kept;

  void thread(unsigned t) {
    if (t == 0) {
      kept = cell.borrow().retain();
      static_cast<void>(read(kept));
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// A guard outlives its cell.
template <class Protocol>
struct GuardOutlivesCell : BorrowModel<GuardOutlivesCell<Protocol>, 2> {
  std::optional<Cell<Protocol>> cell{std::in_place, make(1)};
  RelacyAtomic<int> users{2};

  void thread(unsigned t) {
    Guard<Protocol> guard;
    if (t == 0) guard = cell->borrow();
    if (users.fetch_sub(1, std::memory_order_acq_rel) == 1) cell.reset();
    if (t == 0) RL_ASSERT(read(guard) == 1);
  }
};

template <class Protocol>
struct BorrowAgainstUpdate : BorrowModel<BorrowAgainstUpdate<Protocol>, 2, true> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Handle expected = cell.borrow().retain();
      const int before = read(expected);
      cell.compare_exchange_strong(expected, make(before + 1), weakest);
    } else {
      cell.update([](const Handle& current) { return make(read(current) + 1); }, weakest);
    }
  }
};

/// Counted and borrowed loads of one cell: loans change the word that a reader looks at twice.
template <class Protocol>
struct LoadAndBorrowAgainstStore : BorrowModel<LoadAndBorrowAgainstStore<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0)
      static_cast<void>(read(cell.borrow()));
    else if (t == 1)
      static_cast<void>(read(cell.load(weakest)));
    else
      cell.store(make(2), weakest);
  }
};

/// Threads end, and others take over their slots.
template <class Protocol>
struct LeftSlotsAgainstStore : BorrowModel<LeftSlotsAgainstStore<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t < 2) {
      const int value = read(cell.borrow());
      RL_ASSERT(value == 1 || value == 2);
      this->its_slots.leave();
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// A thread reads and ends, while the block is taken out; what comes out is unique when that is done.
template <class Protocol>
struct LeaveAgainstTakeAndWrite : BorrowModel<LeaveAgainstTakeAndWrite<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle taken;

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Guard<Protocol> guard = cell.borrow()) RL_ASSERT(read(guard) == 1);
      this->its_slots.leave();
    } else {
      taken = cell.exchange(Handle(), weakest);
      if (Payload* payload = taken.get_mut(0)) payload->write(2);
    }
  }
  void after() { RL_ASSERT(taken.is_unique()); }
};

/// Two slots may be paid, which is one more than a writer remembers, and both readers end.
template <class Protocol>
struct TwoReadersAgainstTake : BorrowModel<TwoReadersAgainstTake<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle taken;

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t < 2) {
      if (const Guard<Protocol> guard = cell.borrow()) RL_ASSERT(read(guard) == 1);
      this->its_slots.leave();
    } else {
      taken = cell.exchange(Handle(), weakest);
      if (Payload* payload = taken.get_mut(0)) payload->write(2);
    }
  }
  void after() { RL_ASSERT(taken.is_unique()); }
};

/// A thread gives its node back while a guard is in use.
template <class Protocol>
struct GuardOutlivesThread : BorrowModel<GuardOutlivesThread<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void before() { static_cast<void>(cell.borrow()); }
  void thread(unsigned t) {
    if (t == 0) {
      const Guard<Protocol> guard = cell.borrow();
      this->its_slots.leave();
      const int value = read(guard);
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// Everything with everything, and addresses come back.
template <class Protocol>
struct AnythingBorrowed : BorrowModel<AnythingBorrowed<Protocol>, 3, true> {
  std::array<Cell<Protocol>, 2> cells{make(1), make(2)};

  void thread(unsigned) {
    Handle handle;
    Guard<Protocol> guard;
    for (int i = 0; i != 4; ++i) {
      Cell<Protocol>& cell = cells[rl::rand(2)];
      switch (rl::rand(8)) {
        case 0:
        case 1:
          guard = cell.borrow();
          break;
        case 2:
          guard.reset();
          break;
        case 3:
          handle = guard.retain();
          break;
        case 4:
          cell.store(make(3), weakest);
          break;
        case 5:
          handle = cell.exchange(std::move(handle), weakest);
          break;
        case 6:
          cell.compare_exchange_strong(handle, make(4), weakest);
          break;
        default:
          if (Payload* payload = handle.get_mut(0)) payload->write(5);
      }
      if (guard) static_cast<void>(read(guard));
      if (handle) static_cast<void>(read(handle));
    }
  }
};

}  // namespace relacy_model

#endif  // HEAPARRAY_TESTS_RELACY_BORROW_PROGRAMS_HPP

// SPDX-License-Identifier: MIT
//
// programs.hpp: what is model checked. A program is one object that its threads share; thread(i) is the code of
// thread i, before() and after() run alone. Orders are the weakest that a user can ask for.
//
// Most are templates over the protocol of the cell. In those for Loans the bias is 4: the second loan that is not repaid
// is topped up, and two threads may be inside load().
#ifndef HEAPARRAY_TESTS_RELACY_PROGRAMS_HPP
#define HEAPARRAY_TESTS_RELACY_PROGRAMS_HPP

#include "model.hpp"

namespace relacy_model {

// A cell

template <class Protocol>
struct LoadAgainstStore : Model<LoadAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
  void after() { RL_ASSERT(read(cell.load(weakest)) == 2); }
};

template <class Protocol>
struct TwoLoadersAgainstExchange : Model<TwoLoadersAgainstExchange<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t < 2) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      const Handle old = cell.exchange(make(2), weakest);
      RL_ASSERT(read(old) == 1);
    }
  }
};

/// Nothing but a writer makes a strong compare_exchange fail: readers do not.
template <class Protocol>
struct LoadAgainstCompareExchange : Model<LoadAgainstCompareExchange<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      Handle expected = cell.load(weakest);
      RL_ASSERT(cell.compare_exchange_strong(expected, make(2), weakest));
      RL_ASSERT(read(expected) == 1);
    }
  }
};

/// The one that fails learns what is there, and keeps nothing of what it did not put in.
template <class Protocol>
struct CompareExchangeAgainstStore : Model<CompareExchangeAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Handle expected = cell.load(weakest);
      const int before = read(expected);
      if (cell.compare_exchange_strong(expected, make(2), weakest))
        RL_ASSERT(read(expected) == before);
      else
        RL_ASSERT(before == 1 && read(expected) == 3);
    } else {
      cell.store(make(3), weakest);
    }
  }
};

/// What is offered stays with who offers it, and the cell is one more owner only if it is put in.
template <class Protocol>
struct CompareExchangeOfShared : Model<CompareExchangeOfShared<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Handle expected = cell.load(weakest);
      const Handle desired = make(2);
      const bool done = cell.compare_exchange_strong(expected, desired, weakest);
      RL_ASSERT(read(desired) == 2 && (done || desired.is_unique()));
    } else {
      cell.store(make(3), weakest);
    }
  }
};

/// Who gets the new block gets the one that was there, and may drop it at once.
template <class Protocol>
struct ExchangeIntoAgainstTake : Model<ExchangeIntoAgainstTake<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle link;

  void thread(unsigned t) {
    if (t == 0) {
      cell.exchange_into(link, make(2), weakest);
    } else {
      const Handle top = cell.exchange(Handle(), weakest);
      if (read(top) == 1) return;
      RL_ASSERT(read(link) == 1);
      link = Handle();
    }
  }
};

/// As before, and all but one count of the cell may be lent: then one step takes the last, and all the others are
/// dropped before it is settled.
template <class Protocol>
struct ExchangeIntoAgainstLoads : Model<ExchangeIntoAgainstLoads<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle link, first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      cell.exchange_into(link, make(2), weakest);
    } else if (t == 1) {
      static_cast<void>(read(cell.load(weakest)));
      first = Handle();
    } else {
      static_cast<void>(read(cell.load(weakest)));
      if (read(cell.load(weakest)) == 1) return;
      RL_ASSERT(read(link) == 1);
      link = Handle();
    }
  }
};

template <class Protocol>
struct TwoStores : Model<TwoStores<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) { cell.store(make(2 + int(t)), weakest); }
  void after() {
    const int value = read(cell.load(weakest));
    RL_ASSERT(value == 2 || value == 3);
  }
};

/// What comes out of the cell is read.
template <class Protocol>
struct TwoExchanges : Model<TwoExchanges<Protocol>, 2> {
  Cell<Protocol> cell;

  void thread(unsigned t) {
    const Handle old = cell.exchange(make(1 + int(t)), weakest);
    if (old) RL_ASSERT(read(old) == 2 - int(t));
  }
};

/// One loan is out: the next load tops up.
template <class Protocol>
struct TopUpAgainstExchange : Model<TopUpAgainstExchange<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      RL_ASSERT(read(cell.exchange(make(2), weakest)) == 1);
    }
  }
  void after() { RL_ASSERT(first.is_unique() && read(first) == 1); }
};

/// As before, and the writer drops all that the cell has.
template <class Protocol>
struct TopUpAgainstStore : Model<TopUpAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
    }
  }
  void after() { RL_ASSERT(first.is_unique() && read(first) == 1); }
};

/// While a reader tops up, the cell gets another block, of which as much is lent.
template <class Protocol>
struct TopUpAgainstAnotherBlock : Model<TopUpAgainstAnotherBlock<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      cell.store(make(2), weakest);
      const Handle a = cell.load(weakest);
      const Handle b = cell.load(weakest);
      RL_ASSERT(read(a) == 2 && read(b) == 2);
    }
  }
  void after() {
    const Handle last = cell.exchange(Handle(), weakest);
    RL_ASSERT(first.is_unique() && last.is_unique());
  }
};

/// Both see that half of the bias is lent, and only one step may be taken back.
template <class Protocol>
struct TopUpAgainstTopUp : Model<TopUpAgainstTopUp<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned) { RL_ASSERT(read(cell.load(weakest)) == 1); }
  void after() {
    RL_ASSERT(!first.is_unique());
    cell.store(Handle(), weakest);
    RL_ASSERT(first.is_unique());
  }
};

/// As before, with a writer.
template <class Protocol>
struct TwoTopUpsAgainstExchange : Model<TwoTopUpsAgainstExchange<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t < 2) {
      const int value = read(cell.load(weakest));
      RL_ASSERT(value == 1 || value == 2);
    } else {
      RL_ASSERT(read(cell.exchange(make(2), weakest)) == 1);
    }
  }
  void after() { RL_ASSERT(first.is_unique()); }
};

/// A reader that keeps what it loads, more handles than the bias has counts.
template <class Protocol>
struct ManyLoansAgainstStore : Model<ManyLoansAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      std::array<Handle, 5> handles;
      for (Handle& handle : handles) handle = cell.load(weakest);
      for (const Handle& handle : handles) static_cast<void>(read(handle));
    } else {
      cell.store(make(2), weakest);
    }
  }
};

/// The block leaves the cell and comes back, while a loan of its first stay is being topped up.
template <class Protocol>
struct TopUpAgainstReturn : Model<TopUpAgainstReturn<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Handle first;

  void before() { first = cell.load(weakest); }
  void thread(unsigned t) {
    if (t == 0) {
      const Handle handle = cell.load(weakest);
      if (handle) RL_ASSERT(read(handle) == 1);
    } else {
      Handle block = cell.exchange(Handle(), weakest);
      const Handle second = block;
      cell.store(std::move(block), weakest);
      const Handle a = cell.load(weakest);
      const Handle b = cell.load(weakest);
      RL_ASSERT(a.ref_eq(second) && b.ref_eq(second));
    }
  }
  void after() {
    cell.store(Handle(), weakest);
    RL_ASSERT(first.is_unique());
  }
};

/// As before, and the writer is a third thread.
template <class Protocol>
struct LoadersAgainstReturn : Model<LoadersAgainstReturn<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t < 2) {
      const Handle a = cell.load(weakest);
      const Handle b = cell.load(weakest);
      if (a) RL_ASSERT(read(a) == 1);
      if (b) RL_ASSERT(read(b) == 1);
    } else {
      Handle block = cell.exchange(Handle(), weakest);
      cell.store(block, weakest);
      static_cast<void>(read(block));
      block = cell.exchange(std::move(block), weakest);
      RL_ASSERT(read(block) == 1);
    }
  }
};

/// The address of a block that was freed is that of the next block. Three threads load: a bias of 6.
template <class Protocol>
struct AddressReuse : Model<AddressReuse<Protocol>, 3, true> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const Handle a = cell.load(weakest);
      const Handle b = cell.load(weakest);
      RL_ASSERT(read(a) <= read(b));  // the writer counts up
    } else if (t == 1) {
      Handle expected = cell.load(weakest);
      const int before = read(expected);
      if (cell.compare_exchange_weak(expected, make(before), weakest)) RL_ASSERT(read(expected) == before);
    } else {
      for (int i = 0; i != 3; ++i) {
        Handle current = cell.load(weakest);
        Handle next = make(read(current) + 1);
        cell.compare_exchange_strong(current, std::move(next), weakest);
      }
    }
  }
};

/// A block that is in a cell is not unique, and one that left it is, when its readers are gone; who learns that may
/// write.
template <class Protocol>
struct TakeAndWriteAgainstLoad : Model<TakeAndWriteAgainstLoad<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      if (const Handle handle = cell.load(weakest)) RL_ASSERT(read(handle) == 1);
    } else {
      Handle handle = cell.load(weakest);
      RL_ASSERT(!handle.is_unique());
      static_cast<void>(cell.exchange(Handle(), weakest));
      if (Payload* payload = handle.get_mut(0)) payload->write(2);
    }
  }
};

/// Whoever is last destroys the cell.
template <class Protocol>
struct LastUserDestroys : Model<LastUserDestroys<Protocol>, 2> {
  std::optional<Cell<Protocol>> cell{std::in_place, make(1)};
  RelacyAtomic<int> users{2};

  void thread(unsigned t) {
    if (t == 0)
      static_cast<void>(read(cell->load(weakest)));
    else
      cell->store(make(2), weakest);
    if (users.fetch_sub(1, std::memory_order_acq_rel) == 1) cell.reset();
  }
};

/// The cell is gone while a handle from it is still in use.
template <class Protocol>
struct HandleOutlivesCell : Model<HandleOutlivesCell<Protocol>, 2> {
  std::optional<Cell<Protocol>> cell{std::in_place, make(1)};
  Handle handle = cell->load(weakest);

  void thread(unsigned t) {
    if (t == 0) {
      static_cast<void>(read(handle));
      handle = Handle();
    } else {
      cell.reset();
    }
  }
};

template <class Protocol>
struct UpdateAgainstUpdate : Model<UpdateAgainstUpdate<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned) {
    cell.update([](const Handle& current) { return make(read(current) + 1); }, weakest);
  }
  void after() { RL_ASSERT(read(cell.load(weakest)) == 3); }
};

/// Of two threads that find nothing, one fills the cell.
template <class Protocol>
struct InitializeAgainstInitialize : Model<InitializeAgainstInitialize<Protocol>, 2> {
  Cell<Protocol> cell;
  std::array<bool, 2> done = {};

  void thread(unsigned t) {
    done[t] = cell.initialize(heaparray::NoLabel(), 1, [&](std::size_t) { return Payload(int(t)); });
    const int value = read(cell.load(weakest));
    if (done[t]) RL_ASSERT(value == int(t));
  }
  void after() { RL_ASSERT(done[0] != done[1]); }
};

template <class Protocol>
struct WaitAgainstNotify : Model<WaitAgainstNotify<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      const Handle old = cell.load(weakest);
      if (read(old) == 2) return;
      cell.wait(old, weakest);
      RL_ASSERT(read(cell.load(weakest)) == 2);
    } else {
      cell.store(make(2), weakest);
      cell.notify_one();
    }
  }
};

/// A reader changes the word while another thread waits for it to change, and wakes nobody.
template <class Protocol>
struct WaitAgainstLoadAndNotify : Model<WaitAgainstLoadAndNotify<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle old = cell.load(weakest);

  void thread(unsigned t) {
    if (t == 0) {
      cell.wait(old, weakest);
      RL_ASSERT(read(cell.load(weakest)) == 2);
    } else if (t == 1) {
      static_cast<void>(read(cell.load(weakest)));
    } else {
      cell.store(make(2), weakest);
      cell.notify_one();
    }
  }
};

template <class Protocol>
struct TwoWaitersAgainstNotifyAll : Model<TwoWaitersAgainstNotifyAll<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle old = cell.load(weakest);

  void thread(unsigned t) {
    if (t < 2) {
      cell.wait(old, weakest);
    } else {
      cell.store(make(2), weakest);
      cell.notify_all();
    }
  }
};

/// notify_one must wake the thread for which the block has changed, not the one for which only the word has.
template <class Protocol>
struct NotifyOneWakesTheRightOne : Model<NotifyOneWakesTheRightOne<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Handle one = cell.load(weakest);
  Handle two = make(2);
  RelacyAtomic<int> stored{0};

  void thread(unsigned t) {
    if (t == 0) {
      cell.wait(one, weakest);
    } else if (t == 1) {
      if (stored.load(std::memory_order_acquire) == 1) cell.wait(two, weakest);
    } else {
      cell.store(two, weakest);
      stored.store(1, std::memory_order_release);
      static_cast<void>(cell.load(weakest));
      cell.notify_one();  // for thread 0
      cell.store(Handle(), weakest);
      cell.notify_one();  // for thread 1
    }
  }
};

/// Everything with everything, and addresses come back. Three threads load: a bias of 6.
template <class Protocol>
struct Anything : Model<Anything<Protocol>, 3, true> {
  Cell<Protocol> cell{make(1)};
  Handle kept = make(2);

  void thread(unsigned) {
    Handle handle;
    for (int i = 0; i != 4; ++i) {
      switch (rl::rand(8)) {
        case 0:
          handle = cell.load(weakest);
          break;
        case 1:
          static_cast<void>(cell.load(weakest));
          break;
        case 2:
          cell.store(make(3), weakest);
          break;
        case 3:
          handle = cell.exchange(std::move(handle), weakest);
          break;
        case 4:
          cell.store(kept, weakest);
          break;
        case 5:
          cell.compare_exchange_strong(handle, kept, weakest);
          break;
        case 6:
          cell.compare_exchange_weak(handle, make(4), weakest);
          break;
        default:
          if (Payload* payload = handle.get_mut(0)) payload->write(5);
      }
      if (handle) static_cast<void>(read(handle));
    }
  }
};

// Readers that keep what they saw

template <class Protocol>
using Reader = heaparray::CellReader<Cell<Protocol>>;

/// What a reader gets is whole, and never older than what it got before.
template <class Protocol>
struct ReaderAgainstStore : Model<ReaderAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Reader<Protocol> reader(cell);
      int last = 1;
      for (int i = 0; i != 3; ++i) {
        const int value = read(reader.get());
        RL_ASSERT(last <= value && value <= 2);
        last = value;
      }
    } else {
      cell.store(make(2), weakest);
    }
  }
  void after() {
    Reader<Protocol> reader(cell);
    RL_ASSERT(read(reader.get()) == 2);
  }
};

/// A reader that has loaded keeps the block that the writer drops, and gives it back at its next get().
template <class Protocol>
struct KeptAgainstStore : Model<KeptAgainstStore<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Reader<Protocol> reader{cell};

  void before() { RL_ASSERT(read(reader.get()) == 1); }
  void thread(unsigned t) {
    if (t == 0) {
      const Handle& handle = reader.get();
      static_cast<void>(read(handle));
      static_cast<void>(read(handle));
    } else {
      cell.store(make(2), weakest);
    }
  }
  void after() {
    RL_ASSERT(read(reader.get()) == 2);
    reader.reset();
    const Handle last = cell.exchange(Handle(), weakest);
    RL_ASSERT(last.is_unique());
  }
};

/// The address of a block that was freed is that of the next block. The writer counts up.
template <class Protocol>
struct ReaderAgainstReuse : Model<ReaderAgainstReuse<Protocol>, 2, true> {
  Cell<Protocol> cell{make(1)};

  void thread(unsigned t) {
    if (t == 0) {
      Reader<Protocol> reader(cell);
      int last = 1;
      for (int i = 0; i != 3; ++i) {
        const Handle& handle = reader.get();
        if (!handle) continue;
        RL_ASSERT(read(handle) >= last);
        last = read(handle);
      }
    } else {
      for (int i = 2; i != 5; ++i) {
        cell.store(Handle(), weakest);  // so that the next block has the address of this one
        cell.store(make(i), weakest);
      }
    }
  }
  void after() { RL_ASSERT(read(cell.load(weakest)) == 4); }
};

/// The block leaves the cell and comes back, and with it what the writer did meanwhile to a variable beside it. The reader
/// may not have seen that it was away.
template <class Protocol>
struct ReaderAgainstReturn : Model<ReaderAgainstReturn<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Reader<Protocol> reader{cell};
  Handle block;
  rl::var<int> letter;

  void before() {
    block = reader.get();
    letter(here()).store(0);
  }
  void thread(unsigned t) {
    if (t == 0) {
      cell.store(Handle(), weakest);  // the letter may be written
      if (reader.get()) RL_ASSERT(letter(here()).load() == 1);
    } else if (!cell.load(weakest)) {
      letter(here()).store(1);
      cell.store(block, weakest);
    }
  }
};

/// Two readers of one block, copies of one another, and a writer.
template <class Protocol>
struct TwoReadersAgainstExchange : Model<TwoReadersAgainstExchange<Protocol>, 3> {
  Cell<Protocol> cell{make(1)};
  Reader<Protocol> one{cell};
  Reader<Protocol> two{cell};

  void before() {
    static_cast<void>(one.get());
    two = one;
  }
  void thread(unsigned t) {
    if (t < 2) {
      Reader<Protocol>& reader = t == 0 ? one : two;
      const int value = read(reader.get());
      RL_ASSERT(value == 1 || value == 2);
      RL_ASSERT(read(reader.get()) >= value);
    } else {
      const Handle old = cell.exchange(make(2), weakest);
      RL_ASSERT(read(old) == 1);
    }
  }
  void after() {
    RL_ASSERT(read(one.get()) == 2 && read(two.get()) == 2);
    one.reset();
    two.reset();
    const Handle last = cell.exchange(Handle(), weakest);
    RL_ASSERT(last.is_unique());
  }
};

/// The reader lives on while the cell dies, and its block with it.
template <class Protocol>
struct ReaderOutlivesCell : Model<ReaderOutlivesCell<Protocol>, 2> {
  std::optional<Cell<Protocol>> cell{std::in_place, make(1)};
  std::optional<Reader<Protocol>> reader{std::in_place, *cell};
  const Handle* seen = nullptr;

  void before() { seen = &reader->get(); }
  void thread(unsigned t) {
    if (t == 0) {
      static_cast<void>(read(*seen));
      reader.reset();
    } else {
      cell.reset();
    }
  }
};

/// A block that a reader keeps is not unique; when the reader has let it go, whoever learns that may write.
template <class Protocol>
struct TakeAndWriteAgainstReader : Model<TakeAndWriteAgainstReader<Protocol>, 2> {
  Cell<Protocol> cell{make(1)};
  Reader<Protocol> reader{cell};

  void before() { static_cast<void>(reader.get()); }
  void thread(unsigned t) {
    if (t == 0) {
      if (const Handle& handle = reader.get()) RL_ASSERT(read(handle) == 1);
      reader.reset();
    } else {
      Handle handle = cell.exchange(Handle(), weakest);
      if (Payload* payload = handle.get_mut(0)) payload->write(2);
    }
  }
};

/// Everything with everything, and addresses come back. Three threads load: a bias of 6.
template <class Protocol>
struct AnythingWithReaders : Model<AnythingWithReaders<Protocol>, 3, true> {
  Cell<Protocol> cell{make(1)};
  Handle kept = make(2);

  void thread(unsigned) {
    Reader<Protocol> reader(cell);
    Handle handle;
    for (int i = 0; i != 5; ++i) {
      switch (rl::rand(8)) {
        case 0:
          cell.store(make(3), weakest);
          break;
        case 1:
          handle = cell.exchange(std::move(handle), weakest);
          break;
        case 2:
          cell.store(kept, weakest);
          break;
        case 3:
          reader.reset();
          break;
        case 4:
          if (Payload* payload = handle.get_mut(0)) payload->write(5);
          break;
        case 5:
          handle = reader.get();
          break;
        default:
          if (const Handle& now = reader.get()) static_cast<void>(read(now));
      }
      if (handle) static_cast<void>(read(handle));
    }
  }
};

// Handles alone

struct CopiesAndDrops : Model<CopiesAndDrops, 2> {
  std::array<Handle, 2> handles;

  CopiesAndDrops() { handles[0] = handles[1] = make(1); }
  void thread(unsigned t) {
    {
      const Handle copy = handles[t];
      RL_ASSERT(read(copy) == 1);
    }
    handles[t] = Handle();
  }
};

struct ThreeDrops : Model<ThreeDrops, 3> {
  std::array<Handle, 3> handles;

  ThreeDrops() { handles[0] = handles[1] = handles[2] = make(1); }
  void thread(unsigned t) {
    RL_ASSERT(read(handles[t]) == 1);
    handles[t] = Handle();
  }
};

struct UniqueWriteAgainstDrop : Model<UniqueWriteAgainstDrop, 2> {
  std::array<Handle, 2> handles;

  UniqueWriteAgainstDrop() { handles[0] = handles[1] = make(1); }
  void thread(unsigned t) {
    if (t == 0) {
      if (Payload* payload = handles[0].get_mut(0)) payload->write(2);
    } else {
      static_cast<void>(read(handles[1]));
      handles[1] = Handle();
    }
  }
};

struct CopyOnWriteAgainstCopyOnWrite : Model<CopyOnWriteAgainstCopyOnWrite, 2> {
  std::array<Handle, 2> handles;

  CopyOnWriteAgainstCopyOnWrite() { handles[0] = handles[1] = make(1); }
  void thread(unsigned t) {
    handles[t].make_mut().data()->write(2 + int(t));
    RL_ASSERT(read(handles[t]) == 2 + int(t));
  }
};

/// An element that owners write to, each its own.
class Written : public Payload {
 public:
  Written() : Payload(0) {}
};

}  // namespace relacy_model

template <>
inline constexpr bool heaparray::enable_shared_mutation<relacy_model::Written> = true;

namespace relacy_model {

using WrittenHandle = heaparray::BasicRcArray<Written, heaparray::NoLabel, heaparray::LengthInBlock<>,
                                              ModelCount, ModelAllocator<std::byte>>;

/// Exactly one gets the block, sees what the others wrote to it, and makes a shared array of it again.
template <int Threads>
struct IntoInner : Model<IntoInner<Threads>, Threads> {
  std::array<WrittenHandle, Threads> handles;
  int winners = 0;  // nothing to relacy: it orders no threads

  IntoInner() { handles.fill(WrittenHandle(Threads)); }
  void thread(unsigned t) {
    handles[t][t].write(1 + int(t));
    std::optional<WrittenHandle::owner_type> inner = std::move(handles[t]).into_inner();
    RL_ASSERT(!handles[t]);
    if (!inner) return;
    ++winners;
    for (unsigned i = 0; i != Threads; ++i) {
      RL_ASSERT((*inner)[i].read() == 1 + int(i));
      (*inner)[i].write(0);
    }
    const WrittenHandle again = *std::move(inner);
    RL_ASSERT(again.is_unique());
  }
  void after() { RL_ASSERT(winners == 1); }
};

/// The others drop. Whoever is last gets the block or destroys it, after what the others did to it.
template <int Threads>
struct IntoInnerAgainstDrop : Model<IntoInnerAgainstDrop<Threads>, Threads> {
  std::array<WrittenHandle, Threads> handles;

  IntoInnerAgainstDrop() { handles.fill(WrittenHandle(Threads)); }
  void thread(unsigned t) {
    handles[t][t].write(1 + int(t));
    if (t != 0) {
      handles[t] = WrittenHandle();
    } else if (auto inner = std::move(handles[t]).into_inner()) {
      for (unsigned i = 0; i != Threads; ++i) RL_ASSERT((*inner)[i].read() == 1 + int(i));
    }
  }
};

}  // namespace relacy_model

#endif  // HEAPARRAY_TESTS_RELACY_PROGRAMS_HPP

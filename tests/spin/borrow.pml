// SPDX-License-Identifier: MIT
//
// borrow.pml: the borrow protocol of include/heaparray/detail/cell, written down a second time, for Spin.
//
//     cells            blocks, each with a count                 slots, of one reader each
//     [ 1 ] [ 1 ]      1: 2   2: 0                               [ held: 1 | debt: 0 ]  [ held: 0 | debt: 0 ]
//                                                                   ^ buffer: 0, 1
//
// Readers borrow from any cell and let go. Writers take a block out of any cell and put in nothing, a new block, at an
// address that may have been used before, or the one that they took out before. A store of a reader to its slot goes
// to a buffer, from which it reaches the memory at any later moment, in order: this is what a processor does without
// a fence. All other writes are read-modify-writes, which empty the buffer of their thread.
//
// The steps have the names that the comments in hazard_slot.hpp, hazard_list.hpp and loan_cell.hpp give them; run.cmake
// checks that.
//
// What must hold:
//   - no block is destroyed, and none has one owner, while a reader has borrowed it; and no count is taken that is
//     not there;
//   - at the end, the count of each block is the number of cells that hold it, and no debt is left.
//
//   READERS WRITERS BORROWS WRITES CELLS BLOCKS    how many; BORROWS and WRITES by each
//   FENCES    both barriers are fences of their thread. Otherwise light() is nothing, and heavy() empties all buffers
//   MUTANT    one mistake, see run.cmake

#ifndef READERS
#define READERS 2
#endif
#ifndef WRITERS
#define WRITERS 2
#endif
#ifndef BORROWS
#define BORROWS 1
#endif
#ifndef WRITES
#define WRITES 1
#endif
#ifndef CELLS
#define CELLS 2
#endif
#ifndef BLOCKS
#define BLOCKS 2
#endif
#ifndef MUTANT
#define MUTANT 0
#endif

byte cell[CELLS];
byte count[BLOCKS + 1];
byte held[READERS];
byte debt[READERS];
byte borrowed[2];  // what the readers may read now, for the assertions only
chan buffer[READERS] = [2] of { byte };
byte running;

inline empty_buffer(r) {  // it has two places
  if
  :: nempty(buffer[r]) -> buffer[r]?held[r]
  :: empty(buffer[r])
  fi;
  if
  :: nempty(buffer[r]) -> buffer[r]?held[r]
  :: empty(buffer[r])
  fi
}

#ifdef FENCES
inline light() { d_step { empty_buffer(me) } }
inline heavy() { skip }  // a writer has no buffer
#else
inline light() { skip }
inline heavy() {  // each reader is interrupted at a moment of its own
#if READERS == 1
  d_step { empty_buffer(0) }
#else
  if
  :: d_step { empty_buffer(0) }; d_step { empty_buffer(1) }
  :: d_step { empty_buffer(1) }; d_step { empty_buffer(0) }
  fi
#endif
}
#endif

inline nobody_reads(p) { assert(borrowed[0] != p && borrowed[1] != p) }

inline add(p) {
  d_step { assert(count[p] != 0); count[p]++ }
}

inline drop(p) {
  d_step {
    assert(count[p] != 0);
    count[p]--;
    if
    :: count[p] == 0 -> nobody_reads(p)  // it is destroyed
    :: else
    fi
  }
}

/// If the debt of slot r is d: takes it out.
inline take(r, d, done) {
  d_step {
    done = (debt[r] == d);
    if
    :: done -> debt[r] = 0
    :: else
    fi
  }
}
/// If slot r has no debt: puts d there. `found` is what was there.
inline put(r, d, found) {
  d_step {
    found = debt[r];
    if
    :: found == 0 -> debt[r] = d
    :: else
    fi
  }
}

inline release() {
  buffer[me]!0;                                                        // R1
#if MUTANT != 12
  light();                                                             // R2
#endif
  if
  :: debt[me] != 0 ->                                                  // R3
#if MUTANT == 10
    empty_buffer(me); owed = debt[me]; debt[me] = 0;
#else
    d_step { empty_buffer(me); owed = debt[me]; debt[me] = 0 }         // R4
#endif
    if
    :: owed != 0 -> drop(owed); owed = 0
    :: else
    fi
  :: else
  fi
}

proctype Reader(byte me) {
  byte n, c, seen, owed;
  do
  :: n < BORROWS ->
    n++;
    select(c : 0 .. CELLS - 1);
    do
    :: seen = cell[c];                                                 // B1
      if
      :: seen == 0 -> break
      :: else
      fi;
#if MUTANT == 1
      bit same;
      same = (seen == cell[c]);
      buffer[me]!seen;
      if
      :: same -> borrowed[me] = seen; break
      :: else
      fi;
#else
      buffer[me]!seen;                                                 // B2
#if MUTANT != 13
      light();                                                         // B3
#endif
      if
      :: atomic { seen == cell[c] || MUTANT == 2 -> borrowed[me] = seen }; break  // B4
      :: else
      fi;
#endif
      release()
    od;
    if
    :: seen != 0 -> d_step { borrowed[me] = 0; seen = 0 }; release()
    :: else
    fi
  :: else -> break
  od;
  atomic { n = 0; c = 0; empty_buffer(me); running-- }
}

/// Drops d, which was taken out of slot r, or puts it back if the slot holds its block.
inline give_back(r, d) {
  do
  ::
#if MUTANT != 5 && MUTANT != 6
    heavy();                                                           // G1
#endif
#if MUTANT == 6
    drop(d); break;
#endif
    if
    :: held[r] != d -> drop(d); break                                  // G2
    :: else
    fi;
    put(r, d, found);                                                  // G3
    if
    :: found == 0 ->
#if MUTANT != 15
      heavy();                                                         // G4
#endif
#if MUTANT == 16
      break;
#endif
      if
      :: held[r] == d -> break                                         // G5
      :: else
      fi;
      take(r, d, done);                                                // G6
      if
      :: !done -> break
      :: else
      fi
    :: found == d -> drop(d); break
    :: else ->
      take(r, found, done);                                            // G7
      if
      :: done ->
#if MUTANT != 17
        heavy();                                                       // G8
#endif
        if
        :: held[r] == found -> swap = d; d = found; found = swap; swap = 0
        :: else
        fi;
        drop(found)
      :: else
      fi
    fi
  od
}

inline pay(r) {
  if
  :: held[r] == p ->                                                   // P1
    if
    :: debt[r] != p ->                                 // P2
#if MUTANT != 9
      add(p);                                                          // P3
#endif
      do
      ::
        put(r, p, found);                                              // P4
        if
        :: found == 0 -> paid[r] = 1; break
        :: found == p -> break
        :: else
        fi;
#if MUTANT == 8
        break;
#endif
        taken = found;
        take(r, taken, done);                                          // P5
        if
        :: done ->
#if MUTANT == 7
          drop(taken)
#else
          give_back(r, taken)
#endif
        :: else
        fi;
        if
        :: held[r] != p -> break                                       // P6
        :: else
        fi
      od;
#if MUTANT == 9
      add(p);
#endif
      if
      :: !paid[r] -> drop(p)                                           // P7
      :: else
      fi;
      taken = 0; found = 0
    :: else
    fi
  :: else
  fi
}

inline take_back(r) {
  if
  :: paid[r] ->
    paid[r] = 0;
    if
    :: debt[r] == p ->                                                 // K1
      if
      :: held[r] != p ->                                               // K2
        take(r, p, done);                                              // K3
        if
        :: done -> taken = p; give_back(r, taken)
        :: else
        fi
      :: else
      fi
    :: else
    fi;
    taken = 0; found = 0
  :: else
  fi
}

proctype Writer(byte me) {
  byte n, c, p, next, kept, found, taken, swap;
  bit done, paid[2];
  do
  :: n < WRITES ->
    atomic {
      n++;
      select(c : 0 .. CELLS - 1);
      if
      :: next = 0
      :: kept != 0 -> next = kept; kept = 0
      :: count[1] == 0 -> next = 1; count[1] = 1
#if BLOCKS > 1
      :: count[2] == 0 -> next = 2; count[2] = 1
#endif
#if BLOCKS > 2
      :: count[3] == 0 -> next = 3; count[3] = 1
#endif
      fi
    }
    d_step { p = cell[c]; cell[c] = next; next = 0; c = 0 }            // T1
    if
    :: p != 0 ->
#if MUTANT == 14
      drop(p);
#endif
#if MUTANT != 3
      heavy();                                                         // T2
#endif
      pay(0);
#if READERS > 1
      pay(1);
#endif
      if
      :: paid[0] || paid[1] ->
#if MUTANT != 4
        heavy();                                                       // T3
#endif
#if MUTANT == 11
        paid[0] = 0; paid[1] = 0;
#endif
        take_back(0);
#if READERS > 1
        take_back(1);
#endif
      :: else
      fi;
      d_step { done = 0; found = 0; taken = 0 }
#if MUTANT != 14
      if
      :: drop(p)                                                       // T4
      :: atomic { kept == 0 -> kept = p }
        d_step {
          if
          :: count[p] == 1 -> nobody_reads(p)  // its owner may write to it
          :: else
          fi
        }
      fi;
#endif
      p = 0
    :: else
    fi
  :: else -> break
  od;
  if
  :: kept != 0 -> drop(kept)
  :: else
  fi;
  d_step { n = 0; kept = 0; running-- }
}

proctype Buffers() {
end:
  do
  :: d_step { buffer[0]?held[0] }
#if READERS > 1
  :: d_step { buffer[1]?held[1] }
#endif
  od
}

init {
  byte b;
  atomic {
    cell[0] = 1;
    count[1] = 1;
#if CELLS > 1
    if  // another block, or one in two cells
    :: cell[1] = 1; count[1] = 2
#if BLOCKS > 1
    :: cell[1] = 2; count[2] = 1
#endif
    fi;
#endif
    running = READERS + WRITERS;
    run Buffers();
    run Reader(0);
#if READERS > 1
    run Reader(1);
#endif
    run Writer(0);
#if WRITERS > 1
    run Writer(1);
#endif
#if WRITERS > 2
    run Writer(2);
#endif
  }
  running == 0;
  d_step {
    for (b : 0 .. READERS - 1) { assert(debt[b] == 0) }
    for (b : 1 .. BLOCKS) {
#if CELLS > 1
      assert(count[b] == (cell[0] == b) + (cell[1] == b))
#else
      assert(count[b] == (cell[0] == b))
#endif
    }
  }
}

// SPDX-License-Identifier: MIT
//
// StaticArray: a table that is there before the program starts, behind the same type of handle as one from a file.

#include <algorithm>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <string_view>

struct Language {
  std::string_view code;
};
using Messages = heaparray::TpArcArray<const char*, Language>;

// String literals, in static storage: no code runs to make it, no memory is allocated, and nothing is ever freed.
constinit heaparray::StaticArray<const char*, 3, Language> english{
    Language{"en"}, {"file not found", "access denied", "out of memory"}};

// What all threads read now. It may be used by the constructors of static objects, and by their destructors.
heaparray::AtomicArcArray<const char*, Language> messages(english.share());

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  const Messages now = messages.load();
  std::cout << now.label().code << ": " << now[2] << '\n';
  check(now.data() == english.data());

  // Another table, from the heap, takes its place. The static one needs no special care anywhere.
  messages.store(Messages::from_range(Language{"de"}, {"nicht gefunden", "kein Zugriff", "kein Speicher"}));
  std::cout << messages.load().label().code << ": " << messages.load()[2] << '\n';
  check(english.share_count() == 1);  // now

  // Nobody is ever its only owner, so it is never written to: a change is made in a copy.
  Messages mine = now;
  mine.make_mut()[0] = "no such file";
  check(now[0] == std::string_view("file not found") && mine[0] == std::string_view("no such file"));
  check(std::ranges::equal(english, now) && !mine.ref_eq(now));
}

// SPDX-License-Identifier: MIT
//
// Where the count of owners lives. CountFromLabel: in a header that has one already, so that nothing else is kept in the
// block. IsolatedCount: in a cache line of its own, so that those who read the elements do not wait for those who copy
// handles.
#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <thread>

/// As it is on the wire, except `refs`.
struct Message {
  std::atomic<std::uint32_t> refs{0};  // the library sets it
  std::uint16_t kind = 0;
  std::uint16_t length = 0;
};

using Shared = heaparray::BasicRcArray<std::byte, Message, heaparray::LengthFromLabel<&Message::length>,
                                       heaparray::CountFromLabel<&Message::refs>>;
static_assert(sizeof(Shared) == sizeof(void*));
static_assert(Shared::max_len_for(sizeof(Message) + 24) == 24);  // the header, and nothing else

using Table =
    heaparray::BasicRcArray<int, heaparray::NoLabel, heaparray::LengthInHandle, heaparray::IsolatedCount<>>;
static_assert(Table::max_len_for(64 + 64) == 64 / sizeof(int));  // a line for the count, and one for elements

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  const Shared message =
      Shared::with_len(heaparray::label_args(0u, std::uint16_t{7}, std::uint16_t{512}), 512);
  check(message.size() == 512 && message.use_count() == 1);
  Shared queued = message;
  check(message.label().refs == 2 && queued.ref_eq(message));
  queued = Shared();
  check(message.label().refs == 1 && message.is_unique());

  const Table squares(1000, [](std::size_t i) { return static_cast<int>(i * i); });
  std::thread copier([&] {
    Table copy;
    for (int i = 0; i != 100'000; ++i) copy = squares;
  });
  std::int64_t sum = 0;
  for (int round = 0; round != 100; ++round)
    for (const int x : squares) sum += x;
  copier.join();
  check(sum == std::int64_t{100} * 332'833'500 && squares.is_unique());
  std::cout << "a message of " << message.size() << " bytes behind a header of " << sizeof(Message) << '\n';
}

// SPDX-License-Identifier: MIT
//
// A network packet: a header that says how long the payload is, and the payload, in one block with nothing else in it.
// The length is read from the header, so there is no second one that could differ.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <heaparray/heaparray.hpp>
#include <iostream>
#include <numeric>
#include <stdexcept>

struct Header {
  std::uint16_t kind;
  std::uint16_t length;
  std::uint32_t checksum = 0;
};
using Packet = heaparray::BasicArray<std::uint8_t, Header, heaparray::LengthFromLabel<&Header::length>>;

// A handle is one word; 100 bytes of payload take 100 bytes and the header, as on the wire.
static_assert(sizeof(Packet) == sizeof(void*) && Packet::max_len_for(sizeof(Header) + 100) == 100);

void check(bool fact) {
  if (!fact) std::exit(1);
}

template <class F>
bool refused(F f) {
  try {
    f();
  } catch (const std::length_error& error) {
    std::cout << error.what() << '\n';
    return true;
  }
  return false;
}

int main() try {
  const std::array<std::uint8_t, 6> wire = {'h', 'e', 'l', 'l', 'o', '!'};
  // The length may be left out. The checksum is computed while the payload is copied.
  Packet packet = Packet::with_label(Header{7, wire.size()}, [&](Header& header, std::size_t i) {
    header.checksum += wire[i];
    return wire[i];
  });
  std::cout << packet.size() << " bytes, checksum " << packet.label().checksum << '\n';
  check(packet.size() == 6 && packet.label().checksum == std::accumulate(wire.begin(), wire.end(), 0u));

  // What the header says is what is there: another length is refused, before anything is allocated,
  check(refused([&] { static_cast<void>(Packet::from_range(Header{7, 99}, wire)); }));
  // and later too: only update_label changes the header, and it checks the result.
  packet.update_label([](Header& header) { header.kind = 8; });
  check(refused([&] { packet.update_label([](Header& header) { header.length = 3; }); }));
  check(packet.label().kind == 8 && packet.size() == 6);
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}

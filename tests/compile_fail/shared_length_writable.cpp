// SPDX-License-Identifier: MIT
//
// A label that every owner may write to, in which the length is: the length itself is protected.
//
// expect: Declare that member const, or give LengthFromLabel a const member function
#include <heaparray/heaparray.hpp>

#include <atomic>
#include <cstdint>
#include <type_traits>

struct Header {
  using shared_mutation = std::true_type;
#ifdef HEAPARRAY_EXPECT_OK
  const std::uint32_t count = 0;
#else
  std::uint32_t count = 0;
#endif
  std::atomic<int> readers{0};
};
using Packet = heaparray::BasicRcArray<int, Header, heaparray::LengthFromLabel<&Header::count>>;

const Packet packet = Packet::with_len(heaparray::label_args(3u), 3);
const int readers = ++packet.label().readers;

// SPDX-License-Identifier: MIT
// needs: <boost/asio.hpp>
// package: libboost-dev
//
// Boost.Asio: a message is received straight into the block that its owners will read, and sent from there, header and
// payload as one buffer, to two connections that share it.
#include <utility>  // Boost 1.74 does not include all that it uses

#include <boost/asio.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <string_view>

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;

struct Header {
  std::uint32_t length, sender;
  bool operator==(const Header&) const = default;
};
using Message = heaparray::ArcArray<char, Header>;

/// Header and payload, side by side in the block as on the wire.
asio::const_buffer bytes(const Message& message) {
  const auto* begin = reinterpret_cast<const char*>(&message.label());
  return asio::buffer(begin, static_cast<std::size_t>(message.data() + message.size() - begin));
}

/// The handle is captured: the block lives until the last write is done.
void send(Socket& socket, Message message) {
  const asio::const_buffer buffer = bytes(message);
  asio::async_write(socket, buffer, [kept = std::move(message)](const auto& error, std::size_t n) {
    std::printf("sent %zu bytes: %s\n", n, error.message().c_str());
  });
}

Message receive(Socket& socket) {
  Header header;
  asio::read(socket, asio::buffer(&header, sizeof header));
  heaparray::ArrayBuilder<Message> builder(header, header.length);  // a real program checks the length first
  while (builder.size() != header.length)
    builder.commit(socket.read_some(asio::buffer(builder.spare().data(), builder.spare().size())));
  return std::move(builder).finish();
}

int main() {
  asio::io_context context;
  Socket to_first(context), first(context), to_second(context), second(context);
  asio::local::connect_pair(to_first, first);
  asio::local::connect_pair(to_second, second);

  const auto message = Message::from_range(Header{5, 42}, std::string_view("hello"));
  send(to_first, message);
  send(to_second, message);  // no copy
  context.run();
  const Message a = receive(first), b = receive(second);
  return a == message && b == message && a.label().sender == 42 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// SPDX-License-Identifier: MIT
//
// The pairs of examples/migration: what a program had before, and what it has after it has moved to this library. Both give
// the same results; after takes no more bytes, and the instructions that a bound allows, in hundredths of those before.
// With a std::unique_ptr no index is checked, which Clang makes use of in the loop that fills.
//
// bound[flexible_array]: 107
// bound[shared_vector]: 75
// bound[trailing_objects]: GNU=105 Clang=112
// bound[unique_ptr]: GNU=102 Clang=120
// bound[intrusive_ptr]: GNU=114 Clang=108
#include "../../examples/migration/flexible_array.hpp"
#include "../../examples/migration/shared_vector.hpp"
#include "../../examples/migration/trailing_objects.hpp"
#include "../../examples/migration/unique_ptr.hpp"
#if __has_include(<boost/smart_ptr/intrusive_ptr.hpp>)
#include "../../examples/migration/intrusive_ptr.hpp"
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "twins.hpp"

namespace {

constexpr std::string_view words[] = {"a", "message", "of some length, which differs", "from round to round"};
std::string_view word(std::size_t round) { return words[round % 4]; }

std::size_t sum(std::string_view text) {
  std::size_t total = 0;
  for (const char c : text) total += static_cast<unsigned char>(c);
  return total;
}

namespace flexible {
std::size_t before(std::size_t round) {
  using namespace flexible_array::before;
  message* const m = message_new(static_cast<std::uint32_t>(round), word(round));
  const std::size_t result = sum({m->text(), m->length}) + m->sender;
  message_free(m);
  return result;
}
std::size_t after(std::size_t round) {
  const auto m = flexible_array::after::message_of(static_cast<std::uint32_t>(round), word(round));
  return sum({m.data(), m.size()}) + m.label().sender;
}
}  // namespace flexible

namespace shared {
constexpr std::array<float, 32> samples = {1, 2, 3, 4, 5, 6, 7, 8};
std::size_t before(std::size_t round) {
  using namespace shared_vector::before;
  const SharedFrame frame = make(static_cast<int>(round), std::span(samples).first(round % 32));
  const SharedFrame second = frame;
  return static_cast<std::size_t>(shared_vector::before::sum(second));
}
std::size_t after(std::size_t round) {
  using namespace shared_vector::after;
  const SharedFrame frame = make(static_cast<int>(round), std::span(samples).first(round % 32));
  const SharedFrame second = frame;
  return static_cast<std::size_t>(shared_vector::after::sum(second));
}
}  // namespace shared

namespace trailing {
constexpr std::array<std::uint64_t, 8> arguments = {1, 2, 3, 4, 5, 6, 7, 8};
std::size_t total(std::uint32_t callee, std::span<const std::uint64_t> of) {
  std::size_t result = callee;
  for (const std::uint64_t x : of) result = 31 * result + x;
  return result;
}
std::size_t before(std::size_t round) {
  using trailing_objects::before::Call;
  Call* const call =
      Call::create(static_cast<std::uint32_t>(round), std::span(arguments).first(round % arguments.size()));
  const std::size_t result = total(call->callee(), call->arguments());
  Call::destroy(call);
  return result;
}
std::size_t after(std::size_t round) {
  const auto call = trailing_objects::after::create(static_cast<std::uint32_t>(round),
                                                    std::span(arguments).first(round % arguments.size()));
  return total(call.label().callee, call.as_slice());
}
}  // namespace trailing

template <class Table>
std::size_t table(std::size_t round) {
  Table made(1 + round % 50);
  for (std::size_t i = 0; i != made.size(); ++i) made[i] = static_cast<int>(i);
  const Table copy = made;
  made = Table(2);
  asm volatile("" : : "r"(&made[0]) : "memory");  // used: a compiler may leave out an allocation that is not
  std::size_t result = made.size();
  for (const int x : copy) result += static_cast<std::size_t>(x);
  return result;
}

#if __has_include(<boost/smart_ptr/intrusive_ptr.hpp>)
std::size_t texts_before(std::size_t round) {
  const auto text = intrusive_ptr::before::Text::make(word(round));
  const std::vector<intrusive_ptr::before::SharedText> owners(3, text);
  return sum(owners[round % 3]->view());
}
std::size_t texts_after(std::size_t round) {
  const auto text = intrusive_ptr::after::SharedText::from_text(word(round));
  const std::vector<intrusive_ptr::after::SharedText> owners(3, text);
  return sum(owners[round % 3]);
}
#endif

constexpr twins::Operation operations[] = {
    {"flexible_array", flexible::before, flexible::after},
    {"shared_vector", shared::before, shared::after},
    {"trailing_objects", trailing::before, trailing::after},
    {"unique_ptr", table<unique_ptr::before::Table>, table<unique_ptr::after::Table>},
#if __has_include(<boost/smart_ptr/intrusive_ptr.hpp>)
    {"intrusive_ptr", texts_before, texts_after},
#endif
};

}  // namespace

int main() { return twins::compare(operations, twins::Bytes::no_more); }

// SPDX-License-Identifier: MIT
//
// types.hpp: a label, and twenty element types: plain ones, ones with default member initialisers, and ones with
// constructors and a destructor.
#ifndef HEAPARRAY_TESTS_TWENTY_TYPES_TYPES_HPP
#define HEAPARRAY_TESTS_TWENTY_TYPES_TYPES_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

struct Label {
  std::uint32_t id, kind;
};

// clang-format off
struct Point    { int id; float x, y; };
struct Pixel    { int id; std::uint8_t red, green, blue, alpha; };
struct Edge     { int id; std::uint32_t from, to; };
struct Interval { int id; double first, last; };
struct Matrix   { int id; double cells[9]; };
struct Key      { int id; std::uint64_t hash; };
struct Line     { int id; char text[60]; };

struct Particle { int id = 1; double place[3] = {}, speed[3] = {}; };
struct Sample   { int id = 2; std::int64_t time = 0; };
struct Order    { int id = 3; std::uint32_t price = 0, size = 0; bool buys = false; };
struct Token    { int id = 4; const char* first = nullptr; std::size_t size = 0; };
struct Entry    { int id = 5; std::uint32_t slot = ~std::uint32_t{0}; };
struct Colour   { int id = 6; float red = 0, green = 0, blue = 0; };
struct Moment   { int id = 7; double mean = 0, variance = 0; };

struct User     { int id = 0; std::string name; };
struct Message  { int id = 0; std::string subject, body; };
struct Word     { int id = 0; std::u16string text; };
struct Node     { int id = 0; std::shared_ptr<int> next; };
struct Ticket   { int id; explicit Ticket(int i = 8) : id(i) {} ~Ticket() { id = -1; } Ticket(const Ticket&) = default; };
struct Counted  { int id; Counted() : id(9) {} Counted(const Counted& other) : id(other.id + 1) {} };
// clang-format on

#endif  // HEAPARRAY_TESTS_TWENTY_TYPES_TYPES_HPP

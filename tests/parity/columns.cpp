// SPDX-License-Identifier: MIT
//
// The same operations by hand and by this library, to be counted by callgrind: several arrays in one block. A node of a
// syntax tree, whose lengths are in its header, and a table of particles, whose columns have one length.
//
// Where ours may take more, and what for:
//
// why[make_node]: the address in the handle is not that of the block, and is kept while the arrays are copied
// why[read_node]: each array of a null handle is empty; Clang computes where the first one begins
// why[make_particles]: a length that is too long is refused for each column and for the sum
// why[pass]: a null handle has no rows
// bound[make_node]: GNU=108 Clang=109
// bound[read_node]: Clang=118
#include <heaparray/columns.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <utility>

#include "hand.hpp"
#include "harness.hpp"

namespace {

using parity::escape;

constexpr std::size_t particles = 1000;

struct Use {
  std::uint32_t line, column;
};

namespace by_hand {

/// A node: behind it the operands, the uses and the name.
struct Node {
  std::size_t owners;
  std::uint32_t operands, uses, name;

  static constexpr std::size_t behind = 24;  // operands begin at a multiple of 8

  char* start() { return reinterpret_cast<char*>(this); }
  void** operand() { return reinterpret_cast<void**>(start() + behind); }
  Use* use() { return reinterpret_cast<Use*>(start() + behind + operands * sizeof(void*)); }
  char* text() { return start() + behind + operands * sizeof(void*) + uses * sizeof(Use); }
  std::size_t bytes() const { return behind + operands * sizeof(void*) + uses * sizeof(Use) + name; }
};

[[gnu::noinline]] Node* make(std::span<void* const> operands, std::span<const Use> uses,
                             std::span<const char> name) {
  if (operands.size() > UINT32_MAX || uses.size() > UINT32_MAX || name.size() > UINT32_MAX)
    hand::fail("too long");
  const std::size_t bytes =
      Node::behind + operands.size() * sizeof(void*) + uses.size() * sizeof(Use) + name.size();
  auto* const node = static_cast<Node*>(::operator new(bytes));
  node->owners = 1;
  node->operands = static_cast<std::uint32_t>(operands.size());
  node->uses = static_cast<std::uint32_t>(uses.size());
  node->name = static_cast<std::uint32_t>(name.size());
  if (!operands.empty()) std::memcpy(node->operand(), operands.data(), operands.size_bytes());
  if (!uses.empty()) std::memcpy(node->use(), uses.data(), uses.size_bytes());
  if (!name.empty()) std::memcpy(node->text(), name.data(), name.size());
  return node;
}
void retain(Node* node) {
  if (node == nullptr) return;
  if (std::atomic_ref(node->owners).fetch_add(1, std::memory_order_relaxed) >= SIZE_MAX / 2)
    hand::fail("too many owners");
}
void release(Node* node) {
  if (node == nullptr) return;
  const std::atomic_ref owners(node->owners);
  if (owners.load(std::memory_order_acquire) == 1 || owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
    hand::free_bytes(node, node->bytes());
}

/// A table: the number of its rows, and behind it two columns of floats.
struct Table {
  std::size_t rows;

  float* heights() { return reinterpret_cast<float*>(this + 1); }
  float* speeds() { return heights() + rows; }
};
Table* make_table(std::size_t rows) {
  if (rows > (PTRDIFF_MAX - sizeof(Table)) / (2 * sizeof(float))) hand::fail("too long");
  auto* const table = static_cast<Table*>(::operator new(sizeof(Table) + rows * 2 * sizeof(float)));
  table->rows = rows;
  for (std::size_t i = 0; i != rows; ++i) table->heights()[i] = static_cast<float>(i);
  for (std::size_t i = 0; i != rows; ++i) table->speeds()[i] = 0;
  return table;
}

}  // namespace by_hand

namespace ours {

struct Header {
  std::uint32_t operands, uses, name;
};
template <auto Get, class T>
using In = heaparray::Column<T, heaparray::LengthFromLabel<Get>>;
using Node = heaparray::ArcColumns<
    heaparray::Arrays<In<&Header::operands, void*>, In<&Header::uses, Use>, In<&Header::name, char>>, Header>;
static_assert(sizeof(Node) == sizeof(void*));

[[gnu::noinline]] Node make(std::span<void* const> operands, std::span<const Use> uses,
                            std::span<const char> name) {
  if (operands.size() > UINT32_MAX || uses.size() > UINT32_MAX || name.size() > UINT32_MAX)
    hand::fail("too long");
  const Header header{static_cast<std::uint32_t>(operands.size()), static_cast<std::uint32_t>(uses.size()),
                      static_cast<std::uint32_t>(name.size())};
  return Node::with_label(header, operands, uses, name);
}

using Table = heaparray::HeapColumns<heaparray::Columns<float, float>>;

Table make_table(std::size_t rows) {
  return Table({rows}, [](std::size_t i) { return static_cast<float>(i); }, [](std::size_t) { return 0.0f; });
}

}  // namespace ours

/// What the operations work on; their arguments, since nothing must be known while compiling.
struct Input {
  void* operands[4] = {};
  Use uses[2] = {{1, 2}, {3, 4}};
  char name[8] = {'m', 'u', 'l', 't', 'i', 'p', 'l', 'y'};
  std::size_t operand_count = 4, use_count = 2, name_length = 8, rows = particles;
  by_hand::Node* hand_node = by_hand::make({operands, operand_count}, {uses, use_count}, {name, name_length});
  ours::Node node = ours::make({operands, operand_count}, {uses, use_count}, {name, name_length});
  by_hand::Table* hand_table = by_hand::make_table(particles);
  ours::Table table = ours::make_table(particles);

  Input() = default;
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    by_hand::release(hand_node);
    hand::free_bytes(hand_table, sizeof(by_hand::Table) + hand_table->rows * 2 * sizeof(float));
  }
};

namespace by_hand {

std::size_t make_node(Input& in) {
  Node* node = make({in.operands, in.operand_count}, {in.uses, in.use_count}, {in.name, in.name_length});
  escape(&node);
  release(node);
  return 0;
}
std::size_t copy_drop_node(Input& in) {
  Node* node = in.hand_node;
  retain(node);
  escape(&node);
  release(node);
  return 0;
}
std::size_t read_node(Input& in) {
  Node* const node = in.hand_node;
  std::size_t sum = node->operands;
  for (const Use *use = node->use(), *last = use + node->uses; use != last; ++use) sum = sum * 31 + use->line;
  for (const char *c = node->text(), *last = c + node->name; c != last; ++c)
    sum = sum * 31 + static_cast<unsigned char>(*c);
  return sum;
}
std::size_t make_particles(Input& in) {
  Table* table = make_table(in.rows);
  escape(&table);
  const std::size_t rows = table->rows;
  hand::free_bytes(table, sizeof(Table) + rows * 2 * sizeof(float));
  return rows;
}
std::size_t pass(Input& in) {
  float* const heights = in.hand_table->heights();
  float* const speeds = in.hand_table->speeds();
  for (std::size_t i = 0, n = in.hand_table->rows; i != n; ++i) {
    speeds[i] -= 1.0f;
    heights[i] += speeds[i];
  }
  return in.hand_table->rows;
}

}  // namespace by_hand

namespace ours {

std::size_t make_node(Input& in) {
  Node node = make({in.operands, in.operand_count}, {in.uses, in.use_count}, {in.name, in.name_length});
  escape(&node);
  return 0;
}
std::size_t copy_drop_node(Input& in) {
  Node node = in.node;
  escape(&node);
  return 0;
}
std::size_t read_node(Input& in) {
  const Node& node = in.node;
  std::size_t sum = node.size<0>();
  for (const Use& use : node.column<1>()) sum = sum * 31 + use.line;
  for (const char c : node.column<2>()) sum = sum * 31 + static_cast<unsigned char>(c);
  return sum;
}
std::size_t make_particles(Input& in) {
  Table table = make_table(in.rows);
  escape(&table);
  return table.size();
}
std::size_t pass(Input& in) {
  for (auto [height, speed] : in.table) {
    speed -= 1.0f;
    height += speed;
  }
  return in.table.size();
}

}  // namespace ours

constexpr parity::Operation<Input> operations[] = {
    {"make_node", by_hand::make_node, ours::make_node},
    {"copy_drop_node", by_hand::copy_drop_node, ours::copy_drop_node},
    {"read_node", by_hand::read_node, ours::read_node},
    {"make_particles", by_hand::make_particles, ours::make_particles},
    {"pass", by_hand::pass, ours::pass},
};

}  // namespace

int main() {
  Input in;
  return parity::run_all(operations, in);
}

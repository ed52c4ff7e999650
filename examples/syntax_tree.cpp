// SPDX-License-Identifier: MIT
//
// A node of a syntax tree, as compilers have it: a header, the operands, the places where it is used, and its name, in one
// block behind one word. Equal subtrees are shared. The lengths are in the header, where a compiler keeps them anyway.
// Prints the bytes of each node next to those of a layout by hand, as LLVM's TrailingObjects makes it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <heaparray/columns.hpp>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

struct Header {
  std::uint32_t name;  // how long it is
  std::uint16_t operands, uses;
};
struct Use {
  std::uint32_t line, column;
};
struct Operand;

// A handle to a node: the three arrays, and where the length of each is.
using heaparray::Column, heaparray::LengthFromLabel;
using Node = heaparray::RcColumns<heaparray::Arrays<Column<Operand, LengthFromLabel<&Header::operands>>,
                                                    Column<Use, LengthFromLabel<&Header::uses>>,
                                                    Column<char, LengthFromLabel<&Header::name>>>,
                                  Header>;
struct Operand {
  Node node;
};
static_assert(sizeof(Node) == sizeof(void*));

Node make_node(std::string_view name, std::vector<Operand> operands, const std::vector<Use>& uses) {
  const Header header{static_cast<std::uint32_t>(name.size()), static_cast<std::uint16_t>(operands.size()),
                      static_cast<std::uint16_t>(uses.size())};
  // One allocation. A source is a function or a range.
  return Node::with_label(header, [&](std::size_t i) { return std::move(operands[i]); }, uses, name);
}

void print(const Node& node) {
  const auto name = node.column<2>();
  std::cout << std::string_view(name.data(), name.size());
  if (node.size<0>() == 0) return;
  std::cout << '(';
  for (const Operand& operand : node.column<0>()) {
    if (&operand != node.column<0>().data()) std::cout << ", ";
    print(operand.node);
  }
  std::cout << ')';
}

// The same node by hand: a struct with a count of owners, and the arrays behind it, each at its alignment. Getting this
// right, and then the destructors, is what the library does.
std::size_t bytes_by_hand(const Header& header) {
  struct ByHand {
    std::size_t owners;
    Header header;
  };
  const auto up = [](std::size_t size, std::size_t alignment) {
    return (size + alignment - 1) / alignment * alignment;
  };
  const std::size_t operands = up(sizeof(ByHand), alignof(Operand*));
  const std::size_t uses = up(operands + header.operands * sizeof(Operand*), alignof(Use));
  return uses + header.uses * sizeof(Use) + header.name;
}

int main() {
  const Node x = make_node("x", {}, {{1, 5}, {1, 11}}), two = make_node("2", {}, {{1, 15}});
  const Node sum = make_node("add", {{x}, {two}}, {{1, 9}});
  const Node root = make_node("multiply", {{sum}, {sum}, {x}}, {});
  print(root);
  std::cout << "\nx has " << x.use_count() << " owners\n";
  if (x.use_count() != 3 || root.column<0>()[1].node.column<2>()[0] != 'a') return 1;

  for (const Node& node : {x, sum, root}) {
    const Header& header = node.label();
    const std::size_t bytes = Node::memory_layout({header.operands, header.uses, header.name}).size;
    std::cout << node.column<2>().size() << " characters: " << bytes << " bytes, by hand "
              << bytes_by_hand(header) << '\n';
    if (bytes != bytes_by_hand(header)) return 1;
  }
}

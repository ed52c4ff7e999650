// SPDX-License-Identifier: MIT
#include <shapes.hpp>

#include <heaparray/heaparray.hpp>

int main() {
  const auto line = shapes::diagonal('d', 3);
  return line.label() == 'd' && line.size() == 3 && line[2].y == 2 ? 0 : 1;
}

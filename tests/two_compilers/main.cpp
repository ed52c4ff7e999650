// SPDX-License-Identifier: MIT
//
// A program of two objects that different compilers made of the same source: everything that one can hand to
// the other, by value, returned, in both directions. See check_two_compilers.cmake.
#include <cstdio>

namespace one {
int check_other();
}
namespace two {
int check_other();
}

int main() {
  const int wrong = one::check_other() + two::check_other();
  if (wrong != 0) std::printf("%d wrong\n", wrong);
  return wrong == 0 ? 0 : 1;
}

// SPDX-License-Identifier: MIT
//
// Every member of the library, as a user's file has them: compiled with all warnings, and run.
#include "../support/every_member.hpp"

int main() {
  const auto sum = test::every_member::use_all();
  return sum != 0 && sum == test::every_member::use_all() ? 0 : 1;
}

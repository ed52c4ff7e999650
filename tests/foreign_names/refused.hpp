// SPDX-License-Identifier: MIT
// clang-format off
//
// What cmake/check_foreign_names.awk must find, and what it must leave alone.
/* emit, and
   min(1, 2) */ int emit;
int minimum(int (*min)(int, int), int max);  // near, far
const char* const text = "slots \" signals // emit"; const char quote = '"'; int mins; int near_;
int three = min(1, 2) + (max)(1, 2) + max;
int four = max
  // far
  (3, 4);
int near;

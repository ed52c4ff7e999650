// SPDX-License-Identifier: MIT
//
// As every_member.cpp, with more kinds of handles: for the warnings that depend on the types.
#include "../support/every_member.hpp"

int main() { return test::every_member::use_all() + test::every_member::use_more_kinds() != 0 ? 0 : 1; }

// SPDX-License-Identifier: MIT
//
// Holds every public member that may throw to the guarantee of its doc comment (table.hpp), and prints a line
// for each: member, guarantee, rows, faults. cmake/check_guarantees.cmake compares them with the comments and
// with a page.
#include "support/global_new.hpp"
#include "table.hpp"

#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace faults {

test::Ledger& pool() {
  static test::Ledger ledger;
  return ledger;
}
test::Ledger& second_pool() {
  static test::Ledger ledger;
  return ledger;
}

Table::Outcome Table::attempt(const std::function<bool()>& op, Fault fault, int k) {
  Outcome outcome;
  const test::FailAt step(fault == Fault::step ? k : 0);
  const test::FailNew allocation(fault == Fault::global_new ? k : 0);
  try {
    outcome.failed = !op();
  } catch (const std::exception&) {
    outcome.failed = true;
  }
  outcome.fired = k != 0 && (fault == Fault::step ? step.fired() : allocation.fired());
  return outcome;
}

void Table::count(const std::string& member, Guarantee guarantee, int faults) {
  if (faults == 0) wrong(member, 0, "no fault could be injected");
  Member& entry = members_.try_emplace(member, Member{guarantee}).first->second;
  if (entry.guarantee != guarantee) wrong(member, 0, "two guarantees");
  entry.rows += 1;
  entry.faults += faults;
}

void Table::skip(const std::string& member, Guarantee guarantee) {
  members_.try_emplace(member, Member{guarantee});
}

void Table::wrong(const std::string& member, int fault, const std::string& what) {
  std::fprintf(stderr, "%s (%s), fault %d: %s\n", member.c_str(), kind_.c_str(), fault, what.c_str());
  errors_ += 1;
}

bool Table::finish() const {
  int rows = 0;
  int faults = 0;
  for (const auto& [name, member] : members_) {
    std::printf("%s\t%s\t%d\t%d\n", name.c_str(), member.guarantee == Guarantee::strong ? "strong" : "basic",
                member.rows, member.faults);
    rows += member.rows;
    faults += member.faults;
  }
  std::fprintf(stderr, "%zu members, %d rows, %d faults, %d errors\n", members_.size(), rows, faults,
               errors_);
  return errors_ == 0;
}

}  // namespace faults

int main() {
  faults::Table table;
  faults::add_factories(table);
  faults::add_handles(table);
  faults::add_growing(table);
  faults::add_columns(table);
  faults::add_others(table);
  return table.finish() ? 0 : 1;
}

// SPDX-License-Identifier: MIT
//
// The counter of owners and weak handles, through the handles that use it. \see weak_programs.hpp
#include "weak_programs.hpp"

using namespace relacy_model;

int main() {
  bool ok = true;
  ok &= HEAPARRAY_MODEL(UpgradeAgainstLastDrop, Full{});
  ok &= HEAPARRAY_MODEL(WeakDropsAgainstLastDrop, Full{});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstMakeMut, Full{});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstUniqueWrite, Full{});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstIntoInner, Full{});
  ok &= HEAPARRAY_MODEL(DowngradeAgainstDrop, Full{});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstPublication, Full{});
  ok &= HEAPARRAY_MODEL(UpgradesAgainstLastDrop, Bound{4});
  ok &= HEAPARRAY_MODEL(UpgradesAgainstLastDrop, Random{200000});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstCell<Loans>, Bound{4});
  ok &= HEAPARRAY_MODEL(UpgradeAgainstCell<Lock>, Bound{4});
  return ok ? 0 : 1;
}

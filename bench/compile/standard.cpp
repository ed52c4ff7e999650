// SPDX-License-Identifier: MIT
//
// What a user would have included anyway.
#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <vector>

// SPDX-License-Identifier: MIT
#include "library.hpp"

MODULE_EXPORT Module* make_module_one() { return new ThisModule; }

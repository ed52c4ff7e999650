// SPDX-License-Identifier: MIT
#include "library.hpp"

MODULE_EXPORT Module* make_loaded_module() { return new ThisModule; }

// Compiled without debug information.
#include "hidden.hpp"

Hidden::~Hidden() = default;

// SPDX-License-Identifier: MIT
// flags: -std=gnu++20 -fno-char8_t
//
// A program that uses every member of ours after it has taken many names for itself: by C's headers, by macros, by globals that
// are named as parameters and local variables of ours are; in the dialect that g++ takes by itself, and without char8_t. It is
// compiled with -Wshadow -Werror, and none of our headers may say that it hides a global.
//
// The headers that ours include come first: they are not ours to keep clean.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <ostream>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
#include <version>
#if __has_include(<format>)
#include <format>
#endif
#if defined(__linux__)
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <assert.h>
#include <complex.h>  // `I`
#include <stdalign.h>
#include <stdbool.h>
#if __has_include(<stdnoreturn.h>)
#include <stdnoreturn.h>
#endif
#if __has_include(<sys/param.h>)
#include <sys/param.h>
#endif
#if __has_include(<sys/sysmacros.h>)
#include <sys/sysmacros.h>
#endif

int a, alignment, allocator, args, b, begin, block, borrowed, bytes, c, caller, cell, count, current, data,
    desired, e, element, elements, end, expected, f, failure, fill, first, from, given, h, handle, i, init,
    inner, it, k, label, last, len, length, list, made, make, memory, message, n, name, node, offset, old,
    order, other, owner, p, part, place, prefix, r, range, result, s, share, size, sink, slice, slot, success,
    t, taken, target, to, twice, unit, units, value, values, word, x;

#include "macros.hpp"

#undef HEAPARRAY_OWN_WARNINGS
#include "support/every_member.hpp"  // and with it all of our headers

#if defined(__cpp_char8_t)
#error "the flags of this test do not reach the compiler"
#endif

int main() { return test::every_member::use_all() != 0 ? 0 : 1; }

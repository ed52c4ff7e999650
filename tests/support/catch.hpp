// SPDX-License-Identifier: MIT
//
// catch.hpp: Catch2, version 3 or 2.
#ifndef HEAPARRAY_TESTS_SUPPORT_CATCH_HPP
#define HEAPARRAY_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#endif

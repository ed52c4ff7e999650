// SPDX-License-Identifier: MIT
//
// catch.hpp: Catch2, version 3 or 2; no more of it than the tests use, for all of them compile it.
#ifndef HEAPARRAY_TESTS_SUPPORT_CATCH_HPP
#define HEAPARRAY_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch_amalgamated.hpp>)
#include <catch_amalgamated.hpp>
#elif __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_message.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#else
#include <catch2/catch.hpp>
#endif

#endif

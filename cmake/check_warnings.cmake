# cmake -D FILE= -D CXX= -D COMPILER= -D FLAGS= -D STANDARD= -D OPTIONS= -D STRICT= -P check_warnings.cmake
#
# Compiles FILE as a user would who asks the compiler for all that it can say, with our headers by -I and not -isystem,
# and fails if it says anything. Not STRICT, it shows what was said and skips: a compiler of next year may say more.
cmake_minimum_required(VERSION 3.23)

set(warnings "")
if(COMPILER STREQUAL "GNU")
  set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wuseless-cast -Weffc++
    -Wcast-align=strict -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wnull-dereference -Wold-style-cast
    -Wdouble-promotion -Wformat=2 -Wmissing-field-initializers -Warray-bounds=2 -Wstringop-overflow=4
    -Wuse-after-free=3 -Wstrict-aliasing=2)
elseif(COMPILER MATCHES "Clang")
  set(warnings -Weverything -Wno-unknown-warning-option
    # That the code is of C++20.
    -Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-c++20-compat -Wno-pre-c++17-compat -Wno-pre-c++20-compat-pedantic
    # That a class has padding, as any with members of different sizes.
    -Wno-padded
    # That there are pointers: blocks are made of them.
    -Wno-unsafe-buffer-usage
    # That == compares numbers, where it is the user's elements that are asked for.
    -Wno-float-equal
    # That a variable is returned by a move. It is, after a branch that only some instantiations have.
    -Wno-nrvo
    # Commands of our comments that Doxygen is told of: \threads, \complexity.
    -Wno-documentation-unknown-command
    # Experiments: attributes that one compiler knows, and guesses about what they would find, or cannot see: that what is
    # in a block is bound to the handle, since it only has the block's address.
    -Wno-lifetime-safety-intra-tu-suggestions -Wno-lifetime-safety-intra-tu-constructor-suggestions
    -Wno-lifetime-safety-invalidation -Wno-lifetime-safety-lifetimebound-violation)
  execute_process(COMMAND "${CXX}" -dumpversion OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(version VERSION_LESS 15)
    # Of the user's own `operator<=>(...) = default`.
    list(APPEND warnings -Wno-zero-as-null-pointer-constant)
  endif()
endif()

separate_arguments(options UNIX_COMMAND "${OPTIONS}")

# An older compiler has not heard of a new standard.
execute_process(COMMAND "${CXX}" "-std=${STANDARD}" -x c++ -E - INPUT_FILE "${CMAKE_CURRENT_LIST_DIR}/directives.cmake"
  RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE errors)
if(errors MATCHES "std=")
  message("SKIP: this compiler has no ${STANDARD}")
  return()
endif()

execute_process(COMMAND "${CXX}" "-std=${STANDARD}" ${warnings} ${FLAGS} ${options} "${FILE}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0 AND output STREQUAL "")
  return()
endif()
message("${output}")
if(result EQUAL 0 AND NOT STRICT)
  message("SKIP: there are warnings, and HEAPARRAY_WERROR is off")
  return()
endif()
message(FATAL_ERROR "this compiler is not silent")

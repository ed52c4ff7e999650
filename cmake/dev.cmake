# For our own programs alone: a consumer gets none of this, and nothing of it is exported.
include(cmake/directives.cmake)

option(HEAPARRAY_WERROR "Stop at a warning in our own programs: for CI, not for who has a compiler of next year" OFF)
option(HEAPARRAY_COVERAGE "Measure the coverage of our own programs (see cmake/coverage.sh)" OFF)

# There are no modules here, and what looks for them (clang-scan-deps) is not where every clang++ is.
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

find_package(Threads REQUIRED)

add_library(heaparray_dev INTERFACE)
target_link_libraries(heaparray_dev INTERFACE heaparray::heaparray Threads::Threads)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(heaparray_dev INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow $<$<BOOL:${HEAPARRAY_WERROR}>:-Werror>)
endif()
# Among ourselves no name may hide another: see config.hpp.
target_compile_definitions(heaparray_dev INTERFACE HEAPARRAY_OWN_WARNINGS)
if(HEAPARRAY_COVERAGE)
  # The atomic update keeps the figures true in programs with threads.
  target_compile_options(heaparray_dev INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(heaparray_dev INTERFACE --coverage)
  # Tells the tests to write the figures down in a program that is about to abort.
  target_compile_definitions(heaparray_dev INTERFACE HEAPARRAY_COVERAGE)
endif()

# A program of ours. `// flags: ...` in the head of a source adds compiler flags for that source.
function(heaparray_add_program name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE heaparray_dev)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
  foreach(source IN LISTS ARGN)
    heaparray_directive("${source}" flags flags)
    set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_OPTIONS ${flags})
    # Directives are read while configuring, so a change to one must configure again.
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
  endforeach()
endfunction()

# heaparray_add_optional(<test> <source> [<label>...]): a program that uses what may not be installed, and the test that
# runs it. Its head says what: `// needs: <header>...`, `// link: <option>...` or `// pkg-config: <name>...`, and
# `// package: <name>...` of Debian.
# One build is enough: one without flags of its own, which might choose another standard library than that of a package.
function(heaparray_add_optional test source)
  if(CMAKE_CXX_FLAGS OR CMAKE_CROSSCOMPILING)
    return()
  endif()
  foreach(key needs link pkg-config package)
    heaparray_directive("${source}" ${key} ${key})
  endforeach()
  set(flags "")
  if(pkg-config)
    execute_process(COMMAND pkg-config --cflags ${pkg-config} OUTPUT_VARIABLE flags ERROR_QUIET)
    execute_process(COMMAND pkg-config --libs ${pkg-config} OUTPUT_VARIABLE libs ERROR_QUIET)
    separate_arguments(flags UNIX_COMMAND "${flags}")
    separate_arguments(libs UNIX_COMMAND "${libs}")
    list(TRANSFORM flags REPLACE "^-I" "-isystem")  # its headers are not ours to keep clean
    list(APPEND link ${libs})
  endif()
  list(TRANSFORM needs REPLACE "(.+)" "#if !__has_include(\\1)\n#error\n#endif\n" OUTPUT_VARIABLE has)
  list(JOIN has "" has)
  list(JOIN flags " " CMAKE_REQUIRED_FLAGS)
  set(CMAKE_REQUIRED_LIBRARIES ${link})
  set(CMAKE_REQUIRED_QUIET ON)
  string(MAKE_C_IDENTIFIER "HEAPARRAY_FOUND_${needs}_${link}" found)
  include(CheckCXXSourceCompiles)
  check_cxx_source_compiles("${has}int main() {}" ${found})
  if(${found})
    heaparray_add_program(${test} "${source}")
    target_include_directories(${test} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_compile_options(${test} PRIVATE ${flags})
    target_link_libraries(${test} PRIVATE ${link})
    add_test(NAME ${test} COMMAND ${test})
  else()
    unset(${found} CACHE)  # asked again: it may be installed by then
    list(JOIN package " " package)
    add_test(NAME ${test} COMMAND "${CMAKE_COMMAND}" -E echo "SKIP: there is no ${needs} (apt-get install ${package})")
  endif()
  set_tests_properties(${test} PROPERTIES LABELS "${ARGN}" SKIP_REGULAR_EXPRESSION "(^|\n)SKIP: " TIMEOUT 600)
endfunction()

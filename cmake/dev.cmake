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

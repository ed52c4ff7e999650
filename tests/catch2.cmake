# The target Catch2::Catch2, version 3 or 2: the installed one if programs that use it link, or else its sources. Those
# in HEAPARRAY_CATCH2_SOURCE come first.
set(HEAPARRAY_CATCH2_SOURCE "" CACHE PATH "A checkout of Catch2 3, to compile in place of what is installed")
mark_as_advanced(HEAPARRAY_CATCH2_SOURCE)

# Everything of Catch2 in one file, from its own checkout.
function(heaparray_compile_catch2 folder)
  add_library(heaparray_catch2 STATIC "${folder}/extras/catch_amalgamated.cpp")
  target_include_directories(heaparray_catch2 SYSTEM PUBLIC "${folder}/extras")
  target_compile_features(heaparray_catch2 PUBLIC cxx_std_20)
  target_compile_definitions(heaparray_catch2 PRIVATE CATCH_AMALGAMATED_CUSTOM_MAIN)
  target_compile_options(heaparray_catch2 PRIVATE -O0 -g0 -w -fno-lto)  # big, and nothing of ours is in it
  add_library(Catch2::Catch2 ALIAS heaparray_catch2)
endfunction()

if(HEAPARRAY_CATCH2_SOURCE)
  heaparray_compile_catch2("${HEAPARRAY_CATCH2_SOURCE}")
  return()
endif()

find_package(Catch2 3 CONFIG QUIET)
if(NOT Catch2_FOUND)
  find_package(Catch2 2.13 CONFIG QUIET)
endif()

# Version 3 has a library. One that was built with GCC's standard library, as a distribution's is, links with no other:
# look for what only links if both are the same.
if(Catch2_FOUND AND NOT Catch2_VERSION VERSION_LESS 3)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/catch2_links.cpp" [[
#include <string>
#include <catch2/catch_session.hpp>
#include <catch2/catch_tostring.hpp>
int main(int argc, char** argv) {
  return Catch::Detail::convertIntoString(std::string(argv[0])).empty() ? Catch::Session().run(argc, argv) : 0;
}
]])
  try_compile(HEAPARRAY_CATCH2_LINKS "${CMAKE_CURRENT_BINARY_DIR}/catch2_links"
    "${CMAKE_CURRENT_BINARY_DIR}/catch2_links.cpp" LINK_LIBRARIES Catch2::Catch2
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON)
  if(NOT HEAPARRAY_CATCH2_LINKS)
    message(STATUS "heaparray: the installed Catch2 ${Catch2_VERSION} does not link with this compiler and its flags")
    set(Catch2_FOUND OFF)
  endif()
endif()

if(NOT Catch2_FOUND)
  message(STATUS "heaparray: no Catch2 is installed that will do, fetching it; "
    "-DHEAPARRAY_CATCH2_SOURCE=<a checkout> does without a network")
  include(FetchContent)
  FetchContent_Declare(heaparray_catch2_source
    GIT_REPOSITORY https://github.com/catchorg/Catch2.git
    GIT_TAG v3.7.1
    GIT_SHALLOW ON
    SOURCE_SUBDIR extras/no_project)  # only fetched
  FetchContent_MakeAvailable(heaparray_catch2_source)
  heaparray_compile_catch2("${heaparray_catch2_source_SOURCE_DIR}")
endif()

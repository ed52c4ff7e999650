# cmake -D OUTPUT=<file> -P single_header.cmake
#
# Writes all headers into one file, each in the place where it is first included. It is heaparray.hpp; a header that
# this one does not include, such as ostream.hpp, is in it behind HEAPARRAY_WITH_OSTREAM.
cmake_minimum_required(VERSION 3.23)

get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(include "${root}/include/heaparray")
set_property(GLOBAL PROPERTY heaparray_emitted "")

# Prints one header and, before it, those that it includes. Works on whole runs of text: a CMake list would split it at
# semicolons.
function(emit file)
  get_property(emitted GLOBAL PROPERTY heaparray_emitted)
  if(file IN_LIST emitted)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY heaparray_emitted "${file}")

  get_filename_component(folder "${file}" DIRECTORY)
  file(READ "${file}" rest)
  string(REPLACE "// SPDX-License-Identifier: MIT\n//\n" "" rest "${rest}")
  set(text "")
  while(rest MATCHES "\n#include \"([^\"\n]+)\"[^\n]*")
    set(line "${CMAKE_MATCH_0}")
    get_filename_component(included "${folder}/${CMAKE_MATCH_1}" ABSOLUTE)
    string(FIND "${rest}" "${line}" begin)
    string(LENGTH "${line}" length)
    string(SUBSTRING "${rest}" 0 ${begin} before)
    math(EXPR end "${begin} + ${length}")
    string(SUBSTRING "${rest}" ${end} -1 rest)
    string(APPEND text "${before}")
    # It would end up inside the condition, and be missing where it is included without one.
    string(REGEX MATCHALL "\n#if" opened "${text}")
    string(REGEX MATCHALL "\n#endif" closed "${text}")
    list(LENGTH opened opened)
    list(LENGTH closed closed)
    math(EXPR depth "${opened} - ${closed}")
    if(depth GREATER 1 AND NOT opt_in)
      message(FATAL_ERROR "${file} includes ${included} inside an #if: include it before")
    endif()
    emit("${included}")
  endwhile()
  file(RELATIVE_PATH name "${include}" "${file}")
  file(APPEND "${OUTPUT}.new" "\n// ==== ${name}\n${text}${rest}")
endfunction()

file(READ "${root}/LICENSE" license)
string(REGEX REPLACE "\n+$" "" license "${license}")
string(REGEX REPLACE "\n" "\n// " license "// ${license}")
string(REGEX REPLACE " \n" "\n" license "${license}")
include("${CMAKE_CURRENT_LIST_DIR}/version.cmake")
heaparray_version(version)

file(GLOB headers "${include}/*.hpp")
file(WRITE "${OUTPUT}.new" "")
emit("${include}/heaparray.hpp")
get_property(always GLOBAL PROPERTY heaparray_emitted)
set(opt_in "")
foreach(header IN LISTS headers)
  if(NOT header IN_LIST always)
    set_property(GLOBAL PROPERTY heaparray_emitted "${always}")  # what two of these share, both have
    get_filename_component(name "${header}" NAME_WE)
    string(TOUPPER "HEAPARRAY_WITH_${name}" macro)
    string(APPEND opt_in "//   ${macro}  to have heaparray/${name}.hpp\n")
    file(APPEND "${OUTPUT}.new" "\n#ifdef ${macro}\n")
    emit("${header}")
    file(APPEND "${OUTPUT}.new" "\n#endif  // ${macro}\n")
  endif()
endforeach()

file(READ "${OUTPUT}.new" body)
file(REMOVE "${OUTPUT}.new")
file(WRITE "${OUTPUT}" "// heaparray ${version} in one file, made from its headers: change those.
//
// Define before you include it:
//
${opt_in}//
// SPDX-License-Identifier: MIT
//
${license}
${body}")
message(STATUS "${OUTPUT}")

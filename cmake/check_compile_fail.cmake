# cmake -D FILE= -D CXX= -D COMPILER= -D ARCH= -D FLAGS= [-D PRECOMPILED=] [-D EXPECT_OK=ON] -P check_compile_fail.cmake
#
# FILE must not compile, and what the compiler says must match every `// expect: <regex>` in its head. With
# EXPECT_OK, HEAPARRAY_EXPECT_OK is defined and it must compile: so nothing but the intended error is in it.
# PRECOMPILED: a header, of which `PRECOMPILED.gch` is the precompiled form, if it was built. It is read first by a FILE that
# has neither flags nor a mode of its own.
# `// lines: <n>`: the compiler says it in n lines or fewer. `// not: <regex>`: it must not say this besides.
cmake_minimum_required(VERSION 3.23)

include("${CMAKE_CURRENT_LIST_DIR}/directives.cmake")

heaparray_skip_reason("${FILE}" "${COMPILER}" "${ARCH}" reason)
if(reason)
  message("SKIP: ${reason}")
  return()
endif()

heaparray_directive("${FILE}" flags flags)
set(command "${CXX}" -std=c++20 -fsyntax-only ${FLAGS} ${flags})
file(STRINGS "${FILE}" modes REGEX "^#define HEAPARRAY_")
if(EXISTS "${PRECOMPILED}.gch" AND NOT flags AND NOT modes)
  if(COMPILER STREQUAL "GNU")
    list(APPEND command -include "${PRECOMPILED}")
  else()
    list(APPEND command -include-pch "${PRECOMPILED}.gch")
  endif()
endif()
if(EXPECT_OK)
  list(APPEND command -DHEAPARRAY_EXPECT_OK)
endif()
set(ENV{LC_ALL} C)  # plain quotes in the messages, in English
execute_process(COMMAND ${command} "${FILE}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(REPLACE "${FILE}" "FILE" output "${output}")  # its name must not be what matches

if(EXPECT_OK)
  if(NOT result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "must compile with HEAPARRAY_EXPECT_OK")
  endif()
  return()
endif()

message("${output}")
if(NOT result EQUAL 1)
  message(FATAL_ERROR "must be refused by the compiler, which ended with: ${result}")
endif()
heaparray_read_directives("${FILE}")
set(expected 0)
set(i 0)
while(i LESS directives)
  if(key_${i} STREQUAL "expect")
    math(EXPR expected "${expected} + 1")
    if(NOT output MATCHES "${value_${i}}")
      message(FATAL_ERROR "the compiler's output (above) does not match: ${value_${i}}")
    endif()
  elseif(key_${i} STREQUAL "not" AND output MATCHES "${value_${i}}")
    message(FATAL_ERROR "the compiler's output (above) must not match: ${value_${i}}")
  endif()
  math(EXPR i "${i} + 1")
endwhile()
heaparray_directive("${FILE}" lines most)
string(REGEX MATCHALL "\n" lines "${output}")
list(LENGTH lines lines)
if(most AND lines GREATER most)
  message(FATAL_ERROR "the compiler says it in ${lines} lines instead of ${most}")
endif()
if(expected EQUAL 0)
  message(FATAL_ERROR "has no line `// expect: <regex>` in its head")
endif()
# Where there is a sentence of ours, it is what a user reads first.
string(REGEX MATCH "error:[^\n]*" first "${output}")
if(output MATCHES "error:[^\n]*heaparray: " AND NOT first MATCHES "heaparray: ")
  message(FATAL_ERROR "another error comes before the sentence: ${first}")
endif()

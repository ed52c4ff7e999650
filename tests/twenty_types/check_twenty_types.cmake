# cmake -D CXX= -D COMPILER= -D SIZE=<size> -D FLAGS= -D OUT=<folder> [-D ROUNDS=5] [-D STRICT=ON]
#   -P check_twenty_types.cmake
#
# Writes OUT/ours.cpp and OUT/standard.cpp: the head of each *.cpp.in, and what follows "// For each Element:" for each
# type in types.hpp. Compiles both with -O0, prints the bytes of code and the CPU time of the compiler (the median of
# ROUNDS), and fails if one of ours is above its bound in ours.cpp.in. The bytes are what `size` calls text: functions,
# constants, and tables for exceptions. Without STRICT, the figures are only printed: other versions of a compiler and
# of a standard library differ.
cmake_minimum_required(VERSION 3.23)
include("${CMAKE_CURRENT_LIST_DIR}/../../cmake/directives.cmake")
if(NOT ROUNDS)
  set(ROUNDS 5)
endif()

file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/types.hpp" types REGEX "^struct [A-Z][a-z]+ +{ int id")
list(TRANSFORM types REPLACE "^struct ([A-Za-z]+).*" "\\1")
list(LENGTH types count)
if(NOT count EQUAL 20)
  message(FATAL_ERROR "types.hpp has ${count} types")
endif()

file(MAKE_DIRECTORY "${OUT}")
foreach(side IN ITEMS ours standard)
  file(READ "${CMAKE_CURRENT_LIST_DIR}/${side}.cpp.in" text)
  string(FIND "${text}" "// For each Element:\n" at)
  string(SUBSTRING "${text}" 0 ${at} source)
  string(SUBSTRING "${text}" ${at} -1 piece)
  string(REPLACE "// For each Element:\n" "" piece "${piece}")
  foreach(type IN LISTS types)
    string(REGEX REPLACE "Element" "${type}" functions "${piece}")
    string(APPEND source "${functions}")
  endforeach()
  file(WRITE "${OUT}/${side}.cpp" "${source}")
  set(times_${side} "")
endforeach()

# In turn, so that what else runs on the machine meets both.
foreach(round RANGE 1 ${ROUNDS})
  foreach(side IN ITEMS ours standard)
    execute_process(COMMAND sh -c "\"$@\" && times" sh "${CXX}" -std=c++20 -O0 -w -D_GLIBCXX_ASSERTIONS ${FLAGS}
      "-I${CMAKE_CURRENT_LIST_DIR}" -c "${OUT}/${side}.cpp" -o "${OUT}/${side}.o"
      RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    # The second line of `times` is the children's: user and system, as 0m1.230000s.
    if(NOT result EQUAL 0 OR NOT output MATCHES "\n([0-9]+)m([0-9]+)[.,]([0-9][0-9]).*s ([0-9]+)m([0-9]+)[.,]([0-9][0-9])")
      message("${output}${errors}")
      message(FATAL_ERROR "${side}.cpp does not compile")
    endif()
    math(EXPR time "6000 * (${CMAKE_MATCH_1} + ${CMAKE_MATCH_4}) + 100 * (${CMAKE_MATCH_2} + ${CMAKE_MATCH_5}) \
      + (1${CMAKE_MATCH_3} - 100) + (1${CMAKE_MATCH_6} - 100)")
    list(APPEND times_${side} ${time})
  endforeach()
endforeach()

foreach(side IN ITEMS ours standard)
  execute_process(COMMAND "${SIZE}" "${OUT}/${side}.o" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  if(NOT output MATCHES "\n *([0-9]+)")
    message(FATAL_ERROR "what is `${output}`?")
  endif()
  set(text_${side} ${CMAKE_MATCH_1})
  list(SORT times_${side} COMPARE NATURAL)
  math(EXPR middle "${ROUNDS} / 2")
  list(GET times_${side} ${middle} time_${side})
endforeach()

set(failures "")
heaparray_read_directives("${CMAKE_CURRENT_LIST_DIR}/ours.cpp.in")
foreach(what IN ITEMS text time)
  math(EXPR ratio "100 * ${${what}_ours} / ${${what}_standard}")
  set(unit "bytes of text")
  if(what STREQUAL "time")
    set(unit "hundredths of a second of CPU time to compile")
  endif()
  message("ours ${${what}_ours}, the standard library ${${what}_standard}: ${ratio} % (${unit})")
  math(EXPR last "${directives} - 1")
  foreach(i RANGE ${last})
    if("${key_${i}}[${function_${i}}]" STREQUAL "bound[${what}]" AND value_${i} MATCHES "(^| )${COMPILER}=([0-9]+)"
        AND ratio GREATER CMAKE_MATCH_2)
      list(APPEND failures "${what}: ${ratio} %, and ${CMAKE_MATCH_2} % are allowed")
    endif()
  endforeach()
endforeach()
if(failures)
  list(JOIN failures "\n" failures)
  if(STRICT)
    message(FATAL_ERROR "${failures}")
  endif()
  message("${failures}")
endif()

# cmake -D PROGRAM=<file> -D PAGE=<file> -P check_table.cmake
#
# Fails if the table that the program prints does not stand in the page as it is.
cmake_minimum_required(VERSION 3.23)

execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE output RESULT_VARIABLE result)
if(NOT output MATCHES "\\|[^\n]*\n\\|---[^\n]*\n(\\|[^\n]*\n)+")
  message(FATAL_ERROR "no table: ${result}")
endif()
file(READ "${PAGE}" page)
string(FIND "${page}" "${CMAKE_MATCH_0}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "${PAGE}: the table must be\n${CMAKE_MATCH_0}")
endif()

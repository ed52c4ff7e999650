# cmake -D PROGRAM=<file> -D SOURCE=<folder> -D OUT=<file> [-D UPDATE=ON] -P check_guarantees.cmake
#
# Fails if a member that may throw has no guarantee in its comment, if the program (tests/faults) has no row of it or one
# that claims another guarantee, if it has a row of something else, if a row fails, or if the table of the page is not what
# the comments say. With UPDATE, the table is written to the page. OUT is where the program's output goes.
cmake_minimum_required(VERSION 3.23)

execute_process(COMMAND "${PROGRAM}" OUTPUT_FILE "${OUT}" ERROR_VARIABLE said RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${result}\n${said}")
endif()

file(GLOB_RECURSE headers "${SOURCE}/include/heaparray/*.hpp")
list(SORT headers)
execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C
  awk -v "rows=${OUT}" -f "${SOURCE}/cmake/docs/guarantees.awk" ${headers} ${headers} "${OUT}"
  OUTPUT_VARIABLE table RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${table}")
endif()

set(path "${SOURCE}/cmake/docs/pages/guarantees.md")
file(READ "${path}" page)
string(REGEX MATCH "\n\\| member \\| guarantee [^\n]*\n(\\|[^\n]*\n)*" old "${page}")
if(old STREQUAL "\n${table}")
  message(STATUS "${said}")
elseif(UPDATE AND old)
  string(REPLACE "${old}" "\n${table}" page "${page}")
  file(WRITE "${path}" "${page}")
else()
  message(FATAL_ERROR "${path}: the table must be\n${table}")
endif()

# cmake -D EXIT=<code> [-D STDOUT=<regex>] [-D STDERR=<regex>] -P check_run.cmake -- program argument...
#
# The program must end with this code, and what it writes must match.
cmake_minimum_required(VERSION 3.23)

set(command "")
set(i 0)
while(i LESS CMAKE_ARGC)
  if(DEFINED begun)
    list(APPEND command "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(begun ON)
  endif()
  math(EXPR i "${i} + 1")
endwhile()

execute_process(COMMAND ${command} RESULT_VARIABLE result OUTPUT_VARIABLE stdout ERROR_VARIABLE stderr)
message("--- exit: ${result}\n--- stdout:\n${stdout}\n--- stderr:\n${stderr}\n---")
if(NOT result STREQUAL EXIT)
  message(FATAL_ERROR "must end with ${EXIT}")
endif()
if(NOT stdout MATCHES "${STDOUT}")
  message(FATAL_ERROR "stdout must match: ${STDOUT}")
endif()
if(NOT stderr MATCHES "${STDERR}")
  message(FATAL_ERROR "stderr must match: ${STDERR}")
endif()

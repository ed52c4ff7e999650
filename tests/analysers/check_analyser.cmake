# cmake -D EXIT=<regex> [-D SAYS=<regex>] [-D NEVER=<regex>] -P check_analyser.cmake -- program argument...
#
# The program must end with such a code, and what it writes must match the one and not the other.
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

execute_process(COMMAND ${command} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT result MATCHES "^(${EXIT})$")
  message(FATAL_ERROR "must end with ${EXIT}, not with ${result}")
endif()
if(SAYS AND NOT output MATCHES "${SAYS}")
  message(FATAL_ERROR "must say: ${SAYS}")
endif()
if(NEVER AND output MATCHES "${NEVER}")
  message(FATAL_ERROR "must not say: ${NEVER}")
endif()

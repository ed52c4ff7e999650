# cmake -D CXX= -D FLAGS= -D SOURCES=<folder> -P check_include_cost.cmake
#
# A file that includes the library must have at most 1.25 times the preprocessed lines of one that includes the standard
# headers which its user would have included anyway.
cmake_minimum_required(VERSION 3.23)

function(count_lines name result)
  execute_process(COMMAND "${CXX}" -std=c++20 -E -P ${FLAGS} "${SOURCES}/${name}.cpp"
    RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE errors)
  if(failed)
    message(FATAL_ERROR "${errors}")
  endif()
  string(REGEX REPLACE "[^\n]+" "" newlines "${text}")
  string(LENGTH "${newlines}" lines)
  set(${result} ${lines} PARENT_SCOPE)
endfunction()

count_lines(standard standard)
count_lines(included included)
math(EXPR percent "100 * ${included} / ${standard}")
message("${included} lines with heaparray.hpp, ${standard} with standard headers: ${percent} %")
if(percent GREATER 125)
  message(FATAL_ERROR "more than 125 %: look for a heavy header, and for a lighter one that has the same name")
endif()

# cmake -D FILE= -D CXX= -D COMPILER= -D ARCH= -D FLAGS= -D OUT= -P check_leaks.cmake
#
# Compiles FILE into OUT with AddressSanitizer and runs it with the search for leaks. Nothing may be reported, or, if
# there are lines `// expect: <regex>` in its head, something must, and match them. `// unchecked: <file>` names a source
# that is linked in and compiled without AddressSanitizer, optimised, which FILE is not.
cmake_minimum_required(VERSION 3.23)

include("${CMAKE_CURRENT_LIST_DIR}/directives.cmake")

heaparray_skip_reason("${FILE}" "${COMPILER}" "${ARCH}" reason)
if(reason)
  message("SKIP: ${reason}")
  return()
endif()

set(ENV{ASAN_OPTIONS} "detect_leaks=1:exitcode=23")

# compile_and_run(<source> <flag>...): into `result` (of the program), `output` (of both) and `compiled`
function(compile_and_run source)
  execute_process(COMMAND "${CXX}" -std=c++20 -g1 -fsanitize=address ${FLAGS} ${ARGN} "${source}" -o "${OUT}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(compiled ON)
  if(result EQUAL 0)
    execute_process(COMMAND "${OUT}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  else()
    set(compiled OFF)
  endif()
  set(result "${result}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
  set(compiled ${compiled} PARENT_SCOPE)
endfunction()

file(WRITE "${OUT}.nothing.cpp" "int main() {}\n")
compile_and_run("${OUT}.nothing.cpp")
if(NOT result EQUAL 0)
  message("${output}\nSKIP: a program that does nothing does not run with AddressSanitizer and its search for leaks "
    "(for clang: apt-get install libclang-rt-<its version>-dev)")
  return()
endif()

heaparray_directive("${FILE}" flags flags)
heaparray_directive("${FILE}" unchecked unchecked)
if(unchecked)
  get_filename_component(folder "${FILE}" DIRECTORY)
  execute_process(COMMAND "${CXX}" -std=c++20 ${FLAGS} -O1 -c "${folder}/${unchecked}" -o "${OUT}.unchecked.o"
    RESULT_VARIABLE result ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${unchecked} does not compile:\n${output}")
  endif()
  list(APPEND flags "${OUT}.unchecked.o")
endif()
compile_and_run("${FILE}" ${flags})
message("${output}")
if(NOT compiled)
  message(FATAL_ERROR "does not compile")
endif()
heaparray_read_directives("${FILE}")
set(expected 0)
set(i 0)
while(i LESS directives)
  if(key_${i} STREQUAL "expect")
    math(EXPR expected "${expected} + 1")
    if(NOT output MATCHES "${value_${i}}")
      message(FATAL_ERROR "the output (above) does not match: ${value_${i}}")
    endif()
  endif()
  math(EXPR i "${i} + 1")
endwhile()
if(expected GREATER 0 AND NOT result EQUAL 23)
  message(FATAL_ERROR "a leak must be reported, but the program ended with: ${result}")
elseif(expected EQUAL 0 AND NOT result EQUAL 0)
  message(FATAL_ERROR "nothing must be reported, but the program ended with: ${result}")
endif()

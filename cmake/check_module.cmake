# cmake -D SOURCES=<folder> -D OUT=<folder> -D CXX= -D COMPILER= -D VERSION= -D FLAGS= -P check_module.cmake
#
# Compiles the module arrays.cppm and user.cpp, which imports it, and runs the program: by the compiler's own flags, since CMake
# must not need a tool that looks for modules.
cmake_minimum_required(VERSION 3.23)

if(NOT (COMPILER STREQUAL "GNU" AND VERSION VERSION_GREATER_EQUAL 15) AND
   NOT (COMPILER STREQUAL "Clang" AND VERSION VERSION_GREATER_EQUAL 22))
  message("SKIP: modules are tested with g++ 15 and clang 22 or later, and this is ${COMPILER} ${VERSION}")
  return()
endif()

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${OUT}" RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "ended with ${result}: ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE "${OUT}")
file(MAKE_DIRECTORY "${OUT}")
set(compile "${CXX}" -std=c++20 -O1 -pthread ${FLAGS})
if(COMPILER STREQUAL "GNU")
  run(${compile} -fmodules -x c++ -c "${SOURCES}/arrays.cppm" -o arrays.o)
  run(${compile} -fmodules "${SOURCES}/user.cpp" arrays.o -o user)
else()
  run(${compile} --precompile "${SOURCES}/arrays.cppm" -o arrays.pcm)
  run(${compile} -Wno-unused-command-line-argument -c arrays.pcm -o arrays.o)
  run(${compile} -fmodule-file=arrays=arrays.pcm "${SOURCES}/user.cpp" arrays.o -o user)
endif()
run(./user)

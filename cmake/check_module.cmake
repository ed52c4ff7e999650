# cmake -D WHAT=<name> -D SOURCES=<folder> -D INCLUDE=<folder> -D OUT=<folder> -D CXX= -D COMPILER= -D VERSION= -D FLAGS=
#   -P check_module.cmake
#
# Compiles a program that imports, and runs it: by the compiler's own flags, since CMake must not need a tool that looks for
# modules. WHAT: `module`, our own; `std`, the same with `import std;`; `header_unit`; `user`, a user's module that has our
# headers inside.
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

# Compiles a module unit, and adds what its importers need to `objects` and `imports`.
macro(compile_module name source)
  if(COMPILER STREQUAL "GNU")
    run(${compile} -x c++ -c "${source}" -o ${name}.o)
  else()
    run(${compile} ${imports} ${ARGN} -x c++-module --precompile "${source}" -o ${name}.pcm)
    run(${compile} ${imports} -Wno-unused-command-line-argument -c ${name}.pcm -o ${name}.o)
    list(APPEND imports -fmodule-file=${name}=${name}.pcm)
  endif()
  list(APPEND objects ${name}.o)
endmacro()

file(REMOVE_RECURSE "${OUT}")
file(MAKE_DIRECTORY "${OUT}")
set(standard c++20)
if(WHAT STREQUAL "std")
  set(standard c++23)
endif()
set(compile "${CXX}" -std=${standard} -O1 -pthread ${FLAGS})
if(COMPILER STREQUAL "GNU")
  list(APPEND compile -fmodules)
endif()
set(objects "")
set(imports "")

if(WHAT STREQUAL "std")
  # The library says where the source of its module is.
  foreach(library IN ITEMS libc++ libstdc++)
    execute_process(COMMAND ${compile} -print-file-name=${library}.modules.json OUTPUT_VARIABLE json
      OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(EXISTS "${json}" AND (library STREQUAL "libstdc++" OR FLAGS MATCHES "libc\\+\\+"))
      file(READ "${json}" text)
      string(JSON source GET "${text}" modules 0 source-path)
      get_filename_component(folder "${json}" DIRECTORY)
      get_filename_component(source "${source}" ABSOLUTE BASE_DIR "${folder}")
      break()
    endif()
  endforeach()
  if(NOT EXISTS "${source}")
    message("SKIP: this standard library has no source of the module std")
    return()
  endif()
  compile_module(std "${source}" -Wno-reserved-module-identifier)
  list(APPEND compile -DTESTS_IMPORT_STD)
endif()

if(WHAT STREQUAL "header_unit")
  set(program "${SOURCES}/header_unit.cpp")
  if(COMPILER STREQUAL "GNU")
    run(${compile} -fmodule-header "${INCLUDE}/heaparray/heaparray.hpp")
  else()
    run(${compile} -fmodule-header "${INCLUDE}/heaparray/heaparray.hpp" -o heaparray.pcm)
    list(APPEND imports -fmodule-file=heaparray.pcm -Wno-experimental-header-units)
  endif()
elseif(WHAT STREQUAL "user")
  set(program "${SOURCES}/user.cpp")
  compile_module(arrays "${SOURCES}/arrays.cppm")
else()
  set(program "${SOURCES}/import.cpp")
  compile_module(heaparray "${INCLUDE}/heaparray/heaparray.cppm")
endif()
run(${compile} ${imports} "${program}" ${objects} -o program)
run(./program)

# cmake -D SOURCE= -D FOLDER= -D GENERATOR= -D CXX= -P version.cmake: the version of a copy in whose config.hpp numbers, a
# bracket and a semicolon stand in the comments, for CMake and in the single header.
cmake_minimum_required(VERSION 3.23)

file(REMOVE_RECURSE "${FOLDER}")
foreach(needed CMakeLists.txt LICENSE include cmake)
  file(COPY "${SOURCE}/${needed}" DESTINATION "${FOLDER}")
endforeach()
file(READ "${FOLDER}/include/heaparray/config.hpp" text)
foreach(line "MAJOR;3" "MINOR;14" "PATCH;15")
  list(GET line 0 part)
  list(GET line 1 number)
  string(REGEX REPLACE "\n#define HEAPARRAY_VERSION_${part} [^\n]*"
    "\n#define HEAPARRAY_VERSION_${part} ${number}  ///< 9 [of C++20; HEAPARRAY_VERSION_${part} 7" text "${text}")
endforeach()
string(REPLACE "\n#include" "\n// #define HEAPARRAY_VERSION_MINOR 8\n#include" text "${text}")
file(WRITE "${FOLDER}/include/heaparray/config.hpp" "${text}")

execute_process(COMMAND "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${FOLDER}" -B "${FOLDER}/build"
  "-DCMAKE_CXX_COMPILER=${CXX}" -DHEAPARRAY_BUILD_TESTS=OFF -DHEAPARRAY_BUILD_EXAMPLES=OFF
  COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
file(STRINGS "${FOLDER}/build/CMakeCache.txt" line REGEX "^CMAKE_PROJECT_VERSION:")
if(NOT line MATCHES "=3\\.14\\.15$")
  message(FATAL_ERROR "CMake takes the version for ${line}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${FOLDER}/single.hpp" -P "${FOLDER}/cmake/single_header.cmake"
  COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET ERROR_QUIET)
file(STRINGS "${FOLDER}/single.hpp" line LIMIT_COUNT 1)
if(NOT line STREQUAL "// heaparray 3.14.15 in one file, made from its headers: change those.")
  message(FATAL_ERROR "the single header begins with: ${line}")
endif()

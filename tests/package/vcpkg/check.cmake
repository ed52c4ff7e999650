# cmake -D SOURCE= -D FOLDER= -D WITHOUT=<word> -D GENERATOR= -P check.cmake
#
# Runs a copy of our port, from which every line with the word is taken, into FOLDER. Without nothing it must be
# accepted; otherwise it must be refused.
cmake_minimum_required(VERSION 3.23)

file(REMOVE_RECURSE "${FOLDER}")
file(COPY "${SOURCE}/cmake/vcpkg" DESTINATION "${FOLDER}/heaparray/cmake")
foreach(needed CMakeLists.txt LICENSE include cmake)
  file(COPY "${SOURCE}/${needed}" DESTINATION "${FOLDER}/heaparray")
endforeach()
set(port "${FOLDER}/heaparray/cmake/vcpkg/heaparray")
file(READ "${port}/portfile.cmake" text)
string(REGEX REPLACE "\n *${WITHOUT}[^\n]*" "" text "${text}")
file(WRITE "${port}/portfile.cmake" "${text}")
file(READ "${port}/vcpkg.json" text)
string(REPLACE "\"${WITHOUT}\"" "\"another-tool\"" text "${text}")
file(WRITE "${port}/vcpkg.json" "${text}")

set(ENV{VCPKG_ROOT} "${FOLDER}/root")
set(ENV{CMAKE_GENERATOR} "${GENERATOR}")  # what vcpkg brings with it; the one by default may be missing here
execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/vcpkg" install heaparray
  "--overlay-ports=${FOLDER}/heaparray/cmake/vcpkg" --binarysource=clear RESULT_VARIABLE result ERROR_VARIABLE errors)
message("${errors}")
if(WITHOUT STREQUAL "nothing" AND NOT result EQUAL 0)
  message(FATAL_ERROR "the port is not accepted")
elseif(NOT WITHOUT STREQUAL "nothing" AND NOT errors MATCHES "breaks the rules|does not name")
  message(FATAL_ERROR "accepted without ${WITHOUT}")
endif()

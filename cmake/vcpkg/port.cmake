# cmake -P port.cmake                        makes ports/heaparray, which fetches this checkout's commit from its folder
# cmake -D REPO=<owner>/<name> -P port.cmake makes it as the registry asks: the release of this version on GitHub
#
# -D OUTPUT=<folder>    instead of ports
# -D SHA512=<hash>      of the archive that GitHub makes of the tag; without it, vcpkg stops and says what it is
#
# A port that names its commit is another one after each commit. So vcpkg, which knows ports by what is in their folder,
# never takes headers of an older commit from its cache.
cmake_minimum_required(VERSION 3.23)
include("${CMAKE_CURRENT_LIST_DIR}/../version.cmake")
heaparray_version(version)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
if(NOT OUTPUT)
  set(OUTPUT ports)
endif()
get_filename_component(OUTPUT "${OUTPUT}" ABSOLUTE BASE_DIR "${CMAKE_BINARY_DIR}")

file(READ "${CMAKE_CURRENT_LIST_DIR}/heaparray/vcpkg.json" manifest)
file(READ "${CMAKE_CURRENT_LIST_DIR}/heaparray/portfile.cmake" portfile)
string(JSON named GET "${manifest}" version)
if(NOT named STREQUAL version)
  message(FATAL_ERROR "heaparray/vcpkg.json names ${named}, and the headers are of ${version}")
endif()
if(REPO)
  if(NOT REPO MATCHES "^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$")
    message(FATAL_ERROR "REPO must be <owner>/<name>, and is ${REPO}")
  endif()
  if(NOT SHA512)
    set(SHA512 0)
  endif()
  set(fetch "vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO ${REPO}
    REF \"v\${VERSION}\"
    SHA512 ${SHA512}
    HEAD_REF main
)")
  string(REPLACE "  \"license\":" "  \"homepage\": \"https://github.com/${REPO}\",\n  \"license\":" manifest "${manifest}")
else()
  execute_process(COMMAND git rev-parse HEAD WORKING_DIRECTORY "${root}"
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND git status --porcelain WORKING_DIRECTORY "${root}" OUTPUT_VARIABLE changed)
  if(changed)
    message(WARNING "what is not committed is not in the port")
  endif()
  set(fetch "vcpkg_from_git(
    OUT_SOURCE_PATH SOURCE_PATH
    URL \"${root}\"
    REF ${commit}
)")
endif()
string(REGEX REPLACE "^.*\n# ---- [^\n]*\n" "${fetch}\n" portfile "${portfile}")
file(WRITE "${OUTPUT}/heaparray/portfile.cmake" "${portfile}")
file(WRITE "${OUTPUT}/heaparray/vcpkg.json" "${manifest}")
message(STATUS "${OUTPUT}/heaparray: vcpkg install heaparray --overlay-ports=${OUTPUT}")

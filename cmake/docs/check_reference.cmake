# cmake -D BUILD=<build folder> -D SOURCE=<source folder> -P check_reference.cmake
#
# Builds the reference, in which a warning is an error, and looks at what came out.
cmake_minimum_required(VERSION 3.23)

include("${CMAKE_CURRENT_LIST_DIR}/checks.cmake")

file(REMOVE_RECURSE "${BUILD}/docs")
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" --target docs COMMAND_ERROR_IS_FATAL ANY)
heaparray_check_reference("${SOURCE}" "${BUILD}/docs" problems said)
message("${said}")
if(problems)
  message(FATAL_ERROR "not content: ${problems}")
endif()

file(GLOB pages "${SOURCE}/cmake/docs/pages/*.md")
foreach(page IN LISTS pages)
  get_filename_component(name "${page}" NAME_WE)
  if(NOT name STREQUAL "index" AND NOT EXISTS "${BUILD}/docs/html/md_${name}.html")
    message(FATAL_ERROR "${page} is not in the reference")
  endif()
endforeach()
file(READ "${SOURCE}/cmake/docs/pages/contributing.md" map)
file(GLOB headers RELATIVE "${SOURCE}/include/heaparray" "${SOURCE}/include/heaparray/*.hpp")
foreach(header IN LISTS headers)
  if(NOT map MATCHES "`${header}`")
    message(FATAL_ERROR "${header} is not in the map of the page contributing")
  endif()
endforeach()

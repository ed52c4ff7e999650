# cmake -D BUILD=<build folder> -D SOURCE=<source folder> -P check_reference.cmake
#
# Builds the reference, in which a warning is an error, and looks at what came out.
cmake_minimum_required(VERSION 3.23)

file(REMOVE_RECURSE "${BUILD}/docs")
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" --target docs COMMAND_ERROR_IS_FATAL ANY)
file(GLOB xml "${BUILD}/docs/xml/class*.xml" "${BUILD}/docs/xml/struct*.xml" "${BUILD}/docs/xml/namespace*.xml")
file(GLOB html "${BUILD}/docs/html/*.html")
file(GLOB pages "${SOURCE}/cmake/docs/pages/*.md")
set(docs "${SOURCE}/cmake/docs")
foreach(check IN ITEMS "check_parameters.awk;${docs}/pages/index.md;${xml}" "check_links.awk;${html}"
    "check_pages.awk;${SOURCE}/README.md;${pages}" "check_code.awk;${pages};${html}")
  list(POP_FRONT check script)
  execute_process(COMMAND awk -f "${docs}/${script}" ${check} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${script} is not content")
  endif()
endforeach()
foreach(page IN LISTS pages)
  get_filename_component(name "${page}" NAME_WE)
  if(NOT name STREQUAL "index" AND NOT EXISTS "${BUILD}/docs/html/md_${name}.html")
    message(FATAL_ERROR "${page} is not in the reference")
  endif()
endforeach()

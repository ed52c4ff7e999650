# cmake -D DOXYGEN= -D BUILD=<build folder> -D SOURCE=<source folder> -P check_strictness.cmake
#
# What the reference must refuse: builds it from copies with one mistake of each kind, and looks for a message on each.
cmake_minimum_required(VERSION 3.23)

include("${CMAKE_CURRENT_LIST_DIR}/checks.cmake")

set(folder "${BUILD}/docs.strictness")
file(REMOVE_RECURSE "${folder}")
file(COPY "${SOURCE}/include" "${SOURCE}/cmake" "${SOURCE}/README.md" DESTINATION "${folder}")
foreach(linked examples bench)  # to which the README and pages link
  file(CREATE_LINK "${SOURCE}/${linked}" "${folder}/${linked}" SYMBOLIC)
endforeach()
file(READ "${BUILD}/Doxyfile" settings)
string(REPLACE "${BUILD}/docs" "${folder}/docs" settings "${settings}")
foreach(copied include cmake)
  string(REPLACE "${SOURCE}/${copied}" "${folder}/${copied}" settings "${settings}")
endforeach()
file(WRITE "${folder}/Doxyfile" "${settings}")

# mistake(<file> <line> <text> <regex>): puts the text behind the line, and expects a message
set(expected "")
function(mistake file line text regex)
  file(READ "${folder}/${file}" content)
  string(REPLACE "${line}\n" "${line}\n${text}\n" changed "${content}")
  if(changed STREQUAL content)
    message(FATAL_ERROR "${file} has no line: ${line}")
  endif()
  file(WRITE "${folder}/${file}" "${changed}")
  set(expected ${expected} "${regex}" PARENT_SCOPE)
endfunction()

set(header include/heaparray/heap_array.hpp)
set(begin HEAPARRAY_NAMESPACE_BEGIN)
mistake(${header} ${begin} "#define HEAPARRAY_MISTAKE 1" "HEAPARRAY_MISTAKE[^\n]* is not documented")
mistake(${header} ${begin} "using MistakenAlias = int;" "MistakenAlias[^\n]* is not documented")
mistake(${header} ${begin} "void mistaken_function();" "mistaken_function[^\n]* is not documented")
mistake(${header} ${begin} "inline constexpr int mistaken_value = 1;" "mistaken_value[^\n]* is not documented")
mistake(${header} ${begin} "class MistakenClass {};" "`MistakenClass` is not documented")
mistake(${header} ${begin} "template <class T>\nconcept MistakenConcept = true;"
  "`MistakenConcept` is not documented")
mistake(${header} ${begin} "/// Documented.\nclass MistakenExample {};" "MistakenExample.html: error: shows no example")
set(begin "  // Making")
mistake(${header} ${begin} "  void mistaken_member();" "mistaken_member[^\n]* is not documented")
mistake(${header} ${begin} "  /// Explained.\n  void half_explained(int mistaken_parameter);"
  "the parameter `mistaken_parameter` is not explained")
mistake(${header} ${begin} "  /// Explained. \\param mistaken_name nothing\n  void wrongly_explained(int i);"
  "argument 'mistaken_name'[^\n]* is not found")
mistake(${header} ${begin} "  void mistaken_refusal(int) = delete;" "mistaken_refusal` has no text")
set(page cmake/docs/pages/faq.md)
mistake(${page} "# Questions" "[1](mistaken_page.md)" "leads nowhere: mistaken_page.md")
mistake(${page} "# Questions" "[2](why.md#mistaken_section)" "leads to a section[^\n]*why.md")

execute_process(COMMAND "${DOXYGEN}" "${folder}/Doxyfile" RESULT_VARIABLE result OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
execute_process(COMMAND "${CMAKE_COMMAND}" -D "HTML=${folder}/docs/html" -D "SOURCE=${folder}"
  -P "${folder}/cmake/docs/finish.cmake" COMMAND_ERROR_IS_FATAL ANY)
# A place, and a page, that do not exist: in the navigation, in the search, and in a page.
file(APPEND "${folder}/docs/html/navtreedata.js" "// \"index.html#mistaken_place\"\n")
file(APPEND "${folder}/docs/html/search/all_0.js" "// '../mistaken_result.html'\n")
file(APPEND "${folder}/docs/html/index.html" "<img src=\"mistaken_picture.svg\"/>\n")
list(APPEND expected "navtreedata.js: error: leads nowhere: index.html#mistaken_place"
  "all_0.js: error: leads nowhere: mistaken_result.html" "index.html: error: leads nowhere: [^\n]*mistaken_picture.svg")
heaparray_check_reference("${folder}" "${folder}/docs" problems said)
string(APPEND output "${said}")
message("${output}")
if(result EQUAL 0)
  message(FATAL_ERROR "Doxygen is content")
endif()
foreach(regex IN LISTS expected)
  if(NOT output MATCHES "${regex}")
    message(FATAL_ERROR "nothing says: ${regex}")
  endif()
endforeach()

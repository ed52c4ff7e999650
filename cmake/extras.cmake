# What is made on demand only: targets `single_header` and `docs`.
file(GLOB_RECURSE all_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/*.hpp")
set(single_header "${PROJECT_BINARY_DIR}/single_header/heaparray/heaparray.hpp")
add_custom_command(OUTPUT "${single_header}"
  COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${single_header}" -P "${CMAKE_CURRENT_LIST_DIR}/single_header.cmake"
  DEPENDS ${all_headers} "${CMAKE_CURRENT_LIST_DIR}/single_header.cmake"
  VERBATIM)
add_custom_target(single_header DEPENDS "${single_header}")

find_program(HEAPARRAY_DOXYGEN doxygen)
mark_as_advanced(HEAPARRAY_DOXYGEN)
if(HEAPARRAY_DOXYGEN)
  set(undocumented ${all_headers})  # what users never name; print.hpp declares names for them
  list(FILTER undocumented INCLUDE REGEX "/detail/")
  list(FILTER undocumented EXCLUDE REGEX "/print\\.hpp$")
  list(JOIN undocumented " " undocumented)
  set(pages "")  # as they are to be read
  foreach(page index why comparison getting_it choosing recipes techniques coming_from migration text growing columns structures linked shared_memory thread_safety errors guarantees debugging programs layout
      atomic_cells cells_inside own speed compile_cost platforms verification changelog faq contributing)
    string(APPEND pages "${CMAKE_CURRENT_LIST_DIR}/docs/pages/${page}.md ")
  endforeach()
  # A page for each example, to which those of the classes that it uses lead.
  set(examples "")
  file(GLOB_RECURSE example_files CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/examples"
    "${PROJECT_SOURCE_DIR}/examples/*.cpp" "${PROJECT_SOURCE_DIR}/examples/*.hpp")
  foreach(example IN LISTS example_files)
    string(APPEND examples "/** \\example ${example} */\n")
  endforeach()
  # The example of each class, behind what is said of it.
  set(class_examples "${CMAKE_CURRENT_LIST_DIR}/docs/class_examples.md")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${class_examples}")
  file(READ "${class_examples}" text)
  string(FIND "${text}" "\n## " begin)
  string(SUBSTRING "${text}" ${begin} -1 text)
  string(REGEX REPLACE "<!-- [^\n]* -->\n" "" text "${text}")
  string(REGEX REPLACE "\n## ([^\n]+)\n" "*/\n/** \\\\class heaparray::\\1\n\\\\par Example\n" text "${text}")
  string(REPLACE "\n```cpp\n" "\n\\code{.cpp}\n" text "${text}")
  string(REPLACE "\n```\n" "\n\\endcode\n" text "${text}")
  string(APPEND examples "/* ${text} */\n")
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/examples.dox" CONTENT "@examples@" @ONLY)
  configure_file("${CMAKE_CURRENT_LIST_DIR}/docs/Doxyfile.in" "${PROJECT_BINARY_DIR}/Doxyfile" @ONLY)
  add_custom_target(docs
    COMMAND "${HEAPARRAY_DOXYGEN}" "${PROJECT_BINARY_DIR}/Doxyfile"
    COMMAND "${CMAKE_COMMAND}" -D "HTML=${PROJECT_BINARY_DIR}/docs/html" -D "SOURCE=${PROJECT_SOURCE_DIR}"
      -P "${CMAKE_CURRENT_LIST_DIR}/docs/finish.cmake"
    COMMAND "${CMAKE_COMMAND}" -E echo "${PROJECT_BINARY_DIR}/docs/html/index.html"
    VERBATIM)
endif()

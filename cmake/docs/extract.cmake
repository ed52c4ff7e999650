# heaparray_extract(<page.md> <folder> <result>): writes the fenced blocks of cpp of a page as programs, whose paths it
# sets in `result`.
#
# A block is the body of a function, and its #include lines go where they belong. All blocks of a page are in one
# program, in their order, and each in a namespace of its own. A comment that a reader does not see, on the lines
# before the block, says otherwise:
#
#   <!-- cpp: global -->     the block is at global scope, for those after it to use
#   <!-- cpp: alone          the block is the beginning of a program, and this is the rest
#   ...code... -->
#   <!-- cpp: boost          the same of a program that needs Boost.Interprocess, and does nothing without it
#   ...code... -->
function(heaparray_extract page folder result)
  get_filename_component(name "${page}" NAME_WE)
  file(READ "${page}" rest)
  set(line 1)
  set(programs "")
  set(body "")
  set(calls "")
  set(count 0)
  while(TRUE)
    string(FIND "${rest}" "\n```cpp\n" begin)
    if(begin EQUAL -1)
      break()
    endif()
    string(SUBSTRING "${rest}" 0 ${begin} before)
    math(EXPR begin "${begin} + 8")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
    string(FIND "${rest}" "\n```" end)
    string(SUBSTRING "${rest}" 0 ${end} code)
    string(SUBSTRING "${rest}" ${end} -1 rest)

    heaparray_count_lines("${before}" lines)
    math(EXPR line "${line} + ${lines} + 2")  # of the first line of the code
    set(here "#line ${line} \"${page}\"")
    heaparray_count_lines("${code}" lines)
    math(EXPR line "${line} + ${lines}")
    math(EXPR count "${count} + 1")

    string(FIND "${before}" "<!-- cpp:" comment REVERSE)
    set(kind "")
    set(hidden "")
    if(NOT comment EQUAL -1)
      string(SUBSTRING "${before}" ${comment} -1 before)
      string(FIND "${before}" "-->" end)
      string(LENGTH "${before}" length)
      math(EXPR end "${end} + 3")
      if(end EQUAL length AND before MATCHES "^<!-- cpp: ([a-z]+)(.*)-->$")
        set(kind "${CMAKE_MATCH_1}")
        set(hidden "${CMAKE_MATCH_2}")
      endif()
    endif()

    if(kind STREQUAL "boost")
      set(here "#if __has_include(<boost/interprocess/managed_mapped_file.hpp>)\n${here}")
      string(APPEND hidden "\n#else\nint main() {}\n#endif")
    endif()
    if(kind MATCHES "^(alone|boost)$")
      set(program "${folder}/${name}_${count}.cpp")
      heaparray_write("${program}" "#undef NDEBUG\n${here}\n${code}\n${hidden}")
      list(APPEND programs "${program}")
    elseif(kind STREQUAL "global")
      string(APPEND body "${here}\n${code}\n")
    elseif(kind STREQUAL "")
      string(REGEX MATCHALL "#include [^\n]*" includes "${code}")
      list(JOIN includes "\n" includes)
      string(REGEX REPLACE "#include [^\n]*" "" code "${code}")
      string(APPEND body "${includes}\nnamespace block_${count} {\nstatic void run() {\n${here}\n${code}\n}\n}\n")
      string(APPEND calls "  block_${count}::run();\n")
    else()
      message(FATAL_ERROR "${page}:${line}: no kind of block: ${kind}")
    endif()
  endwhile()
  if(body)
    heaparray_write("${folder}/${name}.cpp" "#undef NDEBUG\n#include <heaparray/heaparray.hpp>
#include <algorithm>\n#include <array>\n#include <atomic>\n#include <cassert>\n#include <cstddef>\n#include <cstdint>
#include <iostream>\n#include <memory>\n#include <memory_resource>\n#include <optional>\n#include <span>\n#include <string>
#include <string_view>\n#include <thread>\n#include <utility>\n#include <vector>\n${body}int main() {\n${calls}}\n")
    list(APPEND programs "${folder}/${name}.cpp")
  endif()
  set(${result} "${programs}" PARENT_SCOPE)
endfunction()

function(heaparray_count_lines text result)
  string(REGEX REPLACE "[^\n]" "" newlines "${text}")
  string(LENGTH "${newlines}" lines)
  set(${result} ${lines} PARENT_SCOPE)
endfunction()

# Leaves a file that is the same as it is, so that nothing is built again.
function(heaparray_write file text)
  file(CONFIGURE OUTPUT "${file}" CONTENT "@text@" @ONLY)
endfunction()

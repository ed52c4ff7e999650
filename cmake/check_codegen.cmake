# cmake -D FILE= -D CXX= -D COMPILER= -D ARCH= -D FLAGS= -P check_codegen.cmake
#
# Compiles FILE to assembly at -O2 and compares it with the lines in its head:
#   // asm: <regex>            must be found          // asm[f]: <regex>      in the code of the function f
#   // asm-not: <regex>        must not be found      // asm-not[f]: <regex>  likewise, where f is extern "C"
# Only labels and instructions are looked at: directives (`\t.size ...`, strings too) and comments are dropped.
# A line begins with "\n", an instruction with "\n\t", which a regex writes as it stands here.
cmake_minimum_required(VERSION 3.23)

include("${CMAKE_CURRENT_LIST_DIR}/directives.cmake")

heaparray_skip_reason("${FILE}" "${COMPILER}" "${ARCH}" reason)
if(reason)
  message("SKIP: ${reason}")
  return()
endif()

heaparray_directive("${FILE}" flags flags)
execute_process(
  COMMAND "${CXX}" -std=c++20 -O2 -S -o - -fno-verbose-asm ${FLAGS} ${flags} "${FILE}"
  RESULT_VARIABLE result OUTPUT_VARIABLE assembly ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
  message("${errors}")
  message(FATAL_ERROR "does not compile")
endif()

function(instructions_of text result)
  string(REGEX REPLACE "\n[ \t]+[.#][^\n]*" "" text "\n${text}")
  string(REGEX REPLACE "(\n|[ \t][ \t]+)#[^\n]*" "" text "${text}")  # not the `#` of an operand
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# From the label of the function to the directive that gives its size.
function(code_of name result)
  string(FIND "${assembly}" "\n${name}:" begin)
  if(begin EQUAL -1)
    message(FATAL_ERROR "has no function `${name}`; is it extern \"C\" and not inline?")
  endif()
  string(SUBSTRING "${assembly}" ${begin} -1 text)
  string(FIND "${text}" "\t.size\t${name}," end)
  string(SUBSTRING "${text}" 0 ${end} text)
  instructions_of("${text}" text)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

heaparray_read_directives("${FILE}")
set(checks 0)
set(i 0)
while(i LESS directives)
  if(key_${i} MATCHES "^asm(-not)?$")
    math(EXPR checks "${checks} + 1")
    if(function_${i})
      code_of("${function_${i}}" code)
    else()
      instructions_of("${assembly}" code)
    endif()
    string(REPLACE "\\n" "\n" regex "${value_${i}}")
    string(REPLACE "\\t" "\t" regex "${regex}")
    if(code MATCHES "${regex}")
      set(found "asm")
    else()
      set(found "asm-not")
    endif()
    if(NOT found STREQUAL key_${i})
      message("${code}\n")
      message(FATAL_ERROR "is not true of the code above: ${key_${i}}: ${value_${i}}")
    endif()
  endif()
  math(EXPR i "${i} + 1")
endwhile()
if(checks EQUAL 0)
  message(FATAL_ERROR "has no line `// asm: <regex>` or `// asm-not: <regex>` in its head")
endif()

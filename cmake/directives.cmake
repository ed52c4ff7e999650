# Directives: what a test file says about itself in the comments of its head, one a line: `// key: value`, or
# `// key[function]: value`. The head ends at the first line that is neither a comment nor empty.

# Sets in the caller's scope: `directives`, the number of lines of this form, and for each of them `key_<i>`,
# `function_<i>` and `value_<i>`. No lists: a regular expression may hold semicolons and brackets.
function(heaparray_read_directives file)
  file(READ "${file}" rest LIMIT 4000)
  set(count 0)
  while(rest MATCHES "^(//[^\n]*)?\n")
    set(line "${CMAKE_MATCH_1}")
    string(LENGTH "${CMAKE_MATCH_0}" length)
    string(SUBSTRING "${rest}" ${length} -1 rest)
    if(line MATCHES "^// ([a-z-]+)(\\[([A-Za-z0-9_]+)\\])?: *(.*)$")
      set(key_${count} "${CMAKE_MATCH_1}" PARENT_SCOPE)
      set(function_${count} "${CMAKE_MATCH_3}" PARENT_SCOPE)
      set(value_${count} "${CMAKE_MATCH_4}" PARENT_SCOPE)
      math(EXPR count "${count} + 1")
    endif()
  endwhile()
  set(directives ${count} PARENT_SCOPE)
endfunction()

# The values of all `// key:` lines of a file, split at spaces, as a list.
function(heaparray_directive file key result)
  heaparray_read_directives("${file}")
  set(values "")
  set(i 0)
  while(i LESS directives)
    if(key_${i} STREQUAL key)
      separate_arguments(words UNIX_COMMAND "${value_${i}}")
      list(APPEND values ${words})
    endif()
    math(EXPR i "${i} + 1")
  endwhile()
  set(${result} "${values}" PARENT_SCOPE)
endfunction()

# Why the file is not for this compiler (`// only: GNU Clang`) or processor (`// arch: x86_64`), or "".
function(heaparray_skip_reason file compiler arch result)
  set(${result} "" PARENT_SCOPE)
  heaparray_directive("${file}" only compilers)
  heaparray_directive("${file}" arch archs)
  if(compilers AND NOT compiler IN_LIST compilers)
    set(${result} "only for ${compilers}, and this is ${compiler}" PARENT_SCOPE)
  elseif(archs AND NOT arch IN_LIST archs)
    set(${result} "only for ${archs}, and this is ${arch}" PARENT_SCOPE)
  endif()
endfunction()

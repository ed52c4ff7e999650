# cmake -D CHECK=<steps|name of a size|number of a mutant> [-D WHOLE=ON] [-D OUT=<folder>] -P check.cmake
# cmake [-D WHOLE=ON] [-D OUT=<folder>] -P check.cmake          all of them, one after the other
#
# Runs Spin on borrow.pml. A size must have no error; a mutant must have one. The search of a size is exhaustive, except
# for those that say `bits`: these are searched by bit state, in a table of 2^23 bits, and exhaustively with WHOLE, which
# takes minutes and gigabytes.
cmake_minimum_required(VERSION 3.23)

set(model "${CMAKE_CURRENT_LIST_DIR}/borrow.pml")
set(include "${CMAKE_CURRENT_LIST_DIR}/../../include/heaparray/detail/cell")
if(NOT OUT)
  set(OUT "${CMAKE_CURRENT_BINARY_DIR}/spin-model")
endif()

# <name> [bits] <definition>...
set(sizes
  "one_reader READERS=1 WRITERS=2 BORROWS=2"
  "one_reader_fences READERS=1 WRITERS=2 BORROWS=2 FENCES"
  "one_writer READERS=2 WRITERS=1"
  "reuse READERS=1 WRITERS=1 BORROWS=3 WRITES=4 BLOCKS=2"
  "one_cell bits CELLS=1"
  "two_writes bits READERS=2 WRITERS=1 WRITES=2"
  "two_and_two bits"
  "two_and_two_fences bits FENCES")

# <number> <what is wrong> | <definition>...
set(small "READERS=1 WRITERS=2 BORROWS=2")
set(mutants
  "1 the cell is read again before held is written|${small}"
  "2 the cell is not read again|${small}"
  "3 no barrier between taking out and the slots|${small}"
  "4 no barrier between paying and looking again|${small}"
  "6 a debt that another writer counts on is dropped without a look at the slot|${small}"
  "7 a debt in the way is dropped without a look at the slot|${small}"
  "8 a slot that has a debt of another block is not paid|${small}"
  "9 paid before counted|${small}"
  "10 a reader takes the debt in two steps|${small}"
  "11 debts are not taken back|${small}"
  "12 no barrier of the reader between held and the debt|${small} FENCES"
  "13 no barrier of the reader between held and the cell|${small} FENCES"
  "14 the share of the cell is dropped first|${small}"
  "15 no barrier after a debt is put back|${small}"
  "16 no look at the slot after a debt is put back|${small}")

find_program(SPIN spin)
find_program(CC NAMES gcc cc clang)
foreach(tool SPIN CC)
  if(NOT ${tool})
    message("SKIP: there is no ${tool} (apt-get install spin gcc)")
    return()
  endif()
endforeach()

# run(<name> <bits> <definition>...): `errors`, `states` and `depth` of a search.
function(run name bits)
  set(folder "${OUT}/${name}")
  file(REMOVE_RECURSE "${folder}")
  file(MAKE_DIRECTORY "${folder}")
  list(TRANSFORM ARGN PREPEND "-D" OUTPUT_VARIABLE definitions)
  execute_process(COMMAND "${SPIN}" ${definitions} -a "${model}" WORKING_DIRECTORY "${folder}"
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "spin: ${text}")
  endif()
  if(bits)
    set(options -DBITSTATE)
    set(arguments -w23)
  else()
    set(options -DCOLLAPSE -DMEMLIM=12000)
    set(arguments "")
  endif()
  set(level -O1)
  if(name MATCHES "mutant")
    set(level -O0)  # a short search
  endif()
  execute_process(COMMAND "${CC}" ${level} -w -DSAFETY ${options} -o pan pan.c WORKING_DIRECTORY "${folder}"
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ./pan -n -m100000 ${arguments} WORKING_DIRECTORY "${folder}" OUTPUT_VARIABLE text
    COMMAND_ERROR_IS_FATAL ANY)
  if(NOT text MATCHES "depth reached ([0-9]+), errors: ([0-9]+)")
    message(FATAL_ERROR "pan says nothing that is known:\n${text}")
  endif()
  set(depth "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(errors "${CMAKE_MATCH_2}" PARENT_SCOPE)
  string(REGEX MATCH " ([0-9.e+]+) states, stored" text "${text}")
  set(states "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

# Each step that the model names has this name in the headers, and the other way round.
function(check_steps)
  file(READ "${model}" text)
  string(REGEX MATCHALL "// [A-Z][0-9]\n" in_model "${text}")
  list(TRANSFORM in_model REPLACE "// ([A-Z][0-9])\n" "\\1")
  set(in_headers "")
  foreach(header hazard_slot hazard_list loan_cell)
    file(READ "${include}/${header}.hpp" text)
    string(REGEX REPLACE "[][]" "|" text "${text}")  # brackets mean something in lists
    string(REGEX MATCHALL "\\|[A-Z][0-9]\\|" found "${text}")
    list(TRANSFORM found REPLACE "\\|" "")
    list(APPEND in_headers ${found})
  endforeach()
  foreach(side in_model in_headers)
    list(SORT ${side})
    list(REMOVE_DUPLICATES ${side})
  endforeach()
  list(LENGTH in_model count)
  message("${count} steps: ${in_model}")
  if(count LESS 20 OR NOT in_model STREQUAL in_headers)
    message(FATAL_ERROR "the model and the headers name different steps:\n${in_model}\n${in_headers}")
  endif()
endfunction()

if(NOT DEFINED CHECK OR CHECK STREQUAL "steps")
  check_steps()
endif()
foreach(line IN LISTS sizes)
  string(REPLACE " " ";" definitions "${line}")
  list(POP_FRONT definitions name)
  if(DEFINED CHECK AND NOT CHECK STREQUAL name)
    continue()
  endif()
  set(bits OFF)
  if("bits" IN_LIST definitions)
    list(REMOVE_ITEM definitions bits)
    if(NOT WHOLE)
      set(bits ON)
    endif()
  endif()
  run(${name} ${bits} ${definitions})
  message("${name}: ${states} states, ${depth} deep, ${errors} errors")
  if(NOT errors EQUAL 0)
    message(FATAL_ERROR "the protocol is wrong: `cd ${OUT}/${name} && ./pan -r` shows how")
  endif()
endforeach()
foreach(line IN LISTS mutants)
  string(REGEX MATCH "^([0-9]+) ([^|]*)[|](.*)$" line "${line}")
  set(number "${CMAKE_MATCH_1}")
  set(what "${CMAKE_MATCH_2}")
  string(REPLACE " " ";" definitions "${CMAKE_MATCH_3}")
  if(DEFINED CHECK AND NOT CHECK STREQUAL number)
    continue()
  endif()
  run(mutant.${number} OFF ${definitions} MUTANT=${number})
  message("${what}: found after ${states} states: ${errors}")
  if(errors EQUAL 0)
    message(FATAL_ERROR "mutant ${number} is not found")
  endif()
endforeach()

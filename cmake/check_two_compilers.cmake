# cmake -D SOURCES= -D CXX= -D COMPILER= -D OTHER= -D FLAGS= -D OUT= -P check_two_compilers.cmake
#
# Compiles both sides of tests/two_compilers, one by CXX and one by OTHER, links them in both orders (of what both have,
# the linker takes the first), and runs the programs. Then: code in another mode does not link.
cmake_minimum_required(VERSION 3.23)

# compile(<compiler> <source> <object> <flag>...)
function(compile compiler source object)
  execute_process(COMMAND "${compiler}" -std=c++20 ${FLAGS} ${ARGN} -c "${SOURCES}/${source}" -o "${OUT}/${object}"
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${compiler} does not compile ${source}:\n${text}")
  endif()
endfunction()

# run(<program> <object>...): links it and runs it
function(run program)
  list(TRANSFORM ARGN PREPEND "${OUT}/")
  execute_process(COMMAND "${CXX}" ${FLAGS} ${ARGN} -o "${OUT}/${program}" -pthread
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${program} does not link:\n${text}")
  endif()
  execute_process(COMMAND "${OUT}/${program}" RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  message("${text}")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${program} ended with: ${result}")
  endif()
endfunction()

if(NOT OTHER)
  message("SKIP: there is no second compiler: cmake -DHEAPARRAY_OTHER_COMPILER=clang++")
  return()
endif()
file(MAKE_DIRECTORY "${OUT}")
file(WRITE "${OUT}/nothing.cpp" "#include <memory>\nint main() {}\n")
execute_process(COMMAND "${OTHER}" -std=c++20 ${FLAGS} "${OUT}/nothing.cpp" -o "${OUT}/nothing"
  RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
if(NOT result EQUAL 0)
  message("${text}\nSKIP: ${OTHER} cannot build a program with the flags of ${CXX}: ${FLAGS}")
  return()
endif()

compile("${CXX}" main.cpp main.o)
compile("${CXX}" side.cpp one.o -DHERE=one -DTHERE=two)
compile("${OTHER}" side.cpp two.o -DHERE=two -DTHERE=one -O1)
run(one_two main.o one.o two.o)
run(two_one main.o two.o one.o)

compile("${CXX}" one_call.cpp caller.o -DCALLER)
compile("${OTHER}" one_call.cpp taker.o)
run(one_call caller.o taker.o)
if(COMPILER MATCHES "Clang")
  set(clang "${CXX}")
else()
  set(clang "${OTHER}")
endif()
foreach(mode IN ITEMS -DHEAPARRAY_PASS_IN_REGISTERS=1 -DHEAPARRAY_HARDENING=0
    -DHEAPARRAY_HARDENING=2 -fno-exceptions -DHEAPARRAY_BORROW_SLOTS=0 -fsanitize=address)
  compile("${clang}" one_call.cpp other_mode.o ${mode})
  execute_process(COMMAND "${clang}" ${FLAGS} "${OUT}/caller.o" "${OUT}/other_mode.o" -o "${OUT}/mixed"
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(result EQUAL 0)
    message(FATAL_ERROR "links with ${mode} in one half")
  elseif(NOT text MATCHES "undefined[^\n]*take\\(heaparray::v[0-9_]+::")
    message(FATAL_ERROR "with ${mode} in one half, the linker does not say that there is no such `take`:\n${text}")
  endif()
endforeach()

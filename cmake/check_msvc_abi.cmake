# cmake -D SOURCE=<tests> -D INCLUDE= -P check_msvc_abi.cmake
#
# Compiles tests/msvc_abi/layouts.cpp for the ABI of MSVC and for that of MinGW, which is that of all other platforms, and
# compares the numbers in both. Needs clang and the headers of libc++, of a version whose settings are known here.
cmake_minimum_required(VERSION 3.23)

set(version 19)
find_program(clang NAMES clang++-${version} NO_CACHE)
find_path(libcxx NAMES __config PATHS "/usr/lib/llvm-${version}/include/c++/v1" NO_DEFAULT_PATH NO_CACHE)
if(NOT clang OR NOT libcxx)
  message("SKIP: needs clang++-${version} and libc++-${version}-dev")
  return()
endif()

# numbers_for(<target> <result>): a list
function(numbers_for target result)
  execute_process(
    COMMAND "${clang}" --target=${target} -std=c++20 -S -emit-llvm -o - -nostdlibinc -D_LIBCPP_NO_VCRUNTIME
      -D_LIBCPP_HAS_NO_LOCALIZATION -D_LIBCPP_HAS_NO_WIDE_CHARACTERS "-I${INCLUDE}" "-I${SOURCE}"
      -isystem "${libcxx}" -isystem "${SOURCE}/msvc_abi/c" "${SOURCE}/msvc_abi/layouts.cpp"
    RESULT_VARIABLE failed OUTPUT_VARIABLE code ERROR_VARIABLE errors)
  if(failed)
    message(FATAL_ERROR "does not compile for ${target}:\n${errors}")
  endif()
  string(REGEX MATCHALL "\n@heaparray_numbers_[^\n]*" tables "${code}")
  list(LENGTH tables count)
  if(NOT count EQUAL 3)
    message(FATAL_ERROR "${count} tables in the code for ${target}")
  endif()
  list(TRANSFORM tables REPLACE "^.* x i32. " "")
  string(REGEX MATCHALL "i32 [0-9]+" numbers "${tables}")
  list(TRANSFORM numbers REPLACE "i32 " "")
  set(${result} "${numbers}" PARENT_SCOPE)
endfunction()

set(wrong 0)
foreach(processor x86_64 i686)
  numbers_for(${processor}-pc-windows-msvc msvc)
  numbers_for(${processor}-w64-windows-gnu gnu)
  list(LENGTH msvc count)
  message("${processor}: ${count} numbers")
  if(NOT msvc STREQUAL gnu)
    set(i 0)
    foreach(m g IN ZIP_LISTS msvc gnu)
      if(NOT m STREQUAL g)
        message("  [${i}]: MSVC ${m}, others ${g}")
        math(EXPR wrong "${wrong} + 1")
      endif()
      math(EXPR i "${i} + 1")
    endforeach()
  endif()
endforeach()
if(wrong)
  message(FATAL_ERROR "${wrong} numbers differ")
endif()

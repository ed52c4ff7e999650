# cmake -D SOURCE= -D INCLUDE= -D OUT= -D STRICT= -P check_bare_metal.cmake
#
# Where there is no operating system: g++ for Arm with newlib, whose standard library has no threads, no std::mutex and no
# std::atomic::wait. Every member compiles, if STRICT without a warning; a program is linked for a processor that has atomics of 32
# bits only, and run, by an emulator, for one that has those of 64 bits.
cmake_minimum_required(VERSION 3.23)

find_program(compiler arm-none-eabi-g++)
if(NOT compiler)
  message("SKIP: there is no arm-none-eabi-g++ (gcc-arm-none-eabi, libstdc++-arm-none-eabi-newlib)")
  return()
endif()

set(flags -std=c++20 -Wall -Wextra -Wconversion -Wshadow "-I${INCLUDE}" "-I${SOURCE}")
if(STRICT)  # a compiler of next year may say more
  list(APPEND flags -Werror)
endif()
# There, __atomic_load_8 and the like are the user's to write.
set(small -mcpu=cortex-m3 -mthumb)
# Nobody sets up thread-local storage, which guards need.
set(large -mcpu=cortex-a9 -DHEAPARRAY_BORROW_SLOTS=0)
set(program "${SOURCE}/bare_metal/program.cpp" -Os -fno-exceptions -fno-rtti --specs=rdimon.specs)
file(MAKE_DIRECTORY "${OUT}")

foreach(target IN ITEMS small large)
  execute_process(COMMAND "${compiler}" ${flags} ${${target}} -fsyntax-only "${SOURCE}/warnings/every_member.cpp"
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${compiler}" ${flags} ${${target}} ${program} -o "${OUT}/${target}"
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()

find_program(emulator qemu-arm)
if(NOT emulator)
  message("SKIP: it compiles; to run it, there is no qemu-arm (qemu-user)")
  return()
endif()
execute_process(COMMAND "${emulator}" "${OUT}/large" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "tests/bare_metal/program.cpp: line ${result} is wrong")
endif()

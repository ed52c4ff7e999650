# cmake -D OUTPUT=<gdb.hpp> -P embed.cmake
#
# Makes the header heaparray/gdb.hpp, which puts the GDB part of heaparray.py into the section of a program where GDB
# looks for scripts. Identical copies from several files of a program are one, by the flags of the section.
cmake_minimum_required(VERSION 3.23)

file(READ "${CMAKE_CURRENT_LIST_DIR}/heaparray.py" script)
string(FIND "${script}" "\n\n# LLDB\n" end)
string(SUBSTRING "${script}" 0 ${end} script)
# In a module of its own, because all scripts of GDB share their names. The script has no ''' in it.
string(CONCAT script "import types\n"
  "heaparray_printers = types.ModuleType(\"heaparray_printers\")\n"
  "exec(compile(r'''${script}\n''', \"heaparray.py\", \"exec\"), heaparray_printers.__dict__)\n")
string(REPLACE "\\" "\\\\" script "${script}")
string(REPLACE "\"" "\\\"" script "${script}")
string(REGEX REPLACE "([^\n]*)\n" ".ascii \"\\1\\\\n\"\n" script "${script}")
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
// SPDX-License-Identifier: MIT
//
// gdb.hpp (opt-in): puts GDB's printers into the program. Include it in one file or in several. It does nothing where
// programs are not in the ELF format.
//
// Made by cmake/debuggers/embed.cmake from heaparray.py.
#ifndef HEAPARRAY_GDB_HPP
#define HEAPARRAY_GDB_HPP

#if defined(__ELF__) && defined(__GNUC__)
// 4: the text of a Python script, up to a NUL.
// clang-format off
__asm__(R"heaparray(.pushsection ".debug_gdb_scripts", "MS", %progbits, 1
.ascii "\4heaparray.py\n"
@script@.byte 0
.popsection
)heaparray");
// clang-format on
#endif

#endif  // HEAPARRAY_GDB_HPP
]] @ONLY NEWLINE_STYLE UNIX)

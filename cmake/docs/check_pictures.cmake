# cmake -D VIEWER=<layout_viewer> -D FOLDER=<pictures> -P check_pictures.cmake
#
# The pictures that are checked in must be those that the program draws. They are of one platform; on another, the same
# program rightly draws others.
cmake_minimum_required(VERSION 3.23)

file(GLOB pictures "${FOLDER}/*.svg" "${FOLDER}/*.html")
if(NOT pictures)
  message(FATAL_ERROR "there are no pictures in ${FOLDER}")
endif()
foreach(picture IN LISTS pictures)
  get_filename_component(name "${picture}" NAME_WE)
  set(command --svg ${name})
  if(picture MATCHES "\\.html$")
    set(command --html)
  endif()
  execute_process(COMMAND "${VIEWER}" ${command} OUTPUT_VARIABLE drawn COMMAND_ERROR_IS_FATAL ANY)
  if(NOT drawn MATCHES "\\(64-bit, libstdc\\+\\+\\)")
    message("SKIP: the pictures are of 64-bit libstdc++")
    return()
  endif()
  file(READ "${picture}" kept)
  list(JOIN command " " command)
  if(NOT drawn STREQUAL kept)
    message(FATAL_ERROR "${picture} is not what is drawn now: layout_viewer ${command} >${picture}")
  endif()
endforeach()

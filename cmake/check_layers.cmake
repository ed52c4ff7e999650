# cmake -D INCLUDE=<folder> -P check_layers.cmake
#
# No header includes one of a layer above its own. Every header has a layer; the table is that of the page
# `contributing`. Fails with each arrow that points up, and with each header that is in no layer or in two.
cmake_minimum_required(VERSION 3.23)

set(layers
  "config|fwd|detail/base/.*"
  "concepts|alloc_utils|label"
  "length|ref_count|aligned_allocator|detail/build/.*|mem_block"
  "detail/block/.*"
  "array_operators|into_iter|heap_array|rc_array|static_array|shared_slice|array_builder|convert|detail/handle/.*"
  "atomic_array|atomic_arc_array|atomic_ptr_array|borrowed|cell_reader|detail/cell/.*|format|fmt|ostream|pmr|shared_ptr|text|weak_array|growing_array|columns"
  "heaparray")

function(layer_of header result)
  set(found "")
  set(i 0)
  foreach(layer IN LISTS layers)
    if(header MATCHES "^(${layer})\\.hpp$")
      list(APPEND found ${i})
    endif()
    math(EXPR i "${i} + 1")
  endforeach()
  list(LENGTH found n)
  if(NOT n EQUAL 1)
    message(SEND_ERROR "${header} is in ${n} layers; put it into one in check_layers.cmake")
    set(found 0)
  endif()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE headers RELATIVE "${INCLUDE}/heaparray" "${INCLUDE}/heaparray/*.hpp")
set(arrows 0)
foreach(header IN LISTS headers)
  layer_of("${header}" from)
  get_filename_component(folder "${INCLUDE}/heaparray/${header}" DIRECTORY)
  file(STRINGS "${INCLUDE}/heaparray/${header}" lines REGEX "^#include \"")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" included "${line}")
    get_filename_component(path "${folder}/${included}" ABSOLUTE)
    file(RELATIVE_PATH included "${INCLUDE}/heaparray" "${path}")
    layer_of("${included}" to)
    math(EXPR arrows "${arrows} + 1")
    if(to GREATER from)
      message(SEND_ERROR "${header} (layer ${from}) includes ${included}, which is above it (layer ${to})")
    endif()
  endforeach()
endforeach()
if(arrows EQUAL 0)
  message(FATAL_ERROR "found no header that includes another in ${INCLUDE}")
endif()
message("${arrows} includes, none of which points up")

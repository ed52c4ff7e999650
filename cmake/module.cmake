# The target heaparray::module, for `import heaparray;`: what it needs is compiled once, with the options of its target.
if(CMAKE_VERSION VERSION_LESS 3.28)
  message(FATAL_ERROR "heaparray: HEAPARRAY_MODULE needs CMake 3.28 or later, and this is ${CMAKE_VERSION}. The headers "
    "do without.")
endif()

add_library(heaparray_module STATIC)
add_library(heaparray::module ALIAS heaparray_module)
target_sources(heaparray_module PUBLIC
  FILE_SET CXX_MODULES BASE_DIRS "${PROJECT_SOURCE_DIR}/include"
  FILES "${PROJECT_SOURCE_DIR}/include/heaparray/heaparray.cppm")
target_link_libraries(heaparray_module PUBLIC heaparray)
set_target_properties(heaparray_module PROPERTIES CXX_SCAN_FOR_MODULES ON)

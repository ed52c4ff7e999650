# The port of the checkout that it lies in. ../port.cmake makes one of it that lies anywhere.
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../.." ABSOLUTE)
file(RELATIVE_PATH place "${SOURCE_PATH}" "${CURRENT_PORT_DIR}")
if(NOT place STREQUAL "cmake/vcpkg/heaparray" OR NOT EXISTS "${SOURCE_PATH}/include/heaparray/config.hpp")
  message(FATAL_ERROR "This port of heaparray was copied out of its checkout, and its sources are not with it. "
    "`cmake -P cmake/vcpkg/port.cmake`, run in the checkout, makes a port that may lie anywhere.")
endif()
# ---- behind this line, the same in every port

set(VCPKG_BUILD_TYPE release)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DHEAPARRAY_BUILD_TESTS=OFF
        -DHEAPARRAY_BUILD_EXAMPLES=OFF
        -DHEAPARRAY_BUILD_BENCHMARKS=OFF
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/heaparray)
vcpkg_fixup_pkgconfig()

vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")

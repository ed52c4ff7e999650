# What is installed: headers, the CMake package, the pkg-config file, the files for debuggers. Nothing in it names the
# prefix, so the folder may be moved, or the processor: one package serves 32-bit and 64-bit programs.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/heaparray")
# Before 1.0, the minor version is the one that may break users.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/heaparrayConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(TARGETS heaparray EXPORT heaparray
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILE_SET debuggers DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
# There is nothing to find before our target, so the exported file is the whole configuration.
install(EXPORT heaparray FILE heaparrayConfig.cmake NAMESPACE heaparray:: DESTINATION "${package_dir}")
install(FILES "${PROJECT_BINARY_DIR}/heaparrayConfigVersion.cmake" DESTINATION "${package_dir}")

file(RELATIVE_PATH include_dir "${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/heaparray.pc.in" "${PROJECT_BINARY_DIR}/heaparray.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/heaparray.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")

# The source of the module: what is made of it belongs to one compiler and its flags.
install(FILES "${PROJECT_SOURCE_DIR}/include/heaparray/heaparray.cppm"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/heaparray")

install(FILES "${CMAKE_CURRENT_LIST_DIR}/debuggers/heaparray.py" "${CMAKE_CURRENT_LIST_DIR}/debuggers/heaparray.natvis"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/heaparray")

# cmake -D HTML=<folder> -D SOURCE=<source folder> -P finish.cmake
#
# Mends what Doxygen gets wrong in its HTML, and cannot be told.
cmake_minimum_required(VERSION 3.23)

file(GLOB html "${HTML}/*.html")
file(GLOB scripts "${HTML}/*.js" "${HTML}/search/*_*.js")
list(FILTER scripts EXCLUDE REGEX "/(jquery|dynsections|resize|navtree|menu|menudata|svgpan)\\.js$")
execute_process(COMMAND awk -f "${SOURCE}/cmake/docs/finish.awk" ${html} pass=2 ${html} ${scripts} COMMAND_ERROR_IS_FATAL ANY)
foreach(file IN LISTS html scripts)
  if(EXISTS "${file}.new")
    file(RENAME "${file}.new" "${file}")
  endif()
endforeach()

# The results of a search are pages in a frame, which are not given our colours.
file(READ "${SOURCE}/cmake/docs/style.css" style)
file(APPEND "${HTML}/search/search.css" "${style}")

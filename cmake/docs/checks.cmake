# heaparray_check_reference(<source folder> <Doxygen's output> <problems> <said>): runs every check_*.awk; sets the names of
# those that are not content, and what all of them say.
function(heaparray_check_reference source output problems said)
  file(GLOB xml "${output}/xml/class*.xml" "${output}/xml/struct*.xml" "${output}/xml/concept*.xml"
    "${output}/xml/namespace*.xml")
  file(GLOB html "${output}/html/*.html")
  file(GLOB scripts "${output}/html/*.js" "${output}/html/search/*_*.js")
  list(FILTER scripts EXCLUDE REGEX "/(jquery|dynsections|resize|navtree|menu|svgpan)\\.js$")
  file(GLOB pages "${source}/cmake/docs/pages/*.md")
  file(GLOB classes "${output}/html/classheaparray_1_1*.html" "${output}/html/structheaparray_1_1*.html")
  set(class_examples "${source}/cmake/docs/class_examples.md")
  file(GLOB headers "${source}/include/heaparray/*.hpp")
  set(bad "")
  set(all "")
  foreach(check IN ITEMS
      "check_names.awk;${xml};${headers}"
      "check_texts.awk;${xml}"
      "check_parameters.awk;${source}/cmake/docs/pages/index.md;${xml}"
      "check_links.awk;${html};${scripts}"
      "check_pages.awk;${source}/README.md;${pages}"
      "check_code.awk;${pages};${class_examples};${html}"
      "check_examples.awk;${classes}")
    list(POP_FRONT check script)
    execute_process(COMMAND awk -f "${source}/cmake/docs/${script}" ${check}
      RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
    string(APPEND all "${text}")
    if(NOT result EQUAL 0)
      list(APPEND bad ${script})
    endif()
  endforeach()
  set(${problems} "${bad}" PARENT_SCOPE)
  set(${said} "${all}" PARENT_SCOPE)
endfunction()

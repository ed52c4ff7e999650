# copy_heaparray(<folder>): our sources as a repository with one commit, wherever the tests run and whatever is changed.
# Sets `found_git`; without it, the folder is no repository.
set(heaparray_here "${CMAKE_CURRENT_LIST_DIR}/../..")
macro(copy_heaparray folder)
  file(REMOVE_RECURSE "${folder}")
  foreach(needed .gitignore CMakeLists.txt LICENSE README.md include cmake)
    file(COPY "${heaparray_here}/${needed}" DESTINATION "${folder}")
  endforeach()
  find_program(found_git git)
  if(found_git)
    foreach(command init "config user.name Test" "config user.email test@example.com" "add --all" "commit -m First")
      git_in("${folder}" "${command}")
    endforeach()
  endif()
endmacro()

function(git_in folder command)
  separate_arguments(command UNIX_COMMAND "${command}")
  execute_process(COMMAND git ${command} WORKING_DIRECTORY "${folder}" COMMAND_ERROR_IS_FATAL ANY
    OUTPUT_VARIABLE git_output ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(git_output "${git_output}" PARENT_SCOPE)
endfunction()

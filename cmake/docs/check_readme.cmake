# cmake -D SOURCE=<source folder> -P check_readme.cmake
#
# The README is one page: its length, the order of its sections, and how soon it says how to get the library. Pictures fit
# a phone. Pages, README, examples and scripts are in plain
# English, as far as a list of phrases can tell.
cmake_minimum_required(VERSION 3.23)

set(problems "")
file(READ "${SOURCE}/README.md" text)

string(REGEX REPLACE "[^\n]" "" lines "${text}")
string(LENGTH "${lines}" count)
if(count GREATER 180)
  string(APPEND problems "README: ${count} lines, more than 180\n")
endif()

string(FIND "${text}" "\n## Get it\n" begin)
string(SUBSTRING "${text}" 0 ${begin} before)
string(REGEX REPLACE "[^\n]" "" lines "${before}")
string(LENGTH "${lines}" count)
if(count GREATER 45)
  string(APPEND problems "README: \"Get it\" comes after ${count} lines, more than 45: a screen\n")
endif()

set(expected "Get it" "What lies in memory" "When to use it" "When not" "Which handle" "Errors" "Speed" "Limits")
string(REGEX MATCHALL "\n## [^\n]+" found "${text}")
list(TRANSFORM found REPLACE "^\n## " "")
list(FILTER found EXCLUDE REGEX "^(Try it|More)$")
if(NOT found STREQUAL expected)
  string(APPEND problems "README: the sections are not in the order: ${expected}\n")
endif()

file(READ "${SOURCE}/cmake/docs/pages/comparison.md" comparison)
foreach(table IN ITEMS "${text}" "${comparison}")
  if(NOT table MATCHES "\n[|] [|] heaparray [|] `vector` [|]")
    string(APPEND problems "a table of comparison does not begin with our column\n")
  endif()
endforeach()

file(GLOB pictures "${SOURCE}/cmake/docs/pages/pictures/*.svg" "${SOURCE}/bench/chart.svg")
foreach(picture IN LISTS pictures)
  file(READ "${picture}" svg)
  if(NOT svg MATCHES "^<svg[^>]* width=['\"]([0-9]+)['\"]" OR CMAKE_MATCH_1 GREATER 390)
    string(APPEND problems "${picture}: wider than the text of a phone, 390\n")
  endif()
  string(REGEX MATCHALL "font(-size)?: ?([0-9]+)px|font-size='[0-9]+'" sizes "${svg}")
  foreach(size IN LISTS sizes)
    string(REGEX REPLACE "[^0-9]" "" size "${size}")
    if(size LESS 12)
      string(APPEND problems "${picture}: letters of ${size} px\n")
    endif()
  endforeach()
endforeach()

set(phrases "[Ww]hoever" "but for" "said aloud" "nothing paid" "tells? the truth" "dearer" "for a look" "handed out"
  "shall be" "in place of an" "in spite of that" "goes its own way" "the end of the handle's life" "who learns"
  "size of a handle count" "blocks of [0-9]+ bytes")
file(GLOB pages "${SOURCE}/cmake/docs/pages/*.md" "${SOURCE}/examples/*.cpp" "${SOURCE}/cmake/*.cmake"
  "${SOURCE}/cmake/*.sh" "${SOURCE}/cmake/*.awk" "${SOURCE}/cmake/docs/*.awk")
foreach(page IN ITEMS "${SOURCE}/README.md" ${pages} ${pictures})
  file(READ "${page}" content)
  string(REGEX REPLACE "[ \n]+" " " content "${content}")
  foreach(phrase IN LISTS phrases)
    if(content MATCHES "[^.]?[^.]?[^.]?[^.]?[^.]?[^.]?${phrase}[^.]?[^.]?[^.]?[^.]?[^.]?")
      string(APPEND problems "${page}: not plain English: ...${CMAKE_MATCH_0}...\n")
    endif()
  endforeach()
endforeach()

if(problems)
  message(FATAL_ERROR "${problems}")
endif()

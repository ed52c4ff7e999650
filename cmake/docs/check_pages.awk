# awk -f check_pages.awk <page.md>...: every link of a page leads to a file that is there, and is relative to the page.
FNR == 1 { folder = FILENAME; sub(/[^\/]*$/, "", folder); code = 0 }
/^```/ { code = !code }
!code {
  rest = $0
  gsub(/`[^`]*`/, "", rest)
  while (match(rest, /\]\([^)]*\)/)) {
    target = substr(rest, RSTART + 2, RLENGTH - 3)
    rest = substr(rest, RSTART + RLENGTH)
    if (target ~ /^https?:/) continue
    links += 1
    if (sub(/#.*/, "", target)) {  # GitHub and Doxygen name sections in ways of their own
      print FILENAME ":" FNR ": error: leads to a section, which the reference does not find: " target
      bad += 1
    }
    path = folder target
    if (system("test -e '" path "'") != 0) {
      print FILENAME ":" FNR ": error: leads nowhere: " target
      bad += 1
    }
  }
}
END {
  print links + 0 " links, " bad + 0 " that lead nowhere"
  exit bad > 0 || links == 0
}

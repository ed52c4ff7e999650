# awk -f check_links.awk <HTML>... <JavaScript>...: every link from one of these files, and every entry of the navigation and
# of the search, leads to a file and a place in it that exist.
FNR == 1 {
  file = FILENAME
  sub(/.*\//, "", file)
  folder = FILENAME
  sub(/[^\/]*$/, "", folder)
  if (FILENAME ~ /\.html$/) known[file] = 1
}
function leads_to(target) {
  if (target ~ /^[a-z]+:|^$/) return
  links += 1
  if (target ~ /^#/) target = file target
  if (target ~ /\.html(#|$)/ && target !~ /^\.\.\/\.\./) {
    sub(/^\.\.\//, "", target)
    from[target] = file
  } else {
    files[folder target] = file
  }
}
FILENAME ~ /\.html$/ {
  rest = $0
  while (match(rest, /[ "](id|name|href|src|data)="[^"]*"/)) {
    found = substr(rest, RSTART + 1, RLENGTH - 2)
    rest = substr(rest, RSTART + RLENGTH - 1)
    target = found
    sub(/^[a-z]+="/, "", target)
    if (found ~ /^(id|name)/) known[file "#" target] = 1
    else leads_to(target)
  }
}
FILENAME ~ /\.js$/ {
  rest = $0
  while (match(rest, /["'][A-Za-z0-9_.\/~-]+\.html(#[A-Za-z0-9_]*)?["']/)) {
    leads_to(substr(rest, RSTART + 1, RLENGTH - 2))
    rest = substr(rest, RSTART + RLENGTH)
  }
}
END {
  for (target in from) {
    if (target in known) continue
    print from[target] ": error: leads nowhere: " target
    bad += 1
  }
  for (target in files) {
    path = target
    sub(/[#?].*/, "", path)
    gsub(/%20/, " ", path)
    if (system("test -e '" path "'") == 0) continue
    print files[target] ": error: leads nowhere: " target
    bad += 1
  }
  print links + 0 " links, " bad + 0 " that lead nowhere"
  exit bad > 0 || links == 0
}

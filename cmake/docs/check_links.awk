# awk -f check_links.awk <HTML>...: every link from one of these files into another leads to a place that exists.
FNR == 1 { file = FILENAME; sub(/.*\//, "", file); known[file] = 1 }
{
  rest = $0
  while (match(rest, /(id|name|href)="[^"]*"/)) {
    found = substr(rest, RSTART, RLENGTH - 1)
    rest = substr(rest, RSTART + RLENGTH)
    target = found
    sub(/^[a-z]+="/, "", target)
    if (found !~ /^href/) {
      known[file "#" target] = 1
    } else if (target !~ /:/ && (target ~ /\.html/ || target ~ /^#/)) {
      links += 1
      if (target ~ /^#/) target = file target
      from[target] = file
    }
  }
}
END {
  for (target in from) {
    if (target in known) continue
    print from[target] ": error: leads nowhere: " target
    bad += 1
  }
  print links + 0 " links, " bad + 0 " that lead nowhere"
  exit bad > 0 || links == 0
}

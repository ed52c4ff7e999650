# awk -f check_parameters.awk <pages/index.md> <Doxygen's XML>...
#
# Every parameter of a public function is named in what is said of the function, or means what the table in the first
# file says that it means everywhere.
FNR == 1 { file += 1 }
file == 1 && /^\| `/ {
  split($0, cells, "|")
  n = split(cells[2], words, "`")
  for (i = 2; i <= n; i += 2) everywhere[words[i]] = 1
}
file > 1 && /<memberdef kind="function"/ {
  inside = $0 ~ /prot="public"/
  parameters = text = ""
}
inside && /<declname>/ {
  name = $0
  gsub(/.*<declname>|<\/declname>.*/, "", name)
  parameters = parameters " " name
}
inside && /<(brief|detailed)description>/ { reading = 1 }
inside && reading { text = text " " $0 }
/<\/(brief|detailed)description>/ { reading = 0 }
inside && /<location file=/ { place = $0; gsub(/.* file="|" (column|body).*/, "", place); sub(/" line="/, ":", place) }
inside && /<\/memberdef>/ {
  gsub(/<[^>]*>|[^A-Za-z0-9_]/, " ", text)
  n = split(parameters, names, " ")
  for (i = 1; i <= n; ++i) {
    checked += 1
    if (names[i] in everywhere || index(" " text " ", " " names[i] " ")) continue
    if (names[i] ~ /^[A-Z]/) continue  # of a template; the class says what it is
    print place ": error: the parameter `" names[i] "` is not explained"
    bad += 1
  }
  inside = 0
}
END {
  print checked + 0 " parameters, " bad + 0 " not explained"
  exit bad > 0 || checked == 0
}

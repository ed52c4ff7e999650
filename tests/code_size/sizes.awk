# objdump -h -t -r <object> | awk -f sizes.awk -v wanted="f g ..."
#
# Prints a line for each wanted function: its name, and the bytes of the function and of all functions of this object
# that it calls, each once; then the same for all of them together, as "whole". Compiled with -ffunction-sections, so a
# function is a section. Reports of a broken contract are not counted: a program has them once, for all types.

function is_report(section) {
  return section ~ /6detail[0-9]+(violated|raise|count_overflow|refuse_length)/
}
# Adds the sections that `section` refers to.
function visit(section, i, n, next_ones) {
  if (section in seen || !(section in size) || is_report(section)) return 0
  seen[section] = 1
  total += size[section]
  n = split(refers[section], next_ones, SUBSEP)
  for (i = 1; i <= n; ++i) visit(next_ones[i] in home ? home[next_ones[i]] : next_ones[i])
  return 0
}
function hex(text, i, n) {
  n = 0
  for (i = 1; i <= length(text); ++i) n = 16 * n + index("0123456789abcdef", substr(text, i, 1)) - 1
  return n
}

/^ *[0-9]+ \.text/ { size[$2] = hex($3) }
/^RELOCATION RECORDS FOR/ { split($4, parts, /[][]/); from = parts[2] }
/^[0-9a-f]+ +R_/ {
  to = $3
  sub(/[+-]0x[0-9a-f]+$/, "", to)
  refers[from] = refers[from] SUBSEP to
}
# The table of symbols: value, flags in seven columns, section, size, name.
/^[0-9a-f]+ [lgu! ][w ]/ {
  rest = substr($0, index($0, " ") + 8)
  split(rest, parts, /[ \t]+/)
  count = split($0, words, /[ \t]+/)
  home[words[count]] = parts[1] != "" ? parts[1] : parts[2]
}

END {
  n = split(wanted, functions, " ")
  for (i = 1; i <= n; ++i) {
    split("", seen)
    total = 0
    visit(home[functions[i]])
    if (total != 0) print functions[i], total
  }
  split("", seen)
  total = 0
  for (i = 1; i <= n; ++i) visit(home[functions[i]])
  print "whole", total
}

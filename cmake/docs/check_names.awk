# awk -f check_names.awk <XML of a class or concept>... <header>...
#
# Every public class, struct and concept has a comment. Doxygen asks for one on all other names.
FILENAME ~ /\.xml$/ {
  if (match($0, /<compoundname>heaparray::[A-Za-z_:]+/)) name = substr($0, RSTART + 25, RLENGTH - 25)
  sub(/^pmr::/, "", name)  # headers say the namespace elsewhere
  if (/^    <briefdescription>/) reading = 1  # of the compound, and not of a member
  if (reading && /<para>/) known[name] = 1
  if (/<\/briefdescription>/) reading = 0
  next
}
/^namespace detail \{/ { inside = 1 }
/^\}  \/\/ namespace (detail|std)$/ { inside = 0 }
/^(struct|class) (std|fmt)::/ { next }
!inside && /^(template <[^{;]*> *)?(class|struct|concept) / {
  name = $0
  sub(/^(template <.*> *)?(class|struct|concept) /, "", name)
  while (sub(/^(HEAPARRAY_[A-Z_]+|alignas\([^)]*\)) /, "", name)) {}
  if (!match(name, /^[A-Za-z_]+/)) next
  name = substr(name, 1, RLENGTH)
  checked += 1
  if (!(name in known)) {
    print FILENAME ":" FNR ": error: `" name "` is not documented"
    bad += 1
  }
}
END {
  print checked + 0 " classes and concepts, " bad + 0 " not documented"
  exit bad > 0 || checked == 0
}

# awk -f check_texts.awk <Doxygen's XML>...: every public member and name has a text of its own. Doxygen does not ask for one on
# what is deleted, on specialisations, and on what has conditions.
/<compounddef / { public = 0; compound = ""; asked = $0 ~ /kind="(class|struct)"/; described = 0; depth = 1 }
/<compoundname>/ { compound = $0; gsub(/<[^>]*>|^ +/, "", compound) }
/<memberdef / {
  depth = 2
  described = 0
  public = $0 !~ /prot="(private|protected)"/ && $0 !~ /kind="friend"/
}
depth == 2 && /^ *<name>/ { name = $0; gsub(/<[^>]*>|^ +/, "", name) }
/<(brief|detailed)description>/ { reading = 1 }
reading && /<para>/ { described = 1 }
/<\/(brief|detailed)description>/ { reading = 0 }
/<\/memberdef>/ {
  if (public) {
    checked += 1
    if (!described) { print "error: `" compound "::" name "` has no text"; bad += 1 }
  }
  depth = 1
  described = 0
}
/<\/compounddef>/ {
  if (asked) {
    checked += 1
    if (!described) { print "error: `" compound "` has no text"; bad += 1 }
  }
}
END {
  print checked + 0 " texts, " bad + 0 " that are not there"
  exit bad > 0 || checked == 0
}

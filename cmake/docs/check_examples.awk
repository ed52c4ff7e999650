# awk -f check_examples.awk <HTML of a class>...: the page of every class shows an example. Parts of classes, and what is made for
# other types, have none of their own.
FNR == 1 {
  file = FILENAME
  sub(/.*\//, "", file)
  asked = file !~ /-members\.html$|_3_01|_1_1(rebind|iterator|handle__part|block__part)\.html$/
  if (asked) pages[file] = 0
}
asked && /<dt>Example<\/dt>/ { pages[file] = 1 }
END {
  for (file in pages) {
    checked += 1
    if (pages[file]) continue
    print file ": error: shows no example"
    bad += 1
  }
  print checked + 0 " pages of classes, " bad + 0 " without an example"
  exit bad > 0 || checked == 0
}

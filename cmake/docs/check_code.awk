# awk -f check_code.awk <page.md>... <HTML>...: every line of code of the pages is in the HTML as it stands in the page.
FNR == 1 { code = 0 }
FILENAME ~ /\.md$/ {
  if (/^```/) code = $0 == "```cpp"
  else if (code && NF) { lines += 1; from[$0] = FILENAME ":" FNR }
}
FILENAME ~ /\.html$/ && /<div class="line">/ {
  sub(/.*<div class="line">/, "")
  gsub(/<[^>]*>/, "")
  gsub(/&lt;/, "<"); gsub(/&gt;/, ">"); gsub(/&quot;/, "\""); gsub(/&#39;/, "'"); gsub(/&#160;/, " "); gsub(/&amp;/, "\\&")
  shown[$0] = 1
}
END {
  for (line in from) {
    if (line in shown) continue
    print from[line] ": error: not shown as it is: " line
    bad += 1
  }
  print lines + 0 " lines of code, " bad + 0 " not shown as they are"
  exit bad > 0 || lines == 0
}

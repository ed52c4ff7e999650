# awk -f finish.awk <HTML>... pass=2 <HTML or JavaScript>...: writes <file>.new for each file of the second list in which
# something is mended that Doxygen gets wrong.
FNR == 1 {
  file = FILENAME
  sub(/.*\//, "", file)
  if (pass == 2) {
    if (out != "") close(out)
    out = FILENAME ".new"
    is_search = FILENAME ~ /\/search\/[^\/]*$/
  } else {
    html[file] = 1
    if (match(file, /^conceptheaparray_1_1[A-Za-z]+\.html$/)) concepts[substr(file, 21, RLENGTH - 25)] = file
  }
}
# Where each member is, and which pages have it.
pass != 2 {
  if (file == "namespaceheaparray.html" && /memTemplItemRight/ && match($0, /href="[^"]*">[A-Z][A-Za-z]*</)) {
    target = name = substr($0, RSTART + 6, RLENGTH - 7)
    sub(/".*/, "", target)
    sub(/.*>/, "", name)
    alias[name] = target
  }
  rest = $0
  while (match(rest, /<a id="[a-z0-9]*"/)) {
    id = substr(rest, RSTART + 7, RLENGTH - 8)
    rest = substr(rest, RSTART + RLENGTH)
    here[file "#" id] = 1
    if (!(id in place) || file ~ /^namespace/) place[id] = file
    member = file "#" id
    inside = 0
  }
  if (/<div class="memdoc">/) inside = 1
  else if (inside && NF && !/^<\/div>$/) parts[member] += 1
  else if (/^<\/div>$/) inside = 0
  next
}

# Doxygen links names of classes in a text, and not those of concepts.
function link_concepts(line, done, tag, before, inside) {
  while (match(line, /<[^>]*>/)) {
    before = substr(line, 1, RSTART - 1)
    tag = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    done = done (inside ? before : linked(before)) tag
    if (tag ~ /^<a /) inside = 1
    else if (tag == "</a>") inside = 0
  }
  return done linked(line)
}
function linked(text, name) {
  for (name in concepts)
    if (index(text, name) && match(text, "(^|[^A-Za-z0-9_:])" name "($|[^A-Za-z0-9_])"))
      text = substr(text, 1, RSTART - 1 + index(substr(text, RSTART, RLENGTH), name) - 1) "\001" name "\002" \
        substr(text, RSTART - 1 + index(substr(text, RSTART, RLENGTH), name) + length(name))
  while (match(text, /\001[A-Za-z]+\002/)) {
    name = substr(text, RSTART + 1, RLENGTH - 2)
    text = substr(text, 1, RSTART - 1) "<a class=\"el\" href=\"" concepts[name] "\">" name "</a>" substr(text, RSTART + RLENGTH)
  }
  return text
}

# The navigation takes names of a namespace to be on the page of their file.
file ~ /\.js$/ && !is_search {
  line = ""
  rest = $0
  while (match(rest, /[A-Za-z0-9_]+\.html#[a-z0-9]+/)) {
    target = substr(rest, RSTART, RLENGTH)
    id = target
    sub(/.*#/, "", id)
    if (!(target in here) && id in place) target = place[id] "#" id
    line = line substr(rest, 1, RSTART - 1) target
    rest = substr(rest, RSTART + RLENGTH)
  }
  $0 = line rest
}

# Of names that are in both namespaces, a search shows ours before that with a memory resource.
is_search && /heaparray::pmr::/ {
  n = split($0, parts, /,\['/)
  if (n == 4 && parts[3] ~ /heaparray::pmr::/ && parts[4] !~ /heaparray::pmr::/) {
    sub(/\]\]\]?,?$/, "", parts[4])
    sub(/\]$/, "", parts[3])
    end = $0 ~ /,$/ ? "," : ""
    $0 = parts[1] ",['" parts[2] ",['" parts[4] "],['" parts[3] "]]]" end
  }
}

# "More..." is a promise.
file ~ /\.html$/ && match($0, /  <a href="[^"]*">More...<\/a>/) {
  target = substr($0, RSTART + 11, RLENGTH - 24)
  if (target in here && parts[target] == 1) $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
}

# A parameter is not the member that has its name.
file ~ /\.html$/ {
  if (/<td class="mem(Templ)?ItemRight"|<td class="paramname">/)
    while (match($0, /(&amp;|\*|&#160;|;|[ >])<a class="el" href="[^"]*"( title="[^"]*")?>(label|data|size|first|last|block|map|get)<\/a>(,|\)| *=|<\/em>)/)) {
      link = substr($0, RSTART, RLENGTH)
      name = link
      gsub(/<a [^>]*>|<\/a>/, "", name)
      $0 = substr($0, 1, RSTART - 1) name substr($0, RSTART + RLENGTH)
    }
  # What an alias is another name of.
  if (/class="mem(TemplItemRight|name)"/ && match($0, / = (typedef )?(heaparray::)?[A-Z][A-Za-z]+&lt;/)) {
    line = substr($0, 1, RSTART + RLENGTH - 5)
    rest = substr($0, RSTART + RLENGTH - 4)
    name = line
    sub(/.*[ :]/, "", name)
    target = "classheaparray_1_1" name ".html"
    if (!(target in html)) target = alias[name]
    if (target != "")
      $0 = substr(line, 1, length(line) - length(name)) "<a class=\"el\" href=\"" target "\">" name "</a>" rest
  }
  # Sources that the pages lead to are pages here, and pictures are beside them.
  while (match($0, /href="(\.\.\/)+examples\/[a-z0-9_\/]+\.[a-z]+"/)) {
    target = substr($0, RSTART + 6, RLENGTH - 7)
    sub(/.*examples\//, "", target)
    gsub(/_/, "__", target)
    gsub(/\//, "_2", target)
    sub(/\./, "_8", target)
    link = target "-example.html"
    if (!(link in html)) { gsub(/__/, "_", target); link = target "-example.html" }
    $0 = substr($0, 1, RSTART + 5) link substr($0, RSTART + RLENGTH - 1)
  }
  if (/<p ?>|<td class="(mdescRight|markdown)|<dd>|<li>|<div class="textblock">/) $0 = link_concepts($0)
  gsub(/href="pictures\//, "href=\"")
  gsub(/src="(\.\.\/)+bench\//, "src=\"")
  # Other files of the source are not here.
  while (match($0, /<a href="\.\.\/\.\.\/[^"]*">/)) {
    link = substr($0, RSTART + RLENGTH)
    sub(/<\/a>/, "", link)
    $0 = substr($0, 1, RSTART - 1) link
  }
  sub(/<html xmlns="http:\/\/www.w3.org\/1999\/xhtml">/, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">")
}
{ print > out }

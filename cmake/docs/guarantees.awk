# awk [-v rows=FILE] -f guarantees.awk <header>... <header>... [FILE]
#
# Prints a table of what the doc comments of the headers say of exceptions. Every header is given twice, because a class is
# read before those that are derived from it. FILE is what tests/faults printed, and must claim the same. The
# comment of a member has the words "Strong guarantee" or "Basic guarantee: ..." in its \throws. If the comment of a class has
# them, it speaks for its members that may throw; and if the comment of one overload has them, for the others, too.
#
# Every member and function that users see has a comment of its own, overloads too: an editor shows no other. Ordinary
# comments in front of a class that is only declared are errors, because editors show them instead of the class's own.
#
# Members that may throw and have no such words are errors. Those only look at what the caller owes: their comment has a
# \pre about hardening, or says that they throw nothing.
function fail(text) {
  print FILENAME ":" FNR ": error: " text
  bad += 1
}
function trim(text) {
  gsub(/[ \t]+/, " ", text)
  sub(/^ /, "", text)
  sub(/ $/, "", text)
  return text
}
# The words behind \throws.
function throws_of(text) {
  if (!match(text, /\\throws /)) return ""
  text = substr(text, RSTART + 8)
  if (match(text, /\\[a-z]/)) text = substr(text, 1, RSTART - 1)
  return trim(text)
}
function guarantee_of(text) {
  if (text ~ /Strong guarantee/) return "strong"
  if (text ~ /Basic guarantee: /) return "basic"
  return ""
}
function rest_of(text) {
  if (!match(text, /Basic guarantee: /)) return ""
  return substr(text, RSTART + RLENGTH)
}
# What stands in brackets from `at` on, with them.
function bracketed(text, at,   i, depth, c) {
  for (i = at; i <= length(text); ++i) {
    c = substr(text, i, 1)
    if (c == "(" || c == "{" || c == "[") depth += 1
    if (c == ")" || c == "}" || c == "]") depth -= 1
    if (depth == 0) return substr(text, at, i - at + 1)
  }
  return ""  # not yet complete
}
# Looks for the name, the parameters and what is behind them. 0: not complete, 1: a function, 2: something else.
function parse(text,   at, c, word, brackets) {
  name = parameters = tail = ""
  at = 1
  while (at <= length(text)) {
    c = substr(text, at, 1)
    if (c == ";" || c == "{" || c == "}") return 2
    if (substr(text, at) ~ /^operator[^A-Za-z_0-9]/ && substr(text, at - 1, 1) !~ /[A-Za-z_0-9]/) {
      word = substr(text, at)
      if (word ~ /^operator *\(\)/) sub(/\(\).*/, "()", word)
      else if (index(word, "(") == 0) return 0
      else sub(/\(.*/, "", word)
      name = word
      at += length(word)
      continue
    }
    if (match(substr(text, at), /^~?[A-Za-z_][A-Za-z_0-9]*/)) {
      if (name !~ /^operator/) name = substr(text, at, RLENGTH)
      at += RLENGTH
      continue
    }
    if (c == "(" || c == "[") {
      brackets = bracketed(text, at)
      if (brackets == "") return 0
      if (c == "(" && name != "" && name !~ /^(requires|noexcept|decltype|sizeof|alignas|explicit|static_assert)$/) {
        if (name ~ /^(defined|HEAPARRAY_[A-Z_]+)$/) return 2
        parameters = brackets
        tail = substr(text, at + length(brackets))
        if (!match(tail, /[;{]/)) return 0
        if (match(tail, /(^|[^:]):[^:]/)) tail = substr(tail, 1, RSTART)
        sub(/[;{].*/, "", tail)
        return 1
      }
      at += length(brackets)
      name = ""
      continue
    }
    if (c == "=" && name !~ /^operator/) {
      # A variable, or the default of a template parameter.
      if (substr(text, 1, at) !~ /template *</) return 2
    }
    if (c !~ /[ \t]/) name = ""
    at += 1
  }
  return 0
}
function first_of(words) {
  sub(/ .*/, "", words)
  return words
}
# Whether users see the members of a class: it is not in detail, or what they see is derived from it.
function shown(c,   names, n, i) {
  if (!(c in internal)) return 1
  n = split(derived[c], names, " ")
  for (i = 1; i <= n; ++i)
    if (names[i] != c && shown(names[i])) return 1
  return 0
}
function member(   key, said, words) {
  if (comment == "" && name !~ /^(~|__)/ && tail !~ /= *(delete|default)/ && !(tail ~ /->/ && decl !~ /auto /) &&
      decl !~ />::/ && (class == "" ? !in_detail : access == "public" && shown(class)))
    fail("`" (class != "" ? class "::" : "") trim(name) "`: no comment")
  if (name ~ /^(~|__)/ || tail ~ /= *(delete|default)/ || comment ~ /^ Refused/) return
  if (tail ~ /->/ && decl !~ /auto /) return  # a deduction guide
  key = (class != "" ? class "::" : "") trim(name)
  said = throws_of(comment)
  words = guarantee_of(said)
  public = class == "" ? !in_detail : access == "public" && shown(class)
  if (access != "public" && class != "") return
  if (words == "" && !public) return
  if (words != "") {
    if (tail ~ /(^| )noexcept( |$)/) fail("`" key "` is noexcept, and has a guarantee")
    add(key, words, rest_of(said))
    return
  }
  if (tail ~ /(^|[ &)])noexcept *($|[^ (])/ || decl ~ /^ *using /) return
  if (said != "" && said !~ /^nothing/) fail("`" key "`: no guarantee behind \\throws")
  if (class_default != "" && said == "") {
    add(key, class_default, "")
    return
  }
  if (comment ~ /checked by hardening|(never|not) checked/ || said ~ /^nothing/) owed[key] = 1
  else if (said == "") {
    silent[key] = FILENAME ":" FNR
    if (class in base_of) above[key] = first_of(base_of[class]) "::" trim(name)
  }
}
function add(key, words, rest,   full) {
  if (key in guarantee && guarantee[key] != words) {
    full = key parameters " " trim(tail)
    if (words == "strong") {  # the plain name is for the strong ones
      fail("`" key "`: an overload with a weaker guarantee is declared first")
      return
    }
    sub(/ requires.*/, "", full)
    gsub(/HEAPARRAY_[A-Z_]+ */, "", full)
    key = trim(full)
  }
  if (!(key in guarantee)) order[++members] = key
  guarantee[key] = words
  if (rest != "") sentence[key] = rest
}
# What the program prints, which is given last: member, guarantee, rows, faults.
FILENAME == rows {
  split($0, field, "\t")
  if (field[2] != "") claimed[field[1]] = field[2]
  next
}
FNR == 1 {
  seen[FILENAME] += 1
  pass = seen[FILENAME]
  in_detail = 0
  class = class_default = comment = decl = head = ""
}
/^namespace detail \{/ { in_detail = 1 }
/^\}  \/\/ namespace detail$/ { in_detail = 0 }
/^#/ { plain = 0; next }
/^ *\/\/\// {
  if (decl != "") next
  plain = 0
  line = $0
  sub(/^ *\/\/\/ ?/, "", line)
  comment = comment " " line
  next
}
/^ *\/\// { plain = 1; next }
/^ *$/ { comment = decl = ""; next }
pass == 2 && plain && /^(class|struct) [A-Za-z]+;/ { fail("an ordinary comment in front of a declaration") }
/[;{}]/ { plain = 0 }
/^ (public|private|protected):/ { access = $1; sub(/:/, "", access); comment = decl = ""; next }
/^\};/ { class = class_default = comment = decl = head = ""; next }
# The head of a class, up to its brace.
head == "" && /^(class|struct) / && !/;$/ && class == "" { head = " " }
head != "" {
  head = head " " $0
  if (!/\{/) next
  access = head ~ /^ *struct / ? "public" : "private"
  line = head
  gsub(/HEAPARRAY_[A-Z_]+/, "", line)
  sub(/^ *(class|struct) +/, "", line)
  match(line, /^[A-Za-z_:]+/)
  class = substr(line, 1, RLENGTH)
  if (in_detail) internal[class] = 1
  rest = head
  if (access == "public") sub(/:/, ": public", rest)
  bases = ""
  while (match(rest, /public (detail::)?[A-Za-z]+</)) {
    base = substr(rest, RSTART, RLENGTH - 1)
    sub(/^public /, "", base)
    sub(/^detail::/, "", base)
    derived[base] = derived[base] " " class
    bases = bases == "" ? base : bases " " base
    rest = substr(rest, RSTART + RLENGTH)
  }
  if (bases != "") base_of[class] = bases
  class_default = guarantee_of(throws_of(comment))
  head = comment = decl = ""
  if ($0 ~ /\};/) class = class_default = ""
  next
}
pass < 2 { next }
# Members of a class and what is in a namespace, but not what is inside of them.
{
  indent = match($0, /[^ ]/) - 1
  if (decl == "" && indent != (class == "" ? 0 : 2)) next
  if (decl == "" && /^ *[})]/) { comment = ""; next }
  line = $0
  sub(/ \/\/ .*/, "", line)
  decl = decl " " line
  kind = parse(decl)
  if (kind == 0) next
  if (kind == 1) member()
  comment = decl = ""
}
END {
  for (key in silent)
    if (!(key in guarantee || key in owed || (key in above && (above[key] in guarantee || above[key] in owed)))) {
      print silent[key] ": error: `" key "` may throw, and has no guarantee"
      bad += 1
    }
  for (i = 1; rows != "" && i <= members; ++i)
    if (!(order[i] in claimed)) {
      print "`" order[i] "`, " guarantee[order[i]] ": error: the program has no row of it"
      bad += 1
    } else if (claimed[order[i]] != guarantee[order[i]]) {
      print "`" order[i] "`: error: the comment says " guarantee[order[i]] ", the program " claimed[order[i]]
      bad += 1
    }
  for (key in claimed)
    if (!(key in guarantee)) {
      print "`" key "`: error: the program has a row of it, and no comment gives it a guarantee"
      bad += 1
    }
  if (bad > 0 || members == 0) {
    print bad + 0 " errors"
    exit 1
  }
  for (i = 2; i <= members; ++i) {  # by name
    key = order[i]
    for (j = i - 1; j > 0 && order[j] > key; --j) order[j + 1] = order[j]
    order[j + 1] = key
  }
  print "| member | guarantee | after an exception |"
  print "|---|---|---|"
  for (i = 1; i <= members; ++i)
    print "| `" order[i] "` | " guarantee[order[i]] " | " (order[i] in sentence ? sentence[order[i]] : "as before") " |"
}

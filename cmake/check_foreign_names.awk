# awk -f check_foreign_names.awk <macros> <header>...
#
# No header of ours may hold a name that is a macro in other people's programs, outside comments and strings: not one that is
# defined in <macros> without parameters, nor, in front of a parenthesis, one with parameters. Prints each place, and fails
# if there is one; also if nothing was read.
FNR == 1 { ++files; in_comment = 0; pending = "" }

files == 1 {
  if (match($0, /^#define [A-Za-z_][A-Za-z_0-9]*/)) {
    name = substr($0, 9, RLENGTH - 8)
    if (substr($0, RLENGTH + 1, 1) == "(") takes_parameters[name] = 1
    else stands_alone[name] = 1
    ++macros
  }
  next
}

function found(name, line) {
  printf "%s:%d: `%s` is a macro in other people's programs: give it another name%s\n", FILENAME, line, name,
    name in takes_parameters ? ", or put it in parentheses where it is called" : ""
  ++places
}

{
  line = $0
  code = ""
  # Without what is in quotes and in comments.
  while (line != "") {
    if (in_comment) {
      end = index(line, "*/")
      line = end ? substr(line, end + 2) : ""
      if (end) in_comment = 0
    } else if (match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)+'|\/\/.*|\/\*/)) {
      code = code substr(line, 1, RSTART - 1) " "
      if (substr(line, RSTART, 2) == "/*") in_comment = 1
      line = substr(line, RSTART + RLENGTH)
    } else {
      code = code line
      line = ""
    }
  }
  if (code ~ /^#(include|error|pragma)/) next  # names in these are not replaced
  # A parenthesis may stand in the next line.
  if (pending != "" && code ~ /^[ \t]*\(/) found(pending, pending_line)
  if (code !~ /^[ \t]*$/) pending = ""
  # MSVC has no other spellings; and the name of a header is none of ours.
  gsub(/__declspec\(noinline\)|\[\[noreturn\]\]|<[a-z_\/]+\.h>/, "", code)
  while (match(code, /[A-Za-z_][A-Za-z_0-9]*|[0-9][A-Za-z_0-9.']*/)) {
    name = substr(code, RSTART, RLENGTH)
    code = substr(code, RSTART + RLENGTH)
    ++names
    if (name in stands_alone || (name in takes_parameters && code ~ /^[ \t]*\(/)) found(name, FNR)
    if (name in takes_parameters && code ~ /^[ \t]*$/) {
      pending = name
      pending_line = FNR
    }
  }
}

END {
  if (macros < 100 || names < 1000) {
    print "only " macros + 0 " macros and " names + 0 " names were read"
    exit 1
  }
  exit places != 0
}

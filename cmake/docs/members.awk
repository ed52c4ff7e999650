# awk -f members.awk <header>: the header, with the members of base classes of ours written out in the classes that have them.
#
# Handles inherit nearly all that they can do from classes in `detail`, which users never name. To a reader they are members
# like others. Doxygen copies inherited members without their template parameters, with links into the base classes, and not
# at all those of a base that it is not shown.
BEGIN {
  # Where a base class is, and what its members are for.
  file["ArrayTypes"] = file["ArrayTypesOf"] = "detail/handle/array_types.hpp"
  file["ArrayReader"] = "detail/handle/array_reader.hpp"
  file["TextReader"] = "detail/handle/text_reader.hpp"
  file["ArrayWriter"] = "detail/handle/array_writer.hpp"
  file["ArrayFactories"] = "detail/handle/array_factories.hpp"
  file["TextFactories"] = "detail/handle/text_factories.hpp"
  file["BlockLookup"] = "detail/handle/block_lookup.hpp"
  file["ChangesLength"] = "growing_array.hpp"
  file["ColumnsReader"] = file["ColumnsWriter"] = "detail/handle/columns_reader.hpp"
  file["ColumnsFactories"] = "detail/handle/columns_factories.hpp"
  file["UnfinishedBlock"] = "detail/build/unfinished_block.hpp"
  heading["ArrayReader"] = heading["ColumnsReader"] = "Reading"
  heading["TextReader"] = "Reading text"
  heading["ArrayWriter"] = heading["ColumnsWriter"] = "Writing"
  heading["ArrayFactories"] = heading["ColumnsFactories"] = "Making"
  heading["TextFactories"] = "Making from text"
  heading["BlockLookup"] = "From a label or an element to the rest of the block"
  heading["ChangesLength"] = "Changing the length"
  said["ArrayReader"] = "What every handle, slice and guard can do."
  said["TextReader"] = "Only of arrays of characters."
  said["ArrayWriter"] = "The same for a handle that is not const, and what else such a handle can do."
  said["TextFactories"] = "Only of arrays of characters. What is said of the other ways of making holds for these."
  said["ChangesLength"] = "Only of arrays with LengthAndCapacity, such as GrowingArray, with `heaparray/growing_array.hpp`. "
  said["ColumnsReader"] = "Rows are only there if all arrays have one length."
  said["ColumnsWriter"] = "The same for a handle that is not const."
  base_of["ArrayWriter"] = "ArrayReader"
  base_of["ArrayReader"] = "TextReader"
  base_of["ArrayFactories"] = "TextFactories"
  base_of["ColumnsWriter"] = "ColumnsReader"
  # What an element is as ArrayReader shows it.
  shown["BasicArray"] = "const T"
  shown["BasicRcArray"] = shown["StaticArray"] = "detail::Shared<T>"
  shown["SharedSlice"] = shown["Borrowed"] = "detail::Shared<value_type>"
}

# The public members of the class `base`, as members of `class`.
function members(base, class, path, line, inside, public, comment, element, name, group) {
  path = ARGV[1]
  sub(/[^\/]*$/, "", path)
  path = path file[base]
  element = shown[class]
  if (base in base_of) members(base_of[base], class)
  while ((getline line < path) > 0) {
    if (!inside) {
      if (line ~ /^\/\/\//) { if (line !~ /tparam/) comment = comment (comment == "" ? "" : "\n") "  " line }
      else if (line ~ ("^(class|struct) " (base == "ArrayTypesOf" ? "ArrayTypes" : base) "[ <].*\\{$") && line !~ /\{\};?$/) {
        inside = 1
        public = line ~ /^struct/
        if (base in heading) {
          group = 1
          print "  /// \\name " heading[base] "\n  ///"
          if (base in said) print "  /// " said[base] "\n  ///"
          if (base ~ /(Array|Columns)Factories|BlockLookup|ChangesLength/) print comment
          print "  /** @{ */\n"
        }
      } else if (line !~ /^template|^ *requires|^(class|struct)/ || line ~ /\{\};$/) comment = ""
      continue
    }
    if (line ~ /^\};/) break
    if (line ~ /^ public:$/) { public = 1; continue }
    if (line ~ /^ (protected|private):$/) public = 0
    if (!public || line ~ /^  using Reader::|^  static_assert|^ *\/\/ (A view|a name)|^  \/\/ /) continue
    if (match(line, /^  using [a-z_]+ =/)) {
      name = substr(line, RSTART + 8, RLENGTH - 10)
      if (name in has) continue
    }
    gsub(/Derived/, class, line)
    gsub(/Maybe/, "std::optional<" class ">", line)
    if (base ~ /^Text/) {
      gsub(/Texts /, "std::initializer_list<std::basic_string_view<value_type>> ", line)
      gsub(/ Text /, " std::basic_string_view<value_type> ", line)
      gsub(/\(Text /, "(std::basic_string_view<value_type> ", line)
      gsub(/<C>/, "<value_type>", line)
      gsub(/ C\*/, " value_type*", line)
    }
    if (base == "ArrayReader") {
      gsub(/<T>/, "<" element ">", line)
      gsub(/<T, /, "<" element ", ", line)
      gsub(/<T\*/, "<" element "*", line)
      gsub(/ T\*/, " " element "*", line)
      gsub(/ T&/, " " element "\\&", line)
      gsub(/const const /, "const ", line)
      gsub(/const detail::Shared<T>/, "const T", line)
      gsub(/const detail::Shared<value_type>/, "const value_type", line)
    } else if (base ~ /^ArrayTypes/) {
      if (class == "BasicRcArray" || class == "StaticArray") gsub(/Access/, "detail::Shared<T>", line)
      else if (class == "BasicArray") gsub(/Access/, "T", line)
      else {
        gsub(/Access/, "detail::Shared<value_type>", line)
        sub(/= T;/, "= typename Handle::value_type;", line)
        sub(/= Label;/, "= typename Handle::label_type;", line)
        gsub(/const T/, "const value_type", line)
      }
    }
    if (line ~ /^ (protected|private):$/) continue
    print line
  }
  close(path)
  if (!inside) {
    print "error: " path " has no class " base > "/dev/stderr"
    exit 1
  }
  if (group) print "  /** @} */"
}

/^ *(class|struct) [A-Za-z_ ]+$/ {
  name = $0
  sub(/.* /, "", name)
}
/^    : public detail::/ && file[base_in($0)] != "" {
  class = name
  bases = ""
  in_bases = 1
}
function base_in(line) {
  if (!match(line, /public detail::[A-Za-z]+/)) return ""
  return substr(line, RSTART + 15, RLENGTH - 15)
}
in_bases {
  base = base_in($0)
  if (base in file) bases = bases " " base
  else if (base != "") print "error: " FILENAME ": members.awk does not know " base > "/dev/stderr"
  if ($0 ~ /\{$/) { in_bases = 0; print "{" } else print ""
  next
}
class != "" && match($0, /^  using [a-z_]+ =/) { has[substr($0, RSTART + 8, RLENGTH - 10)] = 1 }
class != "" && /^\};/ {
  print " public:"
  n = split(bases, list, " ")
  for (k = 1; k <= n; ++k) members(list[k], class)
  class = ""
  split("", has)
}
/^using UnfinishedBlock = / {  # an alias whose members are nowhere else
  print "class UnfinishedBlock {"
  print " public:"
  members("UnfinishedBlock", "UnfinishedBlock")
  print "};"
  next
}
{ print }

# awk -v file=<header> -f filter.awk: what Doxygen is given in place of a header, of which members.awk has written out what
# classes inherit.
#
# Names whose meaning the standard or a concept of ours fixes are not explained where they are declared. They are here,
# once for all classes; whatever else is public and has no comment of its own, Doxygen refuses.
BEGIN {
  # The standard containers, ranges and iterators.
  text["value_type"] = "The type of the elements."
  text["size_type"] = "Lengths and indices."
  text["difference_type"] = "Distances between elements."
  text["reference"] = "An element, as a handle that is not const shows it."
  text["const_reference"] = "An element, as a const handle shows it."
  text["pointer"] = "The address of an element, as a handle that is not const shows it."
  text["const_pointer"] = "The address of an element, as a const handle shows it."
  text["iterator"] = "Iterates over the elements; contiguous, except for ranges that move elements out."
  text["const_iterator"] = "Iterates over the elements, which it shows as const."
  text["reverse_iterator"] = "Iterates from the last element to the first."
  text["const_reverse_iterator"] = "Iterates from the last element to the first, which it shows as const."
  text["iterator_concept"] = "The strongest concept of iterators that this is a model of."
  text["iterator_category"] = text["iterator_concept"]
  text["allocator_type"] = "The allocator of the block, as it was given; it is rebound where it is used."
  text["begin"] = text["cbegin"] = "The first element."
  text["end"] = text["cend"] = "Behind the last element."
  text["rbegin"] = text["crbegin"] = "The last element, on the way to the first."
  text["rend"] = text["crend"] = "Before the first element."
  text["data"] = "The first element, mutable; null for a null handle only."
  text["size"] = "The number of elements."
  text["empty"] = "Whether there is no element."
  text["swap"] = "Exchanges what both hold. Nothing is copied, moved or allocated."
  text["at"] = "Element `i`, mutable. Throws `std::out_of_range` if there is none."
  text["unchecked"] = "Element `i`, mutable. Never checked."
  text["front"] = "The first element, mutable. Checked by hardening."
  text["back"] = "The last element, mutable. Checked by hardening."
  text["label"] = "The label, mutable. Checked by hardening: the handle is not null."
  text["operator="] = "Lets go of what it had, and takes over or shares what the other has; self-assignment is harmless."
  text["operator[]"] = "Element `i`, mutable. Checked by hardening."
  text["operator*"] = "What it refers to."
  text["operator->"] = "What it refers to."
  text["operator++"] = "Goes on to the next element."
  text["operator Handle"] = "As `load()`."
  text["operator bool"] = "Whether there is a block."
  text["operator=="] = "Whether both are equal."
  text["operator<=>"] = "Which of the two comes first; member by member, unless something else is said."
  text["operator<<"] = "Prints it."
  text["operator()"] = "Calls it."
  # The atomic types of the standard.
  text["is_always_lock_free"] = "Whether no cell of this type ever locks, on this platform."
  text["is_lock_free"] = "Whether this cell does not lock."
  text["notify_one"] = "Wakes one thread that waits for the cell to change."
  text["notify_all"] = "Wakes all threads that wait for the cell to change."
  text["compare_exchange_strong"] = "The same, with one memory order, from which that of failure follows."
  text["compare_exchange_weak"] = text["compare_exchange_strong"]
  # Allocators.
  text["allocate"] = "Memory for `n` objects. Throws what the inner allocator throws."
  text["deallocate"] = "Gives back what `allocate` returned for the same `n`."
  text["select_on_container_copy_construction"] = "The allocator for a copy of an array."
  text["propagate_on_container_copy_assignment"] = text["propagate_on_container_move_assignment"] = "As the inner allocator."
  text["propagate_on_container_swap"] = text["is_always_equal"] = text["propagate_on_container_copy_assignment"]
  text["rebind"] = text["other"] = "The same for another type."
  text["inner_allocator"] = "What this one takes its memory from."
  text["element_alignment"] = "Of the first object in what it allocates."
  # Concepts of ours.
  text["label_type"] = "The type of the label."
  text["length_policy"] = "Where the length lives: a LengthPolicy."
  text["count_policy"] = "How owners are counted: a RefCounter, or NoCount."
  text["handle_type"] = "The handle that goes in and comes out."
  text["expected_type"] = "What a compare-exchange compares with."
  text["handle_part"] = "What the handle keeps. \\see LengthPolicy"
  text["block_part"] = "What the block keeps. \\see LengthPolicy"
  text["max_len"] = "The largest length that the policy can keep. \\see LengthPolicy"
  text["in_handle"] = "Whether the handle alone tells the length. \\see LengthPolicy"
  text["get"] = "The length that the part `h` of the handle or `b` of the block tells. \\see LengthPolicy"
  text["len"] = "The length."
  text["length_of"] = "The length that `label` tells."
  text["extent"] = "The length, where it is fixed."
  text["max_owners"] = "The most owners that can be counted."
  text["in_label"] = "Whether the count is a part of the user's label."
  text["operator handle_type"] = "As `share()`."
  # What comes in two forms, of which the first is explained.
  text["try_with_label"] = "As the form without `try_`, but returns an empty optional if the length is too large or there is no memory."
  text["try_with_len"] = text["try_with_label_for_overwrite"] = text["try_filled"] = text["try_with_label"]
  text["try_from_range"] = text["try_with_elements"] = text["try_of"] = text["try_for_overwrite"] = text["try_with_label"]
  text["try_from_text"] = text["try_concat"] = text["try_from_ranges"] = text["try_with_label"]
  text["concat"] = "The same with a label."
  text["first"] = text["last"] = text["subspan"] = "The same elements, mutable."
  text["column"] = "The same elements, mutable."
  text["with_label"] = "What `sources` make, behind the label."
  text["with_len"] = text["with_label_for_overwrite"] = "The same where the types and the label say all lengths."
  text["map"] = text["try_map"] = "The same, of an array that is given away."
  text["convert_to"] = "The same, with an allocator that follows from `source` and `Target`."
  text["push_back"] = "One more element, which is `value`. As `emplace_back`."
  text["as_slice"] = "All elements."
  text["get_allocator"] = "The allocator of the block."
  text["AlignedAllocator"] = "One that takes its memory from the same allocator as another, or from a default one."
  text["BasicArray"] = text["BasicRcArray"] = "The same, with an allocator."
  text["thread_safe"] = "Whether owners may be on several threads. \\see RefCounter"
}

# The banner becomes the description of the file; in it, what is indented is code or a picture.
/^#ifndef HEAPARRAY_/ { in_code = 1 }
!in_code {
  sub(/^\/\/ SPDX.*$/, "")
  if (match($0, /^\/\/ [a-z_\/]+\.hpp( \(opt-in\))?: /)) {
    $0 = "/// \\file\n/// " toupper(substr($0, RLENGTH + 1, 1)) substr($0, RLENGTH + 2)
    gsub(/<[a-z_]+>/, "`&`")
  } else if ($0 ~ /^\/\/  /) {
    sub(/^\/\//, "///     ")
  } else {
    sub(/^\/\//, "///")
    gsub(/<[a-z_]+>/, "`&`")
  }
  print
  next
}

# What users never name is left out.
/^namespace detail \{$/ { $0 = "/** \\cond */ " $0; hidden = 1 }
/^\}  \/\/ namespace detail$/ && hidden { $0 = "} /** \\endcond */"; hidden = 0 }

# What the compiler fills in, or converts to by itself.
{
  gsub(/(, )?(const )?detail::Caller&? caller = detail::Caller::here\(\)/, "")
  gsub(/(, )?(const )?Caller&? caller = Caller::here\(\)/, "")
  gsub(/(const )?(detail::)?Index&? i\)/, "std::size_t i)")
}

# Sections whose text is a sentence, and not the name of an exception or a page.
{
  gsub(/\\throws and complexity as/, "\\from")
  gsub(/\\throws /, "\\raises ")
  if ($0 ~ /^ *\/\/\/ \|/) gsub(/\\pre /, "requires ")  # in a cell of a table, where no section can begin
  gsub(/\\pre /, "\\needs ")
  gsub(/\\post /, "\\gives ")
  if ($0 ~ /^ *\/\/\//) gsub(/\\see /, "\\from ")
}

# Members that are not public are not documented, and not listed.
/^ (private|protected):$/ && !hidden {
  if (!hidden_members) $0 = $0 " /** \\cond */"
  hidden_members = 1
}
/^( public:|\};)$/ && hidden_members { $0 = "/** \\endcond */" $0; hidden_members = 0 }

# What is refused says what to do instead, or that there is no such thing.
!hidden && !hidden_members && previous !~ /\/\/\// {
  if (match($0, /= delete;  \/\/ heaparray: /)) {
    reason = substr($0, RSTART + RLENGTH)
    $0 = substr($0, 1, RSTART + 8) "  /**< Refused: " reason ". */"
  } else if ($0 ~ /^  .*operator=\([^()]*\) = delete;$/) {
    $0 = $0 "  /**< Refused: there is no assignment. */"
  } else if ($0 ~ /^  [A-Z][A-Za-z]*\(const [A-Z][A-Za-z]*&\) = delete;$/) {
    $0 = $0 "  /**< Refused: there is no copy. */"
  }
}

# Friends of the library: no declarations.
/^ *friend (detail::[A-Za-z]+<.*>|class [A-Za-z]+|[A-Z][A-Za-z]+);$/ { $0 = "" }

# A trailing requires-clause without parentheses, at which this version of Doxygen loses its way.
/^ +requires [A-Za-z_:<>, ]+$/ { $0 = "" }

# An alias says what it is another name of: where its members are.
/^\/\/\/ / && file ~ /\/fwd\.hpp$/ {
  if (saying != "") print saying
  saying = $0
  next
}
saying != "" && /^template <[^;{]*>$/ { saying = saying "\n" $0; next }
saying != "" {
  if (match($0, /^using [A-Za-z]+ =/)) {
    rest = $0
    if (rest ~ /=$/) { getline following; rest = rest following; $0 = $0 "\n" following }
    name = substr(rest, 7, RLENGTH - 8)
    sub(/^using [A-Za-z]+ = */, "", rest)
    sub(/<.*/, "", rest)
    of[name] = rest in of ? of[rest] : rest
    sub(/\n|$/, " \\members those of " of[name] "&", saying)
  }
  print saying
  saying = ""
}

# The same names with another allocator.
file ~ /\/pmr\.hpp$/ && /^template <[^;{]*>$/ && !hidden { same = $0; next }
same != "" {
  if (match($0, /^using [A-Za-z]+ = heaparray::[A-Za-z]+/)) {
    name = substr($0, RSTART, RLENGTH)
    sub(/.*:/, "", name)
    same = "/** As heaparray::" name ", with `pmr::allocator`. */ " same
  }
  print same
  same = ""
}

# Deduction guides are as the constructors.
/^[A-Z][A-Za-z]*\(.*\) -> .*;$/ { $0 = ""; held = "" }

# A template is explained in front of its first line, and known by the name in the next one.
function name_in(line, name) {
  if (match(line, /^ *using [a-z_]+ = /)) {
    name = line
    sub(/^ *using /, "", name)
    sub(/ = .*$/, "", name)
  } else if (match(line, /^ *struct (handle_part|block_part|rebind) /)) {
    name = line
    sub(/^ *struct /, "", name)
    sub(/ .*/, "", name)
  } else if (match(line, /^ *static constexpr [a-z:_]+ [a-z_]+ = /)) {
    name = line
    sub(/ = .*/, "", name)
    sub(/.* /, "", name)
  } else if (match(line, /operator ?([^ (]+|\(\))\(/)) {
    name = substr(line, RSTART, RLENGTH - 1)
  } else if (match(line, /^ *[A-Za-z_:<>*&,\[\] ]*[A-Za-z_]+\(/)) {
    name = substr(line, RSTART, RLENGTH - 1)
    sub(/^.*[ *&]/, "", name)
  } else if (match(line, /^ *std::size_t len( = 0)?;|^ *Len len;/)) {
    name = "len"
  }
  return name
}
held != "" {
  if ($0 !~ /^ *requires|^$/) {
    name = name_in($0)
    if (name in text && $0 !~ /Refused: /) sub(/[^ ]/, "/** " text[name] " */ &", held)
    print held
    held = ""
  } else {
    held = held "\n" $0
    next
  }
}
!hidden && !hidden_members && /^ *template <.*>$/ && previous !~ /\/\/\// && held == "" {
  previous = held = $0
  next
}
!hidden && !hidden_members && !/^ *(\/\/|#|return|if |else|case|for |while )/ && /^  [^ ]|^   ( [^ ])/ && previous !~ /\/\/\/|^ *template <|^ *requires|[(,=&|?]$|[^c]:$/ {
  name = name_in($0)
  if (name in text && $0 !~ /\/\/\/|= delete;|Refused: /) sub(/[^ ]/, "/** " text[name] " */ &")
}
{
  previous = $0
  print
}

#!/bin/sh
# filter.sh <header or page>: what Doxygen reads in its place.
folder=$(dirname "$0")
case $1 in
  *.hpp) awk -f "$folder/members.awk" "$1" | awk -v file="$1" -f "$folder/filter.awk" ;;
  *) cat "$1" ;;
esac

#!/bin/sh
# Installs a release from a folder on this machine; nothing is fetched.
#
# usage: install.sh [--prefix DIR] [--from FOLDER] KEY...
#        install.sh [--prefix DIR] --uninstall
#
#   --prefix DIR         where to install (default: ~/.local)
#   --from FOLDER        the release (default: the folder of this script)
#   KEY                  what you trust, at least one of
#     --signers FILE       keys that may sign, as ssh-keygen(1) describes ALLOWED SIGNERS
#     --minisign-key FILE  a public key of minisign
#     --digest HEX         the SHA-256 of the file SHA256SUMS, if you have it from somewhere you trust
#   --uninstall          remove what was installed, and nothing else
set -eu

die() {
  printf 'install.sh: %s\n' "$2" >&2
  exit "$1"
}
usage() {
  sed -n '3,14s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

prefix=${HOME:-}/.local
from=$(cd "$(dirname "$0")" && pwd -P)
uninstall='' digest='' signers='' minisign_key=''
while [ $# -gt 0 ]; do
  case $1 in
    --uninstall) uninstall=yes ;;
    --prefix | --from | --signers | --minisign-key | --digest)
      [ $# -ge 2 ] || usage
      case $1 in
        --prefix) prefix=$2 ;;
        --from) from=$2 ;;
        --signers) signers=$2 ;;
        --minisign-key) minisign_key=$2 ;;
        --digest) digest=$2 ;;
      esac
      shift
      ;;
    *) usage ;;
  esac
  shift
done
case $prefix in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
home=$prefix/lib/zerostack
manifest=$home/installed-files

# Removes the files that a list on stdin names, and the folders that this leaves empty.
remove() {
  while IFS= read -r path; do
    rm -f "$prefix/$path"
    folder=$(dirname "$path")
    while [ "$folder" != . ] && rmdir "$prefix/$folder" 2>/dev/null; do
      folder=$(dirname "$folder")
    done
  done
}

if [ -n "$uninstall" ]; then
  [ -f "$manifest" ] || die 66 "there is no installation in $prefix"
  remove <"$manifest"
  echo lib/zerostack/installed-files | remove
  rmdir "$prefix" 2>/dev/null || : # it has other things in it
  printf 'removed from %s\n' "$prefix"
  exit 0
fi

# What is installed was verified first, by the script of the release, which is itself in the list.
[ -f "$from/SHA256SUMS" ] || die 66 "there is no release in $from"
sum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-64
}
if [ -n "$digest" ]; then
  [ "$(sum <"$from/SHA256SUMS")" = "$digest" ] || die 77 "SHA256SUMS has another digest"
fi
if [ -n "$signers$minisign_key" ]; then
  set --
  [ -z "$signers" ] || set -- "$@" --signers "$signers"
  [ -z "$minisign_key" ] || set -- "$@" --minisign-key "$minisign_key"
  sh "$from/verify-release" "$@" "$from" >&2 || die 77 "the release is not as it was signed"
elif [ -n "$digest" ]; then
  while read -r wanted name; do
    [ "$(sum <"$from/$name")" = "$wanted" ] || die 77 "$name has another digest"
  done <"$from/SHA256SUMS"
else
  die 2 "no key was given: nothing is installed unchecked"
fi

# Each file goes beside its place and is renamed, so that a program that runs is never half new.
put() { # mode, from, to
  {
    mkdir -p "$prefix/$(dirname "$3")" && cp "$2" "$prefix/$3.new" && chmod "$1" "$prefix/$3.new" &&
      mv -f "$prefix/$3.new" "$prefix/$3"
  } || die 74 "cannot write $prefix/$3"
  printf '%s\n' "$3" >>"$manifest.new"
}
{ mkdir -p "$home" "$prefix/bin" && : >"$manifest.new"; } 2>/dev/null || die 74 "cannot write to $prefix"
for file in "$from"/*.js "$from/zerostack.data.wasm" "$from/LICENSE" "$from/bill.cdx.json"; do
  put 644 "$file" "lib/zerostack/$(basename "$file")"
done
put 755 "$from/zerostack" lib/zerostack/bin/zerostack
put 644 "$from/completions/zerostack.bash" share/bash-completion/completions/zerostack
put 644 "$from/completions/_zerostack" share/zsh/site-functions/_zerostack
put 644 "$from/completions/zerostack.fish" share/fish/vendor_completions.d/zerostack.fish
for page in "$from"/man/*.1; do
  put 644 "$page" "share/man/man1/$(basename "$page")"
done
ln -sfn ../lib/zerostack/bin/zerostack "$prefix/bin/zerostack"
printf 'bin/zerostack\n' >>"$manifest.new"
# What an older version had and this one has not.
[ ! -f "$manifest" ] || grep -Fxv -f "$manifest.new" "$manifest" | remove
mv -f "$manifest.new" "$manifest"

if version=$("$prefix/bin/zerostack" --version 2>/dev/null); then
  printf 'installed %s in %s\n' "$version" "$prefix"
else
  printf 'installed in %s; it needs Deno 2.9.6, as "deno" in PATH, named by DENO, or through npx\n' "$prefix"
fi
case :$PATH: in
  *":$prefix/bin:"*) ;;
  *) printf 'put %s/bin into PATH\n' "$prefix" ;;
esac

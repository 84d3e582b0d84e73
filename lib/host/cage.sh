#!/bin/sh
# The cage: runs one command on a throwaway view of a repository with a patch applied.
#
# One script; each step is a process that enters the next one:
#
#   enter    outside: makes the namespaces, dies with its parent
#   watch_memory  outside, beside it: ends the cage when all in it has too much memory
#   build    process 1 of the cage: lays out a new root, leaves the old one, waits for the command
#   lower    gives up what `build` needed: capabilities, user, further namespaces, limits
#   become   applies the patch of stdin in the view, and becomes the command
#   bare     without a cage: a copy in a temporary folder, then `become`
#
# stdin is the patch, stdout is what the command writes, stderr is for the caller alone: lines
# `cage: WHY` (no cage), `view: WHY` (no view), `apply: WHY`, `missing: NAME`, `start` (the command
# runs from here on; the status is its own). "$@" is the command, and what it needs to know:
#
#   CAGE_SCRIPT     this text                CAGE_NET        "yes" leaves the network in
#   CAGE_ROOT       the repository           CAGE_DISK       size of all that is written
#   CAGE_DIRECTORY  where the command runs   CAGE_MEMORY_KIB data of one process
#   CAGE_SEE        further paths, by line   CAGE_PROCESSES  number of processes
#   CAGE_HOME       the home folder          CAGE_CPU        seconds of one process
#   CAGE_PATH       the command's PATH       CAGE_ID         an unused user id, for root
#   CAGE_COMMAND    its first word           CAGE_BYTES      length of the patch
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
step=$1
shift

say() { printf '%s\n' "$1" >&2; }
die() { # what is not possible, why
  say "$1: $2"
  exit 77
}
# Runs a command whose failure means that there is no cage.
need() { why=$("$@" 2>&1) || die cage "$why"; }

# Who this process is, without starting another one: bit 21 of the capabilities is CAP_SYS_ADMIN.
read_status() {
  while read -r name value _; do
    case $name in
      Uid:) CAGE_USER=$value ;;
      Gid:) CAGE_GROUP=$value ;;
      CapEff:) CAGE_ADMIN=$(((0x$value >> 21) & 1)) ;;
    esac
  done </proc/self/status
  [ "$CAGE_USER" = 0 ] || CAGE_ADMIN=0
  export CAGE_USER CAGE_GROUP CAGE_ADMIN
}

# What the caller had open must not reach the command: descriptors 3 and up are closed.
close_inherited() {
  for descriptor in /proc/self/fd/*; do
    number=${descriptor##*/}
    case $number in
      [012]) ;;
      [3-9]) eval "exec $number>&-" ;;
      *) # not every shell can close these
        exec bash -c 'for path in /proc/self/fd/*; do number=${path##*/}
          [ "$number" -le 2 ] || eval "exec $number>&-"; done; exec "$@"' \
          close sh -c 'eval "$CAGE_SCRIPT"' cage "$step" "$@"
        ;;
    esac
  done
}

enter() {
  close_inherited "$@"
  for tool in setpriv unshare setsid mount umount pivot_root git; do
    command -v "$tool" >/dev/null || die cage "$tool is not installed"
  done
  read_status
  spaces="--mount --pid --ipc --uts --cgroup --fork --kill-child"
  [ "$CAGE_NET" = yes ] || spaces="$spaces --net"
  [ "$CAGE_ADMIN" = 1 ] || spaces="--user --map-root-user $spaces"
  sh -c 'eval "$CAGE_SCRIPT"' cage watch_memory $$ </dev/null >/dev/null 2>&1 &
  # shellcheck disable=SC2086 # a list of words
  exec setpriv --pdeathsig=KILL -- unshare $spaces -- \
    setsid sh -c 'eval "$CAGE_SCRIPT"' cage build "$@"
}

# Ends the cage when all that is in it has more memory than one process may. There is a limit for each
# process; this one is for many of them. It looks from outside, where nothing in the cage can stop it.
# Of the children of what `enter` becomes it is the first, and process 1 of the cage the last one.
watch_memory() {
  while sleep 0.5 && read -r name <"/proc/$1/comm"; do
    children=
    [ "$name" != unshare ] || read -r children <"/proc/$1/task/$1/children" # its line has no end
    processes=/proc/${children##* }/root/proc
    # Who looks into the processes of the cage is none of them.
    [ -d "$processes/1" ] && [ ! -e "$processes/self" ] && uses_too_much && kill -XCPU "$1"
  done
}

# What processes share since a fork is counted once, which costs so much that it is done only where a
# quick look says that it may be too much; while they fork a sum is easily too large, so it is done twice.
uses_too_much() {
  page=${page:-$(getconf PAGESIZE)}
  total=0
  for file in "$processes"/[0-9]*/statm; do
    { read -r _ resident shared _ <"$file"; } && total=$((total + resident - shared))
  done
  [ $((total * (page / 1024))) -gt "$CAGE_MEMORY_KIB" ] && is_sum_too_large && is_sum_too_large
}

is_sum_too_large() {
  total=0
  for file in "$processes"/[0-9]*/smaps_rollup; do
    while read -r name kib _; do
      case $name in Pss_Anon:) total=$((total + kib)) ;; esac
    done <"$file"
  done
  [ "$total" -gt "$CAGE_MEMORY_KIB" ]
}

build() {
  echo 1000 >/proc/self/oom_score_adj
  for base in /sys/kernel /mnt /media /srv; do # somewhere that nothing is needed from
    case $CAGE_ROOT/ in "$base"/*) continue ;; esac
    [ ! -d "$base" ] || break
  done
  need mount -t tmpfs -o "size=$CAGE_DISK,nr_inodes=2m,mode=755,nosuid,nodev" cage "$base"
  new=$base/new
  # shellcheck disable=SC2046 # the words are numbers
  set_owner $(stat -c '%u %g' "$CAGE_ROOT") || die view "there is no $CAGE_ROOT"
  list_system
  # shellcheck disable=SC2086 # lists of words
  mkdir -p "$base/void" "$base/proc" "$new/proc" "$new/run" "$new/dev/pts" "$new/dev/shm" \
    "$new/tmp" "$new/var/tmp" "$new$CAGE_HOME" $folders &&
    chmod 1777 "$new/tmp" "$new/var/tmp" "$new/dev/shm" &&
    cp -P $links "$new/" && cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr "$new/dev/" &&
    ln -s pts/ptmx "$new/dev/ptmx" || die cage "the new root cannot be laid out"
  mount_system
  hide_home

  overlay_options=index=off
  [ "$CAGE_ADMIN" = 1 ] || overlay_options=$overlay_options,userxattr
  while read -r path; do
    [ -z "$path" ] || show "$path"
  done <<END
$CAGE_SEE
END
  show "$CAGE_ROOT"
  choose_user
  [ "$CAGE_NET" = yes ] || ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null
  start_lower "$@"
}

set_owner() {
  owner=$1
  group=$2
}

# The folders of the system, as a table for mount(8): one process mounts them all.
list_system() {
  table="$new $new none bind"
  folders= links=
  for name in usr bin sbin lib lib32 lib64 libx32 etc opt nix gnu sys/devices/system/cpu; do
    if [ -L "/$name" ]; then links="$links /$name"; elif [ -d "/$name" ]; then
      folders="$folders $new/$name"
      table="$table
/$name $new/$name none rbind,ro,nosuid,nodev"
    fi
  done
  [ "$CAGE_ADMIN" = 0 ] || cover_secrets
  # A device is written to through a read-only mount as well, but not its mode and owner.
  for name in null zero full random urandom; do
    table="$table
/dev/$name $new/dev/$name none bind,ro,nosuid"
  done
  table="$table
devpts $new/dev/pts devpts newinstance,ptmxmode=0666,mode=620,nosuid,noexec
proc $base/proc proc nosuid,nodev,noexec
proc $new/proc proc ro,nosuid,nodev,noexec"
}

# Root reads everything, so what only root may read in /etc is covered.
cover_secrets() {
  covers=$(find /etc -xdev ! -perm -004 \( -type f -o -type d -prune \) 2>/dev/null)
  while read -r path; do
    case $path in
      '') continue ;;
      *[[:space:]\\\#]*) die cage "a path cannot be covered: $path" ;;
    esac
    cover=/dev/null
    [ ! -d "$path" ] || cover=$base/void
    table="$table
$cover $new$path none bind,ro"
  done <<END
$covers
END
}

# Mounts the table. Of a tree of mounts, mount(8) makes only the top read-only, and that not where it
# would lose a flag that must stay: what is still writable is made read-only one by one.
mount_system() {
  : >"$new/dev/null" >"$new/dev/zero" >"$new/dev/full" >"$new/dev/random" >"$new/dev/urandom"
  printf '%s\n' "$table" >"$base/table"
  trouble=$(mount -a -T "$base/table" 2>&1)
  places=' '
  while read -r _ _ _ _ place flags _; do
    case $place in "$new" | "$base/proc" | "$new"/*) ;; *) continue ;; esac
    places="$places$place "
    case $place:$flags in "$new:"* | "$base/proc:"* | "$new/dev/pts:"* | *:ro*) continue ;; esac
    case $place in *\\*) die cage "a mount has blanks in its name: $place" ;; esac
    case ,$flags, in *,noexec,*) extra=,noexec ;; *) extra= ;; esac
    need mount -o "remount,bind,ro,nosuid,nodev$extra" "$place"
  done </proc/self/mountinfo
  while read -r _ place _; do
    case $places in *" $place "*) ;; *) die cage "$trouble" ;; esac
  done <"$base/table"
}

# A home inside a folder of the system is covered; one elsewhere was never shown.
hide_home() {
  case $CAGE_HOME in
    /usr/bin | /usr/sbin) ;; # the home of some system users; there are programs in it
    /usr/* | /etc/* | /opt/* | /nix/* | /gnu/*)
      [ ! -d "$CAGE_HOME" ] || need mount -t tmpfs -o nosuid,nodev,size=50%,mode=755 cage "$new$CAGE_HOME"
      ;;
  esac
}

has_mounts_below() {
  while read -r _ _ _ _ place _; do
    case $place in "$1"/*) return 0 ;; esac
  done </proc/self/mountinfo
  return 1
}

# Whether the layers of an overlay can be in memory: without privilege since Linux 6.6.
has_overlay() {
  [ "$CAGE_ADMIN" = 0 ] || return 0
  read -r release </proc/sys/kernel/osrelease
  minor=${release#*.}
  [ "${release%%.*}" -gt 6 ] || { [ "${release%%.*}" = 6 ] && [ "${minor%%[!0-9]*}" -ge 6 ]; }
}

layers=0
# A path that the command may write to, without a trace: an overlay, else a copy.
show() {
  if [ ! -d "$1" ]; then
    mkdir -p "$new${1%/*}" && : >"$new$1" && mount --bind "$1" "$new$1" 2>/dev/null ||
      die view "$1 cannot be shown"
    need mount -o remount,bind,ro,nosuid,nodev "$new$1"
    return
  fi
  layers=$((layers + 1))
  layer=$base/layers/$layers
  mkdir -p "$layer/lower" "$layer/work" "$new$1" && mkdir -m "$(stat -c %a "$1")" "$layer/upper" ||
    die view "$1 cannot be shown"
  # An overlay does not show what is mounted below its lower folder, a copy does.
  if has_overlay && ! has_mounts_below "$1" && mount --bind "$1" "$layer/lower" 2>/dev/null &&
    mount -t overlay cage "$new$1" 2>/dev/null -o \
      "$overlay_options,lowerdir=$layer/lower,upperdir=$layer/upper,workdir=$layer/work"; then
    [ "$CAGE_ADMIN" = 0 ] || chown --reference="$1" "$layer/upper"
    return
  fi
  why=$(cp -a "$1/." "$new$1/" 2>&1) || die view "$why"
}

# Who the command is (`inside outside count` in the maps), and what it may still do.
choose_user() {
  user_map="$CAGE_USER 0 1" group_map="$CAGE_GROUP 0 1"
  user=$CAGE_USER user_group=$CAGE_GROUP groups=--keep-groups caps=
  [ "$CAGE_ADMIN" = 1 ] || return 0
  groups=--clear-groups
  if [ "$owner" = 0 ]; then
    # Root's repository: an unused user, who may write to the files of root that the cage shows.
    user=65534 user_group=65534 caps=,+dac_override,+fowner
    user_map="0 0 1
65534 $CAGE_ID 1" group_map="0 0 1
65534 $CAGE_ID 1"
    chown "$CAGE_ID:$CAGE_ID" "$new$CAGE_HOME"
  else
    user=$owner user_group=$group user_map="$owner $owner 1" group_map="$group $group 1"
    chown "$owner:$group" "$new$CAGE_HOME"
  fi
}

# Starts the next step in a user namespace whose maps only this process may write, moves both to the
# new root, and lets it go on. The two talk over pipes that lose their names with the old root.
start_lower() {
  mkfifo -m 600 "$base/up" "$base/go" || die cage "no pipes"
  exec 3<&0 5<>"$base/up" 6<>"$base/go" </dev/null
  CAGE_AS="--reuid=$user --regid=$user_group $groups --inh-caps=-all$caps --ambient-caps=-all$caps"
  CAGE_AS="$CAGE_AS --bounding-set=-all$caps"
  # Without this, access(2) answers as if the capabilities were not there.
  [ -z "$caps" ] || CAGE_AS="$CAGE_AS --securebits=+no_setuid_fixup"
  CAGE_PROC=$base/proc
  export CAGE_AS CAGE_PROC
  (
    unshare --user --keep-caps -- sh -c 'eval "$CAGE_SCRIPT"' cage lower "$@" <&3 3<&-
    status=$?
    echo end >&5
    exit "$status"
  ) &
  exec 3<&- >/dev/null
  read -r child <&5
  { printf '%s\n' "$user_map" >"$CAGE_PROC/$child/uid_map" &&
    printf '%s\n' "$group_map" >"$CAGE_PROC/$child/gid_map"; } 2>/dev/null ||
    die cage "the user of the command cannot be mapped"

  cd "$new" || die cage "the new root is gone"
  need pivot_root . .
  need umount -l .
  cd / || die cage "the new root is gone"
  echo >&6
  exec 5>&- 6>&-
  wait $!
  exit $?
}

lower() {
  echo 0 >"$CAGE_PROC/sys/user/max_user_namespaces" ||
    die cage "further namespaces cannot be forbidden"
  echo $$ >&5
  read -r _ <&6
  exec 5>&- 6>&-
  cd /
  ulimit -c 0
  # A limit that is lower already stays; shells differ in the letter for processes.
  ulimit -d "$CAGE_MEMORY_KIB" 2>/dev/null
  ulimit -u "$CAGE_PROCESSES" 2>/dev/null || ulimit -p "$CAGE_PROCESSES" 2>/dev/null
  ulimit -t "$CAGE_CPU" 2>/dev/null
  # shellcheck disable=SC2086 # a list of words
  exec setpriv $CAGE_AS --no-new-privs -- sh -c 'eval "$CAGE_SCRIPT"' cage become "$@"
}

# Whether the command is there: a check that cannot start says nothing about the patch.
has_program() {
  case $CAGE_COMMAND in */*) [ -f "$CAGE_COMMAND" ] && [ -x "$CAGE_COMMAND" ] && return ;; esac
  IFS=:
  for folder in $CAGE_PATH; do
    [ -f "$folder/$CAGE_COMMAND" ] && [ -x "$folder/$CAGE_COMMAND" ] && return
  done
  return 1
}

# The patch is applied in here, by the git that the user will apply it with: what is checked is what
# will be, and a program that the repository's configuration names can reach no more than the command.
become() {
  cd "$CAGE_ROOT" || die view "the repository is not there"
  if [ "$CAGE_BYTES" != 0 ]; then
    why=$(GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
      GIT_CEILING_DIRECTORIES=${CAGE_ROOT%/*} \
      git -c 'safe.directory=*' apply --whitespace=nowarn - 2>&1) || die apply "$why"
  fi
  cd "$CAGE_DIRECTORY" || die view "the folder is not there"
  has_program || die missing "$CAGE_COMMAND"
  say start
  exec "$@" </dev/null 2>&1
}

# Without a cage. The caller holds stdin open after the patch: its end means that the caller is gone,
# or wants an end. In a session of its own, as the Ctrl-C that ends the caller must not end the cleaning.
bare() {
  close_inherited "$@"
  in_session sh -c 'eval "$CAGE_SCRIPT"' cage bare_session "$@"
}

bare_session() {
  folder=$(mktemp -d "${TMPDIR:-/tmp}/zerostack-check.XXXXXX") || die view "no temporary folder"
  trap 'rm -rf "$folder"' EXIT
  trap : PIPE # the shell speaks of a killed child, and nobody may be there to hear it
  head -c "$CAGE_BYTES" >"$folder/patch"
  exec 3<&0 </dev/null
  ( copy_and_become "$@" <"$folder/patch" 3<&- ) &
  child=$!
  (
    cat <&3
    kill -KILL "-$child"
  ) >/dev/null 2>&1 &
  watcher=$!
  exec 3<&- >/dev/null
  wait "$child"
  status=$?
  kill -KILL "-$child" "$watcher" 2>/dev/null
  exit "$status"
}

copy_and_become() {
  mkdir "$folder/view"
  cp -a --reflink=auto "$CAGE_ROOT/." "$folder/view" 2>/dev/null ||
    why=$(cp -cRp "$CAGE_ROOT/." "$folder/view" 2>&1) || die view "$why"
  CAGE_DIRECTORY=$folder/view${CAGE_DIRECTORY#"$CAGE_ROOT"} CAGE_ROOT=$folder/view
  export CAGE_ROOT CAGE_DIRECTORY
  in_session sh -c 'eval "$CAGE_SCRIPT"' cage become "$@"
}

# A session, and so a process group, of its own: it can be killed as one.
in_session() {
  if command -v setsid >/dev/null; then exec setsid "$@"; fi
  exec perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV' -- "$@"
}

"$step" "$@"

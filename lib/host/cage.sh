#!/bin/sh
# The cage: runs one command on a throwaway view of a repository with a patch applied.
#
# One script; each step is a process that enters the next one:
#
#   enter    outside: makes the namespaces, dies with its parent
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
#   CAGE_DIRECTORY  where the command runs   CAGE_MEMORY     bytes of data of one process
#   CAGE_SEE        further paths, by line   CAGE_PROCESSES  number of processes
#   CAGE_HOME       the home folder          CAGE_CPU        seconds of one process
#   CAGE_PATH       the command's PATH       CAGE_ID         an unused user id, for root
#   CAGE_COMMAND    its first word           CAGE_BYTES      length of the patch, for `bare`
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

# Whether this process may mount without a user namespace of its own: bit 21 is CAP_SYS_ADMIN.
is_admin() {
  [ "$(id -u)" = 0 ] || return 1
  while read -r name value; do
    [ "$name" = CapEff: ] && [ $(((0x$value >> 21) & 1)) = 1 ] && return 0
  done </proc/self/status
  return 1
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
  for tool in setpriv unshare setsid mount umount pivot_root prlimit git; do
    command -v "$tool" >/dev/null || die cage "$tool is not installed"
  done
  spaces="--mount --pid --ipc --uts --cgroup --fork --kill-child"
  [ "$CAGE_NET" = yes ] || spaces="$spaces --net"
  if is_admin; then CAGE_ADMIN=yes; else
    CAGE_ADMIN=no
    spaces="--user --map-root-user $spaces"
  fi
  # Inside, the user is root of the new namespace; who it is outside decides who the command is.
  CAGE_USER=$(id -u) CAGE_GROUP=$(id -g)
  export CAGE_ADMIN CAGE_USER CAGE_GROUP
  # shellcheck disable=SC2086 # a list of words
  exec setpriv --pdeathsig=KILL -- unshare $spaces -- \
    setsid sh -c 'eval "$CAGE_SCRIPT"' cage build "$@"
}

# A folder of the system, read-only with all that is mounted below it.
bind_system() {
  mkdir -p "$new$1"
  need mount --rbind "$1" "$new$1"
}

# Makes what was bound read-only: each mount has flags of its own, and those that it has must stay.
seal_system() {
  while read -r _ _ _ _ place flags _; do
    case $place in "$new"/*) ;; *) continue ;; esac
    case $place in *\\*) die cage "a mount has blanks in its name: $place" ;; esac
    case ",$flags," in *,noexec,*) extra=,noexec ;; *) extra= ;; esac
    need mount -o "remount,bind,ro,nosuid,nodev$extra" "$place"
  done </proc/self/mountinfo
}

# Root reads everything, so what only root may read in /etc is covered.
cover_secrets() {
  find /etc -xdev ! -perm -004 \( -type f -o -type d -prune \) 2>/dev/null | while read -r path; do
    case $path in *[[:space:]\\]*) die cage "a path cannot be covered: $path" ;; esac
    if [ -d "$path" ]; then echo "$base/void $new$path none bind 0 0"; else
      echo "/dev/null $new$path none bind 0 0"
    fi
  done >"$base/covers"
  [ ! -s "$base/covers" ] || need mount -a -T "$base/covers"
}

has_mounts_below() {
  while read -r _ _ _ _ place _; do
    case $place in "$1"/*) return 0 ;; esac
  done </proc/self/mountinfo
  return 1
}

overlay_number=0
# A path that the command may write to, without a trace: an overlay, else a copy.
show() {
  if [ ! -d "$1" ]; then
    mkdir -p "$new${1%/*}" && : >"$new$1" || die view "$1 cannot be shown"
    need mount --bind "$1" "$new$1"
    need mount -o remount,bind,ro,nosuid,nodev "$new$1"
    return
  fi
  overlay_number=$((overlay_number + 1))
  layer=$base/layers/$overlay_number
  mkdir -p "$layer/lower" "$layer/upper" "$layer/work" "$new$1" || die view "no room for $1"
  # An overlay does not show what is mounted below its lower folder, a copy does.
  if ! has_mounts_below "$1" && mount --bind "$1" "$layer/lower" 2>/dev/null &&
    mount -t overlay -o "$overlay_options,lowerdir=$layer/lower,upperdir=$layer/upper,workdir=$layer/work" \
      cage "$new$1" 2>/dev/null; then
    chown "$(stat -c %u:%g "$1")" "$layer/upper" 2>/dev/null
    chmod "$(stat -c %a "$1")" "$layer/upper"
    return
  fi
  why=$(cp -a "$1/." "$new$1/" 2>&1) || die view "$why"
}

build_devices() {
  mkdir -p "$new/dev/pts" "$new/dev/shm"
  chmod 1777 "$new/dev/shm"
  for name in null zero full random urandom; do
    : >"$new/dev/$name"
    need mount --bind "/dev/$name" "$new/dev/$name"
  done
  need mount -t devpts -o newinstance,ptmxmode=0666,mode=620,nosuid,noexec devpts "$new/dev/pts"
  ln -s pts/ptmx "$new/dev/ptmx"
  ln -s /proc/self/fd "$new/dev/fd"
  ln -s /proc/self/fd/0 "$new/dev/stdin"
  ln -s /proc/self/fd/1 "$new/dev/stdout"
  ln -s /proc/self/fd/2 "$new/dev/stderr"
}

# Who the command is: `inside outside` of each line of the maps, and what it may still do.
choose_user() {
  owner=$(stat -c %u "$CAGE_ROOT") group=$(stat -c %g "$CAGE_ROOT")
  user_map="$CAGE_USER 0 1" group_map="$CAGE_GROUP 0 1"
  user=$CAGE_USER user_group=$CAGE_GROUP groups=--keep-groups caps=
  [ "$CAGE_ADMIN" = yes ] || return 0
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

build() {
  echo 1000 >/proc/self/oom_score_adj
  base=
  for folder in /sys/kernel /mnt /media /srv; do
    [ -z "$base" ] && [ -d "$folder" ] && base=$folder
  done
  need mount -t tmpfs -o "size=$CAGE_DISK,nr_inodes=2m,mode=755,nosuid,nodev" cage "$base"
  new=$base/new
  mkdir -p "$new/proc" "$new/tmp" "$new/run" "$new/var/tmp" "$new$CAGE_HOME" "$base/void" "$new/.old"
  chmod 1777 "$new/tmp" "$new/var/tmp"
  need mount --bind "$new" "$new"

  links=
  for name in usr bin sbin lib lib32 lib64 libx32 etc opt nix gnu; do
    if [ -L "/$name" ]; then links="$links /$name"; elif [ -d "/$name" ]; then bind_system "/$name"; fi
  done
  [ ! -d /sys/devices/system/cpu ] || bind_system /sys/devices/system/cpu
  # shellcheck disable=SC2086 # a list of words
  [ -z "$links" ] || cp -P $links "$new/"
  seal_system
  [ "$CAGE_ADMIN" = no ] || cover_secrets
  build_devices
  need mount -t proc -o nosuid,nodev,noexec proc "$new/proc"

  overlay_options=index=off
  [ "$CAGE_ADMIN" = yes ] || overlay_options=$overlay_options,userxattr
  while read -r path; do
    [ -z "$path" ] || show "$path"
  done <<END
$CAGE_SEE
END
  show "$CAGE_ROOT"
  choose_user
  [ "$CAGE_NET" = yes ] || ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null

  cd "$new" || die cage "the new root is gone"
  need pivot_root . .old
  cd /
  need umount -l /.old
  rmdir /.old
  lower_child "$@"
}

# Starts the next step in a user namespace whose maps only this process may write; the two talk over
# pipes that have no name, so that neither can hang on a name that the other never opens.
lower_child() {
  mkfifo -m 600 /.up /.go
  exec 3<&0 5<>/.up 6<>/.go </dev/null
  rm /.up /.go
  CAGE_AS="--reuid=$user --regid=$user_group $groups --inh-caps=-all$caps --ambient-caps=-all$caps"
  CAGE_AS="$CAGE_AS --bounding-set=-all$caps"
  # Without this, access(2) answers as if the capabilities were not there.
  [ -z "$caps" ] || CAGE_AS="$CAGE_AS --securebits=+no_setuid_fixup"
  export CAGE_AS
  (
    unshare --user --keep-caps -- sh -c 'eval "$CAGE_SCRIPT"' cage lower "$@" <&3 3<&-
    status=$?
    echo 0 >&5
    exit "$status"
  ) &
  exec 3<&- >/dev/null
  read -r child <&5
  { printf '%s\n' "$user_map" >"/proc/$child/uid_map" &&
    printf '%s\n' "$group_map" >"/proc/$child/gid_map"; } 2>/dev/null ||
    die cage "the user of the command cannot be mapped"
  echo >&6
  read -r child <&5
  need mount -o remount,ro,nosuid,nodev,noexec /proc
  [ "$child" = 0 ] || echo >&6
  exec 5>&- 6>&-
  wait $!
  exit $?
}

lower() {
  echo $$ >&5
  read -r _ <&6
  echo 0 >/proc/sys/user/max_user_namespaces || die cage "further namespaces cannot be forbidden"
  echo $$ >&5
  read -r _ <&6
  exec 5>&- 6>&-
  # shellcheck disable=SC2086 # a list of words
  exec setpriv $CAGE_AS --no-new-privs -- \
    prlimit --core=0 --nproc="$CAGE_PROCESSES" --data="$CAGE_MEMORY" --cpu="$CAGE_CPU" -- \
    sh -c 'eval "$CAGE_SCRIPT"' cage become "$@"
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
  why=$(GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CEILING_DIRECTORIES=${CAGE_ROOT%/*} \
    git -c 'safe.directory=*' apply --whitespace=nowarn - 2>&1) || die apply "$why"
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

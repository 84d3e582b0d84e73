#!/bin/sh
# Four containers in a pipe: the patch comes out on stdout, your tree is not touched.
#
# usage: docker.sh PROMPT [CHECK-IMAGE CHECK-COMMAND...] > change.patch
#
#   ZEROSTACK_ENDPOINT  where the model is served, as built into the image with --host
#   ZEROSTACK_NETWORK   the network of Docker on which it can be reached (default: host)
#   ZEROSTACK_VERSION   the version of the images (default: 0.1.0)
set -eu

[ $# -ge 1 ] || {
  sed -n 4p "$0" >&2
  exit 2
}
prompt=$1
shift
version=${ZEROSTACK_VERSION:-0.1.0}
endpoint=${ZEROSTACK_ENDPOINT:-http://127.0.0.1:11434/v1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A container that can do nothing: no network, nothing to write to, no capability.
closed() {
  docker run --rm --interactive --network=none --read-only --cap-drop=ALL \
    --security-opt=no-new-privileges --user=65532:65532 --pids-limit=64 --memory=512m "$@"
}
# The one that has a network has no repository.
sending() {
  docker run --rm --interactive --network="${ZEROSTACK_NETWORK:-host}" --read-only --cap-drop=ALL \
    --security-opt=no-new-privileges --user=65532:65532 --pids-limit=64 --memory=512m \
    --env ZEROSTACK_ENDPOINT="$endpoint" "$@"
}

closed --volume "$PWD:/repo:ro" "zerostack:$version-context" "$prompt" >"$work/request"
sending "zerostack:$version-model" <"$work/request" >"$work/answer"
closed --volume "$PWD:/repo:ro" "zerostack:$version-patch" <"$work/answer" >"$work/patch"

if [ $# -ge 2 ]; then # the check runs code that a model wrote: in a copy, without a network
  image=$1
  shift
  git archive HEAD | tar -x -C "$work" --one-top-level=tree
  (cd "$work/tree" && git apply "$work/patch")
  chmod -R a+rwX "$work/tree"
  docker run --rm --network=none --cap-drop=ALL --security-opt=no-new-privileges \
    --user=65532:65532 --volume "$work/tree:/repo" --workdir /repo "$image" "$@" >&2
fi
cat "$work/patch"

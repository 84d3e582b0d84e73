/**
 * Attacks of a command on the machine that it runs on. Each must succeed outside of the cage, which
 * proves that it is an attack, and fail inside.
 *
 * A script prints ESCAPED when it has reached what it wanted; where only the outside can tell, it
 * leaves a trace that the test looks for. It finds: OUT, a folder outside; HOME_FOLDER, a home with a
 * key; VICTIM, a process of the same user with a key in its environment, PORT and NAME, where that
 * listens; REPO, the repository.
 *
 * @module
 */

/** An attack. */
export interface Escape {
  /** What it tries, in one word. */
  readonly name: string;
  /** A script for sh; runs in the repository. */
  readonly script: string;
  /** Who could do it outside: anybody, only root, only an ordinary user. */
  readonly who: "anybody" | "root" | "user";
  /** A file that exists or grows outside, or `process`, when it succeeded; absent when it says so. */
  readonly trace?: string;
}

const say = (condition: string) => `if ${condition}; then echo ESCAPED; fi`;
const perl = (code: string) => `perl -MSocket -MIO::Socket::INET -MIO::Socket::UNIX -e '${code}'`;
const anybody = (name: string, script: string, trace?: string): Escape => ({
  name,
  script,
  who: "anybody",
  trace,
});
const root = (name: string, script: string): Escape => ({ name, script, who: "root" });

/** Reaching other programs. */
const CONNECTIONS: readonly Escape[] = [
  anybody(
    "tcp",
    say(perl('exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ENV{PORT})')),
  ),
  anybody("socket", say(perl('exit !IO::Socket::UNIX->new(Peer => "$ENV{OUT}/socket")'))),
  anybody("abstract-socket", say(perl('exit !IO::Socket::UNIX->new(Peer => "\\0$ENV{NAME}")'))),
  anybody("system-memory", say(perl("exit !defined shmget($ENV{VICTIM}, 16, 0)"))),
  anybody("shared-memory", say('grep -q s3cret "/dev/shm/$NAME"')),
  root("run-socket", say(perl('exit !IO::Socket::UNIX->new(Peer => "/run/$ENV{NAME}")'))),
];

/** Reading what is secret. */
const SECRETS: readonly Escape[] = [
  anybody("home", say('grep -q s3cret "$HOME_FOLDER/.ssh/key"')),
  anybody("temporary-file", say('grep -q s3cret "$OUT/secret"')),
  anybody("var-file", say('grep -q s3cret "/var/tmp/$NAME"')),
  anybody("environment", say('[ -n "$SECRET_KEY" ]')),
  anybody("environment-of-others", say("grep -qs s3cret /proc/[0-9]*/environ")),
  anybody("descriptor", say("grep -q s3cret <&9")),
  anybody("high-descriptor", say("bash -c 'grep -q s3cret <&12'")),
  anybody(
    "descriptor-of-others",
    `for file in /proc/[0-9]*/fd/*; do
    if [ -f "$file" ] && grep -qs s3cre[t] "$file"; then echo ESCAPED; fi; done`,
  ),
  anybody("root-of-others", say('grep -qs s3cret /proc/[0-9]*/root"$OUT"/secret')),
  anybody("folder-of-others", say("grep -qs s3cret /proc/[0-9]*/cwd/secret")),
  anybody("memory-of-others", say('exec 3<"/proc/$VICTIM/mem"')),
  anybody("stdin", say("grep -q .")),
  anybody("terminal", say("[ -c /dev/tty ] && echo >/dev/tty")),
  root(
    "typing",
    perl('open(T, "+</dev/tty"); print "ESCAPED\\n" if ioctl(T, 0x5412, my $c = " ")'),
  ),
  root("shadow", say("grep -q root: /etc/shadow")),
  root("kernel-log", say("dmesg | grep -q .")),
];

/** Reaching other processes, and outliving one's own. */
const PROCESSES: readonly Escape[] = [
  anybody("see-others", say('grep -qs "$NAME-victi[m]" /proc/[0-9]*/cmdline')),
  anybody("signal-others", say('kill -0 "$VICTIM"')),
  root("trace-others", say(perl("exit syscall(101, 0x4206, 0 + $ENV{VICTIM}, 0, 0) != 0"))),
  root("enter-others", say('nsenter --target "$VICTIM" --mount true')),
  anybody(
    "survivor",
    `setsid perl -e '$0 = "$ENV{NAME}-survivor"; $SIG{HUP} = "IGNORE"; sleep 20' >/dev/null 2>&1 &`,
    "process",
  ),
  anybody(
    "daemon",
    perl(`exit if fork; setpgrp; exit if fork; close STDOUT; close STDERR;
      $0 = "$ENV{NAME}-daemon"; $SIG{$_} = "IGNORE" for qw(HUP INT TERM); sleep 300`),
    "process",
  ),
];

/** Using up the machine. */
const RESOURCES: readonly Escape[] = [
  anybody(
    "processes",
    perl(`my @children; for (1 .. 300) { my $child = fork; last unless defined $child;
      if (!$child) { sleep 9; exit } push @children, $child }
      print "ESCAPED\\n" if @children == 300; kill 9, @children`),
  ),
  anybody("memory", perl('my $text = "a" x (300 << 20); print "ESCAPED\\n"')),
  anybody("disk", `${say("head -c 80000000 /dev/zero >big")}; rm -f big`),
  anybody("processor", perl("1 while (times)[0] < 1.2; print qq(ESCAPED\\n)")),
];

/** Gaining rights. */
const RIGHTS: readonly Escape[] = [
  anybody("user-namespace", say("unshare --map-root-user true")),
  anybody("mount-namespace", say("unshare --map-root-user --mount mount -t tmpfs x /tmp")),
  { name: "set-user-id", script: say('[ "$(./set-user-id -u)" = 0 ]'), who: "user" },
  root("mount", say("unshare --mount mount -t tmpfs x /mnt")),
  root(
    "remount",
    say(`mount -o remount,bind,rw /usr || unshare --mount sh -c \\
    'mount --bind /usr /usr && mount -o remount,bind,rw /usr'`),
  ),
  root("change-root", say("chroot / true")),
  root("device", say("mknod device c 1 5 && head -c 1 device >/dev/null")),
  root("device-mode", say("chmod 666 /dev/null")),
  root("priority", say("renice -n -1 -p $$")),
  root("host-name", say('hostname "$(hostname)"')),
  root(
    "kernel-setting",
    say("cat /proc/sys/kernel/domainname | tee /proc/sys/kernel/domainname >/dev/null"),
  ),
];

/** Writing outside of the view. */
const WRITES: readonly Escape[] = [
  root("write-etc", say('echo >"/etc/$NAME" && rm "/etc/$NAME"')),
  root("write-usr", say('echo >"/usr/$NAME" && rm "/usr/$NAME"')),
  anybody("write-tree", 'echo x >"$REPO/written"', "REPO/written"),
  anybody("write-hook", 'echo x >"$REPO/.git/hooks/pre-commit"', "REPO/.git/hooks/pre-commit"),
  anybody("write-temporary", 'mkdir -p "$OUT"; echo x >"$OUT/written"', "OUT/written"),
  anybody("write-home", 'echo x >"$HOME_FOLDER/.profile"', "HOME/.profile"),
  anybody("write-link", "mkdir -p out; echo x >out/by-link", "OUT/by-link"),
  anybody("write-hard-link", "echo longer >>hard-link", "OUT/grows"),
  anybody("git-filter", 'mkdir -p "$OUT"; git apply --check "$REPO/change.diff"', "OUT/filtered"),
];

/** All attacks. */
export const ESCAPES: readonly Escape[] = [
  ...CONNECTIONS,
  ...SECRETS,
  ...PROCESSES,
  ...RESOURCES,
  ...RIGHTS,
  ...WRITES,
];

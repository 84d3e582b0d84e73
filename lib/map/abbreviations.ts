/** What programmers write short: prompts say one form of a word, names in code have another. */

import { stem } from "./words.ts";

/** A word and its short forms a line; a short form may be in several. */
const TABLE = `
address addr
administrator admin
allocate allocator alloc
application app
argument arg
asynchronous async
attribute attr
authenticate authentication authorize authorization auth
automatic automatically auto
average avg
boolean bool
buffer buf
calculate calc
callback cb
certificate cert
character char
column col
command cmd
compare comparison cmp
configure configuration config cfg conf
connection conn
constant const
context ctx
convert conv
coordinate coord
count cnt
current curr cur
database db
declaration decl
delete del
dependency dep
descriptor desc fd
description desc
destination dest dst
directory dir
document documentation doc
element elem
environment env
error err
event evt
exception exc
execute execution exec
expression expr
extension ext
format fmt
frequency freq
function func fn
generator gen
header hdr
implementation impl
index idx
information info
initial initialize initialise initialization init
integer int
iterator iter
language lang
length len
library lib
maximum max
memory mem
message msg
minimum min
module mod
modulo mod
number num
object obj
operation operator op
option opt
original orig
package pkg
parameter param
parenthesis parentheses paren
password passwd
pointer ptr
position pos
previous prev
process proc
property prop
receive receiver recv rx
reference ref
register reg
regular regexp regex
repository repo
request req
response resp res
separator sep
sequence seq
server srv
service svc
session sess
signal sig
source src
specification spec
statement stmt
string str
synchronize synchronization synchronous sync
table tbl
template tmpl tpl
temporary temp tmp
text txt
thread thr
transaction tx
transmit tx
utility util
value val
variable var
version ver
`;

const LINES = TABLE.trim().split("\n");

/**
 * The stems that a word may be written with: its own first, then short and long forms of it.
 *
 * @param word The word, in lower case.
 */
export function stemForms(word: string): readonly string[] {
  const own = stem(word);
  const forms = new Set([own]);
  for (const line of LINES) {
    if (!line.includes(own)) continue; // a stem is the beginning of its word
    const stems = line.split(" ").map(stem);
    if (stems.includes(own)) { for (const form of stems) forms.add(form); }
  }
  return [...forms];
}

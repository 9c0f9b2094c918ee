"""Ways in which a curated file goes bad: in transfer, in a spreadsheet, in a merge, on a disk."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

# What a corruption may do with the file's bytes; `other` are the bytes of another curated file.
Change = Callable[[bytes, bytes, random.Random], bytes]
BYTES: dict[str, Change] = {}
PLACES: dict[str, Callable[[Path], None]] = {}
MARKS = [
    b'"',
    b",",
    b"\n",
    b"|",
    b"[",
    b"]",
    b"'",
    b";",
    b"\t",
    b" ",
    b"-",
    b"0",
    b"\xc2\xa0",
    b"\xe2\x80\x8b",
    b"\x1b",
]


def kind(name: str) -> Callable[[Change], Change]:
    """Register a corruption of bytes under the words by which reports name it."""

    def register(change: Change) -> Change:
        BYTES[name] = change
        return change

    return register


def _spot(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data))


def _swap(data: bytes, at: int, count: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + count :]


def _lines(data: bytes, change: Callable[[list[bytes]], object]) -> bytes:
    lines = data.split(b"\n")[:-1]
    change(lines)
    return b"\n".join(lines) + b"\n"


def _header(data: bytes, change: Callable[[list[bytes]], object]) -> bytes:
    header, _, rest = data.partition(b"\n")
    names = header.split(b",")
    change(names)
    return b",".join(names) + b"\n" + rest


def _exchange(items: list[bytes], first: int, second: int) -> None:
    items[first], items[second] = items[second], items[first]


@kind("one bit flipped")
def bit(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at = _spot(data, chance)
    return _swap(data, at, 1, bytes([data[at] ^ (1 << chance.randrange(8))]))


@kind("one byte replaced")
def replaced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _swap(data, _spot(data, chance), 1, chance.randbytes(1))


@kind("bytes replaced in a block")
def block(data: bytes, other: bytes, chance: random.Random) -> bytes:
    size = chance.randrange(2, 512)
    return _swap(data, _spot(data, chance), size, chance.randbytes(size))


@kind("one byte deleted")
def deleted(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _swap(data, _spot(data, chance), 1, b"")


@kind("a stretch deleted")
def stretch(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _swap(data, _spot(data, chance), chance.randrange(2, 4096), b"")


@kind("one byte inserted")
def inserted(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _swap(data, _spot(data, chance), 0, chance.randbytes(1))


@kind("a mark inserted")
def mark(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _swap(data, _spot(data, chance), 0, chance.choice(MARKS))


@kind("one digit changed")
def digit(data: bytes, other: bytes, chance: random.Random) -> bytes:
    spots = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
    return _swap(data, chance.choice(spots), 1, b"%d" % chance.randrange(10)) if spots else data + b"0"


@kind("cut off")
def cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: _spot(data, chance)]


@kind("cut off after a line")
def cut_line(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: data.index(b"\n", _spot(data, chance)) + 1]


@kind("blocks of zeros")
def zeros(data: bytes, other: bytes, chance: random.Random) -> bytes:
    size = chance.choice([1, 16, 512, 4096])
    return _swap(data, _spot(data, chance), size, bytes(size))


@kind("two files joined")
def joined(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data + other


@kind("another file in its place")
def another(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return other


@kind("lines of another file mixed in")
def mixed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    line = chance.choice(other.split(b"\n")[:-1])
    return _lines(data, lambda lines: lines.insert(chance.randint(1, len(lines)), line))


@kind("two lines swapped")
def swapped(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _lines(data, lambda lines: _exchange(lines, chance.randrange(len(lines)), chance.randrange(len(lines))))


@kind("a line doubled")
def doubled(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _lines(data, lambda lines: lines.insert(chance.randint(1, len(lines)), chance.choice(lines[1:])))


@kind("a line lost")
def lost(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _lines(data, lambda lines: lines.pop(chance.randrange(len(lines))))


@kind("two lines run together")
def run_together(data: bytes, other: bytes, chance: random.Random) -> bytes:
    ends = [i for i, byte in enumerate(data) if byte == 10][:-1]
    return _swap(data, chance.choice(ends), 1, b"") if ends else data[:-1]


@kind("merge conflict left in")
def conflict(data: bytes, other: bytes, chance: random.Random) -> bytes:
    def change(lines: list[bytes]) -> None:
        at = chance.randrange(1, len(lines))
        lines[at : at + 1] = [b"<<<<<<< HEAD", lines[at], b"=======", lines[at], b">>>>>>> main"]

    return _lines(data, change)


for code in ("utf-16", "utf-16-le", "utf-32", "gb18030", "shift_jis", "latin-1", "cp1252"):

    @kind(f"saved as {code}")
    def saved(data: bytes, other: bytes, chance: random.Random, code: str = code) -> bytes:
        # a spreadsheet writes a question mark for what the code cannot hold
        return data.decode().encode(code, errors="replace")


for code in ("gb18030", "latin-1", "cp1252", "cp932"):

    @kind(f"read as {code}, saved as UTF-8")
    def misread(data: bytes, other: bytes, chance: random.Random, code: str = code) -> bytes:
        return data.decode(code, errors="replace").encode()


@kind("byte order mark")
def bom(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return b"\xef\xbb\xbf" + data


@kind("carriage returns")
def returns(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\r"]), chance.choice([1, -1]))


@kind("a quote opened")
def quote(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at = data.index(b"\n", _spot(data, chance)) + 1
    return _swap(data, at, 0, b'"')


@kind("quotes taken out")
def unquoted(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.replace(b'"', b"")


@kind("every cell quoted")
def quoted(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _header(data, lambda names: names.__setitem__(slice(None), [b'"' + n + b'"' for n in names]))


@kind("semicolons for commas")
def semicolons(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.replace(b",", chance.choice([b";", b"\t"]))


@kind("a very long cell")
def long(data: bytes, other: bytes, chance: random.Random) -> bytes:
    size = chance.choice([10_000, 131_073, 2_000_000])
    elements = b"|".join(b"x%d" % n for n in range(size // 7))
    return _swap(data, _spot(data, chance), 0, chance.choice([b"x" * size, elements]))


@kind("columns renamed crosswise")
def crosswise(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _header(data, lambda names: _exchange(names, *chance.sample(range(len(names)), 2)))


@kind("header shuffled")
def shuffled(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return _header(data, chance.shuffle)


@kind("header lost")
def headless(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.partition(b"\n")[2]


@kind("odd name in the header")
def odd_name(data: bytes, other: bytes, chance: random.Random) -> bytes:
    name = chance.choice([b"", b'"a\nb"', b"\xe2\x80\xae", b"x" * 5000, b"\x1b[31m", b"../../x", b'"%s"' % b"\n" * 3])
    return _header(data, lambda names: names.__setitem__(chance.randrange(len(names)), name))


@kind("only the header left")
def bare(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data.partition(b"\n")[0] + b"\n"


@kind("empty")
def empty(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return chance.choice([b"", b"\n", b"\n\n\n", b" ", b'""\n'])


@kind("binary file in its place")
def binary(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.choice([b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x1f\x8b", b""])
    return start + chance.randbytes(chance.randrange(1, 50_000))


def place(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Register a corruption of the file's place."""

    def register(change: Callable[[Path], None]) -> Callable[[Path], None]:
        PLACES[name] = change
        return change

    return register


@place("missing")
def missing(path: Path) -> None:
    path.unlink()


@place("a folder in its place")
def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@place("a link to itself in its place")
def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


@place("a link to nothing in its place")
def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.csv")


@place("the folder above missing")
def orphaned(path: Path) -> None:
    shutil.rmtree(path.parent)

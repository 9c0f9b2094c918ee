"""What the tests of the book share: a copy of the book to build, a server for its pages, a browser."""

import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.project import ROOT

CHROMIUM = Path("/usr/bin/chromium")
MODULES = ROOT / "book" / "node_modules"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Without these the browser itself calls other sites.
_QUIET = ("quic", "background-networking", "component-update", "sync")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{name}" for name in _QUIET)]


def lacking(what: str) -> None:
    """Skip the test for want of something, or fail where that is asked for."""
    if os.environ.get("EXPORTCURBS_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what}, and EXPORTCURBS_REQUIRE_BROWSER=1 asks for it")
    pytest.skip(what)


def copied_book(data: Path, root: Path) -> Path:
    """Copy the book with fresh pages of a release, so that neither old pages nor old settings count; return its folder.

    A program of its own writes them: what it takes up of memory, it gives back.
    """
    unwanted = shutil.ignore_patterns("generated", "served", "_build", "node_modules")
    shutil.copytree(ROOT / "book", root / "book", ignore=unwanted)
    for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "requirements.lock"):
        shutil.copy(path, root)
    # what the feed of versions is made from
    for path in (
        *(ROOT / "datasets" / "releases").glob("*.json"),
        ROOT / "datasets" / "exportcurbs" / "published.json",
    ):
        (root / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / path.relative_to(ROOT))
    if MODULES.exists():
        (root / "book" / "node_modules").symlink_to(MODULES)
    command = [sys.executable, "-m", "book.pages", "--root", str(root), "--data", str(data)]
    subprocess.run(command, check=True, cwd=ROOT)
    return root / "book"


def book_again(written: Path, root: Path) -> Path:
    """Copy a book that has its pages, not yet built; return its folder."""
    shutil.copytree(written, root, symlinks=True, dirs_exist_ok=True)
    return root / "book"


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the files beneath a folder and what they hold."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def build_book(book: Path, *options: str) -> Path:
    """Build a book; return the folder of its pages."""
    command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    arguments = [sys.executable, "-c", command, "build", "-q", *options, str(book)]
    done = subprocess.run(arguments, cwd=book.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return book / "_build" / "html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass

    def copyfile(self, *files: Any) -> None:
        with suppress(BrokenPipeError):  # a page that is left breaks off what it loads
            super().copyfile(*files)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


LEFT, SCRIPTS_OFF = "net::ERR_ABORTED", "csp"


def watched(page: Any, site: str, *excused: str) -> list[tuple[Any, ...]]:
    """Return a list in which errors of a page, failed requests and calls to other sites will end up.

    excused: reasons for which a request may fail: LEFT, a page breaks off what it loads when it is left; SCRIPTS_OFF.
    """
    faults: list[tuple[Any, ...]] = []
    local = (site, "data:", "blob:")
    page.on("console", lambda m: faults.append((page.url, m.text)) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append((page.url, str(e))))
    page.on("requestfailed", lambda r: None if r.failure in excused else faults.append((page.url, r.url, r.failure)))
    page.on("response", lambda r: faults.append((page.url, r.status, r.url)) if r.status >= 400 else None)
    page.on("request", lambda r: None if r.url.startswith(local) else faults.append((page.url, "off-site", r.url)))
    return faults


# Every element of a page as it was sent, by its name and those of its attributes; one that runs an address is marked.
_CENSUS = """async (addresses) => {
  const counted = {};
  for (const address of addresses) {
    const sent = await (await fetch(address)).text();
    const found = (counted[address] = {});
    for (const element of new DOMParser().parseFromString(sent, "text/html").querySelectorAll("*")) {
      // shapes and text and nothing else, as another test has it; how many depends on where a long text breaks
      if (element.closest("figure.chart .plot svg")) continue;
      const runs = /^\\s*(javascript|data|vbscript):/i.test(element.getAttribute("href") || "") ? ["runs"] : [];
      const key = [element.tagName, ...[...element.attributes].map((one) => one.name).sort(), ...runs].join(" ");
      found[key] = (found[key] || 0) + 1;
    }
  }
  return counted;
}"""


def census(browser: Any, folder: Path, addresses: Iterable[str]) -> dict[str, Counter[str]]:
    """Return how many elements of each kind the pages of a site have, before any script has run."""
    with served(folder) as site:
        page = browser.new_context().new_page()
        page.goto(f"{site}/search.html", wait_until="load")
        found = page.evaluate(_CENSUS, [f"/{address}" for address in addresses])
        page.context.close()
    return {address.removeprefix("/"): Counter(elements) for address, elements in found.items()}


# Each page in a frame of one page, which takes half the time of going to it; what is left of a search is waited for.
_VISITED = """async ([addresses, selector]) => {
  const found = {};
  for (const address of addresses) {
    const frame = document.createElement("iframe");
    frame.src = address;
    await new Promise((loaded) => { frame.onload = loaded; document.body.append(frame); });
    const inside = frame.contentDocument;
    while (address.includes("search.html?") && !inside.querySelector("#search-results li a")) {
      await new Promise((waited) => { setTimeout(waited, 50); });
    }
    found[address] = [...inside.querySelectorAll(selector)].map((one) => one.outerHTML);
    frame.remove();
  }
  return found;
}"""


@dataclass
class Seen:
    """What a browser met on the pages of a site: what it was asked to load and to show, and elements by page."""

    requests: set[str] = field(default_factory=set)
    dialogs: list[tuple[str, str]] = field(default_factory=list)
    elements: dict[str, list[str]] = field(default_factory=dict)


def visited(browser: Any, folder: Path, addresses: Iterable[str], selector: str) -> Seen:
    """Return what Chromium meets on the pages of a site; `selector` is of the elements to tell of."""
    seen = Seen()
    with served(folder) as site:
        page = browser.new_context(viewport=DESK).new_page()

        def dismiss(dialog: Any) -> None:
            seen.dialogs.append((page.url.removeprefix(site), dialog.message))
            dialog.dismiss()

        page.goto(f"{site}/genindex.html", wait_until="load")
        page.on("dialog", dismiss)
        page.on("request", lambda request: seen.requests.add(request.url.removeprefix(site)))
        found = page.evaluate(_VISITED, [[f"/{address}" for address in addresses], selector])
        page.context.close()
    seen.elements = {address.removeprefix("/"): elements for address, elements in found.items() if elements}
    return seen


def build_pages(book: Path, names: Iterable[str]) -> Path:
    """Build a book of these generated pages and the start page alone; return the folder of its pages."""
    toc = {"format": "jb-book", "root": "index", "chapters": [{"file": f"generated/{name}"} for name in names]}
    (book / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    return build_book(book)


@contextmanager
def visiting(browser: Any, site: str, *excused: str) -> Iterator[Callable[..., Any]]:
    """Give what opens a page; at the end there must have been no error in a console and no call to another site."""
    faults: list[list[tuple[Any, ...]]] = []
    contexts = []

    def visited(address: str, **options: Any) -> Any:
        context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
        contexts.append(context)
        page = context.new_page()
        faults.append(watched(page, site, *excused))
        page.goto(f"{site}/{address}", wait_until="load")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not [fault for found in faults for fault in found]

"""The verification page keeps nothing, sends nothing, works offline, and is usable by everyone."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.verification import CODE, VOIDED, PublishedPage, check, signed

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
_FINDINGS = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}"""
_KEPT = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()))))
    .flat().map((request) => new URL(request.url).pathname).sort(),
]"""


def test_nothing_is_sent_and_nothing_kept(opened: Page, published: PublishedPage) -> None:
    """Checking asks the page's own server for keys and void list and for nothing else, and leaves nothing behind."""
    asked: list[str] = []
    opened.context.on("request", lambda request: asked.append(request.url))
    opened.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    asked.clear()
    published.asked.clear()
    check(opened, CODE)
    check(opened, signed(issuance_id="0" * 26))
    allowed = {f"{published.url}keys.json", f"{published.url}void.json"}
    assert set(asked) <= allowed
    assert set(published.asked) <= {"keys.json", "void.json"}
    *nothing, cached = opened.evaluate(_KEPT)
    assert nothing == ["", 0, 0, 0]
    assert set(cached) <= {"/", *(f"/{name}" for name in _published_files())}
    opened.reload()
    assert opened.input_value("#content") == ""
    assert opened.locator("#result").is_hidden()


def _published_files() -> list[str]:
    root = Path(__file__).parents[2] / "verification"
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()] + [
        "keys.json",
        "void.json",
    ]


def test_the_page_may_not_talk_to_anybody_else(opened: Page) -> None:
    """The browser itself refuses a request to another address, and code that is not the page's own."""
    refused = opened.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
          await fetch("https://example.jp/").catch(() => {});
          try { new WebSocket("wss://example.jp/"); } catch { /* refused at once */ }
          const foreign = { script: "https://example.jp/x.js", img: "https://example.jp/x.png", iframe: "/" };
          for (const [name, address] of Object.entries(foreign)) {
            document.body.append(Object.assign(document.createElement(name), { src: address }));
          }
          document.body.append(Object.assign(document.createElement("script"), { textContent: "1" }));
          await new Promise((resolve) => { setTimeout(resolve, 200); });
          return refused.sort();
        }"""
    )
    assert refused == ["connect-src", "connect-src", "frame-src", "img-src", "script-src-elem", "script-src-elem"]


def test_it_works_without_a_connection(browser: Browser, published: PublishedPage) -> None:
    """Opened once, the page checks papers offline, and says how old its void list is."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(published.url)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    context.set_offline(True)
    page.reload()
    page.click("summary")
    assert "署名は正しいものです" in check(page, CODE)
    assert "令和8年11月23日 11:00現在" in page.inner_text("#result")
    context.close()


def test_somebody_elses_answer_is_not_kept(browser: Browser, published: PublishedPage) -> None:
    """A network's sign-in page in place of the keys changes nothing: those that are kept are used, then and later."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(published.url)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    published.instead = b"<!doctype html><title>Sign in</title>"
    try:
        page.reload()
        page.click("summary")
        assert "署名は正しいものです" in check(page, CODE)
    finally:
        published.instead = None
    context.set_offline(True)
    page.reload()
    page.click("summary")
    assert "署名は正しいものです" in check(page, CODE)
    context.close()


def test_axe_finds_nothing(opened: Page, published: PublishedPage) -> None:
    """WCAG 2.2 AA, as far as axe can tell: before a code is read, with each verdict, in both languages."""
    published.publish(VOIDED)
    opened.set_viewport_size({"width": 390, "height": 844})
    opened.evaluate(_AXE)
    found = opened.evaluate(_FINDINGS)
    for code in (CODE, signed(issuance_id="0" * 26, left_out=2), CODE[:-3]):
        check(opened, code)
        for _ in range(2):
            opened.click("#language")
            found += opened.evaluate(_FINDINGS)
    assert found == []
    assert opened.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_every_file_of_the_page_is_kept_for_offline_use() -> None:
    """The worker's list has each file of the page, so that none is missing without a connection."""
    root = Path(__file__).parents[2] / "verification"
    worker = (root / "sw.js").read_text(encoding="utf-8")
    needed = {name for name in _published_files() if not name.endswith(("sw.js", "index.html", ".LICENSE"))}
    assert {name for name in needed if f'"{name}"' not in worker} == set()

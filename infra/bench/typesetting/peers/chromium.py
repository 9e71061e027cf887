"""Headless Chromium over the DevTools protocol (playwright drives Debian's): one page stays open, texts are set anew.

Everything that does not differ stays in the document, decoded and laid out; the screenshot is asked for with
`optimizeForSpeed`.
"""

import base64

from playwright.sync_api import CDPSession, sync_playwright

from infra.bench.typesetting.peers.common import FAMILY, HEIGHT, WIDTH, Page, code_image, directory, png

_SCRIPT = """([kind, runs, rules]) => {
  for (const old of document.querySelectorAll('.' + kind)) old.remove();
  const all = document.createDocumentFragment();
  const add = (css, text) => { const e = document.createElement('div'); e.className = kind; e.style.cssText = css;
    if (text) e.textContent = text; all.appendChild(e); };
  for (const [l, t, r, b] of rules) add(`left:${l}px;top:${t}px;width:${r - l}px;height:${b - t}px;background:#000`);
  for (const [text, s, l, b, size, percent, gap] of runs)
    add(`left:${l}px;top:${b - size * 0.88}px;font-size:${size}px;letter-spacing:${gap}px;` +
      `transform:scaleX(${percent / 100})`, text);
  document.body.appendChild(all);
}"""
_CODE = """([code, left, top]) => {
  const image = document.getElementById('code');
  image.src = code;
  image.style.cssText = `left:${left}px;top:${top}px`;
  return image.decode();
}"""
_HTML = f"""<!doctype html><html lang=ja><meta charset=utf-8><style>body{{margin:0;font-family:{FAMILY}}}
div,img{{position:absolute;white-space:pre;line-height:1;transform-origin:0 0}}</style>
<body><img src="background.png" style="left:0;top:0"><img id=code>"""


class Chromium:
    """One browser, one page of 3307 by 4677 CSS pixels."""

    def __init__(self) -> None:
        (directory() / "page.html").write_text(_HTML)
        self._playwright = sync_playwright().start()
        browser = self._playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        self._page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        self._page.goto((directory() / "page.html").as_uri())
        self._cdp: CDPSession = self._page.context.new_cdp_session(self._page)
        self._form = ""

    def draw(self, page: Page) -> bytes:
        """Draw one page."""
        left, top, *_ = page["code"]
        code = "data:image/png;base64," + base64.b64encode(png(code_image(page))).decode()
        if page["form"] != self._form:
            fixed = [run for run in page["runs"] if run[-1]]
            self._page.evaluate(_SCRIPT, ["fixed", fixed, page["rules"]])
            self._form = page["form"]
        self._page.evaluate(_SCRIPT, ["own", [run for run in page["runs"] if not run[-1]], []])
        self._page.evaluate(_CODE, [code, left, top])
        shot = self._cdp.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return base64.b64decode(shot["data"])

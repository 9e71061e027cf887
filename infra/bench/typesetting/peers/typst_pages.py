"""Typst (PyPI `typst`): one document a page, compiled to PNG at 400 dpi."""

import io

import typst

from infra.bench.typesetting.peers.common import DPI, FAMILY, Page, code_image, directory

_HEAD = f"""#let px = 72pt / {DPI}
#set page(width: 3307 * px, height: 4677 * px, margin: 0pt,
  background: image("background.png", width: 100%, height: 100%))
#set text(font: "{FAMILY}", lang: "ja", top-edge: "baseline", bottom-edge: "baseline")
#let r(l, t, w, h) = place(dx: l * px, dy: t * px, rect(width: w * px, height: h * px, fill: black))
#let t(l, b, s, p, g, body) = place(dx: l * px, dy: b * px,
  scale(x: p, origin: left, reflow: false, text(size: s * px, tracking: g * px, body)))
"""


class Typst:
    """Keeps one compiler, whose fonts are loaded once."""

    def __init__(self) -> None:
        self._code = directory() / "typst-code.png"
        self._source = directory() / "page.typ"
        self._compiler = typst.Compiler(root=str(directory()), font_paths=["/usr/share/fonts/truetype/ipamj"])

    def draw(self, page: Page) -> bytes:
        """Draw one page."""
        left, top, *_ = page["code"]
        image = code_image(page)
        written = io.BytesIO()
        image.save(written, "PNG", compress_level=1)
        self._code.write_bytes(written.getvalue())
        lines = [_HEAD]
        for start, above, right, bottom in page["rules"]:
            lines.append(f"#r({start}, {above}, {right - start}, {bottom - above})")
        for text, _, start, baseline, size, percent, gap, _ in page["runs"]:
            lines.append(f"#t({start}, {baseline}, {size}, {percent}%, {gap}, {_quoted(text)})")
        lines.append(f'#place(dx: {left} * px, dy: {top} * px, image("typst-code.png", width: {image.width} * px))')
        self._source.write_text("\n".join(lines))
        return bytes(self._compiler.compile(input=str(self._source), format="png", ppi=float(DPI)))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

// Runs in the page: waits for a view and gives a line for each thing wrong with what is shown of it.
// `smallest`: the least size of a target in px.
async ([view, smallest]) => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  for (let waited = 0; !document.querySelector(`[data-view="${view}"]`); waited += 1) {
    if (waited > 300) throw new Error(`view ${view} does not appear`);
    await frame();
  }
  for (let waited = 0; document.querySelectorAll("symbol").length === 0 && waited < 300; waited += 1) await frame();
  await frame();
  const findings = [];
  const open = document.querySelector("dialog[open]");
  const scope = open ?? document.body;
  const region = document.querySelector(".content");
  const name = (element) => {
    const text = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${text}`;
  };
  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest(".for-readers, dialog:not([open])") &&
    (open === null || open.contains(element));

  const texts = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !visible(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) texts.push({ node, box });
    // A key instead of a text, a placeholder that nothing filled.
    if (/\b[a-z-]+\.[a-z_-]+(\.[a-z_-]+)*\b/.test(node.data) && !/https?:/.test(node.data)) {
      findings.push(`no text: ${node.data}`);
    }
    if (/\{\w+\}|undefined|null|NaN/.test(node.data)) findings.push(`not filled in: ${node.data}`);
  }

  const bounds = (element) => {
    // What scrolls is not cut off: its buttons are held below.
    if (region && region.contains(element) && !open) return { left: 0, right: innerWidth, top: -Infinity, bottom: Infinity };
    return { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
  };
  for (const { node, box } of texts) {
    const within = bounds(node.parentElement);
    if (box.left < within.left - 1 || box.right > within.right + 1 || box.top < within.top - 1 || box.bottom > within.bottom + 1) {
      findings.push(`beyond the screen: ${name(node.parentElement)}`);
    }
    for (let holder = node.parentElement; holder && holder !== scope; holder = holder.parentElement) {
      if (holder === region) break;
      const edge = holder.getBoundingClientRect();
      const bordered = holder.matches("button, .notice, .tile, .alarm, dialog, header, footer, main, .steps, li");
      if (bordered && (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)) {
        findings.push(`out of its box: ${name(node.parentElement)} of ${name(holder)}`);
      }
    }
  }

  // Rows of text that run into one another. Line boxes are taller than what is drawn: half of that may touch.
  for (let first = 0; first < texts.length; first += 1) {
    for (let second = first + 1; second < texts.length; second += 1) {
      const one = texts[first];
      const other = texts[second];
      if (one.node === other.node) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > 2 && height > 0.35 * Math.min(one.box.height, other.box.height)) {
        const clipped = region && [one, other].some(({ node, box }) => {
          const frame = region.getBoundingClientRect();
          return region.contains(node) && (box.bottom > frame.bottom || box.top < frame.top);
        });
        if (!clipped) findings.push(`overlap: ${one.node.data.slice(0, 30)} / ${other.node.data.slice(0, 30)}`);
      }
    }
  }

  for (const target of scope.querySelectorAll("button")) {
    if (!visible(target)) continue;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < smallest) findings.push(`target ${Math.round(width)}x${Math.round(height)}: ${name(target)}`);
    if (!(target.textContent ?? "").trim() && !target.getAttribute("aria-label")) findings.push(`no name: ${name(target)}`);
  }

  for (const use of scope.querySelectorAll("use")) {
    const drawn = use.getBBox();
    if (visible(use) && drawn.width + drawn.height === 0) findings.push(`no picture: ${use.getAttribute("href")}`);
  }

  if (region && !open) {
    const scrolls = region.scrollHeight - region.clientHeight > 2;
    const offered = !document.querySelector(".scrolling").hidden;
    if (scrolls !== offered) findings.push("what does not fit has no scroll buttons");
    if (region.scrollWidth - region.clientWidth > 2) findings.push("runs out to the side");
  }
  if (document.documentElement.scrollHeight > innerHeight + 1) findings.push("the page itself scrolls");
  return findings;
};

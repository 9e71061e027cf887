// Elements without markup strings: what a name or a title contains can never become markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. `properties`: attributes; false, null and undefined leave one out, true sets it empty. */
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Make an SVG element. */
export function s(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Make `live` like `next` with as few changes as possible.
 *
 * A button that a finger is on stays the same element, so that a view arriving between press and release loses no
 * press, focus stays where it is, and a running animation goes on.
 */
export function morph(live, next) {
  if (!alike(live, next)) {
    live.replaceWith(next);
    return;
  }
  if (live.nodeType === Node.TEXT_NODE) {
    if (live.data !== next.data) live.data = next.data;
    return;
  }
  takeAttributes(live, next);
  takeChildren(live, next);
}

function alike(live, next) {
  if (live.nodeType !== next.nodeType || live.nodeName !== next.nodeName) return false;
  return live.nodeType !== Node.ELEMENT_NODE || live.getAttribute("data-key") === next.getAttribute("data-key");
}

function takeAttributes(live, next) {
  for (const { name } of [...live.attributes]) {
    // An open dialog is the browser's affair.
    if (name !== "open" && !next.hasAttribute(name)) live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

function takeChildren(live, next) {
  const coming = [...next.childNodes];
  for (const [place, child] of coming.entries()) {
    const present = live.childNodes[place];
    if (present) morph(present, child);
    else live.append(child);
  }
  while (live.childNodes.length > coming.length) live.lastChild.remove();
}

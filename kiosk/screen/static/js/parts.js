// The parts that screens are made of.

import { h, s } from "./dom.js";

/** A button that sends an action. `look`: primary, secondary, quiet, tile; `properties` go onto the element. */
export function button(look, label, action, properties = {}) {
  const { class: more = "", ...rest } = properties;
  return h(
    "button",
    { type: "button", class: `button ${look} ${more}`.trim(), "data-action": JSON.stringify(action), ...rest },
    label,
  );
}

/** An icon beside a text that says the same. */
export function icon(name) {
  return s("svg", { class: "icon", viewBox: "0 0 48 48", "aria-hidden": "true", focusable: "false" },
    s("use", { href: `#icon-${name}` }));
}

/** A picture of what to do: parts of scenes.svg, those with a class move. Read out it would repeat the heading. */
export function picture(...uses) {
  return s("svg", { class: "picture", viewBox: "0 0 320 240", "aria-hidden": "true", focusable: "false" },
    uses.map(([name, motion]) => s("use", { href: `#scene-${name}`, class: motion })));
}

/** A box that must be noticed. `tone`: info, warning, bad, good. The icon says it to those who see no colour. */
export function notice(tone, ...content) {
  return h("div", { class: `notice ${tone}` }, icon(tone), h("div", { class: "notice-text" }, content));
}

/** A paragraph; sentences split by a newline become lines. */
export function text(content, properties = {}) {
  return h("p", properties, content.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line])));
}

/** Something in Japanese that stays so in every language: official names. */
export function japanese(content, properties = {}) {
  return h("span", { lang: "ja", ...properties }, content);
}

/** A list of what was chosen and what it costs: [[name, value], ...]. */
export function facts(rows, properties = {}) {
  return h("dl", { class: "facts", ...properties },
    rows.map(([name, value, look]) => h("div", { class: look }, h("dt", {}, name), h("dd", {}, value))));
}

/** Two columns: what it looks like, and what to read. */
export function sideBySide(image, ...content) {
  return h("div", { class: "side-by-side" }, image, h("div", { class: "beside" }, content));
}

/** Something goes on that takes a while. */
export function working() {
  return h("div", { class: "working", "aria-hidden": "true" }, h("span"), h("span"), h("span"));
}

/** An official title with its meaning in the resident's language below it; in Japanese the title alone. */
export function titled(type, title, t) {
  const meaning = t.language === "ja" ? null : t(`certificate.${type}`);
  return h("span", { class: "titled" }, meaning ? h("span", { class: "meaning" }, meaning) : null,
    japanese(title, { class: "official" }));
}

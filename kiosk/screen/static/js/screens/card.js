// The card: put it down, its PIN, who it is, take it back.

import { h } from "../dom.js";
import { button, icon, notice, picture, sideBySide, text, working } from "../parts.js";

export function placeCard(_view, t) {
  return {
    heading: t("place-card.heading"),
    step: "card",
    layout: "centred",
    body: [sideBySide(picture(["reader"], ["card", "coming"]), text(t("place-card.text"), { class: "large" }),
      notice("info", text(t("place-card.stay"))))],
  };
}

export function readingCard(_view, t) {
  return {
    heading: t("reading-card.heading"),
    step: "card",
    layout: "centred",
    body: [sideBySide(picture(["reader"], ["card"]), working(), text(t("reading-card.text"), { class: "large" }))],
  };
}

export function pin({ data, actions }, t) {
  const complete = data.entered === 4;
  return {
    heading: t("pin.heading"),
    step: "card",
    layout: "pin",
    announce: t("pin.entered", { entered: data.entered }),
    body: [
      h("div", { class: "pin-side" }, dots(data.entered, t), data.wrong ? null : text(t("pin.text")), tries(data, t)),
      h("div", { class: "keypad", role: "group", "aria-label": t("pin.keypad") },
        data.keys.map((digit, place) => key(digit, place, complete)),
        button("quiet shuffle", [icon("shuffle"), t("button.shuffle")], { action: "shuffle" }),
        button("secondary", [icon("erase"), t("button.erase")], { action: "erase" },
          { class: "erase", "data-erases": true, "aria-disabled": String(data.entered === 0) })),
    ],
    buttons: actions.includes("continue")
      ? [button("primary", [t("button.pin-done"), icon("forward")], { action: "continue" },
        { "aria-disabled": String(!complete) })] : [],
  };
}

function key(digit, place, complete) {
  return button("key", digit, { action: "press", key: place },
    { "data-digit": digit, class: place === 9 ? "last" : "", "aria-disabled": String(complete) });
}

function dots(entered, t) {
  return h("div", { class: "dots", role: "img", "aria-label": t("pin.entered", { entered }) },
    [0, 1, 2, 3].map((place) => h("span", { class: place < entered ? "filled" : "" })));
}

function tries(data, t) {
  if (data.last_try) return notice("bad", h("strong", {}, t("pin.last-try")), text(t("pin.last-try.text")));
  if (data.wrong) {
    return notice("warning", h("strong", {}, t("pin.wrong")), text(t("pin.tries-left", { count: data.tries_left })));
  }
  return notice("info", text(t("pin.lock")));
}

const CHECKS = ["card", "identity", "offers"];

export function checking({ data }, t) {
  const at = CHECKS.indexOf(data.step);
  return {
    heading: t("checking.heading"),
    step: "card",
    layout: "centred",
    announce: t(`checking.${data.step}`),
    body: [
      sideBySide(
        picture(["reader"], ["card"]),
        working(),
        h("ol", { class: "checks" }, CHECKS.map((name, place) =>
          h("li", { class: place < at ? "done" : place === at ? "now" : "" },
            icon(place < at ? "done" : place === at ? "busy" : "open"), h("span", {}, t(`checking.${name}`))))),
        text(t("checking.stay"), { class: "plain" }),
      ),
    ],
  };
}

export function takeCard({ data, alarm }, t) {
  return {
    heading: t("take-card.heading"),
    step: data.over ? null : "card",
    layout: "centred",
    body: [
      sideBySide(
        picture(["reader"], ["card", "going"]),
        text(t(data.over ? "take-card.over" : "take-card.text"), { class: "large" }),
        alarm ? notice("bad", h("strong", {}, t("take-card.left"))) : null,
      ),
    ],
  };
}

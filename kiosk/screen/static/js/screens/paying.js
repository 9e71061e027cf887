// From yes to money: the page is made first, so that nobody pays for one that cannot be made.

import { h } from "../dom.js";
import { button, facts, notice, picture, sideBySide, text, working } from "../parts.js";

export function making(_view, t) {
  return waiting("making", picture(["document-made"]), t, "certificate");
}

export function handingOver(_view, t) {
  return waiting("handing-over", picture(["document-sealed"]), t, "pay");
}

export function returningMoney(_view, t) {
  return waiting("returning-money", picture(["change-tray"]), t, "pay");
}

function waiting(name, image, t, step) {
  return {
    heading: t(`${name}.heading`),
    step,
    layout: "centred",
    body: [sideBySide(image, working(), text(t(`${name}.text`), { class: "large" }))],
  };
}

export function pay(view, t) {
  const { method } = view.data;
  if (method === "cash") return cash(view, t);
  return method === null ? choice(view, t) : electronic(view, t);
}

function choice({ data }, t) {
  const way = (method, scene) => button("tile big", [picture([scene]), h("span", {}, t(`pay.${method}`))],
    { action: "choose-method", method }, { "data-key": method });
  return {
    heading: t("pay.heading"),
    step: "pay",
    layout: "stacked",
    body: [
      due(data, t),
      h("div", { class: "ways" }, data.methods.map((method) => way(method, method === "cash" ? "money" : "touch"))),
      text(t("pay.pages", { count: data.sheets }), { class: "plain" }),
    ],
  };
}

function due(data, t) {
  return h("p", { class: "due" }, h("span", {}, t("pay.due")), h("strong", {}, t.yen(data.due)));
}

function cash({ data }, t) {
  return {
    heading: t("pay.cash.heading"),
    step: "pay",
    layout: "centred",
    announce: t("pay.announce", { inserted: t.yen(data.inserted), remaining: t.yen(data.remaining) }),
    body: [
      sideBySide(
        picture(["coin-slot"], ["coin", "dropping"]),
        facts([
          [t("pay.due"), t.yen(data.due), "wide"],
          [t("pay.inserted"), t.yen(data.inserted), "wide"],
          [t("pay.remaining"), t.yen(data.remaining), "total"],
        ]),
        notice("info", text(t(data.busy ? "pay.busy" : "pay.cash.text"))),
      ),
    ],
  };
}

function electronic({ data }, t) {
  return {
    heading: t("pay.e-money.heading"),
    step: "pay",
    layout: "centred",
    body: [sideBySide(picture(["touch"]), due(data, t), data.busy ? working() : null,
      text(t(data.busy ? "pay.busy" : "pay.e-money.text"), { class: "large" }))],
  };
}

// The paper, and what must not be left behind.

import { h } from "../dom.js";
import { button, facts, icon, japanese, notice, picture, sideBySide, text, titled } from "../parts.js";

export function printing({ data }, t) {
  return {
    heading: t("printing.heading"),
    step: "paper",
    layout: "centred",
    announce: t("printing.progress", data),
    body: [sideBySide(picture(["printer"], ["sheet", "printed"]), progress(data, t), notice("warning", text(t("printing.stay"))))],
  };
}

export function reprinting({ data }, t) {
  return {
    heading: t("reprinting.heading"),
    step: "paper",
    layout: "centred",
    announce: data.waiting ? t(`reprinting.waiting.${data.reason}`) : t("printing.progress", data),
    body: [
      sideBySide(
        picture(["printer"], ["sheet", "printed"]),
        text(t(`reprinting.${data.reason}`), { class: "large" }),
        data.waiting ? notice("warning", text(t(`reprinting.waiting.${data.reason}`))) : progress(data, t),
        data.void > 0 ? notice("warning", text(t("reprinting.void", { count: data.void }))) : null,
        notice("info", text(t("reprinting.free"))),
      ),
    ],
  };
}

function progress(data, t) {
  return h("div", { class: "progress" },
    h("p", { id: "progress-text", class: "large" }, t("printing.progress", data)),
    h("progress", { "aria-labelledby": "progress-text", max: data.sheets, value: Math.max(0, data.sheet - 1) || null }));
}

export function takePapers({ data, alarm }, t) {
  return {
    heading: t("take-papers.heading"),
    step: "paper",
    layout: "centred",
    body: [
      sideBySide(
        picture(["tray"], ["sheet-low", "taken"]),
        text(t("take-papers.text", { count: data.sheets }), { class: "large" }),
        data.void ? notice("warning", text(t("reprinting.void", { count: data.void }))) : null,
        alarm ? notice("bad", h("strong", {}, t("take-papers.left"))) : notice("info", text(t("take-papers.count"))),
      ),
    ],
    buttons: data.sensor ? [] : [button("primary", t("button.papers-taken"), { action: "continue" })],
  };
}

export function takeChange({ data, alarm }, t) {
  return {
    heading: t("take-change.heading"),
    step: "paper",
    layout: "centred",
    body: [
      sideBySide(
        picture(["change-tray"], ["coins-low", "taken"]),
        h("p", { class: "due" }, h("span", {}, t("take-change.amount")), h("strong", {}, t.yen(data.amount))),
        alarm ? notice("bad", h("strong", {}, t("take-change.left"))) : null,
      ),
    ],
  };
}

export function receipt({ data, actions }, t) {
  const lines = data.receipt;
  return {
    heading: t("receipt.heading"),
    lead: t("receipt.lead"),
    step: "paper",
    layout: "stacked",
    body: [
      facts([
        [t("receipt.certificate"), titled(lines.type, lines.title, t), "wide"],
        [t("confirm.copies"), t("copies.count", { count: lines.copies })],
        [t("receipt.paid"), t.yen(lines.paid)],
        [t("receipt.change"), t.yen(lines.change)],
        [t("receipt.time"), time(lines.at, t)],
        [t("receipt.place"), japanese(lines.place)],
        [t("receipt.municipality"), japanese(lines.municipality)],
        [t("receipt.number"), h("code", {}, lines.number), "wide"],
      ], { class: "facts small" }),
      text(t("receipt.verify", { address: lines.verification }), { class: "plain" }),
      data.confirmed ? null : notice("info", text(t("receipt.unconfirmed"))),
    ],
    buttons: [
      data.can_print ? button("secondary", [icon("print"), t(data.printed ? "button.receipt-printed" : "button.print-receipt")],
        { action: "print-receipt" }, { "aria-disabled": String(!actions.includes("print-receipt")) }) : null,
      button("primary", [t("button.continue"), icon("forward")], { action: "continue" }),
    ],
  };
}

function time(seconds, t) {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Tokyo" };
  return new Intl.DateTimeFormat(t.language, format).format(new Date(seconds * 1000));
}

export function another(_view, t) {
  return {
    heading: t("another.heading"),
    layout: "centred",
    body: [
      h("div", { class: "ways" },
        button("tile big", [picture(["document-made"]), h("span", {}, t("button.another"))], { action: "again" }, { "data-key": "again" }),
        button("tile big", [picture(["finished"]), h("span", {}, t("button.no-more"))], { action: "finish" }, { "data-key": "finish" })),
    ],
  };
}

export function end(_view, t) {
  return {
    heading: t("end.heading"),
    layout: "centred",
    body: [sideBySide(picture(["finished"]), text(t("end.text"), { class: "large" }), notice("good", text(t("end.erased"))))],
  };
}

// Before the card: out of service, the first screen, what to know, where the books are.

import { h } from "../dom.js";
import { languageButtons } from "../frame.js";
import { button, icon, japanese, notice, picture, sideBySide, text } from "../parts.js";

export function outOfService({ data }, t) {
  return {
    heading: t("out-of-service.heading"),
    layout: "centred",
    body: [
      sideBySide(
        picture([data.reason === "starting" ? "terminal-starting" : "terminal-closed"]),
        text(t(`out-of-service.${data.reason}`), { class: "large" }),
        data.retry_after ? text(t("out-of-service.again", { minutes: Math.ceil(data.retry_after / 60) }), { class: "plain" }) : null,
        data.reason === "starting" ? null : text(t("out-of-service.elsewhere"), { class: "plain" }),
      ),
    ],
  };
}

export function start(view, t) {
  return {
    heading: t("start.heading"),
    lead: t("start.lead"),
    layout: "arrival",
    body: [
      button("primary huge", [t("button.start"), icon("forward")], { action: "continue" }, { "data-key": "start" }),
      h("div", { class: "languages", role: "group", "aria-label": t("header.choose-language") },
        languageButtons(view.language)),
    ],
  };
}

export function beforeStarting(_view, t) {
  const needed = (name, what) => h("li", {}, picture([what]), h("strong", {}, t(`notice.${name}`)),
    text(t(`notice.${name}.text`)));
  return {
    heading: t("notice.heading"),
    step: "card",
    layout: "stacked",
    body: [
      h("ul", { class: "needed" }, needed("card", "card-alone"), needed("pin", "pin-pad"), needed("money", "money")),
      notice("warning", text(t("notice.lock"))),
      notice("info", text(t("notice.kept"))),
    ],
    buttons: [button("primary", [t("button.understood"), icon("forward")], { action: "continue" })],
  };
}

export function municipality({ data }, t) {
  const group = (purpose) => h("section", { class: "purpose", "aria-labelledby": `purpose-${purpose}` },
    h("h2", { id: `purpose-${purpose}` }, t(`municipality.${purpose}`)),
    text(t(`municipality.${purpose}.text`)),
    data.municipalities.filter((each) => each.purposes.includes(purpose)).map((each) => button("tile",
      [japanese(`${each.prefecture} ${each.name}`), icon("forward")],
      { action: "choose-municipality", code: each.code, purpose }, { "data-key": `${purpose}-${each.code}` })));
  return {
    heading: t("municipality.heading"),
    lead: t("municipality.lead"),
    step: "card",
    layout: "halves",
    body: ["residence", "domicile"]
      .filter((purpose) => data.municipalities.some((each) => each.purposes.includes(purpose))).map(group),
  };
}

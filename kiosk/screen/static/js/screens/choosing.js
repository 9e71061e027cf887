// What is wanted: the certificate, what it shows, how many, and whether that is right.

import { h } from "../dom.js";
import { button, facts, icon, japanese, titled } from "../parts.js";
import { optionField } from "./fields.js";

export function certificates({ data, actions }, t) {
  const none = data.certificates.every((each) => !each.available);
  return {
    heading: t(none ? "certificates.none" : "certificates.heading"),
    lead: none ? t("money.none-taken") : null,
    step: "certificate",
    layout: "tiles",
    body: data.certificates.map((each) => (each.available ? offer(each, t) : refusal(each, t))),
    buttons: actions.includes("finish") ? [button("secondary", t("button.finish"), { action: "finish" })] : [],
  };
}

function offer(each, t) {
  return button("tile", [
    titled(each.type, each.title, t),
    t.language === "ja" ? h("span", { class: "about" }, t(`certificate.${each.type}`)) : null,
    h("span", { class: "fee" }, t("fee.each", { fee: t.yen(each.fee) })),
  ], { action: "choose-certificate", type: each.type }, { "data-key": each.type });
}

function refusal(each, t) {
  return h("div", { class: "tile refused", "data-key": each.type },
    titled(each.type, each.title, t),
    h("span", { class: "fee" }, t("certificates.unavailable")),
    h("span", { class: "about" }, t(t.reason(each.reason))));
}

export function options({ data }, t) {
  return {
    heading: t("options.heading"),
    subject: titled(data.type, data.title, t),
    step: "certificate",
    layout: "stacked",
    body: [
      ...grouped(data.fields).map((group) => (group.length === 1 && group[0].kind !== "switch"
        ? optionField(group[0], t)
        : h("fieldset", { class: "switches" }, h("legend", {}, t("options.items")),
          group.map((field) => optionField(field, t))))),
    ],
    buttons: [next("button.continue", t, data.complete)],
  };
}

/** Switches that follow one another belong together. */
function grouped(fields) {
  const groups = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (field.kind === "switch" && last?.[0].kind === "switch") last.push(field);
    else groups.push([field]);
  }
  return groups;
}

export function copies({ data }, t) {
  const change = (by, name) => {
    const count = data.copies + by;
    const possible = count >= 1 && count <= data.most;
    return button("secondary round", [icon(name), h("span", { class: "for-readers" }, t(`copies.${name}`))],
      { action: "set-copies", copies: possible ? count : data.copies },
      { "aria-disabled": String(!possible), "data-key": name });
  };
  return {
    heading: t("copies.heading"),
    lead: t("copies.most", { count: data.most }),
    subject: titled(data.type, data.title, t),
    step: "certificate",
    layout: "centred",
    announce: `${t("confirm.copies")} ${t("copies.count", { count: data.copies })} ${t("fee.total")} ${t.yen(data.total)}`,
    body: [
      h("div", { class: "counter" }, change(-1, "fewer"),
        h("p", { class: "count" }, h("strong", {}, String(data.copies)), h("span", {}, t("copies.unit"))), change(1, "more")),
      facts([[t("fee.one"), t.yen(data.fee), "wide"], [t("fee.total"), t.yen(data.total), "total"]]),
    ],
    buttons: [next("button.continue", t)],
  };
}

export function confirm({ data }, t) {
  return {
    heading: t("confirm.heading"),
    lead: t("confirm.lead"),
    step: "certificate",
    layout: "stacked",
    body: [
      facts([
        [t("confirm.certificate"), titled(data.type, data.title, t), "wide"],
        ...chosenRows(data.chosen, t),
        [t("confirm.copies"), t("copies.count", { count: data.copies })],
        [t("fee.one"), t.yen(data.fee)],
        [t("fee.total"), t.yen(data.total), "total"],
      ]),
    ],
    buttons: [next(data.total > 0 ? "button.to-payment" : "button.to-printing", t)],
  };
}

/** What was chosen in three lines at most: for whom, who, which items. */
function chosenRows(chosen, t) {
  const items = chosen.filter(({ value, persons }) => value === true && persons.length === 0).map(({ name }) => t(`option.${name}`));
  const switches = chosen.some(({ value, persons }) => typeof value === "boolean" && persons.length === 0);
  return [
    ...chosen.filter(({ value }) => typeof value === "string")
      .map(({ name, value }) => [t(`option.${name}`), t(`option.${name}.${value}`), "wide"]),
    ...chosen.filter(({ persons }) => persons.length > 0)
      .map(({ persons }) => [t("confirm.persons"), japanese(persons.join("、")), "wide"]),
    ...(switches ? [[t("confirm.items"), items.join(t("list.and")) || t("confirm.no-items"), "wide"]] : []),
  ];
}

function next(label, t, possible = true) {
  return button("primary", [t(label), icon("forward")], { action: "continue" }, { "aria-disabled": String(!possible) });
}

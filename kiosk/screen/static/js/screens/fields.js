// The options of a certificate: whose, and which items.

import { h } from "../dom.js";
import { button, icon, japanese } from "../parts.js";

/** Show one field. */
export function optionField(field, t) {
  if (field.kind === "switch") return item(field, t);
  return field.kind === "persons" ? persons(field, t) : scope(field, t);
}

function scope(field, t) {
  return h("fieldset", { class: "scopes", role: "radiogroup" }, h("legend", {}, t(`option.${field.name}`)),
    field.choices.map((choice) => radio(field, choice, t)));
}

function radio(field, choice, t) {
  const chosen = field.value === choice;
  return button("tile", [icon(chosen ? "chosen" : "open"), h("span", {}, t(`option.${field.name}.${choice}`))],
    { action: "set-option", name: field.name, value: choice },
    { role: "radio", "aria-checked": String(chosen), "data-key": `${field.name}-${choice}` });
}

function item(field, t) {
  const on = field.value === true;
  const note = `option.${field.name}.note`;
  return button("tile", [
    icon(on ? "ticked" : "unticked"),
    h("span", {}, t(`option.${field.name}`), t.has(note) ? h("span", { class: "note" }, t(note)) : null),
  ], { action: "set-option", name: field.name, value: !on },
  { role: "checkbox", "aria-checked": String(on), "data-key": field.name });
}

function persons(field, t) {
  return h("fieldset", { class: "persons" }, h("legend", {}, t(`option.${field.name}`)),
    field.persons.map((person) => personTile(field, person, t)));
}

function personTile(field, person, t) {
  const chosen = field.value.includes(person.reference);
  const others = field.value.filter((each) => each !== person.reference);
  return button("tile", [
    icon(chosen ? "ticked" : "unticked"),
    h("span", {}, japanese(person.label), person.holder ? h("span", { class: "note" }, t("options.you")) : null,
      person.relationship && !person.holder ? japanese(person.relationship, { class: "note" }) : null),
  ], { action: "set-option", name: field.name, value: chosen ? others : [...others, person.reference] },
  { role: "checkbox", "aria-checked": String(chosen), "data-key": `person-${person.reference}` });
}

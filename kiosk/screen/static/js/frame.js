// What is around every screen: who speaks, how it speaks, where in the visit we are, the way on and the way out.

import { h } from "./dom.js";
import { button, icon, text } from "./parts.js";
import { LANGUAGE_NAMES } from "./languages.js";

const STEPS = ["card", "certificate", "pay", "paper"];
const PACES = ["off", "slow", "medium", "fast"];

/** Make the whole screen of a view. */
export function frame(view, screen, t) {
  return h(
    "div",
    { class: "terminal", "data-screen": view.screen, "data-view": view.number },
    top(view, t),
    view.alarm ? alarm(view.alarm, t) : steps(screen.step, t),
    middle(screen, t),
    bottom(view, screen, t),
    languageChoice(view, t),
    scanningChoice(view, t),
    question(view, t),
  );
}

function top(view, t) {
  return h(
    "header",
    { class: "top" },
    h("p", { class: "service" }, icon("service"), h("span", {}, t("service.name"))),
    h(
      "div",
      { class: "controls", role: "group", "aria-label": t("header.controls") },
      toggle("large_text", "text-size", view, t),
      toggle("high_contrast", "contrast", view, t),
      toggle("spoken_guidance", "voice", view, t),
      h("button", { type: "button", class: `control${view.appearance.scanning === "off" ? "" : " on"}`,
        "data-opens": "scanning", "aria-haspopup": "dialog" },
        icon("scanning"), h("span", { class: "control-text" }, t("header.scanning"))),
      h("button", { type: "button", class: "control", "data-opens": "languages", "aria-haspopup": "dialog" },
        icon("language"), h("span", { class: "control-text" },
          t.language === "en" ? "Language" : [t("header.language"), h("span", { lang: "en" }, "Language")])),
    ),
  );
}

function toggle(name, picture, view, t) {
  const on = view.appearance[name];
  return h(
    "button",
    {
      type: "button",
      class: "control",
      "aria-pressed": String(on),
      "data-action": JSON.stringify({ action: "appearance", name, value: !on }),
    },
    icon(picture),
    h("span", { class: "control-text" }, t(`header.${name}`)),
  );
}

function steps(step, t) {
  if (!step) return h("div", { class: "steps empty" });
  const at = STEPS.indexOf(step);
  return h("nav", { "aria-label": t("steps.label") }, h(
    "ol",
    { class: "steps" },
    STEPS.map((name, place) =>
      h("li", { class: place < at ? "done" : place === at ? "now" : "", "aria-current": place === at && "step" },
        h("span", { class: "step-number", "aria-hidden": "true" }, place < at ? icon("done") : String(place + 1)),
        h("span", {}, t(`steps.${name}`), place < at ? h("span", { class: "for-readers" }, t("steps.done")) : null))),
  ));
}

function alarm(what, t) {
  return h(
    "div",
    { class: "alarm", role: "alert", "data-key": what.kind },
    icon("warning"),
    h("p", {}, t(`alarm.${what.kind}`)),
    what.voice ? button("quiet", [icon("silence"), t("button.silence")], { action: "silence" }) : null,
  );
}

function middle(screen, t) {
  return h(
    "main",
    { "aria-labelledby": "heading" },
    h("div", { class: "headline" }, h("h1", { id: "heading", tabindex: "-1" }, screen.heading),
      screen.subject ? h("p", { class: "subject" }, screen.subject) : null),
    screen.lead ? text(screen.lead, { class: "lead" }) : null,
    h("div", { class: "region" },
      h("div", { class: `content ${screen.layout ?? ""}`, tabindex: "-1", role: "group", "aria-labelledby": "heading" },
        screen.body ?? []),
      h("div", { class: "scrolling", hidden: true }, scroller("-1", "up", t), scroller("1", "down", t))),
  );
}

function scroller(direction, name, t) {
  return h("button", { type: "button", class: "button secondary", "data-scrolls": direction,
    "aria-label": t(`button.scroll-${name}`) }, icon(name));
}

function bottom(view, screen, t) {
  const may = (action) => view.actions.includes(action);
  return h(
    "footer",
    { class: "actions" },
    h("div", { class: "way-out" },
      may("back") ? button("secondary", [icon("back"), t(screen.back ?? "button.back")], { action: "back" }) : null,
      may("cancel") && !may("finish") ? button("quiet", [icon("cancel"), t("button.cancel")], { action: "cancel" }) : null),
    h("div", { class: "way-on" }, screen.buttons ?? []),
  );
}

function languageChoice(view, t) {
  return h(
    "dialog",
    { id: "languages", class: "choice", "aria-labelledby": "languages-title" },
    h("h2", { id: "languages-title" }, t("header.choose-language")),
    h("div", { class: "languages" }, languageButtons(view.language)),
    h("button", { type: "button", class: "button secondary", "data-closes": "languages" }, t("button.close")),
  );
}

function scanningChoice(view, t) {
  return h(
    "dialog",
    { id: "scanning", class: "choice", "aria-labelledby": "scanning-title", "aria-describedby": "scanning-text" },
    h("h2", { id: "scanning-title" }, t("scanning.heading")),
    text(t("scanning.text"), { id: "scanning-text" }),
    h("div", { class: "paces" }, PACES.map((pace) => button("tile", t(`scanning.${pace}`),
      { action: "scanning", value: pace }, { "aria-pressed": String(pace === view.appearance.scanning) }))),
    h("button", { type: "button", class: "button secondary", "data-closes": "scanning" }, t("button.close")),
  );
}

/** A button for each language, named in itself. */
export function languageButtons(chosen) {
  return Object.entries(LANGUAGE_NAMES).map(([language, name]) =>
    button("tile", name, { action: "language", value: language }, {
      lang: language,
      "aria-pressed": String(language === chosen),
    }));
}

function question({ question: asked, session_deadline: ends, actions }, t) {
  const kind = asked?.kind;
  const minutes = Math.max(1, Math.round((ends - Date.now()) / 60_000));
  return h(
    "dialog",
    { id: "question", class: "question", role: "alertdialog", closedby: "none", "aria-labelledby": "question-title",
      "aria-describedby": "question-text" },
    kind ? [
      h("h2", { id: "question-title" }, t(`question.${kind}`)),
      text(t(`question.${kind}.text`, { minutes }), { id: "question-text" }),
      asked.deadline ? h("p", { class: "seconds" }, t("question.seconds-before"),
        h("span", { id: "seconds" }), t("question.seconds-after")) : null,
      h("div", { class: "answers" }, ANSWERS[kind].filter(([, action]) => actions.includes(action)).map(answer(t))),
    ] : [],
  );
}

const ANSWERS = {
  "more-time": [["end-now", "cancel", "secondary"], ["more-time", "more-time", "primary"]],
  "session-ending": [["understood", "acknowledge", "primary"]],
  cancel: [["really-cancel", "yes", "secondary danger"], ["go-on", "no", "primary"]],
};

/** The safe answer is the one that has the focus: who presses Enter once too often loses nothing. */
function answer(t) {
  return ([label, action, look]) =>
    button(look, t(`button.${label}`), { action }, { autofocus: look === "primary" });
}

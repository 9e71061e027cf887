// Puts a view on the screen: the frame around it, the questions over it, where the focus goes, what is announced.

import { morph } from "./dom.js";
import { frame } from "./frame.js";
import { screenOf } from "./screens.js";
import { viewShown } from "./send.js";
import { hear } from "./sound.js";
import { scan } from "./scan.js";
import { keepCounting } from "./countdown.js";
import { watchOverflow } from "./overflow.js";

let shown = null;

/** Show a view with the texts `t` of its language. */
export function show(view, t) {
  const root = document.getElementById("terminal");
  const screen = screenOf(view, t);
  const place = placeOf(view);
  const fresh = shown === null || shown.place !== place;
  dress(view, screen, t);
  const next = frame(view, screen, t);
  if (root.firstElementChild && !fresh) morph(root.firstElementChild, next);
  else root.replaceChildren(next);
  askOrStop(view, fresh);
  announce(screen.announce ?? "");
  watchOverflow();
  keepCounting(view);
  shown = { place };
  viewShown(view);
  hear(view, t);
  scan(view);
}

/** A place is where a resident feels to be: the same screen for the same thing. */
function placeOf(view) {
  return [view.screen, view.data.type, view.data.method, view.data.code].join("/");
}

function dress(view, screen, t) {
  const page = document.documentElement;
  page.lang = view.language;
  page.dataset.text = view.appearance.large_text ? "large" : "normal";
  page.dataset.contrast = view.appearance.high_contrast ? "high" : "normal";
  document.title = `${screen.heading} - ${t("service.name")}`;
}

function askOrStop(view, fresh) {
  const dialog = document.getElementById("question");
  if (view.question) {
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (dialog.open) dialog.close();
  if (fresh) document.getElementById("heading").focus({ preventScroll: true });
}

function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer.textContent !== text) announcer.textContent = text;
}

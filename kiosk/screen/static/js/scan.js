// For who has one switch: what can be chosen gets the focus one after the other, at the pace of the visit. The switch is
// Enter or Space. On the first screen, where nothing has the focus yet, it switches this on.

import { controls } from "./hands.js";
import { send } from "./send.js";

const PAUSES = { slow: 3000, medium: 2000, fast: 1200 };
const FIRST_PACE = "slow";
const SWITCH = new Set(["Enter", " "]);
let pace = "off";
let timer = null;

/** Go through the controls of a view at its pace, from the first one on when the screen is another. */
export function scan(view) {
  document.documentElement.dataset.scanning = view.appearance.scanning;
  pace = view.appearance.scanning;
  clearInterval(timer);
  timer = pace === "off" ? null : setInterval(next, PAUSES[pace]);
}

/** Whether a key was the switch of somebody whom scanning helps; then it is switched on. */
export function isFirstPress(event) {
  const nothing = document.activeElement === null || !document.activeElement.matches("button");
  const offered = document.querySelector('.terminal[data-screen="start"]');
  if (pace !== "off" || !nothing || !offered || !SWITCH.has(event.key) || event.repeat) return false;
  send({ action: "scanning", value: FIRST_PACE });
  return true;
}

/** Who moves by themselves needs no scanning. */
export function stopScanning() {
  if (pace !== "off") send({ action: "scanning", value: "off" });
}

function next() {
  const all = inOrder(controls());
  if (all.length > 0) all[(all.indexOf(document.activeElement) + 1) % all.length].focus();
}

/** What the screen is about comes first, the header last. */
function inOrder(all) {
  const isHeader = (each) => each.closest("header") !== null;
  return [...all.filter((each) => !isHeader(each)), ...all.filter(isHeader)]
    .filter((each) => each.getAttribute("aria-disabled") !== "true");
}

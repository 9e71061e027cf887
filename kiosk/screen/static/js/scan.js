// For who has one switch: what can be chosen gets the focus one after the other, at the pace of the visit. The switch is
// Enter or Space. On the first screen, where nothing has the focus yet, it switches this on. A touch ends it at once.

import { controls } from "./hands.js";
import { send } from "./send.js";

const PAUSES = { slow: 3000, medium: 2000, fast: 1200 };
const FIRST_PACE = "slow";
const SWITCH = new Set(["Enter", " "]);
let pace = "off";
let timer = null;
// Somebody touches the screen while the agent still has it scanned: no frame for them, whatever the next views say.
let taken = false;

/** Go through the controls of a view at its pace, from the first one on when the screen is another. */
export function scan(view) {
  pace = view.appearance.scanning;
  taken &&= pace !== "off";
  if (taken) stopScanning();
  else go(pace);
}

function go(at) {
  document.documentElement.dataset.scanning = at;
  clearInterval(timer);
  timer = at === "off" ? null : setInterval(next, PAUSES[at]);
}

/** Whether a key was the switch of somebody whom scanning helps; then it is switched on. */
export function isFirstPress(event) {
  const nothing = document.activeElement === null || !document.activeElement.matches("button");
  const offered = document.querySelector('.terminal[data-screen="start"]');
  if (pace !== "off" || !nothing || !offered || !SWITCH.has(event.key) || event.repeat) return false;
  send({ action: "scanning", value: FIRST_PACE });
  return true;
}

/** A finger is on the screen, or a mouse: the frame goes at once. */
export function takeOver() {
  if (pace === "off") return;
  taken = true;
  go("off");
}

/** A pace has been chosen, by whatever means: that counts for more than the touch. */
export function letScan() {
  taken = false;
}

/** Who moves by themselves needs no scanning. When something else is being sent, the next view's turn comes. */
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

// Touch, keyboard and switches. Every control is a button with its action in `data-action`; one listener serves all.

import { isFirstPress, letScan, stopScanning, takeOver } from "./scan.js";
import { send } from "./send.js";

const FORWARD = new Set(["ArrowRight", "ArrowDown"]);
const BACKWARD = new Set(["ArrowLeft", "ArrowUp"]);

/** Listen to everything a resident can do. */
export function listen() {
  document.addEventListener("pointerdown", takeOver);
  document.addEventListener("mousedown", keepNoDigit);
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
}

/** The focus does not stay on a digit that was touched, nor on one beside it: it would tell others which one it was. */
function keepNoDigit(event) {
  if (!event.target.closest("[data-digit]")) return;
  event.preventDefault();
  document.activeElement?.blur();
}

function clicked(event) {
  const control = event.target.closest("button");
  if (control && control.getAttribute("aria-disabled") !== "true") use(control);
  // A key or a switch gives a click without a count; a finger anywhere on the screen is somebody who needs no scanning.
  if (event.detail > 0) stopScanning();
}

function use(control) {
  if (control.dataset.opens) document.getElementById(control.dataset.opens).showModal();
  else if (control.dataset.closes) control.closest("dialog").close();
  else if (control.dataset.scrolls) scroll(control);
  else if (control.dataset.action) act(control);
}

function act(control) {
  control.closest("dialog.choice")?.close();
  // The language already chosen changes nothing: nothing to send, nothing to wait for.
  if (control.lang === document.documentElement.lang && control.getAttribute("aria-pressed") === "true") return;
  const action = JSON.parse(control.dataset.action);
  if (action.action === "scanning") letScan();
  send(action);
}

function scroll(control) {
  const region = document.querySelector(".content");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const distance = region.clientHeight * 0.8 * Number(control.dataset.scrolls);
  region.scrollBy({ top: distance, behavior: calm ? "auto" : "smooth" });
}

/** Digits press the key that shows them; arrows (two switches) move through the controls, Enter or Space choose. */
function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  // Escape must not close a question that the agent still asks.
  if (event.key === "Escape" && document.querySelector("#question[open]")) event.preventDefault();
  if (/^[0-9]$/.test(event.key)) document.querySelector(`[data-digit="${event.key}"]`)?.click();
  else if (event.key === "Backspace") document.querySelector("[data-erases]")?.click();
  else if (FORWARD.has(event.key)) move(event, 1);
  else if (BACKWARD.has(event.key)) move(event, -1);
  else if (event.key === "Enter" && event.repeat) event.preventDefault();
  else if (isFirstPress(event)) event.preventDefault();
}

/** What can be touched now, in the order of the page. */
export function controls() {
  return [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("button")].filter(
    (each) => each.offsetParent !== null,
  );
}

function move(event, by) {
  const all = controls();
  if (all.length === 0) return;
  event.preventDefault();
  stopScanning();
  const place = all.indexOf(document.activeElement);
  // From the heading, where each screen begins, the first control in the middle comes first, not the header's.
  const start = all.findIndex((each) => each.closest("main, .actions, dialog"));
  const next = place < 0 ? (by > 0 ? Math.max(start, 0) : all.length - 1) : place + by;
  all[(next + all.length) % all.length].focus();
}

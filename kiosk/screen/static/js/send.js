// Actions to the agent. Each names the view that it answers: a double tap, or a second window, answers an old one.

// Digits may be typed faster than the agent answers.
const PATIENT = new Set(["press", "erase"]);
const MOST_WAITING = 4;
const UNCHANGED_AFTER = 400;
let current = null;
let busy = false;
let waiting = [];

/** Take note of the view on the screen; a digit typed while the one before was on its way follows now. */
export function viewShown(view) {
  const samePlace = current !== null && current.screen === view.screen && current.question === null;
  current = { number: view.number, screen: view.screen, question: view.question };
  if (!samePlace || view.question !== null) waiting = [];
  busy = false;
  if (waiting.length > 0) send(waiting.shift());
}

/** Send an action of the current view, once: a second tap before the answer is dropped, a second digit waits. */
export async function send(action) {
  if (current === null) return;
  if (busy) {
    if (PATIENT.has(action.action) && waiting.length < MOST_WAITING) waiting.push(action);
    return;
  }
  busy = true;
  const answered = current.number;
  try {
    const answer = await fetch("actions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ view: answered, ...action }),
    });
    // A refused action changes no view: the screen is free again. A taken one is followed by its view.
    if (!answer.ok) busy = false;
  } catch {
    busy = false;
  }
  // What the agent took without a change (the language chosen already) brings no view either.
  setTimeout(() => {
    if (current.number === answered) busy = false;
  }, UNCHANGED_AFTER);
}

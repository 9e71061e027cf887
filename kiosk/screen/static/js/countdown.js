// The seconds left to answer a question. The agent's clock decides; this only shows it.

let timer = null;

/** Count down to the deadline of the view's question, if it asks one. */
export function keepCounting(view) {
  clearInterval(timer);
  const deadline = view.question?.deadline;
  if (!deadline) return;
  const tick = () => {
    const place = document.getElementById("seconds");
    const left = String(Math.max(0, Math.ceil((deadline - Date.now()) / 1000)));
    if (place && place.textContent !== left) place.textContent = left;
  };
  tick();
  timer = setInterval(tick, 250);
}

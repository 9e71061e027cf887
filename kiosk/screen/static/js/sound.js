// Spoken guidance once for each view, when it is switched on; alarms always, until the agent takes them off the view.

const PAUSE = 1500;
let number = null;
let language = "ja";
let alarm = null;
let playing = null;
let later = null;

/** Play what the view says. */
export function hear(view, t) {
  language = view.language;
  const now = view.alarm?.voice ? `${view.alarm.kind}/${language}` : null;
  if (now !== alarm) {
    alarm = now;
    stop();
    if (now) ring(view.alarm.kind);
  }
  if (view.number === number) return;
  number = view.number;
  if (now || !(view.question || view.appearance.spoken_guidance)) return;
  const keys = view.screen === "problem" && view.say.length > 0 ? spokenProblem(view.data, t) : view.say;
  if (keys.length === 0) return;
  stop();
  play(keys.map((key) => `audio/${language}/${key}.opus`));
}

/** A problem is told in full: somebody who cannot see the screen must know what became of the money. */
function spokenProblem({ code, money, next }, t) {
  return [t.problem(code), `money.${money}`, `next.${next}`];
}

function ring(kind) {
  play(["audio/alarm.opus", `audio/${language}/alarm.${kind}.opus`], () => {
    later = setTimeout(() => ring(kind), PAUSE);
  });
}

function stop() {
  clearTimeout(later);
  if (playing) {
    playing.onended = playing.onerror = null;
    playing.pause();
  }
  playing = null;
}

/** Play one after the other; a file that is missing, or a browser that may not play yet, is passed over. */
function play(files, then = () => {}) {
  if (files.length === 0) {
    then();
    return;
  }
  const next = () => play(files.slice(1), then);
  playing = new Audio(files[0]);
  playing.onended = next;
  playing.onerror = next;
  playing.play().catch((refusal) => {
    if (refusal.name === "NotAllowedError") later = setTimeout(next, PAUSE);
  });
}

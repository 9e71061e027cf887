// Connects to the agent and shows each view it sends. Nothing is kept here: a reloaded page shows the same.

import { show } from "./show.js";
import { listen } from "./hands.js";
import { hang } from "./pictures.js";
import { load } from "./texts.js";

const OUT_OF_REACH_AFTER = 2000;
const UNREACHED = {
  number: -1,
  language: "ja",
  appearance: { large_text: false, high_contrast: false, spoken_guidance: false, scanning: "off" },
  screen: "out-of-service",
  data: { reason: "starting", retry_after: null },
  actions: [],
  deadline: null,
  session_deadline: null,
  question: null,
  alarm: null,
  say: [],
};

let latest = 0;
let silence = null;

async function arrived(view) {
  const turn = ++latest;
  // A language that does not load is no reason to show nothing.
  const t = await load(view.language).catch(() => load("ja"));
  // Views come faster than a language loads, once: only the newest is shown.
  if (turn === latest) show(view, t);
}

function connect() {
  const stream = new EventSource("view-stream");
  stream.onmessage = (message) => {
    clearTimeout(silence);
    silence = null;
    arrived(JSON.parse(message.data));
  };
  // The browser connects again by itself. A view on the screen that nobody stands behind must not stay.
  stream.onerror = () => {
    silence ??= setTimeout(() => arrived(UNREACHED), OUT_OF_REACH_AFTER);
  };
}

listen();
hang();
connect();

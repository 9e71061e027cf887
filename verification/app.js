// The page itself: takes a code from camera, photo or keyboard, checks it, and shows what the paper must say.
// It keeps nothing beyond the page's own life, and fetches nothing but keys.json and void.json.

import { check, digestOfLines } from "./page-code.js";
import { hex } from "./p256.js";
import { loadKeys, loadVoidList } from "./published.js";
import { readFrame, readPhoto } from "./reading.js";
import { moment, shown } from "./showing.js";
import { STRINGS } from "./strings.js";

const FRAME_PAUSE = 150;
const byId = (id) => document.getElementById(id);
const seen = { issuanceId: "", pages: new Set() };
let language = navigator.language.startsWith("ja") ? "ja" : "en";
let current = null;
let keys = null;
let stream = null;

function words() {
  return STRINGS[language];
}

function showTexts() {
  document.documentElement.lang = language;
  document.title = words().title;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = words()[place.dataset.text];
  const other = language === "ja" ? "en" : "ja";
  byId("language").textContent = other === "ja" ? "日本語" : "English";
  byId("language").lang = other;
  byId("progress").textContent = "";
  byId("freshness").textContent = keys?.published_at ? words().keysOf(moment(keys.published_at, language)) : "";
  if (current) showFinding();
}

function showFinding() {
  const place = byId("result");
  place.replaceChildren(...shown(current, keys, language, words()));
  place.hidden = false;
  byId("retype")?.addEventListener("submit", compareText);
}

async function judge(text) {
  byId("result").hidden = true;
  keys = await loadKeys();
  // Browsers give WebCrypto to pages from HTTPS only.
  if (!keys || !globalThis.crypto?.subtle) {
    byId("progress").textContent = keys ? words().insecure : words().noKeys;
    return;
  }
  try {
    await show(text);
  } catch {
    byId("progress").textContent = words().noKeys;
  }
}

async function show(text) {
  const [finding, list] = await Promise.all([check(text.trim(), keys), loadVoidList(keys)]);
  const { statement } = finding;
  if (finding.verdict === "unknown-key" && statement.issuedAt > (keys.published_at ?? Infinity)) {
    finding.verdict = "old-keys";
  }
  if (finding.verdict === "valid") {
    finding.list = list;
    finding.listOld = Boolean(list) && list.next_update * 1000 < Date.now();
    finding.voided = list?.void.find((one) => one.issuance_id === statement.issuanceId);
    finding.rest = remaining(statement);
  }
  current = finding;
  showTexts();
  byId("result").focus({ preventScroll: true });
  byId("result").scrollIntoView({ block: "start" });
}

function remaining(statement) {
  if (seen.issuanceId !== statement.issuanceId) Object.assign(seen, { issuanceId: statement.issuanceId, pages: new Set() });
  seen.pages.add(statement.page);
  return Array.from({ length: statement.pages }, (_, place) => place + 1).filter((page) => !seen.pages.has(page));
}

async function compareText(event) {
  event.preventDefault();
  const digest = hex(await digestOfLines(byId("lines").value.split("\n")));
  const same = digest === hex(current.statement.textDigest);
  event.target.querySelector("[role=status]").textContent = same ? words().same : words().different;
}

async function takePhoto(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  byId("result").hidden = true;
  byId("progress").textContent = words().reading;
  const text = await readPhoto(file).catch(() => null);
  if (text === null) byId("progress").textContent = words().nothingRead;
  else await judge(text);
}

async function startCamera() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch {
    byId("progress").textContent = words().noCamera;
    return;
  }
  byId("viewer").hidden = false;
  byId("video").srcObject = stream;
  await byId("video").play();
  watch();
}

async function watch() {
  const text = await readFrame(byId("video"));
  if (!stream) return;
  if (text === null) {
    setTimeout(watch, FRAME_PAUSE);
    return;
  }
  stopCamera();
  await judge(text);
}

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  byId("video").srcObject = null;
  byId("viewer").hidden = true;
}

byId("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  showTexts();
});
byId("photo").addEventListener("change", takePhoto);
byId("camera").addEventListener("click", startCamera);
byId("stop").addEventListener("click", stopCamera);
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  judge(byId("content").value.replaceAll("\n", ""));
});
document.addEventListener("visibilitychange", () => { if (document.hidden) stopCamera(); });
showTexts();
loadKeys().then((loaded) => {
  keys = loaded;
  showTexts();
});
navigator.serviceWorker?.register("sw.js").catch(() => {});

// Shows the state of the virtual machine and does to it what a person would. It knows nothing of the visit.

const KIOSK = { width: 1280 + 36, height: 1024 + 36 };
const STARTING_MS = 300;
const byId = (id) => document.getElementById(id);

async function tell(command, values = {}) {
  const answer = await fetch(`/panel/${command}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(values),
  });
  byId("said").textContent = answer.ok ? "" : answer.status === 409 ? `${command}: not possible now` : `${command}: ${answer.status}`;
}

function fit() {
  const { clientWidth, clientHeight } = byId("stand");
  const scale = Math.min(clientWidth / KIOSK.width, clientHeight / KIOSK.height, 1);
  byId("terminal").style.transform = `scale(${scale})`;
}

function show(state) {
  showTerminal(state.terminal);
  showCards(state);
  byId("card-state").textContent = state.card ? `On the reader: ${state.card}` : "Nothing on the reader.";
  byId("money-state").textContent = [
    state.accepting ? `Accepts ${state.accepting}: ${state.due} yen due.` : "Accepts nothing now.",
    `Held ${state.held}, in the slot ${state.slot}, kept ${state.kept} yen.`,
  ].join(" ");
  showCoins(state.denominations);
  byId("payment-works").checked = state.payment_works;
  byId("returns-work").checked = state.returns_work;
  const jam = state.jammed ? " Jammed." : state.jam_in ? ` Will jam at sheet ${state.jam_in} from now.` : "";
  byId("printer-state").textContent = `${state.printer}; ${state.paper} sheets.${jam}`;
  byId("line-state").textContent = `Line ${state.network ? "up" : "cut"}, power ${state.terminal.powered ? "on" : "off"}.`;
  showSheets("tray", state.tray, state.version);
  showSheets("papers", state.papers, state.version);
  byId("receipts").replaceChildren(...state.receipts.map((receipt) => {
    const text = document.createElement("pre");
    text.textContent = typeof receipt === "string" ? receipt : JSON.stringify(receipt, null, 1);
    return text;
  }));
}

function showTerminal({ url, powered, listens }) {
  const frame = byId("terminal");
  const shown = powered && listens ? url : "about:blank";
  // A terminal that starts takes a moment before its page can be loaded.
  if (powered && !listens) setTimeout(async () => show(await (await fetch("/panel/state")).json()), STARTING_MS);
  if (frame.dataset.shown !== shown) {
    frame.dataset.shown = shown;
    frame.src = shown;
  }
  byId("off").hidden = powered;
}

function showCards({ cards }) {
  const list = byId("card");
  if (list.options.length === cards.length) return;
  list.replaceChildren(...cards.map(({ label, pin, note }) => {
    const option = new Option(`${label} (PIN ${pin})`, label);
    option.dataset.note = note;
    return option;
  }));
  noteOfCard();
}

function noteOfCard() {
  byId("card-note").textContent = byId("card").selectedOptions[0]?.dataset.note ?? "";
}

function showCoins(denominations) {
  if (byId("coins").childElementCount === denominations.length) return;
  byId("coins").replaceChildren(...denominations.map((amount) => {
    const coin = document.createElement("button");
    coin.type = "button";
    coin.textContent = String(amount);
    coin.addEventListener("click", () => tell("insert-money", { amount }));
    return coin;
  }));
}

function showSheets(id, paths, version) {
  const place = byId(id);
  if (place.dataset.paths === paths.join()) return;
  place.dataset.paths = paths.join();
  place.replaceChildren(...paths.map((path, index) => {
    const link = document.createElement("a");
    link.href = path;
    link.target = "_blank";
    const image = document.createElement("img");
    // Another visit's sheet has the same number: the picture is not the browser's to remember.
    image.src = `${path}?${version}`;
    image.alt = `Sheet ${index + 1}`;
    link.append(image);
    return link;
  }));
}

for (const button of document.querySelectorAll("[data-command]")) {
  button.addEventListener("click", () => tell(button.dataset.command, JSON.parse(button.dataset.values ?? "{}")));
}
byId("card").addEventListener("change", noteOfCard);
byId("insert-card").addEventListener("click", () => tell("insert-card", { label: byId("card").value }));
for (const box of [byId("payment-works"), byId("returns-work")]) {
  box.addEventListener("change", () =>
    tell("payment", { works: byId("payment-works").checked, returns: byId("returns-work").checked }));
}
addEventListener("resize", fit);
fit();
new EventSource("/panel/stream").onmessage = (message) => show(JSON.parse(message.data));

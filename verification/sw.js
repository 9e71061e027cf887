// Keeps the page, the keys and the void list for use without a connection. Never what was read from a paper.

const CACHE = "verification-2";
const FILES = [
  "./", "app.js", "base45.js", "cbor.js", "icon.svg", "labels.js", "p256.js", "page-code.js", "published.js",
  "reading.js", "showing.js", "strings.js", "style.css", "vendor/jsQR.js", "keys.json", "void.json",
];
const KINDS = {
  "": ["text/html"],
  html: ["text/html"],
  js: ["text/javascript", "application/javascript"],
  css: ["text/css"],
  svg: ["image/svg+xml"],
  json: ["application/json"],
};
const CONTENTS = {
  "keys.json": ({ keys }) => Array.isArray(keys),
  "void.json": (list) => ["protected", "payload", "signature"].every((part) => typeof list[part] === "string"),
};

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(FILES.map(async (file) => {
      const request = new Request(file, { cache: "reload" });
      const found = await fetch(request);
      if (!(await isOurs(request, found.clone()))) throw new TypeError(file);
      await cache.put(request, found);
    }));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

// The network first, so that keys, void list and the page itself are never older than they must be.
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const found = await fetch(request).catch(() => null);
  if (found && (await isOurs(request, found.clone()))) {
    await cache.put(request, found.clone());
    return found;
  }
  if (found && !found.ok) return found;
  // No connection, or somebody else's answer, such as the sign-in page of a network: what is kept is as good as it was.
  return (await cache.match(request, { ignoreSearch: true })) ?? found ?? Response.error();
}

/** Whether an answer is what was asked for: of the right kind, and for keys and void list of the right make. */
async function isOurs(request, found) {
  const name = new URL(request.url).pathname.split("/").at(-1);
  const kinds = KINDS[name.split(".").slice(1).at(-1) ?? ""] ?? [];
  const kind = found.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
  if (!found.ok || found.redirected || !kinds.includes(kind)) return false;
  if (!(name in CONTENTS)) return true;
  try {
    return CONTENTS[name](await found.json());
  } catch {
    return false;
  }
}

// Keeps the page, the keys and the void list for use without a connection. Never what was read from a paper.

const CACHE = "verification-1";
const FILES = [
  "./", "app.js", "base45.js", "cbor.js", "icon.svg", "labels.js", "p256.js", "page-code.js", "published.js",
  "reading.js", "showing.js", "strings.js", "style.css", "vendor/jsQR.js", "keys.json", "void.json",
];

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
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
  try {
    const found = await fetch(request);
    if (found.ok) await cache.put(request, found.clone());
    return found;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

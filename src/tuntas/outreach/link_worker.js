// Keeps the page of one link for a day without signal. What it keeps lives only as long as the
// office said with the page (X-Tuntas-Sisa, seconds), and goes at once when the office says 410.
"use strict";
const STORE = "tuntas-" + self.registration.scope;
const KEPT_AT = "X-Disimpan";
const WAIT_MS = 20000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page says what it consists of: itself, its stylesheet, its script; and hears when all is kept.
self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(
    Promise.all(event.data.keep.map(take)).then(() => event.source.postMessage({ kept: true })),
  );
});

async function take(url) {
  const page = url.startsWith(self.registration.scope);
  if (!page && await caches.match(url, { ignoreVary: true })) return;
  const response = await fetch(url, page ? { headers: { "X-Salinan": "1" } } : {});
  await (page ? remember(url, response) : response.ok && (await caches.open(STORE)).put(url, response));
}

async function remember(url, response) {
  if (response.status === 410) return forget();
  if (!response.ok) return;
  const copy = response.clone();
  const headers = new Headers(copy.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const kept = new Response(await copy.blob(), { status: copy.status, headers });
  await (await caches.open(STORE)).put(url, kept);
}

async function forget() {
  await caches.delete(STORE);
  await new Promise((done) => {
    const gone = indexedDB.deleteDatabase(STORE);
    gone.onsuccess = gone.onerror = gone.onblocked = () => done();
  });
  await self.registration.unregister();
}

async function copyOf(url) {
  // One phone, one holder: whatever a response varies by is the same here.
  const kept = await (await caches.open(STORE)).match(url, { ignoreVary: true });
  if (!kept) return undefined;
  const age = Date.now() - Number(kept.headers.get(KEPT_AT));
  if (age >= 0 && age < Number(kept.headers.get("X-Tuntas-Sisa")) * 1000) return kept;
  await (await caches.open(STORE)).delete(url);
  return undefined;
}

async function page(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(WAIT_MS) });
    await remember(request.url, response);
    // Busy or broken is like no signal; a refusal is an answer.
    if (response.status < 500) return response;
    return (await copyOf(request.url)) || response;
  } catch {
    return (await copyOf(request.url)) || new Response("Tidak ada sinyal. / No signal.", {
      status: 503,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
});

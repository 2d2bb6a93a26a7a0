// Serves the officer's pages without network: from the network first, from the telephone's copy else.
// Only pages under /field/ and files under /static/; nothing that is sent (POST) is touched.

const PAGES = "zhisun-field-pages";
const FILES = "zhisun-field-files";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Cookie and language stand in Vary: the copy is this officer's own, whatever asks for it.
const copyOf = (request) => caches.match(request, { ignoreVary: true });

async function fresh(request, store) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) await (await caches.open(store)).put(request, answer.clone());
  return answer;
}

async function page(request) {
  try {
    return await fresh(request, PAGES);
  } catch (fault) {
    const copy = (await copyOf(request)) ?? (await copyOf("/field/"));
    if (copy) return copy;
    throw fault;
  }
}

async function file(request) {
  const copy = await copyOf(request);
  const later = fresh(request, FILES);
  if (!copy) return later;
  later.catch(() => {}); // the copy serves until the network is back
  return copy;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith("/field/")) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});

// A page tells which pages and files are wanted without network, and is told when they are here.
// The list names all tasks there are (only): the copies of others are forgotten.
self.addEventListener("message", (event) => event.waitUntil(remember(event.data).then(() => event.ports[0].postMessage({}))));

async function remember({ pages, files, only }) {
  const kept = await caches.open(PAGES);
  const wanted = new Set(pages);
  for (const request of await kept.keys()) if (only && !wanted.has(request.url)) await kept.delete(request);
  try {
    for (const address of wanted) await fresh(new Request(address, { credentials: "same-origin" }), PAGES);
    for (const address of files) if (!(await copyOf(address))) await fresh(new Request(address), FILES);
  } catch {
    // the network went: what is here is here
  }
}

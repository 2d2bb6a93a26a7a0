// The officer's pages without network: what is pressed is kept on the telephone and sent when it can be.
// Each report has a key of its own, so that sending it again changes nothing. What waits belongs to the
// officer who made it: another one signed in on this telephone neither sends it nor sees more than its number.

import { drawnAnew, forget, store, stored } from "./photos.js";

const STORE = "zhisun-field-unsent";
const panel = document.getElementById("unsent");
const PATIENCE = 8000; // a bad network neither answers nor fails
const PATIENCE_WITH_PHOTO = 60000;
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

const { officer } = panel.dataset;
const MINE = `${STORE}:${officer}`;
const read = (name) => JSON.parse(localStorage.getItem(name) ?? "[]");
const unsent = () => read(MINE);
const keep = (reports) => (reports.length ? localStorage.setItem(MINE, JSON.stringify(reports)) : localStorage.removeItem(MINE));
const ofOthers = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(`${STORE}:`) && name !== MINE)
    .reduce((sum, name) => sum + read(name).filter(isToSend).length, 0);

// A report is to be sent, or was refused (`refused`), or was sent and something is to be said of it (`told`).
const isToSend = (report) => !report.refused && !report.told;

// Whether something of this very page was sent after it was drawn: what it shows is of before.
let went = false;
const isOfThisPage = (report) => !report.photo && [...document.querySelectorAll("[data-report]")].some((form) => form.action === report.address);
function pageWent() {
  went = true;
  for (const form of document.querySelectorAll(".field-pages form:not([data-photos])")) form.inert = true;
}

function show({ signIn = false } = {}) {
  const reports = unsent();
  const waiting = reports.filter(isToSend);
  const others = ofOthers();
  panel.hidden = reports.length === 0 && others === 0 && !went;
  panel.querySelector("[data-when=went]").hidden = !went;
  panel.querySelector("[data-when=others]").hidden = others === 0;
  panel.querySelector("[data-others]").textContent = others;
  const words = panel.querySelector("[data-when=waiting]");
  words.hidden = waiting.length === 0;
  words.querySelector("[data-number]").textContent = waiting.length;
  panel.querySelector("[data-when=sign-in]").hidden = !signIn;
  const list = panel.querySelector("[data-refused]");
  list.replaceChildren();
  for (const report of reports.filter((each) => !isToSend(each))) {
    const line = panel.querySelector("[data-refusal]").content.cloneNode(true);
    line.querySelector("[data-words]").textContent = report.refused ?? report.told;
    line.querySelector("[data-drop]").addEventListener("click", () => drop(report.key));
    list.append(line);
  }
  panel.dataset.state = waiting.length ? "waiting" : "sent";
}

function drop(key) {
  const gone = unsent().find((report) => report.key === key);
  keep(unsent().filter((report) => report.key !== key));
  if (gone?.photo) forget(key).catch(() => {});
  show();
}

const change = (key, news) => keep(unsent().map((each) => (each.key === key ? { ...each, ...news } : each)));
const refuse = (key, words) => change(key, { refused: words });

// What is sent of one report; nothing when its picture is gone from the telephone.
async function bodyOf(report) {
  if (!report.photo) {
    const typed = new URLSearchParams(report.body);
    typed.set("officer", officer);
    return typed;
  }
  const picture = await stored(report.key);
  if (!picture) return null;
  const form = new FormData();
  form.set("key", report.key);
  form.set("officer", officer);
  form.set("taken_at", report.taken_at);
  form.set("photo", picture, "photo.jpg");
  return form;
}

function countSent(address) {
  const form = document.querySelector("[data-photos]");
  if (form?.action !== address) return;
  const number = form.querySelector("[data-sent]");
  number.textContent = Number(number.textContent) + 1;
}

// One at a time and in their order: an outcome may rest on the visit before it. Photos go a way of
// their own: a large picture on a bad network holds no result up.
const sending = new Map();
function send({ photos }) {
  if (!sending.has(photos)) sending.set(photos, trySending(photos).finally(() => sending.delete(photos)));
  return sending.get(photos);
}
const sendAll = () => Promise.all([send({ photos: false }), send({ photos: true })]);

const next = (photos, tried) => unsent().find((each) => isToSend(each) && Boolean(each.photo) === photos && !tried.has(each.key));

async function trySending(photos) {
  const tried = new Set();
  for (let report = next(photos, tried); report; report = next(photos, tried)) {
    tried.add(report.key);
    const body = await bodyOf(report).catch(() => null);
    if (!body) {
      refuse(report.key, panel.dataset.lost);
      continue;
    }
    let answer;
    try {
      answer = await fetch(report.address, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(report.photo ? PATIENCE_WITH_PHOTO : PATIENCE),
      });
    } catch {
      break; // no network: later
    }
    if (answer.status >= 500) break;
    if (answer.status === 401 || answer.status === 403) return show({ signIn: true });
    if (answer.ok) {
      if (report.photo) countSent(report.address);
      if (isOfThisPage(report)) pageWent();
      const { told } = await answer.json().catch(() => ({}));
      if (told) change(report.key, { told, body: "" });
      else drop(report.key);
    } else {
      const told = await answer.json().catch(() => ({}));
      refuse(report.key, told.text ?? String(answer.status));
    }
  }
  return show();
}

// Without https a browser has no randomUUID; what is pressed must count once there too.
function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
}

for (const form of document.querySelectorAll("[data-report]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = new FormData(form, event.submitter);
    const key = freshKey();
    typed.set("key", key);
    typed.set("tried_at", new Date().toISOString());
    typed.delete("csrfmiddlewaretoken");
    keep([...unsent(), { key, address: form.action, body: new URLSearchParams(typed).toString() }]);
    form.inert = true;
    show();
    await send({ photos: false });
    if (!unsent().some((report) => report.key === key && !report.told)) location.assign(panel.dataset.tasks);
    else if (!went) form.inert = false;
  });
}

// A photo is kept the moment it is taken, whatever becomes of the page; with the result or without.
for (const form of document.querySelectorAll("[data-photos]")) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", async () => {
    const [unread, full] = ["unread", "full"].map((fault) => form.querySelector(`[data-fault=${fault}]`));
    unread.hidden = full.hidden = true;
    for (const file of [...input.files]) {
      const picture = await drawnAnew(file).catch(() => null);
      if (!picture) {
        unread.hidden = false;
        continue;
      }
      const key = freshKey();
      const taken = Math.min(file.lastModified || Date.now(), Date.now());
      try {
        await store(key, picture);
        keep([...unsent(), { key, address: form.action, photo: true, taken_at: new Date(taken).toISOString() }]);
      } catch {
        full.hidden = false;
      }
    }
    input.value = "";
    show();
    await sendAll();
  });
}

// A telephone does not always say that it has network again.
const AGAIN = 3000;
addEventListener("online", sendAll);
setInterval(() => unsent().some(isToSend) && sendAll(), AGAIN);
// What an earlier version kept names no officer: it is of whoever used the telephone then and does now.
const unnamed = read(STORE);
if (unnamed.length) keep([...unsent(), ...unnamed]);
localStorage.removeItem(STORE);
show();
sendAll();

// Whoever leaves takes his copies with him.
for (const form of document.querySelectorAll("form[action*=logout]")) {
  form.addEventListener("submit", async () => {
    for (const name of await caches.keys()) caches.delete(name);
  });
}

const LAST = "zhisun-field-officer";
async function forgetAnothersPages() {
  if (localStorage.getItem(LAST) !== officer) await caches.delete("zhisun-field-pages");
  localStorage.setItem(LAST, officer);
}

// The tasks on the list can be opened without network; those that left it are forgotten.
async function rememberTasks() {
  await forgetAnothersPages();
  await navigator.serviceWorker.register(panel.dataset.worker, { scope: panel.dataset.tasks });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.onLine) return;
  const cards = [...document.querySelectorAll("[data-task]")].map((card) => card.href);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const told = {
    pages: [location.href, ...cards],
    files: files.filter((address) => new URL(address).pathname.startsWith("/static/")),
    only: location.pathname === panel.dataset.tasks,
  };
  const { port1, port2 } = new MessageChannel();
  await new Promise((done) => {
    port1.onmessage = done;
    active.postMessage(told, [port2]);
  });
}
if ("serviceWorker" in navigator) {
  rememberTasks().then(() => (document.documentElement.dataset.worker = "ready"), () => {});
}

// The officer's pages without network: what is pressed is kept on the telephone and sent when it can be.
// Each report has a key of its own, so that sending it again changes nothing.

const STORE = "zhisun-field-unsent";
const panel = document.getElementById("unsent");
const PATIENCE = 8000; // a bad network neither answers nor fails
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

const unsent = () => JSON.parse(localStorage.getItem(STORE) ?? "[]");
const keep = (reports) => localStorage.setItem(STORE, JSON.stringify(reports));

function show({ signIn = false } = {}) {
  const reports = unsent();
  const waiting = reports.filter((report) => !report.refused);
  panel.hidden = reports.length === 0;
  const words = panel.querySelector("[data-when=waiting]");
  words.hidden = waiting.length === 0;
  words.querySelector("[data-number]").textContent = waiting.length;
  panel.querySelector("[data-when=sign-in]").hidden = !signIn;
  const list = panel.querySelector("[data-refused]");
  list.replaceChildren();
  for (const report of reports.filter((each) => each.refused)) {
    const line = panel.querySelector("[data-refusal]").content.cloneNode(true);
    line.querySelector("[data-words]").textContent = report.refused;
    line.querySelector("[data-drop]").addEventListener("click", () => drop(report.key));
    list.append(line);
  }
  panel.dataset.state = waiting.length ? "waiting" : "sent";
}

function drop(key) {
  keep(unsent().filter((report) => report.key !== key));
  show();
}

// One at a time and in their order: an outcome may rest on the visit before it.
let sending = null;
const sendAll = () => (sending ??= trySending().finally(() => (sending = null)));

async function trySending() {
  for (const report of unsent()) {
    if (report.refused) continue;
    let answer;
    try {
      answer = await fetch(report.address, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
        body: report.body,
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      break; // no network: later
    }
    if (answer.status >= 500) break;
    if (answer.status === 401 || answer.status === 403) return show({ signIn: true });
    if (answer.ok) drop(report.key);
    else {
      const told = await answer.json().catch(() => ({}));
      keep(unsent().map((each) => (each.key === report.key ? { ...each, refused: told.text ?? String(answer.status) } : each)));
    }
  }
  return show();
}

for (const form of document.querySelectorAll("[data-report]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = new FormData(form, event.submitter);
    const key = crypto.randomUUID();
    typed.set("key", key);
    typed.set("tried_at", new Date().toISOString());
    typed.delete("csrfmiddlewaretoken");
    keep([...unsent(), { key, address: form.action, body: new URLSearchParams(typed).toString() }]);
    form.inert = true;
    show();
    await sendAll();
    if (!unsent().some((report) => report.key === key)) location.assign(panel.dataset.tasks);
    else form.inert = false;
  });
}

// A telephone does not always say that it has network again.
const AGAIN = 3000;
addEventListener("online", sendAll);
setInterval(() => unsent().some((report) => !report.refused) && sendAll(), AGAIN);
show();
sendAll();

// Whoever leaves takes his copies with him.
for (const form of document.querySelectorAll("form[action*=logout]")) {
  form.addEventListener("submit", async () => {
    for (const name of await caches.keys()) caches.delete(name);
  });
}

// The tasks on the list can be opened without network; those that left it are forgotten.
async function rememberTasks() {
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

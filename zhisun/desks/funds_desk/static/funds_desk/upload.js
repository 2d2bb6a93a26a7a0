// Statement files go up in parts of a megabyte. A part that is lost is sent again; the server says
// from which byte to go on, so that the same file chosen tomorrow goes on where it stopped.

const PART = 1 << 20;
const PAUSES = [1, 2, 5, 10, 20];

const form = document.querySelector("[data-upload]");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.reportValidity()) send([...form.elements.files.files]).catch(tell);
});

const words = (name, facts) => form.dataset[name].replace(/\{(\w+)\}/g, (_whole, fact) => facts[fact]);
const state = () => form.querySelector("[data-upload-state]");

function show(text, done, whole) {
  state().hidden = false;
  state().querySelector("[data-upload-words]").textContent = text;
  state().querySelector("[data-upload-figure]").textContent = whole ? `${Math.floor((done / whole) * 100)}%` : "";
  state().querySelector("progress").value = whole ? done / whole : 0;
}

function tell(fault) {
  const place = form.querySelector("[data-upload-fault]");
  place.textContent = fault.message;
  place.hidden = false;
  state().hidden = true;
  form.querySelector("button").disabled = false;
}

async function send(files) {
  form.querySelector("[data-upload-fault]").hidden = true;
  form.querySelector("button").disabled = true;
  let address = "";
  for (const file of files) {
    if (file.size > Number(form.dataset.most)) throw new Error(words("wordsLarge", { name: file.name }));
    address = await one(file);
  }
  location.assign(files.length === 1 ? address : location.href);
}

async function one(file) {
  const about = new URLSearchParams({ name: file.name, size: file.size, institution: form.elements.institution.value });
  const begun = await ask(form.action, about);
  let { received } = begun;
  while (received < file.size) {
    show(words("wordsSending", { name: file.name }), received, file.size);
    const to = form.dataset.parts.replace(/\/0\/parts\/0\//, `/${begun.key}/parts/${received}/`);
    ({ received } = await ask(to, file.slice(received, received + PART)));
  }
  show(words("wordsLooking", {}), 1, 1);
  const closed = await ask(form.dataset.close.replace(/\/0\//, `/${begun.key}/`), new URLSearchParams());
  return closed.address;
}

// What the line breaks is asked again, later each time; what the server refuses is told.
async function ask(address, body, tries = 0) {
  let answer;
  try {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
    if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
    answer = await fetch(address, { method: "POST", body, headers });
  } catch {
    answer = null;
  }
  if (answer?.ok) return answer.json();
  if (answer && answer.status < 500) throw new Error(await refusal(answer));
  const seconds = PAUSES[Math.min(tries, PAUSES.length - 1)];
  state().hidden = false;
  state().querySelector("[data-upload-words]").textContent = words("wordsWaiting", { seconds });
  await new Promise((done) => setTimeout(done, seconds * 1000));
  return ask(address, body, tries + 1);
}

async function refusal(answer) {
  try {
    const told = await answer.json();
    return told.text;
  } catch {
    return String(answer.status);
  }
}

// A pasted book would hold up the page for minutes while it is laid out: it is not let in at all.
// What is only somewhat too long comes in, so that it can be shortened here.

const BEARABLE = 4; // times what can be kept

export function watchPasting(narrative, { most, refused }) {
  narrative.addEventListener("beforeinput", (event) => {
    const coming = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (narrative.value.length + coming.length <= BEARABLE * Number(most)) return;
    event.preventDefault();
    objectTo(narrative, refused);
  });
}

export function objectTo(narrative, words) {
  document.getElementById("f-narrative-error").textContent = words;
  narrative.setAttribute("aria-invalid", "true");
}

// Goes to the line of a template that could not be set, on the page as it opens and after a swap.

function show(editor) {
  const line = Number(editor?.dataset.wrongLine);
  if (!line) return;
  const lines = editor.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const end = start + (lines[line - 1] ?? "").length;
  const whole = editor.value;
  editor.value = whole.slice(0, end);
  const height = editor.scrollHeight; // down to the line and no further
  editor.value = whole;
  editor.focus();
  editor.setSelectionRange(start, end);
  editor.scrollTop = height - editor.clientHeight / 2;
}

show(document.querySelector("[data-wrong-line]"));
document.body.addEventListener("htmx:afterSettle", (event) => show(event.detail.target.querySelector("[data-wrong-line]")));

// A form that unfolds is there to be filled in: its first field is gone to.

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open && target.matches("[data-focus-inside]") && !target.contains(document.activeElement?.closest("form"))) {
      target.querySelector("select, textarea, input:not([type=hidden])")?.focus();
    }
  },
  true,
);

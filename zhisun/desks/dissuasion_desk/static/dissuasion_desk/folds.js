// A <details data-fold id> stands open on a wide window and folded on a narrow one, until somebody
// opens or folds it: that holds while he stays on the page, also when news draws it anew.

const narrow = matchMedia("(width < 48rem)");
const chosen = new Map(); // id → whether he left it open

function settle() {
  for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = chosen.get(fold.id) ?? !narrow.matches;
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.closest("details[data-fold]");
  if (fold) chosen.set(fold.id, !fold.open);
});
document.addEventListener("htmx:afterSwap", settle);
narrow.addEventListener("change", settle);
settle();

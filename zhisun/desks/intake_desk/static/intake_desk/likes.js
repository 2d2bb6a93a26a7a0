// Reports that may be one: attached to the other, or kept apart, each with a reason.

let about = ""; // the incident a dialog stands open for

export function watchLikes({ form, changed, attach }) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attach], [data-apart], [data-attach-now], [data-apart-now]");
    if (!button) return;
    about = button.dataset.attach ?? button.dataset.apart ?? about;
    if ("apartNow" in button.dataset) withReason("f-apart_reason", keepApart);
    if ("attachNow" in button.dataset) withReason("f-attach_why", attachNow);
  });

  function keepApart(reason) {
    const name = `apart.${about}`;
    const input = form.elements[name] ?? Object.assign(document.createElement("input"), { type: "hidden", name });
    input.value = reason;
    document.querySelector("[data-aparts]").append(input);
    changed();
  }

  function attachNow(reason) {
    attach({ attach_to: about, attach_reason: reason });
  }
}

function withReason(id, then) {
  const field = document.getElementById(id);
  const reason = field.value.trim();
  if (!reason) {
    field.focus();
    return;
  }
  field.value = "";
  field.closest("dialog").close();
  then(reason);
}

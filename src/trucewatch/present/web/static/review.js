// Keys of the review page. Each presses a button or follows a link that is on the page; none does anything of its own.
const form = document.querySelector("[data-deciding]");
const why = form?.querySelector("[name=why]");
let armed = null;

for (const button of document.querySelectorAll("[data-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.open)?.showModal());
}

// who speaks to the machine, or touches keys by accident, turns them off; the browser remembers it
const keysOn = document.getElementById("keys-on");
try {
  keysOn.checked = localStorage.getItem("keys") !== "off";
} catch { /* a browser that keeps nothing leaves them on */ }
const letters = () => document.body.classList.toggle("no-keys", !keysOn.checked);
keysOn.addEventListener("change", () => {
  letters();
  try {
    localStorage.setItem("keys", keysOn.checked ? "on" : "off");
  } catch { /* for this page alone, then */ }
});
letters();

// a decision needs a reason: without one the key goes to the field, and Enter there decides
function arm(button) {
  disarm();
  armed = button;
  button.classList.add("armed");
  why.focus();
  why.select();
}

function disarm() {
  armed?.classList.remove("armed");
  armed = null;
}

why?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault(); // never the first button by accident
  if (armed) form.requestSubmit(armed);
  else form.querySelector("button[name=action]")?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const field = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), select, textarea");
  if (field) {
    if (event.key === "Escape") { disarm(); field.blur(); }
    return;
  }
  if (!keysOn.checked) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else if (target.form === form && form && !target.formNoValidate && !why.value.trim()) arm(target);
  else target.click();
});

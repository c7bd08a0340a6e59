// A report's text: a note lights its words and the words their notes; an address leads to words wherever they begin.
const text = document.getElementById("text");

function spans(key) { return [...text.querySelectorAll(`.words [data-on~="${CSS.escape(key)}"]`)]; }
function note(key) { return text.querySelector(`.note[data-key="${CSS.escape(key)}"]`); }

function light(keys) {
  for (const lit of text.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const key of keys) {
    note(key)?.classList.add("lit");
    if (keys.length === 1) for (const one of spans(key)) one.classList.add("lit");
  }
}

function keysAt(target) {
  const held = target.closest?.("[data-key]");
  if (held) return [held.dataset.key];
  const words = target.closest?.(".words [data-on]");
  return words ? words.dataset.on.split(" ") : [];
}

if (text) {
  text.addEventListener("pointerover", (event) => light(keysAt(event.target)));
  text.addEventListener("pointerleave", () => light([]));
  text.addEventListener("focusin", (event) => light(keysAt(event.target)));
  text.addEventListener("focusout", () => light([]));
  show();
  addEventListener("hashchange", show);
}

// #p120 or #p120-180: all the words that begin there, also where no piece of the text begins
function show() {
  const asked = /^#p(\d+)(?:-(\d+))?$/.exec(location.hash);
  for (const one of text.querySelectorAll(".asked")) one.classList.remove("asked");
  if (!asked) return;
  const start = Number(asked[1]);
  const pieces = [...text.querySelectorAll(".words [data-s]")];
  const first = pieces.findLast((piece) => Number(piece.dataset.s) <= start);
  if (!first) return;
  const own = Number(first.dataset.s) === Number(asked[1]) && first.dataset.begins ? first.dataset.begins.split(" ") : [];
  const shown = asked[2]
    ? pieces.filter((p) => Number(p.dataset.s) >= Number(first.dataset.s) && Number(p.dataset.s) < Number(asked[2]))
    : own.length ? spans(own[0]) : [first];
  for (const one of shown) one.classList.add("asked");
  first.scrollIntoView({ block: "center" });
}

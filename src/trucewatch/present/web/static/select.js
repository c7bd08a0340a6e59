// Selecting words of a report's text: with the mouse, or word by word with the arrow keys. Offsets count code points,
// as the program does; every piece of the text says at which character it begins.
const text = document.getElementById("text");
const bar = document.querySelector("[data-selection]");
const form = document.querySelector("[data-takes-words]");

const length = (words) => [...words].length;

function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-s]");
  if (!piece || !text.contains(piece)) return null;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, at);
  return Number(piece.dataset.s) + length(before.toString());
}

// the selected words as [start, end, words]; null if nothing of the text is selected
function selected() {
  const held = getSelection();
  if (!held.rangeCount || held.isCollapsed) return null;
  const range = held.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const inside = [...text.querySelectorAll("[data-s]")].filter((piece) => range.intersectsNode(piece));
  const first = inside[0], last = inside.at(-1);
  if (!first) return null;
  const start = offset(range.startContainer, range.startOffset) ?? Number(first.dataset.s);
  const end = offset(range.endContainer, range.endOffset) ?? Number(last.dataset.s) + length(last.textContent);
  return end > start ? [start, end, held.toString().trim()] : null;
}

function tell() {
  const found = selected();
  if (bar) {
    bar.hidden = !found;
    if (!found) return;
    bar.querySelector("q").textContent = found[2].length > 90 ? `${found[2].slice(0, 90)}…` : found[2];
    for (const link of bar.querySelectorAll("a[data-add]")) {
      const where = new URL(link.href, location.href);
      where.searchParams.set("at", `${found[0]}-${found[1]}`);
      link.href = where.pathname + where.search;
    }
  }
  if (form && found) {
    form.elements.at.value = `${found[0]}-${found[1]}`;
    const told = form.querySelector("[data-selected]");
    told.hidden = false;
    told.querySelector("q").textContent = found[2];
  }
}

if (text && (bar || form)) {
  document.addEventListener("selectionchange", tell);
  for (const field of form ? [form.elements.first, form.elements.last] : []) {
    field.addEventListener("input", () => { form.elements.at.value = ""; form.querySelector("[data-selected]").hidden = true; });
  }
  text.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    if (event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const held = getSelection();
    const inside = held.rangeCount && text.contains(held.anchorNode);
    if (!inside) held.collapse(text.querySelector(".stretch:not(.outside) .words") ?? text.querySelector(".words"), 0);
    const way = event.key === "ArrowRight" ? "forward" : "backward";
    if (inside && !event.shiftKey) {
      if (way === "forward") held.collapseToEnd();
      else { held.collapseToStart(); held.modify("move", "backward", "word"); }
    }
    if (way === "forward" || event.shiftKey) held.modify("extend", way, "word");
    else held.modify("extend", "forward", "word");
    held.focusNode.parentElement?.scrollIntoView({ block: "nearest" });
  });
}

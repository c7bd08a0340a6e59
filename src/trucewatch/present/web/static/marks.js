// The marks of a picture by keyboard: one stop of Tab, arrow keys from mark to mark, Enter opens.

/** ``tell`` gives a mark's lane, day and words. ``before`` is what an earlier drawing returned: its place is kept. */
export function keys(picture, reading, lanes, tell, before) {
  const marks = [...picture.querySelectorAll("a")].map((link) => ({ link, ...tell(link) }));
  marks.sort((a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane) || a.day.localeCompare(b.day));
  for (const part of picture.children) if (!part.querySelector("a")) part.setAttribute("aria-hidden", "true");
  for (const one of marks) {
    one.link.setAttribute("tabindex", "-1");
    one.link.setAttribute("aria-label", one.words.replaceAll("\n", "; "));
    one.link.closest("svg > g").removeAttribute("aria-label");
  }
  // listening on the frame around the picture: an svg that is listened to for focus becomes a stop of Tab itself
  before?.listening.abort();
  const listening = new AbortController();
  const { signal } = listening;
  const frame = picture.parentNode;
  const held = { at: 0, focused: false, listening, entered: () => (held.focused = picture.contains(document.activeElement)) };
  const stand = (at, focus) => {
    marks[held.at]?.link.setAttribute("tabindex", "-1");
    held.at = at;
    marks[at].link.setAttribute("tabindex", "0");
    if (focus) marks[at].link.focus();
  };
  if (marks.length) stand(Math.min(before?.at ?? 0, marks.length - 1), before?.focused);
  held.focused = Boolean(before?.focused);

  frame.addEventListener("focusin", (event) => {
    const at = marks.findIndex((one) => one.link === event.target);
    if (at < 0) return;
    if (at !== held.at) stand(at, false);
    reading.textContent = marks[at].words.replaceAll("\n", " · ");
    held.focused = true;
  }, { signal });
  frame.addEventListener("focusout", (event) => {
    reading.textContent = "";
    // a picture that is drawn anew loses the focus without anybody having taken it elsewhere
    if (event.relatedTarget) held.focused = false;
  }, { signal });
  frame.addEventListener("keydown", (event) => {
    const to = next(marks, held.at, lanes, event.key);
    if (to === null) return;
    event.preventDefault();
    stand(to, true);
  }, { signal });
  return held;
}

/** Where a key leads to; null for a key that leads nowhere. */
function next(marks, at, lanes, key) {
  const here = marks[at];
  const own = marks.map((one, place) => place).filter((place) => marks[place].lane === here.lane);
  const place = own.indexOf(at);
  if (key === "ArrowRight") return own[Math.min(place + 1, own.length - 1)];
  if (key === "ArrowLeft") return own[Math.max(place - 1, 0)];
  if (key === "Home") return own[0];
  if (key === "End") return own.at(-1);
  const way = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!way) return null;
  for (let lane = lanes.indexOf(here.lane) + way; lane >= 0 && lane < lanes.length; lane += way) {
    const there = marks.map((one, other) => other).filter((other) => marks[other].lane === lanes[lane]);
    const apart = (other) => Math.abs(new Date(marks[other].day) - new Date(here.day));
    if (there.length) return there.reduce((best, other) => (apart(other) < apart(best) ? other : best));
  }
  return at;
}

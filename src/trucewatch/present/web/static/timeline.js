// The picture of the timeline: lanes by side, incidents, coverage, dated events, out of one answer in JSON.
import { keys } from "./marks.js";
import { steer, whenShown } from "./steer.js";

const { d3, Plot } = window;
const SHADES = { statement: ["--s0", "--s1", "--s2", "--s3"], incident: ["--i0", "--i1", "--i2", "--i3", "--i4", "--i5"] };
const SIGNS = {
  circle: "circle", square: "square", triangle: "triangle", diamond: "diamond", cross: "plus",
  pentagon: { draw: (context, size) => polygon(context, Math.sqrt(size / 2.4), 5) },
};
const day = (text) => new Date(`${text}T00:00:00Z`);
const after = (text) => d3.utcDay.offset(day(text), 1);
const dayWords = d3.utcFormat("%-d %B %Y");
let told = null;
let stepping = null;

function polygon(context, radius, corners) {
  for (let n = 0; n < corners; n++) {
    const angle = (n / corners) * 2 * Math.PI - Math.PI / 2;
    context[n ? "lineTo" : "moveTo"](radius * Math.cos(angle), radius * Math.sin(angle));
  }
  context.closePath();
}

async function show() {
  const chart = document.getElementById("chart");
  if (!chart) return (told = null);
  try {
    const answer = await fetch(chart.dataset.from);
    if (!answer.ok) throw new Error(`the picture could not be drawn (${answer.status})`);
    told = await answer.json();
  } catch (error) {
    chart.replaceChildren(Object.assign(document.createElement("p"), { className: "none", textContent: `${error.message}; the list below holds the same.` }));
    return;
  }
  if (stepping) stepping.at = 0;
  draw();
}

function draw() {
  const chart = document.getElementById("chart");
  if (!chart || !told || told.shape === "none") return;
  const width = Math.max(chart.clientWidth - 8, 300);
  const single = told.shape === "single";
  const marks = single ? told.singles : told.bins;
  const lanes = told.lanes.filter((lane) => marks.some((one) => one.lane === lane.key));
  const names = new Map(lanes.map((lane) => [lane.key, lane.name]));
  // whole stretches: a week that begins before the period is drawn whole
  const ends = [told.coverage[0]?.first ?? told.first, told.coverage.at(-1)?.last ?? told.last];
  const x = { type: "utc", domain: [day(ends[0]), after(ends[1])], label: null };
  const picture = single ? singles(marks, names, x, width) : bins(marks, names, x, width);
  const beside = [dated(x, width), coverage(x, width)];
  beside.forEach((one) => one?.setAttribute("aria-hidden", "true")); // told as lists below
  const reading = Object.assign(document.createElement("p"), { className: "reading" });
  chart.replaceChildren(...[beside[0], picture, beside[1], reading].filter(Boolean));
  for (const link of picture.querySelectorAll("a")) {
    if (to(link).startsWith("/evidence/")) link.setAttribute("hx-target", "#evidence"); // app.js gives focus back to it
  }
  stepping = keys(picture, reading, lanes.map((lane) => lane.key), (link) => {
    const one = marks[link.firstElementChild.__data__]; // the place in the data that Plot draws from
    return { lane: one.lane, day: one.day ?? one.first, words: single ? wordsOf(one, names) : countOf(one, names) };
  }, stepping);
  brush(chart, x.domain, width);
}

function wordsOf(one, names) {
  return `${one.name}, ${dayWords(day(one.day))}${one.dated ? "" : " (first report)"}\n${names.get(one.lane)}\n“${one.words}”`;
}

function countOf(one, names) {
  const found = told.coverage.find((week) => week.first === one.first);
  const family = told.families[one.kind].find((each) => each.key === one.family);
  return `${(found?.words || one.first).split(":")[0]}\n${names.get(one.lane)}\n${family.name}: ${one.number}`;
}

// Plot puts one constant <style> into a picture; ours stands in over_time.css, so that the policy needs no exception
function plot(options) {
  const made = Plot.plot({ marginLeft: 10, marginRight: 14, marginTop: 0, marginBottom: 0, ...options });
  made.querySelectorAll("style").forEach((style) => style.remove());
  return made;
}

function familyOf(kind) {
  return new Map(told.families[kind].map((family, at) => [family.key, { ...family, shade: `var(${SHADES[kind][at]})` }]));
}

function frame(names, height) {
  const keys = [...names.keys()];
  return {
    fy: { domain: keys, axis: null, padding: 0.12 },
    height: Math.max(keys.length, 1) * height,
    laneMarks: [
      Plot.ruleY(keys, { fy: (key) => key, y: () => 0, stroke: "var(--rule)" }),
      Plot.ruleX(told.marks, { x: (one) => day(one.day), stroke: "var(--event)", strokeDasharray: "3 3", strokeOpacity: 0.7 }),
    ],
    laneNames: Plot.text(keys, {
      fy: (key) => key, text: (key) => names.get(key), frameAnchor: "top-left", dx: 2, dy: 2, fontWeight: 600, fontSize: 12,
      fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4,
    }),
  };
}

function bins(given, names, x, width) {
  const { laneMarks, laneNames, ...scales } = frame(names, 68);
  const families = { statement: familyOf("statement"), incident: familyOf("incident") };
  return plot({
    ...scales, width, x: { ...x, axis: null }, y: { axis: null, insetTop: 16, nice: false },
    marks: [
      ...laneMarks,
      Plot.rectY(given, {
        fy: "lane", x1: (one) => day(one.first), x2: (one) => after(one.last), y: "number", insetLeft: 0.5, insetRight: 0.5,
        fill: (one) => families[one.kind].get(one.family).shade, href: "address",
        order: (one) => told.families[one.kind].findIndex((f) => f.key === one.family),
        title: (one) => countOf(one, names),
        tip: { fill: "var(--raised)", stroke: "var(--rule)" },
      }),
      laneNames,
    ],
  });
}

function singles(given, names, x, width) {
  const step = 11;
  const scale = d3.scaleUtc(x.domain, [10, width - 14]);
  const at = (one) => Math.round(scale(d3.utcHour.offset(day(one.day), 12)) / step);
  const piles = d3.group(given, (one) => `${one.lane}/${at(one)}`);
  // where a day is wide enough, a pile of more than six grows in breadth
  const room = Math.max(1, Math.floor((scale(after(told.first)) - scale(day(told.first))) / step) - 1);
  const breadth = new Map([...piles].map(([key, pile]) => [key, Math.min(room, Math.ceil(pile.length / 6))]));
  const places = new Map();
  const placed = given.map((one) => {
    const key = `${one.lane}/${at(one)}`;
    const place = places.get(key) || 0;
    places.set(key, place + 1);
    const across = (place % breadth.get(key)) - (breadth.get(key) - 1) / 2;
    return { ...one, x: scale.invert((at(one) + across) * step), y: Math.floor(place / breadth.get(key)) + 1 };
  });
  const tallest = Math.max(...placed.map((one) => one.y), 3);
  const { laneMarks, laneNames, ...scales } = frame(names, Math.min(24 + tallest * step, 190));
  const families = { statement: familyOf("statement"), incident: familyOf("incident") };
  const colour = (one) => `var(--${one.kind})`;
  return plot({
    ...scales, width, x: { ...x, axis: null }, y: { axis: null, domain: [0, tallest + 1], insetTop: 16 },
    marks: [
      ...laneMarks,
      Plot.dot(placed, {
        fy: "lane", x: "x", y: "y", r: 4.2, stroke: colour, fill: (one) => (one.dated ? colour(one) : "var(--paper)"), strokeWidth: 1.3,
        symbol: (one) => SIGNS[families[one.kind].get(one.family).sign], href: "address",
        title: (one) => wordsOf(one, names),
        tip: { fill: "var(--raised)", stroke: "var(--rule)" },
      }),
      laneNames,
    ],
  });
}

function dated(x, width) {
  if (!told.marks.length) return null;
  const scale = d3.scaleUtc(x.domain, [10, width - 14]);
  const rows = [];
  const placed = told.marks.map((one) => {
    const at = scale(day(one.day));
    let row = rows.findIndex((last) => at - last > 19);
    if (row < 0) row = rows.push(-Infinity) - 1;
    rows[row] = at;
    return { ...one, row };
  });
  return plot({
    width, height: rows.length * 19 + 4, x: { ...x, axis: null }, y: { axis: null, domain: [rows.length - 0.5, -0.5] },
    marks: [
      Plot.dot(placed, { x: (one) => day(one.day), y: "row", r: 8.2, symbol: (one) => (one.kind === "deadline" ? "square" : "circle"), stroke: "var(--event)", fill: "var(--paper)", strokeWidth: 1.3, title: (one) => `${dayWords(day(one.day))}\n${one.name}`, tip: { fill: "var(--raised)", stroke: "var(--rule)" } }),
      Plot.text(placed, { x: (one) => day(one.day), y: "row", text: (one) => String(one.number), fontSize: 10.5, fill: "var(--ink)", pointerEvents: "none" }),
    ],
  });
}

function coverage(x, width) {
  const bare = told.coverage.filter((one) => !one.reports);
  const made = plot({
    width, height: 84, marginBottom: 32, marginTop: 22, x: { ...x, grid: false, tickSpacing: 70 }, y: { axis: null },
    marks: [
      Plot.rectY(told.coverage, {
        x1: (one) => day(one.first), x2: (one) => after(one.last), y: "reports", fill: "var(--report)", insetLeft: 0.5, insetRight: 0.5,
        title: "words", tip: { fill: "var(--raised)", stroke: "var(--rule)" },
      }),
      Plot.rect(bare, { x1: (one) => day(one.first), x2: (one) => after(one.last), fill: "url(#bare)", title: "words" }),
      Plot.ruleY([0], { stroke: "var(--rule)" }),
      Plot.text(["Reports in the case"], { frameAnchor: "top-left", dx: 2, dy: -18, fontWeight: 600, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4 }),
      // no day is parted: reports and records have days, not hours
      Plot.axisX({ label: null, tickSpacing: 70, ...(d3.utcDay.count(...x.domain) < 16 ? { ticks: "day", tickFormat: "%-d %b" } : {}) }),
    ],
  });
  made.insertAdjacentHTML("afterbegin", '<defs><pattern id="bare" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="var(--bare)" stroke-width="1.6"/></pattern></defs>');
  return made;
}

function to(link) {
  return link.getAttribute("href") || link.getAttributeNS("http://www.w3.org/1999/xlink", "href");
}

let pressing = null;

/** Dragging over the lanes chooses a period. */
function brush(chart, domain, width) {
  const lanes = chart.querySelectorAll("svg")[told.marks.length ? 1 : 0];
  const scale = d3.scaleUtc(domain, [10, width - 14]);
  const height = lanes.getAttribute("height");
  let from = null;
  const band = d3.create("svg:rect").attr("y", 0).attr("height", height).attr("fill", "var(--accent)").attr("fill-opacity", 0.16).attr("pointer-events", "none").node();
  const at = (event) => d3.pointer(event, lanes)[0];
  // caught before Plot does: it would pin its tip over the mark that is pressed, and the click would not reach the mark
  pressing?.abort();
  pressing = new AbortController();
  chart.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    if (event.button || event.pointerType === "touch" || !lanes.contains(event.target)) return;
    from = at(event);
  }, { capture: true, signal: pressing.signal });
  lanes.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = at(event);
    if (Math.abs(to - from) < 6 && !band.isConnected) return;
    lanes.append(band);
    band.setAttribute("x", Math.min(from, to));
    band.setAttribute("width", Math.abs(to - from));
  });
  const end = (event) => {
    if (from === null) return;
    const [first, last] = [from, at(event)].sort((a, b) => a - b).map((place) => scale.invert(place));
    const chosen = band.isConnected;
    from = null;
    band.remove();
    if (!chosen) return;
    chart.addEventListener("click", (click) => (click.preventDefault(), click.stopPropagation()), { capture: true, once: true });
    setTimeout(() => narrow(chart, first, last), 0);
  };
  lanes.addEventListener("pointerup", end);
  lanes.addEventListener("pointerleave", end);
}

function narrow(chart, first, last) {
  const address = new URL(chart.dataset.here, location.origin);
  address.searchParams.set("since", within(first, chart.dataset));
  address.searchParams.set("until", within(last, chart.dataset));
  steer(address.pathname + address.search);
}

function within(when, { first, last }) {
  const chosen = when.toISOString().slice(0, 10);
  return chosen < first ? first : chosen > last ? last : chosen;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chart a");
  if (!link) return;
  event.preventDefault();
  const address = to(link);
  stepping?.entered();
  if (address.startsWith("/evidence/")) window.htmx.ajax("GET", address, { target: "#evidence" });
  else steer(address);
});

let waiting = 0;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 120);
});
whenShown(show);

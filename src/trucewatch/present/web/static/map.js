// The map: outlines that are shipped, marks and areas out of one answer in JSON, put together by the server.
import { whenShown } from "./steer.js";

const { L, topojson } = window;
const SHAPES = {
  strike: "M0-6L6 5H-6z", attack: "M0-6.4L6.4 0 0 6.4-6.4 0z", people: "M-5-5H5V5H-5z", access: "M0-6L6-1.8 3.7 5H-3.7L-6-1.8z",
  steps: "M0-5.4A5.4 5.4 0 1 1 0 5.4 5.4 5.4 0 1 1 0-5.4z", other: "M-2-6h4v4h4v4H2v4h-4V2h-4v-4h4z",
};
const MOST_GLYPHS = 3;
let shown = null;

const read = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the map could not be drawn (${answer.status})`);
  return answer.json();
};

async function show() {
  shown?.map.remove();
  shown = null;
  const place = document.getElementById("map");
  if (!place) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, { zoomAnimation: !still, fadeAnimation: !still, minZoom: 1, maxZoom: 14, worldCopyJump: true, attributionControl: true });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution("Borders: Natural Earth. Points: GeoNames.");
  L.control.scale({ imperial: false }).addTo(map);
  shown = { map, place, marks: L.layerGroup().addTo(map), areas: null, zoom: null, fitted: false, towards: null };
  map.setView([20, 10], 2);
  const mine = shown;
  if (place.dataset.tiles) {
    place.classList.add("tiled");
    L.tileLayer(place.dataset.tiles, { maxZoom: 14 }).addTo(map);
  }
  try {
    const [first, outlines] = await Promise.all([read(`${place.dataset.from}${sign(place.dataset.from)}zoom=5`), read(place.dataset.areas)]);
    if (mine !== shown) return;
    areas(mine, first, outlines);
    fit(mine, first);
    await marks(mine, map.getZoom());
    map.on("zoomend", () => marks(mine, map.getZoom()));
    place.dataset.ready = "true";
    const land = await read(place.dataset.land);
    if (mine === shown && !place.dataset.tiles) ground(mine, land);
  } catch (error) {
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "none", textContent: `${error.message}; the table below holds the same.` }));
  }
}

const sign = (address) => (address.includes("?") ? "&" : "?");

function ground({ map }, atlas) {
  const land = topojson.feature(atlas, atlas.objects.countries);
  L.geoJSON(land, { interactive: false, style: { className: "land", weight: 0.7 } }).addTo(map).bringToBack();
}

/** Outlines of all areas; those of which no more than the area is known are hatched and open their incidents. */
function areas(view, told, outlines) {
  const wanted = new Map(told.areas.map((area) => [area.id, area]));
  L.geoJSON(outlines, { interactive: false, style: { className: "first", weight: 0.8, fill: false } }).addTo(view.map);
  view.areas = L.geoJSON(outlines, {
    filter: (one) => wanted.has(one.id),
    style: { className: "told-area" },
    onEachFeature: (one, layer) => {
      const area = wanted.get(one.id);
      layer.bindTooltip(plain(area.words), { sticky: true });
      layer.on("click", () => open(area.address));
    },
  }).addTo(view.map);
  for (const area of told.areas) pin({ ...area, places: 1, kind: "area" }, view).addTo(view.map);
}

/** The countries that three in four incidents lie in; how many lie elsewhere is said, with a way to see them. */
function fit(view, told) {
  const numbers = new Map();
  for (const one of [...told.marks, ...told.areas]) numbers.set(one.country, (numbers.get(one.country) || 0) + one.number);
  const total = [...numbers.values()].reduce((sum, number) => sum + number, 0);
  const shown = new Set();
  let held = 0;
  for (const [country, number] of [...numbers].sort((a, b) => b[1] - a[1])) {
    if (held >= 0.75 * total) break;
    shown.add(country);
    held += number;
  }
  const bounds = L.latLngBounds(told.marks.filter((mark) => shown.has(mark.country)).map((mark) => [mark.lat, mark.lon]));
  view.areas.eachLayer((layer) => shown.has(layer.feature.properties.country) && bounds.extend(layer.getBounds()));
  if (bounds.isValid()) view.map.fitBounds(bounds.pad(0.1), { maxZoom: 9, animate: false });
  beyond(view, [...told.marks, ...told.areas]);
}

function beyond(view, places) {
  const out = places.filter((one) => !view.map.getBounds().contains([one.lat, one.lon]));
  const number = out.reduce((sum, one) => sum + one.number, 0);
  const line = document.getElementById("beyond");
  line.hidden = !number;
  line.querySelector("span").textContent = `${number} ${number === 1 ? "incident lies" : "incidents lie"} beyond the part shown.`;
  line.querySelector("button").onclick = () => {
    view.map.fitBounds(L.latLngBounds(places.map((one) => [one.lat, one.lon])).pad(0.1), { maxZoom: 9, animate: false });
    line.hidden = true;
    view.place.focus();
  };
}

async function marks(view, zoom) {
  if (view.zoom === zoom) return;
  view.zoom = zoom;
  const told = await read(`${view.place.dataset.from}${sign(view.place.dataset.from)}zoom=${zoom}`);
  if (view !== shown || view.zoom !== zoom) return;
  view.marks.clearLayers();
  for (const mark of told.marks) {
    if (mark.kind === "around" && mark.radius) L.circle([mark.lat, mark.lon], { radius: mark.radius * 1000, className: "around", interactive: false }).addTo(view.marks);
    pin(mark, view).addTo(view.marks);
  }
  // who zoomed by keyboard, out of a mark that parted, goes on from the nearest of its parts
  if (view.towards) nearest(view.marks, view.towards)?.getElement()?.focus();
  view.towards = null;
  view.place.dataset.zoom = zoom;
}

function nearest(layers, place) {
  const pins = layers.getLayers().filter((one) => one instanceof L.Marker);
  const apart = (one) => one.getLatLng().distanceTo(place);
  return pins.reduce((best, one) => (!best || apart(one) < apart(best) ? one : best), null);
}

/** Words as words: Leaflet would read a string as markup. */
function plain(words) {
  return Object.assign(document.createElement("span"), { textContent: words });
}

/** A mark: up to three signs (shape: type, pattern: side), and how many incidents there are. */
function pin(mark, view) {
  const box = document.createElement("span");
  box.className = `pin${mark.places > 1 ? " many" : mark.kind === "area" ? " of-area" : ""}`;
  for (const part of mark.parts.slice(0, MOST_GLYPHS)) box.append(glyph(part, view));
  if (mark.number > 1 || mark.parts.length > MOST_GLYPHS) box.append(String(mark.number));
  const icon = L.divIcon({ html: box, className: "spot", iconSize: null });
  const marker = L.marker([mark.lat, mark.lon], { icon, title: mark.words, keyboard: true, riseOnHover: true });
  marker.on("click keypress", (event) => {
    const pressed = event.type === "keypress";
    if (pressed && !["Enter", " "].includes(event.originalEvent.key)) return;
    if (pressed) event.originalEvent.preventDefault();
    const parts = mark.places > 1 && view.map.getZoom() < 10;
    if (parts && pressed) view.towards = [mark.lat, mark.lon];
    if (parts) view.map.setView([mark.lat, mark.lon], view.map.getZoom() + 2);
    else open(mark.address, marker.getElement());
  });
  marker.on("add", () => marker.getElement()?.setAttribute("aria-label", mark.words));
  return marker;
}

function glyph(part, { place }) {
  const sides = JSON.parse(place.dataset.sides);
  const numbers = JSON.parse(place.dataset.numbers);
  const number = numbers[sides.indexOf(part.side)];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ width: 15, height: 15, viewBox: "-7.5 -7.5 15 15", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[part.family]);
  path.setAttribute("class", `glyph f-side-${number >= 0 ? number % 8 : part.side}`);
  svg.append(path);
  return svg;
}

function open(address, opener) {
  opener?.setAttribute("hx-target", "#evidence"); // app.js gives focus back to it
  window.htmx.ajax("GET", address, { target: "#evidence" });
}

whenShown(show);

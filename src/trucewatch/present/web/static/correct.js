// Forms for correcting work without this; here a place is looked up and put on a map without leaving the form.
const atlases = new Map();

function land(address) {
  if (!atlases.has(address)) atlases.set(address, fetch(address).then((answer) => answer.json()));
  return atlases.get(address);
}

class PlaceForm {
  constructor(box) {
    this.box = box;
    this.name = box.dataset.place;
    this.picks = box.querySelector("[data-picks]");
    this.frame = box.querySelector("[data-map]");
    box.querySelector("[data-lookup]").addEventListener("click", (event) => {
      event.preventDefault();
      this.look();
    });
    this.input("search").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.look();
    });
    this.picks.addEventListener("change", (event) => this.pick(event.target));
    for (const part of ["lat", "lon"]) this.input(part).addEventListener("change", () => this.moved());
    if (window.L) this.draw();
  }

  input(part) { return this.box.querySelector(`[name="${this.name}.${part}"]`); }

  async look() {
    const name = this.input("search").value.trim();
    if (!name) return;
    const answer = await fetch(`/places?name=${encodeURIComponent(name)}&field=${encodeURIComponent(this.name)}`, { headers: { "HX-Request": "true" } });
    this.picks.innerHTML = await answer.text(); // ours: the names in it are escaped by the server
    this.picks.querySelector("input")?.focus();
    this.marks();
  }

  pick(radio) {
    for (const part of ["name", "lat", "lon", "precision"]) this.input(part).value = radio.dataset[part];
    this.show(true);
  }

  // a point of the person's own: no place of the gazetteer any more
  moved() {
    for (const pick of this.picks.querySelectorAll("input[type=hidden]")) pick.remove();
    for (const pick of this.picks.querySelectorAll("input:checked")) pick.checked = false;
    this.input("precision").value = "exact";
    this.show(false);
  }

  draw() {
    const { L } = window;
    this.frame.hidden = false;
    this.map = L.map(this.frame, { maxZoom: 14, zoomAnimation: false, fadeAnimation: false, keyboard: true });
    this.map.attributionControl.setPrefix(false).addAttribution("Borders: Natural Earth");
    this.map.setView([20, 10], 1);
    land(this.frame.dataset.land).then((atlas) => {
      const shapes = window.topojson.feature(atlas, atlas.objects.countries);
      L.geoJSON(shapes, { interactive: false, style: { className: "land", weight: 0.7 } }).addTo(this.map).bringToBack();
    });
    this.found = L.layerGroup().addTo(this.map);
    this.map.on("click", (event) => {
      const at = event.latlng.wrap();
      this.input("lat").value = at.lat.toFixed(4);
      this.input("lon").value = at.lng.toFixed(4);
      this.moved();
    });
    this.show(true);
    this.marks();
  }

  show(move) {
    if (!this.map) return;
    this.mark?.remove();
    const [lat, lon] = ["lat", "lon"].map((part) => Number.parseFloat(this.input(part).value));
    if (Number.isNaN(lat) || Number.isNaN(lon)) return;
    this.mark = window.L.circleMarker([lat, lon], { radius: 8, className: "chosen-place" }).addTo(this.map);
    if (move) this.map.setView([lat, lon], 6, { animate: false });
  }

  marks() {
    if (!this.map) return;
    this.found.clearLayers();
    for (const radio of this.picks.querySelectorAll("input[type=radio]")) {
      const dot = window.L.circleMarker([radio.dataset.lat, radio.dataset.lon], { radius: 5, className: "found-place" });
      dot.bindTooltip(document.createTextNode(radio.dataset.name).textContent.replace(/[<>&]/g, " "));
      dot.on("click", () => { radio.checked = true; this.pick(radio); }).addTo(this.found);
    }
    const dots = this.found.getLayers();
    if (dots.length) this.map.fitBounds(window.L.featureGroup(dots).getBounds().pad(0.3), { maxZoom: 6, animate: false });
  }
}

for (const box of document.querySelectorAll("[data-place]")) new PlaceForm(box);

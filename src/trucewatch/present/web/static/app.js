// What every page does: the evidence panel opens beside the page, closes with Escape and gives focus back.
const panel = document.getElementById("evidence");
let opener = null;

function close() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  opener?.focus();
  opener = null;
}

document.addEventListener("click", (event) => {
  const value = event.target.closest?.("[hx-target='#evidence']");
  if (value) opener = value;
  if (event.target.closest?.("[data-close='evidence']")) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

// htmx 4 tells of a finished swap by this event; its target is what was filled
document.addEventListener("htmx:after:swap", () => {
  if (panel && panel.hidden && panel.childElementCount) {
    panel.hidden = false;
    panel.focus();
  } else if (panel && panel.childElementCount) {
    panel.scrollTop = 0;
  }
});

// on a narrow screen the row of pages is pushed along until the one that is open stands in sight
const open = document.querySelector("nav.main a[aria-current]");
if (open) open.closest("nav").scrollLeft = open.offsetLeft - 24;

// a form that changes the record is sent once; what takes longer than a moment says so
const status = document.getElementById("told");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "true";
  setTimeout(() => status && (status.textContent = "Working on it…"), 400);
});
// a page that the browser kept and shows again is as it was before
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  if (status) status.textContent = "";
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// every unsafe request of htmx carries the session's token
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector("meta[name='csrf-token']")?.content;
  const headers = event.detail?.ctx?.request?.headers;
  if (token && headers) headers["X-CSRF-Token"] = token;
});

// Links and forms marked data-steer change what the page shows without loading it anew: the answer is the whole page,
// of which #view is taken. Without JavaScript they are plain links and forms; the address is the same either way.
const changed = new EventTarget();
let asking = null;

/** Call back now and whenever the view was replaced. */
export function whenShown(draw) {
  changed.addEventListener("view", draw);
  draw();
}

export async function steer(address, { push = true } = {}) {
  const view = document.getElementById("view");
  asking?.abort();
  const mine = (asking = new AbortController());
  view.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("view");
    if (!fresh) return location.assign(address); // an error page, or a sign-in
    const focus = document.activeElement?.id || document.activeElement?.textContent?.trim();
    view.replaceChildren(...fresh.childNodes);
    document.title = page.title;
    if (push) history.pushState({ steered: true }, "", address);
    window.htmx?.process(view);
    giveBack(view, focus);
    changed.dispatchEvent(new Event("view"));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    if (asking === mine) view.removeAttribute("aria-busy");
  }
}

/** Focus goes to what took the place of the link or field that had it. */
function giveBack(view, focus) {
  if (!focus) return;
  const same = [...view.querySelectorAll("a, button, input, select")].find(
    (one) => one.id === focus || one.textContent.trim() === focus,
  );
  same?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-steer]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  steer(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-steer]");
  if (!form) return;
  event.preventDefault();
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  steer(form.getAttribute("action") + (query ? `?${query}` : ""));
});

window.addEventListener("popstate", () => steer(location.href, { push: false }));

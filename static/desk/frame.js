// Search (Ctrl+K) and all shortcuts (?) in a dialog. What is shown comes from their pages, which also work by themselves.
const link = (name) => document.querySelector(`a[data-${name}]`);
const isWriting = (target) => target.closest("input, textarea, select, [contenteditable='true']");

let waiting; // the last request; an answer to an earlier one is dropped
async function page(address) {
  waiting?.abort();
  waiting = new AbortController();
  const answer = await fetch(address, { signal: waiting.signal });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function dialog(label, ...content) {
  const box = document.createElement("dialog");
  box.className = "box find-box";
  box.setAttribute("aria-label", label);
  box.append(...content);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  document.body.append(box);
  box.showModal();
  return box;
}

// -- search -----------------------------------------------------------------------------------------------------------

const firstOf = (found, typed) => (typed && found.querySelector("[data-result]")) || found.querySelector("a");

function mark(box, typed) {
  for (const entry of box.querySelectorAll(".found a")) entry.classList.remove("at");
  firstOf(box, typed)?.classList.add("at");
}

function move(box, field, step) {
  const stops = [field, ...box.querySelectorAll(".found a")];
  const at = Math.max(stops.indexOf(document.activeElement), 0);
  stops[(at + step + stops.length) % stops.length].focus();
}

async function search(box, field) {
  const address = `${field.form.action}?${new URLSearchParams({ q: field.value })}`;
  try {
    const found = (await page(address)).getElementById("found");
    box.querySelector("#found").replaceWith(document.adoptNode(found));
    mark(box, field.value.trim());
  } catch { /* a newer search is on its way, or the desk can't be reached: what was found last stays */ }
}

async function openSearch() {
  const { href } = link("find");
  try {
    const whole = await page(href);
    const box = dialog(whole.querySelector("h1").textContent, document.adoptNode(whole.getElementById("find")));
    const field = box.querySelector("[name=q]");
    let timer;
    field.focus();
    mark(box, "");
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150, box, field); });
    field.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      await search(box, field);
      firstOf(box, field.value.trim())?.click();
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step && event.key !== "Escape") return;
      event.preventDefault(); // Escape would only empty the field
      if (step) move(box, field, step);
      else box.close();
    });
  } catch { location.assign(href); }
}

// -- shortcuts --------------------------------------------------------------------------------------------------------

async function openShortcuts() {
  const { href } = link("shortcuts");
  try {
    const whole = await page(href);
    const list = whole.querySelector(".shortcuts");
    if (list.dataset.singleKeys === "off") return;
    const title = Object.assign(document.createElement("p"), { className: "dialog-title", textContent: whole.querySelector("h1").textContent });
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: list.dataset.close });
    title.append(close);
    const box = dialog(whole.querySelector("h1").textContent, title, document.adoptNode(list));
    close.addEventListener("click", () => box.close());
  } catch { location.assign(href); }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (command && event.key.toLowerCase() === "k" && link("find") && !event.target.closest("[contenteditable='true']")) {
    event.preventDefault();
    openSearch();
  } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey && link("shortcuts") && !isWriting(event.target)) {
    event.preventDefault();
    openShortcuts();
  }
});

for (const opener of document.querySelectorAll("a[data-find]")) {
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab
    event.preventDefault();
    document.getElementById("side")?.matches(":popover-open") && document.getElementById("side").hidePopover();
    openSearch();
  });
}

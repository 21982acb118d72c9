// Search (Ctrl+K) and all shortcuts (?) in a dialog. What is shown comes from their pages, which also work by themselves.
const link = (name) => document.querySelector(`a[data-${name}]`);
const isWriting = (target) => target.closest("input, textarea, select, [contenteditable='true']");

async function page(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// One dialog at a time. Where its page can't be had here, the browser goes there.
let isOpening = false;
async function open(name, build) {
  if (isOpening) return;
  isOpening = true;
  const { href } = link(name);
  try {
    build(await page(href));
  } catch {
    location.assign(href);
  } finally { isOpening = false; }
}

// Gone at once, so that the next key is not one for a field that nobody sees any more.
function shut(box) {
  box.close();
  box.remove();
}

function dialog(label, ...content) {
  const box = document.createElement("dialog");
  box.className = "box find-box";
  box.setAttribute("aria-label", label);
  box.append(...content);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box) shut(box); });
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

async function search(box, field, signal) {
  const address = `${field.form.action}?${new URLSearchParams({ q: field.value })}`;
  try {
    const found = (await page(address, signal)).getElementById("found");
    box.querySelector("#found").replaceWith(document.adoptNode(found));
    mark(box, field.value.trim());
  } catch { /* a newer search is on its way, or the desk can't be reached: what was found last stays */ }
}

function showSearch(whole) {
  const box = dialog(whole.querySelector("h1").textContent, document.adoptNode(whole.getElementById("find")));
  const field = box.querySelector("[name=q]");
  let timer, last; // an answer to an earlier search, or to one that was closed, is dropped
  const stop = () => { clearTimeout(timer); last?.abort(); };
  const find = () => {
    stop();
    last = new AbortController();
    return search(box, field, last.signal);
  };
  field.focus();
  mark(box, "");
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 150); });
  field.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await find();
    firstOf(box, field.value.trim())?.click();
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Escape") return;
    event.preventDefault(); // Escape would only empty the field
    if (step) move(box, field, step);
    else shut(box);
  });
  box.addEventListener("close", stop);
}

const openSearch = () => open("find", showSearch);

// -- shortcuts --------------------------------------------------------------------------------------------------------

function showShortcuts(whole) {
  const list = whole.querySelector(".shortcuts");
  if (list.dataset.singleKeys === "off") return;
  const title = Object.assign(document.createElement("p"), { className: "dialog-title", textContent: whole.querySelector("h1").textContent });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: list.dataset.close });
  title.append(close);
  const box = dialog(whole.querySelector("h1").textContent, title, document.adoptNode(list));
  close.addEventListener("click", () => shut(box));
}

const openShortcuts = () => open("shortcuts", showShortcuts);

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

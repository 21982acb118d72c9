// The list of stories by keyboard: J, K move, Enter opens, X selects, P previews, "." opens the menu, "/" searches.
// Without it the list is complete: every key has a link, a box or a menu that does the same.

const list = document.querySelector("[data-list]");
const rows = [...list.querySelectorAll("[data-row]")];
const picks = [...list.querySelectorAll("[data-pick]")];
const all = list.querySelector("[data-all]");
const selected = list.querySelector("[data-selected]");
const singleKeys = list.dataset.singleKeys !== "off";
let here = -1;

function count() {
  const number = picks.filter((pick) => pick.checked).length;
  if (selected) selected.textContent = number ? selected.dataset.words.replace("%d", number) : "";
  if (all) {
    all.checked = number > 0 && number === picks.length;
    all.indeterminate = number > 0 && number < picks.length;
  }
}

function moveTo(index) {
  if (!rows[index]) return;
  rows[here]?.classList.remove("at");
  here = index;
  rows[here].classList.add("at");
  rows[here].querySelector("[data-open]").focus();
}

function openMenu() {
  const menu = rows[here]?.querySelector("details");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("li > :is(a, button)").focus();
}

const KEYS = {
  j: () => moveTo(here + 1),
  k: () => moveTo(Math.max(here - 1, 0)),
  x: () => rows[here]?.querySelector("[data-pick]").click(),
  p: () => rows[here]?.querySelector("[data-preview]").click(),
  ".": openMenu,
  "/": () => list.querySelector("[data-search]").focus(),
};

// On a keyboard with other letters, such as a Russian one, the place of the key decides.
const BY_PLACE = { KeyJ: "j", KeyK: "k", KeyX: "x", KeyP: "p" };

function keyOf(event) {
  const key = event.key.toLowerCase();
  return key in KEYS ? key : BY_PLACE[event.code];
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement?.closest("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  if (!singleKeys || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], dialog, .menu-list")) return;
  const act = KEYS[keyOf(event)];
  if (!act) return;
  event.preventDefault();
  act();
});

// One menu at a time, and a press elsewhere closes it.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

list.addEventListener("focusin", (event) => {
  const index = rows.indexOf(event.target.closest("[data-row]"));
  if (index < 0 || index === here) return;
  rows[here]?.classList.remove("at");
  here = index;
  rows[here].classList.add("at");
});

list.addEventListener("change", (event) => {
  if (event.target === all) for (const pick of picks) pick.checked = all.checked;
  count();
});
list.querySelector("[data-clear]")?.addEventListener("click", () => {
  for (const pick of picks) pick.checked = false;
  count();
});

if (all) all.hidden = false;
if (singleKeys) list.querySelector("[data-keys]").hidden = false;
count(); // a page that comes back from history keeps its boxes

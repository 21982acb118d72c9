// The queue by keys: j and k go from row to row, a publishes, r refuses, s is spam, c corrects, u undoes, e opens.
const rows = [...document.querySelectorAll("[data-row]")];
const on = document.querySelector(".queue[data-keys]") !== null; // people can switch single keys off
const VERBS = { a: "publish", s: "spam" };
const LINKS = { c: "correct", e: "open" };

function current() {
  return document.activeElement?.closest("[data-row]");
}

function go(step) {
  const place = rows.indexOf(current());
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)]?.focus();
}

function refuse() {
  const more = current()?.querySelector(".reasoned");
  if (!more) return;
  more.open = true;
  const reason = more.querySelector('[name="reason"]');
  if (reason.value) more.querySelector("[data-verb]").click();
  else reason.focus();
}

if (on) document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "r") refuse();
  else if (VERBS[key]) current()?.querySelector(`[data-verb="${VERBS[key]}"]`)?.click();
  else if (LINKS[key]) current()?.querySelector(`[data-${LINKS[key]}]`)?.click();
  else if (key === "u") document.querySelector("[data-undo] button")?.click();
  else return;
  event.preventDefault();
});

// Escape leads from the reason back to its row.
for (const more of document.querySelectorAll(".reasoned")) {
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    more.open = false;
    more.closest("[data-row]").focus();
  });
}

rows[0]?.focus({ preventScroll: true });

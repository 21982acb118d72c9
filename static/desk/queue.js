// The queue by keys: j and k go from row to row, a publishes, r refuses, s is spam, u undoes one's last, e opens.
const rows = [...document.querySelectorAll("[data-row]")];
const VERBS = { a: "publish", r: "refuse", s: "spam" };

function current() {
  return document.activeElement?.closest("[data-row]");
}

function go(step) {
  const place = rows.indexOf(current());
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)]?.focus();
}

function decide(verb) {
  const row = current();
  const button = row?.querySelector(`[data-verb="${verb}"]`);
  const reason = row?.querySelector('[name="reason"]');
  if (verb === "refuse" && reason && !reason.value) reason.focus();
  else button?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (VERBS[key]) decide(VERBS[key]);
  else if (key === "u") document.querySelector("[data-undo] button")?.click();
  else if (key === "e") current()?.querySelector("[data-open]")?.click();
  else return;
  event.preventDefault();
});

rows[0]?.focus({ preventScroll: true });

// The groups of the panel: which are open is remembered for this person. A group with an error is open.
import { memory } from "room/words";

const groups = [...document.querySelectorAll(".panel-group")];
const remembered = memory.get("groups") ?? {};

for (const group of groups) {
  if (group.id in remembered && !("wrong" in group.dataset)) group.open = remembered[group.id];
  group.querySelector("summary").addEventListener("click", () => {
    remembered[group.id] = !group.open; // it is about to change
    memory.set("groups", remembered);
  });
}

// Opens what something is in, brings it into view, and puts the focus there.
export function reveal(element) {
  for (let place = element; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
  element.closest("[data-panel]")?.dispatchEvent(new CustomEvent("room:reveal"));
  const field = element.matches("input, select, textarea, button, a") ? element : element.querySelector("input:not([type=hidden]), select, textarea, summary, button");
  const seen = element.id === "id_body" ? document.querySelector(".ProseMirror") ?? element : field ?? element;
  (seen.closest(".combo")?.querySelector("input") ?? seen).focus();
  seen.scrollIntoView({ block: "center" });
}

// Links to a field: from the checks, and from the bar of what was refused.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && !link.dataset.sheet && link.hash.length > 1 && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target || target.id === "main") return;
  event.preventDefault();
  reveal(target);
});
document.querySelector("[data-refused]:not([hidden])")?.focus();

// On a phone the panel is a sheet: the focus moves in and stays, Escape and the veil close it, the focus returns.
import { room } from "room/words";

const panel = document.querySelector("[data-panel]");
const narrow = matchMedia("(max-width: 63.99rem)");
const outside = [...room.children, document.querySelector(".skip")].filter((part) => part !== panel && !part.matches("dialog, .side"));
let opener = null;
let veil = null;

function open(group, by) {
  opener = by;
  if (group) for (const one of panel.querySelectorAll(".panel-group")) one.open = one.id === group;
  panel.classList.add("open");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-modal", "true");
  outside.forEach((part) => { part.inert = true; });
  veil = document.createElement("div");
  veil.className = "veil";
  veil.addEventListener("click", close);
  document.body.append(veil);
  (document.getElementById(group) ?? panel).scrollIntoView({ block: "start" });
  (document.getElementById(group)?.querySelector("summary") ?? panel.querySelector("[data-sheet-close]")).focus();
}

function close() {
  if (!panel.classList.contains("open")) return;
  panel.classList.remove("open");
  panel.setAttribute("role", "complementary");
  panel.removeAttribute("aria-modal");
  outside.forEach((part) => { part.inert = false; });
  veil?.remove();
  opener?.focus();
}

for (const link of document.querySelectorAll("[data-sheet]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(link.dataset.sheet, link);
  });
}
document.querySelector("[data-sheet-close]").addEventListener("click", close);
panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); });
panel.addEventListener("room:reveal", () => { if (narrow.matches && !panel.classList.contains("open")) open("", document.activeElement); });
narrow.addEventListener("change", close);

// A link to something in the text closes the sheet first.
export const closeSheet = close;

// The bar makes room for the keyboard of the phone.
const writes = (target) => target.matches?.("textarea, input, [contenteditable]") && !panel.contains(target);
document.addEventListener("focusin", ({ target }) => room.classList.toggle("typing", narrow.matches && matchMedia("(pointer: coarse)").matches && writes(target)));
document.addEventListener("focusout", () => room.classList.remove("typing"));

// The top bar: one menu open at a time, the panel hidden and shown, keys, and the main button that wakes up.
import { form, memory, room, words } from "room/words";

const menus = () => [...document.querySelectorAll("details[data-menu]")]; // they are drawn anew after a save
const top_ = document.querySelector(".top");
const hide = document.querySelector("[data-hide-panel]");

document.addEventListener("toggle", ({ target }) => {
  if (target.open && menus().includes(target)) menus().forEach((other) => { if (other !== target) other.open = false; });
}, true);
addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopPropagation();
}, true);
addEventListener("click", ({ target }) => menus().forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));

function hidePanel(hidden) {
  room.classList.toggle("focus", hidden);
  hide.setAttribute("aria-pressed", hidden);
  hide.setAttribute("aria-label", hidden ? words.showPanel : words.hidePanel);
  memory.set("hidden", hidden);
  dispatchEvent(new Event("resize")); // the margin is placed anew
}
hide.hidden = false;
hide.addEventListener("click", () => hidePanel(!room.classList.contains("focus")));
if (memory.get("hidden")) hidePanel(true);

// What sticks below the top bar needs to know how tall it is: it grows with notices.
new ResizeObserver(() => document.documentElement.style.setProperty("--top", `${top_.offsetHeight}px`)).observe(top_);
addEventListener("scroll", () => document.querySelector("[data-tools]")?.classList.toggle("stuck", scrollY > 8), { passive: true });

const press = (selector) => document.querySelector(selector)?.click();
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const act = key === "." ? () => hide.click()
    : key === "enter" ? () => press("[data-main]:enabled")
    : key === "v" && event.shiftKey ? () => press("[data-preview]")
    : null;
  if (!act) return;
  event.preventDefault();
  event.stopPropagation(); // the editor has a line break for one of them
  act();
}, true);

// “No changes” has something to do as soon as something is typed.
function wake({ target }) {
  if (target.form !== form && !target.closest?.(".ProseMirror")) return;
  for (const button of document.querySelectorAll("[data-main][data-later]:disabled")) {
    button.disabled = false;
    button.value = button.dataset.verb;
    button.textContent = button.dataset.later;
  }
}
for (const name of ["input", "change"]) document.addEventListener(name, wake);

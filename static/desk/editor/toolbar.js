// The buttons above the text for those who use no mouse: one stop for Tab, arrows between them, Alt+F10 from the text.
import { barOf, Extension } from "newsroom/prose";

export const Toolbar = Extension.create({
  name: "toolbar",
  addOptions: () => ({ label: "" }),
  addStorage: () => ({ bar: null }),
  onCreate() {
    const bar = (this.storage.bar = barOf(this.editor));
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", this.options.label);
    bar.addEventListener("keydown", (event) => {
      const buttons = shown(bar);
      const place = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (event.key === "Escape") this.editor.commands.focus();
      if (to === undefined) return;
      event.preventDefault();
      current(bar, buttons[(to + buttons.length) % buttons.length]).focus();
    });
    bar.addEventListener("focusin", (event) => current(bar, event.target));
    show(bar);
    current(bar, shown(bar)[0]);
  },
  onTransaction() {
    if (this.storage.bar) queueMicrotask(() => show(this.storage.bar)); // once the buttons know
  },
  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        this.storage.bar.querySelector("[tabindex='0']")?.focus();
        return true;
      },
    };
  },
});

const shown = (bar) => [...bar.querySelectorAll("button:not(.hidden)")];

function current(bar, button) {
  bar.querySelectorAll("button").forEach((one) => (one.tabIndex = one === button ? 0 : -1));
  return button;
}

function show(bar) {
  for (const button of bar.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", button.classList.contains("active"));
    button.setAttribute("aria-disabled", button.classList.contains("disabled"));
  }
  if (!bar.querySelector("button[tabindex='0']:not(.hidden)")) current(bar, shown(bar)[0]);
}

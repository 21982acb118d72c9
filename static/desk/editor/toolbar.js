// The bar above the text: one stop for Tab, arrows between its buttons, Alt+F10 from the text. The editing component
// names its buttons in English and draws them in an icon font; here they get the desk's words and icons.
import { barOf, Extension } from "newsroom/prose";
import { el } from "newsroom/dialog";
import { has, icon } from "newsroom/icons";

const RARE = ["strike", "superscript", "subscript", "horizontalRule", "history:redo"];
const STOPS = "button:not(.hidden), select";

const shown = (bar) => [...bar.querySelectorAll(STOPS)].filter((one) => !one.closest("[hidden]"));

function current(bar, stop) {
  bar.querySelectorAll(STOPS).forEach((one) => (one.tabIndex = one === stop ? 0 : -1));
  return stop;
}

function show(bar) {
  for (const button of bar.querySelectorAll("button[data-name]")) {
    button.setAttribute("aria-pressed", button.classList.contains("active"));
    button.setAttribute("aria-disabled", button.classList.contains("disabled"));
  }
  if (!shown(bar).some((one) => one.tabIndex === 0)) current(bar, shown(bar)[0]);
}

function dress(bar, words) {
  for (const button of bar.querySelectorAll("button[data-name]")) {
    const { name } = button.dataset;
    const label = words[name] ?? button.getAttribute("aria-label");
    button.title = label;
    button.setAttribute("aria-label", label.replace(/ \(.*\)$/, ""));
    if (!has(name)) continue;
    button.classList.remove("material-icons");
    button.replaceChildren(icon(name), ...(name === "cite" ? [button.getAttribute("aria-label")] : []));
  }
}

// What is seldom needed is one step away.
function tuck(bar, words) {
  const rare = el("div", { class: "prose-menubar__group", hidden: true }, ...RARE.map((name) => bar.querySelector(`[data-name="${name}"]`)).filter(Boolean));
  const more = el("button", { type: "button", class: "prose-menubar__button", "aria-expanded": "false", "aria-label": words.more, title: words.more }, icon("more"));
  more.addEventListener("click", () => {
    rare.hidden = !rare.hidden;
    more.setAttribute("aria-expanded", !rare.hidden);
  });
  if (rare.childElementCount) bar.append(el("div", { class: "prose-menubar__group" }, more), rare);
}

export const Toolbar = Extension.create({
  name: "toolbar",
  addOptions: () => ({ label: "", words: {} }),
  addStorage: () => ({ bar: null }),
  onCreate() {
    const bar = (this.storage.bar = barOf(this.editor));
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", this.options.label);
    dress(bar, this.options.words);
    tuck(bar, this.options.words);
    bar.addEventListener("focusin", (event) => event.target.matches(STOPS) && current(bar, event.target));
    bar.addEventListener("keydown", (event) => {
      const stops = shown(bar);
      const place = stops.indexOf(document.activeElement);
      const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: stops.length - 1 }[event.key];
      if (event.key === "Escape") this.editor.commands.focus();
      if (to === undefined) return;
      event.preventDefault();
      current(bar, stops[(to + stops.length) % stops.length]).focus();
    });
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

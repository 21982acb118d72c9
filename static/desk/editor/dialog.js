// Dialogs of the editor. They hang on the page, not in the form: what is typed here is no part of the story.
let last = 0;

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// A modal dialog. `fill(done, keep)` gives its contents and may call `done(value)`; closed otherwise, the answer is what
// was kept, or null.
export function ask(title, words, fill) {
  return new Promise((resolve) => {
    const name = `ask-${++last}`;
    let answer = null;
    const done = (value) => {
      answer = value;
      dialog.close();
      resolve(answer); // at once: the event of closing comes a moment later, and a key may be pressed before it
    };
    const keep = (value) => (answer = value);
    const close = el("button", { type: "button", class: "step button", onclick: () => dialog.close() }, words.close);
    const dialog = el("dialog", { class: "desk-dialog", "aria-labelledby": name }, el("h2", { id: name }, title), ...fill(done, keep));
    (dialog.querySelector(".ask-buttons") ?? dialog).append(close);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[type=search]")?.focus(); // whatever comes before it
  });
}

export function field(label, attributes) {
  const id = `ask-field-${++last}`;
  const input = el("input", { id, ...attributes });
  return { input, row: el("p", { class: "desk-field" }, el("label", { for: id }, label), input) };
}

// A field that searches while one types, what it finds below it, and how much that is for those who cannot see it.
export function search({ label, address, words, draw, least = 0 }) {
  const { input, row } = field(label, { type: "search", autocomplete: "off" });
  const list = el("ul", { class: "found" });
  const status = el("p", { role: "status", class: "hint" });
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const typed = input.value.trim();
    if (typed.length < least) return list.replaceChildren();
    try {
      const response = await fetch(`${address}?${new URLSearchParams({ q: typed })}`);
      if (!response.ok) throw new Error(response.status);
      const { results } = await response.json();
      if (mine !== asked) return; // something else was typed meanwhile
      list.replaceChildren(...results.map((one) => el("li", {}, draw(one))));
      status.textContent = words.found.replace("{count}", results.length);
    } catch {
      status.textContent = words.failed;
    }
  };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    (buttons[buttons.indexOf(document.activeElement) + step] ?? input).focus();
  });
  look();
  return { input, parts: [row, status, list] };
}

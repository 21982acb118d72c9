// Behind an @ in a note: who can be mentioned. Arrows choose, Enter or Tab takes, Escape closes; typing it out does as well.
const NAME = /(^|[^\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]*)$/u;
const SHOWN = 6;
let everybody;
let list;
let field;

function typed() {
  return NAME.exec(field.value.slice(0, field.selectionStart))?.[2];
}

async function people() {
  everybody ??= fetch(field.dataset.people).then((answer) => (answer.ok ? answer.json() : { people: [] }));
  return (await everybody).people;
}

function close() {
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
}

function point(option) {
  for (const each of list.children) each.setAttribute("aria-selected", each === option);
  field.setAttribute("aria-activedescendant", option.id);
}

function take(option) {
  const start = field.selectionStart - typed().length;
  field.setRangeText(`${option.dataset.username} `, start, field.selectionStart, "end");
  close();
  field.focus();
}

async function open() {
  const begun = typed();
  if (begun === undefined) return close();
  const fits = (words) => words.toLocaleLowerCase().split(" ").some((word) => word.startsWith(begun.toLocaleLowerCase()));
  const found = (await people()).filter(({ username, name }) => fits(`${username} ${name}`)).slice(0, SHOWN);
  close();
  if (!found.length || typed() !== begun) return;
  list = document.createElement("ul");
  list.className = "who";
  list.id = "who-can-be-mentioned";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  found.forEach(({ username, name }, place) => {
    const option = document.createElement("li");
    option.id = `mention-${place}`;
    option.setAttribute("role", "option");
    option.dataset.username = username;
    option.textContent = name ? `@${username} – ${name}` : `@${username}`;
    list.append(option);
  });
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.after(list);
  point(list.firstElementChild);
}

function press(event) {
  if (!list) return;
  const now = list.querySelector("[aria-selected=true]");
  const steps = { ArrowDown: now.nextElementSibling ?? list.firstElementChild, ArrowUp: now.previousElementSibling ?? list.lastElementChild };
  if (event.key in steps) point(steps[event.key]);
  else if (event.key === "Enter" || event.key === "Tab") take(now);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}

const thread = document.querySelector("[data-thread]"); // the field in it is made anew after each note
const inField = (work) => (event) => {
  if (!event.target.matches("textarea[data-people]")) return;
  field = event.target;
  work(event);
};
thread?.addEventListener("input", inField(open));
thread?.addEventListener("keydown", inField(press));
thread?.addEventListener("focusout", inField(close));
thread?.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("[role=option]");
  if (!option) return;
  event.preventDefault();
  take(option);
});

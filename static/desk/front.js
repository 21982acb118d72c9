// A front's places: moved about by buttons and by dragging, filled from what is found; the form is sent as it stands then.
// Without it each button sends the list and gets it back changed (sections/admin/rows.py, which does the same).
const WAIT = 200;
const list = document.querySelector(".slots");
const form = list.closest("form");
const said = form.querySelector("[data-said]");
const search = form.querySelector("[data-stories]");
const found = form.querySelector(".found");
const nothing = form.querySelector("[data-nothing]");
const places = form.querySelector("select[name=place]");

const slots = () => [...list.children];
const held = (slot) => slot.classList.contains("is-held");
const title = (slot) => slot.querySelector("strong")?.textContent ?? "";
const make = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const empty = () => make("slot-empty");

// After each change: numbers, names of fields for labels, the place that is offered next; and say it aloud.
function settle(moved) {
  slots().forEach((slot, at) => {
    slot.querySelector(".slot-place").textContent = at + 1;
    const until = slot.querySelector("input[type=datetime-local]");
    if (until) until.id = slot.querySelector("label").htmlFor = `until-${at + 1}`;
    for (const button of slot.querySelectorAll("[data-do]")) button.value = `${button.dataset.do}-${at + 1}`;
  });
  const free = slots().findIndex((slot) => !held(slot));
  places.selectedIndex = free < 0 ? slots().length - 1 : free;
  if (moved) said.textContent = `${slots().indexOf(moved) + 1}. ${title(moved)}`;
  refill();
}

// What fills the free places, as the server says, after each change. A story that is held may not be public yet.
let refills = 0;

async function refill() {
  const mine = ++refills, address = new URL(list.dataset.fillsAt, location.href);
  for (const slot of slots()) address.searchParams.append("story", slot.querySelector("[name=story]").value);
  address.searchParams.set("at", form.elements.at.value);
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    const { fills } = await response.json();
    if (mine === refills) slots().forEach((slot, place) => fill(slot, fills[place]));
  } catch { /* away from the network, what was said stays */ }
}

function depict(box, { picture = "" } = {}) {
  const image = box.querySelector(".slot-picture");
  image.hidden = !picture;
  if (picture) image.src = picture;
}

function fill(slot, story) {
  if (held(slot)) {
    const other = story && String(story.id) !== slot.querySelector("[name=story]").value;
    slot.querySelector("[data-now]").textContent = other ? list.dataset.untilThen.replace("{title}", story.title) : "";
    return;
  }
  const words = slot.querySelector("[data-fills]"), keep = slot.querySelector("[data-do=hold]");
  slot.fills = story;
  depict(slot, story ?? {});
  words.textContent = story?.title ?? "";
  words.lang = story?.language ?? "";
  keep.hidden = !story;
  keep.setAttribute("aria-label", keep.dataset.label + (story?.title ?? ""));
}

form.elements.at.addEventListener("change", refill);

function swap(slot, other) {
  const mark = document.createComment("");
  slot.replaceWith(mark);
  other.replaceWith(slot);
  mark.replaceWith(other);
}

const acts = {
  up: (slot) => slot.previousElementSibling && swap(slot, slot.previousElementSibling),
  down: (slot) => slot.nextElementSibling && swap(slot, slot.nextElementSibling),
  off: (slot) => slot.replaceWith(empty()),
  hold: (slot) => slot.fills && slot.replaceWith(holding(slot.fills)),
};

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const slot = button.closest(".slot"), at = slots().indexOf(slot), words = title(slot);
  if (button.dataset.do === "hold" && !slot.fills) return; // not known yet: the server does it
  event.preventDefault();
  acts[button.dataset.do](slot);
  if (button.dataset.do === "hold") {
    settle(slots()[at]);
    return slots()[at].querySelector("[data-do]").focus();
  }
  settle(slot.isConnected ? slot : null);
  if (slot.isConnected) return button.focus();
  said.textContent = `✕ ${words}`;
  (slots().slice(at).find(held) ?? slots().findLast(held))?.querySelector("[data-do]").focus();
});

function holding({ id, title, language, section, picture, public: state }) {
  const slot = make("slot-held"), strong = slot.querySelector("strong");
  slot.querySelector("[name=story]").value = id;
  strong.textContent = title;
  strong.lang = language;
  slot.querySelector("[data-section]").textContent = section;
  slot.querySelector("[data-public]").textContent = state;
  for (const button of slot.querySelectorAll("[data-do]")) button.setAttribute("aria-label", button.getAttribute("aria-label") + title);
  depict(slot, { picture });
  return slot;
}

function put(story, at) {
  slots().find((slot) => slot.querySelector("[name=story]").value === String(story.id))?.replaceWith(empty());
  const slot = holding(story);
  const all = slots();
  const gap = all.findIndex((one, place) => place >= at && !held(one));
  all[at].before(slot);
  all[gap < 0 ? all.length - 1 : gap].remove();
  settle(slot);
}

// -- dragging --------------------------------------------------------------------------------------------------------

let moving;

list.addEventListener("dragstart", (event) => {
  moving = event.target.closest(".slot.is-held");
  if (!moving) return event.preventDefault();
  moving.classList.add("is-moving");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", title(moving));
});

list.addEventListener("dragover", (event) => {
  if (!moving) return;
  event.preventDefault();
  for (const slot of slots()) slot.classList.toggle("is-over", slot === event.target.closest(".slot") && slot !== moving);
});

list.addEventListener("drop", (event) => {
  const target = event.target.closest(".slot");
  if (!moving || !target || target === moving) return;
  event.preventDefault();
  if (!held(target)) swap(moving, target);
  else if (slots().indexOf(moving) < slots().indexOf(target)) target.after(moving);
  else target.before(moving);
  settle(moving);
});

list.addEventListener("dragend", () => {
  for (const slot of slots()) slot.classList.remove("is-over", "is-moving");
  moving = null;
});

// -- stories to pick -------------------------------------------------------------------------------------------------

let timer, asked = 0, results;

function draw(stories) {
  results = stories;
  nothing.hidden = stories.length > 0;
  found.replaceChildren(...stories.map((story) => {
    const line = make("found-story"), button = line.querySelector("button"), strong = line.querySelector("strong");
    button.value = `put-${story.id}`;
    strong.textContent = story.title;
    strong.lang = story.language;
    depict(line, story);
    line.querySelector(".hint").textContent = [story.section, story.public].filter(Boolean).join(" · ");
    return line;
  }));
}

async function ask() {
  const number = ++asked, address = new URL(search.dataset.stories, location.href);
  address.searchParams.set("q", search.value);
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    const stories = (await response.json()).results;
    if (number === asked) draw(stories);
  } catch { /* away from the network, what was found stays */ }
}

search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });

// Enter in the field looks for its words; it must not save the front.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  clearTimeout(timer);
  ask();
});

found.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  const at = places.selectedIndex; // as it is now: the list may be changed while the desk answers
  if (!results) { // the page was drawn by the server: it knows no more than the keys
    clearTimeout(timer); // or words just typed would ask once more, and this answer be dropped as an old one
    await ask();
  }
  const story = results?.find(({ id }) => button.value === `put-${id}`);
  if (story) put(story, at);
});

form.querySelector(".pick [value=find]").hidden = true;

// -- leaving ---------------------------------------------------------------------------------------------------------

// Asked first, as in every form of the desk. A list that came back from the desk unsaved is so from the start.
const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => ["story", "until", "at"].includes(name)));
const saved = "unsaved" in form.dataset ? "" : typed();
let sent = false;

form.addEventListener("submit", ({ submitter }) => { sent = !submitter?.formTarget; }); // a preview leaves nothing
addEventListener("pageshow", () => { sent = false; }); // somebody came back to the page
addEventListener("beforeunload", (event) => { if (!sent && typed() !== saved) event.preventDefault(); });

refill();

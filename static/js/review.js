// A review is posted without leaving the story. What comes back is the page that a browser without scripts would get:
// of it, the part marked data-answer takes the form's place, and what is to be read first takes the focus.
const PLACE = ".leave";

async function send(event) {
  const form = event.target.closest("form[data-review]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector(".button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-answer]");
    if (!part) throw new Error(answer.status);
    show(form, part);
    if (answer.redirected) leadTo(answer.url);
  } catch {
    button.removeAttribute("aria-disabled");
    say(form);
  }
}

function show(form, part) {
  const place = form.closest(PLACE) ?? form.closest("[data-answer]");
  part.classList.add("leave", "after");
  for (const title of part.querySelectorAll("h1")) title.replaceWith(lowered(title));
  place.replaceWith(document.adoptNode(part));
  const first = part.querySelector(".errors") ?? part.querySelector("[data-focus]") ?? part;
  first.tabIndex = -1;
  first.focus();
  first.scrollIntoView({ block: "start" });
}

// The page has its title already.
function lowered(title) {
  const heading = document.createElement("h2");
  heading.append(...title.childNodes);
  for (const { name, value } of title.attributes) heading.setAttribute(name, value);
  return heading;
}

// The private address of the review is not in the bar: it is said.
function leadTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = address;
  const line = document.createElement("p");
  line.className = "private";
  line.append(link);
  document.querySelector("[data-focus]")?.after(line);
}

function say(form) {
  const box = form.querySelector("[data-lost]") ?? document.createElement("p");
  box.dataset.lost = "";
  box.className = "errors";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  box.textContent = form.dataset.failed;
  form.prepend(box);
  box.focus();
}

document.addEventListener("submit", send);

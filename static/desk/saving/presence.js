// Who else has the story open: a face and a name in the top bar, said once to screen readers.
const place = document.querySelector("[data-here]");
const said = document.querySelector("[data-here-said]");

export function sayWhoElse(others) {
  const shown = [...place?.querySelectorAll("[data-name]") ?? []].map((one) => one.dataset.name);
  const names = others.map(({ name }) => name);
  if (!place || shown.join("\n") === names.join("\n")) return;
  place.replaceChildren(...others.map(draw));
  const came = others.filter(({ name }) => !shown.includes(name));
  if (said && came.length) said.textContent = came.map(({ words }) => words).join(" ");
}

function draw({ name, face, here, words }) {
  const one = document.createElement("span");
  one.className = "here-one";
  one.dataset.name = name;
  one.title = words;
  const picture = Object.assign(document.createElement("span"), { className: "face here", textContent: face });
  picture.setAttribute("aria-hidden", "true");
  one.append(picture, Object.assign(document.createElement("span"), { className: "name", textContent: here }));
  return one;
}

// The bars below the top bar: what stands in the way of saving, and what to do about it.
import { onChange, state } from "saving/state";

const TROUBLES = ["logged-out", "unreachable", "refused"];
export const bar = (name) => document.querySelector(`[data-bar-of="${name}"]`);

// Shows a bar, with other words in it (where it has a place for them), or hides it ("").
export function say(name, words = true) {
  const place = bar(name);
  if (!place) return;
  const line = place.querySelector("[data-words]");
  if (line && typeof words === "string" && words && line.textContent !== words) line.textContent = words;
  place.hidden = !words;
}

export function sayConflict({ who, what }) {
  const place = bar("conflict");
  place.querySelector("[data-who]").textContent = who;
  place.querySelector("[data-what]").textContent = what;
}

export function sayNotices(notices) {
  const place = bar("notices");
  place?.querySelector("[data-words]").replaceChildren(
    ...notices.map(({ text }) => Object.assign(document.createElement("span"), { textContent: `${text} ` })),
  );
  if (place) place.hidden = notices.length === 0;
}

onChange(() => {
  for (const name of TROUBLES) say(name, state.trouble === name && (state.troubleWords || true));
  say("conflict", state.conflict);
  if (state.conflict) say("newer", "");
});
for (const button of document.querySelectorAll("[data-bar-close]")) {
  button.addEventListener("click", () => { button.closest("[data-bar-of]").hidden = true; });
}

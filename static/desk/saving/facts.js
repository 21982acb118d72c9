// After a save the page's facts are fetched: its state, its buttons, its checks, its versions. The form is left alone.
import { strip } from "saving/form";

export async function refresh() {
  let fresh;
  try {
    const answer = await fetch(strip.dataset.story, { redirect: "error" });
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // they are as they were; the next save brings newer ones
  }
  if (fresh.getElementById("typed")?.dataset.story !== strip.dataset.story) return;
  for (const place of document.querySelectorAll("[data-fact]")) {
    const now = fresh.querySelector(`[data-fact="${place.dataset.fact}"]`);
    if (now && place.innerHTML !== now.innerHTML) swap(place, now);
  }
  for (const place of document.querySelectorAll("[data-fact-once]")) {
    const now = fresh.querySelector(`[data-fact-once="${place.dataset.factOnce}"]`);
    if (now && !place.childElementCount) place.replaceChildren(...now.childNodes);
  }
  for (const sum of document.querySelectorAll(".panel-group[id] > summary [data-sum]")) {
    const now = fresh.querySelector(`#${sum.closest(".panel-group").id} > summary [data-sum]`);
    if (now) [sum.textContent, sum.className] = [now.textContent, now.className];
  }
  document.title = fresh.title;
  document.querySelector("h1").textContent = fresh.querySelector("h1").textContent;
  document.dispatchEvent(new Event("saving:facts"));
}

// The focus stays where it was, also in a part that is drawn anew.
function swap(place, now) {
  const inside = place.contains(document.activeElement) ? [...place.querySelectorAll("a, button, summary")] : [];
  const at = inside.indexOf(document.activeElement);
  place.replaceChildren(...now.childNodes);
  if (inside.length) (place.querySelectorAll("a, button, summary")[at] ?? place).focus();
}

// How the story will look on a front, in a search engine and when it is shared.
const previews = document.querySelector("[data-previews]");
const value = (name) => document.getElementById(`id_${name}`)?.value.trim() ?? "";
const SHOWN = {
  front_headline: () => value("front_headline") || value("headline"),
  search_title: () => value("search_title") || value("headline"),
  search_description: () => value("search_description") || value("standfirst").slice(0, 155),
  social_title: () => value("social_title") || value("headline"),
};

function draw() {
  for (const [name, words] of Object.entries(SHOWN)) previews.querySelector(`[data-shows="${name}"]`).textContent = words() || "…";
}

previews.hidden = false;
document.addEventListener("input", ({ target }) => {
  if (["headline", "standfirst", ...Object.keys(SHOWN)].includes(target.name)) draw();
});
draw();

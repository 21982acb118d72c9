// Words looked for in a text, on plain strings: each place as [from, to], none overlapping another.

// One sign a unit, so that places are those of the text: İ in lower case would be two.
function folded(text, language) {
  return Array.from({ length: text.length }, (_, place) => {
    const low = text[place].toLocaleLowerCase(language || "en");
    return low.length === 1 ? low : text[place];
  }).join("");
}

export function places(text, wanted, { language = "", matchCase = false } = {}) {
  if (!wanted) return [];
  const [hay, needle] = matchCase ? [text, wanted] : [folded(text, language), folded(wanted, language)];
  const found = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) found.push([at, at + needle.length]);
  return found;
}

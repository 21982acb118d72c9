// The language of a new story follows what is typed, until somebody chooses one. The table is the server's, and so is the
// way of guessing: newsroom/lib/languages.py.
const CERTAIN = 2;
const ENOUGH = 2;
const MOST = 0.7;

// Its commonest words and the words with letters of its own; none if most of the text is in another script.
function signs(words, { script, own, common }) {
  const pattern = new RegExp(script, "u");
  if (words.filter((word) => pattern.test(word)).length < MOST * words.length) return 0;
  const known = new Set(common.split(" "));
  return words.filter((word) => known.has(word) || [...own].some((letter) => word.includes(letter))).length;
}

// One of the codes of `table`, or "" where the text does not say, or says more than one.
export function recognise(text, table) {
  const words = (text.match(/\p{L}+/gu) ?? []).map((word) => word.toLowerCase());
  const ranked = Object.entries(table).map(([code, marks]) => [code, signs(words, marks)]).sort((one, other) => other[1] - one[1]);
  const [[first, most] = ["", 0], [, second] = ["", 0]] = ranked;
  return most >= ENOUGH && most >= CERTAIN * second ? first : "";
}

const select = globalThis.document?.querySelector("select[data-recognise]");

if (select) {
  const table = JSON.parse(select.dataset.recognise);
  let chosen = false;
  select.addEventListener("change", (event) => (chosen ||= event.isTrusted));
  addEventListener("input", ({ target }) => {
    if (chosen || target.form !== select.form || !["headline", "standfirst", "body"].includes(target.name)) return;
    const text = new DOMParser().parseFromString(select.form.elements.body?.value ?? "", "text/html").body.textContent;
    const found = recognise([select.form.elements.headline?.value, select.form.elements.standfirst?.value, text].join(" "), table);
    if (!found || found === select.value) return;
    select.value = found;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

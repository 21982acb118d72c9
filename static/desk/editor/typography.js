// Quotation marks, dashes and ellipses as each language writes them, worked out on plain strings.
// `single`: the key of the apostrophe opens a quotation within a quotation; elsewhere the key of the double mark does.
const STYLES = {
  en: { outer: "“”", inner: "‘’", dash: "–", single: true },
  az: { outer: "«»", inner: "“”", dash: "—" },
  ru: { outer: "«»", inner: "„“", dash: "—" },
  uk: { outer: "«»", inner: "„“", dash: "—" },
  be: { outer: "«»", inner: "„“", dash: "—" },
  hy: { outer: "«»", inner: "“”", dash: "–" },
  pl: { outer: "„”", inner: "«»", dash: "–" },
  de: { outer: "„“", inner: "‚‘", dash: "–", single: true },
  ka: { outer: "„“", inner: "‘’", dash: "–", single: true },
  tr: { outer: "“”", inner: "‘’", dash: "–", single: true },
};
const BEFORE = /^[\s(\[{/—–-]$/u; // what a quotation may follow
const DIGIT = /^\p{N}$/u;
const APOSTROPHE = "’";

const styleOf = (language) => STYLES[(language ?? "").split("-")[0].toLowerCase()] ?? STYLES.en;
const count = (text, sign) => text.split(sign).length - 1;
const isOpen = (text, [opening, closing]) => count(text, opening) > count(text, closing);

// Whether a mark that is typed behind `text` opens a quotation.
function opens(text, { outer, inner }) {
  const last = [...text].at(-1);
  return last === undefined || BEFORE.test(last) || last === outer[0] || (last === inner[0] && isOpen(text, inner));
}

function double(text, style) {
  const { outer, inner, single } = style;
  const isInside = !single && isOpen(text, outer);
  if (opens(text, style)) return isInside ? inner[0] : outer[0];
  if (isInside && isOpen(text, inner)) return inner[1];
  return isOpen(text, outer) || !DIGIT.test([...text].at(-1)) ? outer[1] : null; // 5" are inches
}

function single(text, style) {
  if (opens(text, style)) return style.single ? style.inner[0] : null;
  return style.single && isOpen(text, style.inner) ? style.inner[1] : APOSTROPHE;
}

// What replaces the end of `text`, whose last sign was just typed: [how many signs, by what]; null for nothing.
export function corrected(text, language) {
  const typed = text.at(-1);
  const before = text.slice(0, -1);
  const style = styleOf(language);
  if (typed === '"' || typed === "'") {
    const mark = (typed === '"' ? double : single)(before, style);
    return mark && [1, mark];
  }
  if (typed === "-" && before.endsWith("–")) return [2, "—"];
  if (typed === "-" && /(^|[^-–—])-$/u.test(before)) return [2, /\s-$/u.test(before) ? style.dash : "—"];
  if (typed === "." && /(^|[^.…])\.\.$/u.test(before)) return [3, "…"];
  return null;
}

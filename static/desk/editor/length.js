// How long a text is, on plain strings; articles/text/rendering.py counts in the same way.
const WORD = /[\p{L}\p{N}_\u0300-\u036f]+(?:['’ʼ.,:/–-][\p{L}\p{N}_\u0300-\u036f]+)*/gu;

export const wordsIn = (text) => text.match(WORD)?.length ?? 0;
export const charactersIn = (text) => [...text].length;
export const minutesFor = (words, aMinute) => Math.max(1, Math.round(words / aMinute));

// “{count} words” in the plural form of the page's language: the forms are those of `said` whose names begin with `name`.
export function plural(said, name, count, values = {}) {
  const form = new Intl.PluralRules(globalThis.document?.documentElement.lang || "en").select(count);
  return filled(said[`${name}_${form}`] ?? said[`${name}_other`], { count, ...values });
}

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

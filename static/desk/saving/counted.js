// A sentence with a number in it, in the form that the language of the page has for that number.
const rules = new Intl.PluralRules(document.documentElement.lang);

export const counted = (forms, count) => (forms[rules.select(count)] ?? forms.other).replace("{count}", count);

// Beside a field for a moment in house time: the same moment in UTC, as soon as it is chosen.
const MINUTE = 60_000;

function wall(moment, zone) {
  const style = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
  const parts = new Intl.DateTimeFormat("en", style).formatToParts(moment);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
}

// All moments at which clocks in the zone show this: one, none in the hour that a change skips, two in one it repeats.
function moments(value, zone) {
  const shown = Date.parse(`${value}Z`);
  const guesses = [-1, 1].map((day) => shown + day * 24 * 60 * MINUTE).map((near) => shown - (wall(near, zone) - near));
  return [...new Set(guesses)].filter((moment) => wall(moment, zone) === shown).sort();
}

// A browser that has no names of months in the language says "M11": then English.
const lang = document.documentElement.lang;
const known = !/M\d\d/.test(new Intl.DateTimeFormat(lang, { month: "short" }).format());

for (const field of document.querySelectorAll("input[data-zone]")) {
  const output = document.createElement("output");
  output.htmlFor = field.id;
  output.className = "hint";
  field.after(output);
  const show = () => {
    const found = field.value ? moments(field.value, field.dataset.zone) : [];
    const style = { timeZone: "UTC", dateStyle: "medium", timeStyle: "short", hourCycle: "h23" };
    output.value = found.map((moment) => `${new Intl.DateTimeFormat(known ? lang : "en-GB", style).format(moment)} UTC`).join(" / ");
  };
  field.addEventListener("input", show);
  show();
}

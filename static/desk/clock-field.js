// Below a day and a time in newsroom time: the full sentence, and UTC, as soon as they are typed. Where the clocks go
// back and the time comes twice, the choice of both.
const MINUTE = 60_000;
const lang = document.documentElement.lang;
const known = !/M\d\d/.test(new Intl.DateTimeFormat(lang, { month: "short" }).format()) ? (lang === "en" ? "en-GB" : lang) : "en-GB";
const said = (moment, zone, style) => new Intl.DateTimeFormat(known, { timeZone: zone, hourCycle: "h23", ...style }).format(moment);
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const HOUR = { hour: "2-digit", minute: "2-digit" };

function wall(moment, zone) {
  const style = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
  const parts = new Intl.DateTimeFormat("en", style).formatToParts(moment);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
}

// All moments at which clocks in the zone show this: one, none in the hour that a change skips, two in one it repeats.
function moments(day, time, zone) {
  const shown = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(shown)) return null;
  const guesses = [-1, 1].map((side) => shown + side * 24 * 60 * MINUTE).map((near) => shown - (wall(near, zone) - near));
  return [...new Set(guesses)].filter((moment) => wall(moment, zone) === shown).sort();
}

// As people type it: 6, 0600, 6.00, 06:00.
function hour(typed) {
  const found = typed.trim().match(/^(\d{1,2})(?:[:.h]?(\d\d)(?::\d\d)?)?$/);
  return found ? `${found[1].padStart(2, "0")}:${found[2] ?? "00"}` : "";
}

function text(tag, words, name = "") {
  const element = document.createElement(tag);
  element.textContent = words;
  element.className = name;
  return element;
}

function begin(clock) {
  const { zone, name } = clock.dataset;
  const [day, time] = [clock.querySelector(`[name="${name}-day"]`), clock.querySelector(`[name="${name}-time"]`)];
  const either = clock.querySelector("[data-either]");
  const place = clock.querySelector("[data-said]");
  const empty = [...place.childNodes].map((node) => node.cloneNode(true));

  function offer(found) {
    either.hidden = found.length < 2;
    const values = found.map((moment) => new Date(moment).toISOString());
    const there = [...either.querySelectorAll("input")].map((radio) => new Date(radio.value).toISOString());
    if (values.join() === there.join() || found.length < 2) return;
    either.querySelectorAll(".pick").forEach((old) => old.remove());
    either.querySelector("p").textContent = clock.dataset.twice.replace("%(time)s", hour(time.value));
    found.forEach((moment, place) => {
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: `${name}-which`, value: values[place] });
      const words = text("span", (place ? clock.dataset.second : clock.dataset.first).replace("%(time)s", hour(time.value)));
      words.append(" ", text("span", `${said(moment, "UTC", HOUR)} UTC`, "quiet figures"));
      const label = text("label", "", "pick");
      label.append(radio, words);
      either.append(label);
    });
  }

  function say(moment) {
    const [here, utc] = [said(moment, zone, DAY), said(moment, "UTC", DAY)];
    const other = here === utc ? "" : `${utc}, `;
    place.replaceChildren(
      text("b", `${here}, ${said(moment, zone, HOUR)}`, "strong"), ` ${clock.dataset.here}`, document.createElement("br"),
      text("span", `${other}${said(moment, "UTC", HOUR)} UTC`, "quiet"),
    );
  }

  function show() {
    const found = day.value && hour(time.value) ? moments(day.value, hour(time.value), zone) : null;
    if (found) offer(found);
    const which = either.querySelector("input:checked")?.value;
    const moment = found?.length === 1 ? found[0] : found?.find((one) => which && Date.parse(which) === one);
    delete clock.dataset.moment;
    if (moment !== undefined) {
      clock.dataset.moment = moment;
      clock.dataset.short = `${said(moment, zone, { day: "numeric", month: "long" })}, ${said(moment, zone, HOUR)}`;
      say(moment);
    } else if (found && !found.length) place.replaceChildren(text("span", clock.dataset.never.replace("%(time)s", hour(time.value)), "error"));
    else place.replaceChildren(...empty.map((node) => node.cloneNode(true)));
    clock.dispatchEvent(new Event("moment", { bubbles: true }));
  }

  clock.addEventListener("input", show);
  clock.addEventListener("change", show);
  show();
}

document.querySelectorAll("[data-clock]").forEach(begin);

// What the page's scripts say, and what they share.
export const words = JSON.parse(document.getElementById("room-words").textContent);
export const room = document.querySelector("[data-room]");
export const form = document.getElementById("article_form");
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
export const changed = (field, name = "change") => field.dispatchEvent(new Event(name, { bubbles: true }));

// A value that this browser remembers for this person.
export const memory = {
  get: (name) => {
    try {
      return JSON.parse(localStorage.getItem(`desk-room:${room.dataset.who}:${name}`));
    } catch {
      return null; // forbidden by the browser
    }
  },
  set: (name, value) => {
    try {
      localStorage.setItem(`desk-room:${room.dataset.who}:${name}`, JSON.stringify(value));
    } catch {
      // then it is forgotten
    }
  },
};

// The copy of a text that this browser keeps while the server does not have it.
import { strip, toSend, valueOf } from "saving/form";

const PREFIX = `desk-typed:${strip?.dataset.who}:`;

// False: the browser's storage is full, or forbidden. Then only the page itself holds the text.
export function keep() {
  const copy = { address: strip.dataset.address, version: valueOf("seen_version"), typed: toSend() };
  try {
    localStorage.setItem(PREFIX + valueOf("sheet"), JSON.stringify(copy));
  } catch {
    return false;
  }
  return true;
}

export function drop(sheet) {
  try {
    localStorage.removeItem(PREFIX + sheet);
  } catch {
    // forbidden: then there is nothing to drop
  }
}

export function all() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => ({ sheet: key.slice(PREFIX.length), ...JSON.parse(localStorage.getItem(key)) }));
  } catch {
    return [];
  }
}

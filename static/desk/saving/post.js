// One request at a time, so that an older text never arrives after a newer one; and what went wrong with it in one word.
import { token } from "saving/form";

const PATIENCE = 15_000;
let last = Promise.resolve();
let waiting = 0;

export const isBusy = () => waiting > 0;

export function inTurn(act) {
  waiting += 1;
  last = last.catch(() => {}).then(act).finally(() => { waiting -= 1; });
  return last;
}

// The answer as an object with its `status`, or { trouble: "logged-out" | "unreachable" | "refused", words }.
export async function post(address, body, options = {}) {
  let answer;
  try {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const signal = options.keepalive ? undefined : AbortSignal.timeout(PATIENCE);
    answer = await fetch(address, { method: "POST", body, headers, signal, redirect: "manual", ...options });
  } catch {
    return { trouble: "unreachable" };
  }
  if (answer.type === "opaqueredirect") return { trouble: "logged-out" };
  if (answer.status >= 500) return { trouble: "unreachable" };
  try {
    const said = await answer.json();
    if (said.error) return { trouble: said.code === "logged-out" ? said.code : "refused", words: said.error };
    return { status: answer.status, ...said };
  } catch {
    return { trouble: "refused", words: "" };
  }
}

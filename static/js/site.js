// Extras for readers. Every page is whole without them: a switch of light and dark paper that this browser remembers, the
// address of a story to copy, how long ago a moment was, and the time of the copy on paper.

const root = document.documentElement

// -- light and dark ---------------------------------------------------------------------------------------------------

const scheme = document.querySelector("[data-scheme-switch]")

if (scheme && CSS.supports("color", "light-dark(#000, #fff)")) {
  const buttons = [...scheme.querySelectorAll("button")]
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.set === (root.dataset.scheme ?? ""))
  }
  scheme.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")?.dataset.set
    if (chosen === undefined) return
    if (chosen) root.dataset.scheme = chosen
    else delete root.dataset.scheme
    try {
      if (chosen) localStorage.setItem("scheme", chosen)
      else localStorage.removeItem("scheme")
    } catch {
      // it holds for this page, and is not remembered
    }
    show()
  })
  show()
  scheme.hidden = false
}

// -- the address of a story -------------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break
  const words = button.textContent
  button.setAttribute("aria-live", "polite")
  button.closest("[hidden]").hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest("[data-share]").dataset.share)
    button.textContent = button.dataset.done
    setTimeout(() => (button.textContent = words), 3000)
  })
}

// -- how long ago -----------------------------------------------------------------------------------------------------

const SPANS = [["day", 86400], ["hour", 3600], ["minute", 60]]
const WEEK = 7 * 86400

const ago = (moment) => {
  const seconds = (Date.now() - moment) / 1000
  if (!(seconds >= 60 && seconds < WEEK)) return ""
  const [unit, length] = SPANS.find(([, length]) => seconds >= length)
  const [language] = Intl.RelativeTimeFormat.supportedLocalesOf(root.lang)
  const words = language ? new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(-Math.floor(seconds / length), unit) : ""
  return /^[-−]/.test(words) ? "" : words // a browser that has no words of the language says "-4 d"
}

const whenIdle = globalThis.requestIdleCallback ?? setTimeout

whenIdle(() => {
  for (const time of document.querySelectorAll(".facts time")) {
    const words = ago(Date.parse(time.dateTime))
    if (words) time.insertAdjacentHTML("afterend", ` <span class="ago">(${words})</span>`)
  }
})

// -- on paper ---------------------------------------------------------------------------------------------------------

const PRINTED = {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZoneName: "short",
}

addEventListener("beforeprint", () => {
  const language = root.lang === "en" ? "en-GB" : root.lang // the day first, as above
  const known = !/M\d\d/.test(new Intl.DateTimeFormat(language, { month: "short" }).format()) // else November is "M11"
  const now = new Intl.DateTimeFormat(known ? language : "en-GB", PRINTED).format()
  for (const place of document.querySelectorAll("[data-now]")) place.textContent = now
  for (const place of document.querySelectorAll("[data-printed]")) place.hidden = false
})

// Suggests topics while they are typed, parted by commas. Without it the field is a line of text, and means the same.

const WAIT = 150

for (const input of document.querySelectorAll("input[data-suggest]")) suggestFor(input)

function suggestFor(input) {
  const list = document.createElement("ul")
  let options = [], active = -1, timer = 0, asked = 0
  list.id = `${input.id}-suggestions`
  list.className = "suggest"
  list.hidden = true
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "")
  input.after(list)
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value)

  // The name that is being typed: from the comma before the caret to the one behind it.
  function place() {
    if ("one" in input.dataset) return [0, input.value.length]
    const caret = input.selectionStart
    const end = input.value.indexOf(",", caret)
    return [input.value.lastIndexOf(",", caret - 1) + 1, end < 0 ? input.value.length : end]
  }

  // `hints`: what is said beside a name, such as the country of a place.
  function show(names, hints = {}) {
    options = names
    active = -1
    list.replaceChildren(...names.map((name, number) => {
      const option = document.createElement("li")
      option.id = `${list.id}-${number}`
      option.textContent = hints[name] ? `${name} (${hints[name]})` : name
      option.setAttribute("role", "option")
      option.setAttribute("aria-selected", "false")
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(number) })
      return option
    }))
    list.hidden = !names.length
    input.setAttribute("aria-expanded", String(!list.hidden))
    input.removeAttribute("aria-activedescendant")
  }

  function choose(number) {
    active = (number + options.length) % options.length
    for (const [place, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(place === active))
    list.children[active].scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", list.children[active].id)
  }

  function take(number) {
    const [start, end] = place()
    const one = "one" in input.dataset
    const name = !one && options[number].includes(",") ? `"${options[number]}"` : options[number]
    const before = input.value.slice(0, start), after = input.value.slice(end)
    input.value = `${before}${before ? " " : ""}${name}${one || after ? after : ", "}`
    const caret = input.value.length - after.length
    input.setSelectionRange(caret, caret)
    input.dispatchEvent(new Event("change", { bubbles: true }))
    show([])
  }

  async function ask() {
    const [start, end] = place()
    const typed = input.value.slice(start, end).trim()
    const number = ++asked
    if (!typed) return show([])
    const address = new URL(input.dataset.suggest, location.href)
    address.searchParams.set("q", typed)
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } })
      if (!response.ok || response.redirected) return
      const { names, hints } = await response.json()
      if (number === asked && document.activeElement === input) show(names.filter((name) => name !== typed), hints)
    } catch { /* away from the network it is a line of text */ }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT) })
  input.addEventListener("blur", () => { clearTimeout(timer); asked++; show([]) })
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return
    if (event.key === "ArrowDown") choose(active + 1)
    else if (event.key === "ArrowUp") choose(active < 0 ? -1 : active - 1)
    else if (event.key === "Enter" && active >= 0) take(active)
    else if (event.key === "Escape") show([])
    else return
    event.preventDefault()
  })
}

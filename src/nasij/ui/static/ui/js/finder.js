// [data-finder="…json url…"] on a search field: offers what answers to the words while they are typed.
// The address answers {"options": [{"name": "…", "hint": "…", "url": "…"}], "text": "3 firms"}.
// An option leads to its page; Enter without one sends the form, as it does without script.
(function () {
  "use strict";
  let made = 0;

  function listOf(input) {
    const box = document.createElement("span");
    box.className = "finder";
    const list = document.createElement("ul");
    list.className = "finder__list";
    list.id = `finder-${++made}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.finderLabel || "");
    list.hidden = true;
    const said = document.createElement("span");
    said.className = "sr-only";
    said.setAttribute("role", "status");
    input.replaceWith(box);
    box.append(input, list, said);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) {
      input.setAttribute(name, value);
    }
    return [list, said];
  }

  function optionOf(one, id) {
    const option = document.createElement("li");
    option.id = id;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = one.url;
    const name = document.createElement("bdi");
    name.textContent = one.name;
    const hint = document.createElement("span");
    hint.className = "small soft";
    hint.textContent = one.hint;
    option.append(name, " ", hint);
    return option;
  }

  function find(input) {
    const [list, said] = listOf(input);
    let at = -1;
    let timer = 0;
    let asking = null;

    function show(open) {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) choose(-1);
    }
    function choose(place) {
      at = place;
      for (const [number, option] of [...list.children].entries()) {
        option.setAttribute("aria-selected", String(number === at));
      }
      const option = list.children[at];
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }
    async function ask() {
      const words = input.value.trim();
      if (asking) asking.abort();
      if (words.length < 2) { show(false); return; }
      asking = new AbortController();
      const address = `${input.dataset.finder}?q=${encodeURIComponent(words)}`;
      try {
        const answer = await fetch(address, { signal: asking.signal });
        if (!answer.ok) return;
        const found = await answer.json();
        list.replaceChildren(...found.options.map((one, number) => optionOf(one, `${list.id}-${number}`)));
        said.textContent = found.text;
        show(found.options.length > 0 && document.activeElement === input);
      } catch { /* another word was typed, or the network is away: the button still works */ }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); return; }
      if (!count) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(at < 0 && step < 0 ? count - 1 : (at + step + count) % count);
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        location.assign(list.children[at].dataset.url);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    input.addEventListener("blur", () => show(false));
  }

  for (const input of document.querySelectorAll("input[data-finder]")) find(input);
})();

// [data-suggest="…url…"]: proposes names as one types; {"results": ["name [key]", …]}.
// Without script a part of the name is enough: the server asks again where several match.
(function () {
  "use strict";
  for (const input of document.querySelectorAll("[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = input.id + "_list";
    input.after(list);
    input.setAttribute("list", list.id);
    let asked = 0;
    let timer = 0;
    const ask = async () => {
      const words = input.value.trim();
      if (words.length < 2 || /\[[\w.]+\]$/.test(words)) return;
      const turn = ++asked;
      const address = input.dataset.suggest + "?q=" + encodeURIComponent(words);
      const answer = await fetch(address).catch(() => null);
      if (!answer || !answer.ok || turn !== asked) return;
      const names = (await answer.json()).results;
      list.replaceChildren(...names.map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      }));
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
  }
})();

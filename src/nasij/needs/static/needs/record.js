// [data-suggest]: proposes names as one types. [data-theme-proposal]: proposes a theme from the words.
// Both only propose; the page works without them.
(function () {
  "use strict";
  const form = document.querySelector("form[data-record]");
  if (!form) return;

  function later(wait, work) {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, wait); };
  }

  for (const input of form.querySelectorAll("[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = input.id + "_list";
    input.after(list);
    input.setAttribute("list", list.id);
    let asked = 0;
    input.addEventListener("input", later(250, async () => {
      const words = input.value.trim();
      if (words.length < 2 || /\[[\w.]+\]$/.test(words)) return;
      const turn = ++asked;
      const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(words)).catch(() => null);
      if (!answer || !answer.ok || turn !== asked) return;
      const names = (await answer.json()).results;
      list.replaceChildren(...names.map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      }));
    }));
  }

  const text = form.querySelector("textarea[name=text]");
  const theme = form.querySelector("select[name=theme]");
  const box = form.querySelector("[data-theme-proposal]");
  const use = box.querySelector("[data-theme-use]");
  let asked = 0;
  text.addEventListener("input", later(600, async () => {
    if (text.value.trim().length < 8) return;
    const turn = ++asked;
    const body = new URLSearchParams({
      text: text.value,
      csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value,
    });
    const answer = await fetch(box.dataset.url, { method: "POST", body }).catch(() => null);
    if (!answer || !answer.ok || turn !== asked) return;
    const found = await answer.json();
    box.hidden = !found.theme || theme.value === found.theme;
    if (box.hidden) return;
    use.textContent = found.name;
    use.dataset.theme = found.theme;
    use.title = found.words.join(" · ");
  }));
  use.addEventListener("click", () => {
    theme.value = use.dataset.theme;
    box.hidden = true;
    theme.focus();
  });
})();

// [data-theme-proposal]: proposes a theme from the words.
// It only proposes; the page works without it. The words typed are kept on the device until sent.
(function () {
  "use strict";
  const form = document.querySelector("form[data-record]");
  if (!form) return;

  function later(wait, work) {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, wait); };
  }

  const text = form.querySelector("textarea[name=text]");
  const theme = form.querySelector("select[name=theme]");
  const unnamed = form.querySelector("input[name=is_anonymous]");
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
    keep();
    theme.focus();
  });

  // A draft stays on the device until it was sent; its key makes a second sending harmless.
  const KEPT = "nasij-need";
  const keyField = form.querySelector("[name=client_key]");
  const offline = form.querySelector("[data-offline]");
  const draftNote = form.querySelector("[data-draft]");
  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT) || "null"); } catch { return null; }
  }
  function keep() {
    try {
      if (!text.value.trim()) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, JSON.stringify({
        key: keyField.value, text: text.value, theme: theme.value, unnamed: unnamed.checked,
      }));
    } catch { /* no room, or storage refused: the form works without */ }
  }
  const draft = kept();
  if (draft && !text.value) {
    text.value = draft.text;
    theme.value = draft.theme;
    unnamed.checked = draft.unnamed;
    keyField.value = draft.key;
    draftNote.hidden = false;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(KEPT);
    location.reload();
  });
  const network = () => { offline.hidden = navigator.onLine; };
  addEventListener("online", network);
  addEventListener("offline", network);
  network();
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keep();
    offline.focus();
  }, { capture: true });
})();

// [data-table-filter="id of a table"]: hides the rows of a short table that do not hold the words typed.
(function () {
  "use strict";
  const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652]/g, "");
  for (const input of document.querySelectorAll("[data-table-filter]")) {
    const table = document.getElementById(input.dataset.tableFilter);
    if (!table) continue;
    input.closest("[hidden]")?.removeAttribute("hidden");
    const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]);
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    });
  }
})();

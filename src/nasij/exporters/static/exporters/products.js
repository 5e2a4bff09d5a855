// [data-products]: offers products while the last words of the field are typed; codes go in, names are shown.
(function () {
  "use strict";
  const input = document.querySelector("[data-products]");
  const list = document.getElementById("product-suggestions");
  if (!input || !list) return;
  let asked = "";
  let timer = 0;
  const offer = async () => {
    const cut = input.value.lastIndexOf(";") + 1;
    const before = input.value.slice(0, cut);
    const words = input.value.slice(cut).trim();
    if (words.length < 3 || words === asked || /^\d+$/.test(words)) return;
    asked = words;
    const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(words)}`);
    if (!answer.ok) return;
    const found = await answer.json();
    list.replaceChildren(
      ...found.products.map((product) => {
        const option = document.createElement("option");
        option.value = `${before}${before ? " " : ""}${product.code}`;
        option.label = `${product.code} ${product.name}`;
        return option;
      }),
    );
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 200);
  });
})();

// Remembers what the server drew, as it was before the widget took over: `sinceDrawn()` tells what became of it.
const nodes = (root) => {
  const walker = document.createTreeWalker(root.querySelector(".weerwoord"), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const all = [];
  while (walker.nextNode()) all.push(walker.currentNode);
  return all;
};
addEventListener("weerwoord:ready", ({ target: { shadowRoot } }) => {
  const drawn = nodes(shadowRoot);
  window.sinceDrawn = () => {
    const now = nodes(shadowRoot);
    const kept = now.filter((node) => drawn.includes(node));
    const lost = drawn.filter((node) => !now.includes(node)).map((node) => node.outerHTML ?? node.data);
    return { drawn: drawn.length, lost, moved: kept.some((node, at) => node !== drawn.filter((node) => kept.includes(node))[at]) };
  };
}, { once: true });

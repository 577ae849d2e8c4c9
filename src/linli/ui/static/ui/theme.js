/* Before the first paint: the device's own light or dark where nobody chose, and a mark that scripts run. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("l-js");
  if (root.dataset.bsTheme) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  dark.addEventListener("change", follow);
  follow();
})();

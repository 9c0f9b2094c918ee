// An address inside a folded part opens it, for browsers that do not.
"use strict";

(() => {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    let fold = target && target.closest("details:not([open])");
    while (fold) {
      fold.open = true;
      fold = fold.parentElement.closest("details:not([open])");
      target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", open);
  open();
})();

// Shows the statements of the words pointed at in the panel, by copying what the list of statements has.
(() => {
  "use strict";
  const panel = document.getElementById("panel");
  const cards = panel.querySelector(".cards");
  const hint = cards.cloneNode(true);
  let held = null;
  let shown = null;

  const numbers = (element) => element.dataset.s.split(" ");
  const mark = (target) => target instanceof Element && target.closest(".text [data-s]");
  const card = (piece, number) => piece.querySelector(`.statements [data-k="${number}"]`);

  function clear() {
    document.querySelectorAll(".on").forEach((element) => element.classList.remove("on"));
  }

  function letGo() {
    held = shown = null;
    clear();
    panel.classList.remove("full");
    cards.replaceChildren(...hint.cloneNode(true).childNodes);
  }

  // The number at `at` of `list` is the one that the text shows whole.
  function show(piece, list, at) {
    const key = `${piece.id} ${list} ${at}`;
    if (shown === key) return;
    shown = key;
    clear();
    for (const element of piece.querySelectorAll(".text [data-s]")) {
      const mine = numbers(element);
      if (element.matches(".begin") ? mine[0] === list[at] : mine.includes(list[at])) element.classList.add("on");
    }
    const place = document.createElement("p");
    place.className = "place";
    place.textContent = list.length === 1
      ? "One statement here."
      : `${list.length} statements here, the innermost first; number ${at + 1} is marked in the text.`;
    const copies = list.map((number, i) => {
      const copy = card(piece, number).cloneNode(true);
      copy.removeAttribute("id");
      copy.removeAttribute("tabindex");
      copy.querySelector(".back").remove();
      copy.classList.toggle("current", i === at && list.length > 1);
      return copy;
    });
    cards.replaceChildren(place, ...copies);
    panel.classList.add("full");
    panel.scrollTop = at ? copies[at].offsetTop - 8 : 0;
  }

  // A statement, then those that it stands within.
  function outwards(piece, number) {
    const list = [];
    for (let item = card(piece, number).closest("li"); item; item = item.parentElement.closest("li")) {
      list.push(item.querySelector(".card").dataset.k);
    }
    return list;
  }

  function point(element) {
    const piece = element.closest(".piece");
    const list = element.matches(".begin") ? outwards(piece, element.dataset.s) : numbers(element);
    show(piece, list, 0);
  }

  function hold(element) {
    const piece = element.closest(".piece");
    const list = element.matches(".begin") ? outwards(piece, element.dataset.s) : numbers(element);
    const at = held && held.element === element ? (held.at + 1) % list.length : 0;
    held = { element, at };
    show(piece, list, at);
  }

  document.addEventListener("pointerover", (event) => {
    const element = mark(event.target);
    if (element && !held && event.pointerType === "mouse") point(element);
  });

  document.addEventListener("focusin", (event) => {
    const element = mark(event.target);
    if (!element || (held && held.element === element)) return;
    held = null;
    point(element);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#panel button")) return letGo();
    if (event.target.closest("#panel, a:not(.begin), label, summary") || !getSelection().isCollapsed) return;
    const element = mark(event.target);
    if (!element) return letGo();
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    hold(element);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo();
  });

  // A link to a statement's beginning or to its card shows it in the text.
  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches(".begin")) {
      target.focus({ preventScroll: true });
      held = null;
      hold(target);
    } else if (target.matches(".card")) {
      const piece = target.closest(".piece");
      held = { element: target, at: 0 };
      show(piece, outwards(piece, target.dataset.k), 0);
    }
  }

  document.documentElement.classList.add("js");
  panel.hidden = false;
  addEventListener("hashchange", follow);
  follow();
})();

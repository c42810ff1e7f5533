// Cards: what an entry is, shown on a link to it when the pointer rests there or
// the keyboard comes there. A card stays while the pointer is on it, goes with
// Escape, and covers nothing that is needed to reach it. Without this script the
// links are plain links.
(function () {
  "use strict";
  var doc = document, body = doc.body, scripts = +body.getAttribute("data-cards");
  var main = doc.getElementById("main");
  if (!scripts || !main) return;
  var root = new URL(body.getAttribute("data-root") || "./", location.href).href;
  var store = {}, waiting = {}, box = null, at = null, timer = 0, REST = 350, LEAVE = 250;

  window.concordCards = { put: function (n, cards) { store[n] = cards; } };

  // script is the number of the script that holds the card of a page.
  function script(url) {
    var h = 0x811c9dc5;
    for (var i = 0; i < url.length; i++) h = Math.imul(h ^ url.charCodeAt(i), 0x01000193);
    return (h >>> 0) % scripts;
  }

  function load(n, then) {
    if (store[n]) { then(); return; }
    if (waiting[n]) { waiting[n].push(then); return; }
    waiting[n] = [then];
    var e = doc.createElement("script");
    e.src = root + "cards/" + n + ".js";
    e.onload = e.onerror = function () {
      var all = waiting[n];
      delete waiting[n];
      all.forEach(function (f) { f(); });
    };
    doc.head.appendChild(e);
  }

  // target is the page of an entry that a link leads to, or "". Links in lists of
  // navigation, and to the page itself, have no cards.
  function target(link) {
    if (!link || !main.contains(link) || !/(^| )(t|ref|k)( |$)/.test(link.className)) return "";
    if (link.closest("nav, svg, .found, .eyebrow") || link.href.indexOf(root) !== 0) return "";
    var url = link.href.slice(root.length).split("#")[0];
    return link.href.split("#")[0] === location.href.split(/[?#]/)[0] ? "" : url;
  }

  function make(tag, className, text) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  function fill(card, several) {
    var head = make("p", "card-head"), meta = make("p", "card-meta");
    head.append(make("span", "k k-" + card.k, card.t));
    meta.append(make("span", "of", [card.n, several ? "" : card.d].filter(Boolean).join(" · ")));
    if (!several && card.k !== "domain" && card.k !== "owner") meta.append(" ", make("span", "b " + card.s[0], card.s[1]));
    if (!several && card.o) meta.append(" ", make("span", "b s-disputed", card.o));
    box.replaceChildren(head, meta);
    if (several) box.append(make("p", "", card.u));
    else if (card.x) box.append(make("p", "", card.x));
  }

  function open(link) {
    var url = target(link), n = script(url);
    at = link;
    load(n, function () {
      var card = store[n] && store[n][url];
      if (!card || at !== link) return;
      if (!box) {
        box = make("div", "card");
        box.id = "card";
        box.setAttribute("role", "tooltip");
        box.addEventListener("pointerenter", function () { clearTimeout(timer); });
        box.addEventListener("pointerleave", leave);
      }
      fill(card, link.hash === "#uses" && !!card.u);
      doc.body.append(box);
      link.setAttribute("aria-describedby", "card");
      place(link);
    });
  }

  // place sets the card below its link, or above where there is more room, and
  // begins it where the link begins.
  function place(link) {
    var lines = link.getClientRects(), r = lines[0] || link.getBoundingClientRect(), last = lines[lines.length - 1] || r;
    var wide = doc.documentElement.clientWidth, from = getComputedStyle(doc.documentElement).direction === "rtl" ? r.right - box.offsetWidth : r.left, left = Math.max(8, Math.min(from, wide - box.offsetWidth - 8));
    var below = last.bottom + box.offsetHeight + 8 <= doc.documentElement.clientHeight || r.top < box.offsetHeight + 8;
    box.style.left = left + window.scrollX + "px";
    box.style.top = (below ? last.bottom : r.top - box.offsetHeight) + window.scrollY + "px";
    box.classList.toggle("above", !below);
  }

  function close() {
    clearTimeout(timer);
    if (at) at.removeAttribute("aria-describedby");
    at = null;
    if (box) box.remove();
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(close, LEAVE);
  }

  doc.addEventListener("pointerover", function (e) {
    if (e.pointerType === "touch") return;
    var link = e.target.closest && e.target.closest("a[href]");
    if (link && link === at) { clearTimeout(timer); return; }
    if (!target(link)) return;
    clearTimeout(timer);
    timer = setTimeout(function () { close(); open(link); }, REST);
  });
  doc.addEventListener("pointerout", function (e) {
    var link = e.target.closest && e.target.closest("a[href]");
    if (link && !link.contains(e.relatedTarget)) leave();
  });
  doc.addEventListener("focusin", function (e) {
    if (e.target === at) return;
    if (target(e.target) && e.target.matches(":focus-visible")) { close(); open(e.target); } else if (at) close();
  });
  doc.addEventListener("focusout", function (e) { if (e.target === at) leave(); });
  doc.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && at) { clearTimeout(timer); close(); }
  });
  window.addEventListener("resize", close);
})();

// What pages can do beyond reading: change the scheme, search, filter conflicts
// and copy. Everything works without it but the search. Texts are set as text,
// never as markup.
(function () {
  "use strict";
  var doc = document, root = doc.body.getAttribute("data-root") || "";
  function one(selector) { return doc.querySelector(selector); }
  function make(tag, className, text) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // The scheme.
  var scheme = one(".scheme"), wantsDark = matchMedia("(prefers-color-scheme: dark)");
  function isDark() {
    var chosen = doc.documentElement.getAttribute("data-scheme");
    return chosen ? chosen === "dark" : wantsDark.matches;
  }
  function nameScheme() {
    var label = scheme.getAttribute(isDark() ? "data-light" : "data-dark");
    scheme.setAttribute("aria-label", label);
    scheme.title = label;
  }
  if (scheme) {
    nameScheme();
    scheme.hidden = false;
    wantsDark.addEventListener("change", nameScheme);
    scheme.addEventListener("click", function () {
      var next = isDark() ? "light" : "dark";
      doc.documentElement.setAttribute("data-scheme", next);
      try { localStorage.setItem("concord-scheme", next); } catch (e) { /* it lasts for this page */ }
      nameScheme();
    });
  }

  // Copying.
  doc.querySelectorAll(".copy").forEach(function (button) {
    var from = doc.getElementById(button.getAttribute("data-copy")), label = button.textContent;
    if (!from || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(from.textContent).then(function () {
        button.textContent = button.getAttribute("data-done");
        setTimeout(function () { button.textContent = label; }, 2000);
      });
    });
  });

  // The filter of the conflicts page. It can be shared: ?cat=…&dom=…&sev=…
  var filter = one(".filter");
  if (filter) {
    var lines = doc.querySelectorAll(".rows > li[data-words]"), status = filter.querySelector("[role=status]");
    var choices = Array.prototype.slice.call(filter.querySelectorAll("select"));
    var apply = function () {
      var want = choices.map(function (c) { return c.value; }).filter(Boolean), n = 0;
      lines.forEach(function (line) {
        var words = line.getAttribute("data-words").split(" ");
        line.hidden = !want.every(function (w) { return words.indexOf(w) >= 0; });
        if (!line.hidden && !line.classList.contains("settled")) n++;
      });
      status.textContent = status.getAttribute(n === 1 ? "data-one" : "data-other").replace("{n}", n);
      var query = new URLSearchParams();
      choices.forEach(function (c) { if (c.value) query.set(c.name, c.value); });
      history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : "") + location.hash);
    };
    var given = new URLSearchParams(location.search);
    choices.forEach(function (c) { if (given.get(c.name)) c.value = given.get(c.name); if (c.selectedIndex < 0) c.selectedIndex = 0; });
    filter.hidden = false;
    filter.addEventListener("change", apply);
    filter.addEventListener("reset", function () { setTimeout(apply); });
    apply();
  }

  // The search. The index is a script of its own, fetched at first use.
  var input = one("#q");
  if (!input) return;
  var whole = one("#results"), index = null, waiting = null;

  function plain(s) { return s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim(); }

  function withIndex(then) {
    if (index) { then(); return; }
    if (waiting) { waiting.push(then); return; }
    waiting = [then];
    var script = doc.createElement("script");
    script.src = root + "assets/search-index.js";
    script.onload = function () {
      var data = window.concordIndex;
      index = { kinds: data.kinds, words: data.words, items: data.items.map(function (x) {
        return { title: x[0], url: x[1], kind: x[2], domain: x[3], labels: x[4], text: x[5], open: x[6],
          t: plain(x[0]), l: x[4] ? plain(x[4]).split("; ") : [], rest: plain(x[3] + " " + x[5] + " " + x[1]) };
      }) };
      waiting.forEach(function (f) { f(); });
      waiting = null;
    };
    doc.head.appendChild(script);
  }

  // distance counts the typing errors between two words, up to two.
  function distance(a, b) {
    if (Math.abs(a.length - b.length) > 2) return 3;
    var before = null, last = [], row, i, j;
    for (j = 0; j <= b.length; j++) last[j] = j;
    for (i = 1; i <= a.length; i++) {
      row = [i];
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (before && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last; last = row;
    }
    return last[b.length];
  }

  function rank(name, query) {
    if (name === query) return 100;
    if (name.indexOf(query) === 0) return 80;
    if ((" " + name).indexOf(" " + query) >= 0) return 60;
    return name.indexOf(query) >= 0 && query.length > 2 ? 30 : 0;
  }

  function score(item, query, words) {
    var best = rank(item.t, query);
    item.l.forEach(function (l) { best = Math.max(best, rank(l, query) - 3); });
    if (best) return best;
    var all = item.t + " " + item.l.join(" ") + " " + item.rest;
    return words.every(function (w) { return (" " + all).indexOf(" " + w) >= 0; }) ? 12 : 0;
  }

  function near(item, words) {
    var known = (item.t + " " + item.l.join(" ")).split(/[^\p{L}\p{N}]+/u);
    return words.every(function (w) {
      return w.length > 3 && known.some(function (k) { return distance(w, k.slice(0, w.length + 1)) <= (w.length > 6 ? 2 : 1); });
    }) ? 5 : 0;
  }

  function find(query, most) {
    query = plain(query);
    if (!query) return [];
    var words = query.split(/\s+/), hits = [];
    [score, near].forEach(function (by) {
      if (hits.length) return;
      index.items.forEach(function (item) {
        var s = by === score ? score(item, query, words) : near(item, words);
        if (s) hits.push({ s: s, item: item });
      });
    });
    hits.sort(function (a, b) { return b.s - a.s || a.item.t.length - b.item.t.length || (a.item.t < b.item.t ? -1 : 1); });
    find.total = hits.length;
    return hits.slice(0, most).map(function (h) { return h.item; });
  }

  function show(item) {
    var li = make("li"), a = make("a", "hit k k-" + item.kind, item.title);
    a.href = root + item.url;
    li.appendChild(a);
    li.appendChild(make("span", "of", [index.kinds[item.kind], item.domain, item.labels, item.text].filter(Boolean).join(" · ")));
    return li;
  }

  function say(n) { return n === 0 ? index.words.none : n === 1 ? index.words.one : index.words.other.replace("{n}", n); }

  var list = make("ul", "found"), live = make("p", whole ? "quiet" : "vh"), at = -1;
  live.setAttribute("role", "status");
  list.id = "found";

  function searchPage() {
    var query = input.value;
    history.replaceState(null, "", location.pathname + (query ? "?q=" + encodeURIComponent(query) : ""));
    withIndex(function () {
      var hits = find(query, 200);
      list.replaceChildren.apply(list, hits.map(show));
      live.textContent = query.trim() ? say(hits.length && find.total) : "";
    });
  }

  if (whole) {
    whole.replaceChildren(live, list);
    input.form.addEventListener("submit", function (e) { e.preventDefault(); searchPage(); });
    input.addEventListener("input", searchPage);
    input.value = new URLSearchParams(location.search).get("q") || "";
    input.focus();
    searchPage();
  } else {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "found");
    input.setAttribute("aria-autocomplete", "list");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    input.form.parentNode.appendChild(list);
    input.form.parentNode.appendChild(live);
    close();
    input.addEventListener("focus", function () { withIndex(function () {}); });
    input.addEventListener("input", suggest);
    input.addEventListener("keydown", key);
    input.form.addEventListener("submit", function (e) {
      e.preventDefault();
      var chosen = at >= 0 && list.querySelectorAll("[role=option]")[at];
      location.href = chosen ? chosen.firstChild.href : root + "search.html?q=" + encodeURIComponent(input.value);
    });
    doc.addEventListener("pointerdown", function (e) { if (!input.form.parentNode.contains(e.target)) close(); });
  }

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function suggest() {
    if (!input.value.trim()) { close(); live.textContent = ""; return; }
    withIndex(function () {
      var hits = find(input.value, 8);
      list.replaceChildren.apply(list, hits.length ? hits.map(function (item, i) {
        var li = show(item);
        li.id = "found-" + i;
        li.setAttribute("role", "option");
        li.setAttribute("aria-selected", "false");
        li.firstChild.tabIndex = -1;
        li.addEventListener("click", function () { location.href = li.firstChild.href; });
        return li;
      }) : [make("li", "none", index.words.none)]);
      live.textContent = say(hits.length && find.total);
      at = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
    });
  }

  function key(e) {
    var options = list.querySelectorAll("[role=option]");
    if (e.key === "Escape") {
      if (!list.hidden) { e.preventDefault(); close(); }
    } else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && !list.hidden && options.length) {
      e.preventDefault();
      if (at >= 0) options[at].setAttribute("aria-selected", "false");
      at = (at + (e.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + options.length) % options.length;
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    }
  }

  doc.addEventListener("keydown", function (e) {
    var typing = /^(input|textarea|select)$/i.test(e.target.tagName) || e.target.isContentEditable;
    if ((e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) || ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k")) {
      e.preventDefault();
      input.focus();
      input.select();
    }
  });
})();

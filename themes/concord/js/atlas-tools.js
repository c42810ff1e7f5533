// What stands around the map of everything: finding an entry, layers, functions
// to close, and what is chosen in words, with its neighbours as buttons, which
// is how a keyboard walks the map.
(function () {
  "use strict";
  var map = window.concordMap;
  if (!map) return;
  var data = map.data, state = map.state, words = data.words, titles = map.titles, kind = map.kind;
  var root = document.body.getAttribute("data-root") || "", app = map.app, stage = map.stage;
  var tools = app.querySelector(".atlas-tools"), panel = app.querySelector(".atlas-panel");

  // What is chosen, in words.
  function el(tag, className, text) {
    var e = document.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  function button(text, then, pressed) {
    var b = el("button", "", text);
    b.type = "button";
    if (pressed !== undefined) b.setAttribute("aria-pressed", String(pressed));
    b.addEventListener("click", then);
    return b;
  }

  function neighbours(title, list) {
    if (!list.length) return;
    var row = el("ul", "row"), most = 12;
    panel.appendChild(el("h3", "", title));
    list.slice(0, most).forEach(function (i) {
      var li = el("li");
      li.appendChild(button(titles[i], function () { map.choose(i, state.view); }));
      row.appendChild(li);
    });
    if (list.length > most) row.appendChild(el("li", "quiet", words.more.replace("{n}", list.length - most)));
    panel.appendChild(row);
  }

  function describe() {
    panel.replaceChildren();
    panel.hidden = state.of < 0;
    if (state.of < 0) return;
    var i = state.of, h = el("h2"), a = el("a", "k k-" + data.classes[kind[i]], titles[i]), views = el("div", "row");
    a.href = root + data.folders[kind[i]] + "/" + map.ids[i] + ".html";
    h.appendChild(a);
    panel.appendChild(h);
    panel.appendChild(el("p", "quiet", [data.kinds[kind[i]], data.domains[data.band[i]], data.owner[i] < 0 ? words.nobody : data.owners[data.owner[i]],
      map.open.has(i) ? words.disputed : ""].filter(Boolean).join(" · ")));
    var up = map.behind(i), down = map.impact(i), outcomes = 0;
    down.forEach(function (n) { if (n !== i && data.classes[kind[n]] === "outcome") outcomes++; });
    panel.appendChild(el("p", "", words.reach.replace("{up}", up.size - 1).replace("{down}", down.size - 1).replace("{outcomes}", outcomes)));
    ["around", "behind", "impact", "paths"].forEach(function (view) {
      views.appendChild(button(words["view." + view], function () { map.choose(i, view); }, state.view === view));
    });
    views.appendChild(button(words.clear, function () { map.choose(-1, "around"); stage.focus(); }));
    panel.appendChild(views);
    neighbours(words.before, Array.from(new Set(map.before(i))));
    neighbours(words.after, Array.from(new Set(map.after(i))));
  }

  // Functions that are closed.
  var boxesList = tools.querySelector(".functions .list");
  function functions() {
    boxesList.querySelectorAll("label").forEach(function (l) { l.remove(); });
    data.domains.forEach(function (name, d) {
      var label = el("label"), box = el("input");
      box.type = "checkbox";
      box.checked = !state.closed.has(d);
      box.addEventListener("change", function () { if (box.checked) state.closed.delete(d); else state.closed.add(d); map.change(); });
      label.appendChild(box);
      label.appendChild(el("span", "", name));
      boxesList.appendChild(label);
    });
  }

  // Finding by name.
  var matches = tools.querySelector(".matches"), live = tools.querySelector("[role=status]"), lower = null;
  function plain(s) { return s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim(); }
  function find() {
    var query = plain(tools.elements.find.value);
    matches.replaceChildren();
    matches.hidden = !query;
    live.textContent = "";
    if (!query) return;
    lower = lower || titles.map(plain);
    var found = [], starts = [];
    for (var i = 0; i < titles.length; i++) {
      var p = lower[i].indexOf(query);
      if (p === 0) starts.push(i); else if (p > 0) found.push(i);
    }
    found = starts.concat(found);
    live.textContent = found.length ? words.found.replace("{n}", found.length) : words.unfound;
    if (!found.length) matches.appendChild(el("li", "quiet", words.unfound));
    found.slice(0, 8).forEach(function (i) {
      var li = el("li"), b = button(titles[i], function () { tools.elements.find.value = ""; matches.hidden = true; map.choose(i, state.view); panel.querySelector("a").focus(); });
      b.appendChild(el("span", "of", " " + data.kinds[kind[i]] + " · " + data.domains[data.band[i]]));
      li.appendChild(b);
      matches.appendChild(li);
    });
  }

  // Events.
  tools.addEventListener("submit", function (e) { e.preventDefault(); var b = matches.querySelector("button"); if (b && !matches.hidden) b.click(); });
  tools.addEventListener("keydown", function (e) { if (e.key === "Escape" && !matches.hidden) { matches.hidden = true; tools.elements.find.focus(); } });
  tools.elements.find.addEventListener("input", find);
  tools.elements.layer.addEventListener("change", function () { state.layer = tools.elements.layer.value; map.change(); });
  tools.addEventListener("click", function (e) {
    var what = e.target.getAttribute && e.target.getAttribute("data-do");
    if (what === "in") map.zoom(1.5);
    else if (what === "out") map.zoom(1 / 1.5);
    else if (what === "fit") map.fit();
    else if (what === "close" || what === "open") {
      data.domains.forEach(function (name, d) { if (what === "close") state.closed.add(d); else state.closed.delete(d); });
      functions();
      map.change();
    }
  });

  map.changed = function () {
    var had = panel.contains(document.activeElement) ? document.activeElement.textContent : "";
    tools.elements.layer.value = state.layer;
    functions();
    describe();
    if (had) Array.from(panel.querySelectorAll("button")).some(function (b) { if (b.textContent === had) b.focus(); return b.textContent === had; });
  };
  map.start();
})();

// Filters and sorts all conflicts, also those of further pages. It can be
// shared: ?cat=…&dom=…&sev=…&own=…&sort=… What it lists is fetched when a reader
// first chooses something; until then the page stays as it was written.
(function () {
  "use strict";
  var doc = document, form = doc.querySelector(".filter");
  if (!form) return;
  var root = doc.body.getAttribute("data-root") || "", status = form.querySelector("[role=status]");
  var choices = Array.prototype.slice.call(form.querySelectorAll("select")), sections = {}, data = null, waiting = false, STEP = 200;
  ["open", "settled"].forEach(function (name) {
    var list = doc.querySelector("section[aria-labelledby=" + name + "] > .rows");
    if (list) sections[name] = { list: list, written: Array.prototype.slice.call(list.children) };
  });
  var heading = doc.getElementById("open"), byRisk = heading ? heading.textContent : "";
  var pagers = doc.querySelectorAll(".pager");
  // Places in a row.
  var ID = 0, MESSAGE = 1, TITLE = 2, CATEGORY = 3, SEVERITY = 4, WEIGHT = 5, DAYS = 6, SINCE = 7, DOMAINS = 8, OWNERS = 9, DECIDER = 10, SETTLED = 11;

  function chosen() {
    var q = {};
    choices.forEach(function (c) { if (c.value) q[c.name] = c.value; });
    return q;
  }

  function load(then) {
    if (data) { then(); return; }
    if (waiting) return;
    waiting = true;
    var script = doc.createElement("script");
    script.src = root + "assets/conflicts-data.js";
    script.onload = function () { data = window.concordConflicts; waiting = false; apply(); };
    doc.head.appendChild(script);
  }

  function place(list, value) { return list.findIndex(function (o) { return o.Value === value; }); }

  function matches(q) {
    var cat = place(data.categories, q.cat), sev = place(data.severities, q.sev), dom = place(data.domains, q.dom), own = place(data.owners, q.own);
    return function (r) {
      return (!q.cat || r[CATEGORY] === cat) && (!q.sev || r[SEVERITY] === sev) && (!q.dom || r[DOMAINS].indexOf(dom) >= 0) &&
        (!q.own || r[OWNERS].indexOf(own) >= 0 || r[DECIDER] === own);
    };
  }

  function least(list) { return list.length ? Math.min.apply(null, list) : Infinity; }

  var orders = {
    age: function (a, b) { return b[DAYS] - a[DAYS]; },
    severity: function (a, b) { return a[SEVERITY] - b[SEVERITY]; },
    domain: function (a, b) { return least(a[DOMAINS]) - least(b[DOMAINS]) || 0; },
    owner: function (a, b) { return (a[DECIDER] < 0 ? 1e9 : a[DECIDER]) - (b[DECIDER] < 0 ? 1e9 : b[DECIDER]); },
    category: function (a, b) { return a[CATEGORY] - b[CATEGORY]; }
  };

  function el(tag, className, text) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }

  function add(parent) {
    for (var i = 1; i < arguments.length; i++) parent.appendChild(arguments[i]);
    return parent;
  }

  function fact(name, text, missing) {
    var dd = el("dd");
    dd.appendChild(missing ? el("span", "b s-missing", text) : doc.createTextNode(text));
    return add(el("div"), el("dt", "", name), dd);
  }

  function row(r) {
    var li = el("li", "conflict" + (r[SETTLED] ? " settled" : "")), risk = el("div", "risk"), what = el("div", "what"), a = el("a", "", r[MESSAGE]);
    if (!r[SETTLED]) {
      var w = el("span", "w");
      risk.appendChild(add(w, el("span", "vh", data.words.weight + " "), doc.createTextNode(String(Math.round(r[WEIGHT] * 10) / 10).replace(".", data.words.decimal))));
    }
    a.href = root + "conflicts/" + r[ID] + ".html";
    add(what, add(el("p", "t"), a), add(el("p", "meta"),
      r[SETTLED] ? el("span", "b s-settled", r[SETTLED]) : el("span", "b " + data.severities[r[SEVERITY]].Value, data.severities[r[SEVERITY]].Label),
      el("span", "of", data.titles[r[TITLE]] + (r[SINCE] && !r[SETTLED] ? " · " + r[SINCE] : ""))));
    var who = el("dl", "who"), names = Array.from(new Set(r[DOMAINS])).map(function (d) { return data.domains[d].Label; });
    if (names.length) who.appendChild(fact(data.words.between, names.join(", ")));
    if (!r[SETTLED]) who.appendChild(fact(data.words.decider, r[DECIDER] < 0 ? data.words.nobody : data.owners[r[DECIDER]].Label, r[DECIDER] < 0));
    return add(li, risk, what, who);
  }

  // fill shows the first rows and offers the next.
  function fill(list, rows, n) {
    list.replaceChildren.apply(list, rows.slice(0, n).map(row));
    if (!rows.length) list.appendChild(el("li", "none", data.words.none));
    if (rows.length <= n) return;
    var li = el("li", "more"), b = el("button", "", data.words.more.replace("{n}", rows.length - n));
    b.type = "button";
    b.addEventListener("click", function () {
      fill(list, rows, n + STEP);
      list.children[n].querySelector("a").focus();
    });
    list.appendChild(add(li, b));
  }

  function apply() {
    var q = chosen(), any = Object.keys(q).length > 0, query = new URLSearchParams(q).toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    pagers.forEach(function (p) { p.hidden = any; });
    if (heading) heading.textContent = q.sort ? heading.getAttribute("data-sorted").replace("{what}", form.elements.sort.selectedOptions[0].textContent) : byRisk;
    if (!any) {
      status.textContent = "";
      Object.keys(sections).forEach(function (name) { var s = sections[name]; s.list.replaceChildren.apply(s.list, s.written); });
      return;
    }
    if (!data) { load(apply); return; }
    var rows = data.rows.filter(matches(q)), order = orders[q.sort];
    if (order) rows = rows.map(function (r, i) { return [r, i]; }).sort(function (a, b) { return order(a[0], b[0]) || a[1] - b[1]; }).map(function (x) { return x[0]; });
    var open = rows.filter(function (r) { return !r[SETTLED]; });
    if (sections.open) fill(sections.open.list, open, STEP);
    if (sections.settled) fill(sections.settled.list, rows.filter(function (r) { return r[SETTLED]; }), STEP);
    status.textContent = status.getAttribute(open.length === 1 ? "data-one" : "data-other").replace("{n}", open.length);
  }

  var given = new URLSearchParams(location.search);
  choices.forEach(function (c) {
    if (given.get(c.name)) c.value = given.get(c.name);
    if (c.selectedIndex < 0) c.selectedIndex = 0;
  });
  form.hidden = false;
  var fold = form.querySelector("details"), wide = matchMedia("(min-width: 48.01rem)");
  function unfold() { if (wide.matches || Object.keys(chosen()).length) fold.open = true; }
  wide.addEventListener("change", unfold);
  unfold();
  form.addEventListener("change", apply);
  form.addEventListener("reset", function () { setTimeout(apply); });
  apply();
})();

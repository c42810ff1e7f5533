// The search box and the search page. Results are announced, and everything can
// be done from the keyboard: arrows move, Enter opens, Escape closes. Texts are
// set as text, never as markup.
(function () {
  "use strict";
  var doc = document, engine = window.concordSearch, input = doc.getElementById("q");
  if (!input) return;
  var root = doc.body.getAttribute("data-root") || "", page = doc.getElementById("results");
  var list = make(page ? "ol" : "ul", "found"), live = make("p", page ? "quiet" : "vh"), text = {};
  var asked = 0;
  list.id = "found";
  live.setAttribute("role", "status");

  function make(tag, className, words) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (words !== undefined) e.textContent = words;
    return e;
  }

  function fill(pattern, name, value) { return pattern.replace("{" + name + "}", value); }

  function count(n) { return n === 0 ? text.none : n === 1 ? text["found.one"] : fill(text["found.other"], "n", n); }

  function own() { try { return localStorage.getItem("concord-own") || ""; } catch (e) { return ""; } }

  // setTitle sets a title with the letters marked that were typed.
  function setTitle(link, title, words) {
    var from = 0;
    title.replace(/[\p{L}\p{N}]+/gu, function (word, at) {
      var plain = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      var typed = words.filter(function (w) { return plain.length === word.length && plain.startsWith(w); })
        .sort(function (a, b) { return b.length - a.length; })[0];
      if (!typed) return;
      link.append(title.slice(from, at), make("b", "", word.slice(0, typed.length)));
      from = at + typed.length;
    });
    link.append(title.slice(from));
  }

  // show is one result.
  function show(hit, words) {
    var e = hit.entry, li = make("li", "hit-line"), link = make("a", "hit k k-" + e.kind);
    setTitle(link, e.title, words);
    link.href = e.url;
    li.appendChild(link);
    if (e.conflicts) {
      var mark = make("span", "ne");
      mark.title = text.disputed;
      mark.appendChild(make("span", "vh", "(" + text.disputed + ")"));
      li.append(" ", mark);
    }
    if (e.status[0] !== "approved" && e.kind !== "domain" && e.kind !== "owner") li.append(" ", make("span", "b s-" + e.status[0], e.status[1]));
    li.append(" ", make("span", "of", [e.kindName, e.domain].filter(Boolean).join(" · ")));
    var found = engine.other(e, words);
    if (found) {
      var old = found.use === engine.DEPRECATED;
      li.append(" ", make("span", old ? "of old" : "of", fill(old ? text.deprecated : text.alias, "label", found.text)));
    }
    if (e.meaning) li.appendChild(make("p", "what", e.meaning));
    return li;
  }

  // ask finds what has been typed and hands it on, unless more has been typed.
  function ask(options, then) {
    var turn = ++asked;
    var query = input.value;
    engine.find(query, options, function (result) {
      if (turn !== asked || !result) return;
      text = engine.index().text;
      then(result);
      list.setAttribute("data-query", query);
    });
  }

  function spelt(result) {
    return result.spelt.length && result.hits.length ? " " + fill(text.spelt, "words", result.spelt.join(", ")) : "";
  }

  // The box in the header suggests as one types.
  function box() {
    var at = -1, holder = input.form.parentNode;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "found");
    input.setAttribute("aria-autocomplete", "list");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    holder.append(list, live);
    close();
    input.addEventListener("input", suggest);
    input.addEventListener("focus", function () { if (input.value) suggest(); });
    input.addEventListener("keydown", key);
    input.form.addEventListener("submit", function (e) {
      e.preventDefault();
      if (at >= 0 && !list.hidden) list.querySelectorAll("[role=option]")[at].click(); else everything();
    });
    doc.addEventListener("pointerdown", function (e) { if (!holder.contains(e.target)) close(); });
    holder.addEventListener("focusout", function (e) { if (e.relatedTarget && !holder.contains(e.relatedTarget)) close(); });
    if (input.value) suggest();

    function everything() { location.href = root + "search.html?q=" + encodeURIComponent(input.value.trim()); }

    function close() {
      asked++;
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function option(li, i, open) {
      li.id = "found-" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      li.querySelectorAll("a").forEach(function (a) { a.tabIndex = -1; });
      li.addEventListener("click", function (e) { e.preventDefault(); open(); });
      return li;
    }

    function suggest() {
      if (!input.value.trim()) { close(); live.textContent = ""; return; }
      ask({ most: 8, own: own() }, function (result) {
        var lines = result.first.map(function (hit, i) {
          return option(show(hit, result.words), i, function () { location.href = hit.entry.url; });
        });
        if (result.hits.length > lines.length) lines.push(option(make("li", "all", fill(text.all, "n", result.hits.length)), lines.length, everything));
        list.replaceChildren.apply(list, lines.length ? lines : [make("li", "none", text.none)]);
        live.textContent = count(result.hits.length) + spelt(result);
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
  }

  // The page has filters, all results, and an address that can be shared.
  function whole() {
    var STEP = 30, shown = STEP, choices = {}, form = input.form, more = make("button", "more-hits");
    more.type = "button";
    more.hidden = true;
    page.replaceChildren(live, list, more);
    var given = new URLSearchParams(location.search);
    if (given.has("q") && !input.value) input.value = given.get("q");
    form.addEventListener("submit", function (e) { e.preventDefault(); again(); });
    input.addEventListener("input", again);
    input.addEventListener("keydown", function (e) {
      if (e.key === "ArrowDown") move(e, 0);
      else if (e.key === "Escape" && input.value) { e.preventDefault(); input.value = ""; again(); }
    });
    list.addEventListener("keydown", function (e) {
      var links = hits(), i = links.indexOf(doc.activeElement);
      if (e.key === "ArrowDown") move(e, i + 1);
      else if (e.key === "ArrowUp" && i > 0) move(e, i - 1);
      else if (e.key === "ArrowUp" || e.key === "Escape") { e.preventDefault(); input.focus(); }
    });
    more.addEventListener("click", function () {
      var from = shown;
      shown += STEP;
      run(function () { move(null, from); });
    });
    input.focus();
    engine.load(["index", "owners"], function () {
      if (!engine.index()) return;
      text = engine.index().text;
      filters();
      run();
    });

    function hits() { return Array.from(list.querySelectorAll("a.hit")); }

    function move(e, i) {
      var links = hits();
      if (links.length) { if (e) e.preventDefault(); links[Math.min(i, links.length - 1)].focus(); }
    }

    function again() { shown = STEP; run(); }

    function select(name, label, options, value) {
      if (options.length < 2) return;
      var field = make("p", "field"), id = "f-" + name, title = make("label", "", label), box = make("select");
      title.htmlFor = id;
      box.id = box.name = id;
      box.append(new Option(name === "own" ? text["own.none"] : text.browse, ""));
      options.forEach(function (o) { box.append(new Option(o[1], o[0])); });
      box.value = value || "";
      if (box.selectedIndex < 0) box.selectedIndex = 0;
      field.append(title, box);
      choices[name] = box;
      return field;
    }

    function filters() {
      var index = engine.index(), set = make("div", "sieve");
      var by = function (a, b) { return a[1].localeCompare(b[1], doc.documentElement.lang); };
      var fields = [
        select("kind", text.kind, index.kinds.filter(function (k) { return k[1]; }), given.get("kind")),
        select("domain", text.domain, index.domains.slice().sort(by), given.get("domain")),
        select("owner", text.owner, engine.store.owners.slice().sort(by), given.get("owner")),
        select("status", text.status, index.states, given.get("status")),
        select("own", text.own, index.domains.slice().sort(by), own())
      ].filter(Boolean);
      var disputed = make("p", "field check"), box = make("input"), label = make("label", "", text.conflict);
      box.type = "checkbox";
      box.id = label.htmlFor = "f-conflict";
      box.checked = given.get("conflict") === "open";
      disputed.append(box, label);
      choices.conflict = box;
      fields.splice(4, 0, disputed);
      set.append.apply(set, fields);
      set.addEventListener("change", function (e) {
        if (choices.own && e.target === choices.own) try { localStorage.setItem("concord-own", choices.own.value); } catch (x) { /* for this page only */ }
        again();
      });
      form.append(set);
    }

    function chosen() {
      var want = {};
      ["kind", "domain", "owner", "status"].forEach(function (name) { if (choices[name] && choices[name].value) want[name] = choices[name].value; });
      if (choices.conflict && choices.conflict.checked) want.conflict = "open";
      return want;
    }

    function run(then) {
      var want = chosen(), query = new URLSearchParams();
      if (input.value) query.set("q", input.value);
      Object.keys(want).forEach(function (name) { query.set(name, want[name]); });
      history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : ""));
      var options = { most: shown, own: choices.own ? choices.own.value : own(), filters: Object.keys(want).map(function (n) { return n + ":" + want[n]; }) };
      ask(options, function (result) {
        list.replaceChildren.apply(list, result.first.map(function (hit) { return show(hit, result.words); }));
        live.textContent = input.value.trim() ? count(result.hits.length) + spelt(result) : "";
        more.textContent = text.more;
        more.hidden = result.hits.length <= shown;
        if (then) then();
      });
    }
  }

  if (page) whole(); else box();
})();

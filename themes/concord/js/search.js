// Answers queries from the index under search/. The index is compiled by package
// search, whose find.go says the same as the first half of this file; a test
// puts the same queries to both. Shards are scripts, fetched when a query needs
// them: pages opened from a folder can read nothing else.
(function () {
  "use strict";
  var words = window.concordWords, DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  var LAST = "\uffff", SHARDS = 2, SPELLING = 6, CANDIDATES = 4, PARTS_DEPRECATED = 3;
  var me = document.currentScript, root = me ? me.src.replace(/assets\/search\.js.*$/, "") : "";
  var store = {}, waiting = {}, index = null, stop = {}, german = false;

  // Files.

  function put(name, content) {
    if (name === "index") {
      index = content;
      index.stop.split(" ").forEach(function (w) { stop[w] = true; });
      german = index.langs.indexOf("de") >= 0;
    }
    store[name] = typeof content === "string" ? lines(content) : content;
  }

  function lines(text) { return text === "" ? [] : text.split("\n").map(function (l) { return l.split("\t"); }); }

  // load fetches files and then goes on, whether or not they came.
  function load(names, then) {
    var open = names.length;
    if (!open) { then(); return; }
    function done() { if (--open === 0) then(); }
    names.forEach(function (name) {
      if (store[name]) { done(); return; }
      if (waiting[name]) { waiting[name].push(done); return; }
      waiting[name] = [done];
      var script = document.createElement("script");
      function end() {
        if (!store[name]) store[name] = [];
        var all = waiting[name];
        delete waiting[name];
        all.forEach(function (f) { f(); });
      }
      script.src = root + "search/" + name + ".js" + (index ? "?" + index.stamp : "");
      script.onload = script.onerror = end;
      document.head.appendChild(script);
    });
  }

  // A Reader reads records and notes the shards that are not there yet.
  function Reader() { this.missing = {}; }

  Reader.prototype.need = function (name) {
    if (!store[name]) { this.missing[name] = true; return []; }
    return store[name];
  };

  function search(list, key, of) {
    var lo = 0, hi = list.length;
    while (lo < hi) {
      var mid = (lo + hi) >> 1;
      if (of(list[mid]) < key) lo = mid + 1; else hi = mid;
    }
    return lo;
  }

  function self(x) { return x; }
  function keyOf(record) { return record[0]; }

  function shard(dict, key) {
    var starts = index.starts[dict], i = search(starts, key, self);
    return starts[i] === key ? i : Math.max(0, i - 1);
  }

  function span(dict, from, to) { return index.starts[dict].length ? shard(dict, to) - shard(dict, from) + 1 : 0; }

  Reader.prototype.get = function (dict, key) {
    if (!index.starts[dict].length) return null;
    var list = this.need(dict + shard(dict, key)), i = search(list, key, keyOf);
    return i < list.length && list[i][0] === key ? list[i] : null;
  };

  Reader.prototype.between = function (dict, from, to, visit) {
    if (!index.starts[dict].length) return;
    for (var n = shard(dict, from), end = shard(dict, to); n <= end; n++) {
      var list = this.need(dict + n);
      for (var i = search(list, from, keyOf); i < list.length && list[i][0] <= to; i++) visit(list[i]);
    }
  };

  function eachNumber(packed, from, visit) {
    var n = -1, step = 0, shift = 0;
    for (var i = from; i < packed.length; i++) {
      var d = DIGITS.indexOf(packed[i]);
      step |= (d & 31) << shift;
      if (d >= 32) { shift += 5; continue; }
      n += step + 1;
      visit(n);
      step = shift = 0;
    }
  }

  function eachList(packed, visit) {
    if (packed) packed.split(" ").forEach(function (list) { visit(+list[0], list); });
  }

  // Finding.

  function stems(w) {
    var list = [];
    index.langs.forEach(function (lang) {
      var s = words.stem[lang](w);
      if (list.indexOf(s) < 0) list.push(s);
    });
    if (list.indexOf(w) < 0) list.push(w);
    return list;
  }

  function higher(map, key, value) {
    var before = map.get(key);
    if (before === undefined || before < value) map.set(key, value);
  }

  function answer(text, options) {
    var r = new Reader(), scores = new Map(), spelt = [], list = words.split(text, german);
    if (list.length) {
      wholeLabels(r, scores, list);
      singleWords(r, scores, spelt, list);
      if (options.own) own(r, scores, options.own);
    }
    return { hits: sorted(r, scores, options.filters || []), spelt: spelt, missing: Object.keys(r.missing) };
  }

  function wholeLabels(r, scores, list) {
    var rank = index.ranks, query = list.join(" ");
    function label(key, score) {
      var record = r.get("l", key);
      if (record) eachList(record[1], function (use, packed) {
        var s = use >= 4 ? rank.form : score;
        eachNumber(packed, 1, function (i) { higher(scores, i, s - rank.use[use % 4]); });
      });
    }
    label(query, rank.exact);
    index.langs.forEach(function (lang) {
      var key = list.map(words.stem[lang]).join(" ");
      if (key !== query) label(key, rank.form);
    });
    if (span("l", query, query + LAST) > SHARDS) {
      var record = r.get("p", query);
      if (record) eachNumber(record[1], 0, function (i) { higher(scores, i, rank.common); });
      return;
    }
    r.between("l", query, query + LAST, function (record) {
      var rest = record[0].slice(query.length);
      if (!rest) return;
      var off = rank.more * Math.min(rest.split(" ").length - 1, 5) + (rest[0] === " " ? 0 : rank.inside);
      eachList(record[1], function (use, packed) {
        if (use < 4) eachNumber(packed, 1, function (i) { higher(scores, i, rank.prefix - off - rank.use[use]); });
      });
    });
  }

  function singleWords(r, scores, spelt, list) {
    var final = list[list.length - 1], telling = list.filter(function (w) { return !stop[w]; });
    if (!telling.length) telling = list;
    telling = Array.from(new Set(telling)).sort();
    var meant = {}, errors = 0;
    combine(scores, telling.map(function (w) {
      var m = word(r, w, w === final);
      if (m.values.size) return m;
      m = misspelt(r, spelt, w, w === final);
      if (m.first) { meant[w] = m.first.word; errors += m.first.errors; }
      return m;
    }));
    if (Object.keys(meant).length) meantLabel(r, scores, list.map(function (w) { return meant.hasOwnProperty(w) ? meant[w] : w; }), errors);
  }

  function meantLabel(r, scores, right, errors) {
    var rank = index.ranks, keys = [right.join(" ")];
    index.langs.forEach(function (lang) { keys.push(right.map(words.stem[lang]).join(" ")); });
    keys.forEach(function (key) {
      var record = r.get("l", key);
      if (record) eachList(record[1], function (use, packed) {
        var value = Math.max(1, rank.form - errors * rank.typo - rank.use[use % 4]);
        eachNumber(packed, 1, function (i) { higher(scores, i, value); });
      });
    });
  }

  function combine(scores, matches) {
    var all = new Map(), most = 0, assumed = index.ranks.assumed;
    matches.forEach(function (m) { m.values.forEach(function (_, i) { all.set(i, null); }); });
    all.forEach(function (_, i) {
      var sum = 0, matched = 0;
      matches.forEach(function (m) {
        var v = m.values.get(i);
        if (v === undefined && m.assumed) v = assumed;
        if (v > 0) { sum += v; matched++; }
      });
      all.set(i, [sum, matched]);
      if (matched > most) most = matched;
    });
    if (2 * most < matches.length || (most < matches.length && scores.size)) return;
    all.forEach(function (t, i) { if (t[1] === most) higher(scores, i, Math.floor(t[0] / matches.length)); });
  }

  function word(r, w, final) {
    var m = { values: new Map(), assumed: false }, keys = stems(w), rank = index.ranks;
    keys.forEach(function (stem) { addStem(r, m, stem, 0); });
    if (!final && Array.from(w).length < 3) return m;
    if (span("w", w, w + LAST) > SHARDS) {
      m.assumed = true;
      var record = r.get("p", w);
      if (record) eachNumber(record[2], 0, function (i) { higher(m.values, i, rank.begunMost); });
      return m;
    }
    r.between("w", from(w), w + LAST, function (record) {
      if (keys.indexOf(record[0]) >= 0 || !(record[0].startsWith(w) || begins(record[1], w))) return;
      if (record[1][0] === "~") m.assumed = true;
      eachList(record[2], function (where, packed) {
        eachNumber(packed, 1, function (i) { higher(m.values, i, rank.where[where] - rank.begun); });
      });
    });
    return m;
  }

  function from(w) {
    var letters = Array.from(w);
    if (letters.length < 6) return w;
    var short = letters.slice(0, -3).join("");
    return span("w", short, w + LAST) <= SHARDS ? short : w;
  }

  function begins(head, w) {
    return head.replace(/^~/, "").split(" ").some(function (form) { return form.startsWith(w); });
  }

  function addStem(r, m, stem, errors) {
    var record = r.get("w", stem), rank = index.ranks;
    if (!record) return;
    if (record[1][0] === "~") m.assumed = true;
    eachList(record[2], function (where, packed) {
      var value = Math.max(1, rank.where[where] - errors * rank.typo);
      eachNumber(packed, 1, function (i) { higher(m.values, i, value); });
    });
  }

  function misspelt(r, spelt, w, final) {
    var m = { values: new Map(), assumed: false }, found = near(r, Array.from(w), final);
    found.sort(function (a, b) {
      return a.errors - b.errors || a.part - b.part || (a.common < b.common ? 1 : a.common > b.common ? -1 : 0) || (a.word < b.word ? -1 : 1);
    });
    found.slice(0, CANDIDATES).forEach(function (c) {
      if (c.errors > found[0].errors || c.part !== found[0].part) return;
      spelt.push(c.word);
      stems(c.word).forEach(function (stem) { addStem(r, m, stem, c.errors); });
    });
    m.first = found[0];
    return m;
  }

  function errorsAllowed(length) { return length < 4 ? 0 : length < 8 ? 1 : 2; }

  function spellingKey(first, length) { return first + DIGITS[Math.min(Math.max(length, 1), 31)]; }

  function near(r, w, final) {
    var most = errorsAllowed(w.length), found = [], further = final ? most + 5 : most;
    if (!most) return found;
    (w[0] === w[1] ? [w[0]] : [w[0], w[1]]).forEach(function (first) {
      var start = spellingKey(first, w.length - most), end = spellingKey(first, w.length + further) + LAST;
      if (span("s", start, end) > SPELLING) end = spellingKey(first, w.length + most) + LAST;
      r.between("s", start, end, function (record) {
        var known = Array.from(record[0]).slice(2), d = distance(w, known, most);
        if (d <= most) found.push({ word: known.join(""), errors: d, part: 0, common: record[1] });
        else if (final && known.length > w.length) {
          d = Math.min(distance(w, known.slice(0, w.length), most), distance(w, known.slice(0, w.length + 1), most));
          if (d <= most) found.push({ word: known.join(""), errors: d, part: 1, common: record[1] });
        }
      });
    });
    return found;
  }

  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var two = [], one = [], row, i, j, least;
    for (j = 0; j <= b.length; j++) one[j] = j;
    for (i = 1; i <= a.length; i++) {
      row = [least = i];
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], two[j - 2] + 1);
        if (row[j] < least) least = row[j];
      }
      if (least > most) return most + 1;
      two = one;
      one = row;
    }
    return Math.min(one[b.length], most + 1);
  }

  function facet(r, key) {
    var set = new Set(), record = r.get("f", key);
    if (record) eachNumber(record[1], 0, function (i) { set.add(i); });
    return set;
  }

  function own(r, scores, domain) {
    facet(r, "domain:" + domain).forEach(function (i) {
      if (scores.get(i) > 0) scores.set(i, scores.get(i) + index.ranks.own);
    });
  }

  function sorted(r, scores, filters) {
    var pass = filters.map(function (key) { return facet(r, key); }), hits = [];
    scores.forEach(function (score, i) {
      if (pass.every(function (p) { return p.has(i); })) hits.push({ number: i, score: score });
    });
    return hits.sort(function (a, b) { return b.score - a.score || a.number - b.number; });
  }

  // What the pages use.

  // find answers a query with all hits, the first of them with their entries.
  // What it needs is loaded until nothing is missing.
  function find(text, options, then) {
    load(["index"], function again() {
      if (!index) { then(null); return; }
      var result = answer(text, options);
      if (result.missing.length) { load(result.missing, again); return; }
      var first = result.hits.slice(options.from || 0, (options.from || 0) + (options.most || 10)), blocks = {};
      first.forEach(function (h) { blocks["d" + Math.floor(h.number / index.block)] = true; });
      load(Object.keys(blocks), function () {
        first.forEach(function (h) { h.entry = entry(h.number); });
        result.first = first.filter(function (h) { return h.entry; });
        result.words = words.split(text, german);
        then(result);
      });
    });
  }

  function entry(number) {
    var f = store["d" + Math.floor(number / index.block)][number % index.block];
    if (!f) return null;
    var kind = index.kinds[f[0]];
    return { key: kind[0] + ":" + f[1], kind: kind[0], kindName: kind[1], url: root + kind[2] + "/" + f[1] + ".html", title: f[2],
      domain: f[3] === "" ? "" : index.domains[f[3]][1], status: index.states[f[4]], conflicts: +f[5],
      labels: f[6] ? f[6].split("|").map(function (l) { return { use: +l[0], text: l.slice(1) }; }) : [], meaning: f[7] };
  }

  // other is the label by which an entry was found when its title does not show
  // why, or null.
  function other(entry, list) {
    function has(text) {
      var known = words.split(text, german);
      return list.every(function (w) {
        return stop[w] || known.some(function (k) { return k.startsWith(w) || stems(w).indexOf(stems(k)[0]) >= 0; });
      });
    }
    if (has(entry.title)) return null;
    return entry.labels.filter(function (l) { return has(l.text); })[0] || null;
  }

  window.concordSearch = {
    put: put, load: load, find: find, answer: answer, other: other, store: store, DEPRECATED: PARTS_DEPRECATED,
    index: function () { return index; }
  };
})();

// The map of everything, drawn on a canvas from the data beside it. All places
// are given; nothing is laid out here. What is outside of the window is not
// drawn, and where too many connections are in sight, those from one cell to
// another are drawn as one, so that a frame takes the same time for any size.
(function () {
  "use strict";
  var data = window.concordAtlas, app = document.querySelector(".atlas-app");
  if (!data || !app) return;
  var root = document.body.getAttribute("data-root") || "", words = data.words;
  var stage = app.querySelector(".atlas-stage"), canvas = stage.querySelector("canvas"), pen = canvas.getContext("2d");
  var GAP = 14, CLOSED = 44, HEAD = 26, MOST_EDGES = 1200, MOST_BUNDLES = 260;
  var BOX_W = data.box[0], BOX_H = data.box[1], COLUMNS = data.kinds.length;

  // The graph.
  var titles = data.titles.split("\n"), ids = data.ids.split("\n"), count = titles.length;
  var kind = new Uint8Array(count), open = new Map(data.open), from = [], to = data.to;
  var out = [], into = [], keyed = new Map(), i, j, at = 0;
  for (i = 0; i < count; i++) {
    kind[i] = data.kind.charCodeAt(i) - 48;
    out.push([]);
    into.push([]);
    keyed.set(data.classes[kind[i]] + ":" + ids[i], i);
  }
  for (i = 0; i < count; i++) for (j = 0; j < data.out[i]; j++, at++) { from.push(i); out[i].push(at); into[to[at]].push(at); }
  function follows(e) { return data.verb.charCodeAt(e) - 97 < data.follow; }

  // flood finds what is reached from a node, with the edges on the way.
  function flood(start, edges, end) {
    var nodes = new Set([start]), ways = new Set(), queue = [start];
    while (queue.length) edges[queue.pop()].forEach(function (e) {
      if (!follows(e)) return;
      ways.add(e);
      if (!nodes.has(end[e])) { nodes.add(end[e]); queue.push(end[e]); }
    });
    return { nodes: nodes, ways: ways };
  }

  // The state, which is also the address.
  var state = { of: -1, view: "around", layer: "all", closed: new Set() }, lit = null, hover = -1;
  var scale = 1, left = 0, top = 0, width = 0, height = 0, tops = [], total = 0;

  function read() {
    var q = new URLSearchParams(location.hash.slice(1));
    state.of = keyed.has(q.get("of")) ? keyed.get(q.get("of")) : -1;
    state.view = /^(behind|impact|paths)$/.test(q.get("view")) ? q.get("view") : "around";
    state.layer = /^(data|meaning|authority)$/.test(q.get("layer")) ? q.get("layer") : "all";
    state.closed = new Set();
    (q.get("closed") || "").split(",").forEach(function (id) {
      var d = data.keys.indexOf(id);
      if (id && d >= 0) state.closed.add(d);
    });
  }

  function write() {
    var q = [];
    if (state.of >= 0) q.push("of=" + data.classes[kind[state.of]] + ":" + ids[state.of], "view=" + state.view);
    if (state.layer !== "all") q.push("layer=" + state.layer);
    if (state.closed.size) q.push("closed=" + Array.from(state.closed, function (d) { return data.keys[d]; }).join(","));
    history.replaceState(null, "", location.pathname + location.search + (q.length ? "#" + q.join("&") : ""));
  }

  var layers = { data: ["system", "integration", "object"], meaning: ["term", "kpi", "report", "decision", "outcome"] };
  function inLayer(i) { return !layers[state.layer] || layers[state.layer].indexOf(data.classes[kind[i]]) >= 0; }
  function seen(i) { return inLayer(i) && !state.closed.has(data.band[i]); }

  // place computes where bands begin; closed ones take little room.
  function place() {
    tops = [];
    total = HEAD;
    data.heights.forEach(function (h, d) {
      tops.push(total);
      total += (state.closed.has(d) ? CLOSED : h) + GAP;
    });
  }
  function x(i) { return data.x[i]; }
  function y(i) { return tops[data.band[i]] + data.y[i]; }

  // ends are where an edge is tied: to boxes, or to the middle of a closed band.
  function startX(i) { return x(i) + BOX_W; }
  function midY(i) { return state.closed.has(data.band[i]) ? tops[data.band[i]] + CLOSED / 2 : y(i) + BOX_H / 2; }

  function light() {
    lit = null;
    var of = state.of >= 0 ? state.of : hover;
    if (of < 0) return;
    var view = state.of >= 0 ? state.view : "around", up = flood(of, into, from), down = flood(of, out, to);
    if (view === "behind") { lit = up; return; }
    if (view === "impact") { lit = down; return; }
    if (view === "around") { lit = { nodes: new Set(Array.from(up.nodes).concat(Array.from(down.nodes))), ways: new Set(Array.from(up.ways).concat(Array.from(down.ways))) }; return; }
    var good = new Set(), queue = [];
    down.nodes.forEach(function (n) { if (data.classes[kind[n]] === "outcome") { good.add(n); queue.push(n); } });
    while (queue.length) into[queue.pop()].forEach(function (e) {
      if (down.ways.has(e) && !good.has(from[e])) { good.add(from[e]); queue.push(from[e]); }
    });
    good.add(of);
    lit = { nodes: good, ways: new Set(Array.from(down.ways).filter(function (e) { return good.has(from[e]) && good.has(to[e]); })) };
  }

  // Bundles: all connections from one cell to another.
  var bundles = null;
  function bundle() {
    var by = new Map();
    for (var e = 0; e < to.length; e++) {
      if (!inLayer(from[e]) || !inLayer(to[e])) continue;
      var key = (data.band[from[e]] * COLUMNS + kind[from[e]]) * 100000 + data.band[to[e]] * COLUMNS + kind[to[e]];
      var b = by.get(key);
      if (!b) by.set(key, b = { n: 0, cross: 0, a: from[e], b: to[e] });
      b.n++;
      b.cross = Math.max(b.cross, +data.cross[e]);
    }
    bundles = Array.from(by.values()).sort(function (a, b) { return b.n - a.n; }).slice(0, MOST_BUNDLES);
  }

  function middle(i, side) {
    var d = data.band[i], c = data.columns[kind[i]];
    return { x: c[0] + (side ? c[1] : 0), y: tops[d] + (state.closed.has(d) ? CLOSED : data.heights[d]) / 2 };
  }

  // Colours, as the style sheet has them.
  var ink = {};
  function colours() {
    var probe = document.createElement("i");
    stage.appendChild(probe);
    ["ink", "muted", "paper", "panel", "line", "edge", "accent", "accent-tint", "clash", "warn"].forEach(function (name) {
      probe.style.color = "var(--" + name + ")";
      ink[name] = getComputedStyle(probe).color;
    });
    ink.font = getComputedStyle(stage).fontFamily;
    probe.remove();
    draw();
  }

  // Drawing.
  var asked = false, stats = { nodes: 0, edges: 0 };
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(function () { asked = false; paint(); });
  }

  function paint() {
    var ratio = window.devicePixelRatio || 1;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = ink.panel;
    pen.fillRect(0, 0, width, height);
    pen.setTransform(ratio * scale, 0, 0, ratio * scale, -left * scale * ratio, -top * scale * ratio);
    var view = { l: left, t: top, r: left + width / scale, b: top + height / scale };
    stats = { nodes: 0, edges: 0 };
    paintBands(view);
    paintEdges(view);
    paintNodes(view);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintNames();
  }

  function bandHeight(d) { return state.closed.has(d) ? CLOSED : data.heights[d]; }

  function paintBands(view) {
    pen.fillStyle = ink.paper;
    for (var d = 0; d < tops.length; d++) {
      if (tops[d] < view.b && tops[d] + bandHeight(d) > view.t) pen.fillRect(-40, tops[d], data.width + 80, bandHeight(d));
    }
  }

  function curve(x1, y1, x2, y2) {
    var bend = Math.max(30, Math.abs(x2 - x1) / 2);
    pen.moveTo(x1, y1);
    if (scale < 0.3) { pen.lineTo(x2, y2); return; }
    pen.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  }

  function strokeEdges(list, colour, thick) {
    if (!list.length) return;
    pen.strokeStyle = colour;
    pen.lineWidth = thick / Math.max(scale, 0.25);
    pen.beginPath();
    list.forEach(function (e, n) {
      curve(startX(from[e]), midY(from[e]), x(to[e]), midY(to[e]));
      if (n % 24 === 23) { pen.stroke(); pen.beginPath(); } // one path of all would be slow to fill in
    });
    pen.stroke();
    stats.edges += list.length;
  }

  // inSight says whether an edge is drawn: from near, if one of its ends can be
  // seen, since those that pass by tell nothing; from afar, if any of it can.
  function inSight(e, view) {
    var a = from[e], b = to[e], ya = midY(a), yb = midY(b), xa = startX(a), xb = x(b);
    if (scale > 0.42 && !lit) return xa > view.l && xa < view.r && ya > view.t && ya < view.b || xb > view.l && xb < view.r && yb > view.t && yb < view.b;
    return Math.min(xa, xb) < view.r && Math.max(xa, xb) > view.l && Math.min(ya, yb) < view.b && Math.max(ya, yb) > view.t;
  }

  function paintEdges(view) {
    var strong = state.layer === "authority", plain = [], cross = [], loose = [], e, way;
    var all = lit ? Array.from(lit.ways) : null, n = all ? all.length : to.length, most = MOST_EDGES;
    for (e = 0; e < n && plain.length + cross.length + loose.length <= most; e++) {
      way = all ? all[e] : e;
      if (!inLayer(from[way]) || !inLayer(to[way]) || !inSight(way, view)) continue;
      (data.cross[way] === "2" ? loose : data.cross[way] === "1" ? cross : plain).push(way);
    }
    if (plain.length + cross.length + loose.length > most && !all) { paintBundles(view, strong); return; }
    pen.globalAlpha = lit || !strong ? 0.75 : 0.3;
    strokeEdges(plain, lit ? ink.accent : ink.edge, lit ? 1.2 : 0.7);
    pen.globalAlpha = lit ? 0.9 : strong ? 0.8 : 0.55;
    strokeEdges(cross, ink.accent, 1.1);
    strokeEdges(loose, strong ? ink.warn : ink.accent, strong ? 2.5 : 1.1);
    pen.globalAlpha = 1;
  }

  function paintBundles(view, strong) {
    bundles.forEach(function (b) {
      var a = middle(b.a, 1), z = middle(b.b, 0);
      if (Math.min(a.y, z.y) > view.b || Math.max(a.y, z.y) < view.t) return;
      pen.beginPath();
      curve(a.x, a.y, z.x, z.y);
      pen.strokeStyle = b.cross === 2 && strong ? ink.warn : b.cross ? ink.accent : ink.edge;
      pen.globalAlpha = b.cross ? 0.35 : 0.5;
      pen.lineWidth = Math.min(9, 1 + Math.log(b.n)) / scale;
      pen.stroke();
      stats.edges++;
    });
    pen.globalAlpha = 1;
  }

  // fit cuts a text to the width of a box, once.
  var cut = new Map();
  function fit(text, font, room) {
    var key = font + text;
    if (cut.has(key)) return cut.get(key);
    var s = text;
    if (pen.measureText(s).width > room) {
      s = s.slice(0, Math.ceil(s.length * room / pen.measureText(s).width));
      while (s.length > 1 && pen.measureText(s + "…").width > room) s = s.slice(0, -1);
      s += "…";
    }
    cut.set(key, s);
    return s;
  }

  function paintNodes(view) {
    var texts = scale > 0.42, list = [], i, d;
    for (i = 0; i < count; i++) {
      if (!seen(i)) continue;
      var px = x(i), py = y(i);
      if (px > view.r || px + BOX_W < view.l || py > view.b || py + BOX_H < view.t) continue;
      list.push(i);
    }
    stats.nodes = list.length;
    boxes(list.filter(function (n) { return lit && !lit.nodes.has(n); }), 0.25, texts && list.length < 500);
    boxes(list.filter(function (n) { return !lit || lit.nodes.has(n); }), 1, texts);
    for (d = 0; d < tops.length; d++) if (state.closed.has(d) && tops[d] < view.b && tops[d] + CLOSED > view.t) closedBand(d);
  }

  function boxes(list, alpha, texts) {
    var plain = [], disputed = [], orphan = [], chosen = [];
    list.forEach(function (i) {
      if (i === state.of || i === hover) chosen.push(i);
      else if (state.layer === "authority" && data.owner[i] < 0) orphan.push(i);
      else if (open.has(i)) disputed.push(i);
      else plain.push(i);
    });
    pen.globalAlpha = alpha;
    [[plain, ink.edge], [disputed, ink.clash], [orphan, ink.warn], [chosen, ink.ink]].forEach(function (group) {
      if (!group[0].length) return;
      pen.fillStyle = texts ? ink.paper : group[1];
      group[0].forEach(function (i) { pen.fillRect(x(i), y(i), BOX_W, BOX_H); });
      if (!texts) return;
      pen.strokeStyle = group[1];
      pen.lineWidth = group[0] === plain ? 1 : 2;
      group[0].forEach(function (i) { pen.strokeRect(x(i), y(i), BOX_W, BOX_H); });
    });
    if (texts) {
      pen.textBaseline = "alphabetic";
      pen.textAlign = "left";
      pen.fillStyle = ink.ink;
      pen.font = "500 12px " + ink.font;
      list.forEach(function (i) { pen.fillText(fit((open.has(i) ? "≠ " : "") + titles[i], "a", BOX_W - 14), x(i) + 7, y(i) + 15); });
      pen.fillStyle = ink.muted;
      pen.font = "400 10.5px " + ink.font;
      list.forEach(function (i) { pen.fillText(fit(below(i), "b", BOX_W - 14), x(i) + 7, y(i) + 28); });
    }
    pen.globalAlpha = 1;
  }

  function below(i) {
    if (state.layer !== "authority") return data.kinds[kind[i]];
    return data.owner[i] < 0 ? words.nobody : data.owners[data.owner[i]];
  }

  function closedBand(d) {
    pen.strokeStyle = ink.edge;
    pen.lineWidth = 1;
    pen.setLineDash([4, 3]);
    pen.strokeRect(-20, tops[d] + 4, data.width + 40, CLOSED - 8);
    pen.setLineDash([]);
  }

  // paintNames writes functions and kinds in one size at any scale: functions at
  // the left edge of the window, kinds at its top.
  function paintNames() {
    var free = -100;
    pen.textBaseline = "alphabetic";
    pen.textAlign = "left";
    pen.font = "650 13px " + ink.font;
    tops.forEach(function (t, d) {
      var py = (t - top) * scale, h = bandHeight(d) * scale, line = Math.max(py + 17, Math.min(HEAD + 16, py + h - 6));
      if (py + h < HEAD + 8 || py > height || line - free < 15) return;
      free = line;
      var text = data.domains[d];
      pen.fillStyle = ink.paper;
      pen.globalAlpha = 0.8;
      pen.fillRect(6, line - 13, pen.measureText(text).width + 10, 18);
      pen.globalAlpha = 1;
      pen.fillStyle = ink.ink;
      pen.fillText(text, 11, line);
    });
    pen.fillStyle = ink.panel;
    pen.fillRect(0, 0, width, HEAD);
    pen.fillStyle = ink.muted;
    pen.font = "600 12px " + ink.font;
    data.kinds.forEach(function (name, c) {
      if (!data.columns[c][1]) return;
      var px = (data.columns[c][0] - left) * scale, room = data.columns[c][1] * scale;
      if (px > width || px + room < 0 || (layers[state.layer] && layers[state.layer].indexOf(data.classes[c]) < 0)) return;
      pen.fillText(fit(name, "c" + Math.round(room), Math.max(room + 60 * scale, 30)), Math.max(px, 6), 17);
    });
  }

  // Moving.
  function limits() { return { least: Math.min(0.9, Math.min(width / (data.width + 120), height / (total + 20))), most: 2.5 }; }

  function zoom(by, cx, cy) {
    if (cx === undefined) { cx = width / 2; cy = height / 2; }
    var l = limits(), next = Math.min(l.most, Math.max(l.least, scale * by));
    left += cx / scale - cx / next;
    top += cy / scale - cy / next;
    scale = next;
    keep();
  }

  function move(dx, dy) { left += dx / scale; top += dy / scale; keep(); }

  function keep() {
    var w = width / scale, h = height / scale;
    left = w > data.width + 120 ? (data.width - w) / 2 : Math.min(data.width + 60 - w, Math.max(-60, left));
    top = h > total + 20 ? -HEAD / scale : Math.min(total + 20 - h, Math.max(-HEAD / scale, top));
    draw();
  }

  function frame(nodes) {
    var l = Infinity, t = Infinity, r = -Infinity, b = -Infinity;
    nodes.forEach(function (i) { l = Math.min(l, x(i)); r = Math.max(r, x(i) + BOX_W); t = Math.min(t, midY(i) - BOX_H); b = Math.max(b, midY(i) + BOX_H); });
    var lim = limits();
    scale = Math.min(1.1, Math.max(lim.least, Math.min(width / (r - l + 80), (height - HEAD) / (b - t + 60))));
    left = (l + r) / 2 - width / scale / 2;
    top = (t + b) / 2 - (height + HEAD) / scale / 2;
    keep();
  }

  function fitAll() { scale = limits().least; left = 0; top = 0; keep(); }

  // hit finds the entry at a place of the window. A fingertip is wider than a box
  // seen from afar: it gets the nearest one within its reach.
  function hit(px, py, reach) {
    var wx = px / scale + left, wy = py / scale + top, nearest = -1, least = (reach || 0) / scale;
    for (var i = 0; i < count; i++) {
      var dx = Math.max(x(i) - wx, 0, wx - x(i) - BOX_W);
      if (dx > least || !seen(i)) continue;
      var far = Math.hypot(dx, Math.max(y(i) - wy, 0, wy - y(i) - BOX_H));
      if (far === 0) return i;
      if (far <= least) { least = far; nearest = i; }
    }
    return nearest;
  }

  function size() {
    var ratio = window.devicePixelRatio || 1, r = stage.getBoundingClientRect();
    width = Math.max(1, stage.clientWidth);
    height = Math.max(1, stage.clientHeight);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    return r;
  }

  // choose selects an entry, or nothing, and shows it in a view.
  function choose(i, view) {
    state.of = i;
    state.view = view;
    if (i >= 0) {
      state.closed.delete(data.band[i]);
      if (!inLayer(i)) state.layer = "all";
      bundle();
      place();
    }
    light();
    write();
    if (i >= 0) frame(view === "around" ? [i].concat(out[i].map(function (e) { return to[e]; }), into[i].map(function (e) { return from[e]; })) : Array.from(lit.nodes));
    draw();
    map.changed();
  }

  // change takes over a layer and closed functions that were set in state.
  function change() {
    place();
    bundle();
    light();
    write();
    keep();
  }

  // Keys, wheel, mouse and fingers.
  stage.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "+" || e.key === "=") zoom(1.5);
    else if (e.key === "-") zoom(1 / 1.5);
    else if (e.key === "0") fitAll();
    else if (e.key === "ArrowLeft") move(-80, 0);
    else if (e.key === "ArrowRight") move(80, 0);
    else if (e.key === "ArrowUp") move(0, -80);
    else if (e.key === "ArrowDown") move(0, 80);
    else if (e.key === "Escape" && state.of >= 0) choose(-1, "around");
    else return;
    e.preventDefault();
  });
  canvas.addEventListener("wheel", function (e) {
    e.preventDefault();
    if (e.ctrlKey || e.metaKey || !e.shiftKey && Math.abs(e.deltaY) >= Math.abs(e.deltaX)) zoom(Math.exp(-e.deltaY / 500), e.offsetX, e.offsetY);
    else move(e.deltaX || e.deltaY, e.deltaX ? e.deltaY : 0);
  }, { passive: false });
  // One finger or the mouse moves the map; two fingers enlarge it, and move with
  // it what is between them. A finger that moves on where the map has come to its
  // edge moves the page: the map never holds a reader.
  var fingers = new Map(), began = null, travelled = 0;
  canvas.addEventListener("pointerdown", function (e) {
    if (e.button) return;
    canvas.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (fingers.size === 1) { travelled = 0; began = { x: e.clientX, y: e.clientY }; }
  });
  canvas.addEventListener("pointermove", function (e) {
    var last = fingers.get(e.pointerId), now = { x: e.clientX, y: e.clientY };
    if (!last) {
      if (e.pointerType !== "mouse") return;
      var over = hit(e.offsetX, e.offsetY);
      if (over !== hover) { hover = over; canvas.title = over < 0 ? "" : titles[over]; if (state.of < 0) light(); draw(); }
      return;
    }
    fingers.set(e.pointerId, now);
    if (fingers.size === 1) {
      var before = top;
      travelled += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
      move(last.x - now.x, last.y - now.y);
      if (e.pointerType === "touch" && Math.abs(now.y - began.y) > Math.abs(now.x - began.x)) window.scrollBy(0, last.y - now.y - (top - before) * scale);
    } else if (fingers.size === 2) {
      fingers.forEach(function (o, id) {
        if (id === e.pointerId) return;
        var a = Math.hypot(last.x - o.x, last.y - o.y), b = Math.hypot(now.x - o.x, now.y - o.y), r = canvas.getBoundingClientRect();
        travelled = 99;
        if (a > 0) zoom(b / a, (last.x + o.x) / 2 - r.left, (last.y + o.y) / 2 - r.top);
        move((last.x - now.x) / 2, (last.y - now.y) / 2);
      });
    }
  });
  function lift(e) {
    var single = fingers.size === 1 && travelled < 6;
    if (!fingers.delete(e.pointerId) || !single || e.type === "pointercancel") return;
    choose(hit(e.offsetX, e.offsetY, e.pointerType === "touch" ? 22 : 0), state.of < 0 ? "around" : state.view);
  }
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", function () { if (hover >= 0) { hover = -1; if (state.of < 0) light(); draw(); } });
  window.addEventListener("hashchange", function () { read(); start(); });
  window.addEventListener("resize", function () {
    var whole = scale <= limits().least * 1.01; // a map that was shown whole stays whole
    size();
    if (whole) fitAll(); else keep();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colours);
  new MutationObserver(colours).observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });

  function start() {
    place();
    bundle();
    if (state.of >= 0) choose(state.of, state.view);
    else { light(); fitAll(); map.changed(); }
  }

  // What stands around the map, in atlas-tools.js, works it by this.
  var map = window.concordMap = {
    app: app, stage: stage, data: data, state: state, titles: titles, ids: ids, kind: kind, open: open,
    before: function (i) { return into[i].map(function (e) { return from[e]; }); },
    after: function (i) { return out[i].map(function (e) { return to[e]; }); },
    behind: function (i) { return flood(i, into, from).nodes; },
    impact: function (i) { return flood(i, out, to).nodes; },
    choose: choose, change: change, zoom: zoom, changed: function () {},
    fit: function () { if (lit && state.of >= 0) frame(Array.from(lit.nodes)); else fitAll(); },
    frame: function (dx, dy) { move(dx, dy); paint(); return stats; }, // at once, for measuring
    look: function (i) { return { left: left, top: top, scale: scale, x: x(i) + BOX_W / 2, y: midY(i) }; }, // the same
    start: function () { app.hidden = false; size(); read(); colours(); start(); }
  };
})();

// Pictures of the lineage to explore: zoom and move by buttons, keys, wheel and
// touch, light up what leads to a box and what it leads to, and show who answers
// in the place of kinds. Positions are those of the page; only attributes of the
// picture change. Without it pictures are still, with links.
(function () {
  "use strict";
  var FAR = 8; // how often a picture may be enlarged

  document.querySelectorAll(".fig-tools").forEach(function (tools) {
    var figure = tools.nextElementSibling, svg = figure && figure.querySelector("svg.fig");
    if (svg) explore(tools, figure, svg);
  });

  function explore(tools, figure, svg) {
    var whole = svg.viewBox.baseVal, full = { x: 0, y: 0, w: whole.width, h: whole.height }, at = copy(full);

    function copy(v) { return { x: v.x, y: v.y, w: v.w, h: v.h }; }

    function show() {
      at.w = Math.min(full.w, Math.max(full.w / FAR, at.w));
      at.h = at.w * full.h / full.w;
      at.x = Math.min(full.w - at.w, Math.max(0, at.x));
      at.y = Math.min(full.h - at.h, Math.max(0, at.y));
      svg.setAttribute("viewBox", [at.x, at.y, at.w, at.h].map(function (n) { return Math.round(n * 10) / 10; }).join(" "));
      figure.classList.toggle("zoomed", at.w < full.w);
    }

    // zoom enlarges by a factor around a point of the picture.
    function zoom(by, x, y) {
      if (x === undefined) { x = at.x + at.w / 2; y = at.y + at.h / 2; }
      var w = Math.min(full.w, Math.max(full.w / FAR, at.w / by)), share = w / at.w;
      at = { x: x - (x - at.x) * share, y: y - (y - at.y) * share, w: w, h: at.h * share };
      show();
    }

    function move(dx, dy) { at.x += dx; at.y += dy; show(); }

    function place(e) {
      var r = svg.getBoundingClientRect();
      return { x: at.x + (e.clientX - r.left) / r.width * at.w, y: at.y + (e.clientY - r.top) / r.height * at.h };
    }

    tools.hidden = false;
    tools.addEventListener("click", function (e) {
      var what = e.target.getAttribute("data-do");
      if (what === "in") zoom(1.5); else if (what === "out") zoom(1 / 1.5); else if (what === "fit") { at = copy(full); show(); }
    });
    var layers = tools.querySelector("select");
    if (layers) layers.addEventListener("change", function (e) {
      ["authority", "data", "meaning"].forEach(function (layer) { svg.classList.toggle("layer-" + layer, e.target.value === layer); });
    });

    figure.addEventListener("keydown", function (e) {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      var step = at.w / 10, zoomed = at.w < full.w;
      if (e.key === "+" || e.key === "=") zoom(1.5);
      else if (e.key === "-") zoom(1 / 1.5);
      else if (e.key === "0") { at = copy(full); show(); }
      else if (!zoomed) return;
      else if (e.key === "ArrowLeft") move(-step, 0);
      else if (e.key === "ArrowRight") move(step, 0);
      else if (e.key === "ArrowUp") move(0, -step);
      else if (e.key === "ArrowDown") move(0, step);
      else return;
      e.preventDefault();
    });

    // The wheel belongs to the page, unless a key says that the picture is meant.
    figure.addEventListener("wheel", function (e) {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      var p = place(e);
      zoom(Math.exp(-e.deltaY / 300), p.x, p.y);
    }, { passive: false });

    // One finger or the mouse moves what is enlarged; two fingers enlarge.
    var fingers = new Map(), dragged = false;
    svg.addEventListener("pointerdown", function (e) { fingers.set(e.pointerId, e); dragged = false; });
    window.addEventListener("pointermove", function (e) {
      var last = fingers.get(e.pointerId);
      if (!last) return;
      var r = svg.getBoundingClientRect();
      if (fingers.size === 1 && at.w < full.w) {
        move(-(e.clientX - last.clientX) / r.width * at.w, -(e.clientY - last.clientY) / r.height * at.h);
        dragged = dragged || Math.abs(e.clientX - last.clientX) + Math.abs(e.clientY - last.clientY) > 2;
      } else if (fingers.size === 2) {
        var others = Array.from(fingers.values()).filter(function (f) { return f.pointerId !== e.pointerId; }), o = others[0];
        var before = Math.hypot(last.clientX - o.clientX, last.clientY - o.clientY), now = Math.hypot(e.clientX - o.clientX, e.clientY - o.clientY);
        var p = place({ clientX: (e.clientX + o.clientX) / 2, clientY: (e.clientY + o.clientY) / 2 });
        if (before > 0) zoom(now / before, p.x, p.y);
        dragged = true;
      }
      fingers.set(e.pointerId, e);
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      window.addEventListener(name, function (e) { fingers.delete(e.pointerId); });
    });
    svg.addEventListener("dragstart", function (e) { e.preventDefault(); });
    svg.addEventListener("click", function (e) { if (dragged) { e.preventDefault(); dragged = false; } }, true);

    light(svg);
  }

  // light shows, for the box under the pointer or with the focus, what leads to
  // it and what it leads to, all the way.
  function light(svg) {
    var nodes = {}, edges = [], next = {}, last = {};
    svg.querySelectorAll(".node").forEach(function (n) { nodes[n.getAttribute("data-n")] = n; });
    svg.querySelectorAll(".edge").forEach(function (e) {
      var edge = { g: e, from: e.getAttribute("data-from"), to: e.getAttribute("data-to") };
      edges.push(edge);
      (next[edge.from] = next[edge.from] || []).push(edge.to);
      (last[edge.to] = last[edge.to] || []).push(edge.from);
    });

    function reach(start, by) {
      var seen = {}, queue = [start];
      seen[start] = true;
      while (queue.length) (by[queue.shift()] || []).forEach(function (n) { if (!seen[n]) { seen[n] = true; queue.push(n); } });
      return seen;
    }

    function on(e) {
      var node = e.target.closest(".node");
      if (!node) return;
      var start = node.getAttribute("data-n"), up = reach(start, last), down = reach(start, next), name;
      svg.classList.add("lit");
      for (name in nodes) nodes[name].classList.toggle("on", Boolean(up[name] || down[name]));
      edges.forEach(function (x) { x.g.classList.toggle("on", Boolean((up[x.from] && up[x.to]) || (down[x.from] && down[x.to]))); });
    }

    function off() { svg.classList.remove("lit"); }

    svg.addEventListener("mouseover", on);
    svg.addEventListener("mouseleave", off);
    svg.addEventListener("focusin", on);
    svg.addEventListener("focusout", off);
  }
})();

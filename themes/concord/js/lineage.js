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

    // Where the picture is wider than its place, the page's own box is in sight.
    var here = svg.querySelector(".n-here");
    if (here && figure.scrollWidth > figure.clientWidth) {
      var h = here.getBoundingClientRect(), r = figure.getBoundingClientRect();
      figure.scrollLeft += h.left - r.left + h.width / 2 - figure.clientWidth / 2;
    }

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

    // One finger or the mouse moves what is enlarged; two fingers enlarge, and move
    // with it what is between them. A finger that moves on where the picture has
    // come to its edge moves the page: a picture never holds a reader.
    var fingers = new Map(), start = null, dragged = false;

    function drag(from, to, touch) {
      var r = svg.getBoundingClientRect(), was = copy(at), dx = from.x - to.x, dy = from.y - to.y;
      move(dx / r.width * at.w, dy / r.height * at.h);
      if (!touch) return;
      figure.scrollLeft += dx - (at.x - was.x) / at.w * r.width;
      if (Math.abs(to.y - start.y) > Math.abs(to.x - start.x)) window.scrollBy(0, dy - (at.y - was.y) / at.h * r.height);
    }

    svg.addEventListener("pointerdown", function (e) {
      if (e.button) return;
      fingers.set(e.pointerId, start = { x: e.clientX, y: e.clientY });
      dragged = false;
    });
    window.addEventListener("pointermove", function (e) {
      var last = fingers.get(e.pointerId), now = { x: e.clientX, y: e.clientY };
      if (!last) return;
      if (fingers.size === 1 && at.w < full.w) {
        dragged = dragged || Math.abs(now.x - start.x) + Math.abs(now.y - start.y) > 2;
        drag(last, now, e.pointerType === "touch");
      } else if (fingers.size === 2) fingers.forEach(function (o, id) {
        if (id === e.pointerId) return;
        var before = Math.hypot(last.x - o.x, last.y - o.y), middle = { x: (last.x + o.x) / 2, y: (last.y + o.y) / 2 }, p = place({ clientX: middle.x, clientY: middle.y });
        if (before > 0) zoom(Math.hypot(now.x - o.x, now.y - o.y) / before, p.x, p.y);
        drag(middle, { x: (now.x + o.x) / 2, y: (now.y + o.y) / 2 });
        dragged = true;
      });
      fingers.set(e.pointerId, now);
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      window.addEventListener(name, function (e) { fingers.delete(e.pointerId); });
    });
    svg.addEventListener("dragstart", function (e) { e.preventDefault(); });
    // A drag ends in a click of the mouse, which is not meant; one of the keyboard is.
    svg.addEventListener("click", function (e) { if (dragged && e.detail) e.preventDefault(); dragged = false; }, true);

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

// Reloads the page when the site behind it changes, and lays the findings of a
// broken edit over it until they are put right.
(function () {
  "use strict";
  var revision = document.currentScript.getAttribute("data-revision");
  var broken = document.currentScript.getAttribute("data-broken"); // set when the page itself shows findings
  var panel = null;
  var events = null;

  function hide() {
    if (panel) panel.remove();
    panel = null;
  }

  function show(number) {
    hide();
    panel = document.createElement("section");
    panel.setAttribute("aria-label", "Findings of the last edit");
    panel.style.cssText = "position:fixed;inset:auto 0 0 0;height:60vh;z-index:2147483647;" +
      "border-top:3px solid #c8371f;background:Canvas;box-shadow:0 -8px 32px rgba(0,0,0,.25)";
    var frame = document.createElement("iframe");
    frame.title = "Findings of the last edit";
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.style.cssText = "border:0;width:100%;height:100%";
    frame.src = "/__concord/findings.html?" + encodeURIComponent(number);
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "Hide";
    close.style.cssText = "position:absolute;top:.75rem;right:1.25rem;padding:.25rem .75rem;font:inherit";
    close.addEventListener("click", hide);
    panel.append(frame, close);
    document.body.append(panel);
  }

  function listen() {
    events = new EventSource("/__concord/events");
    events.addEventListener("site", function (e) {
      if (e.data !== revision) location.reload();
      else hide();
    });
    events.addEventListener("broken", function (e) {
      if (broken === null) show(e.data);
      else if (e.data !== broken) location.reload();
    });
  }

  // A browser keeps six connections to one server: pages that nobody looks at
  // give theirs back, and learn what they missed when they are looked at again.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      if (events) events.close();
      events = null;
    } else if (!events) {
      listen();
    }
  });
  if (!document.hidden) listen();
})();

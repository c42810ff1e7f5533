// The page for addresses that do not exist is shown at any of them, so its
// links cannot know the way to the top of the site. This script was itself
// found on one of several ways, and sets the links after its own address.
(function () {
  "use strict";
  if (window.concordMissing) return;
  window.concordMissing = true;
  var doc = document, body = doc.body, was = body.getAttribute("data-root");
  var root = doc.currentScript.src.replace(/assets\/missing\.js.*$/, "");
  ["href", "src", "action"].forEach(function (name) {
    body.querySelectorAll("[" + name + "]").forEach(function (e) {
      var to = e.getAttribute(name);
      if (to.charAt(0) !== "#" && to.indexOf(was) === 0 && !/^[a-z]+:/.test(to)) e.setAttribute(name, root + to.slice(was.length));
    });
  });
  body.setAttribute("data-root", root);
  ["theme.js", "site.js"].forEach(function (name) {
    var script = doc.createElement("script");
    script.src = root + "assets/" + name;
    script.async = false;
    doc.head.appendChild(script);
  });
})();

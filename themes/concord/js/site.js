// What pages can do beyond reading: change the scheme, copy, and fetch the
// search. Everything works without it but the search. Texts are set as text,
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

  // What a long page holds, beside it as one reads. Where the rail stands below
  // the text, it would come too late.
  var rail = one(".entry > .rail"), heads = doc.querySelectorAll(".entry h2[id]");
  if (rail && rail.hasAttribute("data-contents") && heads.length > 3) {
    var contents = make("nav", "contents"), title = make("h2", "", rail.getAttribute("data-contents")), links = make("ul");
    title.id = "contents";
    contents.setAttribute("aria-labelledby", "contents");
    heads.forEach(function (h) {
      var link = make("a", "", h.textContent), item = make("li");
      link.href = "#" + h.id;
      item.append(link);
      links.append(item);
    });
    contents.append(title, links);
    rail.append(contents);
  }

  // The search is fetched when somebody uses it: at the first focus, by / or
  // Ctrl-K, and on its own page at once.
  var input = one("#q"), fetched = false;
  if (!input) return;
  function fetchSearch() {
    if (fetched) return;
    fetched = true;
    ["search-words", "search", "search-box"].forEach(function (name) {
      var script = make("script");
      script.src = root + "assets/" + name + ".js";
      script.async = false;
      doc.head.appendChild(script);
    });
  }
  input.addEventListener("focus", fetchSearch);
  if (one("#results") || doc.activeElement === input || input.value) fetchSearch();

  doc.addEventListener("keydown", function (e) {
    var typing = /^(input|textarea|select)$/i.test(e.target.tagName) || e.target.isContentEditable;
    if ((e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) || ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k")) {
      e.preventDefault();
      input.focus();
      input.select();
    }
  });
})();

// Chooses the colour scheme before anything is painted. It is small, and loaded
// as a classic script, because pages opened from a folder allow no other.
(function () {
  "use strict";
  var root = document.documentElement, scheme = null;
  try { scheme = localStorage.getItem("concord-scheme"); } catch (e) { /* storage may be forbidden */ }
  if (scheme === "light" || scheme === "dark") root.setAttribute("data-scheme", scheme);
})();

// How text becomes words for the search: folding, and the Snowball stemmers of
// English and German over folded text. Package search does the same in Go, and
// a test compares the two.
(function () {
  "use strict";

  // split makes folded words of a text.
  function split(text, german) {
    var plain = text.normalize("NFKD").toLowerCase().replace(/\p{Mn}/gu, "").replace(/ß/g, "ss").replace(/ς/g, "σ");
    var words = plain.match(/[\p{L}\p{Nd}]+/gu) || [];
    return german ? words.map(withoutUmlauts) : words;
  }

  function withoutUmlauts(w) {
    var out = "";
    for (var i = 0; i < w.length; i++) {
      var c = w[i];
      out += c;
      if (w[i + 1] === "e" && (c === "a" || c === "o" || (c === "u" && (i === 0 || "aeq".indexOf(w[i - 1]) < 0)))) i++;
    }
    return out;
  }

  // regions finds where the two regions of a word begin: behind the first
  // consonant after a vowel, and behind the next such.
  function past(w, from, vowels) {
    var i = from;
    while (i < w.length && vowels.indexOf(w[i]) < 0) i++;
    while (i < w.length && vowels.indexOf(w[i]) >= 0) i++;
    return i < w.length ? i + 1 : w.length;
  }

  // ending is the longest of the endings that a word has, or "".
  function ending(w, list) {
    var best = "";
    for (var i = 0; i < list.length; i++) if (list[i].length > best.length && w.endsWith(list[i])) best = list[i];
    return best;
  }

  function cut(w, n) { return w.slice(0, w.length - n); }

  var SPECIAL = { skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl", ugly: "ugli",
    early: "earli", only: "onli", singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos",
    bias: "bias", andes: "andes" };
  var WHOLE = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];
  var STEP2 = { tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize", ational: "ate",
    ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful", ousli: "ous", ousness: "ous", iveness: "ive",
    iviti: "ive", biliti: "ble", bli: "ble", ogi: "og", fulli: "ful", lessli: "less", li: "" };
  var STEP3 = { tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "" };
  var STEP4 = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion"];

  function english(word) {
    if (word.length < 3) return word;
    if (SPECIAL.hasOwnProperty(word)) return SPECIAL[word];
    var v = "aeiouy", w = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    var start = /^(gener|commun|arsen)/.exec(w);
    var p1 = start ? start[0].length : past(w, 0, v), p2 = past(w, p1, v), e;
    function isVowel(c) { return c !== undefined && v.indexOf(c) >= 0; }
    function short(x) {
      var n = x.length;
      if (n === 2) return isVowel(x[0]) && !isVowel(x[1]);
      return n > 2 && !isVowel(x[n - 1]) && "wxY".indexOf(x[n - 1]) < 0 && isVowel(x[n - 2]) && !isVowel(x[n - 3]);
    }
    e = ending(w, ["sses", "ied", "ies", "s", "us", "ss"]);
    if (e === "sses") w = cut(w, 2);
    else if (e === "ied" || e === "ies") w = w.length > 4 ? cut(w, 2) : cut(w, 1);
    else if (e === "s" && /[aeiouy]/.test(cut(w, 2))) w = cut(w, 1);
    if (WHOLE.indexOf(w) >= 0) return w;
    e = ending(w, ["eed", "eedly", "ed", "edly", "ing", "ingly"]);
    if (e === "eed" || e === "eedly") {
      if (w.length - e.length >= p1) w = cut(w, e.length - 2);
    } else if (e && /[aeiouy]/.test(cut(w, e.length))) {
      w = cut(w, e.length);
      if (/(at|bl|iz)$/.test(w)) w += "e";
      else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) w = cut(w, 1);
      else if (w.length === p1 && short(w)) w += "e";
    }
    if (/[^aeiouy][yY]$/.test(w) && w.length > 2) w = cut(w, 1) + "i";
    e = ending(w, Object.keys(STEP2));
    if (e && w.length - e.length >= p1) {
      var before = w[w.length - e.length - 1];
      if (e === "ogi" ? before === "l" : e === "li" ? before !== undefined && "cdeghkmnrt".indexOf(before) >= 0 : true) w = cut(w, e.length) + STEP2[e];
    }
    e = ending(w, Object.keys(STEP3));
    if (e && w.length - e.length >= p1 && (e !== "ative" || w.length - e.length >= p2)) w = cut(w, e.length) + STEP3[e];
    e = ending(w, STEP4);
    if (e && w.length - e.length >= p2 && (e !== "ion" || /[st]ion$/.test(w))) w = cut(w, e.length);
    if (w.endsWith("e")) {
      if (w.length - 1 >= p2 || (w.length - 1 >= p1 && !short(cut(w, 1)))) w = cut(w, 1);
    } else if (w.endsWith("ll") && w.length - 1 >= p2) w = cut(w, 1);
    return w.replace(/Y/g, "y");
  }

  function german(word) {
    if (word.length < 3) return word;
    var v = "aeiouy", w = word.replace(/([aeiouy])([uy])(?=[aeiouy])/g, function (m, a, b) { return a + b.toUpperCase(); });
    var first = past(w, 0, v), p1 = Math.max(first, 3), p2 = past(w, first, v), e, rest;
    e = ending(w, ["em", "ern", "er", "e", "en", "es", "s"]);
    if (e && w.length - e.length >= p1) {
      rest = cut(w, e.length);
      if (e !== "s") {
        w = rest;
        if ((e === "e" || e === "en" || e === "es") && w.endsWith("niss")) w = cut(w, 1);
      } else if (/[bdfghklmnrt]$/.test(rest)) w = rest;
    }
    e = ending(w, ["en", "er", "est", "st"]);
    if (e && w.length - e.length >= p1 && (e !== "st" || (/[bdfghklmnt]st$/.test(w) && w.length >= 6))) w = cut(w, e.length);
    e = ending(w, ["end", "ung", "ig", "ik", "isch", "lich", "heit", "keit"]);
    if (e && w.length - e.length >= p2) {
      rest = cut(w, e.length);
      if (e === "end" || e === "ung") {
        w = rest;
        if (/ig$/.test(w) && !/eig$/.test(w) && w.length - 2 >= p2) w = cut(w, 2);
      } else if (e === "ig" || e === "ik" || e === "isch") {
        if (!rest.endsWith("e")) w = rest;
      } else if (e === "keit") {
        w = rest;
        e = ending(w, ["lich", "ig"]);
        if (e && w.length - e.length >= p2) w = cut(w, e.length);
      } else {
        w = rest;
        if (/(er|en)$/.test(w) && w.length - 2 >= p1) w = cut(w, 2);
      }
    }
    return w.replace(/U/g, "u").replace(/Y/g, "y");
  }

  window.concordWords = { split: split, stem: { en: english, de: german } };
})();

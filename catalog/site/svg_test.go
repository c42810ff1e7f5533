package site

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestDrawsOnly(t *testing.T) {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:p="http://www.inkscape.org/namespaces/inkscape">`
	const end = `</svg>`
	wide := string([]byte{0xFF, 0xFE})
	for _, c := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + open + `<script>pwn()</script>` + end)) {
		wide += string([]byte{byte(c), byte(c >> 8)})
	}
	for _, tt := range []struct {
		name, svg string
		want      bool
	}{
		{"shapes", open + `<title>a</title><g id="x" fill="url(#f)"><path d="M0 0L1 1" style="stroke:#000"/><use xlink:href="#x"/></g>` + end, true},
		{"a head and a doctype", `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + open + end, true},
		{"style", open + `<style>path { fill: url(#f) }</style>` + end, true},
		{"notes of a program", open + `<p:view p:zoom="1"/><metadata><p:x>a</p:x></metadata>` + end, true},
		{"an embedded picture", open + `<image href="data:image/png;base64,iVBO"/>` + end, true},
		{"signs by number", open + `<text>&#233;&amp;</text>` + end, true},
		{"a prefix", `<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:path d=""/></x:svg>`, true},

		{"script", open + `<script>pwn()</script>` + end, false},
		{"script with a prefix", `<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script>pwn()</x:script></x:svg>`, false},
		{"script of HTML", open + `<h:script>pwn()</h:script>` + end, false},
		{"a picture of HTML", open + `<h:img src="x" onerror="pwn()"/>` + end, false},
		{"a prefix given late", open + `<a:script xmlns:a="http://www.w3.org/2000/svg">pwn()</a:script>` + end, false},
		{"wide", wide, false},
		{"handler", open + `<path onload="pwn()"/>` + end, false},
		{"handler, odd space", open + "<path\nONLOAD\n=\n'pwn()'/>" + end, false},
		{"a link", open + `<a xlink:href="java&#x9;script:pwn()"><text>x</text></a>` + end, false},
		{"set", open + `<set attributeName="href" to="javascript:pwn()"/>` + end, false},
		{"animation", open + `<animate attributeName="href" values="javascript:pwn()"/>` + end, false},
		{"foreign object", open + `<foreignObject/>` + end, false},
		{"a picture from elsewhere", open + `<image href="https://pwn.example/i"/>` + end, false},
		{"a picture of SVG", open + `<image href="data:image/svg+xml;base64,PHN2Zz4="/>` + end, false},
		{"another file", open + `<use href="other.svg#x"/>` + end, false},
		{"style from elsewhere", open + `<style>*{background:url(https://pwn.example/c)}</style>` + end, false},
		{"style in quotes", open + `<path style="fill:url('//pwn.example')"/>` + end, false},
		{"import", open + `<style><![CDATA[@import "//pwn.example"]]></style>` + end, false},
		{"import in disguise", open + `<style>@\69mport "//pwn.example"</style>` + end, false},
		{"import cut by a comment", open + `<style>@im<!-- -->port "//pwn.example"</style>` + end, false},
		{"import cut by a section", open + `<style>@im<![CDATA[port "//pwn.example"]]></style>` + end, false},
		{"import cut by an element", open + `<style>@im<g/>port "//pwn.example"</style>` + end, false},
		{"style sheet", `<?xml-stylesheet href="//pwn.example"?>` + open + end, false},
		{"entity", `<!DOCTYPE svg [<!ENTITY x "a">]>` + open + `&x;` + end, false},
		{"base", open + `<g xml:base="https://pwn.example/"/>` + end, false},
		{"no namespace", `<svg><script>pwn()</script></svg>`, false},
		{"not closed", open, false},
		{"packed", "\x1f\x8b\x08", false},
		{"deep", open + strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300) + end, false},
	} {
		if got := drawsOnly([]byte(tt.svg)); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

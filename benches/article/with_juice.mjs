// The article by what the Markdown editors of this field are built of: marked or markdown-it, highlight.js and juice, with the
// sheet of wxmass's default theme. with_juice.mjs MODULES ARTICLE.md OUT.html RUNS marked|markdown-it

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { measured } from "./measured.mjs";

const [, , modules, , , , parser] = process.argv;
const require = createRequire(`${modules}/node_modules/`);
const hljs = require("highlight.js");
const { default: juice } = await import(pathToFileURL(require.resolve("juice")));
const theme = await readFile(new URL("../../src/article/themes/default.css", import.meta.url), "utf8");
const colours = await readFile(`${modules}/node_modules/highlight.js/styles/github.css`, "utf8");
const highlight = (code, language) =>
  hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : code;

function withMarked() {
  const { Marked } = require("marked");
  const { markedHighlight } = require("marked-highlight");
  const marked = new Marked(markedHighlight({ langPrefix: "hljs language-", highlight }));
  return (text) => marked.parse(text);
}

function withMarkdownIt() {
  const markdown = require("markdown-it")({ html: true, linkify: true, highlight });
  return (text) => markdown.render(text);
}

const html = parser === "marked" ? withMarked() : withMarkdownIt();
const css = `${theme}\n${colours}`;
await measured((text) => juice.inlineContent(`<section class="article">${html(text)}</section>`, css));

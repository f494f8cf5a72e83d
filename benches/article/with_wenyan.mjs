// The article as @wenyan-md/core makes it ready for WeChat. with_wenyan.mjs MODULES ARTICLE.md OUT.html RUNS

import { pathToFileURL } from "node:url";
import { measured } from "./measured.mjs";

const modules = process.argv[2];
const installed = pathToFileURL(`${modules}/node_modules/@wenyan-md/core/dist/wrapper.js`);
const { renderStyledContent } = await import(installed);
const options = { themeId: "default", hlThemeId: "github", isMacStyle: false, isAddFootnote: true };
await measured((text) => renderStyledContent(text, options));

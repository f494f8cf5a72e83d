// One tool's work on the article: written to a file, timed, and told as one line of JSON. argv: MODULES ARTICLE.md OUT.html RUNS

import { readFile, writeFile } from "node:fs/promises";

const [, , , article, out, runs] = process.argv;

export async function measured(work) {
  const text = await readFile(article, "utf8");
  const once = async () => {
    const started = performance.now();
    const html = await work(text);
    return [performance.now() - started, html];
  };
  const [first, html] = await once();
  await writeFile(out, html);
  const rest = [];
  const before = process.cpuUsage();
  for (let run = 0; run < Number(runs); run += 1) rest.push((await once())[0]);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / Math.max(rest.length, 1);
  rest.sort((one, other) => one - other);
  const [fastest, median] = [rest[0] ?? first, rest[Math.floor(rest.length / 2)] ?? first];
  console.log(JSON.stringify({ first, fastest, median, cpu, characters: [...html].length }));
}

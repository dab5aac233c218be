// Writes the licences of what the extension is built of beside it: `npm run build` runs it.

const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");

const listed = execFileSync("npm ls --omit=dev --all --parseable", { encoding: "utf8", shell: true });
const folders = [...new Set(listed.split(/\r?\n/))].filter((folder) => folder.includes("node_modules"));
const notices = folders.sort().map((folder) => {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
});
fs.writeFileSync(path.join(__dirname, "dist", "NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));

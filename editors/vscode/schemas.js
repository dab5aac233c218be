// The schema of data models, for editors that know YAML: the one that lacdsl itself checks them with.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const from = path.join(__dirname, "..", "..", "lacdsl", "model", "model.schema.json");
fs.mkdirSync(path.join(__dirname, "dist"), { recursive: true });
fs.copyFileSync(from, path.join(__dirname, "dist", "model.schema.json"));

/** Proves that every gate accepts a clean tree and refuses each bad file, for the reason stated in it. */
import { gates } from "./gates.mjs";
import { addBadFiles, createScratch } from "./scratch.mjs";

const complaints = [];
let refused = 0;
for (const gate of gates) await prove(gate);
for (const complaint of complaints) console.log(complaint);
console.log(`${gates.length} gates, ${refused} refusals seen, ${complaints.length} complaints`);
if (complaints.length > 0) process.exitCode = 1;

async function prove({ name, findings, plant = () => [], rules = [], isBlind = false }) {
  const { folder, dispose } = createScratch();
  try {
    const before = isBlind ? [] : await findings(folder);
    for (const finding of before) complaints.push(`${name} refuses the clean tree: ${finding}`);
    const expected = [...addBadFiles(folder, name), ...plant(folder)];
    const found = await findings(folder);
    for (const refusal of expected) {
      if (found.includes(refusal)) refused += 1;
      else complaints.push(`${name} lets pass: ${refusal}`);
    }
    if (found.length === 0) complaints.push(`${name} finds nothing at all`);
    for (const rule of rules) {
      if (!expected.some((refusal) => refusal.endsWith(`: ${rule}`)))
        complaints.push(`${name}: no bad file for ${rule}`);
    }
  } finally {
    process.chdir(import.meta.dirname);
    dispose();
  }
}

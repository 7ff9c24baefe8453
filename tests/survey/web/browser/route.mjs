// Runs the cases of tests/reference/routing/vectors.json through the browser's engine: {blocks, cases} in, results out.
import { clean, encode, following, preceding, standing } from "../../../../survey/web/browser/sheet.js";
import { answer, readForm } from "./node.mjs";

function routed(form, { group, given }) {
  const { sheet, faults } = clean(form, group, new Map(Object.entries(given)));
  const parts = form.parts[group];
  const path = [];
  for (let place = following(form, group, sheet, -1); place < parts.length; ) {
    path.push(place);
    place = following(form, group, sheet, place);
  }
  const back = [];
  for (let place = preceding(form, group, sheet, parts.length); place !== null; ) {
    back.push(place);
    place = preceding(form, group, sheet, place);
  }
  return {
    sheet: Object.fromEntries(sheet),
    faults: faults.map(({ item, code }) => [item, code]),
    standing: parts.map((part) => standing(form, part, group, sheet)),
    path,
    back,
    row: faults.length ? null : new TextDecoder().decode(encode(form, group, sheet)),
  };
}

await answer(({ blocks, cases }) => {
  const forms = {};
  for (const [name, block] of Object.entries(blocks)) forms[name] = readForm({ textContent: block });
  return cases.map((one) => routed(forms[one.form], one));
});

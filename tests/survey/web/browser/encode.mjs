// The rows of sheets by the browser's engine, null where it refuses: {block, sheets: [{group, sheet}]} in, rows out.
import { encode } from "../../../../survey/web/browser/sheet.js";
import { answer, readForm } from "./node.mjs";

function row(form, { group, sheet }) {
  try {
    return new TextDecoder().decode(encode(form, group, new Map(Object.entries(sheet))));
  } catch (refusal) {
    if (!refusal.message.includes("not a clean sheet")) throw refusal;
    return null;
  }
}

await answer(({ block, sheets }) => sheets.map((one) => row(readForm({ textContent: block }), one)));

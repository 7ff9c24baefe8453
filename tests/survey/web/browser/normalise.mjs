// What the browser takes texts that were typed to mean: [text] in, [symbols] out.
import { normalised } from "../../../../survey/web/browser/crockford.js";
import { answer } from "./node.mjs";

await answer((texts) => texts.map((text) => normalised(text).join("")));

// Plain JavaScript, imported before the first TypeScript file: types are then stripped once for each file and not once for each start,
// and Node need not load its stripper (130 ms).
import module from "node:module";
import "./check-node.mjs";

module.enableCompileCache?.(); // an older Node has been refused above

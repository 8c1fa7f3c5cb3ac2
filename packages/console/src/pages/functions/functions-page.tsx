import type { Place } from "../../place.ts";
import { FunctionList } from "./function-list.tsx";
import { FunctionView } from "./function-view.tsx";
import "./functions.css";

/** `#/functions` and `#/functions/<name>`: what runs, how it went, and what it writes. */
export default function FunctionsPage({ place }: { place: Place }) {
  const [name] = place.path;
  return name === undefined ? <FunctionList /> : <FunctionView key={name} name={name} query={place.query} />;
}

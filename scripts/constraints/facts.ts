/** What AWS's published model of a service says of its requests: operations, and what their inputs reach. */
export interface Facts {
  operations: Record<
    string,
    { input: string | null /** False: public, without a signature. */; signed: boolean; errors: string[] }
  >;
  structures: Record<
    string,
    { /** Member to a name in `structures` or `shapes`. */ members: Record<string, string>; required: string[] }
  >;
  shapes: Record<string, Shape>;
}

/** One type: a scalar with its bounds, or a list or map. */
export interface Shape {
  type: "string" | "integer" | "long" | "boolean" | "blob" | "timestamp" | "list" | "map";
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  /** Its value is in no message. */
  sensitive?: boolean;
  /** type `list`: what it holds. */
  member?: string;
  /** type `map`. */
  key?: string;
  value?: string;
}

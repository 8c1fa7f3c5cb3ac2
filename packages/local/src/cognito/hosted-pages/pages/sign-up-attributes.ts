import type { UserPool } from "../../pools/user-pools.ts";
import type { Field } from "./form.ts";

const known = new Map<string, Pick<Field, "label" | "type" | "autocomplete">>(
  Object.entries({
    email: { label: "E-mail address", type: "email", autocomplete: "email" },
    phone_number: { label: "Phone number", type: "tel", autocomplete: "tel" },
    name: { label: "Name", autocomplete: "name" },
    given_name: { label: "Given name", autocomplete: "given-name" },
    family_name: { label: "Family name", autocomplete: "family-name" },
    birthdate: { label: "Date of birth", autocomplete: "bday" },
  }),
);

/** What the sign-up page asks for besides username and password: what every user must have, and what is verified by a code. */
export function signUpAttributes({ schema, settings }: UserPool): Field[] {
  const required = [...schema.values()].filter(({ Required }) => Required).map(({ Name }) => Name as string);
  const usernames: readonly string[] = settings.UsernameAttributes ?? [];
  const verified: readonly string[] = settings.AutoVerifiedAttributes ?? [];
  // With one kind of name that attribute is the username; with two, nobody knows which one will be.
  const asked = new Set([...required, ...(usernames.length > 0 ? [] : verified)]);
  for (const name of ["sub", ...(usernames.length === 1 ? usernames : [])]) asked.delete(name);
  return [...asked].map((name) => ({ name, ...(known.get(name) ?? { label: name, autocomplete: "on" }) }));
}

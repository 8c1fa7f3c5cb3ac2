import { custom, onboarding } from "foyer";

/** Steps whose errors quote the user, as those of HTTP clients and databases do. */
export default onboarding({
  beforeFirstSignIn: {
    early: custom<"safe">({
      permissions: [],
      replay: "safe",
      run: async ({ attributes }, _, { attempt }) => {
        if (attempt === 1) throw new Error(`409: ${JSON.stringify(attributes)} exists`);
      },
    }),
  },
  afterwards: {
    late: custom<"safe">({
      permissions: [],
      replay: "safe",
      run: async ({ email = "", name = "", attributes }, _, { attempt }) => {
        const { phone_number: phone = "" } = attributes;
        if (attempt === 1) throw new Error(`no contact ${email.toUpperCase()} (${name.toLowerCase()}, ${phone.slice(1)})`);
        if (attempt === 2)
          throw new Error(`GET https://crm.example/?mail=${encodeURIComponent(email)}&tel=${encodeURIComponent(phone)}`);
        if (attempt === 3) throw new Error("refused", { cause: new Error(`duplicate key value (${email}) for ${name}`) });
      },
    }),
  },
});

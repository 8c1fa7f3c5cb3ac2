import { addToGroups, everyone, onboarding, saveUser } from "foyer";

export default onboarding({
  beforeFirstSignIn: {
    group: addToGroups({ Members: everyone }),
    record: saveUser({
      table: "User",
      key: "id",
      record: ({ sub, email }, { openedAt }) => ({
        id: sub,
        __typename: "User",
        email,
        credits: 10,
        createdAt: new Date(openedAt).toISOString(),
        updatedAt: new Date(openedAt).toISOString(),
      }),
    }),
  },
});

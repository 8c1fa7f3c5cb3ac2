import { saveUser } from "foyer";

// @must-not-compile: the record has a text for the key
saveUser({ table: "people", key: "id", record: (user) => ({ email: user.email }) });

// @must-not-compile: a record is plain JSON, and a Date is not
saveUser({ record: (user, { openedAt }) => ({ username: user.sub, at: new Date(openedAt) }) });

saveUser({
  table: "app",
  key: { pk: (user) => `USER#${user.sub}`, sk: () => "PROFILE" },
  // @must-not-compile: an item has one key
  record: (user) => ({ pk: user.sub, email: user.email }),
});

saveUser({
  table: "app",
  // @must-not-compile: of texts, as those of the user are
  key: { pk: (user) => user.attributes["custom:number"] },
});

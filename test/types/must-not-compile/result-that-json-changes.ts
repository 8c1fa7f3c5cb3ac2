import { custom } from "foyer";

class Tier {
  level = 1;
  isPaid() {
    return this.level > 0;
  }
}

const step = { permissions: [], replay: "safe" } as const;

// @must-not-compile: JSON makes {} of a Map
custom({ ...step, run: async () => new Map([["tier", 1]]) });
// @must-not-compile: JSON makes a text of a Date
custom({ ...step, run: async () => ({ since: new Date() }) });
// @must-not-compile: JSON refuses a bigint
custom({ ...step, run: async () => ({ id: 1n }) });
// @must-not-compile: JSON drops the methods of a class
custom({ ...step, run: async () => new Tier() });
// @must-not-compile: JSON drops a function
custom({ ...step, run: async () => ({ again: () => 1 }) });

const MachineDate = Date;
let aheadMs = 0;

/**
 * Lets the handler read the clock of the local AWS: from now on `Date` is ahead of the machine's by that much. Timers are not moved.
 * Nothing is replaced as long as the clock was never moved.
 */
export function moveClock(ms) {
  if (ms === aheadMs) return;
  aheadMs = ms;
  globalThis.Date = MovedDate;
  // What `value.constructor` gives stays the class that the handler knows.
  MachineDate.prototype.constructor = MovedDate;
}

const now = () => MachineDate.now() + aheadMs;

const MovedDate = new Proxy(MachineDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  apply: () => new MachineDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

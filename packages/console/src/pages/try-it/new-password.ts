/** What a pool asks of passwords. */
export interface PasswordPolicy {
  MinimumLength?: number;
  RequireUppercase?: boolean;
  RequireLowercase?: boolean;
  RequireNumbers?: boolean;
  RequireSymbols?: boolean;
}

// No character that people mistake for another.
const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%*_-+"] as const;

/** A random password that meets the policy, with a character of every kind and 12 at least. */
export function newPassword({ MinimumLength = 8 }: PasswordPolicy, random: (below: number) => number = randomBelow): string {
  const length = Math.max(12, MinimumLength);
  const characters = Array.from({ length }, (_, index) => {
    const from = classes[index % classes.length] as string;
    return from[random(from.length)] as string;
  });
  for (let index = length - 1; index > 0; index--) {
    const other = random(index + 1);
    [characters[index], characters[other]] = [characters[other] as string, characters[index] as string];
  }
  return characters.join("");
}

/** What the policy asks and a password lacks, in words; empty if it will do. */
export function lackOf(password: string, policy: PasswordPolicy): string[] {
  const { MinimumLength = 8, RequireUppercase, RequireLowercase, RequireNumbers, RequireSymbols } = policy;
  const asked: [asks: boolean | undefined, has: boolean, says: string][] = [
    [true, password.length >= MinimumLength, `${MinimumLength} characters`],
    [RequireUppercase, /[A-Z]/.test(password), "an uppercase letter"],
    [RequireLowercase, /[a-z]/.test(password), "a lowercase letter"],
    [RequireNumbers, /[0-9]/.test(password), "a number"],
    [RequireSymbols, /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password), "a symbol"],
  ];
  return asked.flatMap(([asks, has, says]) => (asks && !has ? [says] : []));
}

function randomBelow(below: number): number {
  // 2^32 is no multiple of `below`; for a test user the difference is nothing.
  return (crypto.getRandomValues(new Uint32Array(1))[0] as number) % below;
}

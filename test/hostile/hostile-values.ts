import fc from "fast-check";

/** Texts that break what puts them into SQL, HTML, mails, logs, JSON, paths, patterns or objects without care. */
export const hostileTexts: readonly string[] = [
  "'; DROP TABLE cognito_user; --",
  '" OR 1=1 --',
  "%' OR name LIKE '%",
  "<script>alert(1)</script>",
  `<img src=x onerror="fetch('//evil.example')">`,
  "\r\nBcc: victim@example.com\r\n\r\nhello",
  "a\u0000b",
  "\u0007\u001b[31m\u0008",
  "\uD800",
  "a\uDFFFb",
  "\u202Eevil\u2066",
  "e\u0301\u0301\u0301",
  "😀".repeat(64),
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "$& $1 $` $'",
  "{####} {username} {##Click##}",
  "../../../etc/passwd",
  "%00%ff%s%n",
  "sub",
  "custom:",
  "custom:__proto__",
  "cognito:user_status",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e309",
  "0x10",
  "9".repeat(400),
  " ",
  "",
  "\\",
  "[[[[",
  'sub = "',
  'username ^= "a"',
  'email = "\\"" OR "1"="1"',
  "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
  "arn:aws:lambda:us-east-1:000000000000:function:nobody",
];

/** Any text: one of those, random code units, or something long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileTexts), fc.integer({ min: 2, max: 3000 }))
      .map(([text, times]) => text.repeat(times).slice(0, 200_000)),
  },
);

/** A text of exactly so many characters. */
export const textOfLength = (length: number): string => "x".repeat(Math.max(0, Math.min(length, 200_000)));

/** A value of any JSON type, in particular of the wrong one. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    Number.MAX_VALUE,
    5e-324,
    "",
    "x",
    [],
    {},
    [[]],
    [null],
    {
      a: null,
    },
  ),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
  fc.integer({ min: 10, max: 500 }).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth))),
  fc.integer({ min: 10, max: 500 }).map((depth) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)),
  fc.integer({ min: 100, max: 20_000 }).map((length) => Array.from({ length }, () => null)),
  fc.integer({ min: 100, max: 20_000 }).map((length) => Array.from({ length }, () => ({}))),
  hostileText,
);

/** What may happen to a request's body between client and server, or by the hand of an attacker. */
export const damage: fc.Arbitrary<(body: Buffer) => Buffer> = fc.oneof(
  { weight: 30, arbitrary: fc.constant((body: Buffer) => body) },
  { weight: 1, arbitrary: fc.nat().map((at) => (body: Buffer) => body.subarray(0, at % (body.length + 1))) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => (body: Buffer) => {
      const position = at % (body.length + 1);
      return Buffer.concat([body.subarray(0, position), Buffer.from([byte]), body.subarray(position)]);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      // The same key twice.
      (body: Buffer) => Buffer.from(body.toString().replace(/^\{("[^"]+":)/, "{$1[],$1")),
      (body: Buffer) => Buffer.from(`\uFEFF${body}`),
      (body: Buffer) => Buffer.from(body.toString(), "utf16le"),
      (body: Buffer) => Buffer.from(`${body}${body}`),
      (body: Buffer) => Buffer.from(`[${body}]`),
      (body: Buffer) => Buffer.from(JSON.stringify(body.toString())),
      (body: Buffer) => Buffer.from(`${" ".repeat(500_000)}${body}`),
      () => Buffer.from("null"),
      () => Buffer.from("[".repeat(300_000)),
      () => Buffer.from(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
      () => Buffer.from(`{"Username":"${"x".repeat(1_100_000)}"}`),
      () => Buffer.from([0xff, 0xfe, 0x00]),
      () => Buffer.alloc(0),
    ),
  },
);

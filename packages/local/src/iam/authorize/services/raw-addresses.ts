/** What the head of a MIME message says of its sender and its recipients, which is enough to tell who may send it. */
export function rawAddresses(message: Uint8Array): { from: string | undefined; recipients: string[] } {
  const text = Buffer.from(message.buffer, message.byteOffset, Math.min(message.byteLength, 65_536)).toString("utf8");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  // A header goes on where a line begins with a blank.
  const lines = text
    .slice(0, end)
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/);
  const valuesOf = (name: string) =>
    lines.flatMap((line) => (line.toLowerCase().startsWith(`${name}:`) ? [line.slice(name.length + 1).trim()] : []));
  return {
    from: valuesOf("from")[0],
    recipients: ["to", "cc", "bcc"].flatMap(valuesOf).flatMap((list) => list.match(/(?:"[^"]*"|[^",])+/g) ?? []),
  };
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { crc32 } from "node:zlib";

// Files by Unix, whose rights are in the upper half of the external attributes: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const version = 20;
const madeByUnix = (3 << 8) | version;

/** A file that goes into a zip file. */
interface ZippedFile {
  /** With slashes: `lib/index.mjs`. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** The files of a folder as a zip file. The same files give the same bytes. */
export function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  return zip(
    files.map((path) => {
      const file = join(folder, path);
      return { path: path.replaceAll(sep, "/"), content: readFileSync(file), mode: statSync(file).mode };
    }),
  );
}

/** A zip file of one text. */
export function zipText(path: string, text: string): Uint8Array {
  return zip([{ path, content: Buffer.from(text), mode: 0o100644 }]);
}

/** Stored and not compressed. */
function zip(files: readonly ZippedFile[]): Uint8Array {
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content, mode } of files) {
    const name = Buffer.from(path);
    const common = commonHeader(content, name);
    const rights = Buffer.alloc(14);
    rights.writeUInt32LE((mode << 16) >>> 0, 6);
    rights.writeUInt32LE(offset, 10);
    directory.push(signed(0x02014b50), uint16(madeByUnix), common, rights, name);
    const header = signed(0x04034b50);
    contents.push(header, common, name, content);
    offset += header.length + common.length + name.length + content.length;
  }
  const sizeOfDirectory = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(sizeOfDirectory, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...contents, ...directory, signed(0x06054b50), end]);
}

/** What a file's own header and its entry in the directory have alike. */
function commonHeader(content: Buffer, name: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  // Names are in UTF-8.
  common.writeUInt16LE(0x0800, 2);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  return common;
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

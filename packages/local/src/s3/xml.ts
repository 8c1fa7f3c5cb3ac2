import { s3Error } from "./s3-error.ts";

/** An element to write: text, elements by name in order, or several of the same name. */
export type XmlContent = string | number | boolean | XmlElements;
export interface XmlElements {
  [name: string]: XmlContent | readonly XmlContent[] | undefined;
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document of S3's namespace; members that are undefined are left out. */
export function writeXml(root: string, content: XmlContent): string {
  return `${head}<${root} xmlns="${namespace}">${inside(content)}</${root}>`;
}

/** A document without a namespace, as S3 writes its errors. */
export function writePlainXml(root: string, content: XmlContent): string {
  return head + element(root, content);
}

function element(name: string, content: XmlContent): string {
  return `<${name}>${inside(content)}</${name}>`;
}

function inside(content: XmlContent): string {
  if (typeof content !== "object") return escaped(String(content));
  return Object.entries(content)
    .map(([name, value]) => {
      if (value === undefined) return "";
      return Array.isArray(value) ? value.map((one) => element(name, one)).join("") : element(name, value as XmlContent);
    })
    .join("");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => entities[character] as string);
}

/** An element that was read: its text, and its children in order. */
export interface XmlNode {
  name: string;
  text: string;
  children: XmlNode[];
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const maxDepth = 16;

/**
 * Reads a document; attributes and prefixes are dropped. Document types, CDATA and entities of one's own are not taken.
 * @returns its root element
 * @throws {AwsError} MalformedXML
 */
export function readXml(text: string): XmlNode {
  const root: XmlNode = { name: "", text: "", children: [] };
  const open = [root];
  const scan = new RegExp(token.source, "y");
  const document = text.replace(/^\uFEFF/, "");
  while (scan.lastIndex < document.length) {
    const match = scan.exec(document);
    const parent = open.at(-1) as XmlNode;
    if (!match) throw s3Error("MalformedXML");
    const [all, closing, , name, , empty] = match;
    if (name === undefined) {
      if (!all.startsWith("<")) parent.text += unescaped(all);
    } else if (closing) {
      if (open.pop()?.name !== name || open.length === 0) throw s3Error("MalformedXML");
    } else {
      const node: XmlNode = { name, text: "", children: [] };
      parent.children.push(node);
      if (!empty) open.push(node);
      if (open.length > maxDepth) throw s3Error("MalformedXML");
    }
  }
  const [only] = root.children;
  if (open.length !== 1 || !only || root.children.length !== 1 || root.text.trim() !== "") throw s3Error("MalformedXML");
  return only;
}

/** The children of that name. */
export function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

/** The text of the child of that name. @throws {AwsError} MalformedXML if there are several */
export function textOf(node: XmlNode, name: string): string | undefined {
  const [first, second] = childrenOf(node, name);
  if (second) throw s3Error("MalformedXML");
  return first?.text;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] as string;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    if (!(code <= 0x10ffff)) throw s3Error("MalformedXML");
    return String.fromCodePoint(code);
  });
}

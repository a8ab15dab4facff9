/** An element of a parsed XML text. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// The characters that XML 1.0 allows.
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Parses the XML that reporters write (no doctype, no CDATA, no comments); throws where it is not well-formed. */
export function parseXml(source: string): Element {
  if (!ALLOWED.test(source)) throw new Error('a character that XML 1.0 does not allow');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const token = /<(\/?)([\w-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of body.matchAll(token)) {
    end = (match.index ?? 0) + match[0].length;
    const top = open.at(-1) ?? root;
    const [, closing, name = '', attributes = '', empty, text] = match;
    if (text !== undefined) top.text += decode(text);
    else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (end !== body.length) throw new Error(`not XML at ${JSON.stringify(body.slice(end, end + 40))}`);
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1) throw new Error('not one whole element');
  return only;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]);
  if (new Set(found.map(([name]) => name)).size !== found.length) throw new Error(`an attribute twice: ${text}`);
  return Object.fromEntries(found);
}

function decode(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const known = whole.endsWith(';') ? ENTITIES[name] : undefined;
    if (known === undefined) throw new Error(`an entity that is not known: ${whole.slice(0, 20)}`);
    return known;
  });
}

import { stripControls } from '../core/text.ts';

/** Characters that XML 1.0 does not allow, written or escaped: half a pair, and the two that are no characters. */
const NOT_XML = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

/** A text as XML content, or as a value in double quotes; what XML cannot hold is stripped or replaced. */
export function xmlText(text: string): string {
  return stripControls(text)
    .replace(NOT_XML, '\ufffd')
    .replaceAll('\r', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

import { escapeHtml } from './escape-html.ts';

const REPLACEMENT = '\ufffd';

/** Control characters but for tab and line ends, and what is no character at all. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

/** Text for an XML document, between tags or in a quoted attribute. What XML cannot carry becomes U+FFFD. */
export function escapeXml(text: string): string {
  return escapeHtml(text.toWellFormed().replace(NOT_IN_XML, REPLACEMENT));
}
